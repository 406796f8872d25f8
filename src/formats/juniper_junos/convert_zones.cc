// What zones forbid, in flow mode: packets from one to another that no policy permits, and packets to the
// device that `host-inbound-traffic` does not name.
//
// A zone says what its interfaces take, unless an interface says so itself. Needed are the services that the
// device runs, and the protocols that it speaks there: IGPs, LDP and redundancy on the interface itself; BGP
// where a neighbour is on a subnet of the interface, and for other neighbours wherever an IGP may lead their
// packets, or, without an IGP, anywhere. Sessions that the device opens itself would do with less; that is
// not looked at. Interfaces of no zone take nothing. Cost: zones times interfaces times neighbours.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

bool Covered(const SecurityText& security, std::string_view from, std::string_view to) {
  return security.default_permit ||
         std::any_of(security.zone_policies.begin(), security.zone_policies.end(),
                     [&](const ZonePolicy& policy) {
                       const bool global = policy.from_zone.empty();
                       return !policy.other && !policy.tunnel &&
                              (global || (policy.from_zone == from && policy.to_zone == to));
                     });
}

bool Lists(const std::vector<std::string_view>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view one) {
    return one == name || one == "all" || one == "any-service";
  });
}

bool AdmitsServices(const ZoneInbound& inbound, const model::ManagementPlane& plane) {
  constexpr std::string_view kNames[] = {"ssh", "telnet", "netconf", "http", "grpc", "snmp"};
  return std::all_of(
      plane.services.begin(), plane.services.end(), [&](const model::ManagementAccess& access) {
        const std::string_view name = kNames[static_cast<std::size_t>(access.service)];
        return Lists(inbound.services, access.service == model::ManagementService::kHttp && access.port == 443
                                           ? "https"
                                           : name);
      });
}

template <class Process>
bool SpeaksOn(const Process& process, std::string_view name) {
  return std::ranges::any_of(process.interfaces,
                             [name](const auto& one) { return one.name == name && !one.passive; });
}
/// One that is passive listens.
bool SpeaksOn(const routing::rip::RipProcess& process, std::string_view name) {
  return std::ranges::any_of(process.interfaces, [name](const auto& one) { return one.name == name; });
}

template <class Processes>
bool Speaks(const Processes& processes, std::string_view name, net::Family family) {
  return std::ranges::any_of(
      processes, [&](const auto& process) { return process.family == family && SpeaksOn(process, name); });
}

/// Which protocols reach the device at each interface.
class ZoneProtocols {
 public:
  explicit ZoneProtocols(const routing::DeviceConfig& config) : config_(config) {
    for (const model::Interface& interface : config.device.interfaces)
      any_igp_ = any_igp_ || HasIgp(interface.name);
  }

  /// What the missing ones may change.
  std::uint8_t Missing(const ZoneInbound& inbound, const model::Interface& interface) const {
    using net::Family;
    const std::string_view name = interface.name;
    std::uint8_t impact = 0;
    const auto need = [&](bool speaks, std::string_view word, std::uint8_t bits) {
      if (speaks && !Lists(inbound.protocols, word)) impact |= bits;
    };
    need(Speaks(config_.ospf.processes, name, Family::kIpv4), "ospf", Impact::kRouting4);
    need(Speaks(config_.ospf.processes, name, Family::kIpv6), "ospf3", Impact::kRouting6);
    need(Speaks(config_.rip.processes, name, Family::kIpv4), "rip", Impact::kRouting4);
    need(Speaks(config_.rip.processes, name, Family::kIpv6), "ripng", Impact::kRouting6);
    need(SpeaksLdp(name), "ldp", kRouting);
    need(!interface.virtual_routers.empty(), "vrrp", kPaths);
    need(MeetsBgp(interface), "bgp", kRouting);
    return impact;
  }

 private:
  bool SpeaksLdp(std::string_view name) const {
    return config_.ldp.enabled &&
           std::ranges::count(config_.ldp.interfaces, name, &routing::ldp::LdpInterface::name) > 0;
  }
  bool HasIgp(std::string_view name) const {
    const auto& isis = config_.isis.processes;
    return Speaks(config_.ospf.processes, name, net::Family::kIpv4) ||
           Speaks(config_.ospf.processes, name, net::Family::kIpv6) ||
           Speaks(config_.rip.processes, name, net::Family::kIpv4) ||
           Speaks(config_.rip.processes, name, net::Family::kIpv6) ||
           std::ranges::any_of(isis, [name](const auto& process) { return SpeaksOn(process, name); });
  }
  static bool HasSubnetOf(const model::Interface& interface, const net::IpAddress& address) {
    return std::ranges::any_of(interface.addresses, [&address](const model::InterfaceAddress& own) {
      return own.address.address.family == address.family &&
             net::Prefix::Of(own.address.address, own.address.length).Contains(address);
    });
  }
  bool IsNear(const routing::bgp::BgpVrf& vrf, const net::IpAddress& address) const {
    return std::ranges::any_of(config_.device.interfaces, [&](const model::Interface& one) {
      return one.vrf == vrf.vrf && HasSubnetOf(one, address);
    });
  }
  bool MeetsBgp(const model::Interface& interface) const {
    if (config_.bgp.as == 0) return false;
    return std::ranges::any_of(config_.bgp.vrfs, [&](const routing::bgp::BgpVrf& vrf) {
      return vrf.vrf == interface.vrf && std::ranges::any_of(vrf.neighbors, [&](const auto& neighbor) {
               if (neighbor.shutdown) return false;
               if (!neighbor.address) return neighbor.listen_range || neighbor.interface == interface.name;
               if (IsNear(vrf, *neighbor.address)) return HasSubnetOf(interface, *neighbor.address);
               return !any_igp_ || HasIgp(interface.name);
             });
    });
  }

  const routing::DeviceConfig& config_;
  bool any_igp_ = false;
};

bool Names(const ZoneInterface& one, std::string_view interface) {
  return one.name == "all" || UnitName(one.name) == interface;
}

/// A port that forwards, or meets neighbours; those for management are outside of zones.
bool NeedsZone(const model::Interface& interface) {
  constexpr std::string_view kOutside[] = {"fxp", "em", "me", "lo"};
  return interface.admin_up && (!interface.addresses.empty() || !interface.unnumbered_from.empty()) &&
         std::ranges::none_of(kOutside, [&](std::string_view start) {
           return interface.name.starts_with(start) && interface.name.size() > start.size() &&
                  interface.name[start.size()] >= '0' && interface.name[start.size()] <= '9';
         });
}

std::uint8_t ForbiddenBetween(const SecurityText& security, const Zone& from) {
  for (const Zone& to : security.zones) {
    if (to.interfaces.empty()) continue;
    const bool alone = &from == &to && from.interfaces.size() < 2 && from.interfaces.front().name != "all";
    if (!alone && !Covered(security, from.name, to.name)) return kForwarding;
  }
  return 0;
}

std::uint8_t ForbiddenInto(const Zone& zone, const routing::DeviceConfig& config,
                           const ZoneProtocols& protocols) {
  std::uint8_t impact = 0;
  for (const ZoneInterface& one : zone.interfaces) {
    const ZoneInbound& inbound = one.inbound ? *one.inbound : zone.inbound;
    if (!AdmitsServices(inbound, config.device.management)) impact |= Impact::kManagement;
    for (const model::Interface& interface : config.device.interfaces) {
      if (Names(one, interface.name)) impact |= protocols.Missing(inbound, interface);
    }
  }
  return impact;
}

bool LeavesOneOut(const SecurityText& security, const model::Device& device) {
  return std::ranges::any_of(device.interfaces, [&](const model::Interface& interface) {
    return NeedsZone(interface) && std::ranges::none_of(security.zones, [&](const Zone& zone) {
             return std::ranges::any_of(zone.interfaces,
                                        [&](const ZoneInterface& one) { return Names(one, interface.name); });
           });
  });
}

}  // namespace

void CheckZones(Reader& reader, const JunosText& text, const routing::DeviceConfig& config) {
  const SecurityText& security = text.security;
  if (security.packet_mode) {
    // Zones and policies do nothing then.
    for (const ZonePolicy& policy : security.zone_policies) reader.Irrelevant(policy.node);
    return;
  }
  if (security.zones.empty()) return;
  const ZoneProtocols protocols(config);
  for (const Zone& zone : security.zones) {
    if (zone.interfaces.empty()) continue;
    std::uint8_t impact = ForbiddenBetween(security, zone);
    impact |= ForbiddenInto(zone, config, protocols);
    if (impact != 0) reader.Unmodelled(zone.node, impact, "zone that does not admit everything");
  }
  if (LeavesOneOut(security, config.device))
    reader.Unmodelled(security.zones_node, kPaths | Impact::kManagement, "interface of no zone");
}

}  // namespace ringfence::formats::juniper_junos
