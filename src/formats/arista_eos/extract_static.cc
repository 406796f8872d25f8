// Static routes.

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using net::Family;
using routing::static_routes::StaticRoute;

/// Takes interface, next hop, both, or Null0; false when none of them stands there.
bool TakeHop(Statement& statement, Family family, StaticRoute& route) {
  if (statement.words.Accept("egress-vrf")) route.next_hop_vrf = VrfName(statement.words.Next().text);
  const std::string_view word = statement.words.Peek().text;
  if (!word.empty() && !net::ParseAddress(word) && LooksLikeInterface(word)) {
    const std::string name = TakeInterfaceName(statement.words);
    if (name.starts_with("Null")) return route.discard = true;
    route.interface = name;
  }
  if (const auto address = net::ParseAddress(statement.words.Peek().text)) {
    if (address->family != family) return false;
    route.next_hop = *address;
    statement.words.Next();
  }
  return route.next_hop.has_value() || !route.interface.empty();
}

void Remove(std::vector<StaticRoute>& routes, const StaticRoute& removed, bool hop_named) {
  std::erase_if(routes, [&](const StaticRoute& known) {
    const bool same = known.prefix == removed.prefix && known.vrf == removed.vrf;
    const bool same_hop = known.next_hop == removed.next_hop && known.interface == removed.interface &&
                          known.discard == removed.discard;
    return same && (!hop_named || same_hop);
  });
}

Verdict ReadRoute(Reader& reader, Statement& statement, Family family) {
  StaticRoute route;
  const std::uint8_t impact = family == Family::kIpv4 ? model::Impact::kRouting4 : model::Impact::kRouting6;
  route.span = statement.span();
  route.vrf = TakeVrf(statement);
  const auto prefix = TakeHostPrefix(reader, statement, family);
  if (!prefix) return kNotKnown;
  route.prefix = prefix->subnet();
  if (statement.negated && statement.words.done())
    return Remove(reader.vendor.statics, route, false), kUnderstood;
  if (statement.words.Peek() == "Nexthop-Group" || statement.words.Peek() == "nexthop-group")
    return NotModelled(impact, "next hop group");
  if (!TakeHop(statement, family, route)) return kNotKnown;
  if (statement.negated)
    return statement.words.Rest(), Remove(reader.vendor.statics, route, true), kUnderstood;
  if (const auto distance = statement.words.AcceptNumber(1, 255)) route.distance = *distance;
  while (!statement.words.done()) {
    if (statement.words.Accept("tag")) {
      route.tag = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!route.tag) return kNotKnown;
    } else if (statement.words.Accept("metric")) {
      const auto metric = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!metric) return kNotKnown;
      route.metric = *metric;
    } else if (statement.words.Accept("name")) {
      statement.words.Next();
    } else if (statement.words.Accept("track")) {
      if (!statement.words.Accept("bfd")) return NotModelled(impact, "route that depends on a probe");
    } else if (statement.words.Accept("label")) {
      return NotModelled(impact | model::Impact::kForwarding, "MPLS");
    } else {
      return kNotKnown;
    }
  }
  // A second line for the same hop replaces the first.
  std::erase_if(reader.vendor.statics, [&route](const StaticRoute& known) {
    return known.prefix == route.prefix && known.vrf == route.vrf && known.next_hop == route.next_hop &&
           known.interface == route.interface && known.discard == route.discard &&
           known.distance == route.distance;
  });
  reader.vendor.statics.push_back(std::move(route));
  return kUnderstood;
}

}  // namespace

Verdict ReadStaticRoute(Reader& reader, Statement& statement) {
  return ReadRoute(reader, statement, Family::kIpv4);
}
Verdict ReadStaticRoute6(Reader& reader, Statement& statement) {
  return ReadRoute(reader, statement, Family::kIpv6);
}

}  // namespace ringfence::formats::arista_eos
