// `router bgp N`: the blocks and what concerns a whole instance. One table serves the top level and the
// blocks of VRFs; `address-family` blocks have one of their own.

#include <fmt/format.h>

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using bgp::BgpFamily;
using model::Impact;

Verdict ReadRouterId(Reader& reader, Statement& statement) {
  Setting<net::IpAddress>& router_id = reader.bgp_vrf().router_id;
  if (statement.negated) return router_id = {}, statement.words.Rest(), kUnderstood;
  const auto address = TakeAddress(reader, statement, net::Family::kIpv4);
  if (!address) return kNotKnown;
  router_id = {*address, statement.span()};
  return kUnderstood;
}

Verdict ReadMaximumPaths(Reader& reader, Statement& statement) {
  BgpVrfText& vrf = reader.bgp_vrf();
  if (statement.negated) return vrf.maximum_paths = vrf.ecmp = {}, statement.words.Rest(), kUnderstood;
  const auto paths = TakeNumber(reader, statement, 1, 600);
  if (!paths) return kNotKnown;
  vrf.maximum_paths = {*paths, statement.span()};
  if (!statement.words.Accept("ecmp")) return kUnderstood;
  const auto ecmp = TakeNumber(reader, statement, 1, 600);
  if (!ecmp) return kNotKnown;
  vrf.ecmp = {*ecmp, statement.span()};
  return kUnderstood;
}

Verdict ReadDistance(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("bgp")) return kNotKnown;
  BgpVrfText& vrf = reader.bgp_vrf();
  if (statement.negated) {
    vrf.distance_external = vrf.distance_internal = vrf.distance_local = {};
    return statement.words.Rest(), kUnderstood;
  }
  const auto external = TakeNumber(reader, statement, 1, 255);
  if (!external) return kNotKnown;
  vrf.distance_external = {*external, statement.span()};
  if (statement.words.done()) return kUnderstood;
  const auto internal = TakeNumber(reader, statement, 1, 255);
  const auto local = internal ? TakeNumber(reader, statement, 1, 255) : std::nullopt;
  if (!local) return kNotKnown;
  vrf.distance_internal = {*internal, statement.span()};
  vrf.distance_local = {*local, statement.span()};
  return kUnderstood;
}

Verdict ReadRouteDistinguisher(Reader& reader, Statement& statement) {
  if (statement.words.Accept("evpn")) return NotModelled(kRouting, "EVPN");  // of several domains
  const std::string value(statement.words.Next().text);
  reader.bgp_vrf().route_distinguisher = statement.negated ? "" : value;
  return kUnderstood;
}

Verdict ReadLocalAs(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.bgp_vrf().local_as = {}, statement.words.Rest(), kUnderstood;
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  if (!statement.words.done()) return NotModelled(kRouting, "local AS of a VRF with options");
  reader.bgp_vrf().local_as = {*as, statement.span()};
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  if (reader.bgp_vrf_index != 0)
    return statement.negated ? kNoEffect : NotModelled(kRouting, "BGP of a VRF shut down");
  reader.vendor.bgp.shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

/// Lines of `address-family evpn`.
Verdict ReadEvpnLine(Reader& reader, Statement& statement) {
  if (statement.words.Peek() == "host-flap") return kNoEffect;  // of hosts that move too often
  const bool neighbor = statement.words.Accept("neighbor");
  if (neighbor && !statement.words.Accept("default")) return ReadBgpNeighbor(reader, statement);
  const bool vxlan = neighbor && statement.words.Accept("encapsulation") && statement.words.Accept("vxlan");
  if (vxlan && statement.words.done()) return kNoEffect;  // as without it
  return statement.negated ? kNoEffect : NotModelled(kPaths, "EVPN");
}

/// `activate` alone tells which families a neighbour has; without it nothing is exchanged.
Verdict ReadFamilyLine(Reader& reader, Statement& statement);

std::optional<BgpFamily> FamilyOf(std::string_view word) {
  if (word == "ipv4") return BgpFamily::kIpv4Unicast;
  if (word == "ipv6") return BgpFamily::kIpv6Unicast;
  if (word == "vpn-ipv4") return BgpFamily::kVpnIpv4;
  if (word == "vpn-ipv6") return BgpFamily::kVpnIpv6;
  return std::nullopt;
}

Verdict ReadAddressFamily(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "evpn") {
    reader.bgp_family = BgpFamily::kEvpn;
    BgpFamilyText& text = reader.bgp_vrf().families[BgpFamily::kEvpn];
    if (!text.span.valid()) text.span = statement.span();
    reader.Open(ReadEvpnLine, kPaths);
    return kUnderstood;
  }
  if (word == "link-state" || word == "rt-membership")
    return word == "link-state" || statement.negated ? kNoEffect
                                                     : NotModelled(kRouting, "route target filter");
  if (word == "flow-spec") return statement.negated ? kNoEffect : NotModelled(kPaths, "flow specification");
  if (word == "path-selection")
    return statement.negated ? kNoEffect : NotModelled(kPaths, "WAN path selection");
  const auto family = FamilyOf(word.text);
  if (!family) return kNotKnown;
  const Word kind = statement.words.Peek();
  if (kind == "multicast") return kNoEffect;
  if (kind == "labeled-unicast")
    return statement.negated ? kNoEffect : NotModelled(kPaths, "labelled routes");
  if (kind == "sr-te") return statement.negated ? kNoEffect : NotModelled(kPaths, "segment routing");
  statement.words.Accept("unicast");
  reader.bgp_family = family;
  BgpFamilyText& text = reader.bgp_vrf().families[*family];
  if (!text.span.valid()) text.span = statement.span();
  reader.Open(ReadFamilyLine, kRouting);
  return kUnderstood;
}

Verdict ReadVrf(Reader& reader, Statement& statement);

Verdict ReadLayer2(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect : NotModelled(kPaths, "EVPN");
}

Verdict ReadRouteLine(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect : NotModelled(kRouting, "other BGP policy");
}

constexpr Keyword kInstanceKeywords[] = {
    {"address-family", ReadAddressFamily},
    {"aggregate-address", ReadBgpAggregate},
    {"bgp", ReadBgpGlobal},
    {"description"},
    {"distance", ReadDistance},
    {"dynamic", ReadRouteLine},
    {"evpn", ReadLayer2},
    {"graceful-restart"},
    {"graceful-restart-helper"},
    {"ip"},
    {"local-as", ReadLocalAs},
    {"maximum-paths", ReadMaximumPaths},
    {"monitoring"},
    {"neighbor", ReadBgpNeighbor},
    {"network", ReadBgpNetwork},
    {"rd", ReadRouteDistinguisher},
    {"redistribute", ReadBgpRedistribute},
    {"route", ReadRouteLine},
    {"route-distinguisher"},
    {"route-target", ReadRouteTarget},
    {"router-id", ReadRouterId},
    {"rpki", nullptr, NotModelled(kRouting, "route origin validation")},
    {"session"},
    {"shutdown", ReadShutdown},
    {"timers"},
    {"ucmp", nullptr, NotModelled(Impact::kForwarding, "unequal cost paths")},
    {"update"},
    {"vlan", ReadEvpnVlan},
    {"vlan-aware-bundle", ReadLayer2},
    {"vpws", ReadLayer2},
    {"vrf", ReadVrf},
};
static_assert(IsSorted(std::span<const Keyword>(kInstanceKeywords)));

Verdict ReadInstanceLine(Reader& reader, Statement& statement) {
  reader.bgp_vrf_index = 0;
  reader.bgp_family = std::nullopt;
  return reader.Dispatch(kInstanceKeywords, statement);
}

/// A line of `vrf V`; the index of the VRF was set when the block opened.
Verdict ReadVrfLine(Reader& reader, Statement& statement) {
  reader.bgp_family = std::nullopt;
  return reader.Dispatch(kInstanceKeywords, statement);
}

constexpr Keyword kFamilyKeywords[] = {
    {"aggregate-address", ReadBgpAggregate},
    {"bgp", ReadBgpGlobal},
    {"domain", nullptr, NotModelled(kRouting, "other BGP policy")},
    {"graceful-restart"},
    {"neighbor", ReadBgpNeighbor},
    {"network", ReadBgpNetwork},
    {"redistribute", ReadBgpRedistribute},
    {"route", ReadRouteLine},
    {"route-target", ReadRouteTarget},
};
static_assert(IsSorted(std::span<const Keyword>(kFamilyKeywords)));

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kFamilyKeywords, statement);
}

Verdict ReadVrf(Reader& reader, Statement& statement) {
  const std::string name = VrfName(statement.words.Next().text);
  std::vector<BgpVrfText>& vrfs = reader.vendor.bgp.vrfs;
  const auto known = std::ranges::find(vrfs, name, &BgpVrfText::vrf);
  if (statement.negated) {
    if (known != vrfs.end() && known != vrfs.begin()) vrfs.erase(known);
    return kUnderstood;
  }
  reader.bgp_vrf_index = static_cast<std::size_t>(known - vrfs.begin());
  if (known == vrfs.end()) vrfs.push_back({.vrf = name, .span = statement.span()});
  reader.Open(ReadVrfLine, kRouting);
  return kUnderstood;
}

}  // namespace

Verdict ReadRouterBgp(Reader& reader, Statement& statement) {
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  BgpText& text = reader.vendor.bgp;
  if (statement.negated) return text = {}, kUnderstood;
  if (text.as != 0 && text.as != *as) return reader.Invalid(statement, {}, "a second BGP instance");
  text.as = *as;
  if (text.vrfs.empty()) text.vrfs.push_back({.vrf = "", .span = statement.span()});
  if (!text.span.valid()) text.span = statement.span();
  reader.Open(ReadInstanceLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
