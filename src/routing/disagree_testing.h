// Prefixes with several stable states for random providers: DISAGREE (Griffin and Wilfong), two who prefer
// what the other says about the prefix of a third. Test support only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/provider_testing.h"

namespace ringfence::routing {

/// Three AS that disagree about a prefix, at the borders of a provider.
class Disagree {
 public:
  Disagree(World& net, Dice& dice, int number, int routers)
      : net_(net), dice_(dice), number_(number), routers_(routers) {
    for (int i = 0; i < 3; ++i) {
      AddBgp(net, NameOf(i), AsOf(i), "203.0.113." + std::to_string(100 + 10 * number + i));
      net[NameOf(i)].ospf.processes.clear();
    }
    Join(NameOf(0), AsOf(0), NameOf(1), AsOf(1), 0, 0);
    Join(NameOf(0), AsOf(0), NameOf(2), AsOf(2), 0, 0);
    Join(NameOf(1), AsOf(1), NameOf(2), AsOf(2), 200, dice.OneIn(6) ? 0 : 200);
    for (int i = 1; i < 3; ++i) JoinProvider(i);
    Announce();
  }

 private:
  std::string NameOf(int i) const { return std::string(1, "oab"[i]) + std::to_string(number_); }
  bgp::AsNumber AsOf(int i) const { return static_cast<bgp::AsNumber>(64700 + 10 * number_ + i); }

  void JoinProvider(int i) {
    const std::string border = RouterOf(dice_.Below(routers_));
    Join(border, kProvider, NameOf(i), AsOf(i), dice_.OneIn(3) ? 200 : 0, dice_.OneIn(8) ? 150 : 0);
    if (dice_.OneIn(2)) net_.Run(border, port_, 0, 5).passive = true;
  }
  /// Each prefers what the other says, where there is a number.
  void Join(const std::string& a, bgp::AsNumber as_a, const std::string& b, bgp::AsNumber as_b,
            std::uint32_t prefers_a, std::uint32_t prefers_b) {
    const std::string net = "10.6." + std::to_string(number_) + ".";
    const std::string at_a = net + std::to_string(2 * links_), at_b = net + std::to_string(2 * links_ + 1);
    port_ = "d" + std::to_string(number_) + std::to_string(links_++);
    net_.Port(a, port_, at_a + "/31");
    net_.Port(b, port_, at_b + "/31");
    Prefer(a, prefers_a, AddNeighbor(net_, a, at_b, as_b));
    Prefer(b, prefers_b, AddNeighbor(net_, b, at_a, as_a));
  }
  void Prefer(const std::string& name, std::uint32_t preference, bgp::BgpNeighbor& neighbor) {
    if (preference == 0) return;
    model::RouteTerm term{
        .actions = {{.kind = model::RouteActionKind::kLocalPreference, .value = preference}}};
    term.flow = model::TermFlow::kAccept;
    const std::string policy = "prefer-" + port_;
    net_[name].policies.policies.push_back({policy, {std::move(term)}, model::PolicyEnd::kReject, {}});
    neighbor.families[0].import.names = {policy};
  }

  /// A prefix that matters to nobody, most often, or one that tables hold, OSPF brings, or BGP looks up.
  std::string Prefix() {
    const int router = dice_.Below(routers_);
    switch (dice_.Below(12)) {
      case 0:
        return "0.0.0.0/0";
      case 1:
        return LanOf(router);
      case 2:
        return Provider::OfficeOf(router);
      case 3:
        return "10.6." + std::to_string(number_) + ".0/24";  // over the ends of its own sessions
      case 4:
        return "203.0.113.0/24";
      default:
        return "10.5." + std::to_string(number_) + ".0/24";
    }
  }
  void Announce() {
    const std::string prefix = Prefix();
    Networks(NameOf(0)).push_back({.prefix = P(prefix), .needs_route = false, .span = net_.NewSpan()});
    if (!dice_.OneIn(3)) return;
    // Another table has it too, and may bring it into BGP.
    const std::string holder = dice_.OneIn(4) ? NameOf(1 + dice_.Below(2)) : RouterOf(dice_.Below(routers_));
    net_.Static(holder, prefix, "").distance = dice_.OneIn(2) ? 1 : dice_.OneIn(2) ? 50 : 210;
    if (dice_.OneIn(2))
      Networks(holder).push_back({.prefix = P(prefix), .needs_route = true, .span = net_.NewSpan()});
  }
  std::vector<bgp::BgpNetwork>& Networks(const std::string& name) {
    return net_[name].bgp.vrfs[0].families[0].networks;
  }

  static constexpr bgp::AsNumber kProvider = 65000;
  World& net_;
  Dice& dice_;
  int number_, routers_, links_ = 0;
  std::string port_;  ///< made last
};

}  // namespace ringfence::routing
