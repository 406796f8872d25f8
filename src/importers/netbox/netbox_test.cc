#include "importers/netbox/netbox.h"

#include <fmt/format.h>
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
          "Runner, parts: [\"Maker C\"], because: \"NetBox devices.json, dcim.device 1, updated 2026-01-05; "
          "NetBox others.json, "
          "tenancy.contactassignment 31\"}\n"));
  EXPECT_THAT(
      result.inventory,
      HasSubstr(
          "  srv: {kind: host, role: Host, maker: \"Maker B\", site: North, interfaces: {eth0: {address: "
          "[\"192.0.2.10/24\"]}}, because: "));
  EXPECT_THAT(result.cables, HasSubstr("\"hostname\": \"r1\",\n    \"interfaceName\": \"et-0/0/0\""));
  for (const char* left : {"cables into patch panels whose ports are not here", "objects of dcim/racks",
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

/// The cables as "r1[a] - r2[b]", a line each.
std::string CablesOf(const Imported& result) {
  std::string lines;
  std::string_view rest = result.cables;
  const auto next = [&rest](std::string_view key) {
    const std::size_t at = rest.find(key);
    if (at == std::string_view::npos) return std::string();
    rest.remove_prefix(at + key.size());
    return std::string(rest.substr(0, rest.find('"')));
  };
  for (int end = 0;; end ^= 1) {
    const std::string device = next("\"hostname\": \""), port = next("\"interfaceName\": \"");
    if (port.empty()) return lines;
    lines += device + "[" + port + "]" + (end == 0 ? " - " : "\n");
  }
}

TEST(Netbox, CablesThroughPatchPanels) {
  const Imported result = Import1(Fixture("panels.json"));
  EXPECT_EQ(result.findings, "");
  EXPECT_EQ(CablesOf(result),
            "r1[a] - r2[a]\n"   // through two panels with a trunk of two positions: position 1
            "r1[b] - r2[b]\n"   // and position 2
            "r1[c] - r2[c]\n"   // a panel alone: front port, rear port
            "r1[d] - r2[d]\n")  // through a panel to a circuit, and from it
      << result.left;
  EXPECT_THAT(result.inventory,
              HasSubstr("\ncircuits:\n  C-1: {between: [\"r1[d]\", \"r2[d]\"], operator: Carrier"));
  EXPECT_THAT(result.inventory, Not(HasSubstr("  panel")));
  for (const char* left : {"patch panels, which cables pass through (3 times",
                           "cables that end in a patch panel", "cables between patch panels that no cable"})
    EXPECT_THAT(result.left, HasSubstr(left));
}

TEST(Netbox, PanelsThatCannotBeFollowed) {
  const std::string start = R"([{"model": "dcim.interface", "pk": 1, "fields": {"device": null, "name": "a"}},
)";
  const auto cable = [](int id, const char* a, int a_id, const char* b, int b_id) {
    return fmt::format(
        R"({{"model": "dcim.cable", "pk": {}, "fields": {{"termination_a_type": ["dcim", "{}"], "termination_a_id": {}, "termination_b_type": ["dcim", "{}"], "termination_b_id": {}}}}})",
        id, a, a_id, b, b_id);
  };
  const auto front = [](int id, int rear, int position) {
    return fmt::format(
        R"({{"model": "dcim.frontport", "pk": {}, "fields": {{"device": 9, "rear_port": {}, "rear_port_position": {}}}}},
)",
        id, rear, position);
  };
  const auto rear = [](int id, int positions) {
    return fmt::format(R"({{"model": "dcim.rearport", "pk": {}, "fields": {{"device": 9, "positions": {}}}}},
)",
                       id, positions);
  };
  // A rear port of two positions, come upon from behind: nobody says which.
  const Imported several = Import1(start + rear(1, 2) + front(1, 1, 1) + front(2, 1, 2) +
                                   cable(1, "interface", 1, "rearport", 1) + "]");
  EXPECT_EQ(several.findings, "");
  EXPECT_THAT(several.left, HasSubstr("or lead to several"));
  // A circle of panels ends.
  const Imported circle =
      Import1(start + rear(1, 1) + front(1, 1, 1) + rear(2, 1) + front(2, 2, 1) +
              cable(1, "interface", 1, "frontport", 1) + ",\n" + cable(2, "rearport", 1, "rearport", 2) +
              ",\n" + cable(3, "frontport", 2, "frontport", 1) + "]");
  EXPECT_THAT(circle.findings, HasSubstr("cables 1 and 3 end at one dcim.frontport"));
  const Imported twice = Import1(start + rear(1, 2) + front(1, 1, 1) + front(2, 1, 1) +
                                 cable(1, "interface", 1, "frontport", 1) + "]");
  EXPECT_THAT(
      twice.findings,
      HasSubstr("n.json:4:100: error[value-invalid]: front ports 1 and 2 have one position of rear port 1"));
  const Imported wrong = Import1(start + rear(1, -2) + cable(1, "interface", 1, "rearport", 1) + "]");
  EXPECT_THAT(wrong.findings, HasSubstr("n.json:2:74: error["));
}

TEST(Netbox, PartsOfOtherMakers) {
  const Imported result = Import1(Fixture("modules.json"));
  EXPECT_EQ(result.findings, "");
  EXPECT_THAT(result.inventory,
              HasSubstr("  r1: {kind: router, role: Router, maker: \"Maker A\", parts: [\"Maker "
                        "B\", \"Maker C\"], because: "));
  EXPECT_THAT(result.inventory,
              HasSubstr("  r2: {kind: router, role: Router, maker: \"Maker B\", because: "));
  for (const char* left :
       {"parts with status planned", "parts without a manufacturer", "objects of dcim.modulebay"})
    EXPECT_THAT(result.left, HasSubstr(left));
  const Imported lost = Import1(
      R"([{"model": "dcim.module", "pk": 1, "fields": {"device": 1,
"module_type": 7}}])");
  EXPECT_THAT(lost.findings, HasSubstr("n.json:2:16: error[name-unknown]: there is no dcim.moduletype 7"));
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
