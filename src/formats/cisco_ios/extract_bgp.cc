// `router bgp N`: blocks of families and templates around the shared statements.

#include "formats/bgp_conversion.h"
#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"
#include "formats/vpn_edge_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

using routing::bgp::BgpFamily;

BgpPlace Place(Reader& reader) { return {reader.vendor.bgp, reader.bgp_vrf_index, reader.bgp_family, Bgp()}; }

void Enter(Reader& reader, std::string_view vrf, BgpFamily family, base::Span span) {
  const BgpVrfText& entered = VrfOf(reader.vendor.bgp, vrf, span);
  reader.bgp_vrf_index = static_cast<std::size_t>(&entered - reader.vendor.bgp.vrfs.data());
  reader.bgp_family = family;
}

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  for (const std::string_view exit :
       {"exit-address-family", "exit-peer-session", "exit-peer-policy", "exit"}) {
    if (statement.words.Accept(exit)) return kNoEffect;
  }
  if (statement.words.Accept("neighbor")) return ReadBgpNeighbor(Place(reader), statement, reader);
  if (statement.words.Accept("advertise")) return NotModelled(kRouting, "routes of a VRF in EVPN");
  const WordCursor before = statement.words;
  const bool automatic = statement.words.Accept("bgp") && statement.words.Accept("router-id") &&
                         statement.words.Accept("vrf") && statement.words.Accept("auto-assign");
  if (automatic) return reader.vendor.bgp_router_id_per_vrf = !statement.negated, kUnderstood;
  statement.words = before;
  return ReadBgpFamilyLine(Place(reader), statement, reader);
}

std::optional<BgpFamily> TakeFamily(Statement& statement) {
  WordCursor& words = statement.words;
  const Word word = words.Next();
  words.Accept("unicast");
  if (word == "ipv4") return BgpFamily::kIpv4Unicast;
  if (word == "ipv6") return BgpFamily::kIpv6Unicast;
  if (word == "vpnv4") return BgpFamily::kVpnIpv4;
  if (word == "vpnv6") return BgpFamily::kVpnIpv6;
  if (word == "l2vpn" && words.Accept("evpn")) return BgpFamily::kEvpn;
  if (word == "rtfilter") return BgpFamily::kRouteTarget;
  return std::nullopt;
}

Verdict ReadAddressFamily(Reader& reader, Statement& statement) {
  const auto family = TakeFamily(statement);
  const std::string_view next = statement.words.Peek().text;
  if (!family || next == "multicast" || next == "mdt" || next == "mvpn" || next == "flowspec") {
    statement.words.Rest();
    return statement.negated ? kNoEffect : NotModelled(kRouting, "other BGP address family");
  }
  const std::string vrf(statement.words.Accept("vrf") ? statement.words.Next().text : std::string_view());
  if (statement.negated) {
    VrfOf(reader.vendor.bgp, vrf, statement.span()).families.erase(*family);
    return kUnderstood;
  }
  Enter(reader, vrf, *family, statement.span());
  BgpFamilyText& text = Place(reader).in_family();
  if (!text.span.valid()) text.span = statement.span();
  reader.Open(ReadFamilyLine, kRouting);
  return kUnderstood;
}

Verdict ReadSessionTemplate(Reader& reader, Statement& statement) {
  if (statement.words.Accept("exit-peer-session")) return kNoEffect;
  return ReadNeighborSetting(reader.vendor.bgp.session_templates[reader.block_name], Place(reader), statement,
                             reader);
}

/// A policy template holds settings of whatever family it is used in.
Verdict ReadPolicyTemplate(Reader& reader, Statement& statement) {
  if (statement.words.Accept("exit-peer-policy")) return kNoEffect;
  NeighborText carrier;
  NeighborFamilyText& text = reader.vendor.bgp.policy_templates[reader.block_name];
  carrier.families[reader.bgp_family] = text;
  const Verdict verdict = ReadNeighborSetting(carrier, Place(reader), statement, reader);
  text = std::move(carrier.families[reader.bgp_family]);
  return verdict;
}

Verdict ReadTemplate(Reader& reader, Statement& statement) {
  const bool session = statement.words.Accept("peer-session");
  if (!session && !statement.words.Accept("peer-policy")) return kNotKnown;
  reader.block_name = statement.words.Next().text;
  BgpText& bgp = reader.vendor.bgp;
  if (statement.negated) {
    return session ? bgp.session_templates.erase(reader.block_name)
                   : bgp.policy_templates.erase(reader.block_name),
           kUnderstood;
  }
  if (session)
    bgp.session_templates[reader.block_name];
  else
    bgp.policy_templates[reader.block_name];
  reader.Open(session ? ReadSessionTemplate : ReadPolicyTemplate, kRouting);
  return kUnderstood;
}

Verdict ReadProcessLine(Reader& reader, Statement& statement) {
  Enter(reader, "", BgpFamily::kIpv4Unicast, reader.vendor.bgp.span);
  if (statement.words.Accept("address-family")) return ReadAddressFamily(reader, statement);
  if (statement.words.Accept("template")) return ReadTemplate(reader, statement);
  if (statement.words.Accept("scope")) return NotModelled(kRouting, "BGP by scopes");
  return ReadFamilyLine(reader, statement);
}

}  // namespace

const BgpDialect& Bgp() {
  static const BgpDialect kDialect{.add_path_needs_advertise = true, .take_interface = TakeInterfaceName};
  return kDialect;
}

Verdict OpenBgp(Reader& reader, Statement& statement) {
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  BgpText& bgp = reader.vendor.bgp;
  if (statement.negated) return bgp = {}, kUnderstood;
  // A second process does not exist on this system.
  if (bgp.as != 0 && bgp.as != *as) return reader.Invalid(statement, {}, "a second BGP process");
  bgp.as = *as;
  if (!bgp.span.valid()) bgp.span = statement.span();
  VrfOf(bgp, "", statement.span());
  reader.Open(ReadProcessLine, kRouting);
  return kUnderstood;
}

namespace {

/// Redistribution of EIGRP takes the subnets of the interfaces on which it runs, as the device does.
void AddSubnetsOfEigrp(const routing::eigrp::EigrpConfig& eigrp, routing::bgp::BgpConfig& bgp) {
  for (routing::bgp::BgpVrf& vrf : bgp.vrfs) {
    for (routing::bgp::BgpFamilyConfig& family : vrf.families) {
      if (family.family != routing::bgp::BgpFamily::kIpv4Unicast) continue;
      for (routing::bgp::BgpRedistribution& redistribution : family.redistributions) {
        if (redistribution.source != model::RouteSource::kEigrp) continue;
        for (const routing::eigrp::EigrpProcess& process : eigrp.processes) {
          if (process.vrf != vrf.vrf || std::to_string(process.as) != redistribution.process) continue;
          for (const routing::eigrp::EigrpInterface& interface : process.interfaces)
            redistribution.subnets_of.push_back(interface.name);
        }
      }
    }
  }
}

}  // namespace

/// Router ids by this system's rule: the highest loopback; a VRF takes that of the process unless it is told
/// to choose its own.
void ConvertBgpProcess(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config) {
  if (reader.vendor.bgp.as == 0) return;
  config.bgp = ConvertBgp(reader.vendor.bgp, Bgp(), policies, reader);
  AddSubnetsOfEigrp(config.eigrp, config.bgp);
  AddSubnetsOfOspf(config.ospf, config.bgp);
  std::optional<net::IpAddress> of_process;
  for (routing::bgp::BgpVrf& vrf : config.bgp.vrfs) {
    const bool chooses = vrf.vrf.empty() || reader.vendor.bgp_router_id_per_vrf;
    if (!vrf.router_id && chooses) vrf.router_id = ChooseRouterId(config.device, vrf.vrf, {});
    if (vrf.vrf.empty()) of_process = vrf.router_id;
    if (!vrf.router_id) vrf.router_id = of_process;
  }
}

}  // namespace ringfence::formats::cisco_ios
