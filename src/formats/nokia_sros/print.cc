// Prints in the order of the model, as flat lines: one fact a line, names and keys in quotes.
#include "formats/nokia_sros/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_sros/nokia_sros.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Interface;
using model::InterfaceKind;

constexpr std::uint64_t kMega = 1'000'000;
constexpr std::uint32_t kOwnerPriority = 255;
constexpr std::string_view kAssociation = "macsec";

std::string_view AdminWord(const Interface& interface) { return interface.admin_up ? "enable" : "disable"; }

void PrintPort(const Interface& port, std::string& out) {
  const std::string head = fmt::format("/configure port {}", Quoted(port.name));
  out += fmt::format("{} admin-state {}\n", head, AdminWord(port));
  if (!port.description.empty()) out += fmt::format("{} description {}\n", head, Quoted(port.description));
  if (port.bandwidth_bps) out += fmt::format("{} ethernet speed {}\n", head, *port.bandwidth_bps / kMega);
  if (!port.macsec) return;
  const std::string macsec = head + " ethernet dot1x macsec ";
  out += macsec + "rx-must-be-encrypted true\n" + macsec + "sub-port 1 admin-state enable\n";
  out += fmt::format("{}sub-port 1 ca-name {}\n", macsec, Quoted(kAssociation));
}

void PrintLag(const model::Device& device, const Interface& lag, std::string& out) {
  const std::string head = fmt::format("/configure lag {}", Quoted(lag.name));
  out += fmt::format("{} admin-state {}\n", head, AdminWord(lag));
  if (!lag.description.empty()) out += fmt::format("{} description {}\n", head, Quoted(lag.description));
  for (const Interface& member : device.interfaces) {
    if (member.lag == lag.name) out += fmt::format("{} port {} {{ }}\n", head, Quoted(member.name));
  }
}

void PrintUse(const std::string& head, std::string_view where, const model::AclUse& use, std::string& out) {
  if (use.applies()) out += fmt::format("{} {} {}\n", head, where, Quoted(use.name));
}

void PrintAddress(const std::string& head, const model::InterfaceAddress& own, std::string& out) {
  const std::string address = net::ToString(own.address.address);
  if (own.address.address.family == net::Family::kIpv6) {
    out += fmt::format("{} ipv6 address {} prefix-length {}\n", head, address, own.address.length);
  } else if (own.secondary) {
    out += fmt::format("{} ipv4 secondary {} prefix-length {}\n", head, address, own.address.length);
  } else {
    out += fmt::format("{} ipv4 primary address {}\n", head, address);
    out += fmt::format("{} ipv4 primary prefix-length {}\n", head, own.address.length);
  }
}

void PrintVrrp(const std::string& interface, const model::VirtualRouter& group, std::string& out) {
  const bool v6 = !group.addresses.empty() && group.addresses[0].family == net::Family::kIpv6;
  const std::string head = fmt::format("{} {} vrrp {}", interface, v6 ? "ipv6" : "ipv4", group.group);
  out += group.priority == kOwnerPriority ? head + " owner true\n"
                                          : fmt::format("{} priority {}\n", head, group.priority);
  if (!group.preempt) out += head + " preempt false\n";
  for (const net::IpAddress& address : group.addresses)
    out += fmt::format("{} backup [{}]\n", head, net::ToString(address));
}

void PrintRouterInterface(const Interface& interface, std::string& out) {
  const std::string head = fmt::format("{} interface {}", RouterHead(interface.vrf), Quoted(interface.name));
  out += fmt::format("{} admin-state {}\n", head, AdminWord(interface));
  if (!interface.description.empty())
    out += fmt::format("{} description {}\n", head, Quoted(interface.description));
  if (interface.kind == InterfaceKind::kLoopback && interface.name != "system")
    out += head + " loopback true\n";
  if (!interface.parent.empty()) {
    const std::string tag = interface.vlan ? fmt::format(":{}", *interface.vlan) : std::string();
    // Services have access points, the base router has ports.
    const bool service = !interface.vrf.empty();
    out += fmt::format("{} {} {}{}\n", head, service ? "sap" : "port", Quoted(interface.parent + tag),
                       service ? " { }" : "");
  }
  if (interface.mtu_bytes) out += fmt::format("{} ip-mtu {}\n", head, *interface.mtu_bytes);
  for (const model::InterfaceAddress& own : interface.addresses) PrintAddress(head, own, out);
  if (!interface.unnumbered_from.empty()) {
    out += fmt::format("{} ipv4 unnumbered ip-int-name {}\n", head, Quoted(interface.unnumbered_from));
  }
  for (const model::VirtualRouter& group : interface.virtual_routers) PrintVrrp(head, group, out);
  PrintUse(head, "ingress filter ip", interface.acl_in4, out);
  PrintUse(head, "ingress filter ipv6", interface.acl_in6, out);
  PrintUse(head, "egress filter ip", interface.acl_out4, out);
  PrintUse(head, "egress filter ipv6", interface.acl_out6, out);
}

void PrintInterface(const model::Device& device, const Interface& interface, std::string& out) {
  if (interface.kind == InterfaceKind::kPhysical) {
    PrintPort(interface, out);
  } else if (interface.kind == InterfaceKind::kLag) {
    PrintLag(device, interface, out);
  } else {
    PrintRouterInterface(interface, out);
  }
}

}  // namespace

std::string Quoted(std::string_view word) {
  std::string text = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

std::string RouterHead(std::string_view vrf) {
  return vrf.empty() ? "/configure router \"Base\"" : "/configure service vprn " + Quoted(vrf);
}

std::string QuotedList(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) text += (text.size() > 1 ? " " : "") + Quoted(name);
  return text + ']';
}

std::string Print(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  std::string out = "# TiMOS- configuration printed from a model\n";
  if (!device.name.empty()) out += fmt::format("/configure system name {}\n", Quoted(device.name));
  if (std::ranges::any_of(device.interfaces, &Interface::macsec)) {
    const std::string head =
        fmt::format("/configure macsec connectivity-association {}", Quoted(kAssociation));
    out += head + " admin-state enable\n" + head + " macsec-encrypt true\n";
  }
  PrintFilters(device, out);
  for (const Interface& interface : device.interfaces) PrintInterface(device, interface, out);
  PrintCopying(device, out);
  PrintPolicies(config.policies, out);
  PrintRouting(config, out);
  PrintBgp(config, out);
  PrintManagement(device, out);
  return out;
}

}  // namespace ringfence::formats::nokia_sros
