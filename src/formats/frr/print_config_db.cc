// The device as config_db.json: tables in the order in which they are read, rows in that of the model.

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "formats/frr/config_db.h"

namespace ringfence::formats::frr {
namespace {

using base::JsonWriter;
using model::Interface;
using model::InterfaceKind;

constexpr std::string_view kManagementVrf = "mgmt";

/// Tables of interfaces that carry addresses, in the order of reading.
constexpr std::string_view kAddressTables[] = {"LOOPBACK_INTERFACE",    "INTERFACE",
                                               "PORTCHANNEL_INTERFACE", "VLAN_INTERFACE",
                                               "VLAN_SUB_INTERFACE",    "MGMT_INTERFACE"};

/// The table of an interface's addresses; "" when the database does not know it.
std::string_view AddressTableOf(const Interface& interface) {
  switch (interface.kind) {
    case InterfaceKind::kLoopback:
      return interface.name.starts_with("Loopback") ? "LOOPBACK_INTERFACE" : "";
    case InterfaceKind::kPhysical:
      return interface.mtu_bytes ? "INTERFACE" : interface.name.starts_with("eth") ? "MGMT_INTERFACE" : "";
    case InterfaceKind::kLag:
      return "PORTCHANNEL_INTERFACE";
    case InterfaceKind::kSvi:
      return "VLAN_INTERFACE";
    case InterfaceKind::kSubinterface:
      return interface.mtu_bytes ? "VLAN_SUB_INTERFACE" : "";
    default:
      return "";
  }
}

std::string_view StateOf(const Interface& interface) { return interface.admin_up ? "up" : "down"; }

template <class Print>
void Table(JsonWriter& json, const model::Device& device, std::string_view name, Print print) {
  json.Key(name).BeginObject();
  for (const Interface& interface : device.interfaces) print(interface);
  json.EndObject();
}

void PrintMetadata(JsonWriter& json, const routing::DeviceConfig& config) {
  json.Key("DEVICE_METADATA").BeginObject().Key("localhost").BeginObject();
  if (!config.device.name.empty()) json.Field("hostname", config.device.name);
  json.EndObject().EndObject().Key("VRF").BeginObject();
  bool management = false;
  for (const routing::VrfConfig& vrf : config.vrfs) {
    management = management || vrf.name == kManagementVrf;
    if (!vrf.name.empty() && vrf.name != kManagementVrf) json.Key(vrf.name).BeginObject().EndObject();
  }
  json.EndObject().Key("MGMT_VRF_CONFIG").BeginObject();
  if (management) json.Key("vrf_global").BeginObject().Field("mgmtVrfEnabled", "true").EndObject();
  json.EndObject();
}

void PrintLinks(JsonWriter& json, const model::Device& device, std::string_view table, InterfaceKind kind) {
  Table(json, device, table, [&](const Interface& interface) {
    if (interface.kind != kind || !interface.mtu_bytes) return;
    json.Key(interface.name).BeginObject().Field("admin_status", StateOf(interface));
    if (!interface.description.empty()) json.Field("description", interface.description);
    json.Field("mtu", fmt::to_string(*interface.mtu_bytes)).EndObject();
  });
}

void PrintMembers(JsonWriter& json, const model::Device& device) {
  Table(json, device, "PORTCHANNEL_MEMBER", [&](const Interface& interface) {
    if (!interface.lag.empty())
      json.Key(fmt::format("{}|{}", interface.lag, interface.name)).BeginObject().EndObject();
  });
  Table(json, device, "VLAN_MEMBER", [&](const Interface& interface) {
    if (!interface.switch_port) return;
    const auto member = [&](std::uint32_t vlan, std::string_view mode) {
      json.Key(fmt::format("Vlan{}|{}", vlan, interface.name)).BeginObject();
      json.Field("tagging_mode", mode).EndObject();
    };
    for (const model::VlanRange& range : interface.switch_port->allowed) {
      for (std::uint32_t vlan = range.first; vlan <= range.last; ++vlan) {
        if (vlan != interface.switch_port->vlan) member(vlan, "tagged");
      }
    }
    if (interface.switch_port->vlan != 0) member(interface.switch_port->vlan, "untagged");
  });
}

void PrintAddresses(JsonWriter& json, const model::Device& device, std::string_view table) {
  Table(json, device, table, [&](const Interface& interface) {
    if (AddressTableOf(interface) != table) return;
    const bool child = interface.kind == InterfaceKind::kSubinterface;
    json.Key(interface.name).BeginObject();
    if (!interface.vrf.empty() && table != "MGMT_INTERFACE") json.Field("vrf_name", interface.vrf);
    if (child || interface.kind == InterfaceKind::kLoopback) json.Field("admin_status", StateOf(interface));
    if (child && interface.vlan) json.Field("vlan", fmt::to_string(*interface.vlan));
    if (child && interface.mtu_bytes) json.Field("mtu", fmt::to_string(*interface.mtu_bytes));
    json.EndObject();
    for (const model::InterfaceAddress& address : interface.addresses)
      json.Key(fmt::format("{}|{}", interface.name, net::ToString(address.address)))
          .BeginObject()
          .EndObject();
  });
}

std::string RangeText(const net::NumberRange& range) {
  return range.first == range.last ? fmt::to_string(range.first)
                                   : fmt::format("{}-{}", range.first, range.last);
}

void PrintRule(JsonWriter& json, const model::AclLine& line, std::size_t priority) {
  const net::HeaderMatch& match = line.match;
  const bool v4 = match.family == net::Family::kIpv4;
  const auto address = [&](std::string_view member, const std::vector<net::AddressMatch>& addresses) {
    if (addresses.empty()) return;
    const auto length = net::LengthOfMask(net::Not(addresses.front().ignore));
    const net::Prefix prefix = net::Prefix::Of(addresses.front().address, length.value_or(0));
    json.Field(fmt::format("{}_{}", member, v4 ? "IP" : "IPV6"), net::ToString(prefix));
  };
  const auto range = [&json](std::string_view member, const std::vector<net::NumberRange>& ranges) {
    if (!ranges.empty()) json.Field(member, RangeText(ranges.front()));
  };
  json.BeginObject().Field("PRIORITY", fmt::to_string(priority));
  json.Field("PACKET_ACTION", line.action == model::AclAction::kPermit ? "FORWARD" : "DROP");
  json.Field("ETHER_TYPE", v4 ? "2048" : "34525");
  address("SRC", match.source);
  address("DST", match.destination);
  range("IP_PROTOCOL", match.protocol);
  range("L4_SRC_PORT_RANGE", match.source_port);
  range("L4_DST_PORT_RANGE", match.destination_port);
  if (match.dscp) json.Field("DSCP", fmt::to_string(*match.dscp));
  json.EndObject();
}

/// Interfaces that use a list in a direction. Children have that of their port.
std::vector<std::string> UsersOf(const model::Device& device, const model::Acl& acl, bool in) {
  std::vector<std::string> names;
  for (const Interface& interface : device.interfaces) {
    const bool v4 = acl.family == net::Family::kIpv4;
    const model::AclUse& use =
        in ? (v4 ? interface.acl_in4 : interface.acl_in6) : (v4 ? interface.acl_out4 : interface.acl_out6);
    if (use.name == acl.name && interface.kind != InterfaceKind::kSubinterface)
      names.push_back(interface.name);
  }
  return names;
}

void PrintAccess(JsonWriter& json, const model::Device& device) {
  json.Key("ACL_TABLE").BeginObject();
  const model::Acl* before = nullptr;  // the other family of a guard
  for (const model::Acl& acl : device.acls) {
    if (before != nullptr && before->name == acl.name) continue;
    before = &acl;
    const bool guard = acl.end_action == model::AclAction::kDeny;
    const bool out = !UsersOf(device, acl, false).empty();
    json.Key(acl.name).BeginObject();
    json.Field("type", guard ? "CTRLPLANE" : acl.family == net::Family::kIpv4 ? "L3" : "L3V6");
    json.Field("stage", out ? "egress" : "ingress");
    json.Key(guard ? "services" : "ports").BeginArray();
    if (guard) json.String("SSH");
    for (const std::string& name : UsersOf(device, acl, !out)) json.String(name);
    json.EndArray().EndObject();
  }
  json.EndObject().Key("ACL_RULE").BeginObject();
  std::size_t number = 0;
  for (const model::Acl& acl : device.acls) {
    for (const model::AclLine& line : acl.lines) {
      json.Key(fmt::format("{}|RULE_{}", acl.name, ++number));
      PrintRule(json, line, 0xffffffffU - number);
    }
  }
  json.EndObject();
}

}  // namespace

bool HasDatabase(const model::Device& device) { return !device.management.services.empty(); }

bool IsDbInterface(const Interface& interface) { return !AddressTableOf(interface).empty(); }

std::string PrintDatabase(const routing::DeviceConfig& config) {
  const model::Device& device = config.device;
  JsonWriter json(JsonWriter::Style::kPretty);
  json.BeginObject();
  PrintMetadata(json, config);
  PrintLinks(json, device, "PORT", InterfaceKind::kPhysical);
  PrintLinks(json, device, "PORTCHANNEL", InterfaceKind::kLag);
  PrintLinks(json, device, "VLAN", InterfaceKind::kSvi);
  PrintMembers(json, device);
  for (const std::string_view table : kAddressTables) PrintAddresses(json, device, table);
  PrintAccess(json, device);
  json.EndObject();
  std::string out = json.Take();
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

}  // namespace ringfence::formats::frr
