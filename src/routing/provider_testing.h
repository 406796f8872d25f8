// A random provider network for tests. Test support only.
#pragma once

#include <string>
#include <string_view>

#include "routing/random_testing.h"

namespace ringfence::routing {

/// The node speaks BGP with one family of IPv4.
inline bgp::BgpFamilyConfig& AddBgp(World& net, const std::string& name, bgp::AsNumber as,
                                    std::string_view id) {
  net[name].bgp.as = as;
  bgp::BgpVrf& main = net[name].bgp.vrfs.emplace_back();
  main.router_id = routing::A(id);
  return main.families.emplace_back();
}

/// A neighbour statement of a node that speaks BGP. Valid until the next one.
inline bgp::BgpNeighbor& AddNeighbor(World& net, const std::string& name, std::string_view address,
                                     bgp::AsNumber as) {
  bgp::BgpNeighbor& neighbor = net[name].bgp.vrfs[0].neighbors.emplace_back();
  neighbor.address = routing::A(address);
  neighbor.remote_as = as;
  neighbor.span = net.NewSpan();
  neighbor.families.emplace_back();
  return neighbor;
}

/// Routers of one AS over a mesh of OSPF, some of them reflectors, and neighbours of other AS.
class Provider {
 public:
  /// Adds them. `split`: with two areas.
  Provider(World& net, Dice& dice, bool split)
      : net_(net), dice_(dice), routers_(3 + dice.Below(4)), wild_(dice.OneIn(3)) {
    AddMesh(net, dice, routers_);
    if (split) SplitAreas();
    for (int i = 0; i < routers_; ++i) Speak(RouterOf(i), kInside, LoopbackOf(i));
    const int reflectors = 1 + dice.Below(2);
    for (int i = 0; i < routers_; ++i) {
      for (int r = 0; r < reflectors; ++r) {
        if (i != r && (i > reflectors || dice.OneIn(2))) JoinInside(i, r);
      }
    }
    for (int n = 1 + dice.Below(3); n > 0; --n) AddOutside(n);
    for (int i = 0; i < routers_; ++i) AddOwn(i);
  }

  int routers() const { return routers_; }
  /// The subnet of hosts that a router brings into BGP.
  static std::string OfficeOf(int router) { return "10.8." + std::to_string(router) + ".0/24"; }

 private:
  /// Every other link goes to area 1.
  void SplitAreas() {
    for (int r = 0; r < routers_; ++r) {
      for (ospf::OspfInterface& interface : net_[RouterOf(r)].ospf.processes[0].interfaces) {
        if (interface.name[0] != 'r' || (r + interface.name[1]) % 2 != 0) continue;
        interface.area = 1;
        net_.AreaOf(RouterOf(r), 1);
      }
    }
  }
  void Speak(const std::string& name, bgp::AsNumber as, std::string_view id) {
    bgp::BgpFamilyConfig& family = AddBgp(net_, name, as, id);
    net_[name].bgp.decision.oldest_external_wins = dice_.OneIn(3);
    family.ibgp_paths_max = dice_.OneIn(3) ? 4 : 1;
    family.resolves_by_default_route = dice_.OneIn(2);
  }
  bgp::BgpNeighbor& Neighbor(const std::string& name, std::string_view address, bgp::AsNumber as) {
    return AddNeighbor(net_, name, address, as);
  }
  void JoinInside(int client, int reflector) {
    bgp::BgpNeighbor& up = Neighbor(RouterOf(client), LoopbackOf(reflector), kInside);
    up.update_source_interface = "lo";
    up.families[0].next_hop_self = dice_.OneIn(2) ? bgp::NextHopSelf::kDefault : kSelf;
    bgp::BgpNeighbor& down = Neighbor(RouterOf(reflector), LoopbackOf(client), kInside);
    down.update_source_interface = "lo";
    down.families[0].reflector_client = true;
  }
  void AddOutside(int number) {
    const std::string name = "e" + std::to_string(number);
    const std::string net = "198.51.100." + std::to_string(number * 2);
    const std::string far = "198.51.100." + std::to_string(number * 2 + 1);
    const std::string border = RouterOf(dice_.Below(routers_));
    net_.Port(border, name, net + "/31");
    net_.Port(name, border, far + "/31");
    const auto as = static_cast<bgp::AsNumber>(64500 + dice_.Below(2));
    Speak(name, as, "203.0.113." + std::to_string(number));
    net_[name].ospf.processes.clear();
    Neighbor(border, far, as);
    Neighbor(name, net, kInside);
    if (dice_.OneIn(2)) net_.Run(border, name, 0, 5).passive = true;
    Originate(name, dice_.OneIn(2) ? "203.0.113.0/24" : "10.200.0.0/16");
    if (!wild_) return;
    if (dice_.OneIn(3)) Originate(name, "0.0.0.0/0");                   // covers every address asked for
    if (dice_.OneIn(4)) Originate(name, "192.0.2.0/24");                // so does this one
    if (dice_.OneIn(4)) Originate(name, LanOf(dice_.Below(routers_)));  // a route of OSPF's too
  }
  void AddOwn(int router) {
    const std::string name = RouterOf(router);
    const std::string office = "10.8." + std::to_string(router);
    net_.Port(name, "office", office + ".1/24");
    if (dice_.OneIn(3)) {
      bgp::BgpRedistribution redistribution;
      redistribution.source = wild_ ? model::RouteSource::kConnected : model::RouteSource::kStatic;
      redistribution.span = net_.NewSpan();
      Family(name).redistributions.push_back(redistribution);
    } else {
      Family(name).networks.push_back({.prefix = routing::P(office + ".0/24"), .span = net_.NewSpan()});
    }
    if (dice_.OneIn(3))
      net_.Static(name, "10.7." + std::to_string(dice_.Below(2)) + ".0/24", "").distance = 250;
    if (dice_.OneIn(6)) net_.Static(name, "203.0.113.0/24", "").distance = 210;
  }
  void Originate(const std::string& name, std::string_view prefix) {
    Family(name).networks.push_back(
        {.prefix = routing::P(prefix), .needs_route = false, .span = net_.NewSpan()});
  }
  bgp::BgpFamilyConfig& Family(const std::string& name) { return net_[name].bgp.vrfs[0].families[0]; }

  static constexpr bgp::AsNumber kInside = 65000;
  static constexpr bgp::NextHopSelf kSelf = bgp::NextHopSelf::kLearnedByEbgp;
  World& net_;
  Dice& dice_;
  int routers_;
  bool wild_;  ///< BGP brings what it or OSPF rests on
};

}  // namespace ringfence::routing
