// Prints in the order of the model, as `set` lines: one fact a line.
#include "formats/juniper_junos/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/juniper_junos.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Interface;
using model::InterfaceKind;
using net::Family;

void PrintUse(std::string& out, const std::string& unit, std::string_view where, const model::AclUse& use) {
  if (use.applies()) out += fmt::format("set interfaces {} family {} {}\n", unit, where, Quoted(use.name));
}

void PrintPort(const Interface& port, std::string& out) {
  const std::string head = fmt::format("set interfaces {}", port.name);
  out += head + '\n';
  if (!port.admin_up) out += head + " disable\n";
  if (!port.description.empty()) out += fmt::format("{} description {}\n", head, Quoted(port.description));
  if (!port.lag.empty()) out += fmt::format("{} gigether-options 802.3ad {}\n", head, port.lag);
  // Bundles take the sum of their members.
  if (port.bandwidth_bps && port.kind != InterfaceKind::kLag &&
      port.bandwidth_bps != SpeedOfName(port.name)) {
    out += fmt::format("{} speed {}\n", head, *port.bandwidth_bps);
  }
}

bool HasFamily(const Interface& unit, Family family) {
  return std::any_of(
      unit.addresses.begin(), unit.addresses.end(),
      [family](const model::InterfaceAddress& own) { return own.address.address.family == family; });
}

void PrintSwitchPort(const model::SwitchPort& port, const Interface& unit, const std::string& head,
                     std::string& out) {
  const std::string switching = head + " family ethernet-switching";
  out += fmt::format("{} interface-mode {}\n", switching, port.trunk ? "trunk" : "access");
  if (!port.trunk) {
    out += fmt::format("{} vlan members {}\n", switching, port.vlan);
    return;
  }
  for (const model::VlanRange& range : port.allowed)
    out += fmt::format("{} vlan members {}-{}\n", switching, range.first, range.last);
  if (port.vlan != 0) out += fmt::format("set interfaces {} native-vlan-id {}\n", unit.parent, port.vlan);
}

// A group stands below an address of its family.
void PrintVirtualRouters(const Interface& unit, const std::string& head, std::string& out) {
  for (const model::VirtualRouter& group : unit.virtual_routers) {
    const Family family = group.addresses.empty() ? Family::kIpv4 : group.addresses[0].family;
    const bool v4 = family == Family::kIpv4;
    for (const model::InterfaceAddress& own : unit.addresses) {
      if (own.address.address.family != family) continue;
      const std::string line =
          fmt::format("{} family {} address {} {} {}", head, v4 ? "inet" : "inet6",
                      net::ToString(own.address), v4 ? "vrrp-group" : "vrrp-inet6-group", group.group);
      out += fmt::format("{} priority {}\n", line, group.priority);
      if (!group.preempt) out += line + " no-preempt\n";
      for (const net::IpAddress& address : group.addresses)
        out += fmt::format("{} virtual-{}address {}\n", line, v4 ? "" : "inet6-", net::ToString(address));
      break;
    }
  }
}

void PrintUnit(const model::Device& device, const Interface& unit, std::string& out) {
  const std::string path = UnitPath(unit.name);
  const std::string head = "set interfaces " + path;
  out += head + '\n';
  if (!unit.admin_up) out += head + " disable\n";
  if (!unit.description.empty()) out += fmt::format("{} description {}\n", head, Quoted(unit.description));
  if (unit.vlan && unit.kind == InterfaceKind::kSvi) {
    out += fmt::format("set vlans vlan-{} vlan-id {}\nset vlans vlan-{} l3-interface {}\n", *unit.vlan,
                       *unit.vlan, *unit.vlan, unit.name);
  } else if (unit.vlan) {
    out += fmt::format("{} vlan-id {}\n", head, *unit.vlan);
  }
  if (unit.switch_port) PrintSwitchPort(*unit.switch_port, unit, head, out);
  const auto parent = model::FindInterface(device, unit.parent);
  const auto known =
      parent.valid() ? device.interfaces[parent.index()].bandwidth_bps : SpeedOfName(unit.name);
  if (unit.bandwidth_bps && unit.bandwidth_bps != known) {
    out += fmt::format("{} bandwidth {}\n", head, *unit.bandwidth_bps);
  }
  if (unit.mtu_bytes) {
    const bool only6 = !HasFamily(unit, Family::kIpv4) && HasFamily(unit, Family::kIpv6);
    out += fmt::format("{} family {} mtu {}\n", head, only6 ? "inet6" : "inet", *unit.mtu_bytes);
  }
  for (const model::InterfaceAddress& own : unit.addresses) {
    const bool v4 = own.address.address.family == Family::kIpv4;
    out += fmt::format("{} family {} address {}\n", head, v4 ? "inet" : "inet6", net::ToString(own.address));
  }
  PrintVirtualRouters(unit, head, out);
  if (!unit.unnumbered_from.empty()) {
    out += fmt::format("{} family inet unnumbered-address {}\n", head, unit.unnumbered_from);
  }
  PrintUse(out, path, "inet filter input", unit.acl_in4);
  PrintUse(out, path, "inet filter output", unit.acl_out4);
  PrintUse(out, path, "inet6 filter input", unit.acl_in6);
  PrintUse(out, path, "inet6 filter output", unit.acl_out6);
}

}  // namespace

std::string Quoted(std::string_view word) {
  if (!word.empty() && word.find_first_of(" \t\"\\;{}[]#/<>") == std::string_view::npos)
    return std::string(word);
  std::string text = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') text += '\\';
    text += c == '\n' ? ' ' : c;
  }
  return text + '"';
}

std::string UnitPath(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return std::string(name) + " unit 0";
  return fmt::format("{} unit {}", name.substr(0, dot), name.substr(dot + 1));
}

std::string Print(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  std::string out = "set version 0\n";
  if (!device.name.empty()) out += fmt::format("set system host-name {}\n", Quoted(device.name));
  const auto managed = [](const Interface& interface) { return interface.vrf == "mgmt_junos"; };
  if (std::any_of(device.interfaces.begin(), device.interfaces.end(), managed))
    out += "set system management-instance\n";
  for (const Interface& interface : device.interfaces) {
    if (interface.name.find('.') == std::string::npos) {
      PrintPort(interface, out);
    } else {
      PrintUnit(device, interface, out);
    }
  }
  PrintFilters(device, out);
  PrintManagement(device, out);
  PrintProtection(device, out);
  PrintCopying(device, out);
  PrintRouting(config, out);
  return out;
}

}  // namespace ringfence::formats::juniper_junos
