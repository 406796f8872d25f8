// RIP on small networks whose tables are computed by hand.

#include "routing/rip/rip_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "routing/engine_lab_testing.h"

namespace ringfence::routing::rip {
namespace {

using base::DiagnosticKind;

/// Nodes with one process each, unless a test adds more.
class Lab : public EngineLab<RipEngine, RipScratch, CollectPrefixes> {
 public:
  RipProcess& Process(const std::string& name) { return (*this)[name].rip.processes[0]; }

  RipInterface& Port(const std::string& node, const std::string& name, std::string_view address) {
    return AddPort(node, Process(node).interfaces, name, address);
  }
  /// Joins two nodes in 10.0.<n>.0/24 or 2001:db8:<n>::/64 by ports named after the far end.
  void Join(const std::string& a, const std::string& b) {
    const std::string number = NextLink();
    const bool v4 = family == net::Family::kIpv4;
    const std::string net = v4 ? "10.0." + number + "." : "2001:db8:" + number + "::";
    Port(a, b, net + (v4 ? "1/24" : "1/64"));
    Port(b, a, net + (v4 ? "2/24" : "2/64"));
  }
  RipInterface& At(const std::string& node, const std::string& port) {
    auto& interfaces = Process(node).interfaces;
    return *std::ranges::find(interfaces, port, &RipInterface::name);
  }
  /// A policy that rejects one prefix, or sets the metric of all others.
  void AddPolicy(const std::string& node, std::string_view rejected, std::uint32_t metric = 0) {
    model::PolicySet& set = (*this)[node].policies;
    set.prefix_lists.push_back({"list", {{true, *net::ParsePrefix(rejected), 0, 32, {}}}, {}});
    model::RoutePolicy policy;
    policy.name = "policy";
    policy.end = model::PolicyEnd::kAccept;
    model::RouteTerm& term = policy.terms.emplace_back();
    term.all_of.push_back({{{.kind = model::RouteMatchKind::kPrefixList, .names = {"list"}}}});
    term.flow = model::TermFlow::kReject;
    if (metric != 0) {
      policy.terms.emplace_back().actions.push_back(
          {.kind = model::RouteActionKind::kMetric, .value = metric});
      policy.terms.back().flow = model::TermFlow::kAccept;
    }
    set.policies.push_back(policy);
  }

  void Fail(const std::string& node, const std::string& port) {
    TakeDown(node, port);
    scratch.done = false;
  }
  /// "3 via B[10.0.1.2] C[10.0.2.2]", "own 1", "-"; "?" where it is doubtful.
  std::string Show(std::string_view node, std::string_view prefix) {
    const Entry* entry = engine->EntryOf(RouterOf(node), Number(prefix), scratch);
    if (entry == nullptr) return "-";
    std::string text = entry->origin == Origin::kLearnt ? "" : "own ";
    text += std::to_string(entry->metric);
    if (!entry->hops.empty()) text += " via";
    for (const Hop& hop : entry->hops) {
      text += " " + PortOf(hop.edge);
      text += "[" + net::ToString(hop.gateway) + "]";
    }
    return text + (entry->doubtful ? " ?" : "") + (entry->hop_open ? " hop?" : "");
  }

  net::Family family = net::Family::kIpv4;

 private:
  void AddProcess(DeviceConfig& config) override { config.rip.processes.emplace_back().family = family; }
};

/// A square A-B-D, A-C-D with a loopback on D.
void AddSquare(Lab& lab) {
  lab.Join("A", "B");
  lab.Join("A", "C");
  lab.Join("B", "D");
  lab.Join("C", "D");
  lab.Port("D", "lo", "192.0.2.4/32");
}

TEST(RipEngineTest, HopsAreCountedAndEqualWaysAreAllKept) {
  Lab lab;
  AddSquare(lab);
  lab.Build();
  EXPECT_EQ(lab.Show("D", "192.0.2.4/32"), "own 1");
  EXPECT_EQ(lab.Show("B", "192.0.2.4/32"), "2 via D[10.0.3.2]");
  EXPECT_EQ(lab.Show("A", "192.0.2.4/32"), "3 via B[10.0.1.2] C[10.0.2.2]");
  EXPECT_EQ(lab.Show("A", "10.0.1.0/24"), "own 1");
  EXPECT_EQ(lab.Show("C", "10.0.1.0/24"), "2 via A[10.0.2.1]");
  EXPECT_TRUE(lab.Findings().empty());
}

TEST(RipEngineTest, AFailedLinkIsRoutedAround) {
  Lab lab;
  AddSquare(lab);
  lab.Build();
  lab.Fail("B", "D");
  lab.Fail("D", "B");
  EXPECT_EQ(lab.Show("A", "192.0.2.4/32"), "3 via C[10.0.2.2]");
  EXPECT_EQ(lab.Show("B", "192.0.2.4/32"), "4 via A[10.0.1.1]");
  EXPECT_EQ(lab.Show("B", "10.0.3.0/24"), "-");
  lab.Fail("C", "D");
  lab.Fail("D", "C");
  EXPECT_EQ(lab.Show("A", "192.0.2.4/32"), "-") << "no counting to infinity";
}

TEST(RipEngineTest, OffsetsOfBothEndsCount) {
  Lab lab;
  AddSquare(lab);
  lab.At("D", "B").metric_out = 2;
  lab.At("A", "C").metric_in = 4;
  lab.Build();
  EXPECT_EQ(lab.Show("B", "192.0.2.4/32"), "4 via D[10.0.3.2]");
  EXPECT_EQ(lab.Show("A", "192.0.2.4/32"), "5 via B[10.0.1.2]") << "over C: 2 + 4";
}

TEST(RipEngineTest, SixteenIsInfinity) {
  Lab lab;
  for (int i = 0; i < 16; ++i) lab.Join("r" + std::to_string(i), "r" + std::to_string(i + 1));
  lab.Port("r16", "lo", "192.0.2.1/32");
  lab.Build();
  EXPECT_EQ(lab.Show("r2", "192.0.2.1/32"), "15 via r3[10.0.3.2]");
  EXPECT_EQ(lab.Show("r1", "192.0.2.1/32"), "-");
}

TEST(RipEngineTest, PassivePortsListenAndSilentOnesDoNot) {
  Lab lab;
  lab.Join("A", "B");
  lab.Port("A", "lo", "192.0.2.1/32");
  lab.Port("B", "lo", "192.0.2.2/32");
  lab.At("A", "B").passive = true;
  lab.Build();
  EXPECT_EQ(lab.Show("A", "192.0.2.2/32"), "2 via B[10.0.1.2]");
  EXPECT_EQ(lab.Show("B", "192.0.2.1/32"), "-");

  Lab deaf;
  deaf.Join("A", "B");
  deaf.Port("A", "lo", "192.0.2.1/32");
  deaf.Port("B", "lo", "192.0.2.2/32");
  deaf.At("A", "B").receives = false;
  deaf.Build();
  EXPECT_EQ(deaf.Show("A", "192.0.2.2/32"), "-");
  EXPECT_EQ(deaf.Show("B", "192.0.2.1/32"), "2 via A[10.0.1.1]");
}

TEST(RipEngineTest, NeighboursThatDifferAreFindings) {
  Lab lab;
  lab.Join("A", "B");
  lab.Port("A", "lo", "192.0.2.1/32");
  lab.At("A", "B").authentication = "text:x";
  lab.Build();
  EXPECT_EQ(lab.Show("B", "192.0.2.1/32"), "-");
  EXPECT_EQ(lab.Findings(), std::vector<std::string>{"A[B] and B[A] do not agree on the RIP authentication"});
}

TEST(RipEngineTest, SplitHorizonKeepsWhatWasLearntOffThePort) {
  for (const bool split : {true, false}) {
    Lab lab;  // one link: A and C share no subnet and drop each other's updates, B stands in both
    lab.Port("A", "e0", "10.0.0.1/24");
    lab.Port("B", "e0", "10.0.0.2/24").split_horizon = split;
    lab["B"].device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("10.0.9.2/24"), true, {}});
    lab.Port("C", "e0", "10.0.9.3/24");
    lab.Port("A", "lo", "192.0.2.1/32");
    lab.Build();
    EXPECT_EQ(lab.Show("B", "192.0.2.1/32"), "2 via e0[10.0.0.1]");
    EXPECT_EQ(lab.Show("C", "192.0.2.1/32"), split ? "-" : "3 via e0[10.0.9.2]");
    EXPECT_EQ(lab.Findings(), std::vector<std::string>{"A[e0] and C[e0] do not agree on the RIP subnet"});
  }
}

TEST(RipEngineTest, PoliciesRemoveRoutesAndSetMetrics) {
  Lab lab;
  AddSquare(lab);
  lab.AddPolicy("B", "192.0.2.4/32", 7);
  lab.Process("B").import = model::PolicyChain{{"policy"}, true, {}};
  lab.AddPolicy("C", "192.0.2.0/24");
  lab.Build();
  EXPECT_EQ(lab.Show("B", "192.0.2.4/32"), "-");
  EXPECT_EQ(lab.Show("A", "192.0.2.4/32"), "3 via C[10.0.2.2]");
  EXPECT_EQ(lab.Show("B", "10.0.4.0/24"), "7 via A[10.0.1.1] D[10.0.3.2]");

  Lab silent;
  AddSquare(silent);
  silent.Process("D").export_chain = model::PolicyChain{{}, false, {}};
  silent.Build();
  EXPECT_EQ(silent.Show("B", "192.0.2.4/32"), "-") << "without a policy nothing is sent";
  EXPECT_EQ(silent.Show("D", "10.0.1.0/24"), "2 via B[10.0.3.1]");
}

TEST(RipEngineTest, SubnetsOfOwnInterfacesMayHavePoliciesOfTheirOwn) {
  Lab lab;
  AddSquare(lab);
  lab.AddPolicy("D", "192.0.2.4/32", 7);
  lab.Process("D").subnet_policies = {"policy"};
  lab.Build();
  EXPECT_EQ(lab.Show("B", "192.0.2.4/32"), "-");
  EXPECT_EQ(lab.Show("B", "10.0.4.0/24"), "3 via A[10.0.1.1]") << "over D: 8";
  EXPECT_EQ(lab.Show("D", "10.0.1.0/24"), "2 via B[10.0.3.1]");
}

TEST(RipEngineTest, AMetricThatAPolicyLowersIsDoubtful) {
  Lab lab;
  lab.Join("A", "B");
  lab.Join("B", "C");
  lab.Join("C", "D");
  lab.Port("A", "lo", "192.0.2.1/32");
  lab.AddPolicy("C", "203.0.113.0/24", 1);
  lab.Process("C").import = model::PolicyChain{{"policy"}, true, {}};
  lab.Build();
  EXPECT_EQ(lab.Show("B", "192.0.2.1/32"), "2 via A[10.0.1.1]");
  EXPECT_EQ(lab.Show("C", "192.0.2.1/32"), "1 via B[10.0.2.1] ?");
  EXPECT_EQ(lab.Show("D", "192.0.2.1/32"), "2 via C[10.0.3.1] ?");
}

TEST(RipEngineTest, InjectedRoutesAreOwnAndWithheldOnesStay) {
  Lab lab;
  AddSquare(lab);
  lab.Build({"172.16.0.0/16"});
  const PrefixIndex prefix = lab.Number("172.16.0.0/16");
  const std::uint32_t a = lab.RouterOf("A");
  const std::uint32_t b = lab.RouterOf("B");
  lab.engine->Inject({{.router = a, .prefix = prefix, .metric = 5, .tag = 7},
                      {.router = lab.RouterOf("D"), .prefix = prefix, .metric = 1}},
                     lab.scratch);
  EXPECT_EQ(lab.Show("A", "172.16.0.0/16"), "own 5") << "though it hears 3";
  EXPECT_EQ(lab.Show("B", "172.16.0.0/16"), "2 via D[10.0.3.2]");
  lab.Fail("D", "B");
  lab.Fail("B", "D");
  EXPECT_EQ(lab.Show("B", "172.16.0.0/16"), "6 via A[10.0.1.1]");
  EXPECT_EQ(lab.engine->EntryOf(b, prefix, lab.scratch)->tag, 7U);
  lab.engine->Inject({{.router = lab.RouterOf("D"), .prefix = prefix},
                      {.router = lab.RouterOf("C"), .prefix = prefix, .kind = Injected::Kind::kWithheld}},
                     lab.scratch);
  EXPECT_EQ(lab.Show("C", "172.16.0.0/16"), "2 via D[10.0.4.2]");
  EXPECT_EQ(lab.Show("A", "172.16.0.0/16"), "-");
  lab.engine->Inject({{.router = lab.RouterOf("D"), .prefix = prefix},
                      {.router = lab.RouterOf("C"), .prefix = prefix, .kind = Injected::Kind::kShaky}},
                     lab.scratch);
  EXPECT_EQ(lab.Show("A", "172.16.0.0/16"), "3 via C[10.0.2.2] ?");
}

TEST(RipEngineTest, ANextHopOnTheLinkIsNamedAndDropsItsOwnRoute) {
  for (const bool names : {true, false}) {
    Lab lab;
    lab.Port("A", "e0", "10.0.0.1/24");
    lab.Port("B", "e0", "10.0.0.2/24");
    lab.Port("C", "e0", "10.0.0.3/24");
    lab.Process("A").names_next_hops = names;
    lab.Build({"172.16.0.0/16"});
    lab.engine->Inject({{.router = lab.RouterOf("A"),
                         .prefix = lab.Number("172.16.0.0/16"),
                         .ways = {{lab.InterfaceOf("A", "e0"), net::ParseAddress("10.0.0.2")}}}},
                       lab.scratch);
    EXPECT_EQ(lab.Show("B", "172.16.0.0/16"), names ? "-" : "2 via e0[10.0.0.1] ?");
    EXPECT_EQ(lab.Show("C", "172.16.0.0/16"), names ? "2 via e0[10.0.0.2]" : "2 via e0[10.0.0.1] ?");
  }
}

TEST(RipEngineTest, RipngGoesToLinkLocalAddressesWhereTheyAreWritten) {
  Lab lab;
  lab.family = net::Family::kIpv6;
  lab.Join("A", "B");
  lab.Join("B", "C");
  lab.Port("C", "lo", "2001:db8:ff::3/64");
  lab["C"].device.interfaces[0].addresses.push_back({*net::ParseHostPrefix("fe80::3/64"), false, {}});
  lab.Build();
  EXPECT_EQ(lab.Show("B", "2001:db8:ff::/64"), "2 via C[fe80::3]");
  EXPECT_EQ(lab.Show("A", "2001:db8:ff::/64"), "3 via B[2001:db8:1::2]");
  EXPECT_EQ(lab.Number("fe80::/64") == kNoPrefix ? "-" : lab.Show("B", "fe80::/64"), "-");
}

TEST(RipEngineTest, ExplanationsNameThePortsOnTheWayAndWhoMadeTheRoute) {
  Lab lab;
  lab.Join("A", "B");
  lab.Port("B", "lo", "192.0.2.2/32");
  lab.Build();
  const Explanation explanation =
      lab.engine->Explain(lab.RouterOf("A"), lab.Number("192.0.2.2/32"), lab.scratch);
  EXPECT_EQ(explanation.origins.size(), 1U);
  EXPECT_TRUE(explanation.spans.contains(lab.At("A", "B").span));
  EXPECT_TRUE(explanation.spans.contains(lab.At("B", "A").span));
  EXPECT_TRUE(explanation.spans.contains(lab.At("B", "lo").span));
}

TEST(RipEngineTest, EqualHopsHaveOneNumber) {
  Lab lab;
  AddSquare(lab);
  lab.Port("D", "lo2", "192.0.2.5/32");
  lab.Build();
  const auto number = [&](std::string_view prefix) {
    return lab.engine->EntryOf(lab.RouterOf("A"), lab.Number(prefix), lab.scratch)->hop_set;
  };
  EXPECT_EQ(number("192.0.2.4/32"), number("192.0.2.5/32"));
  EXPECT_NE(number("192.0.2.4/32"), number("10.0.3.0/24"));
  EXPECT_EQ(number("10.0.1.0/24"), 0U);
}

}  // namespace
}  // namespace ringfence::routing::rip
