// RIP as text.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/print.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace rip = routing::rip;

/// The class of an address names the network of it.
std::string NetworkOf(const net::IpAddress& address) {
  const std::uint32_t first = address.v4() >> 24;
  const std::uint8_t length = first < 128 ? 8 : first < 192 ? 16 : 24;
  return net::ToString(net::Prefix::Of(address, length).address);
}

std::vector<std::string> NetworksOf(const model::Device& device, const rip::RipProcess& process) {
  std::vector<std::string> networks;
  for (const rip::RipInterface& one : process.interfaces) {
    for (const model::InterfaceAddress& address :
         device.interfaces[model::FindInterface(device, one.name).index()].addresses) {
      if (address.address.address.family != net::Family::kIpv4) continue;
      std::string network = NetworkOf(address.address.address);
      if (std::ranges::count(networks, network) == 0) networks.push_back(std::move(network));
    }
  }
  return networks;
}

void PrintProcess(Printing& out, const rip::RipProcess& process) {
  out.text += fmt::format("rip {}", process.id);
  if (!process.vrf.empty()) out.text += " vpn-instance " + process.vrf;
  out.text += "\n version 2\n";
  out.text += process.auto_summary ? " summary always\n" : " undo summary\n";
  out.text +=
      fmt::format(" preference {}\n maximum load-balancing {}\n", process.distance, process.max_paths);
  for (const std::string& network : NetworksOf(out.config.device, process))
    out.text += fmt::format(" network {}\n", network);
  for (const rip::RipInterface& interface : process.interfaces) {
    if (interface.passive) out.text += fmt::format(" silent-interface {}\n", interface.name);
  }
  for (const rip::RipRedistribution& import : process.redistributions) {
    out.text += fmt::format(" import-route {}", SourceWord(import.source, net::Family::kIpv4));
    if (!import.process.empty()) out.text += ' ' + import.process;
    if (import.bgp_internal) out.text += " permit-ibgp";
    if (import.metric) out.text += fmt::format(" cost {}", *import.metric);
    out.text += PolicyWords(import.policies) + '\n';
  }
  out.text += "#\n";
}

}  // namespace

void PrintRip(Printing& out) {
  for (const rip::RipProcess& process : out.config.rip.processes) PrintProcess(out, process);
}

void PrintInterfaceRip(Printing& out, const model::Interface& interface) {
  for (const rip::RipProcess& process : out.config.rip.processes) {
    const auto found = std::ranges::find(process.interfaces, interface.name, &rip::RipInterface::name);
    if (found == process.interfaces.end()) continue;
    if (!found->receives) out.text += " undo rip input\n";
    if (!found->sends) out.text += " undo rip output\n";
    if (!found->split_horizon) out.text += " undo rip split-horizon\n";
    out.text += fmt::format(" rip metricin {}\n rip metricout {}\n", found->metric_in, found->metric_out);
    if (found->authentication.empty()) continue;
    std::string words = found->authentication;
    for (char& c : words) c = c == ':' ? ' ' : c;
    out.text += fmt::format(" rip authentication-mode {}\n", words);
  }
}

}  // namespace ringfence::formats::huawei_vrp
