// Prefix lists and route maps.

#include <fmt/format.h>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

constexpr std::uint32_t kSequenceStep = 5;
constexpr std::uint32_t kRouteMapStep = 10;

RouteMapEntryText& Entry(Reader& reader) {
  return reader.vendor.route_maps[reader.block_name].entries[reader.block_number];
}

/// The line matters only where the route map is used; then it is demoted.
Verdict NotInTerms(Reader& reader, Statement& statement) {
  Entry(reader).not_modelled.push_back(statement.span());
  return kNoEffect;
}

Verdict ReadMatchAddress(Reader& reader, Statement& statement) {
  const bool prefix_list = statement.words.Accept("prefix-list");
  RouteMapEntryText& entry = Entry(reader);
  while (!statement.words.done()) {
    (prefix_list ? entry.prefix_lists : entry.access_lists)
        .push_back({std::string(statement.words.Next().text), statement.span()});
  }
  return kUnderstood;
}

Verdict ReadMatch(Reader& reader, Statement& statement) {
  if (statement.negated) return kNotKnown;
  if (statement.words.Accept("ip")) {
    if (statement.words.Accept("address")) return ReadMatchAddress(reader, statement);
    return NotInTerms(reader, statement);
  }
  if (statement.words.Accept("tag")) {
    while (!statement.words.done()) {
      const auto tag = statement.words.AcceptNumber(0, 0xffffffffU);
      if (!tag) return NotInTerms(reader, statement);
      Entry(reader).term.tags.push_back(*tag);
    }
    return kUnderstood;
  }
  if (statement.words.Accept("interface")) {
    while (!statement.words.done())
      Entry(reader).term.interfaces.push_back(TakeInterfaceName(statement.words));
    return kUnderstood;
  }
  return NotInTerms(reader, statement);
}

Verdict ReadSet(Reader& reader, Statement& statement) {
  if (statement.negated) return kNotKnown;
  ospf::RedistributionTerm& term = Entry(reader).term;
  if (statement.words.Accept("metric")) {
    term.set_metric = statement.words.AcceptNumber(0, 16777214);
    return term.set_metric && statement.words.done() ? kUnderstood : NotInTerms(reader, statement);
  }
  if (statement.words.Accept("metric-type")) {
    if (statement.words.Accept("type-1")) term.set_type = ospf::ExternalType::kType1;
    if (statement.words.Accept("type-2")) term.set_type = ospf::ExternalType::kType2;
    return statement.words.done() ? kUnderstood : NotInTerms(reader, statement);
  }
  if (statement.words.Accept("tag")) {
    term.set_tag = statement.words.AcceptNumber(0, 0xffffffffU);
    return term.set_tag ? kUnderstood : NotInTerms(reader, statement);
  }
  // Attributes of other protocols do not reach OSPF; the forwarding address does.
  return statement.words.Accept("forwarding-address") ? NotInTerms(reader, statement) : kNoEffect;
}

Verdict ReadRouteMapLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("match")) return ReadMatch(reader, statement);
  if (statement.words.Accept("set")) return ReadSet(reader, statement);
  if (statement.words.Accept("description")) return kNoEffect;
  if (statement.words.Accept("continue")) return NotInTerms(reader, statement);
  return kNotKnown;
}

/// Takes `ge N` and `le N`. False: invalid, and reported.
bool TakeLengths(Reader& reader, Statement& statement, ospf::PrefixFilterLine& line) {
  line.length_min = line.length_max = line.prefix.length;
  while (!statement.words.done()) {
    const bool at_least = statement.words.Accept("ge");
    if (!at_least && !statement.words.Accept("le")) return false;
    const auto length = TakeNumber(reader, statement, line.prefix.length, 32);
    if (!length) return false;
    (at_least ? line.length_min : line.length_max) = static_cast<std::uint8_t>(*length);
    // `ge N` alone means "up to a host route".
    if (at_least && statement.words.done()) line.length_max = 32;
  }
  return line.length_min <= line.length_max;
}

}  // namespace

Verdict ReadPrefixList(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  if (name == "sequence-number" && statement.words.done()) return kNoEffect;
  if (statement.negated && statement.words.done()) return reader.vendor.prefix_lists.erase(name), kUnderstood;
  PrefixListText& list = reader.vendor.prefix_lists[name];
  if (list.name.empty()) list.name = name, list.span = statement.span();
  if (statement.words.Accept("description")) return kNoEffect;
  std::uint32_t sequence = list.lines.empty() ? kSequenceStep : list.lines.rbegin()->first + kSequenceStep;
  if (statement.words.Accept("seq")) {
    const auto number = TakeNumber(reader, statement, 1, 0xfffffffeU);
    if (!number) return kNotKnown;
    sequence = *number;
    if (statement.negated) return list.lines.erase(sequence), statement.words.Rest(), kUnderstood;
  }
  ospf::PrefixFilterLine line;
  line.permit = statement.words.Accept("permit");
  if (!line.permit && !statement.words.Accept("deny")) return kNotKnown;
  const Word word = statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  if (!prefix || prefix->address.family != net::Family::kIpv4) {
    return reader.Invalid(statement, word, fmt::format("'{}' is not an IPv4 prefix", word.text));
  }
  line.prefix = prefix->subnet();
  line.span = statement.span();
  if (!TakeLengths(reader, statement, line)) return kNotKnown;
  if (statement.negated) {
    std::erase_if(list.lines, [&line](const auto& known) { return known.second.prefix == line.prefix; });
    return kUnderstood;
  }
  list.lines[sequence] = line;
  return kUnderstood;
}

Verdict ReadRouteMap(Reader& reader, Statement& statement) {
  reader.block_name = std::string(statement.words.Next().text);
  if (reader.block_name.empty()) return kNotKnown;
  if (statement.negated && statement.words.done())
    return reader.vendor.route_maps.erase(reader.block_name), kUnderstood;
  const bool deny = statement.words.Accept("deny");
  if (!deny) statement.words.Accept("permit");
  reader.block_number = statement.words.AcceptNumber(0, 65535).value_or(kRouteMapStep);
  RouteMapText& map = reader.vendor.route_maps[reader.block_name];
  if (!map.span.valid()) map.span = statement.span();
  if (statement.negated) return map.entries.erase(reader.block_number), kUnderstood;
  RouteMapEntryText& entry = map.entries[reader.block_number];
  entry.permit = !deny;
  entry.span = statement.span();
  reader.Open(ReadRouteMapLine,
              model::Impact::kRouting4 | model::Impact::kRouting6 | model::Impact::kForwarding);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
