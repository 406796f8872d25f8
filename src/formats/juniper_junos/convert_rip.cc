// RIP and RIPng with the system's defaults: nothing is sent without an export policy, not even what RIP
// learned.
#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::RouteSource;

constexpr std::uint32_t kPreferenceDefault = 100;

bool SameNames(const std::vector<NameUse>& a, const std::vector<NameUse>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].name != b[i].name) return false;
  }
  return true;
}

}  // namespace

void ConvertRip(RoutingScope& scope, const InstanceText& instance) {
  for (const RipText& rip : instance.rip) {
    if (rip.groups.empty()) continue;
    routing::rip::RipProcess process;
    process.vrf = instance.name;
    process.family = rip.family;
    process.span = rip.span;
    process.max_paths = scope.forwarding_paths;
    const RipGroup& first = rip.groups.front();
    process.distance = first.preference.value_or(kPreferenceDefault);
    for (const RipGroup& group : rip.groups) {
      if (!SameNames(group.exports, first.exports) || group.preference != first.preference) {
        scope.reader.Unmodelled(group.node, kRouting, "RIP groups that differ");
      }
      // What is added to the metrics of routes that RIP learnt is not confirmed.
      if (group.metric_out.value_or(1) != 1)
        scope.reader.Unmodelled(group.node, kRouting, "offset of sent RIP metrics");
      for (routing::rip::RipInterface port : group.ports) {
        port.name = UnitName(port.name);
        port.metric_out = group.metric_out.value_or(1) - 1;  // on top of the hop RIP adds itself
        process.interfaces.push_back(std::move(port));
      }
    }
    if (!rip.imports.empty()) {
      process.import =
          model::PolicyChain{scope.book.Names(rip.imports, PolicyPlace::kImport), true, rip.span};
    }
    const std::vector<std::string> names = ExportNames(scope, instance, first.exports, PolicyPlace::kExport);
    process.export_chain = model::PolicyChain{names, false, rip.span};
    for (const RouteSource source : {RouteSource::kConnected, RouteSource::kStatic, RouteSource::kAggregate,
                                     RouteSource::kBgp, RouteSource::kOspf, RouteSource::kIsis}) {
      if (!scope.book.MayAccept(names, source)) continue;
      routing::rip::RipRedistribution redistribution;
      redistribution.source = source;
      redistribution.policies = names;
      redistribution.bgp_internal = source == RouteSource::kBgp;
      redistribution.span = rip.span;
      process.redistributions.push_back(std::move(redistribution));
    }
    scope.config.rip.processes.push_back(std::move(process));
  }
}

}  // namespace ringfence::formats::juniper_junos
