// VRFs and static routes.

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

constexpr net::Family kFamilies[] = {net::Family::kIpv4, net::Family::kIpv6};

routing::VrfLeak LeakOf(Conversion& conversion, const Setting<std::string>& use, std::string from,
                        net::Family family) {
  routing::VrfLeak leak;
  leak.from_vrf = std::move(from);
  leak.family = family;
  leak.through_bgp = true;
  leak.policies = PoliciesOf(conversion, use);
  leak.span = use.span;
  return leak;
}

/// The label of a VRF belongs to the families that BGP has there.
bool LabelPerTable(Reader& reader, const std::string& name) {
  const auto vrf = std::ranges::find(reader.vendor.bgp.vrfs, name, &BgpVrfText::vrf);
  if (vrf == reader.vendor.bgp.vrfs.end()) return false;
  std::optional<bool> chosen;
  for (const std::size_t i : {0U, 1U}) {
    const auto family =
        i == 0 ? routing::bgp::BgpFamily::kIpv4Unicast : routing::bgp::BgpFamily::kIpv6Unicast;
    if (!vrf->families.contains(family)) continue;
    Setting<bool> mode = reader.vendor.label_modes[{name, i}];
    if (!mode.set()) mode = reader.vendor.label_modes[{"", i}];
    if (chosen && *chosen != mode.value)
      reader.Demote(vrf->families.at(family).span, model::Impact::kForwarding, "labels by family");
    chosen = chosen.value_or(mode.value);
  }
  return chosen.value_or(false);
}

routing::VrfConfig ConvertVrf(Conversion& conversion, const VrfText& text, routing::VrfConfig& main) {
  routing::VrfConfig vrf;
  vrf.name = text.name;
  vrf.span = text.span;
  vrf.label_per_table = LabelPerTable(conversion.reader, text.name);
  const auto& of_bgp = conversion.reader.vendor.bgp_distinguishers;
  const auto distinguisher = of_bgp.find(text.name);
  vrf.route_distinguisher = distinguisher != of_bgp.end() ? distinguisher->second : text.distinguisher.value;
  vrf.import_targets4 = text.families[0].import_targets;
  vrf.export_targets4 = text.families[0].export_targets;
  vrf.import_targets6 = text.families[1].import_targets;
  vrf.export_targets6 = text.families[1].export_targets;
  for (std::size_t i = 0; i < 2; ++i) {
    const VrfFamilyText& family = text.families[i];
    // The model has one policy for both families: that of IPv4, or of IPv6 where IPv4 has none.
    const bool second = i == 1 && !text.families[0].import_targets.empty();
    const bool differs = family.import_policy.value != text.families[0].import_policy.value ||
                         family.export_policy.value != text.families[0].export_policy.value;
    if (second && differs)
      conversion.reader.Demote(family.span, model::Impact::kRouting6, "policies that differ by family");
    if (vrf.import_policies.empty()) vrf.import_policies = PoliciesOf(conversion, family.import_policy);
    if (vrf.export_policies.empty()) vrf.export_policies = PoliciesOf(conversion, family.export_policy);
    if (family.from_default.set())
      vrf.leaks.push_back(LeakOf(conversion, family.from_default, "", kFamilies[i]));
    if (family.to_default.set())
      main.leaks.push_back(LeakOf(conversion, family.to_default, text.name, kFamilies[i]));
  }
  // A policy narrows what the targets bring; in the model one without targets would bring everything.
  if (vrf.import_targets4.empty() && vrf.import_targets6.empty()) vrf.import_policies.clear();
  return vrf;
}

}  // namespace

void ConvertVrfs(Conversion& conversion) {
  std::vector<routing::VrfConfig>& vrfs = conversion.config.vrfs;
  routing::VrfConfig main;
  for (const VrfText& text : conversion.reader.vendor.vrfs)
    vrfs.push_back(ConvertVrf(conversion, text, main));
  if (!main.leaks.empty()) vrfs.insert(vrfs.begin(), std::move(main));
}

void ConvertStatics(Conversion& conversion) {
  Reader& reader = conversion.reader;
  for (const StaticText& text : reader.vendor.statics) {
    routing::static_routes::StaticRoute route = text.route;
    if (!IsVrf(reader, route.vrf, route.span)) continue;
    if (route.next_hop_vrf && !IsVrf(reader, *route.next_hop_vrf, route.span)) continue;
    if (text.track.set()) {
      const auto track = reader.vendor.tracks.find(text.track.value);
      if (track == reader.vendor.tracks.end())
        reader.Undefined(text.track.span, "track object", text.track.value);
      else if (track->second.interface.empty())
        reader.Demote(route.span, kRouting, "tracked condition");
      else
        route.track_interface = track->second.interface;
    }
    conversion.config.static_routes.routes.push_back(std::move(route));
  }
}

}  // namespace ringfence::formats::cisco_iosxr
