// BGP: the statements in the shared form of all systems, with what is this system's own: filters on all peers
// of a family, imports without default routes, router ids.
#include "formats/bgp_conversion.h"

#include <algorithm>
#include <utility>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace bgp = routing::bgp;
using bgp::BgpFamily;

const BgpDialect& Dialect() {
  static const BgpDialect kDialect = [] {
    BgpDialect dialect;
    dialect.redistributes_ospf_external = true;
    dialect.distance_ebgp = dialect.distance_ibgp = dialect.distance_local = kBgpPreference;
    dialect.allow_own_as = 1;
    dialect.carries_sids = false;
    dialect.decision = VrpDecision();
    return dialect;
  }();
  return kDialect;
}

net::Family FamilyOf(BgpFamily family) {
  return family == BgpFamily::kIpv6Unicast || family == BgpFamily::kVpnIpv6 ? net::Family::kIpv6
                                                                            : net::Family::kIpv4;
}

/// A filter on all peers: what a peer has of its own stays, and then the line is not modelled.
void SpreadFilter(Conversion& conversion, const VrpBgpFilter& filter, BgpVrfText& vrf) {
  const bool acl = filter.filter.kind == VrpFilterUse::Kind::kAcl;
  for (NeighborText& peer : vrf.neighbors) {
    if (peer.is_group) continue;
    NeighborFamilyText& family = peer.families[filter.family];
    Setting<std::string>& slot = acl ? (filter.in ? family.access_list_in : family.access_list_out)
                                     : (filter.in ? family.prefix_list_in : family.prefix_list_out);
    if (slot.set()) {
      MarkUnmodelled(conversion, filter.filter.use.span, kRouting, "filters of a peer and of all peers");
    } else {
      slot = {filter.filter.use.name, filter.filter.use.span};
    }
  }
}

/// The text with filters spread and access lists in one spelling.
BgpText Prepared(Conversion& conversion) {
  BgpText text = conversion.from.bgp;
  for (BgpVrfText& vrf : text.vrfs) {
    for (const VrpBgpFilter& filter : conversion.from.bgp_filters) {
      if (filter.vrf == vrf.vrf) SpreadFilter(conversion, filter, vrf);
    }
    for (NeighborText& peer : vrf.neighbors) {
      for (auto& [kind, family] : peer.families) {
        for (Setting<std::string>* list : {&family.access_list_in, &family.access_list_out})
          list->value = AclNameOf(conversion.from, list->value, FamilyOf(kind));
      }
    }
    // Policies of imports are converted below, with the list that keeps default routes out.
    for (auto& [kind, family] : vrf.families) {
      for (BgpRedistributeText& import : family.redistributions) import.map = {};
    }
  }
  return text;
}

void SetImportPolicies(Conversion& conversion, const BgpVrfText& text, bgp::BgpVrf& vrf) {
  for (bgp::BgpFamilyConfig& family : vrf.families) {
    const auto from = text.families.find(family.family);
    if (from == text.families.end()) continue;
    for (std::size_t i = 0; i < family.redistributions.size(); ++i) {
      const Setting<std::string>& map = from->second.redistributions[i].map;
      const NameUse use{map.value, map.span};
      family.redistributions[i].policies = ImportPolicies(conversion, use, FamilyOf(family.family),
                                                          from->second.default_information, kRouting);
    }
  }
}

void SetRouterId(const Conversion& conversion, bgp::BgpVrf& vrf) {
  if (vrf.router_id) return;
  for (const VrpVpnInstance& instance : conversion.from.vpn_instances) {
    if (instance.name == vrf.vrf && instance.router_id) vrf.router_id = instance.router_id;
  }
  if (!vrf.router_id && !vrf.vrf.empty()) {
    // An instance speaks with the router id of the process.
    const BgpText& text = conversion.from.bgp;
    const auto process = std::ranges::find(text.vrfs, std::string(), &BgpVrfText::vrf);
    if (process != text.vrfs.end() && process->router_id.set()) vrf.router_id = process->router_id.value;
    if (!vrf.router_id) vrf.router_id = ChooseRouterId(conversion, "");
  }
  if (!vrf.router_id) vrf.router_id = ChooseRouterId(conversion, vrf.vrf);
}

/// A peer with a link-local address is named by the port towards it.
void NameByPorts(Conversion& conversion, bgp::BgpVrf& vrf) {
  std::erase_if(vrf.neighbors, [&conversion](bgp::BgpNeighbor& neighbor) {
    if (!neighbor.address || !IsLinkLocal(*neighbor.address)) return false;
    if (neighbor.update_source_interface.empty()) {
      MarkUnmodelled(conversion, neighbor.span, kRouting, "peer with a link-local address and no port");
      return true;
    }
    neighbor.link_local = std::exchange(neighbor.address, std::nullopt);
    neighbor.interface = std::exchange(neighbor.update_source_interface, std::string());
    return false;
  });
}

/// A PE below this one is told default routes and nothing else. Other combinations are open.
void CheckLowerPe(Conversion& conversion, const bgp::BgpNeighbor& neighbor) {
  for (const bgp::NeighborFamily& family : neighbor.families) {
    const bool filtered = family.lower_pe && !family.export_chain.names.empty();
    if (family.lower_pe == family.default_vrfs.empty() || filtered)
      MarkUnmodelled(conversion, family.span, kPaths, "hierarchical VPN");
  }
}

}  // namespace

void ConvertBgp(Conversion& conversion) {
  if (conversion.from.bgp.as == 0 || conversion.from.bgp_shutdown) return;
  const BgpText text = Prepared(conversion);
  bgp::BgpConfig& config = conversion.to.bgp;
  config = formats::ConvertBgp(text, Dialect(), conversion.policies, conversion.report);
  for (bgp::BgpVrf& vrf : config.vrfs) {
    const auto from = std::ranges::find(conversion.from.bgp.vrfs, vrf.vrf, &BgpVrfText::vrf);
    if (from != conversion.from.bgp.vrfs.end()) SetImportPolicies(conversion, *from, vrf);
    SetRouterId(conversion, vrf);
    NameByPorts(conversion, vrf);
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) CheckLowerPe(conversion, neighbor);
    // A route of a VPN needs a tunnel to its next hop, and a VPN instance that asks for it.
    for (bgp::BgpFamilyConfig& family : vrf.families) {
      family.demands_label = family.family == BgpFamily::kVpnIpv4 || family.family == BgpFamily::kVpnIpv6;
      if (family.demands_label && family.keeps == bgp::VpnKeeping::kOpen)
        family.keeps = bgp::VpnKeeping::kWanted;
    }
  }
}

}  // namespace ringfence::formats::huawei_vrp
