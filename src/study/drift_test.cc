#include "study/drift.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The triangle with what west prints; `from` becomes `to` in it.
rules::TinyText Observed(std::string_view from = "", std::string_view to = "") {
  rules::TinyText text = rules::Tiny();
  text.files["observed/west.jsonl"] = Table(text, "west");
  if (!from.empty()) text.Replace("observed/west.jsonl", from, to);
  return text;
}

struct Answer {
  std::unique_ptr<Snapshot> snapshot;
  std::optional<DriftResult> result;
};

Answer Ask(const rules::TinyText& text, const DriftFilter& filter = {}) {
  const base::MemoryFiles files = text.InMemory();
  auto snapshot = LoadSnapshot(files, "net");
  Answer answer{std::move(*snapshot), std::nullopt};
  if (answer.snapshot->engine == nullptr) return answer;
  answer.result = FindDrift(files, "net", *answer.snapshot, *ReadFailures(*answer.snapshot, {}), filter);
  return answer;
}

/// "prefix kind kind", with "?" when undecided.
std::vector<std::string> Drifts(const Answer& answer) {
  std::vector<std::string> texts;
  if (!answer.result) return {"refused"};
  for (const Drift& drift : answer.result->drifts) {
    std::string text = net::ToString(drift.prefix) + (drift.decided ? "" : "?");
    for (const DriftKind kind : drift.kinds)
      text += " " + std::string(kDriftKindNames[static_cast<std::size_t>(kind)]);
    texts.push_back(text);
  }
  return texts;
}

/// The line of the observed table about a prefix.
std::string LineOf(std::string_view prefix) {
  const std::string table = Observed().files["observed/west.jsonl"];
  const std::size_t at = table.find("\"" + std::string(prefix) + "\"");
  const std::size_t begin = table.rfind('\n', at) + 1;
  return table.substr(begin, table.find('\n', at) + 1 - begin);
}

constexpr std::string_view kFar = "10.2.0.0/24";  // of the office east

TEST(Drift, EqualTables) {
  const Answer answer = Ask(Observed());
  EXPECT_THAT(Drifts(answer), IsEmpty());
  EXPECT_EQ(answer.result->tables, 1U);
  EXPECT_GT(answer.result->prefixes, 5U);
  EXPECT_FALSE(answer.result->differs() || answer.result->undecided());
}

TEST(Drift, MissingAndExtra) {
  const std::string line = LineOf(kFar);
  EXPECT_THAT(Drifts(Ask(Observed(line, ""))), ElementsAre("10.2.0.0/24 extra"));
  std::string moved = line;
  moved.replace(moved.find(kFar), kFar.size(), "10.77.0.0/24");
  EXPECT_THAT(Drifts(Ask(Observed(line, line + moved))), ElementsAre("10.77.0.0/24 missing"));
}

TEST(Drift, EachColumn) {
  const std::string line = LineOf(kFar);
  const auto with = [&line](std::string_view from, std::string_view to) {
    std::string changed = line;
    changed.replace(changed.find(from), from.size(), to);
    return Drifts(Ask(Observed(line, changed)));
  };
  EXPECT_THAT(with("\"protocol\":\"ospf\"", "\"protocol\":\"rip\""), ElementsAre("10.2.0.0/24 protocol"));
  EXPECT_THAT(with("\"admin_distance\":110", "\"admin_distance\":111"), ElementsAre("10.2.0.0/24 distance"));
  EXPECT_THAT(with("\"admin_distance\":110", "\"admin_distance\":null"), IsEmpty());
  EXPECT_THAT(with("\"metric\":", "\"metric\":1"), ElementsAre("10.2.0.0/24 metric"));
  EXPECT_THAT(with("\"next_hop_ip\":\"10.9.0.1\"", "\"next_hop_ip\":\"10.9.0.3\""),
              ElementsAre("10.2.0.0/24 next-hop"));
  EXPECT_THAT(with("\"next_hop_ip\":\"10.9.0.1\"", "\"next_hop_ip\":null"), IsEmpty());
  EXPECT_THAT(with("GigabitEthernet0/0", "gigabitethernet0/0"), IsEmpty());
}

TEST(Drift, IgnoresProtocolsAndColumns) {
  const std::string line = LineOf(kFar);
  EXPECT_THAT(Drifts(Ask(Observed(line, ""), {"", "", {"ospf"}})), IsEmpty());
  EXPECT_THAT(Drifts(Ask(Observed(line, ""), {"", "", {"connected"}})), ElementsAre("10.2.0.0/24 extra"));
  std::string dearer = line;
  dearer.replace(dearer.find("\"metric\":"), 9, "\"metric\":1");
  EXPECT_THAT(Drifts(Ask(Observed(line, dearer), {"", "", {"metric"}})), IsEmpty());
  const Answer wrong = Ask(Observed(), {"", "", {"osfp"}});
  EXPECT_THAT(Drifts(wrong), ElementsAre("refused"));
  EXPECT_EQ(wrong.snapshot->diagnostics.items()[0].hint, "Did you mean 'ospf'?");
}

TEST(Drift, ALineThatIsNotModelledLeavesItUndecided) {
  rules::TinyText text = Observed(LineOf(kFar), "");
  text.Replace("configs/north.cfg", "!\nend", "!\nfrobnicate everything\nend");
  const Answer answer = Ask(text);
  EXPECT_THAT(Drifts(answer), ElementsAre("10.2.0.0/24? extra"));
  ASSERT_EQ(answer.result->open_lines.size(), 1U);
  EXPECT_EQ(answer.snapshot->sources.LineText(answer.result->open_lines[0]->span), "frobnicate everything");
  EXPECT_TRUE(answer.result->undecided());
  EXPECT_FALSE(answer.result->differs());
}

TEST(Drift, WhatIsAskedFor) {
  const auto ids = [](const rules::TinyText& text, const DriftFilter& filter) {
    return IdsOf(*Ask(text, filter).snapshot);
  };
  EXPECT_THAT(ids(rules::Tiny(), {}), ElementsAre("observed-missing"));
  EXPECT_THAT(ids(Observed(), {"east", "", {}}), ElementsAre("observed-missing"));
  EXPECT_THAT(ids(Observed(), {"wset", "", {}}), ElementsAre("name-unknown"));
  rules::TinyText text = Observed();
  text.files["observed/nrth.jsonl"] = "";
  const Answer misspelt = Ask(text);
  ASSERT_THAT(IdsOf(*misspelt.snapshot), ElementsAre("name-unknown"));
  EXPECT_EQ(misspelt.snapshot->diagnostics.items()[0].hint, "Did you mean 'north'?");
}

TEST(Drift, BrokenLinesAreNamedWhereTheyAre) {
  const auto what = [](const std::string& line) {
    rules::TinyText text = Observed();
    text.files["observed/west.jsonl"] = "\n" + line + "\n";
    const Answer answer = Ask(text);
    EXPECT_FALSE(answer.result.has_value());
    const auto& items = answer.snapshot->diagnostics.items();
    EXPECT_FALSE(items.empty());
    return items.empty() ? "" : base::Render(answer.snapshot->sources, items[0], false);
  };
  EXPECT_THAT(what("{"), HasSubstr("observed/west.jsonl:2:"));
  EXPECT_THAT(what(R"({"node":"west","vrf":"default","prefix":"10.2.0.0/24"})"),
              HasSubstr("'protocol' is missing"));
  const auto with = [&what](std::string_view prefix, std::string_view more) {
    return what(
        fmt::format(R"({{"node":"west","vrf":"default","prefix":"{}","protocol":"ospf"{}}})", prefix, more));
  };
  EXPECT_THAT(with("10.2.0.1/24", ""), HasSubstr("has host bits set; the prefix is 10.2.0.0/24"));
  EXPECT_THAT(with("10.2.0.0/24", R"(,"metrc":1)"), HasSubstr("Did you mean 'metric'?"));
  EXPECT_THAT(with("10.2.0.0/24", R"(,"metric":-1)"), HasSubstr("'-1' is not a number"));
  EXPECT_THAT(with("10.2.0.0/24", R"(,"next_hop_ip":"10.2")"), HasSubstr("'10.2' is not an address"));
  EXPECT_THAT(with("10.2.0.0/24", R"(,"tag":1,"tag":2)"), HasSubstr("key-duplicate"));
  EXPECT_THAT(what(R"({"node":"east","vrf":"default","prefix":"10.2.0.0/24","protocol":"ospf"})"),
              HasSubstr("a route of 'east' in the file of 'west'"));
}

}  // namespace
}  // namespace ringfence::study
