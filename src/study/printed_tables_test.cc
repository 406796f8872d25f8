#include "study/printed_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/check.h"
#include "study/drift.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using rules::VerdictState;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kClean =
    "confine: records, away-from: untrusted, levels: [read], under: {failures: 0, of: link}";

/// The triangle in which the named devices print what is computed, and their prints stand in.
rules::TinyText Printed(std::string_view replaced, std::initializer_list<const char*> devices = {"west"}) {
  const rules::TinyText plain = rules::Tiny();
  rules::TinyText text = rules::Tiny().Rule("R", kClean);
  for (const char* device : devices)
    text.files["observed/" + std::string(device) + ".jsonl"] = Table(plain, device);
  text.files["inventory.yaml"] += "observed: {replace: " + std::string(replaced) + "}\n";
  return text;
}

/// West prints that it reaches the other office through north.
rules::TinyText ByNorth(std::string_view replaced) {
  rules::TinyText text = Printed(replaced);
  std::string& table = text.files["observed/west.jsonl"];
  const std::size_t at = table.find("\"10.2.0.0/24\"");
  const std::size_t end = table.find('\n', at);
  std::string line = table.substr(at, end - at);
  line.replace(line.find("10.9.0.1"), 8, "10.9.0.3");
  line.replace(line.find("GigabitEthernet0/0"), 18, "GigabitEthernet0/1");
  table.replace(at, end - at, line);
  return text;
}

VerdictState StateOf(const rules::TinyText& text, std::optional<std::uint32_t> failures = {}) {
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  CheckOptions options;
  options.failures_max = failures;
  return Check(*snapshot, options)->state;
}

TEST(PrintedTables, PacketsGoWhereTheDeviceSaysAndNotWhereItIsComputed) {
  EXPECT_EQ(StateOf(Printed("west")), VerdictState::kProved);
  EXPECT_EQ(StateOf(ByNorth("west")), VerdictState::kViolated);
  EXPECT_EQ(StateOf(ByNorth("all")), VerdictState::kViolated);
  rules::TinyText compared = ByNorth("west");
  compared.Replace("inventory.yaml", "observed: {replace: west}\n", "");
  EXPECT_EQ(StateOf(compared), VerdictState::kProved) << "without a word they are only compared";
}

TEST(PrintedTables, EvidenceNamesThePrintedLine) {
  const auto snapshot = Load(ByNorth("west"));
  const auto routes = Routes(*snapshot, *ReadFailures(*snapshot, {}), {"west", ""});
  const auto far = std::ranges::find_if(
      routes->rows, [](const RouteRow& row) { return net::ToString(row.route.prefix) == "10.2.0.0/24"; });
  ASSERT_NE(far, routes->rows.end());
  EXPECT_EQ(net::ToString(*far->hop.gateway), "10.9.0.3");
  EXPECT_EQ(far->route.metric, 11U) << "as printed";
  exposure::Evaluator evaluator(*snapshot->engine);
  evaluator.Enter(exposure::FailureSet{});
  const model::NodeId west = snapshot->network->FindNode("west");
  const routing::FibEntry* entry = evaluator.state().fib(west).Find(*net::ParsePrefix("10.2.0.0/24"));
  ASSERT_NE(entry, nullptr);
  const std::vector<base::Span> spans = entry->spans();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(snapshot->sources.file(spans[0].file).name(), "observed/west.jsonl");
  EXPECT_NE(evaluator.state().Receives(west, *net::ParseAddress("10.1.0.1")), nullptr)
      << "own addresses are those of the configuration";
}

TEST(PrintedTables, SayNothingAboutFailures) {
  EXPECT_EQ(StateOf(Printed("west"), 1), VerdictState::kUndecided);
  const auto snapshot = Load(Printed("west"));
  CheckOptions one;
  one.failures_max = 1;
  const auto result = Check(*snapshot, one);
  const auto& reasons = result->rules[0].flows[0].reasons;
  EXPECT_TRUE(std::ranges::any_of(reasons, [](const rules::Reason& reason) {
    return reason.text.contains("say nothing about failures");
  }));
}

TEST(PrintedTables, LinesOfRoutingAreClosedWhereOnlyPrintedTablesForward) {
  const auto open = [](std::string_view replaced) {
    rules::TinyText text = Printed(replaced, {"west", "east", "north"});
    text.Replace("configs/north.cfg", "router ospf 1\n", "router ospf 1\n no-such-word\n");
    const auto snapshot = Load(text);
    return Check(*snapshot, {})->state;
  };
  EXPECT_EQ(open("west"), VerdictState::kUndecided) << "east is computed";
  EXPECT_EQ(open("[west, east]"), VerdictState::kProved) << "north carries nothing";
  EXPECT_EQ(open("all"), VerdictState::kProved);
}

TEST(PrintedTables, NextHopsWithoutAnInterfaceAreLookedUp) {
  rules::TinyText text = Printed("west");
  std::string& table = text.files["observed/west.jsonl"];
  const std::size_t at = table.rfind('\n', table.find("\"10.2.0.0/24\"")) + 1;
  table.replace(
      at, table.find('\n', at) - at,
      R"({"node":"west","vrf":"default","prefix":"10.2.0.0/24","protocol":"ibgp","next_hop_ip":"10.255.0.2"})");
  EXPECT_EQ(StateOf(text), VerdictState::kProved);
  const auto snapshot = Load(text);
  exposure::Evaluator evaluator(*snapshot->engine);
  evaluator.Enter(exposure::FailureSet{});
  const routing::Fib& fib = evaluator.state().fib(snapshot->network->FindNode("west"));
  const auto hops = fib.HopsOf(*fib.Find(*net::ParsePrefix("10.2.0.0/24")));
  ASSERT_EQ(hops.size(), 1U);
  EXPECT_EQ(net::ToString(*hops[0].gateway), "10.9.0.1");
}

/// Diagnostics of the triangle with one line more in west's print.
std::vector<std::string> FaultsOf(std::string_view line) {
  rules::TinyText text = Printed("west");
  text.files["observed/west.jsonl"] += std::string(line) + "\n";
  std::vector<std::string> faults;
  const auto snapshot = Load(text);
  for (const base::Diagnostic& one : snapshot->diagnostics.items())
    faults.push_back(std::string(base::InfoOf(one.kind).id) + ": " + one.what);
  return faults;
}

TEST(PrintedTables, WhatCannotBeFollowedIsRefused) {
  const auto row = [](const std::string& rest) {
    return R"({"node":"west","vrf":"default","prefix":"10.7.0.0/24","protocol":"static",)" + rest + "}";
  };
  EXPECT_THAT(FaultsOf(row(R"("next_hop_interface":"discard")")), IsEmpty());
  EXPECT_THAT(FaultsOf(row(R"("next_hop_interface":"Serial9")")),
              ElementsAre(HasSubstr("value-invalid: 'west' has no interface 'Serial9'")));
  EXPECT_THAT(FaultsOf(row(R"("next_hop_ip":"192.0.2.1")")),
              ElementsAre(HasSubstr("no printed route leads to the next hop 192.0.2.1")));
  EXPECT_THAT(FaultsOf(row("\"metric\":1")), ElementsAre(HasSubstr("no interface is printed")));
  EXPECT_THAT(FaultsOf(row(R"("next_hop_ip":"10.7.0.9")")), ElementsAre(HasSubstr("no printed route")));
  EXPECT_THAT(FaultsOf(R"({"node":"west","vrf":"RED","prefix":"10.7.0.0/24","protocol":"static",)"
                       R"("next_hop_interface":"discard"})"),
              ElementsAre(HasSubstr("there is no VRF 'RED'")));
  rules::TinyText unknown = Printed("[wst]");
  EXPECT_THAT(IdsOf(*Load(unknown)), ElementsAre("observed-missing"));
}

TEST(PrintedTables, RowsThatSayTheyAreUncertainAreOpen) {
  for (const char* more : {R"("ambiguous":true,)", R"("labels":["to 10.255.0.2/32"],)"}) {
    rules::TinyText text = Printed("west");
    std::string& table = text.files["observed/west.jsonl"];
    const std::size_t at = table.find("\"protocol\":\"ospf\"", table.find("\"10.2.0.0/24\""));
    table.insert(at, more);
    EXPECT_EQ(StateOf(text), VerdictState::kUndecided) << more;
  }
}

TEST(PrintedTables, RoutesOfAVpnAreOpen) {
  rules::TinyText text = Printed("west");
  std::string& table = text.files["observed/west.jsonl"];
  const std::size_t at = table.find("\"protocol\":\"ospf\"", table.find("\"10.2.0.0/24\""));
  table.replace(at, 17, "\"protocol\":\"bgp-vpn\"");
  EXPECT_EQ(StateOf(text), VerdictState::kUndecided);
}

/// Lost packets would be read by nobody, and prove a rule that nobody may read them.
TEST(PrintedTables, AFamilyThatIsNotPrintedIsOpen) {
  for (const bool has : {false, true}) {
    rules::TinyText text = Printed("west");
    if (has)
      text.Replace("configs/west.cfg", "interface GigabitEthernet0/2\n",
                   "interface GigabitEthernet0/2\n ipv6 address 2001:db8:1::1/64\n");
    const auto snapshot = Load(text);
    EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
    exposure::Evaluator evaluator(*snapshot->engine);
    evaluator.Enter(exposure::FailureSet{});
    const routing::Fib& fib = evaluator.state().fib(snapshot->network->FindNode("west"));
    const routing::FibEntry* far = fib.Lookup(*net::ParseAddress("2001:db8:2::9"));
    ASSERT_EQ(far != nullptr, has);
    EXPECT_TRUE(far == nullptr || far->ambiguous);
    EXPECT_FALSE(fib.Lookup(*net::ParseAddress("10.2.0.9"))->ambiguous);
  }
}

TEST(PrintedTables, DriftComparesWhatIsComputed) {
  const rules::TinyText text = ByNorth("west");
  const base::MemoryFiles files = text.InMemory();
  auto snapshot = std::move(*LoadSnapshot(files, "net"));
  const auto result = FindDrift(files, "net", *snapshot, *ReadFailures(*snapshot, {}), {});
  ASSERT_TRUE(result.has_value());
  ASSERT_EQ(result->drifts.size(), 1U);
  EXPECT_EQ(net::ToString(result->drifts[0].prefix), "10.2.0.0/24");
}

}  // namespace
}  // namespace ringfence::study
