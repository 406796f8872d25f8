#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

#include "formats/formats.h"
#include "study/check.h"
#include "study/snapshot.h"
#include "workload/generate.h"
#include "workload/graph.h"

namespace ringfence::workload {
namespace {

using rules::VerdictState;
using testing::ElementsAre;
using testing::HasSubstr;

using Files = std::map<std::string, std::string>;

Files Made(const Request& request) {
  Files files;
  const auto made = Generate(request, [&files](const std::string& path, const std::string& text) {
    files[path] = text;
    return base::Result<std::size_t>(text.size());
  });
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
  return files;
}

std::string Refusal(const Request& request) {
  const auto made =
      Generate(request, [](const std::string&, const std::string&) { return base::Result<std::size_t>(0); });
  return made ? "made" : made.error().message;
}

/// What came of a generated network. Expects that it is understood line by line, without a diagnostic.
struct Outcome {
  std::unique_ptr<study::Snapshot> snapshot;
  std::optional<study::CheckResult> check;
  std::size_t links = 0;
};

Outcome Checked(const Request& request) {
  base::MemoryFiles memory;
  for (const auto& [path, text] : Made(request)) memory.Add("net/" + path, text);
  Outcome outcome;
  auto loaded = study::LoadSnapshot(memory, "net");
  if (!loaded) return outcome;
  outcome.snapshot = std::move(*loaded);
  for (const base::Diagnostic& diagnostic : outcome.snapshot->diagnostics.items())
    ADD_FAILURE() << base::Render(outcome.snapshot->sources, diagnostic, false);
  const study::Census census = study::CountFates(*outcome.snapshot);
  EXPECT_EQ(census.unmodelled + census.unknown, 0U);
  for (const study::ConfigFile& config : outcome.snapshot->configs) {
    for (std::size_t line = 0; line < config.fates.lines.size(); ++line) {
      if (config.fates.lines[line].fate == model::Fate::kUnmodelled ||
          config.fates.lines[line].fate == model::Fate::kUnknown)
        ADD_FAILURE() << config.device << " line " << line + 1 << " is open";
    }
  }
  outcome.links = outcome.snapshot->network->links().size();
  outcome.check = study::Check(*outcome.snapshot, {});
  return outcome;
}

/// State of a rule.
VerdictState StateOf(const Outcome& outcome, std::string_view rule) {
  if (!outcome.check) return VerdictState::kNotInForce;
  const auto found = std::ranges::find(outcome.check->rules, rule, &rules::RuleResult::id);
  return found == outcome.check->rules.end() ? VerdictState::kNotInForce : found->state;
}

Request Of(std::string shape, std::string style, std::string system) {
  Request request;
  request.shape = std::move(shape);
  request.style = std::move(style);
  request.system = std::move(system);
  request.nodes = 12;
  request.questions = {.flows = 4, .failures = 0, .deliver = true};
  return request;
}

/// Routes of a protocol in the main table of the first device, and the most hops one of them has.
std::pair<std::size_t, std::size_t> RoutesOf(const Outcome& outcome, std::string_view device,
                                             routing::Protocol protocol) {
  routing::Scratch scratch;
  const routing::Network& network = *outcome.snapshot->network;
  const routing::RoutingState state =
      outcome.snapshot->engine->routing().Compute(routing::FailureState(network), scratch);
  std::pair<std::size_t, std::size_t> found;
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    if (network.nodes()[n].config.device.name != device) continue;
    for (const routing::Route& route : state.rib(model::NodeId(n)).routes()) {
      if (route.protocol != protocol) continue;
      ++found.first;
      found.second = std::max<std::size_t>(found.second, route.hop_count);
    }
  }
  return found;
}

TEST(Workload, ThePolicyNamesWhatMayFail) {
  Request request = Of("wan", "ospf-ibgp-rr", "cisco_ios");
  request.questions.failures = 2;
  EXPECT_THAT(Made(request).at("ringfence.yaml"), HasSubstr("under: {failures: 2, of: [link, node]}"));
  request.questions.kinds = {"link"};
  const Outcome outcome = Checked(request);
  ASSERT_TRUE(outcome.check);
  const std::uint64_t links = outcome.links;
  EXPECT_EQ(outcome.check->failure_sets, 1 + links + links * (links - 1) / 2);
}

/// Edge switches forward for nobody else, and every edge switch reaches every other: both by construction.
TEST(Workload, FatTreesOfAllSystemsAreUnderstoodAndKeepTheirPromise) {
  for (const std::string& system : Systems()) {
    for (const std::string_view style : kFatTreeStyles) {
      SCOPED_TRACE(system + " " + std::string(style));
      const Outcome outcome = Checked(Of("fattree", std::string(style), system));
      ASSERT_TRUE(outcome.check.has_value());
      EXPECT_EQ(outcome.snapshot->configs.size(), 20U);  // 5k^2/4
      EXPECT_EQ(outcome.links, 32U);                     // k^3/2
      EXPECT_EQ(StateOf(outcome, "AWAY"), VerdictState::kProved);
      EXPECT_EQ(StateOf(outcome, "ARRIVE"), VerdictState::kProved);
    }
  }
}

/// k^2/2 prefixes of edge switches, of which an edge switch reaches all others by k/2 aggregation switches.
TEST(Workload, TablesOfAFatTreeHaveTheSizesOfItsFormulas) {
  for (const std::string& system : Systems()) {
    SCOPED_TRACE(system);
    const Outcome outcome = Checked(Of("fattree", "bgp", system));
    EXPECT_EQ(RoutesOf(outcome, "edge-0-0", routing::Protocol::kEbgp), std::pair(7UZ, 2UZ));
    EXPECT_EQ(RoutesOf(outcome, "core-0-0", routing::Protocol::kEbgp), std::pair(8UZ, 1UZ));
  }
}

TEST(Workload, WideAreaNetworksOfAllSystemsAreUnderstood) {
  for (const std::string& system : Systems()) {
    for (const std::string_view style : {"ebgp", "ospf-ibgp-rr"}) {
      for (const bool random : {false, true}) {
        SCOPED_TRACE(system + " " + std::string(style) + (random ? " random" : ""));
        Request request = Of("wan", std::string(style), system);
        request.random_policies = random;
        const Outcome outcome = Checked(request);
        ASSERT_TRUE(outcome.check.has_value());
        // Every router announces its hosts to all; policies at random may make them choose in circles.
        EXPECT_TRUE(random || StateOf(outcome, "ARRIVE") == VerdictState::kProved);
      }
    }
  }
}

TEST(Workload, NeighboursOutsideAnnounceAsManyPrefixesAsAskedFor) {
  for (const std::uint32_t count : {3U, 40U}) {
    Request request = Of("wan", "ospf-ibgp-rr", "");
    request.announcements = count;
    const Outcome outcome = Checked(request);
    ASSERT_TRUE(outcome.check.has_value());
    EXPECT_GE(RoutesOf(outcome, "outside-0", routing::Protocol::kStatic).first, std::size_t{count});
    EXPECT_LT(RoutesOf(outcome, "outside-0", routing::Protocol::kStatic).first, std::size_t{count} + 3);
  }
  Request request = Of("wan", "ospf-ibgp-rr", "");
  request.announcements = kAnnouncementsMax + 1;
  EXPECT_FALSE(Generate(request, [](const std::string&, const std::string&) {
                 return base::Result<std::size_t>(0);
               }).has_value());
}

TEST(Workload, AVpnOverIsisReachesAllItsSites) {
  std::size_t systems = 0;
  for (const formats::Format* format : formats::AllFormats()) {
    if (!format->prints_isis_vpn) continue;
    SCOPED_TRACE(format->name);
    const Outcome outcome = Checked(Of("wan", "isis-l3vpn", std::string(format->name)));
    ASSERT_TRUE(outcome.check.has_value());
    EXPECT_EQ(StateOf(outcome, "ARRIVE"), VerdictState::kProved);
    ++systems;
  }
  EXPECT_GE(systems, 2U);
}

TEST(Workload, TheSameRequestGivesTheSameBytes) {
  Request request = Of("wan", "ebgp", "");
  request.random_policies = true;
  const Files once = Made(request);
  EXPECT_EQ(once, Made(request));
  request.seed = 2;
  EXPECT_NE(once, Made(request));
}

/// By definition: joined when no third point lies in the circle. A tree or more, and planar: at most 3n - 6.
TEST(Workload, RandomGraphsAreConnectedAndSparse) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    const Graph graph = RandomGraph(50, dice);
    EXPECT_LE(graph.edges.size(), 3 * 50U - 6 + 5);
    std::vector<std::uint32_t> part(50);
    for (std::uint32_t i = 0; i < 50; ++i) part[i] = i;
    for (int round = 0; round < 50; ++round) {
      for (const Edge& edge : graph.edges) part[edge.a] = part[edge.b] = std::min(part[edge.a], part[edge.b]);
    }
    EXPECT_EQ(std::ranges::count(part, 0U), 50);
  }
}

TEST(Workload, GraphFilesOfBothKinds) {
  Dice dice(1);
  const auto gml = ReadGraph(
      "graph [\n label \"edge [ source\"\n node [\n id 4\n label \"New York\"\n graphics [ id 9 ]\n ]\n node "
      "[ id 7 ]\n"
      " node [ id 9 ]\n edge [\n source 7\n target 4\n LinkLabel \"x\" ]\n edge [ source 4 target 7 ]\n"
      " edge [ source 9 target 9 ]\n]\n",
      dice);
  ASSERT_TRUE(gml.has_value());
  EXPECT_EQ(gml->node_count, 3U);
  ASSERT_EQ(gml->edges.size(), 1U);
  EXPECT_EQ(std::pair(gml->edges[0].a, gml->edges[0].b), std::pair(0U, 1U));
  const auto graphml = ReadGraph(
      "<?xml version=\"1.0\"?><graphml><key id=\"d0\" for=\"node\"/><graph edgedefault=\"undirected\">"
      "<node id=\"a\"><data key=\"d0\">node edge</data></node><node id=\"b\"/>"
      "<edge source=\"a\" target=\"b\"/></graph></graphml>",
      dice);
  ASSERT_TRUE(graphml.has_value());
  EXPECT_EQ(graphml->node_count, 2U);
  EXPECT_EQ(graphml->edges.size(), 1U);
}

TEST(Workload, WhatCannotBeMadeIsRefused) {
  Dice dice(1);
  EXPECT_FALSE(ReadGraph("", dice).has_value());
  EXPECT_FALSE(
      ReadGraph("graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 3 ] ]", dice).has_value());
  EXPECT_FALSE(ReadGraph("graph [ node [ id 1 ] node [ label 2 ] ]", dice).has_value());
  EXPECT_THAT(Refusal(Of("torus", "", "")), HasSubstr("no shape"));
  EXPECT_THAT(Refusal(Of("fattree", "ebgp", "")), HasSubstr("no style"));
  EXPECT_THAT(Refusal(Of("wan", "bgp", "")), HasSubstr("no style"));
  EXPECT_THAT(Refusal(Of("wan", "ebgp", "acme")), HasSubstr("cannot be generated"));
  EXPECT_THAT(Refusal(Of("wan", "isis-l3vpn", "cisco_ios")), HasSubstr("no IS-IS"));
  Request odd = Of("fattree", "bgp", "");
  odd.k = 5;
  EXPECT_THAT(Refusal(odd), HasSubstr("even"));
  Request one = Of("wan", "ebgp", "");
  one.nodes = 1;
  EXPECT_THAT(Refusal(one), HasSubstr("nodes must be"));
}

}  // namespace
}  // namespace ringfence::workload
