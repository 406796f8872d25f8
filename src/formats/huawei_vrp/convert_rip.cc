// RIP processes: `network` names classes of addresses, and an interface runs the process with all of its own.
//
// A network of the router itself has cost 0 and is announced as 1: this system adds where it sends.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::rip::RipInterface;
using routing::rip::RipProcess;

/// The statement that covers an address.
const VrpRipNetwork* NetworkOf(const VrpRip& process, const net::IpAddress& address) {
  for (const VrpRipNetwork& network : process.networks) {
    if (network.prefix.Contains(address)) return &network;
  }
  return nullptr;
}

/// The statement that starts the process on an interface; nothing where none does.
const VrpRipNetwork* NetworkOf(Conversion& conversion, const VrpRip& process, const VrpInterface& interface) {
  const VrpRipNetwork* first = nullptr;
  bool all = true;
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.address.address.family != net::Family::kIpv4) continue;
    const VrpRipNetwork* network = NetworkOf(process, address.address.address);
    all = all && network != nullptr;
    if (first == nullptr) first = network;
  }
  if (first != nullptr && !all)
    MarkUnmodelled(conversion, first->span, Impact::kRouting4, "RIP for some addresses of an interface");
  return first;
}

RipInterface ConvertRipInterface(Conversion& conversion, const VrpRip& process, const VrpInterface& from,
                                 base::Span span) {
  const VrpRipSettings& rip = from.rip;
  RipInterface to;
  to.name = from.name;
  to.span = span;
  to.passive = IsSilent(process.silent, from.name);
  to.receives = rip.input;
  to.sends = rip.output;
  to.split_horizon = rip.split_horizon || rip.poison_reverse;
  to.metric_in = rip.metric_in.value_or(kRipMetricIn);
  to.metric_out = rip.metric_out.value_or(kRipMetricOut);
  to.authentication = rip.authentication;
  const bool own = rip.version.number != 0;
  if ((own ? rip.version.number : process.version.number) != 2) {
    const base::Span line = own                           ? rip.version.span
                            : process.version.number != 0 ? process.version.span
                                                          : process.span;
    MarkUnmodelled(conversion, line, Impact::kRouting4, "RIP version 1");
  }
  return to;
}

/// A configured neighbour hears updates twice, alone and with all others of its link (r), so where the link
/// is sent to anyway it changes nothing.
void CheckPeers(Conversion& conversion, const VrpRip& from, const RipProcess& process) {
  for (const VrpRipPeer& peer : from.peers) {
    const bool heard = std::ranges::any_of(process.interfaces, [&](const RipInterface& one) {
      const model::InterfaceIndex index = model::FindInterface(conversion.to.device, one.name);
      if (!index.valid() || one.passive || !one.sends) return false;
      return std::ranges::any_of(
          conversion.to.device.interfaces[index.index()].addresses,
          [&](const auto& own) { return own.address.subnet().Contains(peer.address); });
    });
    if (!heard) MarkUnmodelled(conversion, peer.span, Impact::kRouting4, "configured RIP neighbour");
  }
}

RipProcess ConvertProcess(Conversion& conversion, const VrpRip& from) {
  RipProcess to;
  to.id = fmt::format("{}", from.id);
  to.vrf = from.vrf;
  to.span = from.span;
  to.distance = from.preference.value_or(kRipPreference);
  to.max_paths = from.max_paths.value_or(kRipMaxPaths);
  to.subnet_metric = 0;
  for (const VrpInterface& interface : conversion.from.interfaces) {
    if (interface.vpn_instance != from.vrf) continue;
    if (const VrpRipNetwork* network = NetworkOf(conversion, from, interface))
      to.interfaces.push_back(ConvertRipInterface(conversion, from, interface, network->span));
  }
  CheckPeers(conversion, from, to);
  // Interfaces with split horizon send no summaries unless `always` says so.
  to.auto_summary =
      !from.no_summary && (from.always_summary || std::ranges::any_of(to.interfaces, [](const auto& one) {
                             return !one.split_horizon && one.sends && !one.passive;
                           }));
  for (const VrpImport& import : from.imports) {
    routing::rip::RipRedistribution out;
    out.source = import.source;
    out.process = import.process;
    out.bgp_internal = import.bgp_internal;
    out.metric = import.cost.value_or(from.default_cost.value_or(kRipImportCost));
    out.policies = ImportPolicies(conversion, import.policy, net::Family::kIpv4, false, Impact::kRouting4);
    out.span = import.span;
    to.redistributions.push_back(std::move(out));
  }
  return to;
}

}  // namespace

void ConvertRip(Conversion& conversion) {
  for (const VrpRip& process : conversion.from.rip)
    conversion.to.rip.processes.push_back(ConvertProcess(conversion, process));
}

}  // namespace ringfence::formats::huawei_vrp
