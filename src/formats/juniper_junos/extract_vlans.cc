// Bridging: `vlans`, and `family ethernet-switching` of a unit.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint32_t kVlanMax = 4094;

void ReadId(Reader& reader, NodeId node, VlanText& vlan) {
  const NodeId value = reader.tree.ScalarChild(node);
  if (value != kNone && (reader.word(value) == "none" || reader.word(value) == "all")) {
    return reader.Unmodelled(node, kForwarding, "VLAN without one number");
  }
  if (const auto id = reader.Number(node, 1, kVlanMax)) vlan.id = static_cast<std::uint16_t>(*id);
}
void ReadL3(Reader& reader, NodeId node, VlanText& vlan) {
  if (const NodeId value = reader.Value(node); value != kNone) vlan.l3_interface = reader.word(value);
}
void ReadMembers(Reader& reader, NodeId node, VlanText& vlan) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kForwarding);
    std::string unit(reader.word(name));
    if (unit.find('.') == std::string::npos) unit += ".0";
    vlan.members.push_back(std::move(unit));
  }
}

constexpr auto kVlanRules = std::to_array<Rule<VlanText>>({
    Reads("vlan-id", &ReadId, kForwarding),
    Reads("l3-interface", &ReadL3, kForwarding),
    Reads("interface", &ReadMembers, kForwarding),
    Ignores<VlanText>("description"),
    Ignores<VlanText>("mac-table-size"),
    Lacks<VlanText>("vxlan", kForwarding | kRouting, "VXLAN"),
    Lacks<VlanText>("filter", kPaths, "filter on a VLAN"),
    Lacks<VlanText>("forwarding-options", kPaths, "filter on a VLAN"),
    Lacks<VlanText>("private-vlan", kPaths, "private VLAN"),
    Lacks<VlanText>("vlan-id-list", kForwarding, "VLAN without one number"),
    Lacks<VlanText>("vlan-range", kForwarding, "VLAN without one number"),
    Lacks<VlanText>("dot1q-tunneling", kForwarding, "VLAN tunnelling"),
});

void ReadMode(Reader& reader, NodeId node, SwitchText& port) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word != "trunk" && word != "access")
    return reader.Unmodelled(node, kForwarding, "mode of a switch port");
  port.trunk = word == "trunk";
}
void ReadPortVlans(Reader& reader, NodeId node, SwitchText& port) {
  const NodeId members = reader.tree.Find(node, "members");
  if (members == kNone) return;
  reader.Modelled(members);
  for (const NodeId name : Children(reader, members)) {
    reader.Modelled(name);
    port.vlans.push_back({reader.word(name), name});
  }
}

constexpr auto kPortRules = std::to_array<Rule<SwitchText>>({
    Reads("interface-mode", &ReadMode, kForwarding),
    Reads("port-mode", &ReadMode, kForwarding),
    Reads("vlan", &ReadPortVlans, kForwarding),
    Ignores<SwitchText>("storm-control"),
    Ignores<SwitchText>("recovery-timeout"),
    Lacks<SwitchText>("filter", kPaths, "filter on a switch port"),
    Lacks<SwitchText>("native-vlan-id", kForwarding, "untagged VLAN of a unit"),
});

}  // namespace

void ExtractVlans(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    if (reader.word(name).starts_with("apply-")) continue;
    reader.Modelled(name, kForwarding);
    VlanText& vlan = text.vlans.emplace_back();
    vlan.name = reader.word(name);
    vlan.span = reader.SpanOf(name);
    Dispatch(reader, name, vlan, std::span<const Rule<VlanText>>(kVlanRules));
  }
}

void ExtractSwitching(Reader& reader, NodeId node, Unit& unit) {
  SwitchText& port = unit.switching.emplace();
  port.span = reader.SpanOf(node);
  Dispatch(reader, node, port, std::span<const Rule<SwitchText>>(kPortRules));
}

}  // namespace ringfence::formats::juniper_junos
