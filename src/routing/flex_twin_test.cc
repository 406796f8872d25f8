// Flexible algorithms against a slow obvious twin on random networks, whole, with each link and with each
// router down: the definition that counts by looking at all routers that are left, the links that fit one by
// one, shortest ways by Floyd and Warshall.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "routing/flex_testing.h"
#include "routing/random_testing.h"

namespace ringfence::routing {
namespace {

constexpr std::uint64_t kNoWay = 1'000'000;

struct FlexEnd {
  sr::AdminGroups groups;
  int srlg = 0, cost = 1;
  int te_metric = 0;  ///< 0: none
};
struct FlexLink {
  int a = 0, b = 0;
  FlexEnd ends[2];
};
struct FlexRouter {
  bool takes_part = true;
  bool tells = false;
  sr::AlgorithmDefinition told;
};
struct FlexNetwork {
  std::vector<FlexRouter> routers;
  std::vector<FlexLink> links;
};

sr::AdminGroups SomeGroups(Dice& dice, int chance) {
  sr::AdminGroups groups;
  for (std::size_t bit = 0; bit < 3; ++bit)
    if (dice.OneIn(chance)) groups.set(bit * 100);
  return groups;
}

FlexNetwork MakeFlexNetwork(std::uint32_t seed) {
  Dice dice(seed);
  FlexNetwork plan;
  const int count = 4 + dice.Below(4);
  for (int r = 0; r < count; ++r) {
    FlexRouter& router = plan.routers.emplace_back();
    router.takes_part = !dice.OneIn(6);
    router.tells = r == 0 || dice.OneIn(5);
    router.told.priority = static_cast<std::uint32_t>(100 + dice.Below(3));
    router.told.metric = dice.OneIn(3) ? sr::AlgorithmMetric::kTe : sr::AlgorithmMetric::kIgp;
    if (dice.OneIn(2)) router.told.exclude_any = SomeGroups(dice, 3);
    if (dice.OneIn(4)) router.told.include_any = SomeGroups(dice, 2);
    if (dice.OneIn(5)) router.told.include_all = SomeGroups(dice, 4);
    if (dice.OneIn(4)) router.told.exclude_srlgs = {1};
  }
  for (int a = 0; a < count; ++a) {
    for (int b = a + 1; b < count; ++b) {
      if (b != a + 1 && dice.OneIn(2)) continue;
      FlexLink& link = plan.links.emplace_back();
      link.a = a;
      link.b = b;
      for (FlexEnd& end : link.ends) {
        end.groups = SomeGroups(dice, 4);
        end.srlg = dice.OneIn(4) ? 1 : 0;
        end.cost = 1 + dice.Below(3);
        end.te_metric = dice.Below(5);
      }
      if (!dice.OneIn(5)) {
        link.ends[1].groups = link.ends[0].groups;  // most links look the same from both ends
        link.ends[1].srlg = link.ends[0].srlg;
        link.ends[1].te_metric = link.ends[0].te_metric;
      }
    }
  }
  return plan;
}

/// What is down: a link or a router.
struct FlexFailure {
  int link = -1, router = -1;
};

class SlowFlex {
 public:
  SlowFlex(const FlexNetwork& plan, const FlexFailure& down)
      : plan_(plan), down_(down), count_(static_cast<int>(plan.routers.size())) {
    reach_.assign(plan.routers.size(), std::vector<bool>(plan.routers.size(), false));
    for (int r = 0; r < count_; ++r) reach_[r][r] = true;
    for (const FlexLink& link : plan.links)
      if (Works(link)) reach_[link.a][link.b] = reach_[link.b][link.a] = true;
    for (int k = 0; k < count_; ++k)
      for (int i = 0; i < count_; ++i)
        for (int j = 0; j < count_; ++j)
          if (reach_[i][k] && reach_[k][j]) reach_[i][j] = true;
  }

  /// As FlexWorld::StepOf.
  std::string StepOf(int at, int owner) const {
    if (at == owner) return "ends";
    if (!plan_.routers[at].takes_part) return "open";
    if (!plan_.routers[owner].takes_part || owner == down_.router || !reach_[at][owner]) return "lost";
    const int now = Elect(at, true), ever = Elect(at, false);
    if (ever >= 0 && (now < 0 || !Same(plan_.routers[now].told, plan_.routers[ever].told))) return "open";
    if (now < 0) return "lost";
    const sr::AlgorithmDefinition& rule = plan_.routers[now].told;
    std::vector<std::vector<std::uint64_t>> far(plan_.routers.size(),
                                                std::vector<std::uint64_t>(plan_.routers.size(), kNoWay));
    for (int r = 0; r < count_; ++r) far[r][r] = 0;
    for (const FlexLink& link : plan_.links) {
      far[link.a][link.b] = Cost(link, 0, rule);
      far[link.b][link.a] = Cost(link, 1, rule);
    }
    for (int k = 0; k < count_; ++k)
      for (int i = 0; i < count_; ++i)
        for (int j = 0; j < count_; ++j) far[i][j] = std::min(far[i][j], far[i][k] + far[k][j]);
    if (far[at][owner] >= kNoWay) return "lost";
    std::set<std::string> next;
    for (const FlexLink& link : plan_.links) {
      for (int end = 0; end < 2; ++end) {
        const int from = end == 0 ? link.a : link.b, to = end == 0 ? link.b : link.a;
        if (from != at || Cost(link, end, rule) + far[to][owner] != far[at][owner]) continue;
        if (Cost(link, 1 - end, rule) >= kNoWay) return "open";
        next.insert("r" + std::to_string(to) + (to == owner ? "^" : ""));
      }
    }
    std::string all;
    for (const std::string& one : next) all += (all.empty() ? "" : " ") + one;
    return all;
  }

 private:
  bool Works(const FlexLink& link) const {
    return !(down_.link >= 0 && &plan_.links[static_cast<std::size_t>(down_.link)] == &link) &&
           link.a != down_.router && link.b != down_.router;
  }
  std::uint64_t Cost(const FlexLink& link, int end, const sr::AlgorithmDefinition& rule) const {
    const FlexEnd& told = link.ends[end];
    if (!Works(link) || !plan_.routers[link.a].takes_part || !plan_.routers[link.b].takes_part) return kNoWay;
    bool any = rule.include_any.none();
    for (std::size_t bit = 0; bit < told.groups.size(); ++bit) {
      if (told.groups[bit] && rule.exclude_any[bit]) return kNoWay;
      if (!told.groups[bit] && rule.include_all[bit]) return kNoWay;
      any = any || (told.groups[bit] && rule.include_any[bit]);
    }
    if (!any || (told.srlg == 1 && !rule.exclude_srlgs.empty())) return kNoWay;
    if (rule.metric == sr::AlgorithmMetric::kIgp) return static_cast<std::uint64_t>(told.cost);
    return told.te_metric == 0 ? kNoWay : static_cast<std::uint64_t>(told.te_metric);
  }
  /// Whose definition counts, or -1.
  int Elect(int at, bool reached) const {
    int best = -1;
    for (int r = 0; r < count_; ++r) {
      const FlexRouter& router = plan_.routers[r];
      if (!router.takes_part || !router.tells || (reached && !reach_[at][r])) continue;
      if (best < 0 || router.told.priority >= plan_.routers[best].told.priority) best = r;
    }
    return best;
  }
  static bool Same(sr::AlgorithmDefinition a, const sr::AlgorithmDefinition& b) {
    a.priority = b.priority;
    return a == b;
  }

  const FlexNetwork& plan_;
  FlexFailure down_;
  int count_ = 0;
  std::vector<std::vector<bool>> reach_;
};

void FillFlex(const FlexNetwork& plan, FlexWorld& world) {
  for (int r = 0; r < static_cast<int>(plan.routers.size()); ++r) {
    world.Router(RouterOf(r), r + 1);
    const FlexRouter& router = plan.routers[r];
    if (router.tells) world.Define(RouterOf(r)) = router.told;
    if (!router.takes_part) world[RouterOf(r)].sr.algorithms.clear();
  }
  for (const FlexLink& link : plan.links) {
    world.Join(RouterOf(link.a), RouterOf(link.b), 0, static_cast<std::uint32_t>(link.ends[0].cost),
               static_cast<std::uint32_t>(link.ends[1].cost));
    for (int end = 0; end < 2; ++end) {
      sr::AlgorithmLink& told = end == 0 ? world.Link(RouterOf(link.a), RouterOf(link.b))
                                         : world.Link(RouterOf(link.b), RouterOf(link.a));
      told.groups = link.ends[end].groups;
      if (link.ends[end].srlg != 0) told.srlgs = {1};
      if (link.ends[end].te_metric != 0)
        told.te_metric = static_cast<std::uint32_t>(link.ends[end].te_metric);
    }
  }
  world.Make();
}

class FlexTwin : public testing::TestWithParam<sr::SrIgp> {};
std::string NameOfIgp(const testing::TestParamInfo<sr::SrIgp>& one) {
  return one.param == sr::SrIgp::kIsis ? "Isis" : "Ospf";
}
INSTANTIATE_TEST_SUITE_P(Both, FlexTwin, testing::Values(sr::SrIgp::kIsis, sr::SrIgp::kOspf), NameOfIgp);

TEST_P(FlexTwin, GoesWhereTheTwinGoes) {
  std::map<std::string, int> seen;
  // Tables of IS-IS are made whole for each state, which takes most of the time.
  const std::uint32_t networks = GetParam() == sr::SrIgp::kIsis ? 40 : 160;
  for (std::uint32_t seed = 1; seed <= networks; ++seed) {
    const FlexNetwork plan = MakeFlexNetwork(seed);
    FlexWorld world(GetParam());
    FillFlex(plan, world);
    std::vector<FlexFailure> downs = {{}};
    for (int l = 0; l < static_cast<int>(plan.links.size()); ++l) downs.push_back({.link = l});
    for (int r = 0; r < static_cast<int>(plan.routers.size()); ++r) downs.push_back({.router = r});
    for (const FlexFailure& down : downs) {
      const std::string link =
          down.link < 0 ? "" : RouterOf(plan.links[down.link].a) + "--" + RouterOf(plan.links[down.link].b);
      const RoutingState state = down.link >= 0     ? world.WithoutLink(link)
                                 : down.router >= 0 ? world.WithoutNode(RouterOf(down.router))
                                                    : world.Nominal();
      const SlowFlex twin(plan, down);
      for (int at = 0; at < static_cast<int>(plan.routers.size()); ++at) {
        for (int owner = 0; owner < static_cast<int>(plan.routers.size()); ++owner) {
          if (at == down.router) continue;
          const std::string theirs = twin.StepOf(at, owner);
          ASSERT_EQ(world.StepOf(state, RouterOf(at), RouterOf(owner)), theirs)
              << "seed " << seed << ", at r" << at << " to r" << owner << " without link " << link
              << " or router " << down.router;
          ++seen[theirs.starts_with('r') ? (theirs.contains(' ') ? "several" : "one") : theirs];
        }
      }
    }
  }
  for (const char* kind : {"one", "several", "open", "lost", "ends"}) EXPECT_GT(seen[kind], 100) << kind;
}

}  // namespace
}  // namespace ringfence::routing
