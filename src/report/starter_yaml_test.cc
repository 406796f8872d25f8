#include "report/starter_yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/golden_testing.h"

namespace ringfence::report {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr base::Date kDay{2026, 7, 1};

/// The starter of a tiny text with its own files hidden.
study::Starter StarterOf(const rules::TinyText& text) {
  const base::MemoryFiles files = text.InMemory();
  const auto snapshot = study::LoadBare(files, "net");
  return study::MakeStarter(**snapshot);
}

/// The text with the example in force: "# " goes from comment lines that are no prose.
std::string Uncommented(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    const std::string line = text.substr(at, end - at);
    out += line.starts_with("# ") ? line.substr(2) : line;
    at = end;
  }
  return out;
}

/// The snapshot of a text with the files of its starter.
std::unique_ptr<study::Snapshot> Started(rules::TinyText text, bool uncommented) {
  const study::Starter starter = StarterOf(text);
  const std::string policy = StarterPolicy(starter, kDay), inventory = StarterInventory(starter);
  text.files["ringfence.yaml"] = uncommented ? Uncommented(policy) : policy;
  text.files["inventory.yaml"] = uncommented ? Uncommented(inventory) : inventory;
  return study::Load(text);
}

TEST(StarterYaml, Goldens) {
  const std::string folder = std::string(RF_TEST_FOLDER) + "/testdata/";
  const study::Starter starter = StarterOf(rules::Tiny());
  ExpectGolden(folder + "starter_policy.golden", StarterPolicy(starter, kDay));
  ExpectGolden(folder + "starter_inventory.golden", StarterInventory(starter));
}

TEST(StarterYaml, IsAcceptedAndProvesNothing) {
  const auto snapshot = Started(rules::Tiny(), false);
  EXPECT_THAT(study::IdsOf(*snapshot), testing::IsEmpty());
  const auto check = study::Check(*snapshot, {});
  ASSERT_TRUE(check.has_value());
  EXPECT_EQ(check->state, rules::VerdictState::kUndecided);
  EXPECT_TRUE(snapshot->policy.lists.empty() && snapshot->policy.sets.empty()) << "no opinion of anybody";
  for (const model::Element& element : snapshot->inventory.elements)
    EXPECT_TRUE(element.parties.empty()) << element.name << ": a guess is no fact";
}

TEST(StarterYaml, TheExampleIsAcceptedToo) {
  const auto snapshot = Started(rules::Tiny(), true);
  EXPECT_THAT(study::IdsOf(*snapshot), testing::IsEmpty());
  const auto check = study::Check(*snapshot, {});
  ASSERT_TRUE(check.has_value());
  EXPECT_EQ(check->rules.size(), 2U);
  EXPECT_EQ(snapshot->inventory.elements.at(0).parties.at(0).party, "Cisco") << "confirmed";
}

TEST(StarterYaml, HostileNamesStayNames) {
  for (const std::string& name :
       {std::string("a: b"), std::string("x\"y\\z"), std::string("true"), std::string("12"),
        std::string("# no"), std::string("*star"), std::string("Z\xc3\xbcrich"),
        std::string("r\xe2\x80\xae"
                    "1"),
        std::string("{x}"), std::string(300, 'n')}) {
    study::Starter starter;
    starter.devices.push_back(
        {.name = name, .file = "configs/\nrules: {}", .system = "S", .maker_guess = name});
    rules::TinyText text = rules::Tiny();
    text.files["ringfence.yaml"] = StarterPolicy(starter, kDay);
    text.files["inventory.yaml"] = StarterInventory(starter);
    const auto snapshot = study::Load(text);
    EXPECT_EQ(snapshot->inventory.elements.size(), 1U) << name;
    EXPECT_EQ(snapshot->inventory.elements.at(0).name, name);
    EXPECT_EQ(snapshot->policy.parties.at(0).id, name);
    EXPECT_TRUE(snapshot->policy.rules.empty()) << name;
  }
}

TEST(StarterYaml, ANameThatIsNoUtf8IsSaidAndLeftOut) {
  study::Starter starter;
  starter.devices.push_back({.name = "r\xff\x1b[31m", .file = "configs/a", .system = "S"});
  EXPECT_THAT(StarterInventory(starter), HasSubstr("no UTF-8 and cannot stand here: r\\xff\\x1b[31m"));
  EXPECT_THAT(StarterInventory(starter), Not(HasSubstr("\x1b")));
  EXPECT_FALSE(YamlName("\xff").has_value());
  EXPECT_EQ(YamlName(""), "\"\"");
  EXPECT_EQ(YamlName("core-1.a"), "core-1.a");
  EXPECT_EQ(YamlName("No"), "\"No\"");
}

}  // namespace
}  // namespace ringfence::report
