// Rows of IS-IS in random networks against the slow and obvious form, under failures, with and without a
// base.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "routing/isis/isis_lab_testing.h"
#include "routing/isis/simple_isis_testing.h"

namespace ringfence::routing::isis {
namespace {

/// Draws networks. `plain`: of one level in which nothing is fed from elsewhere.
class Draw {
 public:
  explicit Draw(std::uint32_t seed) : random_(seed) {}
  std::uint32_t Below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_()) % limit; }
  bool OneIn(std::uint32_t count) { return Below(count) == 0; }

  void Network(Lab& lab, bool plain) {
    size_ = 3 + Below(6);
    six_ = OneIn(2);
    two_topologies_ = OneIn(2);
    const MetricStyle styles[] = {MetricStyle::kNarrow, MetricStyle::kBoth, MetricStyle::kWide};
    style_ = styles[Below(3)];
    for (std::uint32_t i = 0; i < size_; ++i) AddRouter(lab, i, plain);
    for (std::uint32_t i = 1; i < size_; ++i) Join(lab, Below(i), i);
    for (std::uint32_t more = Below(size_ + 2); more > 0; --more) Join(lab, Below(size_), Below(size_));
    for (std::uint32_t i = 0; i < size_; ++i) Differ(lab.Process(NameOf(i)), plain);
    lab.Build({"203.0.113.0/24", "2001:db8:99::/48"});
  }

  std::vector<Injected> SomeInjected(const Lab& lab) {
    std::vector<Injected> injected;
    const char* prefixes[] = {"203.0.113.0/24", "2001:db8:99::/48", "0.0.0.0/0", "172.16.0.1/32"};
    for (std::uint32_t count = Below(4); count > 0; --count) {
      injected.push_back({.router = Below(size_),
                          .prefix = lab.Number(prefixes[Below(4)]),
                          .into = static_cast<Levels>(1 + Below(3)),
                          .metric = Below(30),
                          .external_metric = OneIn(2),
                          .tag = Below(3),
                          .doubtful = OneIn(5),
                          .span = {base::FileId(0), 9000 + count, 1, 1}});
    }
    return injected;
  }

  /// Some interfaces change.
  void Change(std::vector<std::uint8_t>& up, bool only_down) {
    std::ranges::fill(up, std::uint8_t{1});
    for (std::uint32_t count = Below(4); count > 0; --count)
      up[Below(static_cast<std::uint32_t>(up.size()))] = 0;
    if (!only_down && OneIn(3)) up[Below(static_cast<std::uint32_t>(up.size()))] = 2;
  }

 private:
  static std::string NameOf(std::uint32_t i) { return std::string(1, static_cast<char>('A' + i)); }

  void AddRouter(Lab& lab, std::uint32_t i, bool plain) {
    const auto levels = static_cast<Levels>(plain ? (one_level_ == 0 ? one_level_ = 1 + Below(2) : one_level_)
                                                  : 1 + Below(3));
    lab.Shape(NameOf(i), levels, "49.000" + std::to_string(plain ? 0 : Below(2)));
    lab.Port(NameOf(i), "lo", "172.16.0." + std::to_string(i + 1) + "/32", Below(3));
    if (OneIn(3)) lab.Port(NameOf(i), "lan", "172.16.9.1/24", 1 + Below(3)).passive = true;
  }

  void Join(Lab& lab, std::uint32_t a, std::uint32_t b) {
    const std::string pair = NameOf(std::min(a, b)) + NameOf(std::max(a, b));
    if (a == b || std::ranges::count(joined_, pair) > 0) return;
    joined_.push_back(pair);
    lab.Join(NameOf(a), NameOf(b), OneIn(6) ? 0 : 1 + Below(3));
    if (OneIn(3)) lab.At(NameOf(a), NameOf(b)).metric_level2 = OneIn(5) ? 70 : 1 + Below(4);
    if (OneIn(15)) lab.At(NameOf(a), NameOf(b)).metric_level1 = 700;
    if (OneIn(20)) lab.At(NameOf(a), NameOf(b)).metric_level2 = kLinkUnused;
    if (!six_ || OneIn(8)) return;
    lab.AddIpv6(NameOf(a), NameOf(b));
    lab.At(NameOf(a), NameOf(b)).metric6_level2 = 1 + Below(4);
  }

  void Differ(IsisProcess& process, bool plain) {
    process.style_level1 = OneIn(5) ? MetricStyle::kBoth : style_;
    process.style_level2 = OneIn(5) ? MetricStyle::kBoth : style_;
    process.multi_topology = two_topologies_ != OneIn(12);
    process.overload = OneIn(8);
    process.overload_spares_second_topology = OneIn(2);
    process.attached_bit = !OneIn(6);
    process.attached_by_any_neighbor = OneIn(4);
    process.ignores_attached_bit = OneIn(6);
    process.attached_default_competes = OneIn(3);
    process.attached_when_overloaded = OneIn(2);
    process.advertises_all_circuits = OneIn(4);
    process.forgets_tags = OneIn(3);
    process.narrow_without_ipv6 = OneIn(4);
    process.leaks_level1_to_level2 = !OneIn(5);
    process.max_paths = OneIn(3) ? 1 : 8;
    if (OneIn(5)) process.locators.push_back({.prefix = *net::ParsePrefix("2001:db8:aa::/48"), .metric = 2});
    if (plain) return;
    if (OneIn(3)) AddRedistribution(process, kLevel2, kLevel1);
    if (OneIn(3)) AddRedistribution(process, kLevel1, kLevel2);
    const char* prefixes[] = {"172.16.0.0/16", "10.0.0.0/14", "2001:db8::/32", "172.16.0.0/24"};
    for (std::uint32_t count = OneIn(3) ? 1 + Below(2) : 0; count > 0; --count) {
      process.summaries.push_back({.prefix = *net::ParsePrefix(prefixes[Below(4)]),
                                   .into = static_cast<Levels>(1 + Below(3)),
                                   .discard_route = !OneIn(3),
                                   .span = {base::FileId(0), 8000 + count, 1, 1}});
    }
  }

  void AddRedistribution(IsisProcess& process, Levels from, Levels into) {
    IsisRedistribution redistribution{.source = model::RouteSource::kIsis, .into = into};
    redistribution.from_level = from;
    redistribution.family = OneIn(2) ? net::Family::kIpv4 : net::Family::kIpv6;
    if (OneIn(3)) redistribution.metric = Below(50);
    redistribution.span = {base::FileId(0), 7000U + from, 1, 1};
    process.redistributions.push_back(redistribution);
  }

  std::mt19937 random_;
  std::uint32_t size_ = 0;
  std::uint32_t one_level_ = 0;
  bool six_ = false, two_topologies_ = false;
  MetricStyle style_ = MetricStyle::kWide;
  std::vector<std::string> joined_;
};

std::string TextOf(const SimpleIsis::Path& path) {
  std::string text = "L" + std::to_string(path.level) + " " + std::to_string(path.preference) + " " +
                     std::to_string(path.metric) + " tag " + std::to_string(path.tag) +
                     (path.external ? " external" : "") + (path.ambiguous ? " ?" : "") +
                     (path.discard ? " discard" : "");
  for (const std::uint32_t edge : path.edges) text += " e" + std::to_string(edge);
  return text;
}

SimpleIsis::Path PathOf(const Lab& lab, std::uint32_t router, const Row& row) {
  SimpleIsis::Path path;
  path.preference = row.path.preference;
  path.level = row.path.level;
  path.external = row.path.external;
  path.ambiguous = row.path.ambiguous;
  path.discard = row.path.discard;
  path.metric = row.path.metric;
  path.tag = row.path.tag;
  path.edges = lab.EdgesOf(router, row);
  return path;
}

std::string TextOf(const Explanation& explanation) {
  std::string text = " because of";
  for (const base::Span& span : explanation.spans) text += " l" + std::to_string(span.line);
  for (const model::NodeId origin : explanation.origins) text += " n" + std::to_string(origin.value);
  return text;
}

/// By router and prefix.
using Rows = std::vector<std::vector<std::string>>;

Rows RowsOf(Lab& lab, IsisScratch& scratch) {
  Rows rows(lab.engine->graph().routers.size());
  for (std::uint32_t router = 0; router < rows.size(); ++router) {
    for (PrefixIndex prefix = 0; prefix < lab.prefixes().size(); ++prefix) {
      const Row row = lab.engine->RowOf(router, prefix, scratch);
      std::string text = "-";
      if (row.path.present()) {
        text = TextOf(PathOf(lab, router, row));
        text += TextOf(lab.engine->Explain(router, prefix, scratch));
      }
      rows[router].push_back(std::move(text));
    }
  }
  return rows;
}

Rows RowsOf(Lab& lab, SimpleIsis& simple) {
  Rows rows(lab.engine->graph().routers.size());
  for (std::uint32_t router = 0; router < rows.size(); ++router) {
    for (PrefixIndex prefix = 0; prefix < lab.prefixes().size(); ++prefix) {
      const std::size_t topology = lab.prefixes()[prefix].family() == net::Family::kIpv4 ? 0 : 1;
      const SimpleIsis::Routes& routes = simple.RoutesOf(router, topology);
      const auto found = routes.find(prefix);
      rows[router].push_back(
          found == routes.end() ? "-" : TextOf(found->second) + TextOf(simple.Explain(router, prefix)));
    }
  }
  return rows;
}

/// Every row that is not as in the base is listed as changed; returns how many routers know their changes.
std::size_t CheckChanged(Lab& lab, IsisScratch& scratch, const Rows& base, const Rows& rows) {
  std::size_t known = 0;
  for (std::uint32_t router = 0; router < rows.size(); ++router) {
    std::vector<PrefixIndex> changed;
    if (!lab.engine->AddChangedRows(router, scratch, changed)) continue;
    ++known;
    for (PrefixIndex prefix = 0; prefix < rows[router].size(); ++prefix) {
      const auto without_reason = [](const std::string& text) {
        return text.substr(0, text.find(" because"));
      };
      if (std::ranges::count(changed, prefix) > 0) continue;
      EXPECT_EQ(without_reason(rows[router][prefix]), without_reason(base[router][prefix]));
    }
  }
  return known;
}

TEST(IsisTwin, WhatChangedIsKnownOfBothFamiliesWhenOneWasAskedFor) {
  Lab lab;
  lab.Join("A", "B");
  lab.AddIpv6("A", "B");
  lab.Join("B", "C");
  for (const char* node : {"A", "B", "C"}) lab.Shape(node, kLevel2, "49.0001");
  lab.Build();
  IsisScratch scratch;
  scratch.near.remembers = true;
  lab.engine->Begin(lab.up, lab.policies(), scratch);
  lab.engine->RowOf(lab.RouterOf("A"), lab.Number("10.0.2.0/24"), scratch);
  lab.engine->KeepAsBase(scratch);
  std::vector<std::uint8_t> up = lab.up;
  for (std::size_t slot = 0; slot < 2; ++slot) up[slot] = 0;
  lab.engine->Begin(up, lab.policies(), scratch);
  std::vector<PrefixIndex> changed;
  EXPECT_TRUE(lab.engine->AddChangedRows(lab.RouterOf("A"), scratch, changed));
  EXPECT_EQ(std::ranges::count(changed, lab.Number("2001:db8:1::/64")), 1);
  EXPECT_EQ(std::ranges::count(changed, lab.Number("10.0.2.0/24")), 1);
  EXPECT_FALSE(lab.engine->AddChangedRows(lab.RouterOf("C"), scratch, changed)) << "nobody asked about it";
}

TEST(IsisTwin, RowsOfRandomNetworksUnderFailures) {
  std::size_t near = 0, known = 0, present = 0;
  for (std::uint32_t seed = 1; seed <= 250; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Lab lab;
    Draw draw(seed);
    const bool plain = draw.OneIn(2);
    draw.Network(lab, plain);
    IsisScratch fresh, remembering;
    remembering.near.remembers = true;
    Rows base;
    for (int state = 0; state < 8; ++state) {
      std::vector<std::uint8_t> up = lab.up;
      if (state > 0 || draw.OneIn(4)) draw.Change(up, draw.OneIn(2));
      const std::vector<Injected> injected =
          plain && !draw.OneIn(4) ? std::vector<Injected>() : draw.SomeInjected(lab);
      SimpleIsis simple(lab, up, injected);
      const Rows expected = RowsOf(lab, simple);
      for (IsisScratch* scratch : {&fresh, &remembering}) {
        lab.engine->Begin(up, lab.policies(), *scratch);
        lab.engine->Inject(injected, *scratch);
        ASSERT_EQ(RowsOf(lab, *scratch), expected) << "state " << state << (scratch == &fresh ? "" : " near");
      }
      near += remembering.near.holds ? 1 : 0;
      if (state == 0) {
        lab.engine->KeepAsBase(remembering);
        ASSERT_EQ(RowsOf(lab, remembering), expected) << "after it was kept";
        base = expected;
      } else {
        known += CheckChanged(lab, remembering, base, expected);
      }
      for (const auto& rows : expected) present += rows.size() - std::ranges::count(rows, "-");
    }
  }
  EXPECT_GT(near, 250U * 7 / 2);
  EXPECT_GT(known, 1250U);
  EXPECT_GT(present, 30000U);
}

}  // namespace
}  // namespace ringfence::routing::isis
