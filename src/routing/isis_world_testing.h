// IS-IS in the place of OSPF in small networks. Test support only.
#pragma once

#include <string>

#include "routing/network_testing.h"

namespace ringfence::routing {

/// One level-2 process "X" with the interfaces that OSPF had, system id 0000.0000.000<number>.
inline void TurnToIsis(DeviceConfig& config, int number) {
  isis::IsisProcess process;
  process.tag = "X";
  process.area_ids = {"49.0001"};
  process.system_id = "0000.0000.000" + std::to_string(number);
  process.levels = isis::kLevel2;
  process.style_level1 = process.style_level2 = isis::MetricStyle::kWide;
  for (const ospf::OspfInterface& from : config.ospf.processes.at(0).interfaces) {
    isis::IsisInterface& to = process.interfaces.emplace_back();
    to.name = from.name;
    to.levels = isis::kLevel2;
    to.passive = from.name == "lo";
    to.type = to.passive ? isis::IsisNetworkType::kLoopback : isis::IsisNetworkType::kPointToPoint;
    to.metric_level2 = from.cost.value_or(10);
  }
  config.ospf.processes.clear();
  config.isis.processes.push_back(process);
}

}  // namespace ringfence::routing
