// Layer-2 services: `mpls l2vpn`, `vsi NAME`, `mpls ldp remote-peer NAME`, and what binds an interface to a
// service. What decides when a pseudowire is there beside its number and its peer (control words, backups,
// tunnel policies, other signalling) is not modelled.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

constexpr std::string_view kOpenL2Line = "layer-2 service";
/// Greatest number of a pseudowire (RFC 8077 section 6.1: 32 bits).
constexpr std::uint32_t kNumberMax = 0xffffffffU;

VrpVsi& OpenOne(Reader& reader) { return reader.config.l2vpn.instances[reader.open_object]; }

std::optional<std::uint32_t> NumberOf(std::string_view word) {
  const auto number = NumberUpTo(word, kNumberMax);
  return number && *number > 0 ? number : std::nullopt;
}

}  // namespace

Verdict OpenVsi(Reader& reader, const Line& line) {
  auto& instances = reader.config.l2vpn.instances;
  const std::string name(line.at(1));
  const auto known = std::ranges::find(instances, name, &VrpVsi::name);
  if (line.undo()) {
    if (known != instances.end()) instances.erase(known);
    return Modelled(View::kInherit);
  }
  const bool by_ldp = line.size() == 2 || (line.size() == 3 && line.at(2) == "static");
  if (name.empty() || !by_ldp) return Unmodelled(kPaths, kOpenL2Line);
  reader.open_object = static_cast<std::size_t>(known - instances.begin());
  if (known == instances.end()) {
    VrpVsi& made = instances.emplace_back();
    made.name = name;
    made.span = line.span();
  }
  return Modelled(View::kVsi);
}

Verdict ReadVsi(Reader& reader, const Line& line) {
  constexpr std::string_view kHarmless[] = {"description", "mac-learning", "statistics",
                                            "traffic-statistics"};
  VrpVsi& instance = OpenOne(reader);
  const std::string_view word = line.at(0);
  if (word == "pwsignal" && line.at(1) == "ldp" && line.size() == 2) {
    if (!line.undo()) return Modelled(View::kVsiLdp);
    instance.id = {};
    instance.peers.clear();
    return Modelled(View::kInherit);
  }
  if (word == "encapsulation" && (line.undo() || line.at(1) == "vlan" || line.at(1) == "ethernet")) {
    instance.tagged = line.undo() ? std::nullopt : std::optional(line.at(1) == "vlan");
    return Modelled();
  }
  if (word == "mtu") {
    instance.mtu_bytes = line.undo() ? std::nullopt : NumberOf(line.at(1));
    return line.undo() || instance.mtu_bytes ? Modelled() : reader.Invalid(line, 1, "not a number", kPaths);
  }
  // Whether addresses are learnt decides who else gets a frame.
  const bool floods = word == "mac-learning" && line.at(1) != "enable";
  if (!line.undo() && !floods && std::ranges::count(kHarmless, word) > 0)
    return FormInside(Irrelevant(), line);
  return Unmodelled(kPaths, kOpenL2Line);
}

Verdict ReadVsiLdp(Reader& reader, const Line& line) {
  VrpVsi& instance = OpenOne(reader);
  const std::string_view word = line.at(0);
  if (word == "vsi-id") {
    instance.id = {};
    if (line.undo()) return Modelled();
    const auto id = NumberOf(line.at(1));
    if (!id || line.size() > 2) return reader.Invalid(line, 1, "not a number of a service", kPaths);
    instance.id = {*id, line.span()};
    return Modelled();
  }
  const auto address = net::ParseIpv4(line.at(1));
  if (word != "peer" || !address) return Unmodelled(kPaths, kOpenL2Line);
  std::erase_if(instance.peers, [&](const VrpVsiPeer& peer) { return peer.address == *address; });
  if (line.undo()) return Modelled();
  VrpVsiPeer peer{*address, {}, line.span()};
  if (line.at(2) == "negotiation-vc-id" && line.size() == 4) peer.id = NumberOf(line.at(3));
  if (line.size() > 2 && !peer.id) return Unmodelled(kPaths, "pseudowire with options");
  instance.peers.push_back(peer);
  return Modelled();
}

Verdict OpenRemotePeer(Reader& reader, const Line& line) {
  auto& peers = reader.config.l2vpn.remote_peers;
  const std::string name(line.at(3));
  const auto known = std::ranges::find(peers, name, &VrpRemotePeer::name);
  if (line.undo()) {
    if (known != peers.end()) peers.erase(known);
    return Modelled(View::kInherit);
  }
  if (name.empty() || line.size() > 4) return KnownForm(View::kSystem, line);
  reader.open_object = static_cast<std::size_t>(known - peers.begin());
  if (known == peers.end()) peers.push_back({name, line.span(), {}});
  return Modelled(View::kRemotePeer);
}

Verdict ReadRemotePeer(Reader& reader, const Line& line) {
  constexpr std::uint8_t kImpact = model::Impact::kForwarding;
  Setting<net::IpAddress>& address = reader.config.l2vpn.remote_peers[reader.open_object].address;
  if (line.at(0) == "description") return Irrelevant();
  if (line.at(0) != "remote-ip" || line.size() > 2) return Unmodelled(kImpact, "targeted LDP neighbour");
  address = {};
  if (line.undo()) return Modelled();
  const auto parsed = net::ParseIpv4(line.at(1));
  if (!parsed) return reader.Invalid(line, 1, "not an address", kImpact);
  address = {*parsed, line.span()};
  return Modelled();
}

Verdict ReadL2Vpn(Reader& reader, const Line& line) {
  reader.config.l2vpn.enabled = !line.undo();
  return Modelled(View::kL2Vpn);
}

Verdict ReadL2VpnLine(Reader&, const Line& line) {
  const bool martini = line.at(0) == "mpls" && line.at(1) == "l2vpn" && line.at(2) == "default";
  return martini ? Irrelevant() : Unmodelled(kPaths, kOpenL2Line);
}

Verdict ReadCircuit(Reader& reader, const Line& line) {
  std::optional<VrpCircuit>& circuit = reader.config.interfaces[reader.open_interface].circuit;
  if (line.undo()) {
    circuit.reset();
    return Modelled();
  }
  const auto peer = net::ParseIpv4(line.at(2));
  const auto id = NumberOf(line.at(3));
  if (!peer || !id || circuit) return Unmodelled(kPaths, kOpenL2Line);
  VrpCircuit made{*peer, *id, {}, {}, line.span()};
  for (std::size_t word = 4; word < line.size(); ++word) {
    const std::string_view option = line.at(word);
    if (option == "raw" || option == "tagged") {
      made.tagged = option == "tagged";
    } else if (option == "mtu" && NumberOf(line.at(word + 1))) {
      made.mtu_bytes = NumberOf(line.at(++word));
    } else if (option != "no-control-word") {
      return Unmodelled(kPaths, "pseudowire with options");
    }
  }
  circuit = made;
  return Modelled();
}

Verdict ReadVsiBinding(Reader& reader, const Line& line) {
  NameUse& use = reader.config.interfaces[reader.open_interface].vsi;
  if (line.at(1) != "binding" || line.at(2) != "vsi") return KnownForm(View::kInterface, line);
  use = {};
  if (line.undo()) return Modelled();
  if (line.size() > 4) return Unmodelled(kPaths, kOpenL2Line);
  use = {std::string(line.at(3)), line.span()};
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
