// Static routes: an entry does nothing until it is enabled; `next-hop` must be on a connected subnet,
// `indirect` may be reached through other routes.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"

namespace ringfence::formats::nokia_sros {
namespace {

using routing::static_routes::StaticRoute;

int RankOf(HopKind kind) { return kind == HopKind::kBlackhole ? 2 : kind == HopKind::kIndirect ? 1 : 0; }

// An address, an interface, or both: "fe80::1-to-b". False when it is neither.
bool SetTarget(const StaticHop& hop, const RouterText& router, StaticRoute& route) {
  const bool address_wanted = hop.kind != HopKind::kInterface;
  route.next_hop = address_wanted ? net::ParseAddress(hop.target) : std::nullopt;
  if (route.next_hop) return true;
  if (hop.kind == HopKind::kIndirect) return false;
  std::string_view interface = hop.target;
  if (const std::size_t dash = hop.target.find('-'); address_wanted && dash != std::string_view::npos) {
    route.next_hop = net::ParseAddress(hop.target.substr(0, dash));
    if (route.next_hop) interface.remove_prefix(dash + 1);
  }
  route.interface = InterfaceIn(router, interface);
  return !route.interface.empty();
}

// Routes of the same prefix stand from `first` on.
void AddHop(Reader& reader, const RouterText& router, const StaticRouteText& from, const StaticHop& hop,
            std::size_t first, routing::DeviceConfig& config) {
  for (const auto* communities : {&from.communities, &hop.communities}) {
    for (const Name& name : *communities)
      reader.Unmodelled(name.node, kRouting, "communities of static routes");
  }
  StaticRoute route;
  route.vrf = router.vrf;
  route.prefix = from.prefix;
  route.distance = hop.preference.value_or(kStaticPreference);
  route.metric = hop.metric.value_or(kStaticMetric);
  if (hop.tag.set() || from.tag.set()) route.tag = hop.tag.set() ? hop.tag.value : from.tag.value;
  route.span = hop.span;
  route.recursive = hop.kind == HopKind::kIndirect;
  if (hop.kind == HopKind::kBlackhole) {
    route.discard = true;
  } else if (!SetTarget(hop, router, route)) {
    reader.Invalid(hop.node, "not a next hop");
    return;
  }
  // Two spellings of one next hop are one entry of the device; the later one stands.
  std::vector<StaticRoute>& routes = config.static_routes.routes;
  const auto same = std::find_if(
      routes.begin() + static_cast<std::ptrdiff_t>(first), routes.end(), [&](const StaticRoute& other) {
        return other.next_hop == route.next_hop && other.interface == route.interface &&
               other.discard == route.discard && other.recursive == route.recursive;
      });
  if (same == routes.end()) {
    routes.push_back(std::move(route));
  } else {
    *same = std::move(route);
  }
}

}  // namespace

void ConvertStatic(Reader& reader, const RouterText& router, routing::DeviceConfig& config) {
  for (const StaticRouteText& route : router.static_routes) {
    const std::size_t first = config.static_routes.routes.size();
    // In one order whatever the text has: connected, indirect, black hole.
    for (const int rank : {0, 1, 2}) {
      for (const StaticHop& hop : route.hops) {
        if (RankOf(hop.kind) == rank && hop.admin.value_or(false))
          AddHop(reader, router, route, hop, first, config);
      }
    }
  }
}

}  // namespace ringfence::formats::nokia_sros
