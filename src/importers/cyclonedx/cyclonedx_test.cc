#include "importers/cyclonedx/cyclonedx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/import_testing.h"

namespace ringfence::importers::cyclonedx {
namespace {

using testing::HasSubstr;

Imported Import1(std::string text) { return RunImport(kImporter, {{"bom.json", std::move(text)}}); }

TEST(Cyclonedx, MakersAndFirmware) {
  const Imported result = Import1(TextOfFile(RF_TEST_FOLDER "/testdata/hbom.json"));
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(
      result.inventory,
      HasSubstr(
          "\nelements:\n"
          "  BOX-1: {kind: router, maker: \"Maker A\", because: \"CycloneDX bom.json of "
          "2026-02-03, component BOX-1\"}\n"
          "  R1: {kind: switch, maker: \"Maker B\", parts: [\"Maker C\"], software: \"Maker B\", because: "
          "\"CycloneDX bom.json of 2026-02-03, component R1\"}\n"
          "  R2: {kind: router, maker: \"Maker B\", software: Signer, because: "));
  for (const char* left : {"suppliers that are not", "property: cdx:device:serialNumber", "firmware: hashes",
                           "type 'library' in no device", "stand as routers (2 times"})
    EXPECT_THAT(result.left, HasSubstr(left));
}

TEST(Cyclonedx, PartsOfOtherMakers) {
  const Imported result = Import1(
      R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
 {"type": "device", "name": "A", "bom-ref": "a", "manufacturer": {"name": "M"}, "components": [
  {"type": "device", "name": "card", "manufacturer": {"name": "P"}, "components": [{"type": "device", "name": "optic", "manufacturer": {"name": "O"}}]},
  {"type": "device", "name": "fan", "manufacturer": {"name": "M"}}]},
 {"type": "device", "name": "B", "components": [{"type": "device", "name": "card", "manufacturer": {"name": "P"}}]}]})");
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory, HasSubstr("A: {kind: router, maker: M, parts: [O, P],"));
  EXPECT_THAT(result.inventory, HasSubstr("B: {kind: router, because"));
  EXPECT_THAT(result.left, HasSubstr("makers of parts of 'B', of which nobody is said to make the whole"));
}

TEST(Cyclonedx, BeforeManufacturers) {
  const Imported result = Import1(
      R"({"bomFormat": "CycloneDX", "specVersion": "1.4", "metadata": {"manufacture": {"name": "M"}, "component": {"type": "device", "name": "A"}},
 "components": [{"type": "device", "name": "B", "supplier": {"name": "S"}}]})");
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory, HasSubstr("A: {kind: router, maker: M,"));
  EXPECT_THAT(result.inventory, HasSubstr("B: {kind: router, maker: S,"));
  EXPECT_THAT(result.left, HasSubstr("suppliers stand as makers"));
}

TEST(Cyclonedx, MalformedIsRefusedWithItsPlace) {
  const struct {
    const char* text;
    const char* finding;
  } kCases[] = {
      {"[]", "bom.json:1:1: error[type-wrong]"},
      {"{\"bomFormat\": \"SPDX\", \"specVersion\": \"1.6\"}",
       "bom.json:1:15: error[value-invalid]: 'SPDX' is not CycloneDX"},
      {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.3\"}",
       "error[version-unsupported]: version '1.3'"},
      {"{\"specVersion\": \"1.6\"}", "error[key-missing]: the key 'bomFormat'"},
      {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [{\"type\": \"device\"}]}",
       "bom.json:1:65: error[key-missing]: the key 'name'"},
      {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": {\"a\": 1}}",
       "'components' must be a list"},
      {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"dependencies\": [{\"ref\": \"a\", "
       "\"dependsOn\": [\"b\"]}]}",
       "error[name-unknown]"},
      {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [{\"type\": \"device\", "
       "\"name\": \"d\", \"components\": "
       "[{\"type\": \"firmware\", \"name\": \"x\", \"manufacturer\": {\"name\": \"A\"}},\n{\"type\": "
       "\"firmware\", \"name\": \"y\", "
       "\"manufacturer\": {\"name\": \"B\"}}]}]}",
       "error[name-duplicate]: 'd' runs firmware of A and of B"},
      {"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"components\": [{\"type\": \"device\", "
       "\"name\": \"d\", \"manufacturer\": "
       "{\"name\": \"A\"}}, {\"type\": \"device\", \"name\": \"d\", \"manufacturer\": {\"name\": \"B\"}}]}",
       "error[name-duplicate]: 'maker' of 'd' is B here and A elsewhere"},
  };
  for (const auto& one : kCases) EXPECT_THAT(Import1(one.text).findings, HasSubstr(one.finding)) << one.text;
}

}  // namespace
}  // namespace ringfence::importers::cyclonedx
