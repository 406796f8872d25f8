// EIGRP processes: which interfaces run them, with what metric.

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/port_delay.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"

namespace ringfence::formats::cisco_ios {
namespace {

namespace eigrp = routing::eigrp;

constexpr std::string_view kEveryInterface = "default";
constexpr std::uint64_t kPicosecondsPerUnit = 10'000'000;

const EigrpNetworkText* Covering(const EigrpText& text, const net::IpAddress& address) {
  for (const EigrpNetworkText& network : text.networks) {
    if (net::And(address, net::Not(network.wildcard)) == network.address) return &network;
  }
  return nullptr;
}

/// The setting of the interface, else that of `af-interface default`.
template <class Map>
auto SettingOf(const Map& map, const std::string& name, typename Map::mapped_type fallback) {
  const auto own = map.find(name);
  if (own != map.end()) return own->second;
  const auto every = map.find(std::string(kEveryInterface));
  return every != map.end() ? every->second : fallback;
}

eigrp::EigrpInterface ConvertInterface(const EigrpText& text, const InterfaceText& from,
                                       const model::Interface& interface) {
  const std::uint32_t as = text.value.as;
  eigrp::EigrpInterface out;
  out.name = interface.name;
  out.passive = SettingOf(text.passive, interface.name, text.passive_default.value_or(false));
  const bool horizon = !from.no_eigrp_split_horizon.contains(as);
  out.split_horizon = SettingOf(text.split_horizon, interface.name, horizon);
  const std::uint64_t bandwidth_bps = interface.bandwidth_bps.value_or(0);
  out.metric.bandwidth_kbps = bandwidth_bps / 1000;
  out.metric.delay_ps = from.delay.set() ? from.delay.value * kPicosecondsPerUnit
                                         : DefaultDelay(interface, text.value.wide_metrics);
  out.metric.mtu_bytes = interface.mtu_bytes.value_or(1500);
  out.summaries = SettingOf(text.summaries, interface.name, {});
  const auto summaries = from.eigrp_summaries.find(as);
  if (summaries != from.eigrp_summaries.end())
    out.summaries.insert(out.summaries.end(), summaries->second.begin(), summaries->second.end());
  return out;
}

void ConvertFilters(const EigrpText& text, PolicyConverter& policies, eigrp::EigrpProcess& process) {
  for (const EigrpFilterText& filter : text.filters) {
    eigrp::EigrpFilter out{filter.in, filter.interface, {{}, true, filter.span}};
    if (filter.route_map) {
      out.chain.names = {policies.UseRouteMap(filter.name, filter.span, kRouting)};
    } else {
      const ListKind kind = filter.prefix_list ? ListKind::kPrefix4 : ListKind::kAccess4;
      const auto name = policies.UseFilter(kind, filter.name, filter.span, kRouting);
      if (!name) continue;
      out.chain.names = {*name};
    }
    process.filters.push_back(std::move(out));
  }
}

}  // namespace

void ConvertEigrp(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config) {
  for (const EigrpText& text : reader.vendor.eigrp) {
    eigrp::EigrpProcess process = text.value;
    if (text.off || process.as == 0) continue;
    for (std::size_t i = 0; i < config.device.interfaces.size(); ++i) {
      const model::Interface& interface = config.device.interfaces[i];
      const model::InterfaceAddress* primary = Primary4(config.device, interface);
      if (interface.vrf != process.vrf || primary == nullptr) continue;
      const EigrpNetworkText* network = Covering(text, primary->address.address);
      if (network == nullptr) continue;
      process.interfaces.push_back(ConvertInterface(text, reader.vendor.interfaces[i], interface));
      process.interfaces.back().span = network->span;
    }
    for (const EigrpRedistributeText& redistribute : text.redistributions) {
      process.redistributions.push_back(redistribute.value);
      if (redistribute.map.set())
        process.redistributions.back().policies = {
            policies.UseRouteMap(redistribute.map.value, redistribute.map.span, kRouting)};
    }
    ConvertFilters(text, policies, process);
    // `router eigrp` that only holds families is no process of its own.
    if (process.interfaces.empty() && process.redistributions.empty()) continue;
    if (!process.router_id) process.router_id = ChooseRouterId(config.device, process.vrf, {});
    config.eigrp.processes.push_back(std::move(process));
  }
}

}  // namespace ringfence::formats::cisco_ios
