// IPv6 and SRv6 for small networks of tests, beside the IPv4 they have. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "routing/network_testing.h"

namespace ringfence::routing {

/// IS-IS of level 2 for IPv6 on the interfaces of the default table between routers, with the costs of OSPF.
/// `number` differs between routers.
inline isis::IsisProcess& RunIsis6(DeviceConfig& config, int number) {
  isis::IsisProcess process;
  process.tag = "six";
  process.area_ids = {"49.0001"};
  const std::string digits = std::to_string(1000 + number);
  process.system_id = "0000.0000." + digits;
  process.levels = isis::kLevel2;
  process.style_level2 = isis::MetricStyle::kWide;
  process.max_paths = 64;
  for (const ospf::OspfInterface& runs : config.ospf.processes[0].interfaces) {
    const auto interface = std::ranges::find(config.device.interfaces, runs.name, &model::Interface::name);
    if (runs.name == "lo" || runs.name == "lan" || runs.name == "trap" || !interface->vrf.empty()) continue;
    const net::HostPrefix four = interface->addresses.front().address;
    interface->addresses.push_back(
        {{SixOf(four.address), static_cast<std::uint8_t>(four.length + 96)}, false, interface->span});
    isis::IsisInterface six;
    six.name = runs.name;
    six.type = isis::IsisNetworkType::kPointToPoint;
    six.ipv4 = false;
    six.ipv6 = true;
    six.metric_level2 = six.metric6_level2 = runs.cost.value_or(1);
    process.interfaces.push_back(six);
  }
  config.isis.processes.push_back(process);
  return config.isis.processes.back();
}

/// The device gives SIDs of the block to IPv4 of the VRF `red`, uses those of others and tells the block.
inline srv6::Service& RunSrv6(DeviceConfig& config, std::string_view block, base::Span span = {}) {
  config.srv6.locators = {{.name = "main", .prefix = P(block), .span = span}};
  config.srv6.services = {
      {.vrf = "red", .gives = P(block), .takes = true, .needs_route = true, .span = span}};
  for (isis::IsisProcess& process : config.isis.processes) process.locators = {{P(block), 0, span}};
  return config.srv6.services.front();
}

}  // namespace ringfence::routing
