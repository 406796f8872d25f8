// VRFs with their exchange of routes, and static routes.

#include <fmt/format.h>

#include "formats/cisco_nxos/convert.h"
#include "formats/cisco_nxos/interface_name.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

/// `auto` is the AS number and the VNI of the VRF; without one of them there is no target.
std::vector<std::string> TargetsOf(const Reader& reader, const VrfText& vrf,
                                   const std::vector<std::string>& texts) {
  std::vector<std::string> targets;
  for (const std::string& text : texts) {
    if (text != "auto") {
      targets.push_back(text);
    } else if (vrf.vni.set() && reader.vendor.bgp.as != 0) {
      targets.push_back(fmt::format("target:{}:{}", reader.vendor.bgp.as, vrf.vni.value));
    }
  }
  return targets;
}

void AddOnce(std::vector<std::string>& targets, std::string target) {
  if (std::ranges::find(targets, target) == targets.end()) targets.push_back(std::move(target));
}

routing::VrfLeak LeakOf(Conversion& conversion, std::string from, net::Family family,
                        const Setting<std::string>& map) {
  routing::VrfLeak leak;
  leak.from_vrf = std::move(from);
  leak.family = family;
  leak.through_bgp = true;
  leak.policies.push_back(conversion.policies.UseRouteMap(map.value, map.span, kRouting));
  leak.span = map.span;
  return leak;
}

routing::VrfConfig ConvertVrf(Conversion& conversion, const VrfText& text, routing::VrfConfig& main) {
  routing::VrfConfig vrf;
  vrf.name = text.name;
  vrf.span = text.span;
  vrf.route_distinguisher = text.distinguisher.value;
  // Made of the router id and a number of the VRF: like no other.
  if (vrf.route_distinguisher == "auto")
    vrf.route_distinguisher = fmt::format("auto:{}:{}", conversion.config.device.name, text.name);
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    const bool v4 = family == net::Family::kIpv4;
    const VrfFamilyText& part = text.families[v4 ? 0 : 1];
    (v4 ? vrf.import_targets4 : vrf.import_targets6) =
        TargetsOf(conversion.reader, text, part.import_targets);
    (v4 ? vrf.export_targets4 : vrf.export_targets6) =
        TargetsOf(conversion.reader, text, part.export_targets);
    for (std::string& target : TargetsOf(conversion.reader, text, part.evpn_import_targets))
      AddOnce(vrf.evpn_import_targets, std::move(target));
    for (std::string& target : TargetsOf(conversion.reader, text, part.evpn_export_targets))
      AddOnce(vrf.evpn_export_targets, std::move(target));
    for (const bool import : {true, false}) {
      const Setting<std::string>& map = import ? part.import_map : part.export_map;
      if (!map.set()) continue;
      const std::string name = conversion.policies.UseRouteMap(map.value, map.span, kRouting);
      auto& names = import ? vrf.import_policies : vrf.export_policies;
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
      // Whether a route that the map denies leaves with the targets of the VRF is not known for sure.
      if (!import) conversion.reader.Demote(map.span, kRouting, "routes that an export map denies");
    }
    if (vrf.import_targets4.empty() && vrf.import_targets6.empty() && vrf.evpn_import_targets.empty())
      vrf.import_policies.clear();
    if (part.import_default_map.set())
      vrf.leaks.push_back(LeakOf(conversion, "", family, part.import_default_map));
    if (part.export_default_map.set())
      main.leaks.push_back(LeakOf(conversion, text.name, family, part.export_default_map));
  }
  return vrf;
}

/// Does the interface of a tracked route decide? A probe does not: such a route is left out.
bool ApplyTrack(Conversion& conversion, const StaticText& text, routing::static_routes::StaticRoute& route) {
  if (!text.track.set()) return true;
  Reader& reader = conversion.reader;
  const auto track = reader.vendor.tracks.find(text.track.value);
  if (track == reader.vendor.tracks.end()) {
    reader.Undefined(text.track.span, "track object", std::to_string(text.track.value));
    return true;
  }
  route.track_interface = track->second.interface;
  if (!route.track_interface.empty()) return true;
  const bool v4 = route.prefix.family() == net::Family::kIpv4;
  reader.Demote(route.span, v4 ? Impact::kRouting4 : Impact::kRouting6, "route that depends on a probe");
  return false;
}

}  // namespace

void ConvertVrfs(Conversion& conversion) {
  routing::VrfConfig main;
  std::vector<routing::VrfConfig> vrfs;
  for (const VrfText& text : conversion.reader.vendor.vrfs) {
    if (!text.name.empty()) vrfs.push_back(ConvertVrf(conversion, text, main));
  }
  if (!main.leaks.empty()) conversion.config.vrfs.push_back(std::move(main));
  for (routing::VrfConfig& vrf : vrfs) conversion.config.vrfs.push_back(std::move(vrf));
}

void ConvertStatics(Conversion& conversion) {
  for (const StaticText& text : conversion.reader.vendor.statics) {
    if (text.removed) continue;
    routing::static_routes::StaticRoute route = text.route;
    if (!IsVrf(conversion.reader, route.vrf, route.span)) continue;
    if (route.next_hop_vrf && !IsVrf(conversion.reader, *route.next_hop_vrf, route.span)) continue;
    if (ApplyTrack(conversion, text, route)) conversion.config.static_routes.routes.push_back(route);
  }
}

}  // namespace ringfence::formats::cisco_nxos
