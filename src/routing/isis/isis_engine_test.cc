// IS-IS on small networks whose routes are computed by hand, and against a twin.

#include "routing/isis/isis_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "routing/isis/isis_lab_testing.h"

namespace ringfence::routing::isis {
namespace {

using base::DiagnosticKind;

TEST(IsisEngineTest, EqualCostPathsAndTheirLimit) {
  Lab lab;
  for (const char* middle : {"B", "C"}) {
    lab.Join("A", middle);
    lab.Join(middle, "D");
  }
  lab.Port("D", "lo", "172.16.0.4/32", 0);
  lab.Build();
  EXPECT_EQ(lab.Show("A", "172.16.0.4/32"), "L1 20 via B C");
  lab.Fail("A", "B");
  EXPECT_EQ(lab.Show("A", "172.16.0.4/32"), "L1 20 via C");
  EXPECT_EQ(lab.Show("B", "172.16.0.4/32"), "L1 10 via D");
  lab.Process("A").max_paths = 1;
  Lab limited;
  for (const char* middle : {"B", "C"}) {
    limited.Join("A", middle);
    limited.Join(middle, "D");
  }
  limited.Port("D", "lo", "172.16.0.4/32", 0);
  limited.Process("A").max_paths = 1;
  limited.Build();
  EXPECT_EQ(limited.Show("A", "172.16.0.4/32"), "L1 20 via B C ?");
}

/// A (L1) - B (L1L2) in one area, C (L2) in another.
void TwoAreas(Lab& lab) {
  lab.Join("A", "B");
  lab.Join("B", "C");
  lab.Port("A", "lo", "172.16.0.1/32");
  lab.Port("C", "lo", "172.16.0.3/32");
  lab.Shape("A", kLevel1, "49.0001");
  lab.Shape("C", kLevel2, "49.0002");
}

TEST(IsisEngineTest, LevelOneIsRaisedAndTheAttachedBitMakesADefault) {
  Lab lab;
  TwoAreas(lab);
  lab.Build();
  EXPECT_EQ(lab.Show("C", "172.16.0.1/32"), "L2 30 via B");
  EXPECT_EQ(lab.Show("A", "172.16.0.3/32"), "-");
  EXPECT_EQ(lab.Show("A", "0.0.0.0/0"), "L1 10 via B");
  EXPECT_EQ(lab.Show("B", "0.0.0.0/0"), "-");
  lab.Fail("B", "C");
  EXPECT_EQ(lab.Show("A", "0.0.0.0/0"), "-");
}

TEST(IsisEngineTest, LeakedRoutesGoDownAndNotUpAgain) {
  Lab lab;
  TwoAreas(lab);
  lab.Join("A", "D");
  lab.Shape("D", kLevelBoth, "49.0001");
  lab.Join("D", "E");
  lab.Shape("E", kLevel2, "49.0003");
  IsisRedistribution leak;
  leak.source = model::RouteSource::kIsis;
  leak.from_level = kLevel2;
  leak.into = kLevel1;
  lab.Process("B").redistributions.push_back(leak);
  lab.Build();
  EXPECT_EQ(lab.Show("A", "172.16.0.3/32"), "L1 30 via B");
  EXPECT_EQ(lab.Show("D", "172.16.0.3/32"), "L1 40 via A");
  EXPECT_EQ(lab.Show("E", "172.16.0.3/32"), "-");
}

TEST(IsisEngineTest, OverloadEndsPaths) {
  Lab lab;
  TwoAreas(lab);
  lab.Process("B").overload = true;
  lab.Build();
  EXPECT_EQ(lab.Show("A", "0.0.0.0/0"), "-");
  EXPECT_EQ(lab.Show("A", "10.0.2.0/24"), "L1 20 via B");
  EXPECT_EQ(lab.Show("C", "172.16.0.1/32"), "L2 30 via B");
}

TEST(IsisEngineTest, AnOverloadedRouterMayStillBeAttached) {
  Lab lab;
  TwoAreas(lab);
  lab.Process("B").overload = true;
  lab.Process("B").attached_when_overloaded = true;
  lab.Build();
  EXPECT_EQ(lab.Show("A", "0.0.0.0/0"), "L1 10 via B");
}

TEST(IsisEngineTest, OverloadMaySpareTheSecondTopology) {
  for (const bool spares : {false, true}) {
    Lab lab;
    lab.Join("A", "B");
    lab.AddIpv6("A", "B");
    lab.Join("B", "C");
    lab.AddIpv6("B", "C");
    lab.Join("C", "D");
    lab.AddIpv6("C", "D");
    for (const char* node : {"A", "B", "C", "D"}) {
      lab.Shape(node, kLevel2, "49.0001");
      lab.Process(node).multi_topology = true;
    }
    lab.Process("C").overload = true;
    lab.Process("C").overload_spares_second_topology = spares;
    lab.Port("D", "lo", "172.16.0.4/32", 0);
    lab.Port("D", "lan", "2001:db8:99::4/64", 0).ipv6 = true;
    lab.Build();
    EXPECT_EQ(lab.Show("B", "172.16.0.4/32"), "-");
    EXPECT_EQ(lab.Show("B", "2001:db8:99::/64"), spares ? "L2 30 via C" : "-");
  }
}

TEST(IsisEngineTest, PrefixesMayStandInLevelsTheirInterfaceDoesNotRun) {
  for (const bool all : {false, true}) {
    Lab lab;
    lab.Join("A", "B");
    lab.Shape("A", kLevel1, "49.0001");
    lab.Join("B", "C");
    lab.At("B", "C").levels = lab.At("C", "B").levels = kLevel2;
    lab.Process("B").attached_bit = false;
    lab.Process("B").advertises_all_circuits = all;
    lab.Build();
    EXPECT_EQ(lab.Show("A", "10.0.2.0/24"), all ? "L1 20 via B" : "-");
    EXPECT_EQ(lab.Show("A", "172.16.0.3/32"), "-");
  }
}

TEST(IsisEngineTest, TheAttachedDefaultMayCompeteWithAnAdvertisedOne) {
  for (const auto& [competes, style, shown] : {std::tuple(false, MetricStyle::kNarrow, "L1 20 via D"),
                                               std::tuple(true, MetricStyle::kNarrow, "L1 10 via B"),
                                               std::tuple(true, MetricStyle::kBoth, "L1 20 via D"),
                                               std::tuple(true, MetricStyle::kWide, "L1 20 via D")}) {
    Lab lab;
    TwoAreas(lab);
    lab.Join("A", "D");
    lab.Shape("D", kLevel1, "49.0001");
    for (const char* node : {"A", "B", "D"}) lab.Process(node).style_level1 = style;
    lab.Process("A").attached_default_competes = competes;
    lab.Build();
    lab.engine->Inject(
        {{.router = lab.RouterOf("D"), .prefix = lab.Number("0.0.0.0/0"), .into = kLevel1, .metric = 10}},
        lab.scratch);
    EXPECT_EQ(lab.Show("A", "0.0.0.0/0"), shown);
  }
}

// tests/live, IS-IS, seed 351: both originators have the default route of the other.
TEST(IsisEngineTest, WidePrefixesOfOthersMayComeBeforeTheRoutersOwn) {
  for (const auto& [keeps_apart, style, shown] :
       {std::tuple(false, MetricStyle::kWide, "-"), std::tuple(true, MetricStyle::kWide, "L2 10 via B"),
        std::tuple(true, MetricStyle::kNarrow, "-")}) {
    Lab lab;
    lab.Join("A", "B");
    for (const char* node : {"A", "B"}) {
      lab.Shape(node, kLevel2, "49.0001");
      lab.Process(node).style_level2 = style;
      lab.Process(node).attached_default_competes = keeps_apart;
    }
    lab.Build({"0.0.0.0/0", "::/0"});
    std::vector<Injected> both;
    for (const char* node : {"A", "B"}) {
      for (const char* all : {"0.0.0.0/0", "::/0"})
        both.push_back({.router = lab.RouterOf(node), .prefix = lab.Number(all), .into = kLevel2});
    }
    lab.engine->Inject(both, lab.scratch);
    EXPECT_EQ(lab.Show("A", "0.0.0.0/0"), shown);
    EXPECT_EQ(lab.Show("A", "::/0"), "-") << "IPv6 prefixes are of one kind";
  }
}

// tests/live, IS-IS, seed 376.
TEST(IsisEngineTest, AnOwnDefaultHidesTheAttachedOneAlsoWhereIpv6IsLeftOut) {
  for (const bool own : {false, true}) {
    Lab lab;
    lab.Join("A", "B");
    lab.AddIpv6("A", "B");
    lab.Join("B", "C");
    lab.AddIpv6("B", "C");
    lab.Shape("A", kLevel1, "49.0001");
    lab.Shape("C", kLevel2, "49.0002");
    for (const char* node : {"A", "B"}) lab.Process(node).style_level1 = MetricStyle::kNarrow;
    lab.Process("A").narrow_without_ipv6 = true;
    lab.Process("A").attached_default_competes = true;
    lab.Build({"::/0"});
    if (own)
      lab.engine->Inject({{.router = lab.RouterOf("A"), .prefix = lab.Number("::/0"), .into = kLevel1}},
                         lab.scratch);
    EXPECT_EQ(lab.Show("A", "::/0"), own ? "-" : "L1 10 via B");
  }
}

TEST(IsisEngineTest, NarrowMetricsMayLeaveIpv6Out) {
  for (const bool without : {false, true}) {
    Lab lab;
    lab.Join("A", "B");
    lab.AddIpv6("A", "B");
    lab.Port("B", "lan", "2001:db8:99::2/64", 0).ipv6 = true;
    for (const char* node : {"A", "B"}) {
      lab.Process(node).style_level1 = lab.Process(node).style_level2 = MetricStyle::kNarrow;
      lab.Process(node).narrow_without_ipv6 = without;
    }
    lab.Build();
    EXPECT_EQ(lab.Show("A", "2001:db8:99::/64"), without ? "-" : "L1 10 via B");
  }
}

// tests/live, redistribution, seeds 328 and 336: a route map that asks for the tag at the far end does not
// see it.
TEST(IsisEngineTest, TagsOfRedistributedRoutesTravelOrNot) {
  for (const bool forgets : {false, true}) {
    Lab lab;
    lab.Join("A", "B");
    lab.Process("B").forgets_tags = forgets;
    lab.Build({"172.20.0.0/24"});
    lab.engine->Inject({{.router = lab.RouterOf("B"), .prefix = lab.Number("172.20.0.0/24"), .tag = 5}},
                       lab.scratch);
    const Path path = lab.engine->RowOf(lab.RouterOf("A"), lab.Number("172.20.0.0/24"), lab.scratch).path;
    ASSERT_TRUE(path.present());
    EXPECT_EQ(path.tag, forgets ? 0U : 5U);
  }
}

TEST(IsisEngineTest, AnyLevel2NeighborMayMakeAttached) {
  for (const bool any : {false, true}) {
    Lab lab;
    lab.Shape("A", kLevel1, "49.0001");
    lab.Join("A", "B");
    lab.Shape("B", kLevelBoth, "49.0001");
    lab.Join("B", "C");
    lab.Shape("C", kLevel2, "49.0001");
    lab.Process("B").attached_by_any_neighbor = any;
    lab.Build();
    EXPECT_EQ(lab.Show("A", "0.0.0.0/0"), any ? "L1 10 via B" : "-");
  }
}

TEST(IsisEngineTest, MetricStyles) {
  for (const auto& [a, b, shown] : {std::tuple(MetricStyle::kNarrow, MetricStyle::kNarrow, "L1 63 via B"),
                                    std::tuple(MetricStyle::kNarrow, MetricStyle::kBoth, "L1 63 via B"),
                                    std::tuple(MetricStyle::kWide, MetricStyle::kBoth, "L1 100 via B"),
                                    std::tuple(MetricStyle::kWide, MetricStyle::kNarrow, "-")}) {
    Lab lab;
    lab.Join("A", "B", 100);
    lab.Port("B", "lo", "172.16.0.2/32", 0);
    lab.Process("A").style_level1 = lab.Process("A").style_level2 = a;
    lab.Process("B").style_level1 = lab.Process("B").style_level2 = b;
    lab.Build();
    EXPECT_EQ(lab.Show("A", "172.16.0.2/32"), shown);
  }
}

TEST(IsisEngineTest, SummariesDiscardAndReplace) {
  Lab lab;
  TwoAreas(lab);
  IsisSummary summary;
  summary.prefix = *net::ParsePrefix("172.16.0.0/24");
  lab.Process("B").summaries.push_back(summary);
  lab.Build();
  EXPECT_EQ(lab.Show("C", "172.16.0.0/24"), "L2 30 via B");
  EXPECT_EQ(lab.Show("C", "172.16.0.1/32"), "-");
  EXPECT_EQ(lab.Show("B", "172.16.0.0/24"), "L2 20 discard");
}

TEST(IsisEngineTest, InternalMetricsPrecedeExternalOnes) {
  Lab lab;
  lab.Join("A", "B");
  lab.Join("A", "C");
  lab.Build({"192.0.2.0/24"});
  const PrefixIndex prefix = lab.Number("192.0.2.0/24");
  lab.engine->Inject({{.router = lab.RouterOf("B"),
                       .prefix = prefix,
                       .into = kLevelBoth,
                       .metric = 0,
                       .external_metric = true},
                      {.router = lab.RouterOf("C"), .prefix = prefix, .into = kLevel2, .metric = 40}},
                     lab.scratch);
  EXPECT_EQ(lab.Show("A", "192.0.2.0/24"), "L2 50 via C");
  lab.engine->Inject({{.router = lab.RouterOf("B"), .prefix = prefix, .into = kLevelBoth, .metric = 5}},
                     lab.scratch);
  EXPECT_EQ(lab.Show("A", "192.0.2.0/24"), "L1 15 via B");
}

TEST(IsisEngineTest, Ipv6NeedsOneCountOfTopologies) {
  for (const bool same : {true, false}) {
    Lab lab;
    lab.Join("A", "B");
    lab.AddIpv6("A", "B");
    lab.Join("B", "C", 7);
    lab.AddIpv6("B", "C");
    for (const char* node : {"A", "B", "C"}) lab.Process(node).multi_topology = same || *node != 'B';
    lab.At("A", "B").metric6_level1 = 33;
    lab.Build();
    EXPECT_EQ(lab.Show("A", "2001:db8:2::/64"), same ? "L1 43 via B" : "-");
    EXPECT_EQ(lab.Show("A", "10.0.2.0/24"), "L1 17 via B");
    EXPECT_EQ(lab.Finding(), same ? "" : "A[B] and B[A] do not agree on the IS-IS number of topologies");
  }
}

TEST(IsisAdjacencyTest, DifferencesAreFindings) {
  const auto finding = [](auto change) {
    Lab lab;
    lab.Join("A", "B");
    change(lab);
    lab.Build();
    EXPECT_TRUE(lab.engine->graph().edges.empty());
    return lab.Finding();
  };
  const std::string begin = "A[B] and B[A] do not agree on the IS-IS ";
  EXPECT_EQ(finding([](Lab& lab) { lab.Shape("A", kLevel1, "49.0007"); }), begin + "area");
  EXPECT_EQ(finding([](Lab& lab) {
              lab.Process("A").levels = kLevel1;
              lab.Process("B").levels = kLevel2;
            }),
            begin + "levels");
  EXPECT_EQ(finding([](Lab& lab) { lab.At("A", "B").type = IsisNetworkType::kBroadcast; }),
            begin + "network type");
  EXPECT_EQ(finding([](Lab& lab) { lab.At("A", "B").authentication = "x"; }), begin + "hello authentication");
  EXPECT_EQ(finding([](Lab& lab) { lab.Process("A").system_id = lab.Process("B").system_id; }),
            begin + "system id (must differ)");
  EXPECT_EQ(finding([](Lab& lab) { lab.At("B", "A").passive = true; }),
            "A[B] speaks IS-IS to B[A], which is passive");
}

TEST(IsisEngineTest, ExplainsByLinesAndOrigin) {
  Lab lab;
  TwoAreas(lab);
  lab.Build();
  const Explanation why = lab.engine->Explain(lab.RouterOf("C"), lab.Number("172.16.0.1/32"), lab.scratch);
  const std::set<base::Span> lines = {lab.At("C", "B").span, lab.At("B", "C").span, lab.At("A", "lo").span};
  EXPECT_EQ(why.spans, lines);
  EXPECT_EQ(why.origins.size(), 1U);
}

/// The twin: matrices of distances by level, borders raised by hand.
struct Twin {
  static constexpr std::uint32_t kFar = 1000;
  static constexpr std::uint32_t kLoopback = 10;
  using Matrix = std::vector<std::vector<std::uint32_t>>;

  explicit Twin(std::size_t size)
      : levels(size), areas(size), direct(size, std::vector<std::uint32_t>(size, kFar)) {}

  Matrix Distances(Levels level) const {
    Matrix d(levels.size(), std::vector<std::uint32_t>(levels.size(), kFar));
    for (std::size_t i = 0; i < d.size(); ++i) {
      d[i][i] = 0;
      for (std::size_t j = 0; j < d.size(); ++j) {
        const bool hear = (levels[i] & levels[j] & level) != 0 && (level == kLevel2 || areas[i] == areas[j]);
        if (i != j && hear) d[i][j] = direct[i][j];
      }
    }
    for (std::size_t k = 0; k < d.size(); ++k) {
      for (auto& row : d) {
        for (std::size_t j = 0; j < d.size(); ++j) row[j] = std::min(row[j], row[k] + d[k][j]);
      }
    }
    return d;
  }
  /// "L1 20" without hops: the route of i to the loopback of j.
  std::string Loopback(std::size_t i, std::size_t j) const {
    const Matrix one = Distances(kLevel1);
    const Matrix two = Distances(kLevel2);
    if ((levels[i] & levels[j] & kLevel1) != 0 && one[i][j] < kFar)
      return "L1 " + std::to_string(one[i][j] + kLoopback);
    std::uint32_t least = kFar;
    for (std::size_t b = 0; b < levels.size(); ++b) {
      if ((levels[i] & levels[b] & kLevel2) == 0) continue;
      if (b == j) least = std::min(least, two[i][b] + kLoopback);
      if (levels[b] == kLevelBoth && (levels[j] & kLevel1) != 0)
        least = std::min(least, two[i][b] + one[b][j] + kLoopback);
    }
    return least < kFar ? "L2 " + std::to_string(least) : "-";
  }
  bool Attached(std::size_t b) const {
    const Matrix two = Distances(kLevel2);
    for (std::size_t j = 0; j < levels.size(); ++j) {
      if (levels[b] == kLevelBoth && areas[j] != areas[b] && two[b][j] < kFar) return true;
    }
    return false;
  }
  std::string Default(std::size_t i) const {
    if ((levels[i] & kLevel1) == 0 || Attached(i)) return "-";
    std::uint32_t least = kFar;
    for (std::size_t b = 0; b < levels.size(); ++b) {
      if (b != i && Attached(b)) least = std::min(least, Distances(kLevel1)[i][b]);
    }
    return least < kFar ? "L1 " + std::to_string(least) : "-";
  }

  std::vector<Levels> levels;
  std::vector<int> areas;
  Matrix direct;
};

std::string NodeName(std::size_t i) { return std::string(1, static_cast<char>('A' + i)); }

void Compare(Lab& lab, const Twin& twin) {
  const auto without_hops = [](const std::string& shown) { return shown.substr(0, shown.find(" via")); };
  for (std::size_t i = 0; i < twin.levels.size(); ++i) {
    EXPECT_EQ(without_hops(lab.Show(NodeName(i), "0.0.0.0/0")), twin.Default(i));
    for (std::size_t j = 0; j < twin.levels.size(); ++j) {
      if (i == j) continue;
      const std::string loopback = "172.16.0." + std::to_string(j + 1) + "/32";
      EXPECT_EQ(without_hops(lab.Show(NodeName(i), loopback)), twin.Loopback(i, j));
    }
  }
}

TEST(IsisTwinTest, AllGraphsUpToFourNodesAndTheirLinkFailures) {
  std::mt19937 random(11);
  for (std::size_t size = 2; size <= 4; ++size) {
    for (std::uint32_t graph = 0; graph < 1U << (size * (size - 1) / 2); ++graph) {
      Lab lab;
      Twin twin(size);
      std::vector<std::pair<std::size_t, std::size_t>> links;
      std::uint32_t bits = graph;
      for (std::size_t i = 0; i < size; ++i) {
        twin.levels[i] = static_cast<Levels>(1 + random() % 3);
        twin.areas[i] = static_cast<int>(random() % 2);
        lab.Shape(NodeName(i), twin.levels[i], "49.000" + std::to_string(twin.areas[i]));
        lab.Port(NodeName(i), "lo", "172.16.0." + std::to_string(i + 1) + "/32", Twin::kLoopback);
        for (std::size_t j = 0; j < i; ++j, bits >>= 1) {
          if ((bits & 1U) == 0) continue;
          const auto metric = static_cast<std::uint32_t>(1 + random() % 3);
          lab.Join(NodeName(j), NodeName(i), metric);
          twin.direct[i][j] = twin.direct[j][i] = metric;
          links.emplace_back(j, i);
        }
      }
      lab.Build();
      Compare(lab, twin);
      for (const auto& [a, b] : links) {
        lab.Fail(NodeName(a), NodeName(b));
        twin.direct[a][b] = twin.direct[b][a] = Twin::kFar;
        Compare(lab, twin);
      }
    }
  }
}

}  // namespace
}  // namespace ringfence::routing::isis
