// What routes BGP carries: `network`, `redistribute`, `aggregate-address`.

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::RouteSource;

BgpFamilyText& OpenFamily(Reader& reader) {
  return reader.bgp_family ? reader.bgp_vrf().families[*reader.bgp_family] : reader.bgp_vrf().all;
}

std::optional<net::Prefix> TakePrefix(Reader& reader, Statement& statement) {
  const bool v6 = statement.words.Peek().text.find(':') != std::string_view::npos;
  const auto prefix = TakeHostPrefix(reader, statement, v6 ? net::Family::kIpv6 : net::Family::kIpv4);
  if (!prefix) return std::nullopt;
  return prefix->subnet();
}

std::optional<RouteSource> SourceOf(std::string_view word) {
  if (word == "connected") return RouteSource::kConnected;
  if (word == "static") return RouteSource::kStatic;
  if (word == "ospf" || word == "ospf3" || word == "ospfv3") return RouteSource::kOspf;
  if (word == "isis") return RouteSource::kIsis;
  if (word == "rip") return RouteSource::kRip;
  return std::nullopt;
}

/// The kinds of OSPF routes after `match`; false when the model has no word for them.
bool TakeKind(Statement& statement, bgp::BgpRedistribution& value) {
  const bool internal = statement.words.Accept("internal");
  if (!internal && !statement.words.Accept("external")) return false;
  value.ospf_internal = internal;
  value.ospf_external = !internal;
  return true;
}

/// Lines about one source with different kinds add up.
void Add(std::vector<BgpRedistributeText>& known, BgpRedistributeText text) {
  for (BgpRedistributeText& other : known) {
    if (other.value.source != text.value.source) continue;
    if (other.route_map.value == text.route_map.value &&
        text.value.ospf_internal != text.value.ospf_external) {
      other.value.ospf_internal = other.value.ospf_internal || text.value.ospf_internal;
      other.value.ospf_external = other.value.ospf_external || text.value.ospf_external;
      return;
    }
  }
  const bool kinds = text.value.ospf_internal != text.value.ospf_external;
  if (!kinds) {
    std::erase_if(
        known, [&text](const BgpRedistributeText& other) { return other.value.source == text.value.source; });
  }
  known.push_back(std::move(text));
}

}  // namespace

Verdict ReadBgpNetwork(Reader& reader, Statement& statement) {
  BgpNetworkText text;
  text.span = statement.span();
  if (statement.words.Peek() == "mask") return kNotKnown;
  const Word word = statement.words.Peek();
  if (net::ParseIpv4(word.text)) {
    const std::string_view line = statement.words.line();
    const bool mask = line.find(" mask ") != std::string_view::npos;
    const auto address = TakeAddress(reader, statement, net::Family::kIpv4);
    if (mask && !statement.words.Accept("mask")) return kNotKnown;
    const auto bits = TakeAddress(reader, statement, net::Family::kIpv4);
    const auto length = bits ? net::LengthOfMask(*bits) : std::nullopt;
    if (!length) return kNotKnown;
    text.prefix = net::Prefix::Of(*address, *length);
  } else {
    const auto prefix = TakePrefix(reader, statement);
    if (!prefix) return kNotKnown;
    text.prefix = *prefix;
  }
  if (statement.words.Accept("route-map")) text.route_map = std::string(statement.words.Next().text);
  std::vector<BgpNetworkText>& networks = OpenFamily(reader).networks;
  std::erase_if(networks, [&text](const BgpNetworkText& known) { return known.prefix == text.prefix; });
  if (!statement.negated) networks.push_back(std::move(text));
  return kUnderstood;
}

Verdict ReadBgpRedistribute(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  const auto source = SourceOf(word.text);
  if (!source) {
    const bool known =
        word == "attached-host" || word == "dynamic" || word == "user" || word == "bgp" || word == "direct";
    if (statement.negated) return kNoEffect;
    return known ? NotModelled(kRouting, "redistribution from another source") : kNotKnown;
  }
  std::vector<BgpRedistributeText>& redistributions = OpenFamily(reader).redistributions;
  BgpRedistributeText text;
  text.value.source = *source;
  text.value.span = statement.span();
  if (statement.negated) {
    std::erase_if(redistributions,
                  [&](const BgpRedistributeText& known) { return known.value.source == *source; });
    return statement.words.Rest(), kUnderstood;
  }
  while (!statement.words.done()) {
    if (statement.words.Accept("route-map")) {
      text.route_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("match")) {
      if (!TakeKind(statement, text.value))
        return NotModelled(kRouting, "redistribution of some kinds of routes");
    } else if (statement.words.Accept("include") || statement.words.Accept("rcf") ||
               statement.words.Accept("level-1") || statement.words.Accept("level-2")) {
      return NotModelled(kRouting, "redistribution of some kinds of routes");
    } else {
      statement.words.Accept("level-1-2");
      if (!(statement.words.Peek() == "route-map") && !statement.words.done()) return kNotKnown;
    }
  }
  Add(redistributions, std::move(text));
  return kUnderstood;
}

Verdict ReadBgpAggregate(Reader& reader, Statement& statement) {
  BgpAggregateText text;
  const auto prefix = TakePrefix(reader, statement);
  if (!prefix) return kNotKnown;
  text.value.prefix = *prefix;
  text.value.span = statement.span();
  std::vector<BgpAggregateText>& aggregates = OpenFamily(reader).aggregates;
  std::erase_if(aggregates,
                [&prefix](const BgpAggregateText& known) { return known.value.prefix == *prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  while (!statement.words.done()) {
    if (statement.words.Accept("as-set")) {
      text.value.as_set = true;
    } else if (statement.words.Accept("summary-only")) {
      text.value.summary_only = true;
    } else if (statement.words.Accept("advertise-only")) {
      text.value.install_discard = false;
    } else if (statement.words.Accept("attribute-map")) {
      text.attribute_map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("match-map")) {
      text.match_map = {std::string(statement.words.Next().text), statement.span()};
    } else {
      return kNotKnown;
    }
  }
  aggregates.push_back(std::move(text));
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
