// Static and aggregate routes: a route names a group of next hops, each of which makes one route of the
// model.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/nokia_srlinux/convert.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using routing::static_routes::AggregateRoute;
using routing::static_routes::StaticRoute;

void AddRoute(Reader& reader, const InstanceText& instance, const StaticRouteText& from,
              routing::DeviceConfig& config) {
  if (!from.admin.value_or(true)) return;
  if (!from.group.set()) return reader.Unmodelled(from.node, kPaths, "route without a next-hop group");
  const auto group = std::ranges::find(instance.groups, from.group.value, &NextHopGroupText::name);
  if (group == instance.groups.end()) return reader.Undefined(from.group.node, "next-hop group");
  if (!group->admin.value_or(true)) return;
  StaticRoute route;
  route.vrf = instance.vrf();
  route.prefix = from.prefix;
  route.distance = from.preference.value_or(kStaticPreference);
  route.metric = from.metric.value_or(kStaticMetric);
  if (from.tag.set()) route.tag = from.tag.value;
  route.span = from.span;
  if (group->blackhole != kNone) {
    route.discard = true;
    route.recursive = false;
    config.static_routes.routes.push_back(route);
    return;
  }
  for (const NextHopText& hop : group->hops) {
    if (!hop.admin.value_or(true) || !hop.address.set()) continue;
    route.next_hop = hop.address.value;
    route.recursive = hop.resolve.value_or(true);
    config.static_routes.routes.push_back(route);
  }
}

}  // namespace

void ConvertStatic(Reader& reader, const InstanceText& instance, routing::DeviceConfig& config) {
  if (instance.static_admin.value_or(true)) {
    for (const StaticRouteText& route : instance.static_routes) AddRoute(reader, instance, route, config);
  }
  if (!instance.aggregate_admin.value_or(true)) return;
  for (const AggregateText& from : instance.aggregates) {
    if (!from.admin.value_or(true)) continue;
    if (from.summary_only.value_or(false))
      reader.Unmodelled(from.summary_only.node, kRouting, "aggregate that hides what it covers");
    AggregateRoute to;
    to.vrf = instance.vrf();
    to.prefix = from.prefix;
    to.distance = kAggregatePreference;
    to.span = from.span;
    config.static_routes.aggregates.push_back(std::move(to));
  }
}

}  // namespace ringfence::formats::nokia_srlinux
