// EIGRP on small networks whose metrics are computed by hand.

#include "routing/eigrp/eigrp_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "routing/engine_lab_testing.h"

namespace ringfence::routing::eigrp {
namespace {

using base::DiagnosticKind;

constexpr EigrpMetric kGigabit{.bandwidth_kbps = 1'000'000, .delay_ps = kClassicDelayPs};
constexpr EigrpMetric kFast{.bandwidth_kbps = 100'000, .delay_ps = 10 * kClassicDelayPs};

/// Nodes with one process each, unless a test adds more.
class Lab : public EngineLab<EigrpEngine, EigrpScratch, CollectPrefixes> {
 public:
  EigrpProcess& Process(const std::string& name) { return (*this)[name].eigrp.processes[0]; }

  EigrpInterface& Port(const std::string& node, const std::string& name, std::string_view address,
                       const EigrpMetric& metric = kGigabit) {
    EigrpInterface& added = AddPort(node, Process(node).interfaces, name, address);
    added.metric = metric;
    return added;
  }
  /// Joins two nodes in 10.0.<n>.0/24 by ports named after the far end.
  void Join(const std::string& a, const std::string& b, const EigrpMetric& metric = kGigabit) {
    const std::string net = "10.0." + NextLink();
    Port(a, b, net + ".1/24", metric);
    Port(b, a, net + ".2/24", metric);
  }
  EigrpInterface& At(const std::string& node, const std::string& port) {
    auto& interfaces = Process(node).interfaces;
    return *std::ranges::find(interfaces, port, &EigrpInterface::name);
  }

  void Fail(const std::string& node, const std::string& port) {
    TakeDown(node, port);
    scratch.done = false;
  }
  /// "11520 via B C", "ex 5376 via B", "own 2816", "-".
  std::string Show(std::string_view node, std::string_view prefix) {
    const std::uint32_t router = RouterOf(node);
    const Entry* entry = engine->EntryOf(router, Number(prefix), scratch);
    if (entry == nullptr) return "-";
    std::string text = entry->external ? "ex " : "";
    if (entry->origin != Origin::kLearnt) text += "own ";
    text += std::to_string(TableMetricOf(*engine->graph().routers[router].process, entry->composite));
    if (!entry->edges.empty()) text += " via";
    for (const std::uint32_t edge : entry->edges) text += " " + PortOf(edge);
    return text + (entry->ambiguous ? " ?" : "");
  }

 private:
  void AddProcess(DeviceConfig& config) override { config.eigrp.processes.emplace_back().as = 1; }
};

/// A prefix list with one line in a policy that rejects it and accepts the rest.
model::PolicyChain Rejecting(DeviceConfig& config, std::string_view prefix) {
  const net::Prefix denied = *net::ParsePrefix(prefix);
  config.policies.prefix_lists.push_back({"list", {{true, denied, denied.length, denied.length, {}}}, {}});
  model::RoutePolicy policy{.name = "policy", .terms = {}, .end = model::PolicyEnd::kAccept, .span = {}};
  model::RouteTerm term;
  term.all_of.push_back({{{.kind = model::RouteMatchKind::kPrefixList, .names = {"list"}}}});
  term.flow = model::TermFlow::kReject;
  policy.terms.push_back(term);
  config.policies.policies.push_back(policy);
  return {{"policy"}, false, {}};
}

/// A square: A-B-D of gigabit, A-C-D of 100 Mbit/s; D has 172.16.0.4/32 of loopback metric.
void Square(Lab& lab) {
  lab.Join("A", "B");
  lab.Join("B", "D");
  lab.Join("A", "C", kFast);
  lab.Join("C", "D", kFast);
  lab.Port("D", "lo", "172.16.0.4/32", {.bandwidth_kbps = 8'000'000, .delay_ps = 500 * kClassicDelayPs});
}

TEST(EigrpEngineTest, LeastCompositeWins) {
  Lab lab;
  Square(lab);
  lab.Build();
  EXPECT_EQ(lab.Show("D", "172.16.0.4/32"), "own " + std::to_string(256 * (1 + 500)));
  EXPECT_EQ(lab.Show("B", "172.16.0.4/32"), std::to_string(256 * (10 + 501)) + " via D");
  EXPECT_EQ(lab.Show("A", "172.16.0.4/32"), std::to_string(256 * (10 + 502)) + " via B");
  EXPECT_EQ(lab.Show("C", "172.16.0.4/32"), std::to_string(256 * (100 + 510)) + " via D");
  EXPECT_EQ(lab.Show("A", "10.0.4.0/24"), std::to_string(256 * (100 + 12)) + " via B");
}

TEST(EigrpEngineTest, FailuresMoveTrafficOrEndIt) {
  Lab lab;
  Square(lab);
  lab.Build();
  lab.Fail("B", "D");
  EXPECT_EQ(lab.Show("A", "172.16.0.4/32"), std::to_string(256 * (100 + 520)) + " via C");
  EXPECT_EQ(lab.Show("B", "172.16.0.4/32"), std::to_string(256 * (100 + 521)) + " via A");
  lab.Fail("D", "C");
  EXPECT_EQ(lab.Show("A", "172.16.0.4/32"), "-");
}

TEST(EigrpEngineTest, VarianceAddsOnlyFeasibleNeighbours) {
  Lab lab;
  Square(lab);
  lab.Process("A").variance = 2;
  lab.Build();
  // C reports 256*610, more than the 256*512 of A: not feasible.
  EXPECT_EQ(lab.Show("A", "172.16.0.4/32"), std::to_string(256 * 512) + " via B");
  Lab near;
  near.Join("A", "B");
  near.Join("B", "D");
  near.Join("A", "C", {.bandwidth_kbps = 1'000'000, .delay_ps = 5 * kClassicDelayPs});
  near.Join("C", "D");
  near.Port("D", "lo", "172.16.0.4/32");
  near.Process("A").variance = 2;
  near.Build();
  EXPECT_EQ(near.Show("A", "172.16.0.4/32"), std::to_string(256 * (10 + 3)) + " via B C");
}

TEST(EigrpEngineTest, MoreEqualPathsThanKeptAreAmbiguous) {
  Lab lab;
  for (const char* middle : {"B", "C", "E"}) {
    lab.Join("A", middle);
    lab.Join(middle, "D");
  }
  lab.Port("D", "lo", "172.16.0.4/32");
  lab.Process("A").max_paths = 2;
  lab.Build();
  EXPECT_EQ(lab.Show("A", "172.16.0.4/32"), std::to_string(256 * 13) + " via B C E ?");
}

TEST(EigrpEngineTest, WideAndClassicNeighboursTranslate) {
  Lab lab;
  lab.Join("A", "B");
  lab.Port("B", "lo", "172.16.0.2/32");
  lab.Process("A").wide_metrics = true;
  lab.Build();
  EXPECT_EQ(lab.Show("A", "172.16.0.2/32"), std::to_string(512 * (10 + 20)) + " via B");
}

TEST(EigrpEngineTest, InjectedRoutesAreExternalWithTheirMetricAndTag) {
  Lab lab;
  lab.Join("A", "B");
  lab.Join("B", "C");
  lab.Build({"192.0.2.0/24"});
  lab.engine->Inject({{.router = lab.RouterOf("C"),
                       .prefix = lab.Number("192.0.2.0/24"),
                       .metric = {.bandwidth_kbps = 2000, .delay_ps = 50 * kClassicDelayPs},
                       .tag = 7}},
                     lab.scratch);
  EXPECT_EQ(lab.Show("C", "192.0.2.0/24"), "ex own " + std::to_string(256 * 5050));
  EXPECT_EQ(lab.Show("A", "192.0.2.0/24"), "ex " + std::to_string(256 * 5052) + " via B");
  EXPECT_EQ(lab.engine->EntryOf(lab.RouterOf("A"), lab.Number("192.0.2.0/24"), lab.scratch)->tag, 7U);
  lab.engine->Inject({{.router = lab.RouterOf("C"), .prefix = lab.Number("192.0.2.0/24"), .metric = kGigabit},
                      {.router = lab.RouterOf("B"), .prefix = lab.Number("192.0.2.0/24"), .withheld = true}},
                     lab.scratch);
  EXPECT_EQ(lab.Show("B", "192.0.2.0/24"), "ex " + std::to_string(256 * 12) + " via C");
  EXPECT_EQ(lab.Show("A", "192.0.2.0/24"), "-");
}

TEST(EigrpEngineTest, SummariesReplaceWhatLiesInside) {
  Lab lab;
  lab.Join("A", "B");
  lab.Join("B", "C");
  lab.Port("C", "lo1", "172.16.1.1/32");
  lab.Port("C", "lo2", "172.16.2.1/32", kFast);
  lab.At("B", "A").summaries = {*net::ParsePrefix("172.16.0.0/16")};
  lab.Build();
  EXPECT_EQ(lab.Show("B", "172.16.0.0/16"), "own " + std::to_string(256 * 12));
  EXPECT_EQ(lab.Show("A", "172.16.0.0/16"), std::to_string(256 * 13) + " via B");
  EXPECT_EQ(lab.Show("A", "172.16.1.1/32"), "-");
  EXPECT_EQ(lab.Show("C", "172.16.0.0/16"), "-");
  lab.Fail("B", "C");
  EXPECT_EQ(lab.Show("A", "172.16.0.0/16"), "-");
}

TEST(EigrpEngineTest, AutoSummaryAtClassfulBorders) {
  Lab lab;
  lab.Join("A", "B");
  lab.Port("B", "lan", "172.16.5.1/24");
  lab.Process("B").auto_summary = true;
  lab.Build();
  EXPECT_EQ(lab.Show("A", "172.16.0.0/16"), std::to_string(256 * 12) + " via B");
  EXPECT_EQ(lab.Show("A", "172.16.5.0/24"), "-");
}

TEST(EigrpEngineTest, StubsAndFiltersStopReports) {
  Lab lab;
  lab.Join("A", "B");
  lab.Join("B", "C");
  lab.Port("C", "lo", "172.16.1.1/32");
  lab.Port("B", "lo", "172.16.2.1/32");
  lab.Process("B").stub = lab.Process("B").stub_connected = true;
  lab.Build();
  EXPECT_EQ(lab.Show("B", "172.16.1.1/32"), std::to_string(256 * 12) + " via C");
  EXPECT_EQ(lab.Show("A", "172.16.1.1/32"), "-");
  EXPECT_EQ(lab.Show("A", "172.16.2.1/32"), std::to_string(256 * 12) + " via B");
  for (const bool in : {true, false}) {
    Lab filtered;
    filtered.Join("A", "B");
    filtered.Port("B", "lo", "172.16.1.1/32");
    filtered.Port("B", "lo2", "172.16.2.1/32");
    const std::string at = in ? "A" : "B";
    filtered.Process(at).filters.push_back({in, "", Rejecting(filtered[at], "172.16.1.1/32")});
    filtered.Build();
    EXPECT_EQ(filtered.Show("A", "172.16.1.1/32"), "-");
    EXPECT_EQ(filtered.Show("A", "172.16.2.1/32"), std::to_string(256 * 12) + " via B");
  }
}

TEST(EigrpAdjacencyTest, DifferencesAreFindings) {
  const auto finding = [](auto change) {
    Lab lab;
    lab.Join("A", "B");
    change(lab);
    lab.Build();
    EXPECT_EQ(lab.Show("A", "10.0.1.0/24"), "own 2816");
    EXPECT_TRUE(lab.engine->graph().edges.empty());
    return lab.Findings().empty() ? "" : lab.Findings()[0];
  };
  EXPECT_EQ(finding([](Lab& lab) { lab.Process("B").k[1] = 1; }),
            "A[B] and B[A] do not agree on the EIGRP K values");
  EXPECT_EQ(finding([](Lab& lab) { lab.Process("B").as = 2; }),
            "A[B] and B[A] do not agree on the EIGRP autonomous system");
  EXPECT_EQ(finding([](Lab& lab) { lab.At("B", "A").authentication = "x"; }),
            "A[B] and B[A] do not agree on the EIGRP authentication");
  EXPECT_EQ(finding([](Lab& lab) { lab.At("B", "A").passive = true; }),
            "A[B] speaks EIGRP to B[A], which is passive");
}

TEST(EigrpEngineTest, ExplainsByLinesAndOrigin) {
  Lab lab;
  lab.Join("A", "B");
  lab.Port("B", "lo", "172.16.1.1/32");
  lab.Build();
  const Explanation why = lab.engine->Explain(lab.RouterOf("A"), lab.Number("172.16.1.1/32"), lab.scratch);
  const std::set<base::Span> lines = {lab.At("A", "B").span, lab.At("B", "A").span, lab.At("B", "lo").span};
  EXPECT_EQ(why.spans, lines);
  EXPECT_EQ(why.origins.size(), 1U);
}

/// The twin: all simple paths, each metric summed from its far end; the least composite wins where every hop
/// keeps its own least one.
class Twin {
 public:
  explicit Twin(std::size_t size) : cost_(size, std::vector<std::uint32_t>(size, 0)) {}
  std::vector<std::uint32_t>& operator[](std::size_t i) { return cost_[i]; }
  /// Least sum of delays from `from` to `to`, in units, or 0.
  std::uint32_t Least(std::size_t from, std::size_t to, std::uint32_t seen = 0) const {
    if (from == to) return 1;
    std::uint32_t least = 0;
    for (std::size_t next = 0; next < cost_.size(); ++next) {
      if (cost_[from][next] == 0 || ((seen >> next) & 1U) != 0) continue;
      const std::uint32_t rest = Least(next, to, seen | 1U << from);
      if (rest != 0 && (least == 0 || rest + cost_[from][next] < least)) least = rest + cost_[from][next];
    }
    return least;
  }

 private:
  std::vector<std::vector<std::uint32_t>> cost_;
};

TEST(EigrpTwinTest, AllGraphsUpToFourNodes) {
  std::mt19937 random(7);
  for (std::size_t size = 2; size <= 4; ++size) {
    const std::size_t pairs = size * (size - 1) / 2;
    for (std::uint32_t graph = 0; graph < 1U << pairs; ++graph) {
      Lab lab;
      Twin twin(size);
      const auto name = [](std::size_t i) { return std::string(1, static_cast<char>('A' + i)); };
      std::size_t bit = 0;
      for (std::size_t i = 0; i < size; ++i) {
        lab.Port(name(i), "lo", "172.16.0." + std::to_string(i + 1) + "/32");
        for (std::size_t j = 0; j < i; ++j, ++bit) {
          if (((graph >> bit) & 1U) == 0) continue;
          const std::uint32_t delay = 1 + random() % 4;
          lab.Join(name(j), name(i), {.bandwidth_kbps = 1'000'000, .delay_ps = delay * kClassicDelayPs});
          twin[i][j] = twin[j][i] = delay;
        }
      }
      lab.Build();
      for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
          const std::uint32_t delay = twin.Least(i, j);
          const std::string shown = lab.Show(name(i), "172.16.0." + std::to_string(j + 1) + "/32");
          const std::string metric = std::to_string(256 * (10 + delay));
          EXPECT_EQ(shown.substr(0, shown.find(" via")), delay == 0 ? "-"
                                                         : i == j   ? "own " + metric
                                                                    : metric);
        }
      }
    }
  }
}

}  // namespace
}  // namespace ringfence::routing::eigrp
