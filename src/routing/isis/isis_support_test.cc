// What routes of IS-IS are said to rest on, against what becomes of them in states that fail more.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "routing/isis/isis_lab_testing.h"
#include "routing/isis/support.h"

namespace ringfence::routing::isis {
namespace {

std::string NameOf(std::uint32_t i) { return std::string(1, static_cast<char>('A' + i)); }

/// Up to eight routers of one level with wide metrics.
class PlainLab {
 public:
  explicit PlainLab(std::uint32_t seed) : random_(seed) {
    size_ = 3 + Below(6);
    const Levels level = Below(2) == 0 ? kLevel1 : kLevel2;
    for (std::uint32_t i = 0; i < size_; ++i) {
      lab.Shape(NameOf(i), level, "49.0001");
      lab.Process(NameOf(i)).max_paths = 8;
      lab.Process(NameOf(i)).attached_default_competes = Below(3) == 0;
      lab.Port(NameOf(i), "lo", "172.16.0." + std::to_string(i + 1) + "/32", Below(3));
      if (Below(3) == 0) lab.Port(NameOf(i), "lan", "172.16.9.1/24", Below(4)).passive = true;
    }
    std::vector<std::string> joined;
    for (std::uint32_t n = 1; n < 2 * size_; ++n) {
      const std::uint32_t b = n < size_ ? n : Below(size_);
      const std::uint32_t a = n < size_ ? Below(n) : Below(size_);
      const std::string pair = NameOf(std::min(a, b)) + NameOf(std::max(a, b));
      if (a == b || std::ranges::count(joined, pair) > 0) continue;
      joined.push_back(pair);
      lab.Join(NameOf(a), NameOf(b), 1 + Below(3));
      if (Below(3) != 0) continue;
      lab.At(NameOf(a), NameOf(b)).metric_level1 = lab.At(NameOf(a), NameOf(b)).metric_level2 = 1 + Below(4);
    }
    lab.Build();
  }

  std::uint32_t Below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_()) % limit; }
  /// Takes some more interfaces down, of those that `spared` does not hold.
  void FailMore(std::vector<std::uint8_t>& up, const base::BitSet& spared, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t slot = Below(static_cast<std::uint32_t>(up.size()));
      if (!spared.Test(slot)) up[slot] = 0;
    }
  }
  std::string TextOf(std::uint32_t router, PrefixIndex prefix, IsisScratch& scratch) const {
    const Row row = lab.engine->RowOf(router, prefix, scratch);
    if (!row.path.present()) return "-";
    std::string text = std::to_string(row.path.metric);
    for (const std::uint32_t edge : lab.EdgesOf(router, row)) text += " e" + std::to_string(edge);
    return text;
  }

  Lab lab;

 private:
  std::mt19937 random_;
  std::uint32_t size_ = 0;
};

TEST(IsisSupport, RowsStandWhileWhatTheyRestOnDoes) {
  std::size_t stood = 0, stayed_away = 0, lost = 0;
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    PlainLab plain(seed);
    Lab& lab = plain.lab;
    const SupportPlan support(*lab.engine);
    ASSERT_TRUE(support.known());
    const base::BitSet none(lab.up.size());
    std::vector<std::uint8_t> up = lab.up;
    plain.FailMore(up, none, plain.Below(3));
    IsisScratch scratch, later;
    lab.engine->Begin(up, lab.policies(), scratch);
    for (int draw = 0; draw < 60; ++draw) {
      const std::uint32_t router =
          plain.Below(static_cast<std::uint32_t>(lab.engine->graph().routers.size()));
      const PrefixIndex prefix = plain.Below(static_cast<std::uint32_t>(lab.prefixes().size()));
      base::BitSet interfaces(lab.up.size());
      const std::string before = plain.TextOf(router, prefix, scratch);
      const bool known = support.Add(router, prefix, scratch, interfaces);
      ASSERT_EQ(known, before != "-");
      if (!known && support.MayCome(router, prefix, scratch)) continue;
      std::vector<std::uint8_t> fewer = up;
      plain.FailMore(fewer, interfaces, 1 + plain.Below(8));
      lab.engine->Begin(fewer, lab.policies(), later);
      ASSERT_EQ(plain.TextOf(router, prefix, later), before);
      (known ? stood : stayed_away) += 1;
      fewer = up;
      plain.FailMore(fewer, none, 8);
      lab.engine->Begin(fewer, lab.policies(), later);
      lost += plain.TextOf(router, prefix, later) != before ? 1 : 0;
    }
  }
  EXPECT_GT(stood, 2000U);
  EXPECT_GT(stayed_away, 500U);
  EXPECT_GT(lost, 1000U) << "otherwise nothing was at stake";
}

TEST(IsisSupport, OneRouterBringsALoopback) {
  Lab lab;
  lab.Port("A", "lo", "172.16.0.1/32", 1);
  lab.Join("A", "B");
  for (const char* node : {"A", "B"}) lab.Shape(node, kLevel2, "49.0001");
  lab.Build();
  const SupportPlan support(*lab.engine);
  ASSERT_TRUE(support.known());
  base::BitSet interfaces(lab.up.size());
  EXPECT_EQ(support.BringerOf(lab.Number("172.16.0.1/32"), lab.scratch, interfaces), lab.RouterOf("A"));
  EXPECT_EQ(support.BringerOf(lab.Number("10.0.1.0/24"), lab.scratch, interfaces), std::nullopt);
  EXPECT_TRUE(support.Brings(lab.Number("10.0.1.0/24")));
  EXPECT_FALSE(support.Brings(lab.Number("0.0.0.0/0")));
  EXPECT_TRUE(support.MayCome(lab.RouterOf("A"), lab.Number("10.0.1.0/24"), lab.scratch));
  EXPECT_FALSE(support.MayCome(lab.RouterOf("B"), lab.Number("172.16.0.1/32"), lab.scratch));
  EXPECT_EQ(support.Neighbors(lab.up).size(), 1U);
}

TEST(IsisSupport, IsNotKnownWhereOtherRoutesMayCome) {
  const auto known = [](auto change) {
    Lab lab;
    lab.Join("A", "B");
    for (const char* node : {"A", "B"}) lab.Shape(node, kLevel2, "49.0001");
    change(lab);
    lab.Build();
    return SupportPlan(*lab.engine).known();
  };
  EXPECT_TRUE(known([](Lab&) {}));
  EXPECT_FALSE(known([](Lab& lab) { lab.Process("A").levels = kLevelBoth; }));
  EXPECT_FALSE(known([](Lab& lab) { lab.Process("A").overload = true; }));
  EXPECT_FALSE(known([](Lab& lab) { lab.Process("A").style_level2 = MetricStyle::kBoth; }));
  EXPECT_FALSE(known([](Lab& lab) { lab.Process("A").table_filter.emplace(); }));
  EXPECT_FALSE(known([](Lab& lab) { lab.Process("A").default_origination = true; }));
  EXPECT_FALSE(known([](Lab& lab) { lab.Process("A").redistributions.emplace_back(); }));
  EXPECT_FALSE(known([](Lab& lab) { lab.Process("A").distance_level2 = 255; }));
  EXPECT_FALSE(known([](Lab& lab) { lab.At("A", "B").metric_level2 = 0; }));
  EXPECT_FALSE(known([](Lab& lab) { lab.At("A", "B").metric_level2 = kLinkUnused; }));
  EXPECT_FALSE(known([](Lab& lab) { lab.AddIpv6("A", "B"), lab.At("B", "A").ipv6 = false; }));
}

}  // namespace
}  // namespace ringfence::routing::isis
