// VXLAN and EVPN: the tunnel end (`interface Nve1`), what a VPN instance says about both, and the EVPN family
// of BGP. Lists of far ends that BGP does not fill are not modelled.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::bgp::BgpFamily;

/// Greatest identifier (24 bits, RFC 7348 section 5).
constexpr std::uint32_t kVniMax = 0xffffff;

VrpEvpnTargets& TargetsOf(VrpVpnInstance& vpn, net::Family family) {
  return family == net::Family::kIpv6 ? vpn.evpn6 : vpn.evpn4;
}

}  // namespace

Verdict OpenNve(Reader& reader, const Line& line) {
  std::optional<VrpNve>& nve = reader.config.nve;
  const std::string name =
      "Nve" + std::string(line.at(line.size() > 2 ? 2 : 1).substr(line.size() > 2 ? 0 : 3));
  if (line.undo()) {
    if (nve && nve->name == name) nve.reset();
    return Modelled(View::kInherit);
  }
  // A device has one.
  if (line.size() > 3 || (nve && nve->name != name)) return Unmodelled(kPaths, "VXLAN");
  if (!nve) nve = VrpNve{.name = name, .span = line.span(), .source = {}};
  return Modelled(View::kNve);
}

Verdict ReadNve(Reader& reader, const Line& line) {
  const std::string_view word = line.at(0);
  if (word == "description") return Irrelevant();
  if (word == "source") {
    Setting<net::IpAddress>& source = reader.config.nve->source;
    source = {};
    if (line.undo()) return Modelled();
    const auto address = net::ParseIpv4(line.at(1));
    if (!address || line.size() > 2) return Unmodelled(kPaths, "VXLAN over IPv6");
    source = {*address, line.span()};
    return Modelled();
  }
  // `vni N head-end peer-list ...`: where the frames of a bridge domain go.
  const auto vni = word == "vni" ? NumberUpTo(line.at(1), kVniMax) : std::nullopt;
  if (vni && line.rest(2) == "head-end peer-list protocol bgp") {
    reader.config.nve->by_bgp.erase(*vni);
    if (!line.undo()) reader.config.nve->by_bgp.insert(*vni);
    return Modelled();
  }
  if (word == "vni")
    return line.undo() ? Irrelevant() : Unmodelled(Impact::kForwarding, "bridge domain in VXLAN");
  return line.undo() ? Irrelevant() : Unmodelled(kPaths, "VXLAN");
}

Verdict ReadEvpnOverlay(Reader& reader, const Line& line) {
  if (line.at(1) != "enable" || line.size() > 2) return Unmodelled(kPaths, "EVPN");
  reader.config.evpn_overlay = !line.undo();
  return Modelled();
}

Verdict ReadVpnVni(Reader& reader, const Line& line) {
  Setting<std::uint32_t>& vni = reader.config.vpn_instances[reader.open_vpn].vni;
  if (line.at(1) != "vni") return KnownForm(View::kVpnInstance, line);
  vni = {};
  if (line.undo()) return Modelled();
  const auto number = NumberUpTo(line.at(2), kVniMax);
  if (!number || *number == 0) return reader.Invalid(line, 2, "not a VXLAN identifier", kPaths);
  if (line.size() > 3) return Unmodelled(kPaths, "VXLAN");
  vni = {*number, line.span()};
  return Modelled();
}

Verdict ReadEvpnTargets(Reader& reader, const Line& line, const std::vector<model::CommunityText>& targets,
                        std::string_view direction) {
  VrpEvpnTargets& evpn = TargetsOf(reader.config.vpn_instances[reader.open_vpn], reader.open_vpn_family);
  if (!ChangeTargets(line, targets, direction, evpn.imports, evpn.exports)) return Unknown(kPaths);
  evpn.span = line.span();
  return Modelled();
}

Verdict ReadEvpnRouting(Reader& reader, const Line& line) {
  if (line.at(1) != "mpls" || line.at(2) != "routing-enable" || line.size() > 3)
    return KnownForm(View::kVpnFamily, line);
  TargetsOf(reader.config.vpn_instances[reader.open_vpn], reader.open_vpn_family).labels =
      line.undo() ? base::Span() : line.span();
  return Modelled();
}

Verdict OpenEvpnFamily(Reader& reader, const Line& line) {
  if (line.at(1) != "evpn" || line.size() > 2) return Unmodelled(Impact::kForwarding, "layer-2 service");
  if (line.undo()) return Unmodelled(kRouting, "removal of a BGP family");
  BgpVrfText& text = VrfOf(reader.config.bgp, "", line.span());
  reader.open_bgp_vrf = static_cast<std::size_t>(&text - reader.config.bgp.vrfs.data());
  reader.open_bgp_family = BgpFamily::kEvpn;
  BgpFamilyText& family = text.families[BgpFamily::kEvpn];
  if (!family.span.valid()) family.span = line.span();
  return Modelled(View::kBgpFamily);
}

Verdict ReadEvpnPolicy(Reader& reader, const Line& line) {
  reader.config.evpn_keeps_all = line.undo();
  return Modelled();
}

/// `peer X advertise irb|irbv6|arp|nd`: which host routes it is told; `encap-type vxlan`: how packets travel.
Verdict ReadEvpnPeer(Reader& reader, const Line& line, const NeighborText& peer) {
  constexpr std::string_view kHosts[] = {"arp", "irb", "irbv6", "nd"};
  constexpr std::size_t kWord = 3;
  VrpConfig& config = reader.config;
  if (line.at(kWord) == "encap-type" && line.at(kWord + 1) == "vxlan" && line.size() == kWord + 2) {
    config.vxlan_peers.erase(peer.name);
    if (!line.undo()) config.vxlan_peers.insert(peer.name);
    return Modelled();
  }
  if (!std::ranges::binary_search(kHosts, line.at(kWord)) || line.size() > kWord + 1)
    return line.undo() ? Irrelevant() : Unmodelled(kPaths, "EVPN");
  if (!line.undo()) config.host_routes.push_back(line.span());
  return Modelled();
}

Verdict ReadEvpnAdvertising(Reader& reader, const Line& line) {
  const bool v6 = reader.open_bgp_family == BgpFamily::kIpv6Unicast;
  const BgpVrfText& vrf = reader.config.bgp.vrfs[reader.open_bgp_vrf];
  auto& instances = reader.config.vpn_instances;
  const auto vpn = std::ranges::find(instances, vrf.vrf, &VrpVpnInstance::name);
  if (line.at(2) != "evpn" || line.size() > 3 || vpn == instances.end())
    return line.undo() ? Irrelevant() : Unmodelled(kPaths, "EVPN");
  (v6 ? vpn->evpn6 : vpn->evpn4).advertised = !line.undo();
  return Modelled();
}

}  // namespace ringfence::formats::huawei_vrp
