#include "importers/opensanctions/opensanctions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/import_testing.h"

namespace ringfence::importers::opensanctions {
namespace {

using testing::HasSubstr;

Imported Import1(std::string text, const char* name = "e.json") {
  return RunImport(kImporter, {{name, std::move(text)}});
}

TEST(OpenSanctions, Entities) {
  const Imported result = Import1(TextOfFile(RF_TEST_FOLDER "/testdata/entities.json"));
  EXPECT_EQ(result.findings, "");
  for (const char* line : {"  \"Ada Lowe\": {kind: person, because: \"FollowTheMoney e.json, Person p-1\"}\n",
                           "  \"Arden Radio [co-1]\": {kind: company, jurisdiction: AT, owners: {\"Ada "
                           "Lowe\": {share: 50.50%, from: 2020-01-01, because: "
                           "\"FollowTheMoney e.json, Ownership ow-1, data set at_register\"}}, because: "
                           "\"FollowTheMoney e.json, Company co-1, data set "
                           "at_register, changed 2026-01-02\"}\n",
                           "owners: {gone: {share: 0%..100%, because: ",
                           "  \"Ministry of Trade\": {kind: public-body, because: ",
                           "\nlists:\n  \"Ministry of Trade, Radio Act, 2025-05-01, lm_trade\": {by: "
                           "\"Ministry of Trade\", names: [\"Ada Lowe\", \"Arden Radio "
                           "[co-1]\"], from: 2025-05-01, because: \"FollowTheMoney e.json, Sanction sa-1, "
                           "data set lm_trade, changed 2026-02-01, "
                           "https://trade.example/list\"}\n"})
    EXPECT_THAT(result.parties, HasSubstr(line));
  for (const char* left : {"schema Directorship (e.json:9", "Company: leiCode", "Sanction: reason",
                           "startDate that is no whole day", "only spoken of are called by their ids"})
    EXPECT_THAT(result.left, HasSubstr(left));
}

TEST(OpenSanctions, Table) {
  const Imported result = Import1(TextOfFile(RF_TEST_FOLDER "/testdata/targets.csv"), "targets.simple.csv");
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(
      result.parties,
      HasSubstr(
          "  \"Arden Radio\": {kind: company, jurisdiction: AT, because: \"OpenSanctions targets.simple.csv, "
          "q-1, changed 2025-05-05, sanctions: Ministry - Radio Act\"}\n"));
  EXPECT_THAT(result.parties,
              HasSubstr("  \"LM Trade\": {by: \"LM Trade\", names: [\"Arden Radio\"], because: "));
  EXPECT_THAT(result.parties,
              HasSubstr("  \"UN List\": {by: \"UN List\", names: [\"Arden Radio\"], because: "));
  EXPECT_THAT(result.left, HasSubstr("schema Vessel"));
  EXPECT_THAT(result.left, HasSubstr("targets table: aliases"));
}

TEST(OpenSanctions, MalformedIsRefusedWithItsPlace) {
  const struct {
    const char* text;
    const char* finding;
    const char* name = "e.json";
  } kCases[] = {
      {"{\"id\": \"a\", \"schema\": \"Person\"}\n{\"id\": ", "e.json:2:8: error[yaml-broken]"},
      {"\n[1]", "e.json:2:1: error[type-wrong]: a line must be one JSON object"},
      {"{\"id\": \"a\"}", "e.json:1:1: error[key-missing]: the key 'schema'"},
      {"{\"id\": \"a\", \"schema\": \"Person\", \"properties\": []}",
       "e.json:1:47: error[type-wrong]: 'properties' must"},
      {"{\"id\": \"a\", \"schema\": \"Person\", \"properties\": {\"x\": [{}]}}",
       "error[type-wrong]: entities inside each other"},
      {"{\"id\": \"a\", \"schema\": \"Person\"}\n{\"id\": \"a\", \"schema\": \"Person\"}",
       "e.json:2:1: error[name-duplicate]"},
      {"{\"id\": \"a\", \"schema\": \"Ownership\", \"properties\": {\"asset\": [\"b\"]}}",
       "the key 'owner' is missing"},
      {"{\"id\": \"a\", \"schema\": \"Sanction\", \"properties\": {\"entity\": [\"b\"]}}",
       "the key 'authority' is missing"},
      {"{\"id\": \"a\", \"schema\": \"Sanction\", \"datasets\": [\"d\"], \"properties\": {\"entity\": "
       "[\"b\"], \"startDate\": "
       "[\"2020-01-02\"], \"endDate\": [\"2020-01-01\"]}}",
       "error[dates-never-apply]"},
      {"id,schema,name\n", "t.csv:1:1: error[key-missing]: the table lacks the column 'dataset'", "t.csv"},
      {"id,schema,name,dataset\na,Person\n", "t.csv:2:1: error[type-wrong]: 2 cells under 4 columns",
       "t.csv"},
      {"id,schema,name,dataset\na,Person,n,\"d\n", "t.csv:2:12: error[syntax-broken]: this quote", "t.csv"},
      {"id,id,schema,name,dataset\n", "t.csv:1:4: error[key-duplicate]", "t.csv"},
  };
  for (const auto& one : kCases)
    EXPECT_THAT(Import1(one.text, one.name).findings, HasSubstr(one.finding)) << one.text;
}

}  // namespace
}  // namespace ringfence::importers::opensanctions
