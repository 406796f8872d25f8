#include "formats/nokia_srlinux/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_srlinux/convert.h"
#include "formats/nokia_srlinux/nokia_srlinux.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using model::Interface;
using model::ManagementService;

constexpr std::uint64_t kMega = 1'000'000, kGiga = 1'000'000'000;

void PrintPort(const Interface& interface, std::string& out) {
  const std::string head = fmt::format("set / interface {}", interface.name);
  out += fmt::format("{} admin-state {}\n", head, Enabled(interface.admin_up));
  if (!interface.description.empty())
    out += fmt::format("{} description {}\n", head, Quoted(interface.description));
  if (!interface.lag.empty()) out += fmt::format("{} ethernet aggregate-id {}\n", head, interface.lag);
  if (!interface.bandwidth_bps || interface.kind != model::InterfaceKind::kPhysical) return;
  const bool giga = *interface.bandwidth_bps % kGiga == 0;
  out += fmt::format("{} ethernet port-speed {}{}\n", head, *interface.bandwidth_bps / (giga ? kGiga : kMega),
                     giga ? 'G' : 'M');
}

void PrintAddresses(const Interface& interface, const std::string& head, std::string& out) {
  for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
    const std::string_view word = family == net::Family::kIpv4 ? "ipv4" : "ipv6";
    const auto is_of = [family](const auto& address) { return address.address.address.family == family; };
    const auto count = std::ranges::count_if(interface.addresses, is_of);
    if (count != 0) out += fmt::format("{} {} admin-state enable\n", head, word);
    bool first = true;
    for (const model::InterfaceAddress& address : interface.addresses) {
      if (!is_of(address)) continue;
      const bool primary = first && count > 1 && family == net::Family::kIpv4;
      out += fmt::format("{} {} address {}{}\n", head, word, net::ToString(address.address),
                         primary ? " primary" : "");
      first = false;
    }
  }
  if (!interface.unnumbered_from.empty()) {
    out += fmt::format("{} ipv4 unnumbered admin-state enable\n{} ipv4 unnumbered interface {}\n", head, head,
                       interface.unnumbered_from);
  }
}

void PrintSubinterface(const Interface& interface, std::string& out) {
  const std::size_t dot = interface.name.rfind('.');
  const std::string head = fmt::format("set / interface {} subinterface {}", interface.name.substr(0, dot),
                                       interface.name.substr(dot + 1));
  out += fmt::format("{} admin-state {}\n", head, Enabled(interface.admin_up));
  if (!interface.description.empty())
    out += fmt::format("{} description {}\n", head, Quoted(interface.description));
  if (interface.vlan) out += fmt::format("{} vlan encap single-tagged vlan-id {}\n", head, *interface.vlan);
  if (interface.mtu_bytes) out += fmt::format("{} ip-mtu {}\n", head, *interface.mtu_bytes);
  PrintAddresses(interface, head, out);
  const auto filter = [&](const model::AclUse& use, std::string_view where) {
    if (use.applies()) out += fmt::format("{} acl {} {}\n", head, where, Quoted(use.name));
  };
  filter(interface.acl_in4, "input ipv4-filter");
  filter(interface.acl_in6, "input ipv6-filter");
  filter(interface.acl_out4, "output ipv4-filter");
  filter(interface.acl_out6, "output ipv6-filter");
}

// All interfaces, then who belongs where: the default instance stands first.
void PrintInterfaces(const routing::DeviceConfig& config, std::string& out) {
  for (const Interface& interface : config.device.interfaces) {
    interface.name.find('.') == std::string::npos ? PrintPort(interface, out)
                                                  : PrintSubinterface(interface, out);
  }
  out += "set / network-instance default type default\n";
  for (const routing::VrfConfig& vrf : config.vrfs)
    out += fmt::format("set / network-instance {} type ip-vrf\n", Quoted(vrf.name));
  for (const Interface& interface : config.device.interfaces) {
    if (interface.name.find('.') == std::string::npos) continue;
    out += fmt::format("set / network-instance {} interface {}\n", Quoted(InstanceOf(interface.vrf)),
                       interface.name);
  }
}

void PrintGuards(const model::Device& device, std::string& out) {
  for (const model::SelfGuard& guard : device.guards) {
    if (!guard.vrf.empty()) continue;
    const bool v4 = guard.in4.applies();
    out += fmt::format("set / system control-plane-traffic input acl acl-filter {} type {} sequence-id 10\n",
                       Quoted((v4 ? guard.in4 : guard.in6).name), v4 ? "ipv4" : "ipv6");
  }
}

void PrintServices(const model::ManagementPlane& plane, std::string& out) {
  int count = 0;
  bool ssh = false;
  for (const model::ManagementAccess& access : plane.services) {
    ++count;
    if (access.service == ManagementService::kHttp) {
      out +=
          fmt::format("set / system json-rpc-server network-instance s{} http port {}\n", count, access.port);
      continue;
    }
    ssh = ssh || access.service == ManagementService::kSsh;
    const std::string_view word = access.service == ManagementService::kSsh    ? "ssh-server"
                                  : access.service == ManagementService::kGnmi ? "grpc-server"
                                                                               : "netconf-server";
    out += fmt::format("set / system {} s{} admin-state enable\n", word, count);
    out += fmt::format("set / system {} s{} port {}\n", word, count, access.port);
  }
  if (!ssh) out += "set / system ssh-server s0 admin-state disable\n";
}

}  // namespace

std::string Quoted(std::string_view word) {
  if (!word.empty() && word.find_first_of(" \t\"\\{}[]#;!") == std::string_view::npos)
    return std::string(word);
  std::string text = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

std::string Print(const routing::DeviceConfig& config) {
  std::string out;
  if (!config.device.name.empty())
    out += fmt::format("set / system name host-name {}\n", Quoted(config.device.name));
  if (config.device.mtu_default_bytes.value_or(kIpMtu) != kIpMtu)
    out += fmt::format("set / system mtu default-ip-mtu {}\n", *config.device.mtu_default_bytes);
  PrintServices(config.device.management, out);
  PrintFilters(config, out);
  PrintGuards(config.device, out);
  PrintInterfaces(config, out);
  PrintCopying(config.device, out);
  PrintPolicies(config.policies, out);
  PrintStatic(config, out);
  PrintOspf(config, out);
  PrintIsis(config, out);
  PrintBgp(config, out);
  return out;
}

}  // namespace ringfence::formats::nokia_srlinux
