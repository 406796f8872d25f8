// Bridge domains and EVPN instances: `bridge-domain N`, `evpl instance N`, `evpn vpn-instance NAME`, and the
// sub-interfaces (`mode l2`) and `Vbdif` interfaces in and on them. Sub-interfaces that take other frames
// than those with one tag, segments of several PEs (ESI), and policies of an instance are not modelled.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

constexpr std::string_view kOpenEvpn = "EVPN";
constexpr std::string_view kOpenBridge = "layer-2 service";
/// Greatest number of a bridge domain, and of a service of a wire (24 bits, RFC 8214 section 3).
constexpr std::uint32_t kBridgeMax = 0xffffff;

std::optional<std::uint32_t> NumberOf(std::string_view word, std::uint32_t most = kBridgeMax) {
  const auto number = NumberUpTo(word, most);
  return number && *number > 0 ? number : std::nullopt;
}

Verdict OpenInstance(Reader& reader, const Line& line) {
  auto& instances = reader.config.l2vpn.evpn_instances;
  const std::string name(line.at(2));
  const auto known = std::ranges::find(instances, name, &VrpEvpnInstance::name);
  if (line.undo()) {
    if (known != instances.end()) instances.erase(known);
    return Modelled(View::kInherit);
  }
  const std::string_view mode = line.at(3);
  const bool taken = line.size() == 4 && (mode == "bd-mode" || mode == "vpws");
  if (name.empty() || (!taken && !(line.size() == 3 && known != instances.end())))
    return Unmodelled(kPaths, kOpenEvpn);
  reader.open_object = static_cast<std::size_t>(known - instances.begin());
  if (known == instances.end()) instances.push_back({name, mode == "vpws", line.span(), {}, {}, {}});
  return Modelled(View::kEvpnInstance);
}

Verdict OpenOne(Reader& reader, const Line& line, bool wire, std::size_t word) {
  const auto number = NumberOf(line.at(word));
  if (!number) return reader.Invalid(line, word, "not a number of a service", kPaths);
  auto& bridges = reader.config.l2vpn.bridges;
  const auto known = std::ranges::find_if(
      bridges, [&](const VrpBridge& one) { return one.number == *number && one.wire == wire; });
  if (line.undo()) {
    if (known != bridges.end()) bridges.erase(known);
    return Modelled(View::kInherit);
  }
  reader.open_object = static_cast<std::size_t>(known - bridges.begin());
  if (known == bridges.end()) {
    VrpBridge& made = bridges.emplace_back();
    made.name = (wire ? "evpl " : "bridge-domain ") + std::to_string(*number);
    made.number = *number;
    made.wire = wire;
    made.span = line.span();
  }
  return Modelled(View::kBridge);
}

/// `evpn binding vpn-instance NAME [bd-tag T]`.
Verdict ReadBinding(const Line& line, VrpBridge& bridge) {
  if (line.at(1) != "binding" || line.at(2) != "vpn-instance") return Unmodelled(kPaths, kOpenEvpn);
  bridge.instance = {};
  bridge.tag = 0;
  if (line.undo()) return Modelled();
  const auto tag = line.at(4) == "bd-tag" ? NumberOf(line.at(5)) : std::optional(0U);
  if (line.at(3).empty() || !tag || line.size() > (*tag != 0 ? 6U : 4U)) return Unmodelled(kPaths, kOpenEvpn);
  bridge.instance = {std::string(line.at(3)), line.span()};
  bridge.tag = *tag;
  return Modelled();
}

/// `vxlan vni V [split-horizon-mode]`: ports of one domain are no ends of tunnels, so the option says
/// nothing.
Verdict ReadVni(Reader& reader, const Line& line, VrpBridge& bridge) {
  if (line.at(1) != "vni") return Unmodelled(kPaths, "VXLAN");
  bridge.vni = {};
  if (line.undo()) return Modelled();
  const auto vni = NumberOf(line.at(2));
  if (!vni) return reader.Invalid(line, 2, "not a VXLAN identifier", kPaths);
  if (line.size() > 4 || (line.size() == 4 && line.at(3) != "split-horizon-mode"))
    return Unmodelled(kPaths, "VXLAN");
  bridge.vni = {*vni, line.span()};
  return Modelled();
}

/// `local-service-id L remote-service-id R`.
Verdict ReadServiceIds(const Line& line, VrpBridge& bridge) {
  bridge.local_id = bridge.remote_id = std::nullopt;
  if (line.undo()) return Modelled();
  const bool whole = line.size() == 4 && line.at(2) == "remote-service-id";
  const auto local = NumberOf(line.at(1)), remote = NumberOf(line.at(3));
  if (!whole || !local || !remote) return Unmodelled(kPaths, kOpenEvpn);
  bridge.local_id = local;
  bridge.remote_id = remote;
  return Modelled();
}

/// `encapsulation dot1q vid N`; what else frames may have, and `default` and `untag`, stay open.
Verdict ReadEncapsulation(const Line& line, VrpInterface& interface) {
  interface.vlan.reset();
  if (line.undo()) return Modelled();
  const auto vlan = NumberOf(line.at(3), 4094);
  if (line.at(1) != "dot1q" || line.at(2) != "vid" || !vlan || line.size() > 4)
    return Unmodelled(kPaths, "layer-2 sub-interface");
  interface.vlan = static_cast<std::uint16_t>(*vlan);
  return Modelled();
}

Verdict ReadRewrite(const Line& line, VrpBridgePort& port) {
  port.pops = false;
  if (line.undo()) return Modelled();
  if (line.at(1) != "pop" || line.at(2) != "single" || line.size() > 3)
    return Unmodelled(kPaths, "layer-2 sub-interface");
  port.pops = true;
  return Modelled();
}

Verdict ReadMembership(const Line& line, VrpBridgePort& port, bool wire) {
  const std::size_t word = wire ? 2 : 1;
  if (!line.undo() && port.number.set() && port.wire != wire) return Unmodelled(kPaths, kOpenBridge);
  port.number = {};
  if (line.undo()) return Modelled();
  const auto number = NumberOf(line.at(word));
  if (!number || line.size() > word + 1) return Unmodelled(kPaths, kOpenBridge);
  port.number = {*number, line.span()};
  port.wire = wire;
  return Modelled();
}

/// Lines of a `Vbdif` interface.
Verdict ReadGateway(Reader& reader, const Line& line, VrpInterface& interface) {
  const std::string_view word = line.at(0);
  if (word == "mac-address") {
    interface.own_mac = !line.undo();
    return Modelled();
  }
  const bool anycast = word == "vxlan" ? line.at(1) == "anycast-gateway" : line.at(1) == "distribute-gateway";
  if (anycast && line.at(2) == "enable" && line.size() == 3) {
    interface.anycast = !line.undo();
    return Modelled();
  }
  if (word == "arp" && line.at(1) == "collect") {
    if (!line.undo()) reader.config.host_routes.push_back(line.span());
    return Modelled();
  }
  return KnownForm(View::kInterface, line);
}

}  // namespace

Verdict OpenEvpn(Reader& reader, const Line& line) {
  if (line.at(1) == "vpn-instance") return OpenInstance(reader, line);
  if (line.at(1) != "source-address") return KnownForm(View::kSystem, line);
  Setting<net::IpAddress>& source = reader.config.l2vpn.evpn_source;
  source = {};
  if (line.undo()) return Modelled();
  const auto address = net::ParseIpv4(line.at(2));
  if (!address || line.size() > 3) return Unmodelled(kPaths, kOpenEvpn);
  source = {*address, line.span()};
  return Modelled();
}

Verdict OpenBridgeDomain(Reader& reader, const Line& line) {
  return line.size() == 2 ? OpenOne(reader, line, false, 1) : KnownForm(View::kSystem, line);
}

Verdict OpenEvpl(Reader& reader, const Line& line) {
  const bool labels = line.at(1) == "instance" && (line.size() == 3 || line.at(3) == "mpls-mode");
  return labels && line.size() <= 4 ? OpenOne(reader, line, true, 2) : Unmodelled(kPaths, kOpenEvpn);
}

Verdict ReadEvpnInstance(Reader& reader, const Line& line) {
  VrpEvpnInstance& instance = reader.config.l2vpn.evpn_instances[reader.open_object];
  const std::string_view word = line.at(0);
  if (word == "description") return Irrelevant();
  if (word == "route-distinguisher") {
    instance.distinguisher = line.undo() ? "" : std::string(line.at(1));
    return Modelled();
  }
  if (word != "vpn-target") return Unmodelled(kPaths, kOpenEvpn);
  return TakeTargets(line, instance.imports, instance.exports)
             ? Modelled()
             : reader.Invalid(line, 1, "not a route target", kPaths);
}

Verdict ReadBridge(Reader& reader, const Line& line) {
  constexpr std::string_view kHarmless[] = {
      "arp",        "broadcast-suppression",      "description", "multicast-suppression", "statistic",
      "statistics", "unknown-unicast-suppression"};
  VrpBridge& bridge = reader.config.l2vpn.bridges[reader.open_object];
  const std::string_view word = line.at(0);
  if (word == "evpn") return ReadBinding(line, bridge);
  if (word == "vxlan" && !bridge.wire) return ReadVni(reader, line, bridge);
  if (word == "local-service-id" && bridge.wire) return ReadServiceIds(line, bridge);
  if (std::ranges::count(kHarmless, word) > 0) return Irrelevant();
  return Unmodelled(kPaths, kOpenBridge);
}

Verdict ReadBridgePort(Reader& reader, const Line& line) {
  VrpInterface& interface = reader.config.interfaces[reader.open_interface];
  const std::string_view word = line.at(0);
  if (interface.name.starts_with(kBridgeInterface) &&
      (word == "arp" || word == "vxlan" || word == "mac-address"))
    return ReadGateway(reader, line, interface);
  if (!interface.bridge.layer2) return KnownForm(View::kInterface, line);
  if (word == "encapsulation") return ReadEncapsulation(line, interface);
  if (word == "rewrite") return ReadRewrite(line, interface.bridge);
  if (word == "bridge-domain") return ReadMembership(line, interface.bridge, false);
  if (word == "evpl" && line.at(1) == "instance") return ReadMembership(line, interface.bridge, true);
  return KnownForm(View::kInterface, line);
}

}  // namespace ringfence::formats::huawei_vrp
