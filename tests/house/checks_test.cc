// Every rule twice: the project has no finding, and an invented tree that breaks the rule has exactly the
// expected ones.

#include "house/checks.h"

#include <gtest/gtest.h>

#include <ostream>

namespace ringfence::house {
namespace {

const Tree& Project() {
  static const Tree kProject = ReadProject(".");
  return kProject;
}

/// Each check with its name, for tests over all of them.
struct Check {
  std::string_view name;
  Findings (*run)(const Tree& tree);
};

void PrintTo(const Check& check, std::ostream* out) { *out << check.name; }

constexpr Check kChecks[] = {
    {"Layers", CheckLayers},
    {"OwnHeaderFirst", CheckOwnHeaderFirst},
    {"UnitLines", CheckUnitLines},
    {"TestsExist", CheckTestsExist},
    {"Readmes", CheckReadmes},
    {"Sizes", CheckSizes},
    {"FileNames", CheckFileNames},
    {"VendorWords", CheckVendorWords},
    {"StrayWords", CheckStrayWords},
    {"Contracts", CheckContracts},
    {"Bans", CheckBans},
    {"SelfRegistration", CheckSelfRegistration},
    {"DiagnosticsFire", CheckDiagnosticsFire},
};

class House : public testing::TestWithParam<Check> {};

TEST_P(House, HasNoFinding) {
  const Findings findings = GetParam().run(Project());
  EXPECT_TRUE(findings.empty()) << Joined(findings);
}

INSTANTIATE_TEST_SUITE_P(Rules, House, testing::ValuesIn(kChecks),
                         [](const auto& param) { return std::string(param.param.name); });

TEST(ReadProject, SeesTheWholeProject) {
  EXPECT_EQ(ModulesOf(Project()).size(), 14U);
  EXPECT_TRUE(Project().contains("src/base/diagnostics.def"));
  EXPECT_TRUE(Project().contains("tests/house/checks_test.cc"));
  EXPECT_GT(Project().size(), 50U);
}

std::string Repeated(std::size_t count, std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += line;
  return text;
}

Tree WithModules(Tree tree) {
  tree["CMakeLists.txt"] = "rf_module(base LINKS x)\nrf_module(net)\nrf_module(formats UNITS formats.def)\n";
  return tree;
}

TEST(CheckLayers, CatchesUpwardSidewaysAndForeignIncludes) {
  const Tree tree = WithModules({
      {"src/base/a.h", "#include \"net/ip.h\"\n"},
      {"src/formats/core.cc", "#include \"formats/x/x.h\"\n"},
      {"src/formats/registry.cc", "#include \"formats/x/x.h\"\n"},
      {"src/formats/x/x.cc", "#include \"formats/x/x.h\"\n#include \"formats/y/y.h\"\n#include \"y.h\"\n"},
      {"src/lost/a.cc", ""},
      {"src/net/b.cc", "#include \"base/a.h\"\n"},
  });
  EXPECT_EQ(CheckLayers(tree),
            (Findings{"src/base/a.h:1: includes net/ip.h, which lies above base",
                      "src/formats/core.cc:1: includes formats/x/x.h: units do not know each other, and the "
                      "core knows none",
                      "src/formats/x/x.cc:2: includes formats/y/y.h: units do not know each other, and the "
                      "core knows none",
                      "src/formats/x/x.cc:3: includes y.h, which is not written relative to src/",
                      "src/lost/a.cc:1: lies in no module of CMakeLists.txt"}));
}

TEST(CheckOwnHeaderFirst, CatchesAnotherHeaderFirst) {
  const Tree tree = {{"src/a/b.h", ""},
                     {"src/a/b.cc", "#include <map>\n#include \"a/b.h\"\n"},
                     {"src/a/main.cc", "#include <map>\n"}};
  EXPECT_EQ(CheckOwnHeaderFirst(tree),
            Findings{"src/a/b.cc:1: the first include is not the file's own header"});
}

TEST(CheckUnitLines, CatchesFolderWithoutLineAndLineWithoutFolder) {
  const Tree tree = {{"src/formats/formats.def", "// units\nRF_UNIT(x)\nRF_UNIT(gone)\n"},
                     {"src/formats/x/x.cc", ""},
                     {"src/formats/y/y.cc", ""},
                     {"src/formats/x/deep/z.cc", ""}};
  const Findings findings = CheckUnitLines(tree);
  EXPECT_EQ(findings, (Findings{"src/formats/x/deep: code lies deeper than a unit",
                                "src/formats/y: a unit without a line RF_UNIT(y)",
                                "src/formats: RF_UNIT(gone) has no folder"}));
}

TEST(CheckTestsExist, CatchesAFolderWithoutTest) {
  const Tree tree = {{"src/a/a.cc", ""}, {"src/b/b.cc", ""}, {"src/b/b_test.cc", ""}, {"src/c/c.h", ""}};
  EXPECT_EQ(CheckTestsExist(tree), Findings{"src/a: code without a test beside it"});
}

TEST(CheckReadmes, CatchesAFolderWithoutReason) {
  const Tree tree = {{"src/a/a.cc", ""}, {"src/b/b.cc", ""}, {"src/b/README.md", ""}};
  EXPECT_EQ(CheckReadmes(tree), Findings{"src/a: no README.md says why this folder exists"});
}

TEST(CheckSizes, CatchesLongFilesAndFunctions) {
  const Tree tree = {{"src/a/long.cc", Repeated(601, "\n")},
                     {"src/a/f.cc", "void A::F() {\n" + Repeated(69, "x();\n") + "}\n"}};
  EXPECT_EQ(CheckSizes(tree), (Findings{"src/a/f.cc:1: function src/a/f.cc A::F: 71 lines, 70 allowed",
                                        "src/a/long.cc:1: file src/a/long.cc: 601 lines, 600 allowed"}));
}

TEST(CheckSizes, ExemptionsMustBeExactAndNeeded) {
  Tree tree = {{"src/a/long.cc", Repeated(601, "\n")},
               {"tests/house/exemptions.txt", "# why\nfile src/a/long.cc 601\n"}};
  EXPECT_TRUE(CheckSizes(tree).empty());
  tree["tests/house/exemptions.txt"] = "file src/a/long.cc 602\n";
  EXPECT_EQ(CheckSizes(tree),
            Findings{"src/a/long.cc:1: file src/a/long.cc: 601 lines, but exempt up to 602"});
  tree["tests/house/exemptions.txt"] = "file src/a/long.cc 601\nfile src/a/gone.cc 700\n";
  EXPECT_EQ(CheckSizes(tree), Findings{"tests/house/exemptions.txt: not needed: file src/a/gone.cc"});
  tree["tests/house/exemptions.txt"] = "file src/a/long.cc 601\nfile src/a/long.cc many\n";
  EXPECT_EQ(CheckSizes(tree).size(), 1U);
}

TEST(CheckFileNames, CatchesEmptyAndOddNames) {
  const Tree tree = {{"src/a/string_util.h", ""}, {"src/a/Reader.cc", ""}, {"src/a/utility_cost.h", ""}};
  EXPECT_EQ(CheckFileNames(tree), (Findings{"src/a/Reader.cc:1: the name is not in snake_case",
                                            "src/a/string_util.h:1: 'util' says nothing about the file"}));
}

TEST(CheckVendorWords, CatchesThemOutsideTheirFolder) {
  const Tree tree = {{"src/routing/a.cc", "// as on Junos\n"},
                     {"src/formats/juniper_junos/a.cc", "// Junos, unlike IOS\n"},
                     {"src/routing/a_test.cc", "// Junos\n"},
                     {"src/routing/b.cc", "radios studios std::ios\n"}};
  EXPECT_EQ(CheckVendorWords(tree), (Findings{"src/formats/juniper_junos/a.cc:1: vendor's word 'IOS'",
                                              "src/routing/a.cc:1: vendor's word 'junos'"}));
}

TEST(CheckStrayWords, CatchesMachinePathsAndUnfinishedWork) {
  const std::string path = std::string("/wo") + "rk/x";
  const std::string later = std::string("// TO") + "DO later\n";
  EXPECT_EQ(CheckStrayWords({{"docs/a.md", "see " + path + "\n"}}).size(), 1U);
  EXPECT_EQ(CheckStrayWords({{"src/a/a.cc", later}}).size(), 1U);
  EXPECT_TRUE(CheckStrayWords({{"src/a/a.cc", "// networks/x\n"}}).empty());
}

TEST(CheckContracts, CatchesDeclarationsWithoutComment) {
  const Tree tree = {
      {"src/a/a.h",
       "// What this is.\n#pragma once\n\nnamespace a {\n\nint Naked(int x);\n\n/// Says why.\nint "
       "Clothed();\n"
       "int SameGroup();\n\nstruct Bare {\n  int field = 0;\n};\n\n/// A class.\nclass C {\n public:\n"
       "  explicit C(int x);\n  ~C();\n\n  int Run();\n  int size() const;  ///< elements\n\n private:\n"
       "  int Hidden();\n};\n\nclass Forward;\n}  // namespace a\n"}};
  EXPECT_EQ(CheckContracts(tree),
            (Findings{"src/a/a.h:6: no comment: int Naked(int x)", "src/a/a.h:12: no comment: struct Bare ",
                      "src/a/a.h:22: no comment: int Run()"}));
}

TEST(CheckBans, CatchesExceptionsRegexAndHeavyHeaders) {
  const Tree tree = {
      {"src/a/a.cc", "void F() { throw 1; }\n// throw\nstd::regex r;\n#include <fmt/format.h>\n"},
      {"src/a/a.h", "#include <iostream>\n"}};
  const Findings findings = CheckBans(tree);
  ASSERT_EQ(findings.size(), 3U) << Joined(findings);
  EXPECT_TRUE(findings[0].starts_with("src/a/a.cc:1: 'throw'"));
  EXPECT_TRUE(findings[1].starts_with("src/a/a.cc:3: 'std::regex'"));
  EXPECT_TRUE(findings[2].starts_with("src/a/a.h:1: <iostream>"));
}

TEST(CheckSelfRegistration, CatchesObjectsThatRegisterThemselves) {
  const Tree tree = {
      {"src/a/a.cc",
       "namespace {\nconst bool kDone = RegisterReader(&Make);\nvoid RegisterAll(Table& table) {}\n}\n"},
      {"src/a/b.cc", "static Registrar<Reader> reader(1);\n"},
      {"src/a/c.cc", "__attribute__((constructor)) void F() {}\n"}};
  EXPECT_EQ(CheckSelfRegistration(tree).size(), 3U) << Joined(CheckSelfRegistration(tree));
}

TEST(CheckDiagnosticsFire, CatchesAKindWithoutTest) {
  Tree tree = {{"src/base/diagnostics.def",
                "RF_DIAGNOSTIC(kOne, kError, \"one\", \"why\",\n \"hint\")\nRF_DIAGNOSTIC(kTwo, kError, "
                "\"two\", \"why\", \"hint\")\n"
                "RF_DIAGNOSTIC(kThree, kError, \"number-three\", \"why\", \"hint\")\n"},
               {"src/a/a_test.cc", "EXPECT_EQ(kind, DiagnosticKind::kOne);\n"},
               {"src/a/testdata/x.golden", "error[number-three]: text\n"},
               {"src/a/a.cc", "Add(DiagnosticKind::kTwo);\n"}};
  EXPECT_EQ(CheckDiagnosticsFire(tree), Findings{"src/base/diagnostics.def:3: no test fires two"});
  tree.erase("src/base/diagnostics.def");
  EXPECT_EQ(CheckDiagnosticsFire(tree).size(), 1U);
}

}  // namespace
}  // namespace ringfence::house
