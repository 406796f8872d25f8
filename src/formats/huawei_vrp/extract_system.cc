// The system view: dispatch by first word to the families, and the few statements that belong to none.
#include <algorithm>
#include <array>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

/// A first word and the family that reads it.
struct Entry {
  std::string_view word;
  Verdict (*read)(Reader& reader, const Line& line);
};

Verdict ReadSysname(Reader& reader, const Line& line) {
  if (line.undo()) return Irrelevant();
  reader.config.sysname = std::string(line.at(1));
  reader.config.sysname_span = line.span();
  return Modelled();
}

Verdict ReadRouterId(Reader& reader, const Line& line) {
  if (line.at(1) != "id") return KnownForm(View::kSystem, line);
  reader.config.router_id.reset();
  if (line.undo()) return Modelled();
  if (line.size() > 3) return KnownForm(View::kSystem, line);
  reader.config.router_id = net::ParseIpv4(line.at(2));
  reader.config.router_id_span = line.span();
  return reader.config.router_id ? Modelled() : reader.Invalid(line, 2, "not a router id", Impact::kRouting4);
}

Verdict ReadIp(Reader& reader, const Line& line) {
  if (line.at(1) == "route-static") return ReadStatic(reader, line);
  if (line.at(1) == "ip-prefix" || line.at(1) == "ipv6-prefix") return ReadPrefixList(reader, line);
  if (line.at(1) == "as-path-filter") return ReadAsPathFilter(reader, line);
  if (line.at(1) == "community-filter" || line.at(1) == "extcommunity-filter" ||
      line.at(1) == "large-community-filter") {
    return ReadCommunityFilter(reader, line);
  }
  if (line.at(1) == "vpn-instance") return OpenVpnInstance(reader, line);
  if (line.at(1) == "netstream") return ReadNetstream(reader, line);
  return KnownForm(View::kSystem, line);
}

Verdict ReadIpv6(Reader& reader, const Line& line) {
  if (line.at(1) == "netstream") return ReadNetstream(reader, line);
  if (line.at(1) == "route-static") return ReadStatic(reader, line);
  return KnownForm(View::kSystem, line);
}

Verdict OpenAaa(Reader&, const Line&) { return Modelled(View::kAaa); }

Verdict OpenNetconf(Reader&, const Line&) { return Modelled(View::kNetconf); }

constexpr std::array kEntries = {
    Entry{"aaa", OpenAaa},
    Entry{"acl", OpenAcl},
    Entry{"bgp", OpenBgp},
    Entry{"bridge-domain", OpenBridgeDomain},
    Entry{"cpu-defend", OpenCpuDefend},
    Entry{"evpl", OpenEvpl},
    Entry{"evpn", OpenEvpn},
    Entry{"evpn-overlay", ReadEvpnOverlay},
    Entry{"explicit-path", OpenExplicitPath},
    Entry{"flex-algo", OpenFlexAlgo},
    Entry{"http", ReadServer},
    Entry{"hwtacacs", OpenAaaTemplate},
    Entry{"hwtacacs-server", OpenAaaTemplate},
    Entry{"ike", OpenIke},
    Entry{"interface", OpenInterface},
    Entry{"ip", ReadIp},
    Entry{"ipsec", OpenIpsec},
    Entry{"ipv6", ReadIpv6},
    Entry{"isis", OpenIsis},
    Entry{"mac-security-profile", OpenMacsecProfile},
    Entry{"mpls", OpenMpls},
    Entry{"nat", ReadNat},
    Entry{"netconf", OpenNetconf},
    Entry{"netstream", ReadNetstream},
    Entry{"observe-port", ReadObservePort},
    Entry{"ospf", OpenOspf},
    Entry{"ospfv3", OpenOspf},
    Entry{"path-constraint", OpenPathConstraint},
    Entry{"policy-based-route", OpenPolicyRouting},
    Entry{"radius", OpenAaaTemplate},
    Entry{"radius-server", OpenAaaTemplate},
    Entry{"rip", OpenRip},
    Entry{"route-policy", OpenRoutePolicy},
    Entry{"router", ReadRouterId},
    Entry{"segment-routing", OpenSr},
    Entry{"snetconf", ReadServer},
    Entry{"snmp-agent", ReadSnmp},
    Entry{"ssh", ReadServer},
    Entry{"static-lsp", ReadStaticLsp},
    Entry{"stelnet", ReadServer},
    Entry{"stp", ReadTree},
    Entry{"sysname", ReadSysname},
    Entry{"te", ReadTeAttributes},
    Entry{"telnet", ReadServer},
    Entry{"traffic", OpenTraffic},
    Entry{"tunnel-policy", OpenTunnelPolicy},
    Entry{"user-interface", OpenUserInterface},
    Entry{"vlan", OpenVlan},
    Entry{"vsi", OpenVsi},
};
static_assert(std::ranges::is_sorted(kEntries, {}, &Entry::word));

}  // namespace

Verdict ReadSystem(Reader& reader, const Line& line) {
  const std::string_view word = line.at(0);
  if (word.starts_with("[V")) {
    reader.config.vrp5 = true;
    return Irrelevant();
  }
  if (word.starts_with('<')) return Irrelevant();  // the prompt before the text
  const auto* entry = std::ranges::lower_bound(kEntries, word, {}, &Entry::word);
  if (entry != kEntries.end() && entry->word == word) return entry->read(reader, line);
  return KnownForm(View::kSystem, line);
}

}  // namespace ringfence::formats::huawei_vrp
