// Adding a protection never adds a reader, on random networks.
//
// Properties, for one flow under one failure set, before and after one protection is added:
//   MACsec   Who reads is who read, without circuits and line systems that the flow uses only below links
//            whose two ends now refuse clear frames. No other power changes but alter, and what headers show.
//   IPsec, WireGuard
//            Nobody reads who did not, where in each direction in which the flow meets the entry of the
//   tunnel
//            its exit is on the way of the flow as well. Without that condition it is not true: who is made
//            the exit unwraps the packets, and who is on the way from there to the end gets them in the
//            clear. These are then the only new readers. A tunnel may move packets to other routers, for
//            example when its ends are addresses of links: they handle and see packets they did not, and read
//            none.
// Both need that the flow arrived before, for a flow that does not arrive is read by nobody here; and a
// tunnel that encrypts: one that does not is just another way through the network. Oracle: the twin of
// forwarding/paths_testing.h says which routers have packets in hands unwrapped.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "exposure/engine.h"
#include "exposure/exposure_testing.h"
#include "exposure/levels_of_walk.h"
#include "forwarding/tunnels_testing.h"

namespace ringfence::exposure {
namespace {

using forwarding::AddressTwin;
using forwarding::PlannedTunnel;
using forwarding::SlowTables;
using forwarding::TwinTunnel;
using model::ElementKind;
using model::NodeId;
using routing::Dice;
using routing::RouterOf;

constexpr model::FlowId kTalk(0);

/// A network by a seed: circuits over line systems below most links, managers of some elements, hosts of two
/// routers that talk. The same seed gives the same but for what is added.
struct RandomSnapshot : Snapshot {
  /// What is added.
  enum class Added { kNothing, kTunnel, kMacsec, kMacsecAtOneEnd };

  RandomSnapshot(std::uint32_t seed, Added added) : dice(seed) {
    routers = 4 + dice.Below(5);
    AddMesh(net, dice, routers);
    plan = PlannedTunnel::Random(net, dice, routers);
    const auto talk = net.Build().links();  // interfaces of links are known once it is built
    AddBelow(talk);
    AddManagers();
    AddFlow("talk", RouterOf(plan.hosts[0]), net::ToString(plan.HostAt(0)), RouterOf(plan.hosts[1]),
            net::ToString(plan.HostAt(1)));
    protected_link = dice.Below(static_cast<int>(talk.size()));
    if (added == Added::kTunnel) plan.AddTo(net);
    const auto& ends = talk[static_cast<std::size_t>(protected_link)].ends;
    for (std::size_t side = 0; side < 2; ++side) {
      const bool here = added == Added::kMacsec || (added == Added::kMacsecAtOneEnd && side == 0);
      net[net.network().nodes()[ends[side].node.index()].config.device.name]
          .device.interfaces[ends[side].interface.index()]
          .macsec = here;
    }
    Build();
    for (int count = dice.Below(3); count > 0; --count)
      failures.push_back(static_cast<std::uint32_t>(dice.Below(static_cast<int>(talk.size()))));
    std::ranges::sort(failures);
    const auto rest = std::ranges::unique(failures);
    failures.erase(rest.begin(), rest.end());
    engine = std::make_unique<ExposureEngine>(world);
    evaluator = std::make_unique<Evaluator>(*engine);
    evaluator->Enter(failures);
    outcome = evaluator->Evaluate(kTalk);
  }

  const base::BitSet& Carriers(Level level) const { return outcome.carriers[IndexOf(level)]; }
  const base::BitSet& Exposed(Level level) const { return outcome.exposed[IndexOf(level)]; }
  NodeId Router(int number) const { return net.network().FindNode(RouterOf(number)); }
  /// Routers that have packets of a direction unwrapped in hands between a router and the flow's end.
  std::set<NodeId> Clear(int direction, NodeId from, std::vector<TwinTunnel> tunnels) const {
    const SlowTables tables(net.network(), evaluator->state());
    AddressTwin twin(tables, std::move(tunnels));
    twin.Follow(from, Router(plan.hosts[1 - direction]),
                {plan.HostAt(direction), plan.HostAt(1 - direction)});
    return twin.clear();
  }
  std::set<NodeId> Clear(int direction, std::vector<TwinTunnel> tunnels) const {
    return Clear(direction, Router(plan.hosts[direction]), std::move(tunnels));
  }
  std::set<std::string> NamesOf(const std::set<NodeId>& nodes) const {
    std::set<std::string> names;
    for (const NodeId node : nodes) names.insert(world.NameOf(world.element_of_node[node.index()]));
    return names;
  }
  /// Names of routers among the elements.
  std::set<std::string> Routers(const base::BitSet& elements) const {
    std::set<std::string> names = Names(elements);
    std::erase_if(names, [](const std::string& name) { return !name.starts_with("r"); });
    return names;
  }

  Dice dice;
  int routers;
  PlannedTunnel plan;
  int protected_link = 0;
  FailureSet failures;
  std::unique_ptr<ExposureEngine> engine;
  std::unique_ptr<Evaluator> evaluator;
  FlowOutcome outcome;

 private:
  void AddBelow(const std::vector<model::Link>& links) {
    for (int system = 0; system < 3; ++system) Add("line" + std::to_string(system), ElementKind::kLineSystem);
    for (std::size_t i = 0; i < links.size(); ++i) {
      if (dice.OneIn(5)) continue;
      std::vector<std::string> over;
      for (const int system : dice.Some(3)) over.push_back("line" + std::to_string(system));
      const auto end = [&](std::size_t side) {
        const model::Device& device = net.network().nodes()[links[i].ends[side].node.index()].config.device;
        return model::CircuitEnd{
            device.name, device.interfaces[links[i].ends[side].interface.index()].name, {}};
      };
      AddCircuit("circuit" + std::to_string(i), end(0), end(1), over);
    }
  }
  void AddManagers() {
    for (int i = 0; i < routers; ++i) Add(RouterOf(i), ElementKind::kRouter);
    for (int manager = 0; manager < 2; ++manager) {
      const std::string name = "manager" + std::to_string(manager);
      Add(name, ElementKind::kManagementSystem);
      for (const int managed : dice.Some(routers))
        inventory.access.push_back({name, {RouterOf(managed)}, model::ManagementRole::kWrite, "", {}});
    }
  }
};

using Added = RandomSnapshot::Added;

/// True when all of `some` are among `all`.
bool Within(const std::set<std::string>& some, const std::set<std::string>& all) {
  return std::ranges::includes(all, some);
}

// ---- MACsec

/// Circuits and line systems below used links but those that are skipped.
std::set<std::string> BelowUsedLinks(const RandomSnapshot& snapshot, std::size_t skipped) {
  std::set<std::string> names;
  for (std::size_t link = 0; link < snapshot.world.layers.size(); ++link) {
    if (link == skipped || !snapshot.outcome.links.Test(link)) continue;
    const LinkLayer& layer = snapshot.world.layers[link];
    for (const auto* elements : {&layer.circuits, &layer.line_systems}) {
      for (const model::ElementId element : *elements) names.insert(snapshot.world.NameOf(element));
    }
  }
  return names;
}

TEST(Protection, MacsecTakesReadingFromBelowItsLinkAndGivesItToNobody) {
  std::size_t fewer = 0, still = 0;
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    const RandomSnapshot before(seed, Added::kNothing), after(seed, Added::kMacsec);
    const auto link = static_cast<std::size_t>(before.protected_link);
    for (const Level level : {Level::kRead, Level::kAlter}) {
      std::set<std::string> expected = before.Routers(before.Carriers(level));
      if (before.outcome.delivered) expected.merge(BelowUsedLinks(before, link));
      ASSERT_EQ(after.Names(after.Carriers(level)), expected) << NameOf(level);
      EXPECT_TRUE(Within(after.Names(after.Exposed(level)), before.Names(before.Exposed(level))));
      EXPECT_TRUE(before.outcome.links.Test(link) || after.Carriers(level) == before.Carriers(level));
    }
    for (const Level level : {Level::kMeta, Level::kCut, Level::kSteer})
      EXPECT_EQ(after.Exposed(level), before.Exposed(level)) << NameOf(level);
    EXPECT_TRUE(Within(after.Names(after.outcome.meta_full), before.Names(before.outcome.meta_full)));
    fewer += after.Carriers(Level::kRead) != before.Carriers(Level::kRead) ? 1U : 0U;
    const LinkLayer& layer = before.world.layers[link];
    still += std::ranges::any_of(layer.line_systems,
                                 [&](model::ElementId element) {
                                   return before.outcome.links.Test(link) &&
                                          after.Carriers(Level::kRead).Test(element.index());
                                 })
                 ? 1U
                 : 0U;
  }
  EXPECT_GT(fewer, 12U);
  EXPECT_GT(still, 3U) << "a line system below another used link goes on reading";
}

TEST(Protection, MacsecAtOneEndProtectsNothing) {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    const RandomSnapshot before(seed, Added::kNothing), after(seed, Added::kMacsecAtOneEnd);
    EXPECT_EQ(after.outcome, before.outcome);
  }
}

// ---- IPsec

/// What the twin says about a tunnel that is to be added: where the flow meets it, and who may read then.
struct Meeting {
  explicit Meeting(const RandomSnapshot& before) {
    for (int direction = 0; direction < 2; ++direction) {
      const NodeId entry = before.Router(before.plan.ends[direction]);
      const NodeId exit = before.Router(before.plan.ends[1 - direction]);
      const std::set<NodeId> way = before.Clear(direction, {});
      readers.merge(before.NamesOf(way));
      if (!way.contains(entry)) continue;
      exits_on_way = exits_on_way && way.contains(exit);
      readers.merge(before.NamesOf(before.Clear(direction, exit, {})));
    }
  }
  bool exits_on_way = true;
  std::set<std::string> readers;  ///< those of before, the exits, and those behind them
};

TEST(Protection, ATunnelWhoseExitsAreOnTheWayAddsNoReader) {
  std::size_t fewer = 0, moved = 0, elsewhere = 0, exact = 0, below = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const RandomSnapshot before(seed, Added::kNothing), after(seed, Added::kTunnel);
    ASSERT_EQ(before.outcome.delivered, before.outcome.delivered_all);
    const Meeting meeting(before);
    const auto read_before = before.Names(before.Exposed(Level::kRead));
    const auto read_after = after.Names(after.Exposed(Level::kRead));
    if (!before.outcome.delivered) {
      EXPECT_TRUE(read_after.empty());
      continue;
    }
    EXPECT_TRUE(Within(after.Routers(after.Carriers(Level::kRead)), meeting.readers));
    if (!meeting.exits_on_way) {
      elsewhere += Within(read_after, read_before) ? 0U : 1U;
    } else {
      ASSERT_TRUE(Within(read_after, read_before));
      moved += after.outcome.delivered && !Within(after.Names(after.Carriers(Level::kMeta)),
                                                  before.Names(before.Carriers(Level::kMeta)))
                   ? 1U
                   : 0U;
    }
    if (!after.outcome.delivered) continue;
    fewer += Within(read_after, read_before) && read_after != read_before ? 1U : 0U;
    const auto lines = [](const RandomSnapshot& snapshot) {
      return snapshot.Names(snapshot.Carriers(Level::kRead)).size() -
             snapshot.Routers(snapshot.Carriers(Level::kRead)).size();
    };
    below += lines(after) < lines(before) ? 1U : 0U;
    // With the tunnel up, exactly those read who have packets unwrapped in hands.
    std::set<std::string> clear;
    for (int direction = 0; direction < 2; ++direction)
      clear.merge(after.NamesOf(after.Clear(direction, after.plan.Twins(after.net.network()))));
    EXPECT_EQ(after.Routers(after.Carriers(Level::kRead)), clear);
    ++exact;
  }
  EXPECT_GT(fewer, 25U);
  EXPECT_GT(below, 20U);
  EXPECT_GT(moved, 2U) << "tunnels by another way";
  EXPECT_GT(elsewhere, 20U) << "the condition is needed";
  EXPECT_GT(exact, 120U);
}

}  // namespace
}  // namespace ringfence::exposure
