// Route maps and the lists they use, read by the shared texts; access lists of the daemons are filters on
// prefixes.

#include <fmt/format.h>

#include <algorithm>

#include "formats/community_list_text.h"
#include "formats/frr/policy.h"
#include "formats/prefix_list_text.h"
#include "formats/route_map_text.h"

namespace ringfence::formats::frr {
namespace {

using model::CommunityKind;
using model::Impact;

std::string TakeName(WordCursor& words) { return std::string(words.Next().text); }

Verdict ReadLine(Reader& reader, Statement& statement) {
  if (reader.route_map_entry == nullptr) return kNotKnown;
  return ReadRouteMapLine(*reader.route_map_entry, statement, reader, kDialect);
}

/// A word of a route map: the shared reader wants to see it itself.
template <int kWord>
Verdict ReadMapWord(Reader& reader, Statement& statement);

constexpr std::string_view kMapWords[] = {"call", "continue", "description", "match", "on-match", "set"};

template <int kWord>
Verdict ReadMapWord(Reader& reader, Statement& statement) {
  // Back to the begin of the line, after `no`.
  Statement whole{WordCursor(statement.words.line(), statement.span().file, statement.words.line_number()),
                  statement.negated};
  if (whole.negated) whole.words.Next();
  if (whole.words.Peek().text != kMapWords[kWord]) return kNotKnown;
  const Verdict verdict = ReadLine(reader, whole);
  statement.words = whole.words;
  return verdict;
}

constexpr Keyword kMapKeywords[] = {
    {"call", ReadMapWord<0>},  {"continue", ReadMapWord<1>}, {"description", ReadMapWord<2>},
    {"match", ReadMapWord<3>}, {"on-match", ReadMapWord<4>}, {"set", ReadMapWord<5>},
};
static_assert(IsSorted(kMapKeywords));
constexpr Node kRouteMap{kMapKeywords, Impact::kRouting4 | Impact::kRouting6};

/// `access-list N [seq S] permit|deny P [exact-match]`, or with wildcards like elsewhere.
std::optional<model::PrefixListLine> TakeAccessLine(Statement& statement, net::Family family) {
  model::PrefixListLine line;
  const std::uint8_t bits = net::AddressBits(family);
  const std::string_view action = TakeOption(statement, {"deny", "permit"});
  if (action.empty()) return std::nullopt;
  line.permit = action == "permit";
  line.span = statement.span();
  line.length_max = bits;
  if (TakeWord(statement, "any")) {
    line.prefix = net::Prefix::Default(family);
    return line;
  }
  const bool exact_host = statement.words.Accept("host");
  if (const auto host = exact_host ? std::nullopt : TakeHostPrefix(statement, family)) {
    line.prefix = host->subnet();
  } else {
    const auto address = TakeIpv4(statement);
    if (!address || family != net::Family::kIpv4) return std::nullopt;
    const auto wildcard = exact_host ? std::nullopt : TakeIpv4(statement);
    const auto length = wildcard ? net::LengthOfWildcard(*wildcard) : std::optional<std::uint8_t>(bits);
    if (!length) return std::nullopt;
    line.prefix = net::Prefix::Of(*address, *length);
  }
  line.length_min = line.prefix.length;
  if (TakeWord(statement, "exact-match")) line.length_max = line.prefix.length;
  return line;
}

Verdict ReadAccessListOf(Reader& reader, Statement& statement, net::Family family) {
  const Word name = statement.words.Next();
  if (name.empty()) return kNotKnown;
  const std::string key =
      ListName(family == net::Family::kIpv4 ? ListKind::kAccess4 : ListKind::kAccess6, name.text);
  auto& lists = reader.policies.access_lists;
  if (TakeWord(statement, "remark")) return kNoEffect;
  if (statement.negated && statement.words.done()) return lists.erase(key), kUnderstood;
  std::optional<std::uint32_t> sequence;
  if (TakeWord(statement, "seq")) {
    sequence = statement.words.AcceptNumber(1, 0xffffffff);
    if (!sequence) return kNotKnown;
  }
  const auto line = TakeAccessLine(statement, family);
  const bool whole = line && statement.words.done();
  auto [list, fresh] = lists.try_emplace(key, model::PrefixList{key, {}, statement.span()});
  if (!whole) {
    list->second.reset();
    statement.words.Rest();
    return kNoEffect;  // where it is used the using line is not modelled
  }
  if (!list->second) return kUnderstood;
  auto& order = reader.access_sequences[key];
  const std::uint32_t number = sequence.value_or(order.empty() ? 5 : order.back() + 5);
  const auto at = std::ranges::lower_bound(order, number) - order.begin();
  auto& lines = list->second->lines;
  const bool known =
      at < static_cast<std::ptrdiff_t>(order.size()) && order[static_cast<std::size_t>(at)] == number;
  if (statement.negated) {
    std::erase_if(lines, [&line](const model::PrefixListLine& other) {
      return other.prefix == line->prefix && other.permit == line->permit;
    });
    return order.resize(lines.size()), kUnderstood;
  }
  if (known) return lines[static_cast<std::size_t>(at)] = *line, kUnderstood;
  order.insert(order.begin() + at, number);
  lines.insert(lines.begin() + at, *line);
  return kUnderstood;
}

}  // namespace

constinit const PolicyDialect kDialect = {
    .undefined_list_matches = false,
    .continue_accepts = false,
    .match_replaces = true,
    .patterns_on_whole_list = true,
    .undefined_map_accepts = false,
    .undefined_filter_accepts = false,
    .community_form_words = true,
    .as_path_command = "bgp as-path access-list",
    .community_command = "bgp community-list",
    .extended_community_command = "bgp extcommunity-list",
    .large_community_command = "bgp large-community-list",
    .take_interface = TakeName,
};

Verdict ReadRouteMap(Reader& reader, Statement& statement) {
  const bool filter_option = statement.words.Peek() == "optimization";
  if (filter_option) return kNoEffect;
  if (statement.words.done()) return kNotKnown;
  reader.route_map_entry = ReadRouteMap(reader.policies, statement);
  if (reader.route_map_entry != nullptr) reader.Open(kRouteMap);
  // `route-map M optimization` is about speed.
  if (TakeWord(statement, "optimization")) return kNoEffect;
  return kUnderstood;
}

Verdict ReadPrefixList4(Reader& reader, Statement& statement) {
  if (statement.words.Peek() == "sequence-number") return kNoEffect;
  return formats::ReadPrefixList(reader.policies, net::Family::kIpv4, statement, reader);
}
Verdict ReadPrefixList6(Reader& reader, Statement& statement) {
  if (statement.words.Peek() == "sequence-number") return kNoEffect;
  return formats::ReadPrefixList(reader.policies, net::Family::kIpv6, statement, reader);
}
Verdict ReadAccessList(Reader& reader, Statement& statement) {
  return ReadAccessListOf(reader, statement, net::Family::kIpv4);
}
Verdict ReadAccessList6(Reader& reader, Statement& statement) {
  return ReadAccessListOf(reader, statement, net::Family::kIpv6);
}
Verdict ReadAsPath(Reader& reader, Statement& statement) {
  if (!TakeWord(statement, "access-list")) return kNotKnown;
  return ReadAsPathList(reader.policies, statement, reader);
}
Verdict ReadStandard(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.policies, CommunityKind::kStandard, statement, reader, kDialect);
}
Verdict ReadExtended(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.policies, CommunityKind::kExtended, statement, reader, kDialect);
}
Verdict ReadLarge(Reader& reader, Statement& statement) {
  return ReadCommunityList(reader.policies, CommunityKind::kLarge, statement, reader, kDialect);
}

Verdict ReadTopBgp(Reader& reader, Statement& statement) {
  constexpr Keyword kKeywords[] = {
      {"as-path", ReadAsPath},
      {"community", nullptr, kNoEffect},
      {"community-list", ReadStandard},
      {"extcommunity-list", ReadExtended},
      {"graceful-restart"},
      {"graceful-shutdown", nullptr, NotModelled(Impact::kRouting4 | Impact::kRouting6, "graceful shutdown")},
      {"input-queue-limit"},
      {"large-community-list", ReadLarge},
      {"output-queue-limit"},
      {"route-map"},
      {"send-extra-data"},
      {"session-dscp"},
      {"suppress-fib-pending", nullptr,
       NotModelled(Impact::kRouting4 | Impact::kRouting6, "only installed routes advertised")},
      {"update-delay"},
      {"wait-for-fib"},
  };
  static_assert(IsSorted(kKeywords));
  return reader.Dispatch(kKeywords, statement);
}

}  // namespace ringfence::formats::frr
