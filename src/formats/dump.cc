// One fact a line, defaults of the model left out, so that a golden shows what the text said. Every field
// takes part, except spans and what is kept of lines that are not modelled: parse - print - parse compares
// these texts.

#include "formats/dump.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "formats/dump_match.h"
#include "formats/dump_routing.h"
#include "model/redundancy.h"

namespace ringfence::formats {
namespace {

constexpr std::string_view kKindNames[] = {"physical", "loopback", "lag",     "subinterface",
                                           "svi",      "tunnel",   "logical", "null"};
constexpr std::string_view kRedundancyNames[] = {"vrrp", "hsrp", "anycast"};
constexpr std::string_view kServiceNames[] = {"ssh", "telnet", "netconf", "http", "gnmi", "snmp"};
constexpr std::string_view kRoleNames[] = {"none", "read", "write"};

template <class Enum, std::size_t kCount>
std::string_view NameIn(const std::string_view (&names)[kCount], Enum value) {
  return names[static_cast<std::size_t>(value)];
}

void DumpUse(std::string& out, std::string_view where, const model::AclUse& use) {
  if (use.applies()) out += fmt::format("  acl {} {}\n", where, use.name);
}

void DumpInterface(std::string& out, const model::Interface& interface) {
  out += fmt::format("interface {} {}{}", interface.name, NameIn(kKindNames, interface.kind),
                     interface.admin_up ? "" : " down");
  if (!interface.parent.empty()) out += fmt::format(" parent {}", interface.parent);
  if (!interface.vrf.empty()) out += fmt::format(" vrf {}", interface.vrf);
  if (interface.vlan) out += fmt::format(" vlan {}", *interface.vlan);
  if (!interface.lag.empty()) out += fmt::format(" lag {}", interface.lag);
  if (interface.mtu_bytes) out += fmt::format(" mtu {}", *interface.mtu_bytes);
  if (interface.bandwidth_bps) out += fmt::format(" bandwidth {}", *interface.bandwidth_bps);
  if (!interface.unnumbered_from.empty()) out += fmt::format(" unnumbered {}", interface.unnumbered_from);
  if (interface.macsec) out += " macsec";
  if (interface.chassis_bundle != 0) out += fmt::format(" chassis-bundle {}", interface.chassis_bundle);
  if (interface.peer_link) out += " peer-link";
  out += '\n';
  if (!interface.description.empty()) out += fmt::format("  description {}\n", interface.description);
  for (const model::InterfaceAddress& address : interface.addresses) {
    out += fmt::format("  address {}{}\n", net::ToString(address.address),
                       address.secondary ? " secondary" : "");
  }
  if (interface.switch_port) {
    out += fmt::format("  switches {} vlan {}", interface.switch_port->trunk ? "trunk" : "access",
                       interface.switch_port->vlan);
    for (const model::VlanRange& range : interface.switch_port->allowed)
      out += fmt::format(" {}-{}", range.first, range.last);
    out += '\n';
  }
  for (const model::VirtualRouter& group : interface.virtual_routers) {
    out +=
        fmt::format("  virtual-router {} {}{} priority {}{}", NameIn(kRedundancyNames, group.protocol),
                    model::WireGroup(group.group), model::IsLaterVersion(group.group) ? " later-version" : "",
                    group.priority, group.preempt ? "" : " no-preempt");
    for (const net::IpAddress& address : group.addresses) out += fmt::format(" {}", net::ToString(address));
    out += '\n';
    for (const model::PriorityTrack& track : group.tracks)
      out += fmt::format("    track {} {}\n", track.interface,
                         track.leaves ? "leaves" : fmt::format("{:+}", track.change));
  }
  DumpUse(out, "in4", interface.acl_in4);
  DumpUse(out, "out4", interface.acl_out4);
  DumpUse(out, "in6", interface.acl_in6);
  DumpUse(out, "out6", interface.acl_out6);
  if (interface.policy_in4.applies()) out += fmt::format("  policy in4 {}\n", interface.policy_in4.name);
  if (interface.policy_in6.applies()) out += fmt::format("  policy in6 {}\n", interface.policy_in6.name);
}

void DumpGuard(std::string& out, const model::SelfGuard& guard) {
  out += guard.vrf.empty() ? "guard\n" : fmt::format("guard of vrf {}\n", guard.vrf);
  DumpUse(out, "in4", guard.in4);
  DumpUse(out, "out4", guard.out4);
  DumpUse(out, "in6", guard.in6);
  DumpUse(out, "out6", guard.out6);
}

void DumpPolicyRouting(std::string& out, const model::PolicyRouting& policy) {
  constexpr std::string_view kUses[] = {"", " with-route", " without-route"};
  out += fmt::format("policy-routing {}\n", policy.name);
  for (const model::PolicyRoutingTerm& term : policy.terms) {
    out += fmt::format("  term {}{}{}\n", term.name, term.acls.empty() ? "" : " ", fmt::join(term.acls, " "));
    for (const model::PolicyHop& hop : term.hops) {
      out += "    to";
      if (hop.next_hop) out += " " + net::ToString(*hop.next_hop);
      if (!hop.interface.empty()) out += " interface " + hop.interface;
      if (hop.table) out += fmt::format(" table {}", hop.table->empty() ? "default" : *hop.table);
      if (hop.recursive) out += " along its route";
      if (hop.discard) out += " nowhere";
      out += fmt::format("{}\n", NameIn(kUses, hop.use));
    }
    if (term.passes_on) out += "    else the next term\n";
  }
}

void DumpTranslation(std::string& out, const model::Translation& rule) {
  const bool enters = rule.moment == model::TranslationMoment::kEntering;
  out += fmt::format("translation {} of {} {}: {}", rule.name,
                     rule.end == model::PacketEnd::kSource ? "source" : "destination",
                     enters ? "entering" : "leaving", DumpMatch(rule.match));
  for (const std::string& acl : rule.acls) out += " permitted-by " + acl;
  for (const std::string& in : rule.in) out += " in " + in;
  for (const std::string& leaving : rule.out) out += " out " + leaving;
  out += "\n ";
  for (const model::AddressRange& range : rule.pool)
    out += fmt::format(" to {}-{}", net::ToString(range.first), net::ToString(range.last));
  if (!rule.interface.empty()) out += " to interface " + rule.interface;
  if (rule.prefix) out += " to prefix " + net::ToString(*rule.prefix);
  for (const net::NumberRange& ports : rule.ports) out += fmt::format(" port {}-{}", ports.first, ports.last);
  out += rule.answers ? "\n" : " does-not-answer\n";
}

void DumpAcl(std::string& out, const model::Acl& acl) {
  const bool end_permits = acl.end_action == model::AclAction::kPermit;
  out += fmt::format("acl{} {} end {}\n", acl.family == net::Family::kIpv4 ? 4 : 6, acl.name,
                     end_permits ? "permit" : "deny");
  for (const model::AclLine& line : acl.lines) {
    out += fmt::format("  {} {}\n", line.action == model::AclAction::kPermit ? "permit" : "deny",
                       DumpMatch(line.match));
  }
}

void DumpAccess(std::string& out, const model::ManagementPlane& plane) {
  for (const model::ManagementAccess& access : plane.services) {
    out += fmt::format("service {} port {}", NameIn(kServiceNames, access.service), access.port);
    for (const model::AclUse& filter : access.filters) out += fmt::format(" filter {}", filter.name);
    out += '\n';
  }
  for (const model::Account& account : plane.accounts) {
    out += fmt::format("account {} {}", account.user, NameIn(kRoleNames, account.role));
    for (const model::ManagementService service : account.services) {
      out += fmt::format(" {}", NameIn(kServiceNames, service));
    }
    out += '\n';
  }
  for (const model::RemoteAaa& aaa : plane.remote_aaa) {
    out += fmt::format("remote-aaa max {}", NameIn(kRoleNames, aaa.role_max));
    for (const net::IpAddress& server : aaa.servers) out += fmt::format(" {}", net::ToString(server));
    out += '\n';
  }
  for (const model::SnmpAccess& snmp : plane.snmp) {
    out += fmt::format("snmp {}", NameIn(kRoleNames, snmp.role));
    if (snmp.filter.applies()) out += fmt::format(" filter {}", snmp.filter.name);
    out += '\n';
  }
}

void DumpWireGuard(std::string& out, const model::TunnelConfig& tunnel) {
  const model::WireGuardPeer& peer = *tunnel.wireguard;
  const auto named = [](const std::string& key) { return key.empty() ? "hidden" : key; };
  out += fmt::format("wireguard {} key {}\n  to {}", tunnel.bind_interface, named(peer.own_key),
                     named(peer.peer_key));
  if (peer.peer_port) out += fmt::format(" at {} port {}", net::ToString(tunnel.peer), *peer.peer_port);
  if (peer.port) out += fmt::format(" from port {}", *peer.port);
  if (!peer.shared_key.empty()) out += fmt::format(" mixes {}", peer.shared_key);
  if (peer.keeps_alive) out += " keeps-alive";
  if (peer.open) out += " open";
  if (peer.passes_own_default) out += " passes-own-default";
  out += "\n  allowed";
  for (const net::Prefix& prefix : peer.allowed) out += " " + net::ToString(prefix);
  out += '\n';
}

void DumpTunnel(std::string& out, const model::TunnelConfig& tunnel) {
  if (tunnel.wireguard) return DumpWireGuard(out, tunnel);
  constexpr std::string_view kWords[] = {"ipsec", "gre", "ip-in-ip", "wireguard"};
  constexpr std::string_view kCarriers[] = {"", " up-by-route", " up-always"};
  out += fmt::format("{} {} local {} peer {}", NameIn(kWords, tunnel.encapsulation), tunnel.name,
                     net::ToString(tunnel.local), net::ToString(tunnel.peer));
  if (tunnel.encapsulation != model::Encapsulation::kEsp && tunnel.ipsec) out += " in-ipsec";
  if (tunnel.key) out += fmt::format(" key {}", *tunnel.key);
  if (tunnel.underlay_vrf && !tunnel.underlay_vrf->empty())
    out += fmt::format(" underlay {}", *tunnel.underlay_vrf);
  if (!tunnel.carries4) out += " ipv6-only";
  if (!tunnel.carries6) out += " ipv4-only";
  out += NameIn(kCarriers, tunnel.carrier);
  if (!tunnel.bind_interface.empty()) out += fmt::format(" bind {}", tunnel.bind_interface);
  if (tunnel.ipsec && !tunnel.confidentiality) out += " no-confidentiality";
  if (tunnel.ipsec && !tunnel.integrity) out += " no-integrity";
  out += '\n';
  for (const net::HeaderMatch& selector : tunnel.selectors)
    out += fmt::format("  covers {}\n", DumpMatch(selector));
}

void DumpTargets(std::string& out, const std::vector<std::string>& imports,
                 const std::vector<std::string>& exports) {
  for (const std::string& target : imports) out += " import " + target;
  for (const std::string& target : exports) out += " export " + target;
  out += '\n';
}

void DumpVxlan(std::string& out, const model::Vxlan& vxlan) {
  out += fmt::format("vxlan {} from {} port {}\n", vxlan.name,
                     vxlan.local ? net::ToString(*vxlan.local) : "nowhere", vxlan.udp_port);
  for (const model::VxlanSegment& segment : vxlan.segments) {
    if (!segment.bridges()) {
      out += fmt::format("  vni {} vrf {}\n", segment.vni, segment.vrf);
      continue;
    }
    out += segment.vlan ? fmt::format("  vni {} vlan {}", segment.vni, *segment.vlan)
                        : fmt::format("  vni {} l2-service {}", segment.vni, segment.service);
    DumpTargets(out, segment.import_targets, segment.export_targets);
  }
}

void DumpL2Service(std::string& out, const model::L2Service& service) {
  out += fmt::format("l2-service {}\n", service.name);
  for (const model::Attachment& one : service.attachments)
    out += fmt::format("  port {}{}\n", one.interface, one.keeps_tag ? " with tag" : "");
  for (const model::Pseudowire& wire : service.pseudowires) {
    const bool of_vlan = wire.type == model::PseudowireType::kVlan;
    out += fmt::format("  pseudowire {} to {} type {} mtu {}{}\n", wire.id, net::ToString(wire.peer),
                       of_vlan ? "vlan" : "ethernet", wire.mtu_bytes, wire.mesh ? " mesh" : "");
  }
  for (const std::string& name : service.routed) out += fmt::format("  routed {}\n", name);
  if (!service.evpn) return;
  const model::EvpnInstance& evpn = *service.evpn;
  out += fmt::format("  evpn{} at {} tag {}", evpn.wire ? " wire" : "",
                     evpn.local ? net::ToString(*evpn.local) : "nowhere", evpn.tag);
  if (evpn.far_tag != evpn.tag) out += fmt::format(" far {}", evpn.far_tag);
  DumpTargets(out, evpn.import_targets, evpn.export_targets);
}

void DumpCopying(std::string& out, const model::CopySession& session) {
  out += fmt::format("copies {} {}\n", session.name,
                     session.what == model::CopiedWhat::kPackets ? "packets" : "records");
  for (const model::CopySource& source : session.sources) {
    out += fmt::format("  from {}{}{}{}{}\n", source.interface, source.inbound ? " in" : "",
                       source.outbound ? " out" : "",
                       source.ipv4 && source.ipv6 ? ""
                       : source.ipv4              ? " ipv4"
                                                  : " ipv6",
                       source.certain ? "" : " perhaps");
  }
  for (const model::CopyTarget& target : session.targets) {
    out += "  to";
    if (!target.interface.empty()) out += fmt::format(" port {}", target.interface);
    if (target.vlan) out += fmt::format(" vlan {}", *target.vlan);
    if (target.address)
      out += fmt::format(" {} protocol {}", net::ToString(*target.address), target.protocol);
    if (target.port != 0) out += fmt::format(" port {}", target.port);
    if (target.from) out += fmt::format(" source {}", net::ToString(*target.from));
    if (!target.vrf.empty()) out += fmt::format(" vrf {}", target.vrf);
    out += '\n';
  }
}

}  // namespace

std::string Dump(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  std::string out =
      fmt::format("device {} nos {}{}{}\n", device.name, device.nos, device.forwards4 ? "" : " no-forward4",
                  device.forwards6 ? "" : " no-forward6");
  if (device.mtu_default_bytes) out += fmt::format("mtu of ethernet {}\n", *device.mtu_default_bytes);
  if (config.connected_distance != 0)
    out += fmt::format("connected distance {}\n", config.connected_distance);
  if (!config.local_routes) out += "no local routes\n";
  for (const model::Interface& interface : device.interfaces) DumpInterface(out, interface);
  for (const model::Acl& acl : device.acls) DumpAcl(out, acl);
  for (const model::PolicyRouting& policy : device.policy_routing) DumpPolicyRouting(out, policy);
  for (const model::Translation& rule : device.translations) DumpTranslation(out, rule);
  for (const model::SelfGuard& guard : device.guards) DumpGuard(out, guard);
  DumpAccess(out, device.management);
  for (const model::TunnelConfig& tunnel : device.tunnels) DumpTunnel(out, tunnel);
  for (const model::CopySession& session : device.copying) DumpCopying(out, session);
  if (device.vxlan) DumpVxlan(out, *device.vxlan);
  for (const model::L2Service& service : device.l2_services) DumpL2Service(out, service);
  DumpRouting(out, config);
  return out;
}

}  // namespace ringfence::formats
