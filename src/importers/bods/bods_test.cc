#include "importers/bods/bods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/import_testing.h"

namespace ringfence::importers::bods {
namespace {

using testing::HasSubstr;
using testing::Not;

Imported Import1(std::string text) { return RunImport(kImporter, {{"own.json", std::move(text)}}); }

TEST(Bods, VersionThree) {
  const Imported result = Import1(TextOfFile(RF_TEST_FOLDER "/testdata/v3.json"));
  EXPECT_EQ(result.findings, "");
  EXPECT_EQ(result.inventory, "");
  EXPECT_THAT(
      result.parties,
      HasSubstr(
          "  \"Ada Lowe\": {kind: person, jurisdiction: LM, because: \"BODS own.json, statement p-1\"}"));
  EXPECT_THAT(result.parties,
              HasSubstr("  Lemuria: {kind: state, because: \"BODS own.json, statement e-2\"}"));
  EXPECT_THAT(result.parties, HasSubstr("published by Register of Atlantis"));
  // The last statement counts; an interval is rounded outwards; nothing stated is anything from 0 to 100.
  EXPECT_THAT(result.parties, HasSubstr("\"Ada Lowe\": {share: 25%..33.34%, from: 2024-04-01, because: "
                                        "\"BODS own.json, statement o-2 of 2024-05-01\"}"));
  EXPECT_THAT(result.parties, HasSubstr("Lemuria: {share: 0%..100%, "));
  EXPECT_THAT(result.parties, HasSubstr("\"unknown (subject-unable-to-confirm) in o-4\": {share: 7.50%, "));
  EXPECT_THAT(result.parties, Not(HasSubstr("10%,")));
  EXPECT_THAT(result.left, HasSubstr("control by other means than shares: voting-rights (own.json:"));
  EXPECT_THAT(result.left, HasSubstr("indirect shareholdings"));
  EXPECT_THAT(result.left, HasSubstr("statements that a later one replaces"));
  EXPECT_THAT(result.left, HasSubstr("BODS entity: identifiers"));
}

TEST(Bods, VersionFour) {
  const Imported result = Import1(TextOfFile(RF_TEST_FOLDER "/testdata/v4.json"));
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.parties, HasSubstr("  \"New Name\": {kind: company, jurisdiction: AT, owners: {"));
  EXPECT_THAT(result.parties, Not(HasSubstr("  \"Old Name\"")));
  EXPECT_THAT(result.parties, HasSubstr("  Ministry: {kind: public-body, "));
  // Two windows for one owner: one interval that holds both and the gap between.
  EXPECT_THAT(result.parties, HasSubstr("Ministry: {share: 0%..60%, from: 2020-01-01, because: "));
  EXPECT_THAT(result.parties, HasSubstr("source: officialRegister (companies house)"));
  EXPECT_THAT(result.left, HasSubstr("several statements about one owner"));
  EXPECT_THAT(result.left, HasSubstr("records that their source closed"));
}

TEST(Bods, MalformedIsRefusedWithItsPlace) {
  const struct {
    const char* text;
    const char* finding;
  } kCases[] = {
      {"{}", "own.json:1:1: error[type-wrong]: 'the file' must be a list of statements"},
      {"[\n 7]", "own.json:2:2: error[type-wrong]: 'a statement' must be a map"},
      {"[{\"statementID\": \"a\", \"statementType\": \"x\"}]", "1:40: error[value-invalid]: 'x' is no kind"},
      {"[{\"statementType\": \"entityStatement\"}]", "1:2: error[key-missing]: the key 'statementID'"},
      {"[{\"recordType\": \"entity\", \"recordId\": \"r\", \"statementId\": \"s\"}]",
       "the key 'recordDetails' is missing"},
      {"[{\"statementID\": \"a\", \"statementType\": \"entityStatement\", \"name\": \"n\"},\n"
       "{\"statementID\": \"a\", \"statementType\": \"entityStatement\", \"name\": \"n\"}]",
       "own.json:2:1: error[name-duplicate]"},
      {"[{\"statementID\": \"a\", \"statementType\": \"ownershipOrControlStatement\", \"interestedParty\": "
       "{}, "
       "\"subject\": {\"describedByEntityStatement\": \"e\"}}]",
       "error[key-missing]: the key 'interestedParty'"},
      {"[{\"statementID\": \"e\", \"statementType\": \"entityStatement\", \"name\": \"n\"},\n"
       "{\"statementID\": \"a\", \"statementType\": \"ownershipOrControlStatement\", \"interestedParty\": "
       "{\"describedByEntityStatement\": \"f\"}, \"subject\": {\"describedByEntityStatement\": \"e\"},\n"
       "\"interests\": [{\"type\": \"shareholding\"}]}]",
       "own.json:3:15: error[name-unknown]: 'f' is no party"},
      {"[{\"statementID\": \"e\", \"statementType\": \"entityStatement\", \"name\": \"n\"},\n"
       "{\"statementID\": \"a\", \"statementType\": \"ownershipOrControlStatement\", \"interestedParty\": "
       "{\"describedByEntityStatement\": \"e\"}, \"subject\": {\"describedByEntityStatement\": \"e\"},\n"
       "\"interests\": [{\"type\": \"shareholding\", \"share\": {\"exact\": 101}}]}]",
       "error[value-invalid]: 'exact': '101' is no percentage"},
      {"[{\"statementID\": \"a\",", "error[yaml-broken]"},
  };
  for (const auto& one : kCases) EXPECT_THAT(Import1(one.text).findings, HasSubstr(one.finding)) << one.text;
}

}  // namespace
}  // namespace ringfence::importers::bods
