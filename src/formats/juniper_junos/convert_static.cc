// Static and aggregate routes: values of the next hop, else of the route, else of `defaults`, else of the
// system.
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint32_t kPreferenceDefault = 5;
constexpr std::uint32_t kPreferenceAggregate = 130;

void ConvertRoute(const StaticEntry& entry, const InstanceText& instance, routing::DeviceConfig& config) {
  const StaticEntry& defaults = instance.static_defaults;
  const auto preference = entry.preference ? entry.preference : defaults.preference;
  const auto metric = entry.metric ? entry.metric : defaults.metric;
  const auto tag = entry.tag ? entry.tag : defaults.tag;
  // A next hop must be on a connected subnet unless `resolve` allows recursion.
  const bool resolve = entry.resolve.value_or(defaults.resolve.value_or(false));
  for (const StaticHop& hop : entry.hops) {
    routing::static_routes::StaticRoute route = hop.route;
    route.vrf = instance.name;
    if (!hop.has_preference) route.distance = preference.value_or(kPreferenceDefault);
    if (!hop.has_metric) route.metric = metric.value_or(0);
    if (!hop.has_tag) route.tag = tag;
    route.recursive = resolve;
    route.communities = entry.communities.empty() ? defaults.communities : entry.communities;
    if (!route.interface.empty()) route.interface = UnitName(route.interface);
    config.static_routes.routes.push_back(std::move(route));
  }
}

void ConvertAggregate(RoutingScope& scope, const AggregateEntry& entry, const InstanceText& instance) {
  const AggregateEntry& defaults = entry.generate ? instance.generate_defaults : instance.aggregate_defaults;
  routing::static_routes::AggregateRoute route;
  route.vrf = instance.name;
  route.prefix = entry.prefix;
  route.span = entry.span;
  const auto& policies = entry.policies.empty() ? defaults.policies : entry.policies;
  route.contributors.names = scope.book.Names(policies, PolicyPlace::kImport);
  route.contributors.span = entry.span;
  // An aggregate rejects; a generated route forwards like its first contributor unless it discards.
  route.forwards_by_contributor =
      entry.generate && !entry.discards.value_or(defaults.discards.value_or(false));
  const auto preference = entry.preference ? entry.preference : defaults.preference;
  route.distance = preference.value_or(kPreferenceAggregate);
  route.metric = (entry.metric ? entry.metric : defaults.metric).value_or(0);
  route.tag = entry.tag ? entry.tag : defaults.tag;
  route.communities = entry.communities.empty() ? defaults.communities : entry.communities;
  // The AS numbers of the contributors are kept unless `brief`.
  route.as_set = !entry.brief.value_or(defaults.brief.value_or(false));
  scope.config.static_routes.aggregates.push_back(std::move(route));
}

}  // namespace

void ConvertStatics(RoutingScope& scope, const InstanceText& instance) {
  for (const StaticEntry& entry : instance.statics) ConvertRoute(entry, instance, scope.config);
  for (const AggregateEntry& entry : instance.aggregates) ConvertAggregate(scope, entry, instance);
}

}  // namespace ringfence::formats::juniper_junos
