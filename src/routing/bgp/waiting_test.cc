// Entries asked for one by one, in any order, against whole tables of the same state.
#include "routing/bgp/waiting.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "routing/bgp/random_bgp_testing.h"
#include "routing/bgp/recall.h"

namespace ringfence::routing::bgp {
namespace {

using Question = std::pair<TableId, PrefixIndex>;

/// Makes entries when they are asked for.
void LetWait(BgpScratch& scratch) { scratch.by_rows = scratch.is_asked_in_time = true; }

std::size_t WaitingCount(const BgpScratch& scratch) {
  std::size_t count = 0;
  for (const auto& family : scratch.waiting) {
    if (family != nullptr) count += static_cast<std::size_t>(std::ranges::count(family->waits, 1));
  }
  return count;
}

/// One world under one state, computed as a whole.
class Whole {
 public:
  Whole(BgpWorld& world, BgpScratch& scratch) : world_(world), scratch_(scratch) {
    world.engine().Compute(world, scratch);
    for (const PrefixIndex prefix : world.engine().PrefixesWithOtherStates(world, scratch))
      open_.insert(prefix);
    for (const Oscillation& one : world.engine().OscillationsOf(scratch)) open_.insert(one.prefix);
    for (const Speaker& speaker : world.engine().plan().speakers()) {
      for (PrefixIndex prefix = 0; prefix < world.engine().prefixes().size(); ++prefix)
        questions_.emplace_back(speaker.table, prefix);
    }
  }

  /// All there are, shuffled.
  const std::vector<Question>& Shuffled(std::uint32_t seed) {
    std::ranges::shuffle(questions_, std::mt19937(seed));
    return questions_;
  }
  bool IsOpen(PrefixIndex prefix) const { return open_.contains(prefix); }
  std::string Answer(const Question& question) const { return Ask(scratch_, question); }
  /// What a scratch says about it.
  std::string Ask(BgpScratch& scratch, const Question& question) const {
    const BgpEntry* entry = world_.engine().EntryOf(question.first, question.second, scratch);
    if (entry == nullptr) return "-";
    return TextOf(scratch, *world_.engine().TableOf(question.first, scratch), *entry);
  }

 private:
  BgpWorld& world_;
  BgpScratch& scratch_;
  std::set<PrefixIndex> open_;
  std::vector<Question> questions_;
};

/// What was tried.
struct Score {
  std::size_t open = 0;  ///< answers about prefixes with several stable states
  std::size_t waited = 0;
  std::size_t states = 0;
};

/// Asks `waiting`, which has computed the state, for about a half of all entries.
void Compare(Whole& whole, BgpScratch& waiting, std::uint32_t seed, Score& score) {
  const std::vector<Question>& questions = whole.Shuffled(seed);
  for (std::size_t i = 0; i < questions.size() / 2; ++i) {
    const auto& [table, prefix] = questions[i];
    ASSERT_EQ(whole.Ask(waiting, questions[i]), whole.Answer(questions[i]))
        << "seed " << seed << " speaker " << table.value << " prefix " << prefix;
    const bool open = std::ranges::binary_search(waiting.found_open, prefix);
    if (waiting.recalls == nullptr) {
      ASSERT_EQ(open, whole.IsOpen(prefix)) << "seed " << seed << " prefix " << prefix;
    }
    score.open += open ? 1 : 0;
  }
  ++score.states;
}

TEST(WaitingTest, EntriesOfAMeshOfManyAsAreThoseOfWholeTables) {
  Score score;
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    BgpWorld world;
    ConfigureMesh(world, seed);
    world.Build();
    Whole whole(world, world.scratch);
    BgpScratch waiting;
    LetWait(waiting);
    world.engine().Compute(world, waiting);
    EXPECT_EQ(WaitingCount(waiting), kMeshPrefixes) << "nobody has asked yet";
    Compare(whole, waiting, seed, score);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(score.open, 0U);
}

TEST(WaitingTest, EntriesAroundReflectorsAreThoseOfWholeTables) {
  Score score;
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    Dice dice(seed);
    Around around(dice);
    BgpWorld& world = around.world;
    world.Build();
    BgpScratch waiting, remembering;
    LetWait(waiting);
    LetWait(remembering);
    remembering.recalls = std::make_shared<Recalls>();
    world.engine().Compute(world, remembering);
    world.engine().PrefixesWithOtherStates(world, remembering);
    EXPECT_EQ(WaitingCount(remembering), 0U) << "what is to be remembered is settled";
    remembering.recalls->learns = false;
    for (std::uint32_t change = 0; change < 5; ++change) {
      BgpScratch scratch;
      Whole whole(world, scratch);
      world.engine().Compute(world, waiting);
      world.engine().Compute(world, remembering);
      score.waited += WaitingCount(remembering) > 0 ? 1 : 0;
      Compare(whole, waiting, seed * 10 + change, score);
      Compare(whole, remembering, seed * 10 + change + 5, score);
      if (HasFatalFailure()) return;
      around.Change();
    }
  }
  EXPECT_GT(score.open, 0U);
  EXPECT_GT(score.waited, score.states / 20) << "the memory did not know everything";
}

TEST(WaitingTest, WhoeverAsksForAllGetsAllOnAnyNumberOfThreads) {
  for (const unsigned threads : {1U, 4U}) {
    BgpWorld world;
    ConfigureMesh(world, 7);
    world.Build();
    Whole whole(world, world.scratch);
    BgpScratch waiting;
    waiting.threads = threads;
    LetWait(waiting);
    world.engine().Compute(world, waiting);
    world.engine().SettleWaiting(world.Index(MeshPrefix(3)), waiting);
    world.engine().SettleAllWaiting(waiting);
    EXPECT_EQ(WaitingCount(waiting), 0U);
    for (const Question& question : whole.Shuffled(1)) {
      EXPECT_EQ(whole.Ask(waiting, question), whole.Answer(question));
      EXPECT_EQ(std::ranges::binary_search(waiting.found_open, question.second),
                whole.IsOpen(question.second));
    }
  }
}

TEST(WaitingTest, NothingWaitsWhereQuestionsComeTooLate) {
  BgpWorld world;
  ConfigureMesh(world, 7);
  world.Build();
  BgpScratch scratch;
  scratch.by_rows = true;
  world.engine().Compute(world, scratch);
  EXPECT_EQ(WaitingCount(scratch), 0U);
}

/// A mesh of which one speaker learns that BGP itself may lead to next hops.
class OpenWays : public BgpWorld {
 public:
  Resolution Resolve(TableId table, const net::IpAddress& address) override {
    Resolution way = BgpWorld::Resolve(table, address);
    way.may_be_bgp = address == open;
    return way;
  }
  void Expect(std::uint32_t, const net::IpAddress& address) override { expected.insert(address); }
  net::IpAddress open;
  std::set<net::IpAddress> expected;
};

TEST(WaitingTest, APrefixIsOpenWhenBgpMayLeadToItsNextHop) {
  OpenWays world;
  for (const char* node : {"a", "b"}) world.Node(node, 65000);
  world.Node("x", 1);
  world.Node("y", 2);
  world.Join("a", "b");
  world.Join("a", "x");
  world.Join("a", "y");
  world.Originate("x", "192.0.2.0/24");
  world.Originate("y", "198.51.100.0/24");
  world.Reach("b", "10.0.1.1", 5);
  world.Reach("b", "10.0.2.1", 5);
  world.Build();
  LetWait(world.scratch);
  world.engine().Compute(world, world.scratch);
  EXPECT_TRUE(world.expected.contains(A("10.0.1.1"))) << "before anybody asks";
  world.open = A("10.0.1.1");
  world.engine().SettleAllWaiting(world.scratch);
  EXPECT_EQ(world.scratch.found_open, std::vector<PrefixIndex>{world.Index("192.0.2.0/24")});
}

TEST(WaitingTest, NextHopsOfPoliciesAreExpected) {
  OpenWays world;
  world.Node("a", 1);
  world.Node("b", 2);
  world.Join("a", "b");
  model::RouteTerm term;
  term.actions = {{.kind = model::RouteActionKind::kNextHop, .address = A("203.0.113.9")}};
  world.Policy("b", "elsewhere", term);
  world.FamilyTowards("b", "a").import.names.push_back("elsewhere");
  world.Originate("a", "192.0.2.0/24");
  world.Build();
  LetWait(world.scratch);
  world.engine().Compute(world, world.scratch);
  EXPECT_TRUE(world.expected.contains(A("203.0.113.9")));
}

}  // namespace
}  // namespace ringfence::routing::bgp
