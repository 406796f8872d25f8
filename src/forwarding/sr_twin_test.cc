// Packets with SIDs against a slow obvious twin on random topologies, whole and with each link down: what the
// configuration of each router says, shortest paths by Floyd and Warshall, and one rule for each router. And
// the property that matters: where all routers run segment routing, labels never lose a packet that routing
// by addresses delivers, and the links are the same.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <deque>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "forwarding/walk.h"
#include "routing/network_testing.h"

namespace ringfence::forwarding {
namespace {

constexpr int kFar = 1000;

struct PlannedRouter {
  bool runs = true;
  bool has_sid = true;
  bool keeps_last = false;
  int labels = 100;  ///< of its block, which begins at 1000 times its number
};

struct PlannedLink {
  int a = 0, b = 0, cost = 1;
};

struct Plan {
  std::vector<PlannedRouter> routers;
  std::vector<PlannedLink> links;
};

Plan MakePlan(std::uint32_t seed, bool everywhere) {
  std::mt19937 engine(seed);
  const auto below = [&engine](int limit) {
    return static_cast<int>(engine() % static_cast<std::uint32_t>(limit));
  };
  Plan plan;
  const int count = 4 + below(3);
  for (int r = 0; r < count; ++r) {
    PlannedRouter& router = plan.routers.emplace_back();
    router.keeps_last = below(3) == 0;
    if (everywhere) continue;
    router.runs = below(4) != 0;
    router.has_sid = below(4) != 0;
    if (below(4) == 0) router.labels = 1 + below(count);
  }
  for (int a = 0; a < count; ++a) {
    for (int b = a + 1; b < count; ++b) {
      if (b == a + 1 || below(3) == 0) plan.links.push_back({a, b, 1 + below(2)});
    }
  }
  return plan;
}

std::string NameOf(int router) { return fmt::format("r{}", router); }
std::string AddressOf(int router) { return fmt::format("192.0.2.{}", router); }

/// The links that packets cross ("r0>r1", with "*" when they have a label), and how they end.
struct Outcome {
  std::set<std::string> links, ends;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  for (const std::string& link : outcome.links) out << link << ' ';
  for (const std::string& end : outcome.ends) out << end << ' ';
  return out;
}

class Twin {
 public:
  Twin(const Plan& plan, int down) : plan_(plan), count_(static_cast<int>(plan.routers.size())) {
    far_.assign(plan.routers.size(), std::vector<int>(plan.routers.size(), kFar));
    cost_ = far_;
    for (int l = 0; l < static_cast<int>(plan.links.size()); ++l) {
      const PlannedLink& link = plan.links[l];
      if (l != down) cost_[link.a][link.b] = cost_[link.b][link.a] = link.cost;
    }
    far_ = cost_;
    for (int r = 0; r < count_; ++r) far_[r][r] = 0;
    for (int k = 0; k < count_; ++k) {
      for (int i = 0; i < count_; ++i) {
        for (int j = 0; j < count_; ++j) far_[i][j] = std::min(far_[i][j], far_[i][k] + far_[k][j]);
      }
    }
  }

  Outcome Walk(int from, int to, bool labels) const {
    Outcome outcome;
    std::set<std::pair<int, bool>> seen;
    std::deque<std::pair<int, bool>> open = {{from, false}};
    while (!open.empty()) {
      const auto [at, labelled] = open.front();
      open.pop_front();
      if (!seen.insert({at, labelled}).second) continue;
      if (at == to) {
        outcome.ends.insert(NameOf(at) + ":delivered");
        continue;
      }
      if (far_[at][to] >= kFar) {
        outcome.ends.insert(NameOf(at) + ":no-route");
        continue;
      }
      bool gone = false;
      const bool sends =
          labels && plan_.routers[at].runs && plan_.routers[to].runs && plan_.routers[to].has_sid;
      for (int next = 0; next < count_; ++next) {
        if (cost_[at][next] + far_[next][to] != far_[at][to]) continue;
        const PlannedRouter& there = plan_.routers[next];
        const bool has_label = sends && there.runs && to < there.labels;  // the index is the owner's number
        if (labelled && !has_label) continue;
        const bool keeps = has_label && (next != to || there.keeps_last);
        outcome.links.insert(NameOf(at) + ">" + NameOf(next) + (keeps ? "*" : ""));
        open.emplace_back(next, keeps);
        gone = true;
      }
      if (!gone) outcome.ends.insert(NameOf(at) + ":no-label");
    }
    return outcome;
  }

 private:
  const Plan& plan_;
  int count_ = 0;
  std::vector<std::vector<int>> cost_, far_;
};

class Engine {
 public:
  explicit Engine(const Plan& plan) : plan_(plan) {
    for (int r = 0; r < static_cast<int>(plan.routers.size()); ++r) {
      const PlannedRouter& planned = plan.routers[r];
      const std::string name = NameOf(r);
      world_.Loopback(name, AddressOf(r), 0);
      world_.Port(name, "hosts", fmt::format("172.16.{}.1/24", r));
      routing::sr::SrConfig& sr = world_[name].sr;
      sr.enabled = planned.runs;
      sr.igp = routing::sr::SrIgp::kOspf;
      sr.process = "1";
      sr.skips_other_routers = sr.sends_bare = true;
      const auto first = static_cast<std::uint32_t>(1000 * (r + 1));
      sr.blocks = {{first, first + static_cast<std::uint32_t>(planned.labels) - 1}};
      if (planned.has_sid)
        sr.sids.push_back({.prefix = routing::P(AddressOf(r) + "/32"),
                           .value = static_cast<std::uint32_t>(r),
                           .keeps_last = planned.keeps_last});
    }
    for (const PlannedLink& link : plan.links) {
      const auto cost = static_cast<std::uint32_t>(link.cost);
      world_.Join(NameOf(link.a), NameOf(link.b), 0, cost, cost);
    }
    world_.Build();
  }

  void Fail(int down) {
    if (down < 0) {
      state_ = world_.Nominal();
    } else {
      state_ = world_.WithoutLink(NameOf(plan_.links[down].a) + "--" + NameOf(plan_.links[down].b));
    }
  }

  Outcome Walk(int from, int to) {
    const routing::Network& network = world_.network();
    const TunnelTable tunnels(network);
    Walker walker(network, tunnels, space_);
    WalkQuery query;
    query.from = network.FindNode(NameOf(from));
    query.in = model::FindInterface(network.nodes()[query.from.index()].config.device, "hosts");
    query.to = network.FindNode(NameOf(to));
    query.packets = space_.ToPrefix(routing::P(AddressOf(to) + "/32"));
    const std::vector<WalkGraph> graphs = walker.Walk(query, state_, {});
    Outcome outcome;
    EXPECT_EQ(graphs.size(), 1U);
    EXPECT_TRUE(graphs[0].ambiguous_nodes.empty());
    const auto name = [&](StepId step) {
      return network.nodes()[graphs[0].steps[step.index()].node.index()].config.device.name;
    };
    for (const Branch& branch : graphs[0].branches) {
      if (branch.kind != BranchKind::kHop) continue;
      const bool labelled = graphs[0].steps[branch.to.index()].labels.valid();
      outcome.links.insert(name(branch.from) + ">" + name(branch.to) + (labelled ? "*" : ""));
    }
    for (const Ending& ending : graphs[0].endings)
      outcome.ends.insert(name(ending.step) + ":" +
                          std::string(kDispositionNames[static_cast<std::size_t>(ending.disposition)]));
    return outcome;
  }

 private:
  const Plan& plan_;
  routing::World world_;
  net::PacketSpace space_;
  routing::RoutingState state_;
};

/// Every pair of routers, whole and with each link down.
template <class Check>
void ForAll(const Plan& plan, Check check) {
  Engine engine(plan);
  const int count = static_cast<int>(plan.routers.size());
  for (int down = -1; down < static_cast<int>(plan.links.size()); ++down) {
    engine.Fail(down);
    const Twin twin(plan, down);
    for (int from = 0; from < count; ++from) {
      for (int to = 0; to < count; ++to) {
        if (from != to) check(engine.Walk(from, to), twin, from, to);
      }
    }
  }
}

TEST(SrTwin, GoesWhereTheTwinGoes) {
  int labelled = 0, lost = 0;
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const Plan plan = MakePlan(seed, false);
    ForAll(plan, [&](const Outcome& ours, const Twin& twin, int from, int to) {
      const Outcome theirs = twin.Walk(from, to, true);
      ASSERT_EQ(ours, theirs) << "seed " << seed << ", r" << from << " to r" << to;
      for (const std::string& link : theirs.links) labelled += link.ends_with('*') ? 1 : 0;
      for (const std::string& end : theirs.ends) lost += end.ends_with(":no-label") ? 1 : 0;
    });
  }
  EXPECT_GT(labelled, 100);
  EXPECT_GT(lost, 10) << "the worlds must contain ways that end";
}

TEST(SrTwin, WhereAllRunItLabelsChangeNeitherLinksNorEnds) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const Plan plan = MakePlan(seed, true);
    ForAll(plan, [&](Outcome ours, const Twin& twin, int from, int to) {
      std::set<std::string> links;
      for (const std::string& link : ours.links) links.insert(link.substr(0, link.find('*')));
      ours.links = links;
      ASSERT_EQ(ours, twin.Walk(from, to, false)) << "seed " << seed << ", r" << from << " to r" << to;
    });
  }
}

}  // namespace
}  // namespace ringfence::forwarding
