// Ports and units as interfaces.
#include <algorithm>
#include <array>
#include <charconv>

#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Interface;
using model::InterfaceKind;
using net::Family;

constexpr std::uint16_t kVlanMax = 4094;
// Instance of the management port when it has one of its own.
constexpr std::string_view kManagementInstance = "mgmt_junos";
// Bytes of the Ethernet header inside the port's MTU.
constexpr std::uint32_t kHeaderPlain = 14;
constexpr std::uint32_t kHeaderTagged = 18;
constexpr std::uint32_t kHeaderDoubleTagged = 22;

struct NameKind {
  std::string_view prefix;
  InterfaceKind kind;
};
// Kinds of units whose port is no hardware of its own.
constexpr NameKind kPseudoPorts[] = {{"lo", InterfaceKind::kLoopback}, {"irb", InterfaceKind::kSvi},
                                     {"vlan", InterfaceKind::kSvi},    {"st", InterfaceKind::kTunnel},
                                     {"gr-", InterfaceKind::kTunnel},  {"ip-", InterfaceKind::kTunnel},
                                     {"lt-", InterfaceKind::kTunnel},  {"gre", InterfaceKind::kTunnel},
                                     {"fti", InterfaceKind::kTunnel},  {"dsc", InterfaceKind::kNull}};

struct NameSpeed {
  std::string_view prefix;
  std::uint64_t bps;
};
constexpr NameSpeed kSpeeds[] = {{"ge-", 1'000'000'000}, {"xe-", 10'000'000'000}, {"et-", 100'000'000'000},
                                 {"fe-", 100'000'000},   {"mge-", 1'000'000'000}, {"fxp", 1'000'000'000},
                                 {"em", 1'000'000'000},  {"me", 1'000'000'000},   {"irb", 1'000'000'000},
                                 {"vlan", 1'000'000'000}};

const NameKind* PseudoOf(std::string_view port) {
  for (const NameKind& entry : kPseudoPorts) {
    if (!port.starts_with(entry.prefix)) continue;
    // "lo0", "st0", "irb", "gr-0/0/0": a number or nothing follows.
    const std::string_view rest = port.substr(entry.prefix.size());
    if (rest.find_first_not_of("0123456789/:.") == std::string_view::npos) return &entry;
  }
  return nullptr;
}

bool IsBundle(std::string_view port) {
  return (port.starts_with("ae") && port.size() > 2 &&
          port.find_first_not_of("0123456789", 2) == port.npos) ||
         (port.starts_with("reth") && port.size() > 4 &&
          port.find_first_not_of("0123456789", 4) == port.npos);
}

// A bundle is as fast as its members together.
std::optional<std::uint64_t> SpeedOf(const JunosText& text, const Port& port) {
  if (port.speed_bps) return port.speed_bps;
  if (!IsBundle(port.name)) return SpeedOfName(port.name);
  std::uint64_t sum = 0;
  for (const Port& member : text.ports) {
    if (member.lag != port.name || member.disabled) continue;
    sum += member.speed_bps.value_or(SpeedOfName(member.name).value_or(0));
  }
  return sum > 0 ? std::optional(sum) : std::nullopt;
}

Interface PortInterface(const JunosText& text, const Port& port) {
  Interface interface;
  interface.name = port.name;
  interface.kind = IsBundle(port.name) ? InterfaceKind::kLag : InterfaceKind::kPhysical;
  interface.admin_up = !port.disabled;
  interface.down_span = port.down_span;
  interface.lag = port.lag;
  interface.description = Unescape(port.description);
  interface.bandwidth_bps = SpeedOf(text, port);
  interface.span = port.span;
  return interface;
}

std::optional<std::uint32_t> IpMtu(const Port& port, const Unit& unit) {
  const UnitFamily& v4 = unit.families[0];
  const UnitFamily& v6 = unit.families[1];
  if (v4.mtu_bytes) return v4.mtu_bytes;
  if (!v4.present && v6.mtu_bytes) return v6.mtu_bytes;
  if (!port.mtu_bytes || (!v4.present && !v6.present) || PseudoOf(port.name) != nullptr) return std::nullopt;
  const std::uint32_t header = port.flexible_tagging ? kHeaderDoubleTagged
                               : port.vlan_tagging   ? kHeaderTagged
                                                     : kHeaderPlain;
  return *port.mtu_bytes - header;
}

// The VLAN whose layer-3 interface this is.
std::optional<std::uint16_t> VlanOf(const JunosText& text, std::string_view unit) {
  for (const VlanText& vlan : text.vlans) {
    if (!vlan.l3_interface.empty() && UnitName(vlan.l3_interface) == unit) return vlan.id;
  }
  return std::nullopt;
}

// VLANs a word of `vlan members` means: a name, a number, a range, all.
std::optional<model::VlanRange> VlansNamed(const JunosText& text, std::string_view word) {
  if (word == "all") return model::VlanRange{1, kVlanMax};
  for (const VlanText& vlan : text.vlans) {
    if (vlan.name == word && vlan.id) return model::VlanRange{*vlan.id, *vlan.id};
  }
  const auto number = [](std::string_view digits) -> std::optional<std::uint16_t> {
    std::uint16_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole && value >= 1 && value <= kVlanMax ? std::optional(value) : std::nullopt;
  };
  const std::size_t dash = word.find('-');
  const auto first = number(word.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number(word.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return model::VlanRange{*first, *last};
}

// Access ports without a VLAN are in number 1; trunks take untagged frames only with a native VLAN.
model::SwitchPort SwitchPortOf(Reader& reader, const JunosText& text, const Port& port, const Unit& unit,
                               std::string_view name) {
  model::SwitchPort out;
  out.trunk = unit.switching->trunk;
  out.span = unit.switching->span;
  std::vector<model::VlanRange> ranges;
  for (const NameUse& use : unit.switching->vlans) {
    if (const auto range = VlansNamed(text, use.name)) {
      ranges.push_back(*range);
    } else {
      reader.Undefined(use.node, "VLAN");
    }
  }
  for (const VlanText& vlan : text.vlans) {
    const bool member = std::find(vlan.members.begin(), vlan.members.end(), name) != vlan.members.end();
    if (member && vlan.id) ranges.push_back({*vlan.id, *vlan.id});
  }
  if (out.trunk) {
    out.allowed = std::move(ranges);
    out.vlan = port.native_vlan.value_or(0);
  } else if (!ranges.empty()) {
    out.vlan = ranges.back().first;
  }
  return out;
}

Interface UnitInterface(Reader& reader, const JunosText& text, const Port& port, const Unit& unit,
                        model::Device& device) {
  Interface interface;
  interface.name = std::string(port.name) + "." + std::string(unit.number);
  const NameKind* pseudo = PseudoOf(port.name);
  interface.kind = pseudo != nullptr ? pseudo->kind
                   : unit.vlan       ? InterfaceKind::kSubinterface
                                     : InterfaceKind::kLogical;
  if (pseudo == nullptr) interface.parent = port.name;
  interface.admin_up = !unit.disabled && !(pseudo != nullptr && port.disabled);
  interface.down_span = unit.disabled ? unit.down_span : port.down_span;
  if (interface.admin_up) interface.down_span = {};
  interface.vlan = unit.vlan;
  interface.description = Unescape(unit.description);
  interface.bandwidth_bps = unit.bandwidth_bps ? unit.bandwidth_bps : SpeedOf(text, port);
  interface.mtu_bytes = IpMtu(port, unit);
  interface.span = unit.span;
  const bool management_port =
      text.system.management_instance && (port.name.starts_with("fxp") || port.name.starts_with("em"));
  interface.vrf =
      management_port ? std::string(kManagementInstance) : std::string(InstanceOf(text, interface.name));
  if (unit.switching) {
    interface.switch_port = SwitchPortOf(reader, text, port, unit, interface.name);
    return interface;
  }
  if (interface.kind == InterfaceKind::kSvi) interface.vlan = VlanOf(text, interface.name);
  for (const UnitFamily& family : unit.families) {
    interface.addresses.insert(interface.addresses.end(), family.addresses.begin(), family.addresses.end());
    for (const model::VirtualRouter& group : family.virtual_routers) {
      interface.virtual_routers.push_back(group);
    }
    if (family.source_check) interface.source_check = family.source_check;
    if (family.unnumbered_from) interface.unnumbered_from = UnitName(family.unnumbered_from->value);
  }
  const auto use = [&](const std::vector<NameUse>& filters, Family family) {
    return UseOfFilters(reader, filters, family, device);
  };
  // On the loopback the input filter guards the device itself; see ConvertManagement.
  if (interface.kind != InterfaceKind::kLoopback) {
    interface.acl_in4 = use(unit.families[0].filters_in, Family::kIpv4);
    interface.acl_in6 = use(unit.families[1].filters_in, Family::kIpv6);
  }
  interface.acl_in4.open = unit.families[0].other_filter;
  interface.acl_in6.open = unit.families[1].other_filter;
  interface.acl_out4 = use(unit.families[0].filters_out, Family::kIpv4);
  interface.acl_out6 = use(unit.families[1].filters_out, Family::kIpv6);
  return interface;
}

}  // namespace

std::optional<std::uint64_t> SpeedOfName(std::string_view port) {
  for (const NameSpeed& entry : kSpeeds) {
    if (port.starts_with(entry.prefix)) return entry.bps;
  }
  return std::nullopt;
}

bool IsPseudoPort(std::string_view port) { return PseudoOf(port) != nullptr; }

std::string UnitName(std::string_view name) {
  std::string unit(name);
  if (name.find('.') == std::string_view::npos) unit += ".0";
  return unit;
}

std::string_view InstanceOf(const JunosText& text, std::string_view unit_name) {
  const auto at =
      std::lower_bound(text.instance_units.begin(), text.instance_units.end(), unit_name,
                       [](const auto& entry, std::string_view name) { return entry.first < name; });
  return at != text.instance_units.end() && at->first == unit_name ? at->second : std::string_view();
}

void ConvertInterfaces(Reader& reader, const JunosText& text, model::Device& device) {
  for (const Port& port : text.ports) {
    if (!IsPseudoPort(port.name)) device.interfaces.push_back(PortInterface(text, port));
    for (const Unit& unit : port.units) {
      device.interfaces.push_back(UnitInterface(reader, text, port, unit, device));
    }
  }
}

}  // namespace ringfence::formats::juniper_junos
