// `bgp N`, its views and the statements about the process. Peers: extract_bgp_peer.cc; routes of a family:
// extract_bgp_routes.cc. Old text has no `ipv4-family unicast`: its lines stand in the view of the process.
#include <algorithm>
#include <array>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using routing::bgp::BgpFamily;

/// A view of the process that carries no routes of the model.
struct OtherView {
  std::string_view words;
  std::uint8_t impact;
  std::string_view reason;
};
constexpr std::array kOtherViews = {
    OtherView{"ipv4-family flow", kPaths, "flow specification"},
    OtherView{"ipv4-family labeled-unicast", kPaths, "labelled routes"},
    OtherView{"ipv4-family mdt", Impact::kForwarding, "multicast routing"},
    OtherView{"ipv4-family multicast", Impact::kForwarding, "multicast routing"},
    OtherView{"ipv4-family mvpn", Impact::kForwarding, "multicast routing"},
    OtherView{"ipv4-family sr-policy", Impact::kForwarding, "segment routing"},
    OtherView{"ipv6-family flow", kPaths, "flow specification"},
    OtherView{"ipv6-family multicast", Impact::kForwarding, "multicast routing"},
    OtherView{"ipv6-family sr-policy", Impact::kForwarding, "segment routing"},
    OtherView{"l2vpn-ad-family", Impact::kForwarding, "layer-2 service"},
    OtherView{"link-state-family", 0, ""},
    OtherView{"rpki", kRouting, "origin validation"},
    OtherView{"vpls-family", Impact::kForwarding, "layer-2 service"},
};

Verdict OpenFamily(Reader& reader, const Line& line) {
  const bool v6 = line.at(0) == "ipv6-family";
  const std::string_view kind = line.at(1);
  BgpText& bgp = reader.config.bgp;
  std::string vrf;
  if (line.undo()) return Unmodelled(kRouting, "removal of a BGP family");
  if (kind == "vpn-instance" && line.size() == 3) {
    vrf = std::string(line.at(2));
    reader.open_bgp_family = v6 ? BgpFamily::kIpv6Unicast : BgpFamily::kIpv4Unicast;
  } else if ((kind == "unicast" || kind.empty()) && line.size() <= 2) {
    reader.open_bgp_family = v6 ? BgpFamily::kIpv6Unicast : BgpFamily::kIpv4Unicast;
  } else if (kind == (v6 ? "vpnv6" : "vpnv4") && (line.size() == 2 || line.at(2) == "unicast")) {
    reader.open_bgp_family = v6 ? BgpFamily::kVpnIpv6 : BgpFamily::kVpnIpv4;
  } else if (!v6 && kind == "vpn-target" && line.size() == 2) {
    reader.open_bgp_family = BgpFamily::kRouteTarget;
  } else {
    return Unknown(kRouting);
  }
  BgpVrfText& text = VrfOf(bgp, vrf, line.span());
  reader.open_bgp_vrf = static_cast<std::size_t>(&text - bgp.vrfs.data());
  BgpFamilyText& family = text.families[reader.open_bgp_family];
  if (!family.span.valid()) family.span = line.span();
  return Modelled(View::kBgpFamily);
}

Verdict ReadConfederation(Reader& reader, const Line& line) {
  BgpText& bgp = reader.config.bgp;
  if (line.at(1) == "id") {
    bgp.confederation = {};
    if (line.undo()) return Modelled();
    const auto as = ParseAs(line.at(2));
    if (!as) return reader.Invalid(line, 2, "not an AS number", kRouting);
    bgp.confederation = {*as, line.span()};
    return Modelled();
  }
  if (line.at(1) != "peer-as") return Unmodelled(kRouting, "confederation option");
  for (std::size_t word = 2; word < line.size(); ++word) {
    const auto as = ParseAs(line.at(word));
    if (!as) return reader.Invalid(line, word, "not an AS number", kRouting);
    std::erase(bgp.confederation_members, *as);
    if (!line.undo()) bgp.confederation_members.push_back(*as);
  }
  if (line.undo() && line.size() == 2) bgp.confederation_members.clear();
  return Modelled();
}

Verdict ReadRouterId(Reader& reader, const Line& line) {
  Setting<net::IpAddress>& id = reader.config.bgp.vrfs[reader.open_bgp_vrf].router_id;
  id = {};
  if (line.undo()) return Modelled();
  if (line.size() != 2) return Unmodelled(kRouting, "choice of a router id");
  const auto address = net::ParseIpv4(line.at(1));
  if (!address) return reader.Invalid(line, 1, "not a router id", kRouting);
  id = {*address, line.span()};
  return Modelled();
}

/// `group G [internal|external]`.
Verdict ReadGroup(Reader& reader, const Line& line) {
  BgpVrfText& vrf = reader.config.bgp.vrfs[reader.open_bgp_vrf];
  const std::string_view name = line.at(1);
  if (name.empty()) return Unknown(kRouting);
  if (line.undo()) {
    std::erase_if(vrf.neighbors,
                  [&](const NeighborText& other) { return other.is_group && other.name == name; });
    return Modelled();
  }
  if (line.size() > 3) return Unmodelled(kRouting, "dynamic BGP peers");
  NeighborText* group = FindNeighbor(vrf, name);
  if (group == nullptr) {
    vrf.neighbors.push_back({});
    group = &vrf.neighbors.back();
    group->name = std::string(name);
    group->span = line.span();
  }
  group->is_group = true;
  // An internal group is what `group` alone makes too.
  if (line.at(2) == "internal" || line.size() == 2)
    group->remote_kind = {routing::bgp::RemoteAs::kInternal, line.span()};
  return line.size() == 2 || line.at(2) == "internal" || line.at(2) == "external" ? Modelled()
                                                                                  : Unknown(kRouting);
}

routing::bgp::DecisionRules& Decision(Reader& reader) {
  BgpText& bgp = reader.config.bgp;
  if (!bgp.decision) bgp.decision = VrpDecision();
  return *bgp.decision;
}

/// `bestroute X`: rules of the decision.
Verdict ReadBestroute(Reader& reader, const Line& line) {
  routing::bgp::DecisionRules& rules = Decision(reader);
  const std::string_view rule = line.at(1);
  if (line.size() != 2) return Unmodelled(kRouting, "rule of the decision");
  const bool on = !line.undo();
  if (rule == "as-path-ignore") {
    rules.ignore_as_path_length = on;
  } else if (rule == "med-confederation") {
    rules.compare_confederation_med = on;
  } else if (rule == "med-none-as-maximum") {
    rules.missing_med_worst = on;
  } else if (rule == "igp-metric-ignore") {
    rules.ignore_igp_metric = on;
  } else if (rule == "routerid-prior-clusterlist") {
    rules.cluster_length_before_router_id = !on;
  } else {
    return on ? Unmodelled(kRouting, "rule of the decision") : Irrelevant();
  }
  return Modelled();
}

/// Statements of the process that also stand in families.
std::optional<Verdict> ReadProcess(Reader& reader, const Line& line) {
  BgpText& bgp = reader.config.bgp;
  const std::string_view word = line.at(0);
  if (word == "peer") return ReadPeer(reader, line);
  if (word == "group") return ReadGroup(reader, line);
  if (word == "router-id") return ReadRouterId(reader, line);
  if (word == "confederation") return ReadConfederation(reader, line);
  if (word == "bestroute") return ReadBestroute(reader, line);
  if (word == "compare-different-as-med" || word == "deterministic-med") {
    auto& rules = Decision(reader);
    (word == "deterministic-med" ? rules.deterministic_med : rules.always_compare_med) = !line.undo();
    return Modelled();
  }
  if (word == "check-first-as") {
    bgp.enforce_first_as = {!line.undo(), line.span()};
    return Modelled();
  }
  if (word == "reflector" && line.at(1) == "cluster-id") {
    bgp.cluster_id = {};
    if (line.undo()) return Modelled();
    std::optional<net::IpAddress> id = net::ParseIpv4(line.at(2));
    if (const auto number = NumberUpTo(line.at(2)); !id && number) id = net::IpAddress::V4(*number);
    if (!id) return reader.Invalid(line, 2, "not a cluster id", kRouting);
    bgp.cluster_id = {*id, line.span()};
    return Modelled();
  }
  if (word == "reflect" && line.at(1) == "between-clients") {
    bgp.client_to_client = {!line.undo(), line.span()};
    return Modelled();
  }
  if (word == "default" && line.at(1) == "ipv4-unicast") {
    bgp.ipv4_active = {!line.undo(), line.span()};
    return Modelled();
  }
  if (word == "default" && line.at(1) == "local-preference") {
    bgp.local_preference = {};
    if (line.undo()) return Modelled();
    const auto value = NumberUpTo(line.at(2));
    if (!value) return reader.Invalid(line, 2, "not a number", kRouting);
    bgp.local_preference = {*value, line.span()};
    return Modelled();
  }
  return std::nullopt;
}

}  // namespace

routing::bgp::DecisionRules VrpDecision() {
  routing::bgp::DecisionRules rules;
  rules.local_weight = 0;
  rules.oldest_external_wins = false;
  rules.cluster_length_before_router_id = true;
  return rules;
}

Verdict OpenBgp(Reader& reader, const Line& line) {
  BgpText& bgp = reader.config.bgp;
  if (line.undo()) {
    bgp = {};
    reader.config.bgp_filters.clear();
    reader.config.rib_imports.clear();
    return Modelled(View::kInherit);
  }
  const auto as = ParseAs(line.at(1));
  if (!as || *as == 0) return reader.Invalid(line, 1, "not an AS number", kRouting);
  if (line.size() > 2 || (bgp.as != 0 && bgp.as != *as)) return Unmodelled(kRouting, "second BGP instance");
  bgp.as = *as;
  if (!bgp.span.valid()) bgp.span = line.span();
  BgpVrfText& vrf = VrfOf(bgp, "", line.span());
  reader.open_bgp_vrf = static_cast<std::size_t>(&vrf - bgp.vrfs.data());
  reader.open_bgp_family = BgpFamily::kIpv4Unicast;
  return Modelled(View::kBgp);
}

Verdict ReadBgp(Reader& reader, const Line& line) {
  for (const OtherView& view : kOtherViews) {
    const std::size_t blank = view.words.find(' ');
    if (line.at(0) != view.words.substr(0, blank)) continue;
    if (blank != std::string_view::npos && line.at(1) != view.words.substr(blank + 1)) continue;
    return view.impact == 0 || line.undo() ? Irrelevant() : Unmodelled(view.impact, view.reason);
  }
  if (line.at(0) == "ipv4-family" || line.at(0) == "ipv6-family") return OpenFamily(reader, line);
  if (line.at(0) == "l2vpn-family") return OpenEvpnFamily(reader, line);
  // Another family may have been open before: lines below it do not get here.
  BgpText& bgp = reader.config.bgp;
  reader.open_bgp_vrf = static_cast<std::size_t>(&VrfOf(bgp, "", line.span()) - bgp.vrfs.data());
  reader.open_bgp_family = BgpFamily::kIpv4Unicast;
  if (line.at(0) == "shutdown") {
    reader.config.bgp_shutdown = !line.undo();
    return Modelled();
  }
  if (const auto verdict = ReadProcess(reader, line)) return *verdict;
  return ReadBgpRoutes(reader, line);
}

Verdict ReadBgpFamily(Reader& reader, const Line& line) {
  if (const auto verdict = ReadProcess(reader, line)) return *verdict;
  return ReadBgpRoutes(reader, line);
}

}  // namespace ringfence::formats::huawei_vrp
