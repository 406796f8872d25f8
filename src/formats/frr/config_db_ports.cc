// Ports, bundles, VLANs and their members; what the device is.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/config_db.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;
using model::InterfaceKind;

constexpr std::uint32_t kMegabit = 1'000'000;
constexpr std::uint32_t kMtuDefault_bytes = 9100;
constexpr std::uint32_t kMtuMax_bytes = 65535;

/// The interface a row defines.
InterfaceText& Define(Reader& reader, const DbRow& row, InterfaceKind kind) {
  InterfaceText& interface = reader.InterfaceOf(row.parts()[0], row.span());
  interface.kind = kind;
  return interface;
}

/// `mtu`, `admin_status`, `description`: of ports, bundles and VLANs.
void TakeLink(DbRow& row, InterfaceText& interface, bool up_by_default) {
  interface.mtu = {kMtuDefault_bytes, row.span()};
  if (const auto mtu = row.TakeNumber("mtu", 68, kMtuMax_bytes); mtu.set()) interface.mtu = mtu;
  interface.enabled = {up_by_default, row.span()};
  if (const auto up = row.TakeSwitch("admin_status", "up", "down"); up.set()) interface.enabled = up;
  interface.description = row.Take("description");
  const Setting<std::string> tag = row.Take("tpid");
  if (tag.set() && tag.value != "0x8100") row.Judge("tpid", NotModelled(kPaths, "another tag of VLANs"));
}

/// The interface of another table that a row names in its part `index`; reports one that is not there.
InterfaceText* Named(Reader& reader, const DbRow& row, std::size_t index, std::string_view kind) {
  InterfaceText* interface = FindDbInterface(reader, row.parts()[index]);
  if (interface == nullptr) reader.Undefined(row.span(), kind, row.parts()[index]);
  return interface;
}

}  // namespace

Verdict ReadDbMetadata(Reader& reader, DbRow& row) {
  if (row.parts() != std::vector<std::string>{"localhost"}) return kNotKnown;
  DatabaseText& database = reader.vendor.database;
  database.span = row.span();
  const Setting<std::string> name = row.Take("hostname");
  if (name.set() && IsPlainName(name.value)) {
    reader.vendor.hostname = name;
  } else if (name.set()) {
    row.Judge("hostname", row.Invalid(name.span, fmt::format("'{}' is no host name", name.value)));
  }
  const Setting<std::string> as = row.Take("bgp_asn");
  const bool none = !as.set() || as.value.empty() || as.value == "None" || as.value == "null";
  const auto number = none ? std::nullopt : ParseAs(as.value);
  if (number) database.as = {*number, as.span};
  if (!none && !number)
    row.Judge("bgp_asn", row.Invalid(as.span, fmt::format("'{}' is not an AS number", as.value)));
  const Setting<bool> sessions = row.TakeSwitch("default_bgp_status", "up", "down");
  database.sessions_up = sessions.value_or(true);
  // Which of the two texts makes the other: what they say of sessions is compared, whichever it is.
  const Setting<std::string> mode = row.Take("docker_routing_config_mode");
  const bool known = mode.value == "separated" || mode.value == "unified" || mode.value == "split" ||
                     mode.value == "split-unified";
  if (mode.set()) row.Judge("docker_routing_config_mode", known ? kNoEffect : kNotKnown);
  return kUnderstood;
}

Verdict ReadDbPort(Reader& reader, DbRow& row) {
  if (row.parts().size() != 1 || !row.parts()[0].starts_with("Ethernet")) return kNotKnown;
  InterfaceText& interface = Define(reader, row, InterfaceKind::kPhysical);
  TakeLink(row, interface, false);
  const auto megabits = row.TakeNumber("speed", 1, 4'000'000);
  if (megabits.set()) interface.speed_bps = {std::uint64_t{megabits.value} * kMegabit, megabits.span};
  return kUnderstood;
}

Verdict ReadDbBundle(Reader& reader, DbRow& row) {
  if (row.parts().size() != 1 || !IsNumbered(row.parts()[0], "PortChannel")) return kNotKnown;
  TakeLink(row, Define(reader, row, InterfaceKind::kLag), false);
  const auto least = row.TakeNumber("min_links", 0, 128);
  if (least.set() && least.value > 1)
    row.Judge("min_links", NotModelled(kPaths, "least number of links of a bundle"));
  return kUnderstood;
}

Verdict ReadDbBundleMember(Reader& reader, DbRow& row) {
  if (row.parts().size() != 2) return kNotKnown;
  InterfaceText* bundle = Named(reader, row, 0, "port channel");
  if (bundle == nullptr || Named(reader, row, 1, "port") == nullptr) return kUnderstood;
  bundle->bond_members.push_back(row.parts()[1]);
  return kUnderstood;
}

Verdict ReadDbVlan(Reader& reader, DbRow& row) {
  constexpr std::string_view kPrefix = "Vlan";
  const std::string& name = row.parts()[0];
  const auto number =
      name.starts_with(kPrefix) ? ParseNumber(name.substr(kPrefix.size()), 1, 4094) : std::nullopt;
  if (row.parts().size() != 1 || !number) return kNotKnown;
  const auto stated = row.TakeNumber("vlanid", 1, 4094);
  if (stated.set() && stated.value != *number)
    row.Judge("vlanid",
              row.Invalid(stated.span, fmt::format("'{}' is not the number of {}", stated.value, name)));
  InterfaceText& interface = Define(reader, row, InterfaceKind::kSvi);
  interface.vlan = {*number, row.span()};
  TakeLink(row, interface, true);
  return kUnderstood;
}

Verdict ReadDbVlanMember(Reader& reader, DbRow& row) {
  if (row.parts().size() != 2) return kNotKnown;
  const InterfaceText* vlan = Named(reader, row, 0, "VLAN");
  if (vlan == nullptr || !vlan->vlan.set()) return kUnderstood;
  const auto number = static_cast<std::uint16_t>(vlan->vlan.value);
  InterfaceText* port = Named(reader, row, 1, "port");
  if (port == nullptr) return kUnderstood;
  const Setting<std::string> mode = row.Take("tagging_mode");
  if (mode.value == "tagged") {
    port->vlans.push_back({number, number});
  } else if (mode.value == "untagged" && !port->access_vlan.set()) {
    port->access_vlan = {number, row.span()};
  } else {
    return NotModelled(kPaths, "frames without a tag");
  }
  return kUnderstood;
}

Verdict ReadDbFeature(Reader&, DbRow& row) {
  if (row.parts().size() != 1) return kNotKnown;
  const std::string& name = row.parts()[0];
  const bool vital = name == "bgp" || name == "swss" || name == "syncd" || name == "teamd";
  const bool remote = name == "gnmi" || name == "telemetry" || name == "restapi" || name == "snmp" ||
                      name == "mgmt-framework" || name == "sflow" || name == "macsec" || name == "nat";
  const Setting<std::string> state = row.Take("state");
  const bool on = state.value == "enabled" || state.value == "always_enabled";
  if (vital && !on) row.Judge("state", NotModelled(kPaths, "a daemon that does not run"));
  if (!vital && remote && on && name != "nat" && name != "macsec" && name != "sflow")
    row.Judge("state", NotModelled(Impact::kManagement, "management service"));
  else if (!vital)
    row.Judge("state", kNoEffect);
  return kUnderstood;
}

}  // namespace ringfence::formats::frr
