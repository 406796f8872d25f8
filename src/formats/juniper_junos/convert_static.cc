// Static routes: values of the next hop, else of the route, else of `defaults`, else of the system.
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint32_t kPreferenceDefault = 5;

}  // namespace

void ConvertStatics(Reader&, const JunosText& text, routing::DeviceConfig& config) {
  const StaticEntry& defaults = text.static_defaults;
  for (const StaticEntry& entry : text.statics) {
    const auto preference = entry.preference ? entry.preference : defaults.preference;
    const auto metric = entry.metric ? entry.metric : defaults.metric;
    const auto tag = entry.tag ? entry.tag : defaults.tag;
    // A next hop must be on a connected subnet unless `resolve` allows recursion.
    const bool resolve = entry.resolve.value_or(defaults.resolve.value_or(false));
    for (const StaticHop& hop : entry.hops) {
      routing::static_routes::StaticRoute route = hop.route;
      if (!hop.has_preference) route.distance = preference.value_or(kPreferenceDefault);
      if (!hop.has_metric) route.metric = metric.value_or(0);
      if (!hop.has_tag) route.tag = tag;
      route.recursive = resolve;
      if (!route.interface.empty()) route.interface = UnitName(route.interface);
      config.static_routes.routes.push_back(std::move(route));
    }
  }
}

}  // namespace ringfence::formats::juniper_junos
