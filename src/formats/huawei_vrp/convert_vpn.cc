// VPN instances.
#include "formats/huawei_vrp/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

void AddPolicy(Conversion& conversion, const NameUse& use, std::vector<std::string>& names) {
  if (use.name.empty()) return;
  std::string name = conversion.policies.UseRouteMap(use.name, use.span, kRouting);
  if (names.empty()) names.push_back(std::move(name));
}

}  // namespace

void ConvertVpnInstances(Conversion& conversion) {
  for (const VrpVpnInstance& from : conversion.from.vpn_instances) {
    routing::VrfConfig to;
    to.name = from.name;
    to.span = from.span;
    to.route_distinguisher = from.distinguisher4.empty() ? from.distinguisher6 : from.distinguisher4;
    if (!from.distinguisher6.empty() && from.distinguisher6 != to.route_distinguisher)
      MarkUnmodelled(conversion, from.distinguisher6_span, Impact::kRouting6, "distinguishers by family");
    to.import_targets4 = from.imports4;
    to.export_targets4 = from.exports4;
    to.import_targets6 = from.imports6;
    to.export_targets6 = from.exports6;
    to.targets_of_labels_only =
        !from.imports4.empty() || !from.exports4.empty() || !from.imports6.empty() || !from.exports6.empty();
    AddPolicy(conversion, from.import_policy4, to.import_policies);
    AddPolicy(conversion, from.export_policy4, to.export_policies);
    AddPolicy(conversion, from.import_policy6, to.import_policies);
    AddPolicy(conversion, from.export_policy6, to.export_policies);
    // The model has one policy for both families.
    for (const auto& [one, other] : {std::pair{from.import_policy4, from.import_policy6},
                                     std::pair{from.export_policy4, from.export_policy6}}) {
      if (one.name == other.name || (from.ipv4 != from.ipv6)) continue;
      const NameUse& use = other.name.empty() ? one : other;
      MarkUnmodelled(conversion, use.span, kRouting, "policies by family");
    }
    to.label_per_table = from.label_per_instance4 || from.label_per_instance6;
    if (from.ipv4 && from.ipv6 && from.label_per_instance4 != from.label_per_instance6)
      MarkUnmodelled(conversion, from.label_span, Impact::kForwarding, "labels by family");
    for (const VrpRibImport& import : conversion.from.rib_imports) {
      if (import.into != from.name) continue;
      routing::VrfLeak leak{.from_vrf = import.from, .family = import.family, .through_bgp = true};
      leak.span = import.span;
      AddPolicy(conversion, import.policy, leak.policies);
      to.leaks.push_back(std::move(leak));
    }
    // Without any family the device routes nothing there; old text has none and means IPv4.
    if (from.ipv4 || from.ipv6) {
      to.forwards4 = from.ipv4;
      to.forwards6 = from.ipv6;
    }
    conversion.to.vrfs.push_back(std::move(to));
  }
}

}  // namespace ringfence::formats::huawei_vrp
