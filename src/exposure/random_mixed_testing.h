// A random network of several AS and protocols with flows for tests of failures. Test support only.
#pragma once

#include <string>
#include <vector>

#include "exposure/exposure_testing.h"
#include "routing/mixed_testing.h"

namespace ringfence::exposure {

/// A mixed network with access lists, circuits over two line systems, and flows between hosts of two routers.
class MixedSnapshot : public Snapshot {
 public:
  static constexpr int kFlows = 4;

  MixedSnapshot(routing::Dice& dice, const routing::MixedNetwork::Shape& shape)
      : dice_(dice), mixed_(net, dice, shape) {
    for (const char* system : {"north", "south"}) Add(system, model::ElementKind::kLineSystem);
    for (std::size_t wire = 0; wire < mixed_.wires().size(); ++wire) AddOptics(wire);
    for (int lists = dice.Below(3); lists > 0; --lists) AddList("list" + std::to_string(lists));
    for (int f = 0; f < kFlows; ++f) AddFlowOf(f);
    if (dice.OneIn(6))
      CheckSources(net[routing::RouterOf(dice.Below(mixed_.routers()))].device, net.NewSpan(), dice);
    Build();
  }

 private:
  void AddOptics(std::size_t number) {
    const routing::MixedNetwork::Wire& wire = mixed_.wires()[number];
    if (!dice_.OneIn(3)) return;
    std::vector<std::string> over;
    if (!dice_.OneIn(3)) over.emplace_back(dice_.OneIn(2) ? "north" : "south");
    if (over.size() == 1 && dice_.OneIn(4)) over.emplace_back(over[0] == "north" ? "south" : "north");
    AddCircuit("c" + std::to_string(number), {routing::RouterOf(wire.a), wire.port, {}},
               {routing::RouterOf(wire.b), wire.port, {}}, over);
  }

  std::string AddressOf(int router, bool office) const {
    return office ? "10.8." + std::to_string(router) + ".7" : routing::LoopbackOf(router);
  }

  void AddFlowOf(int number) {
    const auto [a, b] = dice_.Two(mixed_.routers());
    const bool office = !dice_.OneIn(3);
    const bool anycast = dice_.OneIn(6);  // whoever announces it: the flow may arrive elsewhere
    AddFlow("f" + std::to_string(number), routing::RouterOf(a), AddressOf(a, office), routing::RouterOf(b),
            anycast ? "203.0.113.7" : AddressOf(b, office));
    model::Flow& flow = policy.flows.back();
    if (office && !anycast && dice_.OneIn(3))
      flow.hosts[1] = {routing::P(routing::MixedNetwork::OfficeOf(b))};
    if (!dice_.OneIn(3)) return;
    flow.packets.protocol = {{6, 6}};
    flow.packets.destination_port = {{80, 80}};
  }

  /// A router drops some packets that come in or go out by some of its ports.
  void AddList(const std::string& name) {
    model::Device& device = net[routing::RouterOf(dice_.Below(mixed_.routers()))].device;
    model::Acl acl;
    acl.name = name;
    model::AclLine deny;
    if (dice_.OneIn(2))
      deny.match.destination = {
          net::AddressMatch::Of(routing::P(routing::MixedNetwork::OfficeOf(dice_.Below(mixed_.routers()))))};
    if (dice_.OneIn(2)) deny.match.protocol = {{6, 6}};
    if (dice_.OneIn(2))
      deny.match.source = {
          net::AddressMatch::Of(routing::P(dice_.OneIn(2) ? "10.8.0.0/23" : "192.0.2.0/30"))};
    deny.span = net.NewSpan();
    acl.lines = {deny};
    acl.end_action = model::AclAction::kPermit;
    device.acls.push_back(acl);
    for (model::Interface& port : device.interfaces) {
      if (port.name[0] != 'w' || !dice_.OneIn(2)) continue;
      model::AclUse& use = dice_.OneIn(2) ? port.acl_in4 : port.acl_out4;
      use.name = name;
      use.span = net.NewSpan();
    }
  }

  routing::Dice& dice_;
  routing::MixedNetwork mixed_;
};

}  // namespace ringfence::exposure
