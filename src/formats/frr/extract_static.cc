// `ip route`, `ipv6 route`, and `ip protocol P route-map M`.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/config_db.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;
using routing::static_routes::StaticRoute;

std::uint8_t RoutingOf(net::Family family) {
  return family == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
}

/// Takes `A.B.C.D/M` or `A.B.C.D MASK`; host bits are cleared as the device does.
std::optional<net::Prefix> TakeDestination(Statement& statement, net::Family family) {
  if (const auto host = TakeHostPrefix(statement, family)) return host->subnet();
  if (family != net::Family::kIpv4) return std::nullopt;
  const auto address = TakeIpv4(statement);
  const auto mask = address ? TakeIpv4(statement) : std::nullopt;
  const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
  if (!length) return std::nullopt;
  return net::Prefix::Of(*address, *length);
}

bool IsDiscard(std::string_view word) {
  return word == "Null0" || word == "null0" || word == "blackhole" || word == "reject";
}

/// Takes where the route leads: a next hop, an interface, both, or nowhere.
bool TakeNextHop(Statement& statement, StaticRoute& route, net::Family family) {
  const auto next_hop = net::ParseAddress(statement.words.Peek().text);
  if (next_hop) {
    if (next_hop->family != family && family == net::Family::kIpv6) return false;
    route.next_hop = next_hop;
    statement.words.Next();
  }
  const std::string_view word = statement.words.Peek().text;
  if (IsDiscard(word)) {
    route.discard = !next_hop;
    statement.words.Next();
    return !next_hop;
  }
  constexpr std::string_view kOptions[] = {"tag",   "vrf",   "nexthop-vrf", "onlink", "label",
                                           "table", "color", "metric",      "bfd",    "segments"};
  const bool option = std::ranges::find(kOptions, word) != std::end(kOptions);
  if (!word.empty() && !option && !ParseNumber(word, 0, 0xffffffff)) {
    route.interface = word;
    statement.words.Next();
  }
  return route.next_hop || !route.interface.empty();
}

/// Takes what follows. nullopt: understood.
std::optional<Verdict> TakeRouteOptions(Reader& reader, Statement& statement, StaticRoute& route) {
  while (!statement.words.done()) {
    if (const auto distance = statement.words.AcceptNumber(0, 255)) {
      route.distance = *distance;
      continue;
    }
    const std::string_view option = TakeOption(statement, {"tag", "vrf", "nexthop-vrf", "onlink", "label",
                                                           "table", "color", "metric", "bfd", "segments"});
    if (option == "tag") {
      route.tag = TakeNumber(reader, statement, 1, 0xffffffff);
      if (!route.tag) return kNotKnown;
    } else if (option == "vrf") {
      const std::string_view name = statement.words.Next().text;
      route.vrf = name == "default" ? "" : name;
    } else if (option == "nexthop-vrf") {
      const std::string_view name = statement.words.Next().text;
      route.next_hop_vrf = std::string(name == "default" ? "" : name);
    } else if (option == "onlink") {
      if (route.interface.empty())
        return NotModelled(RoutingOf(route.prefix.family()), "next hop taken as on-link");
    } else if (option == "label" || option == "color" || option == "segments") {
      return NotModelled(RoutingOf(route.prefix.family()) | Impact::kForwarding, "labelled static route");
    } else if (option == "bfd") {
      return NotModelled(RoutingOf(route.prefix.family()), "static route that follows a BFD session");
    } else if (option == "table") {
      return NotModelled(RoutingOf(route.prefix.family()) | Impact::kForwarding,
                         "route of another kernel table");
    } else if (option == "metric") {
      const auto metric = TakeNumber(reader, statement, 0, 0xffffffff);
      if (!metric) return kNotKnown;
      route.metric = *metric;
    } else {
      return kNotKnown;
    }
  }
  return std::nullopt;
}

Verdict ReadStaticRoute(Reader& reader, Statement& statement, net::Family family) {
  StaticRoute route;
  route.span = statement.span();
  route.vrf = reader.vrf;
  const auto prefix = TakeDestination(statement, family);
  if (!prefix) return kNotKnown;
  route.prefix = *prefix;
  if (family == net::Family::kIpv6 && TakeWord(statement, "from"))
    return NotModelled(Impact::kRouting6, "route by source");
  if (!TakeNextHop(statement, route, family))
    return reader.Invalid(statement, statement.words.Peek(), "neither a next hop nor an interface");
  if (const auto verdict = TakeRouteOptions(reader, statement, route)) return *verdict;
  if (!route.vrf.empty()) reader.vendor.vrfs.emplace(route.vrf, statement.span());
  PutStaticRoute(reader, std::move(route), statement.negated);
  return kUnderstood;
}

Verdict ReadProtocolFilter(Reader& reader, Statement& statement, net::Family family) {
  ProtocolFilterText filter;
  filter.protocol = TakeOption(
      statement, {"any", "babel", "bgp", "connected", "eigrp", "isis", "kernel", "nhrp", "openfabric", "ospf",
                  "ospf6", "rip", "ripng", "static", "system", "table", "vnc"});
  if (filter.protocol.empty() || !TakeWord(statement, "route-map")) return kNotKnown;
  filter.route_map = statement.words.Next().text;
  if (!statement.words.done()) return kNotKnown;
  filter.family = family;
  filter.vrf = reader.vrf;
  filter.span = statement.span();
  std::erase_if(reader.vendor.protocol_filters, [&filter](const ProtocolFilterText& known) {
    return known.protocol == filter.protocol && known.vrf == filter.vrf && known.family == filter.family;
  });
  if (!statement.negated && !filter.route_map.empty())
    reader.vendor.protocol_filters.push_back(std::move(filter));
  return kUnderstood;
}

}  // namespace

void PutStaticRoute(Reader& reader, StaticRoute route, bool negated) {
  std::erase_if(reader.vendor.statics, [&route](const StaticRoute& known) {
    return known.vrf == route.vrf && known.prefix == route.prefix && known.next_hop == route.next_hop &&
           known.interface == route.interface && known.discard == route.discard &&
           known.next_hop_vrf == route.next_hop_vrf;
  });
  if (!negated) reader.vendor.statics.push_back(std::move(route));
}

Verdict ReadStaticRoute4(Reader& reader, Statement& statement) {
  return ReadStaticRoute(reader, statement, net::Family::kIpv4);
}
Verdict ReadStaticRoute6(Reader& reader, Statement& statement) {
  return ReadStaticRoute(reader, statement, net::Family::kIpv6);
}
Verdict ReadProtocolFilter4(Reader& reader, Statement& statement) {
  return ReadProtocolFilter(reader, statement, net::Family::kIpv4);
}
Verdict ReadProtocolFilter6(Reader& reader, Statement& statement) {
  return ReadProtocolFilter(reader, statement, net::Family::kIpv6);
}

}  // namespace ringfence::formats::frr
