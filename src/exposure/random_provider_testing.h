// A random provider network with flows for tests of failures. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "exposure/exposure_testing.h"
#include "routing/isis_world_testing.h"
#include "routing/provider_testing.h"

namespace ringfence::exposure {

/// A provider with circuits, line systems, lists, and flows between offices and loopbacks.
class RandomProvider : public Snapshot {
 public:
  /// `isis`: in the place of OSPF.
  explicit RandomProvider(routing::Dice& dice, bool isis = false) : dice_(dice) {
    const routing::Provider provider(net, dice, dice.OneIn(5));
    routers_ = provider.routers();
    if (dice.OneIn(3)) ElectOnLinks();
    if (dice.OneIn(3)) ShutPorts();
    if (dice.OneIn(3)) MixProtocols();
    if (dice.OneIn(5)) FilterTables();
    if (isis) TurnProviderToIsis();
    AddOptics();
    if (dice.OneIn(3)) AddList();
    for (int f = 0; f < 4; ++f) {
      const auto [a, b] = dice.Two(routers_);
      const bool hosts = dice.OneIn(3);
      AddFlow("f" + std::to_string(f), routing::RouterOf(a), AddressIn(a, hosts), routing::RouterOf(b),
              AddressIn(b, hosts));
      if (hosts && dice.OneIn(2))
        policy.flows.back().hosts[1] = {*net::ParsePrefix(routing::Provider::OfficeOf(b))};
    }
    Build();
  }

 private:
  static std::string AddressIn(int router, bool host) {
    return host ? "10.8." + std::to_string(router) + ".7" : routing::LoopbackOf(router);
  }
  /// Some links elect a designated router, and where nobody will be one there are no neighbours.
  void ElectOnLinks() {
    for (int r = 0; r < routers_; ++r) {
      for (routing::ospf::OspfInterface& interface : net[routing::RouterOf(r)].ospf.processes[0].interfaces) {
        if (interface.name[0] != 'r' || (r + interface.name[1]) % 3 != 0) continue;
        interface.type = routing::ospf::NetworkType::kBroadcast;
        if (r + interface.name[1] - '0' == 3) interface.priority = 0;
      }
    }
  }
  /// Some ports are shut, or are no part of OSPF.
  void ShutPorts() {
    for (int r = 0; r < routers_; ++r) {
      for (model::Interface& port : net[routing::RouterOf(r)].device.interfaces) {
        if (port.name[0] == 'r' && dice_.OneIn(8)) port.admin_up = false;
      }
      auto& interfaces = net[routing::RouterOf(r)].ospf.processes[0].interfaces;
      std::erase_if(interfaces, [this](const auto& one) { return one.name[0] == 'r' && dice_.OneIn(12); });
    }
  }
  /// Several protocols and routers bring the subnets of hosts, and which wins differs from router to router.
  void MixProtocols() {
    for (int r = 0; r < routers_; ++r) {
      const std::string office = routing::Provider::OfficeOf(dice_.Below(routers_));
      auto& family = net[routing::RouterOf(r)].bgp.vrfs[0].families[0];
      if (dice_.OneIn(3)) family.distance_ibgp = 90;
      if (dice_.OneIn(3)) net.Run(routing::RouterOf(r), "office", 0, 5).passive = true;
      if (dice_.OneIn(4)) net.Static(routing::RouterOf(r), office, "").distance = dice_.OneIn(2) ? 150 : 250;
      if (!dice_.OneIn(4)) continue;
      family.networks.push_back(
          {.prefix = *net::ParsePrefix(office), .needs_route = false, .span = net.NewSpan()});
    }
  }
  /// Some routers leave what OSPF knows out of their tables.
  void FilterTables() {
    for (int r = 0; r < routers_; ++r) {
      auto& process = net[routing::RouterOf(r)].ospf.processes[0];
      if (dice_.OneIn(4)) process.distances.intra = 255;
      if (!dice_.OneIn(3)) continue;
      const std::string hidden = routing::LoopbackOf(dice_.Below(routers_)) + "/32";
      process.table_filter.emplace().lines = {
          {.permit = false, .prefix = *net::ParsePrefix(hidden), .length_min = 32},
          {.prefix = *net::ParsePrefix("0.0.0.0/0")}};
    }
  }
  /// Most often at one level with wide metrics.
  void TurnProviderToIsis() {
    const bool odd = dice_.OneIn(4);
    for (int r = 0; r < routers_; ++r) {
      routing::DeviceConfig& config = net[routing::RouterOf(r)];
      const bool hides = config.ospf.processes[0].distances.intra == 255;
      routing::TurnToIsis(config, r);
      routing::isis::IsisProcess& process = config.isis.processes[0];
      process.max_paths = 64;
      if (hides) process.distance_level2 = 255;
      if (!odd || !dice_.OneIn(3)) continue;
      if (dice_.OneIn(2)) process.overload = true;
      if (dice_.OneIn(2)) process.levels = routing::isis::kLevelBoth;
      if (dice_.OneIn(2)) process.interfaces[0].metric_level2 = 0;
      if (dice_.OneIn(2)) process.style_level2 = routing::isis::MetricStyle::kBoth;
    }
  }
  /// Circuits over two line systems below some of the links.
  void AddOptics() {
    for (const char* system : {"north", "south"}) Add(system, model::ElementKind::kLineSystem);
    for (int r = 0; r < routers_; ++r) {
      for (const model::Interface& port : net[routing::RouterOf(r)].device.interfaces) {
        const int far = port.name[0] == 'r' && port.name.size() == 2 ? port.name[1] - '0' : r;
        if (far <= r || !dice_.OneIn(2)) continue;
        std::vector<std::string> over;
        if (!dice_.OneIn(3)) over.push_back(dice_.OneIn(2) ? "north" : "south");
        AddCircuit("c" + port.name + std::to_string(r), {routing::RouterOf(r), port.name, {}},
                   {routing::RouterOf(far), routing::RouterOf(r), {}}, over);
      }
    }
  }
  /// A router drops some packets that come in.
  void AddList() {
    model::Device& device = net[routing::RouterOf(dice_.Below(routers_))].device;
    model::Acl acl;
    acl.name = "some";
    model::AclLine deny;
    deny.match.destination = {net::AddressMatch::Of(*net::ParsePrefix("10.8.0.0/23"))};
    deny.match.destination_port = {{80, 80}};
    deny.match.protocol = {{6, 6}};
    model::AclLine permit;
    permit.action = model::AclAction::kPermit;
    acl.lines = {deny, permit};
    device.acls.push_back(acl);
    for (model::Interface& port : device.interfaces) {
      if (dice_.OneIn(2)) port.acl_in4 = {.name = "some", .span = net.NewSpan()};
    }
  }

  routing::Dice& dice_;
  int routers_ = 0;
};

}  // namespace ringfence::exposure
