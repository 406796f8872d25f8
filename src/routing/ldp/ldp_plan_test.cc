#include "routing/ldp/ldp_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "routing/links.h"

namespace ringfence::routing::ldp {
namespace {

/// One router with a port, a loopback and what LDP says.
class OneRouter {
 public:
  OneRouter() {
    config.device.name = "a";
    Add("e0", "10.0.0.1/30", model::InterfaceKind::kPhysical);
    Add("e1", "203.0.113.9/30", model::InterfaceKind::kPhysical);
    Add("lo", "192.0.2.1/32", model::InterfaceKind::kLoopback);
    config.ldp.enabled = true;
    config.ldp.interfaces = {{"e0", {}}, {"gone", {}}};
  }
  void Add(const std::string& name, std::string_view address, model::InterfaceKind kind) {
    model::Interface& interface = config.device.interfaces.emplace_back();
    interface.name = name;
    interface.kind = kind;
    interface.addresses.push_back({*net::ParseHostPrefix(address), false, {}});
  }
  const LdpPlan& Plan() {
    base::Diagnostics diagnostics;
    network = std::make_unique<Network>(std::vector<Node>{{.config = config}},
                                        std::span<const model::Cable>(), diagnostics);
    plan = std::make_unique<LdpPlan>(*network);
    return *plan;
  }
  DeviceConfig config;
  std::unique_ptr<Network> network;
  std::unique_ptr<LdpPlan> plan;
};

constexpr model::NodeId kRouter(0);

net::Prefix P(std::string_view text) { return *net::ParsePrefix(text); }

TEST(LdpPlan, SpeaksOnTheInterfacesThatAreNamed) {
  OneRouter one;
  const LdpPlan& plan = one.Plan();
  EXPECT_TRUE(plan.any());
  EXPECT_TRUE(plan.Speaks({kRouter, model::InterfaceIndex(0)}));
  EXPECT_FALSE(plan.Speaks({kRouter, model::InterfaceIndex(1)}));
}

TEST(LdpPlan, SessionsStartAtALoopbackWhereNothingIsSaid) {
  OneRouter one;
  EXPECT_EQ(one.Plan().TransportOf(kRouter), net::ParseAddress("192.0.2.1"));
  one.config.device.interfaces[2].admin_up = false;
  EXPECT_EQ(one.Plan().TransportOf(kRouter), net::ParseAddress("203.0.113.9"));
  one.config.ldp.transport = net::ParseAddress("10.0.0.1");
  EXPECT_EQ(one.Plan().TransportOf(kRouter), net::ParseAddress("10.0.0.1"));
  one.config.ldp.enabled = false;
  EXPECT_FALSE(one.Plan().any());
  EXPECT_FALSE(one.Plan().TransportOf(kRouter));
}

TEST(LdpPlan, OwnPrefixesAreBoundByTheRuleOfTheSystem) {
  const auto bound = [](OwnBindings own, bool hosts_only) {
    OneRouter one;
    one.config.ldp.own = own;
    one.config.ldp.hosts_only = hosts_only;
    const LdpPlan& plan = one.Plan();
    std::string text;
    for (const char* prefix : {"10.0.0.0/30", "192.0.2.1/32", "192.0.2.7/32"})
      text += plan.BindsOwn(kRouter, P(prefix)) ? 'y' : 'n';
    return text;
  };
  EXPECT_EQ(bound(OwnBindings::kAll, false), "yyy");
  EXPECT_EQ(bound(OwnBindings::kAll, true), "nyy");
  EXPECT_EQ(bound(OwnBindings::kHosts, false), "nyy");
  EXPECT_EQ(bound(OwnBindings::kTransport, false), "nyn");
}

TEST(LdpPlan, ARouterThatWaitsForOthersMayHaveMoreWhereAnyoneIsOpen) {
  OneRouter one;
  EXPECT_FALSE(one.Plan().MayHaveMore(kRouter));
  base::Diagnostics diagnostics;
  one.config.ldp.ordered = true;
  DeviceConfig other;
  other.device.name = "b";
  const Network network({{.config = one.config}, {.config = other, .open_forwarding = true}}, {},
                        diagnostics);
  const LdpPlan plan(network);
  EXPECT_TRUE(plan.MayHaveMore(kRouter));
  EXPECT_TRUE(plan.MayHaveMore(model::NodeId(1)));
}

}  // namespace
}  // namespace ringfence::routing::ldp
