// A line that has a word beyond those known here is not modelled as a whole: most such words (VRFs,
// redundancy, routes that come with a translation) say to whom it applies.

#include "formats/translation_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "formats/copying_lines.h"

namespace ringfence::formats {
namespace {

using Form = TranslationForm;

bool StartsWithDigit(std::string_view word) { return !word.empty() && word[0] >= '0' && word[0] <= '9'; }

/// How long entries live and how many there may be changes neither whom they are for nor what they say. What
/// a full table drops is not followed, as with all limits.
Verdict ReadLimits(Statement& statement) {
  const std::string_view word = statement.words.Next().text;
  const bool limit = word.ends_with("timeout") || word == "max-entries" || word == "creation-delay";
  return limit || statement.negated ? kNoEffect : kTranslationNotModelled;
}

/// Notes on entries; those that go to a collector tell who talks to whom.
Verdict ReadLog(Statement& statement) {
  if (statement.negated || !statement.words.Accept("translations")) return kNoEffect;
  return statement.words.Peek() == "flow-export" ? kFlowExportNotModelled : kNoEffect;
}

/// Takes `first last` into the pool; false: a value is invalid and was reported.
bool TakeRange(TranslationPoolText& pool, std::uint8_t length, Statement& statement,
               StatementReport& report) {
  const auto first = TakeIpv4(report, statement);
  const Word word = statement.words.Peek();
  const auto last = first ? TakeIpv4(report, statement) : std::nullopt;
  if (!last) return false;
  if (*last < *first || !net::Prefix::Of(*first, length).Contains(*last)) {
    report.Invalid(statement, word, fmt::format("'{}' is no end of a range in the subnet", word.text));
    return false;
  }
  pool.ranges.push_back({*first, *last});
  pool.spans.push_back(statement.span());
  return true;
}

/// `netmask M`, `prefix-length N`.
std::optional<std::uint8_t> TakeLength(Statement& statement, StatementReport& report) {
  if (statement.words.Accept("prefix-length")) {
    const auto length = TakeNumber(report, statement, 1, 32);
    return length ? std::optional(static_cast<std::uint8_t>(*length)) : std::nullopt;
  }
  statement.words.Next();
  const Word word = statement.words.Next();
  const auto mask = net::ParseIpv4(word.text);
  const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
  if (!length || *length == 0) {
    report.Invalid(statement, word, fmt::format("'{}' is not a network mask", word.text));
    return std::nullopt;
  }
  return length;
}

/// Words behind the name of a pool; leaves it incomplete when they say more than the form can.
Verdict ReadPoolWords(TranslationPoolText& pool, Statement& statement, StatementReport& report) {
  WordCursor& words = statement.words;
  pool.complete = false;
  pool.block = !StartsWithDigit(words.Peek().text);
  const WordCursor ends = words;
  if (!pool.block) words.Next(), words.Next();
  if (words.Peek() != "netmask" && words.Peek() != "prefix-length") return kTranslationNotModelled;
  const auto length = TakeLength(statement, report);
  if (!length) return kNotKnown;
  pool.length = *length;
  Statement range{ends, false};
  if (!pool.block && !TakeRange(pool, *length, range, report)) return kNotKnown;
  if (words.Accept("type")) {
    if (!words.Accept("rotary")) return kTranslationNotModelled;
    pool.rotary = true;
  }
  if (!words.done()) return kTranslationNotModelled;
  if (pool.block) pool.spans.push_back(statement.span());
  pool.complete = true;
  return kUnderstood;
}

bool SameHead(const TranslationPoolText& a, const TranslationPoolText& b) {
  return a.complete && b.complete && a.block == b.block && a.length == b.length && a.rotary == b.rotary &&
         (a.block || a.ranges == b.ranges);
}

/// A pool that is told anew in another way may have been refused, or not.
Verdict ReadPool(TranslationTexts& texts, Statement& statement, StatementReport& report) {
  const std::string name(statement.words.Next().text);
  if (name.empty()) return statement.negated ? kNoEffect : kTranslationNotModelled;
  if (statement.negated) {
    statement.words.Rest();
    texts.pools.erase(name);
    return kUnderstood;
  }
  TranslationPoolText pool;
  Verdict verdict = ReadPoolWords(pool, statement, report);
  const auto [known, is_new] = texts.pools.try_emplace(name, pool);
  if (!is_new && !SameHead(known->second, pool)) {
    known->second.complete = false;
    if (verdict.fate == model::Fate::kModelled) verdict = kTranslationNotModelled;
  }
  if (verdict.fate == model::Fate::kModelled && pool.block) texts.open_pool = name;
  return verdict;
}

/// `tcp|udp L lport (G|interface X) gport`, `network L G M`, `L G`; from inside the local address comes
/// first, from outside the global one. False with the verdict in `verdict` when it is none of them.
bool TakeStatic(TranslationRuleText& rule, Statement& statement, StatementReport& report,
                const TranslationDialect& dialect, Verdict& verdict) {
  WordCursor& words = statement.words;
  rule.form = Form::kStaticHost;
  const bool udp = words.Peek() == "udp";
  if (rule.inside && (udp || words.Peek() == "tcp")) {
    rule.form = Form::kStaticPort;
    rule.protocol = udp ? net::kProtocolUdp : net::kProtocolTcp;
    words.Next();
  } else if (rule.inside && dialect.networks && words.Accept("network")) {
    rule.form = Form::kStaticNetwork;
  }
  const bool ports = rule.form == Form::kStaticPort;
  verdict = kTranslationNotModelled;
  if (!StartsWithDigit(words.Peek().text)) return false;
  verdict = kNotKnown;  // from here on words that are none are reported
  const auto from = TakeIpv4(report, statement);
  if (!from) return false;
  rule.from = net::Prefix::Host(*from);
  if (ports) {
    const auto port = TakeNumber(report, statement, 1, 65535);
    if (!port) return false;
    rule.from_port = static_cast<std::uint16_t>(*port);
  }
  if (words.Accept("interface")) {
    verdict = kTranslationNotModelled;
    if (!ports || words.done()) return false;
    rule.interface = dialect.take_interface(words);
    verdict = kNotKnown;
  } else {
    const auto to = TakeIpv4(report, statement);
    if (!to) return false;
    rule.to = net::Prefix::Host(*to);
  }
  if (!ports) return true;
  const auto port = TakeNumber(report, statement, 1, 65535);
  if (!port) return false;
  rule.to_port = static_cast<std::uint16_t>(*port);
  return true;
}

/// The mask of `static network`, "/24" or dotted: both addresses become networks.
bool TakeNetworkMask(TranslationRuleText& rule, Statement& statement, StatementReport& report) {
  const Word word = statement.words.Next();
  std::optional<std::uint32_t> length;
  if (word.text.starts_with('/')) {
    length = ParseNumber(word.text.substr(1), 1, 32);
  } else if (const auto mask = net::ParseIpv4(word.text)) {
    length = net::LengthOfMask(*mask);
  }
  if (!length || *length == 0) {
    report.Invalid(statement, word, fmt::format("'{}' is not a network mask", word.text));
    return false;
  }
  for (net::Prefix* network : {&rule.from, &rule.to}) {
    const net::Prefix whole = net::Prefix::Of(network->address, static_cast<std::uint8_t>(*length));
    if (whole.address != network->address) {
      report.Invalid(statement, word,
                     fmt::format("{} is no network of that length", net::ToString(network->address)));
      return false;
    }
    *network = whole;
  }
  return true;
}

Verdict ReadStatic(TranslationRuleText& rule, Statement& statement, StatementReport& report,
                   const TranslationDialect& dialect) {
  WordCursor& words = statement.words;
  Verdict verdict;
  if (!TakeStatic(rule, statement, report, dialect, verdict)) return verdict;
  if (rule.form == Form::kStaticNetwork && !TakeNetworkMask(rule, statement, report)) return kNotKnown;
  while (dialect.options && !words.done()) {
    // Several for one address (conversion looks), payloads, ways back by route maps: none says what becomes
    // of a header.
    if (words.Accept("extendable") || words.Accept("no-payload") || words.Accept("reversible")) continue;
    if (!words.Accept("no-alias")) break;
    rule.no_alias = true;
  }
  return words.done() ? kUnderstood : kTranslationNotModelled;
}

/// `list A`, `route-map RM`, then `pool P` or `interface X`, then `overload`.
Verdict ReadDynamic(TranslationRuleText& rule, Statement& statement, const TranslationDialect& dialect) {
  WordCursor& words = statement.words;
  const bool sources_inside = rule.inside && !rule.destination;
  rule.route_map = dialect.route_maps && sources_inside && words.Accept("route-map");
  if (!rule.route_map && !words.Accept("list")) return kTranslationNotModelled;
  rule.list = words.Next().text;
  if (words.Accept("pool"))
    rule.pool = words.Next().text;
  else if (sources_inside && words.Accept("interface") && !words.done())
    rule.interface = dialect.take_interface(words);
  rule.overload = sources_inside && words.Accept("overload");
  const bool whole = words.done() && !(rule.pool.empty() && rule.interface.empty());
  return whole ? kUnderstood : kTranslationNotModelled;
}

std::string KeyOf(const TranslationRuleText& rule) {
  return fmt::format("{} {} {} {} {} {} {} {} {} {} {} {}", static_cast<int>(rule.form), rule.inside,
                     rule.destination, net::ToString(rule.from), net::ToString(rule.to), rule.protocol,
                     rule.from_port, rule.to_port, rule.route_map, rule.list, rule.pool, rule.interface);
}

Verdict ReadRule(TranslationTexts& texts, Statement& statement, StatementReport& report,
                 const TranslationDialect& dialect, bool inside) {
  WordCursor& words = statement.words;
  TranslationRuleText rule{.inside = inside, .removed = statement.negated, .span = statement.span()};
  rule.destination = dialect.destinations && inside && words.Accept("destination");
  Verdict verdict = kTranslationNotModelled;
  if (rule.destination || words.Accept("source")) {
    verdict = !rule.destination && words.Accept("static") ? ReadStatic(rule, statement, report, dialect)
                                                          : ReadDynamic(rule, statement, dialect);
  }
  // Without a translation there is nothing that a removal could be about.
  if (statement.negated && verdict.fate == model::Fate::kUnmodelled && texts.rules.empty()) return kNoEffect;
  if (verdict.fate != model::Fate::kModelled) return verdict;
  const auto [known, is_new] = texts.rule_indices.try_emplace(KeyOf(rule), texts.rules.size());
  if (!is_new && (rule.removed || !texts.rules[known->second].removed)) {
    texts.rules[known->second] = std::move(rule);
    return kUnderstood;
  }
  known->second = texts.rules.size();
  texts.rules.push_back(std::move(rule));
  return kUnderstood;
}

}  // namespace

Verdict ReadTranslation(TranslationTexts& texts, Statement& statement, StatementReport& report,
                        const TranslationDialect& dialect) {
  texts.open_pool.clear();
  const Word word = statement.words.Next();
  if (word == "inside" || word == "outside")
    return ReadRule(texts, statement, report, dialect, word == "inside");
  if (word == "pool") return ReadPool(texts, statement, report);
  if (word == "translation") return ReadLimits(statement);
  if (word == "log") return ReadLog(statement);
  return statement.negated ? kNoEffect : kTranslationNotModelled;
}

Verdict ReadTranslationPoolLine(TranslationTexts& texts, Statement& statement, StatementReport& report) {
  TranslationPoolText& pool = texts.pools[texts.open_pool];
  const bool address = statement.words.Accept("address");
  if (address && !statement.negated && TakeRange(pool, pool.length, statement, report) &&
      statement.words.done())
    return kUnderstood;
  pool.complete = false;
  return address && !statement.negated ? kNotKnown : kTranslationNotModelled;
}

Verdict ReadTranslationRole(Statement& statement, TranslationRoleText& role) {
  const bool inside = statement.words.Accept("inside");
  const bool known = inside || statement.words.Accept("outside");
  if (!known || !statement.words.done()) return statement.negated ? kNoEffect : kTranslationNotModelled;
  (inside ? role.inside : role.outside) = statement.negated ? base::Span{} : statement.span();
  return kUnderstood;
}

}  // namespace ringfence::formats
