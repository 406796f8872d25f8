// `interfaces`: ports, their units, and what stands on a unit.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint32_t kMtuBytesMax = 65535;
constexpr std::uint32_t kVlanMax = 4094;

// --- family inet, inet6

// The unit and family being read.
struct FamilyScope {
  net::Family family = net::Family::kIpv4;
  UnitFamily& text;
};

// `arp A mac M publish` answers for somebody else.
bool Publishes(const Reader& reader, NodeId option) {
  for (const NodeId address : Children(reader, option)) {
    for (const NodeId detail : Children(reader, address)) {
      if (reader.word(detail) == "publish") return true;
      for (const NodeId more : Children(reader, detail)) {
        if (reader.word(more) == "publish" || reader.tree.Find(more, "publish") != kNone) return true;
      }
    }
  }
  return false;
}

// `primary` and `preferred` choose among several addresses.
void ReadAddress(Reader& reader, NodeId node, FamilyScope& scope) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    auto address = net::ParseHostPrefix(reader.word(word));
    if (!address) {
      // Without a length the address stands alone.
      if (const auto host = net::ParseAddress(reader.word(word))) {
        address = net::HostPrefix{*host, net::AddressBits(host->family)};
      }
    }
    if (!address || address->address.family != scope.family) {
      reader.Invalid(word, "not an interface address of this family");
      continue;
    }
    bool primary = false;
    for (const NodeId option : Children(reader, word)) {
      const std::string_view name = reader.word(option);
      if (name == "primary" || name == "preferred") {
        reader.Modelled(option);
        primary = primary || name == "primary";
      } else if (name == "vrrp-group" || name == "vrrp-inet6-group") {
        reader.Modelled(option, kForwarding);
        ExtractVrrp(reader, option, scope.text);
      } else if ((name == "arp" || name == "ndp") && Publishes(reader, option)) {
        reader.Unmodelled(option, kForwarding, "proxy ARP");
      } else if (name == "arp" || name == "ndp" || name == "broadcast" || name == "master-only") {
        reader.Irrelevant(option);
      } else if (name == "eui-64") {
        reader.Unmodelled(option, Impact::kRouting6 | kForwarding, "address made from the MAC address");
      }
    }
    auto& addresses = scope.text.addresses;
    const model::InterfaceAddress fact{*address, false, reader.SpanOf(word)};
    addresses.insert(primary ? addresses.begin() : addresses.end(), fact);
  }
  for (std::size_t i = 0; i < scope.text.addresses.size(); ++i) scope.text.addresses[i].secondary = i > 0;
}

// `filter { input F; input-list [ F G ]; output F; group 1; }`
void ReadUnitFilter(Reader& reader, NodeId node, FamilyScope& scope) {
  for (const NodeId side : Children(reader, node)) {
    const std::string_view word = reader.word(side);
    const bool in = word == "input" || word == "input-list";
    if (!in && word != "output" && word != "output-list") {
      if (word == "group") reader.Irrelevant(side);
      continue;
    }
    reader.Modelled(side);
    auto& uses = in ? scope.text.filters_in : scope.text.filters_out;
    if (word.ends_with("-list")) {
      for (const NodeId name : Children(reader, side)) {
        reader.Modelled(name);
        uses.push_back({reader.word(name), name});
      }
    } else if (const NodeId name = reader.Value(side); name != kNone) {
      uses.push_back({reader.word(name), name});
      if (const NodeId precedence = reader.tree.Find(name, "precedence"); precedence != kNone) {
        reader.Irrelevant(precedence);
      }
    }
  }
}

void ReadFamilyMtu(Reader& reader, NodeId node, FamilyScope& scope) {
  if (const auto mtu = reader.Number(node, 256, kMtuBytesMax)) scope.text.mtu_bytes = mtu;
  scope.text.mtu_node = node;
}

void ReadUnnumbered(Reader& reader, NodeId node, FamilyScope& scope) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  reader.ModelledAll(value);
  scope.text.unnumbered_from = Stated<std::string_view>{reader.word(value), reader.SpanOf(value)};
}

// The factory configuration asks for an address on each port so that a new device finds its provisioning
// server; the vendor's own class identifier is its mark. Elsewhere the address matters.
void ReadDhcp(Reader& reader, NodeId node, FamilyScope&) {
  const NodeId vendor = reader.tree.Find(node, "vendor-id");
  const NodeId value = vendor == kNone ? kNone : reader.tree.ScalarChild(vendor);
  const bool only = vendor != kNone && reader.tree.NextSibling(reader.tree.FirstChild(node)) == kNone;
  if (only && value != kNone && reader.word(value).starts_with("Juniper-")) return reader.Irrelevant(node);
  reader.Unmodelled(node, kRouting | kForwarding, "address by DHCP");
}

// `sampling { input; output; }`
void ReadFamilySampling(Reader& reader, NodeId node, FamilyScope& scope) {
  for (const NodeId side : Children(reader, node)) {
    const bool in = reader.word(side) == "input";
    if (!in && reader.word(side) != "output") continue;
    reader.Modelled(side);
    (in ? scope.text.samples_in : scope.text.samples_out) = side;
  }
}

void ReadSourceCheck(Reader& reader, NodeId node, FamilyScope& scope) {
  scope.text.source_check = reader.SpanOf(node);
}

void ReadSimpleFilter(Reader&, NodeId, FamilyScope& scope) { scope.text.other_filter = true; }

constexpr auto kFamilyRules = std::to_array<Rule<FamilyScope>>({
    Reads("address", &ReadAddress),
    Reads("filter", &ReadUnitFilter),
    Reads("mtu", &ReadFamilyMtu),
    Reads("unnumbered-address", &ReadUnnumbered),
    Ignores<FamilyScope>("no-redirects"),
    Lacks<FamilyScope>("no-neighbor-learn", kRouting | kForwarding, "neighbours only by hand"),
    Ignores<FamilyScope>("accounting"),
    Ignores<FamilyScope>("arp-max-cache"),
    Ignores<FamilyScope>("arp-new-hold-limit"),
    Ignores<FamilyScope>("dad-disable"),
    Ignores<FamilyScope>("nd6-stale-time"),
    Ignores<FamilyScope>("policer"),
    Lacks<FamilyScope>("primary", kRouting, "primary interface of the device"),
    Reads("sampling", &ReadFamilySampling, Impact::kCopying),
    {"rpf-check", &ReadSourceCheck, model::Fate::kUnmodelled, kSourceCheck, "reverse-path check"},
    Lacks<FamilyScope>("targeted-broadcast", kForwarding, "directed broadcast"),
    Reads("dhcp", &ReadDhcp),
    Lacks<FamilyScope>("dhcp-client", kRouting | kForwarding, "address by DHCP"),
    Lacks<FamilyScope>("dhcpv6-client", kRouting | kForwarding, "address by DHCP"),
    Lacks<FamilyScope>("service", kForwarding, "service set"),
    {"simple-filter", &ReadSimpleFilter, model::Fate::kUnmodelled, Impact::kPaths, "simple filter"},
});

// `family iso { address 49.0001.0000.0000.0001.00; }`: the name of the router in IS-IS.
void ReadIso(Reader& reader, NodeId family, Unit& unit) {
  for (const NodeId child : Children(reader, family)) {
    if (reader.word(child) != "address") {
      if (reader.word(child) == "mtu") reader.Irrelevant(child);
      continue;
    }
    reader.Modelled(child);
    for (const NodeId word : Children(reader, child)) {
      reader.Modelled(word);
      unit.iso_addresses.push_back(reader.word(word));
    }
  }
}

void ReadFamily(Reader& reader, NodeId node, Unit& unit) {
  for (const NodeId family : Children(reader, node)) {
    const std::string_view word = reader.word(family);
    if (word == "inet" || word == "inet6") {
      reader.Modelled(family);
      const auto which = word == "inet" ? net::Family::kIpv4 : net::Family::kIpv6;
      FamilyScope scope{which, unit.families[static_cast<std::size_t>(which)]};
      scope.text.present = true;
      Dispatch(reader, family, scope, std::span<const Rule<FamilyScope>>(kFamilyRules));
    } else if (word == "iso") {
      reader.Modelled(family, kRouting);
      unit.runs_iso = true;
      ReadIso(reader, family, unit);
    } else if (word == "mpls") {
      reader.Modelled(family, kForwarding);
      unit.runs_mpls = true;
      for (const NodeId option : Children(reader, family)) {
        const bool size = reader.word(option) == "mtu" || reader.word(option) == "maximum-labels";
        size ? reader.Irrelevant(option) : reader.Unmodelled(option, kPaths, "filters of labelled packets");
      }
    } else if (word == "ethernet-switching") {
      reader.Modelled(family, kForwarding);
      ExtractSwitching(reader, family, unit);
    } else if (word == "bridge" || word == "vpls" || word == "ccc" || word == "tcc") {
      reader.Unmodelled(family, kForwarding, "bridging");
    }
  }
}

// --- units

void ReadUnitVlan(Reader& reader, NodeId node, Unit& unit) {
  if (const auto vlan = reader.Number(node, 0, kVlanMax)) unit.vlan = static_cast<std::uint16_t>(*vlan);
}
// `vlan-tags outer 100 inner 200`; a tag may carry its protocol: 0x8100.100.
void ReadUnitVlanTags(Reader& reader, NodeId node, Unit& unit) {
  const NodeId outer = reader.tree.Find(node, "outer");
  if (outer == kNone) return;
  reader.ModelledAll(node);
  const NodeId value = reader.Value(outer);
  if (value == kNone) return;
  if (reader.word(value).starts_with("0x")) {
    reader.Unmodelled(node, kForwarding, "VLAN tag with its own protocol number");
    return;
  }
  if (const auto vlan = reader.NumberOf(value, 0, kVlanMax)) unit.vlan = static_cast<std::uint16_t>(*vlan);
}
void ReadUnitDisable(Reader& reader, NodeId node, Unit& unit) {
  unit.disabled = true;
  unit.down_span = reader.SpanOf(node);
}
void ReadUnitDescription(Reader& reader, NodeId node, Unit& unit) {
  if (const NodeId value = reader.Value(node); value != kNone) unit.description = reader.word(value);
}
void ReadUnitBandwidth(Reader& reader, NodeId node, Unit& unit) {
  unit.bandwidth_bps = reader.Bandwidth(node);
}

// `tunnel { source A; destination B; key 7; routing-instance { destination V; } }`
void ReadUnitTunnel(Reader& reader, NodeId node, Unit& unit) {
  UnitTunnel& tunnel = unit.tunnel.emplace();
  tunnel.node = node;
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child);
    if (word == "source") {
      tunnel.source = reader.Address(child);
      tunnel.source_node = child;
    } else if (word == "destination") {
      tunnel.destination = reader.Address(child);
      tunnel.destination_node = child;
    } else if (word == "key") {
      tunnel.key = reader.Number(child, 0, 0xffffffffU);
    } else if (word == "routing-instance") {
      const NodeId value = reader.tree.Find(child, "destination");
      reader.ModelledAll(child);
      if (value != kNone && reader.Value(value) != kNone) tunnel.vrf = reader.word(reader.Value(value));
      if (tunnel.vrf == "default" || tunnel.vrf == "master") tunnel.vrf = "";
    } else if (word == "ttl" || word == "path-mtu-discovery" || word == "no-path-mtu-discovery" ||
               word == "do-not-fragment" || word == "allow-fragmentation" || word == "traffic-class") {
      reader.Irrelevant(child);
    } else {
      tunnel.other = true;
      reader.Unmodelled(child, kPaths, "IP tunnel");
    }
  }
}

constexpr auto kUnitRules = std::to_array<Rule<Unit>>({
    Reads("family", &ReadFamily),
    Reads("vlan-id", &ReadUnitVlan),
    Reads("vlan-tags", &ReadUnitVlanTags),
    Reads("disable", &ReadUnitDisable),
    Reads("description", &ReadUnitDescription),
    Reads("bandwidth", &ReadUnitBandwidth),
    Ignores<Unit>("enable"),
    Ignores<Unit>("point-to-point"),
    Ignores<Unit>("multipoint"),
    Ignores<Unit>("encapsulation"),
    Ignores<Unit>("traps"),
    Ignores<Unit>("no-traps"),
    Lacks<Unit>("input-vlan-map", kForwarding, "rewritten VLAN tags"),
    Lacks<Unit>("output-vlan-map", kForwarding, "rewritten VLAN tags"),
    Lacks<Unit>("arp-resp", kForwarding, "proxy ARP"),
    Ignores<Unit>("statistics"),
    Ignores<Unit>("reassemble-packets"),
    Ignores<Unit>("copy-tos-to-outer-ip-header"),
    Reads("tunnel", &ReadUnitTunnel, kRouting | kForwarding),
    Lacks<Unit>("proxy-arp", kForwarding, "proxy ARP"),
    Lacks<Unit>("virtual-gateway-v4-mac", kForwarding, "virtual gateway"),
    Lacks<Unit>("peer-unit", kForwarding, "logical tunnel"),
    Lacks<Unit>("vlan-id-list", kForwarding, "bridging"),
    Lacks<Unit>("vlan-id-range", kForwarding, "bridging"),
    Lacks<Unit>("service-domain", kForwarding, "service set"),
});

void ReadUnits(Reader& reader, NodeId node, Port& port) {
  for (const NodeId number : Children(reader, node)) {
    reader.Modelled(number);
    Unit& unit = port.units.emplace_back();
    unit.number = reader.word(number);
    unit.span = reader.SpanOf(number);
    Dispatch(reader, number, unit, std::span<const Rule<Unit>>(kUnitRules));
  }
}

// --- ports

void ReadPortDisable(Reader& reader, NodeId node, Port& port) {
  port.disabled = true;
  port.down_span = reader.SpanOf(node);
}
void ReadPortDescription(Reader& reader, NodeId node, Port& port) {
  if (const NodeId value = reader.Value(node); value != kNone) port.description = reader.word(value);
}
void ReadPortMtu(Reader& reader, NodeId node, Port& port) {
  if (const auto mtu = reader.Number(node, 256, kMtuBytesMax)) port.mtu_bytes = mtu;
}
void ReadPortSpeed(Reader& reader, NodeId node, Port& port) {
  const NodeId value = reader.tree.ScalarChild(node);
  if (value != kNone && (reader.word(value) == "auto" || reader.word(value).starts_with("auto-"))) {
    reader.ModelledAll(node);
    return;
  }
  port.speed_bps = reader.Bandwidth(node);
}
void ReadVlanTagging(Reader&, NodeId, Port& port) { port.vlan_tagging = true; }
void ReadFlexibleTagging(Reader&, NodeId, Port& port) { port.flexible_tagging = true; }

void ReadNativeVlan(Reader& reader, NodeId node, Port& port) {
  if (const auto vlan = reader.Number(node, 0, kVlanMax))
    port.native_vlan = static_cast<std::uint16_t>(*vlan);
}

// `gigether-options { 802.3ad ae0; }`: membership in a bundle; the rest is layer 1.
void ReadEtherOptions(Reader& reader, NodeId node, Port& port) {
  for (const NodeId option : Children(reader, node)) {
    const std::string_view word = reader.word(option);
    if (word == "802.3ad" || word == "redundant-parent") {
      reader.Modelled(option);
      const NodeId value = reader.Value(option);
      if (value == kNone) continue;
      port.lag = reader.word(value);
      for (const NodeId detail : Children(reader, value)) reader.Irrelevant(detail);
    } else if (word == "speed") {
      reader.Modelled(option);
      ReadPortSpeed(reader, option, port);
    } else if (word == "loopback" || word.starts_with("source-")) {
      reader.Unmodelled(option, kRouting | kForwarding, "port that does not take every frame");
    } else {
      reader.Irrelevant(option);
    }
  }
}

// Options of a bundle: timers and link speeds, but also a bundle over two devices and a filter on senders.
// `minimum-links` takes it down only after failures of members, which take part in no answer about a bundle.
void ReadBundleOptions(Reader& reader, NodeId node, Port&) {
  for (const NodeId option : Children(reader, node)) {
    const std::string_view word = reader.word(option);
    if (word == "mc-ae") {
      reader.Unmodelled(option, kForwarding, "multi-chassis link aggregation");
    } else if (word == "loopback" || word.starts_with("source-")) {
      reader.Unmodelled(option, kRouting | kForwarding, "port that does not take every frame");
    } else {
      reader.Irrelevant(option);
    }
  }
}

constexpr auto kPortRules = std::to_array<Rule<Port>>({
    Reads("unit", &ReadUnits),
    Reads("disable", &ReadPortDisable),
    Reads("description", &ReadPortDescription),
    Reads("mtu", &ReadPortMtu),
    Reads("speed", &ReadPortSpeed),
    Reads("vlan-tagging", &ReadVlanTagging),
    Reads("stacked-vlan-tagging", &ReadFlexibleTagging),
    Reads("flexible-vlan-tagging", &ReadFlexibleTagging),
    Reads("gigether-options", &ReadEtherOptions),
    Reads("ether-options", &ReadEtherOptions),
    Reads("fastether-options", &ReadEtherOptions),
    Reads("aggregated-ether-options", &ReadBundleOptions, kRouting | kForwarding),
    Reads("redundant-ether-options", &ReadBundleOptions, kRouting | kForwarding),
    Ignores<Port>("enable"),
    Ignores<Port>("encapsulation"),
    Ignores<Port>("hold-time"),
    Ignores<Port>("damping"),
    Ignores<Port>("link-mode"),
    Ignores<Port>("traps"),
    Ignores<Port>("no-traps"),
    Reads("native-vlan-id", &ReadNativeVlan),
    Ignores<Port>("mac"),
    Ignores<Port>("clocking"),
    Ignores<Port>("framing"),
    Ignores<Port>("optics-options"),
    Ignores<Port>("otn-options"),
    Ignores<Port>("number-of-sub-ports"),
    Ignores<Port>("per-unit-scheduler"),
    Ignores<Port>("hierarchical-scheduler"),
    Ignores<Port>("shared-scheduler"),
    Ignores<Port>("keepalives"),
    Ignores<Port>("no-keepalives"),
    Ignores<Port>("traceoptions"),
    Ignores<Port>("gratuitous-arp-reply"),
    Ignores<Port>("no-gratuitous-arp-request"),
    Ignores<Port>("statistics"),
    Ignores<Port>("forwarding-class-accounting"),
    Lacks<Port>("passive-monitor-mode", Impact::kCopying, "passive monitoring"),
    Lacks<Port>("port-mirror-instance", Impact::kCopying, "port mirroring"),
    Lacks<Port>("esi", kForwarding, "EVPN multihoming"),
});

}  // namespace

void ExtractInterfaces(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId name : Children(reader, node)) {
    const std::string_view word = reader.word(name);
    if (word == "interface-range" || word.starts_with("apply-")) continue;
    if (word == "traceoptions") {
      reader.Irrelevant(name);
      continue;
    }
    if (word == "interface-set") {
      reader.Irrelevant(name);
      continue;
    }
    reader.Modelled(name);
    Port& port = text.ports.emplace_back();
    port.name = word;
    port.span = reader.SpanOf(name);
    port.node = name;
    Dispatch(reader, name, port, std::span<const Rule<Port>>(kPortRules));
  }
}

}  // namespace ringfence::formats::juniper_junos
