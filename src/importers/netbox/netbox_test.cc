#include "importers/netbox/netbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/import_testing.h"

namespace ringfence::importers::netbox {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Fixture(const std::string& name) { return TextOfFile(RF_TEST_FOLDER "/testdata/" + name); }
Imported Import1(std::string text, const char* name = "n.json") {
  return RunImport(kImporter, {{name, std::move(text)}});
}

TEST(Netbox, AnswersOfTheRestInterface) {
  const Imported result = RunImport(kImporter, {{"devices.json", Fixture("rest_devices.json")},
                                                {"others.json", Fixture("rest_others.json")}});
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory, HasSubstr("\nsites:\n  North: {at: [54.5, -31.0]}  ## NetBox others.json, "
                                          "dcim.site 4, updated 2025-12-01\n"));
  EXPECT_THAT(
      result.inventory,
      HasSubstr(
          "  r1: {kind: router, role: \"Core Router\", maker: \"Maker A\", owner: Op, site: North, function: "
          "ip-core, operator: "
          "Runner, because: \"NetBox devices.json, dcim.device 1, updated 2026-01-05; NetBox others.json, "
          "tenancy.contactassignment 31\"}\n"));
  EXPECT_THAT(
      result.inventory,
      HasSubstr(
          "  srv: {kind: host, role: Host, maker: \"Maker B\", site: North, interfaces: {eth0: {address: "
          "[\"192.0.2.10/24\"]}}, because: "));
  EXPECT_THAT(result.cables, HasSubstr("\"hostname\": \"r1\",\n    \"interfaceName\": \"et-0/0/0\""));
  for (const char* left :
       {"cables that end at a dcim.frontport", "objects of dcim/racks", "a part of 'r1' is made by Maker C",
        "dcim.device: serial", "custom field: colour"})
    EXPECT_THAT(result.left, HasSubstr(left));
}

TEST(Netbox, TheFormOfTheDemoData) {
  const Imported result = Import1(Fixture("fixture.json"));
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory, HasSubstr("  North: {at: [54.500000, -31.000000]}"));
  EXPECT_THAT(
      result.inventory,
      HasSubstr("  r1: {kind: router, role: Router, maker: \"Maker A\", owner: Op, site: North, because: "
                "\"NetBox n.json, dcim.device 1, updated 2026-01-05\"}\n"));
  EXPECT_THAT(result.inventory, Not(HasSubstr("  r3: ")));
  // A circuit between two cabled terminations, and the link that it makes.
  EXPECT_THAT(result.inventory, HasSubstr("\ncircuits:\n  C-1: {between: [\"r1[a]\", \"r2[b]\"], operator: "
                                          "Carrier, lessor: Carrier, because: "));
  EXPECT_THAT(result.cables, HasSubstr("\"hostname\": \"r2\",\n    \"interfaceName\": \"b\""));
  EXPECT_THAT(result.left, HasSubstr("devices with status planned"));
  EXPECT_THAT(result.left, HasSubstr("objects of dcim.rack"));
}

TEST(Netbox, Tables) {
  const Imported result = RunImport(
      kImporter, {{"devices.csv", Fixture("devices.csv")},
                  {"cables.csv",
                   "side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name\n"
                   "r1,dcim.interface,a,sw1,dcim.interface,b\nr1,dcim.rearport,a,sw1,dcim.interface,c\n"}});
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory,
              HasSubstr("  r1: {kind: router, role: Edge, maker: \"Maker A\", owner: Op, site: North, "
                        "because: \"NetBox devices.csv, line 2\"}\n"
                        "  sw1: {kind: switch, role: \"Access Switch\", maker: \"Maker B\", "));
  EXPECT_THAT(result.inventory, Not(HasSubstr("  old: ")));
  EXPECT_THAT(result.cables, HasSubstr("\"hostname\": \"sw1\",\n    \"interfaceName\": \"b\""));
  EXPECT_THAT(result.left, HasSubstr("table of devices: serial_number"));
  EXPECT_THAT(result.left, HasSubstr("cables that do not join two interfaces"));
}

TEST(Netbox, MalformedIsRefusedWithItsPlace) {
  const struct {
    const char* text;
    const char* finding;
    const char* name = "n.json";
  } kCases[] = {
      {"{}", "n.json:1:1: error[type-wrong]: 'the file' must be a list"},
      {"[1]", "n.json:1:2: error[type-wrong]: 'an object' must be a map"},
      {"[{\"id\": 1}]", "error[key-missing]: the key 'url'"},
      {"[{\"id\": 1, \"url\": \"x\"}]", "n.json:1:19: error[value-invalid]: 'x' is no place below /api/"},
      {"[{\"model\": \"dcim.device\", \"fields\": {}}]", "error[key-missing]: the key 'pk'"},
      {"{\"count\": 3, \"results\": [{\"id\": 1, \"url\": \"/api/dcim/sites/1/\", \"name\": \"a\"}]}",
       "n.json:1:11: error[value-invalid]: 1 of 3 objects of 'dcim/sites' are here"},
      {"[{\"model\": \"dcim.device\", \"pk\": 1, \"fields\": {\"name\": \"r\",\n\"tenant\": 7}}]",
       "n.json:2:11: error[name-unknown]: there is no tenancy.tenant 7"},
      {"[{\"model\": \"dcim.device\", \"pk\": 1, \"fields\": {\"name\": \"r\",\n\"device_type\": 7}}]",
       "n.json:2:16: error[name-unknown]: there is no dcim.devicetype 7"},
      {"[{\"model\": \"dcim.site\", \"pk\": 1, \"fields\": {\"name\": \"a\"}},\n{\"model\": \"dcim.site\", "
       "\"pk\": 1, \"fields\": {}}]",
       "n.json:2:43: error[name-duplicate]"},
      {"[{\"model\": \"dcim.site\", \"pk\": 1, \"fields\": {\"name\": \"a\", \"latitude\": \"north\", "
       "\"longitude\": 1}}]",
       "error[value-invalid]: 'latitude' is no number of degrees"},
      {"[{\"model\": \"dcim.device\", \"pk\": 1, \"fields\": {\"name\": \"r\", \"custom_field_data\": "
       "{\"ringfence_kind\": \"x\"}}}]",
       "error[value-invalid]: 'x' is no value for 'kind'"},
      {"[{\"model\": \"dcim.cabletermination\", \"pk\": 1, \"fields\": {\"cable\": 1, \"cable_end\": "
       "\"A\"}}]",
       "error[name-unknown]: the end of a cable"},
      {"a,b\n", "d.csv:1:1: error[key-missing]: a table of devices has", "d.csv"},
      {"name,manufacturer\nx\n", "d.csv:2:1: error[type-wrong]: 1 cells under 2 columns", "d.csv"},
  };
  for (const auto& one : kCases)
    EXPECT_THAT(Import1(one.text, one.name).findings, HasSubstr(one.finding)) << one.text;
}

}  // namespace
}  // namespace ringfence::importers::netbox
