// Random and exhaustive worlds: the program equals the twin.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "oracle/compare.h"
#include "oracle/generator.h"

namespace ringfence::oracle {
namespace {

/// Worlds of one run; the environment variable RF_ORACLE_WORLDS replaces it.
constexpr int kWorldCount = 300;
/// Worlds that are also judged on two threads, renamed, reordered.
constexpr int kVariantCount = 40;

int WorldCount() {
  const char* text = std::getenv("RF_ORACLE_WORLDS");
  return text == nullptr ? kWorldCount : std::atoi(text);
}
std::uint64_t FirstSeed() {
  const char* text = std::getenv("RF_ORACLE_SEED");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

std::string Explain(const World& world, const Differences& differences) {
  std::string text = Describe(world);
  for (const std::string& difference : differences) text += "  * " + difference + "\n";
  return text;
}

/// Compares, and shrinks what differs before it is shown.
void ExpectEqual(const World& world) {
  const Differences differences = CompareWorld(world);
  if (differences.empty()) return;
  const World small = Shrink(world, [](const World& w) { return !CompareWorld(w).empty(); });
  ADD_FAILURE() << Explain(small, CompareWorld(small)) << "before shrinking: " << differences.front();
}

TEST(Oracle, RandomWorldsEqualTheTwin) {
  GeneratorOptions options;
  for (int i = 0; i < WorldCount() && !HasNonfatalFailure(); ++i) {
    ExpectEqual(Generate(FirstSeed() + static_cast<std::uint64_t>(i), options));
  }
}

/// Routers of all notations side by side.
GeneratorOptions AllNotations() {
  GeneratorOptions options;
  options.notations = {Nos::kIos, Nos::kVrp, Nos::kJunos, Nos::kSros};
  return options;
}

TEST(Oracle, WorldsOfEveryNotationEqualTheTwin) {
  for (int i = 0; i < WorldCount() && !HasNonfatalFailure(); ++i) {
    ExpectEqual(Generate(1'000'000 + FirstSeed() + static_cast<std::uint64_t>(i), AllNotations()));
  }
}

TEST(Oracle, AllSmallTopologiesEqualTheTwin) {
  // Graphs up to four routers with every choice of costs while there are few links, else with some choices.
  constexpr std::size_t kAllCostsLinksMax = 3;
  constexpr std::uint64_t kSamples = 3;
  std::uint64_t salt = 0;
  for (int count = 2; count <= 5; ++count) {
    for (const std::vector<Pair>& graph : ConnectedGraphs(count)) {
      const std::uint64_t choices = 1ULL << (2 * graph.size());
      const bool all = graph.size() <= kAllCostsLinksMax && count <= 3;
      const std::uint64_t tried = all ? choices : (count <= 4 ? kSamples : 1);
      for (std::uint64_t i = 0; i < tried; ++i) {
        const std::uint64_t bits = all ? i : (++salt * 0x9e3779b97f4a7c15ULL) >> 20U;
        ExpectEqual(PlainWorld(count, graph, bits, Nos::kIos));
        if (HasNonfatalFailure()) return;
      }
    }
  }
}

/// How often something interesting happens, by the twin's account.
void CountCases(const World& world, std::map<std::string, int>& cases) {
  Twin twin(world);
  for (const Rule& rule : world.rules) {
    const RuleVerdict verdict = Judge(world, twin, rule);
    const std::string kind = kRuleNames[static_cast<std::size_t>(rule.kind)];
    for (State state : verdict.states) ++cases[fmt::format("{} {}", kind, static_cast<int>(state))];
    for (const FlowVerdict& flow : verdict.flows) {
      for (const auto& [set, offenders] : flow.findings)
        ++cases[fmt::format("{} by {} failures", kind, std::min<std::size_t>(set.size(), 3))];
      cases["clean"] += static_cast<int>(flow.clean.size());
    }
  }
  for (int flow = 0; flow < static_cast<int>(world.flows.size()); ++flow) {
    const View view = twin.Look(flow, {});
    const bool partly = view.delivered && !view.delivered_all;
    const bool hidden = view.delivered && view.carriers[kRead] != view.carriers[kMeta];
    const bool above = view.exposed[kMeta] != view.carriers[kMeta];
    ++cases[partly ? "partly" : view.delivered ? "delivered" : "lost"];
    cases["protected"] += hidden ? 1 : 0;
    cases["inherited"] += above ? 1 : 0;
    cases["volume only"] += view.volume_only.empty() ? 0 : 1;
    cases["one way only altered"] += view.carriers[kAlter] != view.carriers[kRead] ? 1 : 0;
  }
}

TEST(Oracle, WorldsShowEveryCase) {
  constexpr int kWorlds = 200;
  std::map<std::string, int> cases;
  for (int i = 0; i < kWorlds; ++i)
    CountCases(Generate(static_cast<std::uint64_t>(i), AllNotations()), cases);
  for (const char* expected : {"confine 0",
                               "confine 1",
                               "confine 2",
                               "confine 3",
                               "deliver 1",
                               "deliver 3",
                               "diversify 1",
                               "diversify 3",
                               "exclude 1",
                               "exclude 3",
                               "cap 1",
                               "cap 3",
                               "confine by 0 failures",
                               "confine by 1 failures",
                               "confine by 2 failures",
                               "deliver by 1 failures",
                               "deliver by 2 failures",
                               "clean",
                               "partly",
                               "delivered",
                               "lost",
                               "protected",
                               "inherited",
                               "volume only",
                               "one way only altered"}) {
    EXPECT_GT(cases[expected], 2) << expected;
  }
  for (const auto& [name, count] : cases) RecordProperty(name, count);
  if (std::getenv("RF_ORACLE_CASES") == nullptr) return;
  for (const auto& [name, count] : cases) fmt::print("{}: {}\n", name, count);
}

/// What the program says of a world written in some way.
std::string SignatureOf(const World& world, const RenderOptions& options, unsigned threads) {
  Loaded loaded(world, options);
  if (!loaded.problems().empty()) return "problem: " + loaded.problems().front();
  const auto result = CheckWith(loaded, threads);
  return result ? Signature(loaded, *result) : "refused";
}

TEST(Oracle, ThreadsNamesOrderAndStrangersChangeNothing) {
  for (int i = 0; i < kVariantCount; ++i) {
    const World world = Generate(10'000 + static_cast<std::uint64_t>(i), AllNotations());
    const std::string plain = SignatureOf(world, {}, 1);
    EXPECT_EQ(SignatureOf(world, {}, 2), plain) << "two threads, " << Describe(world);
    EXPECT_EQ(SignatureOf(world, {.order_seed = world.seed}, 1), plain)
        << "another order, " << Describe(world);
    EXPECT_EQ(SignatureOf(world, {.unused_device = true}, 1), plain) << "a stranger, " << Describe(world);
    World renamed = world;
    for (std::size_t e = 0; e < renamed.elements.size(); ++e) {
      renamed.elements[e].name = fmt::format("X{}", 997 * (e + 3) % 1009);
    }
    EXPECT_EQ(SignatureOf(renamed, {}, 1), plain) << "other names, " << Describe(world);
  }
}

}  // namespace
}  // namespace ringfence::oracle
