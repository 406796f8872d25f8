// A random provider network with IS-IS in the place of OSPF, or beside it. Test support only.
#pragma once

#include <string>

#include "routing/provider_testing.h"

namespace ringfence::routing {

/// Routers of a provider on which IS-IS runs where OSPF ran: at one level or two, on all of them or some.
class IsisProvider {
 public:
  /// Adds them.
  IsisProvider(World& net, Dice& dice)
      : net_(net), dice_(dice), two_levels_(dice.OneIn(2)), mixed_(dice.OneIn(3)), feeds_(dice.OneIn(5)) {
    const int routers = Provider(net, dice, false).routers();
    const isis::MetricStyle styles[] = {isis::MetricStyle::kNarrow, isis::MetricStyle::kBoth};
    style_ = dice.OneIn(4) ? styles[dice.Below(2)] : isis::MetricStyle::kWide;
    for (int r = 0; r < routers; ++r) {
      if (mixed_ && dice.OneIn(4)) continue;
      AddProcess(r);
      if (!mixed_ || !dice.OneIn(3)) net[RouterOf(r)].ospf.processes.clear();
    }
  }

 private:
  void AddProcess(int r) {
    DeviceConfig& config = net_[RouterOf(r)];
    isis::IsisProcess process;
    process.tag = "X";
    process.area_ids = {two_levels_ && r % 2 != 0 ? "49.0002" : "49.0001"};
    process.system_id = "0000.0000.000" + std::to_string(r);
    process.levels = isis::kLevel2;
    if (two_levels_) process.levels = dice_.OneIn(3) ? isis::kLevel1 : isis::kLevelBoth;
    process.style_level1 = process.style_level2 = dice_.OneIn(6) ? isis::MetricStyle::kBoth : style_;
    process.overload = dice_.OneIn(10);
    process.max_paths = dice_.OneIn(3) ? 1 : 8;
    process.advertises_all_circuits = dice_.OneIn(4);
    process.attached_default_competes = dice_.OneIn(4);
    process.distance_level1 = process.distance_level2 = dice_.OneIn(4) ? 105 : 115;
    process.span = net_.NewSpan();
    for (const ospf::OspfInterface& from : config.ospf.processes[0].interfaces) AddInterface(from, process);
    AddBorder(process);
    config.isis.processes.push_back(process);
  }

  void AddInterface(const ospf::OspfInterface& from, isis::IsisProcess& process) {
    isis::IsisInterface& to = process.interfaces.emplace_back();
    to.name = from.name;
    to.passive = from.passive || from.name == "lo" || from.name == "lan";
    to.type = from.name == "lo" ? isis::IsisNetworkType::kLoopback : isis::IsisNetworkType::kPointToPoint;
    to.metric_level1 = to.metric_level2 = from.cost.value_or(10);
    if (dice_.OneIn(12)) to.metric_level2 = 0;
    to.span = net_.NewSpan();
  }

  void AddBorder(isis::IsisProcess& process) {
    if (process.levels == isis::kLevelBoth && dice_.OneIn(4)) {
      isis::IsisRedistribution& leak = process.redistributions.emplace_back();
      leak = {.source = model::RouteSource::kIsis, .into = isis::kLevel1, .span = net_.NewSpan()};
      leak.from_level = isis::kLevel2;
    }
    if (dice_.OneIn(6)) {
      const auto into = static_cast<isis::Levels>(1 + dice_.Below(3));
      process.summaries.push_back({.prefix = P("10.9.0.0/16"), .into = into, .span = net_.NewSpan()});
    }
    if (!feeds_ || !dice_.OneIn(2)) return;
    const model::RouteSource sources[] = {model::RouteSource::kConnected, model::RouteSource::kStatic,
                                          model::RouteSource::kOspf, model::RouteSource::kBgp};
    process.redistributions.push_back(
        {.source = sources[dice_.Below(4)], .into = process.levels, .span = net_.NewSpan()});
  }

  World& net_;
  Dice& dice_;
  bool two_levels_;
  bool mixed_;  ///< some routers speak OSPF too, or alone
  bool feeds_;  ///< some redistribute into IS-IS
  isis::MetricStyle style_ = isis::MetricStyle::kWide;
};

}  // namespace ringfence::routing
