// The update engine against its twin on all short histories of a small world, on random long ones, and
// against what others found on recorded streams.
#include "forwarding/update_engine.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <set>
#include <unordered_map>

#include "forwarding/update_trace_testing.h"
#include "forwarding/update_twin_testing.h"

namespace ringfence::forwarding::updates {
namespace {

/// An engine beside its twin.
struct Pair {
  UpdateEngine engine;
  UpdateTwin twin;
  std::vector<std::uint32_t> addresses;  ///< one at least of every atom there may be

  Pair(const ActionTable& actions, std::vector<std::uint8_t> parties, std::size_t idle_rows_max)
      : engine(actions, parties, idle_rows_max), twin{&actions, parties, {}} {}

  /// Inserts a rule, or removes it when it is there; both must say the same about it.
  void Toggle(const ForwardingRule& rule) {
    if (engine.Remove(rule) == UpdateResult::kApplied) {
      ASSERT_TRUE(twin.Remove(rule));
      return;
    }
    ASSERT_FALSE(twin.Remove(rule));
    const bool applied = engine.Insert(rule) == UpdateResult::kApplied;
    ASSERT_EQ(applied, twin.Insert(rule));
  }

  void Compare() const {
    std::set<std::vector<ActionId>> classes, looping;
    for (const std::uint32_t address : addresses) {
      const std::vector<ActionId> row = twin.RowOf(address);
      const std::vector<Outcome> outcomes = TwinOutcomes(row, *twin.actions, twin.parties);
      const RowId id = engine.RowOf(address);
      ASSERT_TRUE(std::ranges::equal(engine.rows().cells(id), row)) << address;
      ASSERT_TRUE(std::ranges::equal(engine.rows().outcomes(id), outcomes)) << address;
      classes.insert(row);
      if (std::ranges::any_of(outcomes, [](Outcome one) { return (one.bits & Outcome::kLoops) != 0; }))
        looping.insert(row);
    }
    ASSERT_EQ(engine.classes(), classes.size());
    ASSERT_EQ(engine.looping_classes(), looping.size());
    ASSERT_EQ(engine.rules(), twin.rules.size());
  }

  std::vector<RowId> Rows() const {
    std::vector<RowId> rows;
    for (const std::uint32_t address : addresses) rows.push_back(engine.RowOf(address));
    return rows;
  }
};

/// Two routers that hand packets to each other, both ways of that and out of the network.
struct TwoRouters {
  ActionTable actions;
  std::vector<ForwardingRule> rules;

  /// All prefixes of up to two bits, both routers; the higher priority lets out, the lower hands on.
  TwoRouters() {
    for (std::size_t router = 0; router < 2; ++router) {
      const ActionId on = actions.Add({.routers = {RouterId(1 - router)}, .ports = {}});
      const ActionId out = actions.Add({.routers = {}, .ports = {1}});
      for (unsigned length = 0; length <= 2; ++length) {
        for (std::uint32_t number = 0; number < 1U << length; ++number) {
          const auto prefix = DestinationPrefix::Of(
              static_cast<std::uint32_t>(std::uint64_t{number} << (32 - length)), length);
          rules.push_back({prefix, RouterId(router), 1, on});
          rules.push_back({prefix, RouterId(router), 2, out});
        }
      }
    }
  }
};

/// Toggles every rule, compares, goes on to depth `more`, and toggles it back.
void Explore(Pair& pair, const std::vector<ForwardingRule>& rules, int more) {
  for (const ForwardingRule& rule : rules) {
    pair.Toggle(rule);
    pair.Compare();
    if (more > 1) Explore(pair, rules, more - 1);
    pair.Toggle(rule);
    pair.Compare();
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(UpdateEngine, AgreesWithTheTwinOnAllShortHistories) {
  const TwoRouters world;
  for (const std::size_t idle_rows : {0U, 100U}) {
    Pair pair(world.actions, {0, 1}, idle_rows);
    pair.addresses = {0, 0x40000000U, 0x80000000U, 0xffffffffU};
    Explore(pair, world.rules, 3);
    EXPECT_EQ(pair.engine.atoms(), 1U);
    EXPECT_EQ(pair.engine.entries_in_use(), 0U);
  }
}

/// Random rules for `routers` routers, with equal-cost next hops, nested prefixes and single addresses.
struct RandomWorld {
  ActionTable actions;
  std::vector<ForwardingRule> rules;
  std::vector<std::uint32_t> addresses;

  RandomWorld(std::size_t routers, std::mt19937& dice) {
    std::vector<ActionId> known;
    for (int i = 0; i < 8; ++i) {
      Action action;
      for (std::size_t hops = dice() % 3; hops > 0; --hops) action.routers.emplace_back(dice() % routers);
      if (dice() % 3 == 0) action.ports.push_back(dice() % 2);
      known.push_back(actions.Add(action));
    }
    std::set<std::uint32_t> ends{0};
    for (int i = 0; i < 60; ++i) {
      // A few bits at the top and the last two decide, so that prefixes nest and part everywhere.
      const auto address = static_cast<std::uint32_t>(((dice() % 8) << 29U) | (dice() % 4));
      const unsigned length = dice() % 3 == 0 ? 29 + dice() % 4 : dice() % 5;
      const auto prefix = DestinationPrefix::Of(address, length);
      rules.push_back({prefix, RouterId(dice() % routers), static_cast<std::uint16_t>(dice() % 3),
                       known[dice() % known.size()]});
      ends.insert(prefix.address);
      ends.insert(static_cast<std::uint32_t>(prefix.address + (std::uint64_t{1} << (32 - length))));
    }
    addresses.assign(ends.begin(), ends.end());
  }
};

TEST(UpdateEngine, AgreesWithTheTwinOnRandomHistoriesAndTellsWhatMoved) {
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    std::mt19937 dice(seed);
    const std::size_t routers = 1 + seed % 5;
    const RandomWorld world(routers, dice);
    std::vector<std::uint8_t> parties;
    for (std::size_t i = 0; i < routers; ++i) parties.push_back(static_cast<std::uint8_t>(i * 7));
    Pair pair(world.actions, parties, seed % 3 * 5);
    pair.addresses = world.addresses;
    for (int step = 0; step < 300; ++step) {
      const std::vector<RowId> before = pair.Rows();
      const bool grows = pair.twin.rules.size() < (step / 100 % 2 == 0 ? 45U : 10U);
      const bool known = !pair.twin.rules.empty() && !grows;
      pair.Toggle(known ? pair.twin.rules[dice() % pair.twin.rules.size()]
                        : world.rules[dice() % world.rules.size()]);
      const std::vector<RowId> after = pair.Rows();
      for (std::size_t i = 0; i < before.size(); ++i) {
        const bool told = std::ranges::any_of(pair.engine.moves(), [&](const Move& move) {
          return move.from == before[i] && move.to == after[i] && move.atoms != 0;
        });
        ASSERT_EQ(told, before[i] != after[i]) << seed << ' ' << step;
      }
      ASSERT_NO_FATAL_FAILURE(pair.Compare()) << seed << ' ' << step;
    }
    while (!pair.twin.rules.empty()) pair.Toggle(ForwardingRule(pair.twin.rules.back()));
    ASSERT_NO_FATAL_FAILURE(pair.Compare());
    EXPECT_EQ(pair.engine.atoms(), 1U);
    EXPECT_EQ(pair.engine.entries_in_use(), 0U);
    EXPECT_LE(pair.engine.rows().kept(), 1 + seed % 3 * 5 + 60U);
  }
}

TEST(UpdateEngine, ManyRulesAtOnceGiveWhatOneAfterTheOtherGives) {
  for (std::uint32_t seed = 100; seed < 120; ++seed) {
    std::mt19937 dice(seed);
    const RandomWorld world(4, dice);
    Pair pair(world.actions, {0, 1, 2, 3}, 0);
    pair.addresses = world.addresses;
    // Some rules are there before, and staged again: the first keeps its place.
    std::size_t repeated = 0;
    for (std::size_t i = 0; i < 5; ++i) pair.Toggle(world.rules[i]);
    for (const ForwardingRule& rule : world.rules) {
      pair.engine.Stage(rule);
      repeated += pair.twin.Insert(rule) ? 0 : 1;
    }
    EXPECT_EQ(pair.engine.Settle(), Settled{.known = repeated});
    ASSERT_NO_FATAL_FAILURE(pair.Compare()) << seed;
    EXPECT_EQ(pair.engine.Settle(), Settled());
    ASSERT_NO_FATAL_FAILURE(pair.Compare()) << seed;
    while (!pair.twin.rules.empty()) pair.Toggle(ForwardingRule(pair.twin.rules.back()));
    ASSERT_NO_FATAL_FAILURE(pair.Compare());
    EXPECT_EQ(pair.engine.entries_in_use(), 0U);
  }
}

TEST(UpdateEngine, WhatIsRefusedChangesNothing) {
  const TwoRouters world;
  UpdateEngine engine(world.actions, {0, 1});
  const ForwardingRule rule = world.rules[0];
  ForwardingRule other = rule;
  other.action = world.rules[1].action;
  EXPECT_EQ(engine.Remove(rule), UpdateResult::kUnknown);
  EXPECT_EQ(engine.Insert(rule), UpdateResult::kApplied);
  EXPECT_EQ(engine.Insert(rule), UpdateResult::kKnown);
  EXPECT_EQ(engine.Insert(other), UpdateResult::kKnown);
  EXPECT_EQ(engine.Remove(other), UpdateResult::kUnknown);
  EXPECT_EQ(engine.rules(), 1U);
  EXPECT_EQ(engine.OutcomeOf(0, RouterId(0)).ends(), Outcome::kUnrouted);
  EXPECT_EQ(engine.OutcomeOf(0, RouterId(0)).parties(), 3U);
}

TEST(UpdateEngine, APrefixWithTooManyRulesSaysSo) {
  const TwoRouters world;
  UpdateEngine engine(world.actions, {0, 1});
  ForwardingRule rule{DestinationPrefix::Of(0, 8), RouterId(0), 0, world.rules[0].action};
  for (std::uint32_t i = 0; i < RuleLists::kEntriesMax; ++i) {
    rule.priority = static_cast<std::uint16_t>(i);
    engine.Stage(rule);
  }
  EXPECT_EQ(engine.Settle(), Settled());
  rule.router = RouterId(1);
  EXPECT_EQ(engine.Insert(rule), UpdateResult::kFull);
  engine.Stage(rule);
  EXPECT_EQ(engine.Settle(), (Settled{.known = 0, .full = 1}));
  EXPECT_EQ(engine.rules(), RuleLists::kEntriesMax);
}

TEST(UpdateEngine, AFlapComesBackToAKnownRow) {
  const TwoRouters world;
  UpdateEngine engine(world.actions, {0, 1});
  for (const ForwardingRule& rule : world.rules) engine.Insert(rule);
  engine.Remove(world.rules[1]);
  const std::uint64_t judged = engine.rows().judged();
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(engine.Insert(world.rules[1]), UpdateResult::kApplied);
    EXPECT_EQ(engine.Remove(world.rules[1]), UpdateResult::kApplied);
  }
  EXPECT_LE(engine.rows().judged(), judged);
}

TEST(UpdateEngine, AFabricHasAClassPerRackAndOneForTheRest) {
  const Fabric fabric{.pods = 3, .tors = 5};
  ActionTable actions;
  fabric.AddActions(actions);
  std::vector<std::uint64_t> numbers(fabric.rules());
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = i;
  std::ranges::shuffle(numbers, std::mt19937(1));
  UpdateEngine staged(actions, fabric.Parties()), inserted(actions, fabric.Parties());
  for (const std::uint64_t number : numbers) {
    const ForwardingRule rule = fabric.RuleOf(static_cast<std::uint32_t>(number / fabric.switches()),
                                              static_cast<std::uint32_t>(number % fabric.switches()));
    staged.Stage(rule);
    ASSERT_EQ(inserted.Insert(rule), UpdateResult::kApplied);
  }
  EXPECT_EQ(staged.Settle(), Settled());
  EXPECT_EQ(staged.classes(), 3U * 5 + 1);
  EXPECT_EQ(staged.looping_classes(), 0U);
  EXPECT_EQ(ChecksumOf(staged), ChecksumOf(inserted));
  for (std::uint32_t i = 0; i < fabric.switches(); ++i)
    EXPECT_TRUE(staged.OutcomeOf(0x0a000001U, RouterId(i)).SurelyDelivered()) << i;
  EXPECT_EQ(staged.OutcomeOf(0x0b000001U, RouterId(0)).ends(), Outcome::kUnrouted);
}

/// Longest match by asking for every length; for streams too long for the other twin.
class LengthTwin {
 public:
  explicit LengthTwin(std::size_t routers) : tables_(routers) {}

  void Apply(const TraceStep& step) {
    auto& table = tables_[step.rule.router.index()];
    if (step.is_insert)
      table[KeyOf(step.rule.prefix)] = step.rule.action;
    else
      table.erase(KeyOf(step.rule.prefix));
  }
  std::vector<ActionId> RowOf(std::uint32_t address) const {
    std::vector<ActionId> row(tables_.size(), ActionTable::kNoRule);
    for (std::size_t router = 0; router < row.size(); ++router) {
      for (unsigned length = 33; length-- > 0;) {
        const auto found = tables_[router].find(KeyOf(DestinationPrefix::Of(address, length)));
        if (found == tables_[router].end()) continue;
        row[router] = found->second;
        break;
      }
    }
    return row;
  }

 private:
  static std::uint64_t KeyOf(DestinationPrefix prefix) {
    return (std::uint64_t{prefix.address} << 6U) | prefix.length;
  }

  std::vector<std::unordered_map<std::uint64_t, ActionId>> tables_;
};

/// Applies a whole stream, compares all classes when all rules are there, and the memory when all are gone.
void FollowTrace(const Trace& trace, std::size_t classes) {
  UpdateEngine engine(trace.actions, trace.parties());
  LengthTwin twin(trace.routers.size());
  std::set<std::uint32_t> addresses{0};
  std::size_t at = 0;
  for (; at < trace.steps.size() && trace.steps[at].is_insert; ++at) {
    const TraceStep& step = trace.steps[at];
    ASSERT_EQ(engine.Insert(step.rule), UpdateResult::kApplied) << at;
    twin.Apply(step);
    const DestinationPrefix prefix = step.rule.prefix;
    addresses.insert(prefix.address);
    addresses.insert(
        static_cast<std::uint32_t>(prefix.address + (std::uint64_t{1} << (32U - prefix.length))));
  }
  std::set<std::vector<ActionId>> rows;
  for (const std::uint32_t address : addresses) {
    const std::vector<ActionId> row = twin.RowOf(address);
    const RowId id = engine.RowOf(address);
    ASSERT_TRUE(std::ranges::equal(engine.rows().cells(id), row)) << address;
    if (!rows.insert(row).second) continue;
    ASSERT_TRUE(
        std::ranges::equal(engine.rows().outcomes(id), TwinOutcomes(row, trace.actions, trace.parties())));
  }
  EXPECT_EQ(rows.size(), classes);
  EXPECT_EQ(engine.classes(), classes);
  for (; at < trace.steps.size(); ++at) {
    ASSERT_FALSE(trace.steps[at].is_insert);
    ASSERT_EQ(engine.Remove(trace.steps[at].rule), UpdateResult::kApplied) << at;
  }
  EXPECT_EQ(engine.rules() + engine.entries_in_use(), 0U);
  EXPECT_EQ(engine.atoms(), 1U);
  EXPECT_EQ(engine.classes(), 1U);
}

TEST(UpdateEngine, FindsTheClassesOfRecordedStreams) {
  const char* named = std::getenv("RF_SHARED_DIR");
  const std::filesystem::path data = std::filesystem::path(named == nullptr ? "../shared" : named) / "data";
  if (!std::filesystem::is_directory(data))
    GTEST_SKIP() << "SKIPPED: recorded updates (RF_SHARED_DIR is not set and there is no ../shared)";
  for (const auto& [name, classes] : {std::pair("internet2", 413), std::pair("stanford-noacl", 494)}) {
    const Trace trace = ReadTrace(data / (std::string(name) + "-trace.deltanet.xz"));
    if (trace.steps.empty())
      GTEST_SKIP() << "SKIPPED: recorded updates of " << name << " (no file, or no xz)";
    ASSERT_NO_FATAL_FAILURE(FollowTrace(trace, static_cast<std::size_t>(classes)));
  }
}

}  // namespace
}  // namespace ringfence::forwarding::updates
