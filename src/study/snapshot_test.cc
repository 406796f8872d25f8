#include "study/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Snapshot, LoadsInOrderOfTheNames) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  ASSERT_EQ(snapshot->configs.size(), 3U);
  EXPECT_EQ(snapshot->configs[0].device, "east");
  EXPECT_EQ(snapshot->configs[1].device, "north");
  EXPECT_EQ(snapshot->configs[2].device, "west");
  EXPECT_EQ(snapshot->configs[0].format, "cisco_ios");
  EXPECT_TRUE(snapshot->has_inventory && snapshot->has_policy);
  EXPECT_TRUE(snapshot->engine != nullptr && snapshot->cones != nullptr);
  EXPECT_EQ(snapshot->network->links().size(), 3U);
}

TEST(Snapshot, OneLevelOfFoldersBelowConfigs) {
  rules::TinyText text = rules::Tiny();
  auto moved = text.files.extract("configs/north.cfg");
  moved.key() = "configs/north/running.cfg";
  text.files.insert(std::move(moved));
  text.files["configs/.notes"] = "not a configuration";
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  EXPECT_EQ(snapshot->configs.size(), 3U);
}

TEST(Snapshot, AFolderOfHostFilesIsOneDevice) {
  rules::TinyText text = rules::Tiny();
  text.files["configs/r9/zebra.conf"] = "interface eth0\n ip address 10.77.0.1/24\n";
  text.files["configs/r9/ospfd.conf"] = "router ospf\n network 10.77.0.0/24 area 0\n frobnicate\n";
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  ASSERT_EQ(snapshot->configs.size(), 4U);
  EXPECT_EQ(snapshot->configs[2].device, "r9");
  EXPECT_EQ(snapshot->configs[2].format, "frr");
  EXPECT_TRUE(snapshot->network->FindNode("r9").valid());
  const base::FileId file = snapshot->configs[2].file;
  EXPECT_EQ(snapshot->sources.Describe({file, 5, 1, 1}), "configs/r9/ospfd.conf:3:1");
  EXPECT_EQ(snapshot->configs[2].fates.lines.at(4).fate, model::Fate::kUnknown);
  // One file of the host is enough; with one that is none of the host's, each file stands for itself.
  text.files["configs/r8/zebra.conf"] = "interface eth0\n ip address 10.78.0.1/24\n";
  EXPECT_TRUE(Load(text)->network->FindNode("r8").valid());
  text.files["configs/r9/notes.txt"] = "hello\n";
  EXPECT_THAT(IdsOf(*Load(text)), Contains("format-unknown"));
}

TEST(Snapshot, FoldersOfSwitchesWithADatabaseAreDevices) {
  rules::TinyText text = rules::Tiny();
  for (const char* folder : {"configs/s1", "sonic_configs/s2"}) {
    const std::string name = folder + std::string_view(folder).find('/') + 1;
    text.files[folder + std::string("/config_db.json")] =
        "{\"DEVICE_METADATA\": {\"localhost\": {\"hostname\": \"" + name + "\"}},\n" +
        "\"PORT\": {\"Ethernet0\": {\"admin_status\": \"up\"}},\n" + "\"INTERFACE\": {\"Ethernet0|10.77.0." +
        name.substr(1) + "/24\": {}}}\n";
    text.files[folder + std::string("/frr.conf")] = "ip route 10.78.0.0/24 10.77.0.9\nfrobnicate\n";
  }
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  for (const char* name : {"s1", "s2"}) {
    const model::NodeId node = snapshot->network->FindNode(name);
    ASSERT_TRUE(node.valid()) << name;
    const routing::DeviceConfig& config = snapshot->network->nodes()[node.index()].config;
    EXPECT_EQ(config.device.interfaces.at(0).addresses.size(), 1U);
    EXPECT_EQ(config.static_routes.routes.size(), 1U);
  }
  EXPECT_EQ(snapshot->network->links().size(), 4U);
  ASSERT_EQ(snapshot->configs.back().device, "s2");
  EXPECT_EQ(snapshot->sources.Describe({snapshot->configs.back().file, 5, 1, 1}),
            "sonic_configs/s2/frr.conf:2:1");
}

TEST(Snapshot, WithoutAHostNameTheFileNamesTheDevice) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/north.cfg", "hostname north\n", "");
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("hostname-missing"));
  EXPECT_TRUE(snapshot->network->FindNode("north").valid());
}

TEST(Snapshot, ElementsWithInterfacesBecomeHosts) {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "circuits:",
               "  pc: {kind: host, maker: Good, interfaces: {lan: {address: 10.1.0.10/24, gateway: "
               "10.1.0.1}}}\ncircuits:");
  const auto snapshot = Load(text);
  EXPECT_THAT(IdsOf(*snapshot), IsEmpty());
  const model::NodeId host = snapshot->network->FindNode("pc");
  ASSERT_TRUE(host.valid());
  EXPECT_TRUE(snapshot->network->nodes()[host.index()].is_host);
}

TEST(Snapshot, AnOverlayReplacesAndAddsFiles) {
  const base::MemoryFiles below = rules::Tiny().InMemory();
  base::MemoryFiles over;
  rules::TinyText changed = rules::Tiny();
  changed.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 11")
      .Replace("configs/west.cfg", "hostname west", "hostname west2");
  over.Add("edits/configs/west.cfg", changed.files["configs/west.cfg"]);
  over.Add("edits/configs/extra.cfg", "version 15.2\nhostname extra\nend\n");
  const base::OverlayFiles both(below, "net", over, "edits");
  const auto snapshot = LoadSnapshot(both, "net");
  ASSERT_TRUE(snapshot.has_value());
  std::vector<std::string> devices;
  for (const ConfigFile& config : (*snapshot)->configs) devices.push_back(config.device);
  EXPECT_THAT(devices, ElementsAre("east", "extra", "north", "west2"));
}

TEST(Snapshot, NoFolderIsABrokenEnvironment) {
  EXPECT_FALSE(LoadSnapshot(base::RealFiles(), "/no/such/folder/anywhere").has_value());
}

/// Files of which one is listed but refuses to be read.
class RefusingFiles final : public base::FileSystem {
 public:
  RefusingFiles(const base::FileSystem& below, std::string refused)
      : below_(below), refused_(std::move(refused)) {}
  base::Result<std::string> Read(const std::string& path) const override {
    if (path == refused_) return base::Fail("no permission");
    return below_.Read(path);
  }
  base::Result<std::vector<base::FolderEntry>> List(const std::string& path) const override {
    return below_.List(path);
  }
  bool Exists(const std::string& path) const override { return below_.Exists(path); }

 private:
  const base::FileSystem& below_;
  std::string refused_;
};

TEST(Snapshot, AFileThatCannotBeReadIsTold) {
  const base::MemoryFiles files = rules::Tiny().InMemory();
  for (const char* path : {"net/configs/west.cfg", "net/inventory.yaml", "net/ringfence.yaml"}) {
    const auto snapshot = LoadSnapshot(RefusingFiles(files, path), "net");
    ASSERT_TRUE(snapshot.has_value());
    EXPECT_THAT(IdsOf(**snapshot), Contains("file-unreadable")) << path;
    EXPECT_EQ((*snapshot)->engine, nullptr) << path;
  }
}

/// An edit of the tiny files and the diagnostic it must give.
struct Wrong {
  const char* id;
  const char* path;
  const char* from;
  const char* to;
};

constexpr Wrong kWrong[] = {
    {"hostname-duplicate", "configs/north.cfg", "hostname north", "hostname west"},
    {"key-unknown", "ringfence.yaml", "radius: 2 km", "radius: 2 km, hight: 2 km"},
    {"key-missing", "inventory.yaml", "MUX: {kind: line-system, ", "MUX: {"},
    {"type-wrong", "ringfence.yaml", "parties: [Risky]", "parties: [[Risky]]"},
    {"name-unknown", "inventory.yaml", "over: [MUX]", "over: [MUKS]"},
    {"name-unknown", "inventory.yaml", "site: HILL", "site: HILT"},
    {"name-unknown", "ringfence.yaml", "between: [west, east]", "between: [west, eats]"},
    {"name-unknown", "ringfence.yaml", "owner: TERN", "owner: TURN"},
    {"name-duplicate", "inventory.yaml", "  FIBRE:", "  MUX:"},
    {"include-cycle", "ringfence.yaml", "ringfence: 1\n", "ringfence: 1\ninclude: [ringfence.yaml]\n"},
    {"include-outside", "ringfence.yaml", "ringfence: 1\n", "ringfence: 1\ninclude: [../other.yaml]\n"},
    {"file-unreadable", "ringfence.yaml", "ringfence: 1\n", "ringfence: 1\ninclude: [absent.yaml]\n"},
    {"ownership-cycle", "ringfence.yaml", "Risky: {kind: maker}",
     "Risky: {kind: maker, owners: {Half: 60%}}"},
    {"shares-over-100", "ringfence.yaml", "{Risky: \"20%..60%\"}", "{Risky: 60%, Good: 41%}"},
    {"dates-never-apply", "ringfence.yaml", "{Risky: \"20%..60%\"}",
     "{Risky: {share: 60%, from: 2026-01-02, until: 2026-01-01}}"},
    {"version-unsupported", "ringfence.yaml", "ringfence: 1", "ringfence: 2"},
    {"type-wrong", "ringfence.yaml", "as-of: 2026-07-01", "as-of: 2026-02-30"},
};

TEST(Snapshot, WrongInputIsToldByItsStableId) {
  for (const Wrong& wrong : kWrong) {
    const auto snapshot = Load(rules::Tiny().Replace(wrong.path, wrong.from, wrong.to));
    EXPECT_THAT(IdsOf(*snapshot), Contains(wrong.id)) << wrong.path << ": " << wrong.to;
    EXPECT_TRUE(snapshot->diagnostics.has_errors()) << wrong.to;
    EXPECT_EQ(snapshot->engine, nullptr) << wrong.to;
    for (const base::Diagnostic& diagnostic : snapshot->diagnostics.items()) {
      EXPECT_TRUE(diagnostic.span.valid()) << diagnostic.what;
    }
  }
}

/// The doubt is told, tables are computed all the same, and each of these devices has a line that it opens
/// for every question.
void ExpectDoubt(const Snapshot& snapshot, std::string_view id, const std::set<std::string>& devices) {
  EXPECT_THAT(IdsOf(snapshot), Contains(id));
  EXPECT_FALSE(snapshot.diagnostics.has_errors());
  ASSERT_NE(snapshot.engine, nullptr);
  std::set<std::string> open;
  for (const exposure::OpenLine& line : snapshot.cones->lines()) {
    if (line.impact.bits == model::Impact::kAll)
      open.insert(snapshot.network->nodes()[line.node.index()].config.device.name);
  }
  EXPECT_THAT(open, ::testing::IsSupersetOf(devices)) << id;
}

TEST(Snapshot, WithoutConfigurationsThereIsNoNetwork) {
  rules::TinyText text = rules::Tiny();
  std::erase_if(text.files, [](const auto& file) { return file.first.starts_with("configs/"); });
  EXPECT_THAT(IdsOf(*Load(text)), Contains("snapshot-empty"));
}

TEST(Snapshot, ACableThatEndsNowhere) {
  rules::TinyText text = rules::Tiny();
  text.files["batfish/layer1_topology.json"] =
      R"({"edges": [{"node1": {"hostname": "west", "interfaceName": "GigabitEthernet0/0"},
                     "node2": {"hostname": "south", "interfaceName": "GigabitEthernet0/0"}}]})";
  ExpectDoubt(*Load(text), "link-unknown-end", {"west"});
}

TEST(Snapshot, OneAddressOnTwoDevices) {
  ExpectDoubt(*Load(rules::Tiny().Replace("configs/north.cfg", "10.9.0.3 ", "10.9.0.2 ")),
              "address-duplicate", {"north", "west"});
}

TEST(Snapshot, ANameThatNothingDefines) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "ip address 10.1.0.1 255.255.255.0\n",
               "ip address 10.1.0.1 255.255.255.0\n ip access-group NOBODY in\n");
  ExpectDoubt(*Load(text), "reference-undefined", {"west"});
}

TEST(Snapshot, ACircuitWithoutALinkMayLieAnywhere) {
  ExpectDoubt(
      *Load(rules::Tiny().Replace("inventory.yaml", "east[GigabitEthernet0/0]", "north[GigabitEthernet0/0]")),
      "circuit-without-link", {"east", "north", "west"});
}

TEST(Snapshot, OneAddressOnTwoHostsOpensEveryDevice) {
  rules::TinyText text = rules::Tiny();
  text.Replace(
      "inventory.yaml", "  DESK: {",
      "  PC: {kind: host, maker: Good, owner: Ternet, operator: Ternet, interfaces: {lan: {address: "
      "10.77.0.1/24}}}\n  MAC: {kind: host, maker: Good, owner: Ternet, operator: Ternet, interfaces: "
      "{lan: {address: 10.77.0.1/24}}}\n  DESK: {");
  ExpectDoubt(*Load(text), "address-duplicate", {"east", "north", "west"});
}

TEST(Snapshot, ASubnetOnTwoLinks) {
  rules::TinyText text = rules::Tiny();
  text.files["batfish/layer1_topology.json"] =
      R"({"edges": [{"node1": {"hostname": "west", "interfaceName": "GigabitEthernet0/0"},
                     "node2": {"hostname": "north", "interfaceName": "GigabitEthernet0/0"}}]})";
  ExpectDoubt(*Load(text), "subnet-overlap", {"north", "west"});
}

TEST(Snapshot, AConfiguredDeviceHasNoInterfacesInTheInventory) {
  rules::TinyText text = rules::Tiny();
  text.Replace("inventory.yaml", "site: HILL, ", "site: HILL, interfaces: {lan: {address: 10.3.0.1/24}}, ");
  EXPECT_THAT(IdsOf(*Load(text)), Contains("name-duplicate"));
}

}  // namespace
}  // namespace ringfence::study
