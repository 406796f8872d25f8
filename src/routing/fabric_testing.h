// A random fabric for tests: every router an AS, sessions over links. Test support only.
#pragma once

#include <string>
#include <utility>

#include "routing/provider_testing.h"

namespace ringfence::routing {

/// Routers that announce subnets of their own, some of them the same ones, and filter and prefer at random.
class Fabric {
 public:
  /// Adds them.
  Fabric(World& net, Dice& dice) : net_(net), dice_(dice), routers_(4 + dice.Below(5)), wild_(dice.OneIn(4)) {
    for (int i = 0; i < routers_; ++i) {
      auto& family = AddBgp(net, RouterOf(i), AsOf(i), LoopbackOf(i));
      net[RouterOf(i)].ospf.processes.clear();
      family.ebgp_paths_max = dice.OneIn(2) ? 4 : 1;
      family.multipath_relax_as = dice.OneIn(2);
    }
    for (int i = 1; i < routers_; ++i) Join(i, dice.Below(i));
    for (int more = dice.Below(2 * routers_); more > 0; --more) {
      const auto [a, b] = dice.Two(routers_);
      Join(a, b);
    }
    for (int i = 0; i < routers_; ++i) AddOwn(i);
  }

 private:
  bgp::AsNumber AsOf(int router) const {
    return static_cast<bgp::AsNumber>(64512 + (router == 5 ? 4 : router));
  }
  bgp::BgpFamilyConfig& Family(int router) { return net_[RouterOf(router)].bgp.vrfs[0].families[0]; }

  void Join(int a, int b) {
    const std::string net = "10.0." + std::to_string(links_) + ".";
    const std::string port = "l" + std::to_string(links_++);
    net_.Port(RouterOf(a), port, net + "0/31");
    net_.Port(RouterOf(b), port, net + "1/31");
    Treat(a, AddNeighbor(net_, RouterOf(a), net + "1", AsOf(b)));
    Treat(b, AddNeighbor(net_, RouterOf(b), net + "0", AsOf(a)));
  }
  /// Some neighbours are preferred, some routes are told with another next hop.
  void Treat(int router, bgp::BgpNeighbor& neighbor) {
    if (dice_.OneIn(6)) {
      const auto preference = static_cast<std::uint32_t>(90 + 10 * dice_.Below(3));
      AddPolicy(router, {.kind = model::RouteActionKind::kLocalPreference, .value = preference});
      neighbor.families[0].import.names = {policy_};
    }
    if (!wild_ || !dice_.OneIn(8)) return;
    AddPolicy(router, {.kind = model::RouteActionKind::kNextHop, .address = routing::A("10.8.1.9")});
    neighbor.families[0].import.names = {policy_};
    neighbor.ebgp_hops_max = 4;
  }
  void AddPolicy(int router, model::RouteAction action) {
    policy_ = "p" + std::to_string(policies_++);
    model::RouteTerm term{.actions = {std::move(action)}};
    term.flow = model::TermFlow::kAccept;
    term.span = net_.NewSpan();
    net_[RouterOf(router)].policies.policies.push_back(
        {policy_, {std::move(term)}, model::PolicyEnd::kReject, {}});
  }
  void AddOwn(int router) {
    const std::string name = RouterOf(router);
    net_.Port(name, "office", "10.8." + std::to_string(router) + ".1/25");
    Announce(router, Provider::OfficeOf(router));
    if (dice_.OneIn(3)) Announce(router, "203.0.113.0/24");
    if (dice_.OneIn(6)) Announce(router, "10.8.0.0/16");
    if (wild_ && dice_.OneIn(6)) Announce(router, "0.0.0.0/0");
    if (!wild_ || !dice_.OneIn(6)) return;
    bgp::BgpRedistribution redistribution;
    redistribution.source = model::RouteSource::kConnected;
    redistribution.span = net_.NewSpan();
    Family(router).redistributions.push_back(redistribution);
  }
  /// With a static route that discards, or without any.
  void Announce(int router, std::string_view prefix) {
    const bool rests = dice_.OneIn(2);
    if (rests) net_.Static(RouterOf(router), prefix, "").distance = dice_.OneIn(5) ? 250 : 1;
    Family(router).networks.push_back(
        {.prefix = routing::P(prefix), .needs_route = rests, .span = net_.NewSpan()});
  }

  World& net_;
  Dice& dice_;
  int routers_;
  bool wild_;  ///< BGP brings what it rests on itself
  int links_ = 0, policies_ = 0;
  std::string policy_;  ///< made last
};

}  // namespace ringfence::routing
