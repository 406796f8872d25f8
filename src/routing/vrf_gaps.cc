// Routes between VRFs are computed when BGP carries them: by route target, or from the BGP table of another
// VRF of the device. What is left is named here, as narrow as what the model says allows.

#include "routing/vrf_gaps.h"

#include <algorithm>

#include "model/fate.h"

namespace ringfence::routing {
namespace {

using bgp::BgpFamily;
using model::Impact;

/// A VRF of a device in one address family.
struct VrfFamily {
  const DeviceConfig& config;
  const VrfConfig& vrf;
  bool four = true;

  bool evpn() const { return !vrf.evpn_import_targets.empty() || !vrf.evpn_export_targets.empty(); }
  const auto& imports() const {
    return evpn() ? vrf.evpn_import_targets : four ? vrf.import_targets4 : vrf.import_targets6;
  }
  const auto& exports() const {
    return evpn() ? vrf.evpn_export_targets : four ? vrf.export_targets4 : vrf.export_targets6;
  }
  std::uint8_t impact() const { return four ? Impact::kRouting4 : Impact::kRouting6; }
  bool by_policy() const {
    return !evpn() && vrf.import_targets4.empty() && vrf.import_targets6.empty() &&
           !vrf.import_policies.empty();
  }
  bool takes() const { return !imports().empty() || by_policy(); }
  bool takes_part() const { return takes() || !exports().empty() || !vrf.export_policies.empty(); }
};

const bgp::BgpVrf* SpeakerOf(const DeviceConfig& config, std::string_view vrf) {
  const auto found = std::ranges::find(config.bgp.vrfs, vrf, &bgp::BgpVrf::vrf);
  return config.bgp.as == 0 || found == config.bgp.vrfs.end() ? nullptr : &*found;
}

const bgp::BgpFamilyConfig* BgpOf(const DeviceConfig& config, std::string_view vrf, bool four) {
  const bgp::BgpVrf* speaker = SpeakerOf(config, vrf);
  if (speaker == nullptr) return nullptr;
  const BgpFamily family = four ? BgpFamily::kIpv4Unicast : BgpFamily::kIpv6Unicast;
  const auto found = std::ranges::find(speaker->families, family, &bgp::BgpFamilyConfig::family);
  return found == speaker->families.end() ? nullptr : &*found;
}

/// True when some neighbour of the default table carries the family.
bool Carries(const DeviceConfig& config, BgpFamily family) {
  const bgp::BgpVrf* speaker = SpeakerOf(config, "");
  return speaker != nullptr && std::ranges::any_of(speaker->neighbors, [family](const auto& neighbor) {
           return std::ranges::find(neighbor.families, family, &bgp::NeighborFamily::family) !=
                  neighbor.families.end();
         });
}

/// The family of BGP that carries routes of the VRF with labels.
BgpFamily LabelledFamilyOf(const VrfFamily& one) {
  if (one.evpn()) return BgpFamily::kEvpn;
  return one.four ? BgpFamily::kVpnIpv4 : BgpFamily::kVpnIpv6;
}

/// VPN routes without a labelled way do not count, and the reader says so.
bool DemandsLabels(const VrfFamily& one) {
  const BgpFamily vpn = LabelledFamilyOf(one);
  const bgp::BgpVrf* speaker = SpeakerOf(one.config, "");
  return speaker != nullptr && std::ranges::any_of(speaker->families, [vpn](const auto& family) {
           return family.family == vpn && family.demands_label;
         });
}

/// Another VRF of the device gives routes this one may take.
bool TakesFromOwnDevice(const VrfFamily& one) {
  if (!one.vrf.imports_from_own_device) return false;
  return std::ranges::any_of(one.config.vrfs, [&one](const VrfConfig& other) {
    if (other.name == one.vrf.name) return false;
    const VrfFamily giver{one.config, other, one.four};
    if (!other.export_policies.empty() || one.by_policy()) return giver.takes_part();
    return std::ranges::any_of(giver.exports(), [&one](const auto& target) {
      return std::ranges::find(one.imports(), target) != one.imports().end();
    });
  });
}

/// Some protocol of the VRF but BGP takes routes of others.
bool Redistributes(const VrfFamily& one) {
  const auto takes = [&one](const auto& processes) {
    return std::ranges::any_of(processes, [&one](const auto& process) {
      return process.vrf == one.vrf.name && !process.redistributions.empty();
    });
  };
  const DeviceConfig& config = one.config;
  return takes(config.ospf.processes) || takes(config.isis.processes) || takes(config.rip.processes) ||
         takes(config.eigrp.processes);
}

/// Without addresses and without sessions that bring routes there is nothing to exchange.
bool MayHaveIpv6(const DeviceConfig& config) {
  return Carries(config, BgpFamily::kVpnIpv6) || Carries(config, BgpFamily::kEvpn) ||
         std::ranges::any_of(config.device.interfaces, [](const model::Interface& interface) {
           return std::ranges::any_of(interface.addresses, [](const auto& one) {
             return one.address.address.family == net::Family::kIpv6;
           });
         });
}

/// Policies name no family. They move routes of one only where a neighbour carries it, or where another VRF
/// of the device gives some.
bool OnlyPoliciesOfTheOtherFamily(const VrfFamily& one) {
  if (!one.imports().empty() || !one.exports().empty()) return false;
  const BgpFamily vpn = one.four ? BgpFamily::kVpnIpv4 : BgpFamily::kVpnIpv6;
  return !Carries(one.config, vpn) && !Carries(one.config, BgpFamily::kEvpn) && !TakesFromOwnDevice(one);
}

/// The packets of the VRF have a tunnel end on the device.
bool HasTunnel(const VrfFamily& one) {
  const auto& vxlan = one.config.device.vxlan;
  return vxlan && vxlan->local && std::ranges::any_of(vxlan->segments, [&one](const auto& segment) {
           return segment.vrf == one.vrf.name;
         });
}

/// Targets of the VPN families by which the VRF may exchange routes.
std::vector<model::CommunityText> TargetsOfLabels(const VrfConfig& vrf) {
  std::vector<model::CommunityText> all;
  for (const auto* targets :
       {&vrf.import_targets4, &vrf.import_targets6, &vrf.export_targets4, &vrf.export_targets6})
    all.insert(all.end(), targets->begin(), targets->end());
  return all;
}

/// Such targets move nothing into or out of a VRF that is in EVPN.
bool TargetsOfLabelsAreIdle(const VrfFamily& one) {
  const std::vector<model::CommunityText> own = TargetsOfLabels(one.vrf);
  if (own.empty()) return true;
  if (!one.vrf.targets_of_labels_only || Carries(one.config, BgpFamily::kVpnIpv4) ||
      Carries(one.config, BgpFamily::kVpnIpv6))
    return false;
  return std::ranges::none_of(one.config.vrfs, [&](const VrfConfig& other) {
    if (other.name == one.vrf.name) return false;
    const bool by_policy = !other.import_policies.empty() || !other.export_policies.empty();
    return by_policy || std::ranges::any_of(TargetsOfLabels(other), [&own](const auto& target) {
             return std::ranges::find(own, target) != own.end();
           });
  });
}

/// EVPN routes are followed for a VRF whose packets travel in VXLAN or over labelled paths, and that is in no
/// other exchange.
bool IsFollowed(const VrfFamily& one) {
  if (!one.evpn()) return !Carries(one.config, BgpFamily::kEvpn) || one.vrf.targets_of_labels_only;
  const bool ways = one.vrf.evpn_over_labels || HasTunnel(one);
  return TargetsOfLabelsAreIdle(one) && (ways || !Carries(one.config, BgpFamily::kEvpn));
}

/// No packets of the family come into the VRF, and it has none to tell of.
bool HasNoAddressOf(const VrfFamily& one) {
  const net::Family family = one.four ? net::Family::kIpv4 : net::Family::kIpv6;
  return std::ranges::none_of(one.config.device.interfaces, [&](const model::Interface& interface) {
    return interface.vrf == one.vrf.name && std::ranges::any_of(interface.addresses, [&](const auto& own) {
             return own.address.address.family == family;
           });
  });
}

void AddExchange(const VrfFamily& one, std::vector<Gap>& gaps) {
  if (!one.takes_part() || OnlyPoliciesOfTheOtherFamily(one)) return;
  const base::Span& span = one.vrf.span;
  const bgp::BgpFamilyConfig* table = BgpOf(one.config, one.vrf.name, one.four);
  if (table == nullptr && !one.four && !MayHaveIpv6(one.config)) return;
  // Without a table of BGP nothing comes in or goes out, and the VRF routes no such packets.
  const bool forwards = one.four ? one.vrf.forwards4 : one.vrf.forwards6;
  if (table == nullptr && !forwards && !one.vrf.name.empty()) return;
  if (table == nullptr || !IsFollowed(one)) {
    gaps.push_back({span, one.impact(), "VRF route exchange"});
    return;
  }
  if (!one.takes()) return;
  if (table->exports_from_table && one.vrf.imports_keep_protocol && Redistributes(one) &&
      TakesFromOwnDevice(one))
    gaps.push_back({span, one.impact(), "routes taken from a VRF of the same device and redistributed"});
  if (one.evpn() && (!one.vrf.evpn_over_labels || (!one.four && HasNoAddressOf(one)))) return;
  if (!Carries(one.config, LabelledFamilyOf(one))) return;
  // Systems that export from the routing table also demand a labelled path before they use a route.
  const bool open = table->exports_from_table && !DemandsLabels(one);
  const std::uint8_t demand = open ? one.impact() : std::uint8_t{0};
  const bool labels = one.config.ldp.enabled || one.config.sr.enabled || !one.config.static_lsps.lsps.empty();
  const bool sids = std::ranges::any_of(one.config.srv6.services, [&one](const srv6::Service& service) {
    const net::Family family = one.four ? net::Family::kIpv4 : net::Family::kIpv6;
    return service.takes && service.vrf == one.vrf.name && service.family == family;
  });
  const std::uint8_t ways = sids || (labels && one.four) ? std::uint8_t{0} : Impact::kForwarding;
  if ((demand | ways) != 0)
    gaps.push_back(
        {span, static_cast<std::uint8_t>(demand | ways), "labelled path to the other routers of a VPN"});
}

bool TakesRoutes(const DeviceConfig& config, std::string_view vrf) {
  return std::ranges::any_of(config.vrfs, [&](const VrfConfig& one) {
    return one.name == vrf && !vrf.empty() &&
           (VrfFamily{config, one, true}.takes() || VrfFamily{config, one, false}.takes());
  });
}

/// What keeps a provider edge from being computed (RFC 4577), or nothing.
std::string_view ObstacleOf(const DeviceConfig& config, const ospf::OspfProcess& process) {
  if (process.vpn.role == ospf::VpnRole::kUnknown)
    return "routes of the same protocol at other sites of a VPN";
  if (process.vpn.role == ospf::VpnRole::kPlain) return {};
  // Which marks of RFC 4577 systems put on prefixes of EVPN is not known.
  const bool evpn = std::ranges::any_of(config.vrfs, [&](const VrfConfig& vrf) {
    return vrf.name == process.vrf && VrfFamily{config, vrf}.evpn();
  });
  if (evpn) return "OSPF of a VPN in EVPN";
  // RFC 4577 section 4.2.5.2 makes the tag of two octets.
  constexpr bgp::AsNumber kTwoOctetsMax = 0xffff;
  if (!process.vpn.route_tag && config.bgp.as > kTwoOctetsMax)
    return "VPN route tag without an AS number of two octets";
  for (const ospf::OspfArea& area : process.areas) {
    if (area.type == ospf::AreaType::kNssa) return "OSPF of a VPN in an NSSA";
    if (!area.ranges.empty() || area.filter_in || area.filter_out)
      return "summaries of OSPF and their filters at the edge of a VPN";
  }
  return {};
}

/// A route that comes back to the protocol it left at another site is not external there.
void AddReturns(const DeviceConfig& config, std::vector<Gap>& gaps) {
  constexpr std::string_view kReason = "routes of the same protocol at other sites of a VPN";
  constexpr std::uint8_t kBoth = Impact::kRouting;
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    if (!TakesRoutes(config, process.vrf)) continue;
    const std::string_view obstacle = ObstacleOf(config, process);
    if (obstacle.empty()) continue;
    for (const auto& redistribution : process.redistributions) {
      if (redistribution.source == ospf::RedistributionSource::kBgp)
        gaps.push_back({redistribution.span, kBoth, obstacle});
    }
  }
  for (const eigrp::EigrpProcess& process : config.eigrp.processes) {
    if (!TakesRoutes(config, process.vrf)) continue;
    for (const auto& redistribution : process.redistributions) {
      if (redistribution.source == model::RouteSource::kBgp)
        gaps.push_back({redistribution.span, kBoth, kReason});
    }
  }
}

void AddLeaks(const DeviceConfig& config, const VrfConfig& vrf, std::vector<Gap>& gaps) {
  for (const VrfLeak& leak : vrf.leaks) {
    const bool four = leak.family == net::Family::kIpv4;
    const bool computed = leak.through_bgp && BgpOf(config, vrf.name, four) != nullptr &&
                          BgpOf(config, leak.from_vrf, four) != nullptr;
    const std::uint8_t impact = four ? Impact::kRouting4 : Impact::kRouting6;
    if (!computed) gaps.push_back({leak.span, impact, "VRF route leaking"});
  }
}

bool KeepsAllEvpn(const bgp::BgpVrf& vrf) {
  const auto own = std::ranges::find(vrf.families, BgpFamily::kEvpn, &bgp::BgpFamilyConfig::family);
  return own != vrf.families.end() && own->keeps == bgp::VpnKeeping::kAll;
}

/// Which routes a border router keeps that no VRF of it asks for is not in the model.
void AddBorders(const DeviceConfig& config, std::vector<Gap>& gaps) {
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      const bool internal = neighbor.remote_as_kind == bgp::RemoteAs::kInternal ||
                            (neighbor.remote_as_kind == bgp::RemoteAs::kNumber &&
                             neighbor.remote_as == vrf.as.value_or(config.bgp.as));
      if (internal) continue;
      for (const bgp::NeighborFamily& family : neighbor.families) {
        // Some systems keep all routes of EVPN as well, others when told.
        if (family.family == BgpFamily::kEvpn && !KeepsAllEvpn(vrf))
          gaps.push_back({neighbor.span, Impact::kRouting, "EVPN routes between autonomous systems"});
        if (family.family != BgpFamily::kVpnIpv4 && family.family != BgpFamily::kVpnIpv6) continue;
        const auto own = std::ranges::find(vrf.families, family.family, &bgp::BgpFamilyConfig::family);
        if (own != vrf.families.end() && own->keeps != bgp::VpnKeeping::kOpen) continue;
        const bool four = family.family == BgpFamily::kVpnIpv4;
        gaps.push_back({neighbor.span, four ? Impact::kRouting4 : Impact::kRouting6,
                        "VPN routes between autonomous systems"});
      }
    }
  }
}

/// Who hears of the hosts and members of VLANs does not look at which targets are asked for.
void AddMemberships(const DeviceConfig& config, std::vector<Gap>& gaps) {
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      const auto carries = [&neighbor](BgpFamily family) {
        return std::ranges::find(neighbor.families, family, &bgp::NeighborFamily::family) !=
               neighbor.families.end();
      };
      if (carries(BgpFamily::kRouteTarget) && carries(BgpFamily::kEvpn))
        gaps.push_back({neighbor.span, Impact::kRouting | Impact::kForwarding,
                        "EVPN routes by the targets that are asked for"});
    }
  }
}

}  // namespace

bool MayTakeFromOwnDevice(const DeviceConfig& config, const VrfConfig& vrf) {
  return !vrf.leaks.empty() || TakesFromOwnDevice({config, vrf, true}) ||
         TakesFromOwnDevice({config, vrf, false});
}

void AddVrfGaps(const DeviceConfig& config, std::vector<Gap>& gaps) {
  for (const VrfConfig& vrf : config.vrfs) {
    AddExchange({config, vrf, true}, gaps);
    AddExchange({config, vrf, false}, gaps);
    AddLeaks(config, vrf, gaps);
  }
  AddReturns(config, gaps);
  AddBorders(config, gaps);
  AddMemberships(config, gaps);
}

}  // namespace ringfence::routing
