// `interface nve1`: the tunnel end of VXLAN, and the identifiers of VRFs and VLANs. Of VLANs those are
// modelled whose members BGP tells (`evpn`).

#include <fmt/format.h>

#include "formats/cisco_nxos/interface_name.h"
#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// Below the member of a VRF, or of something that is not modelled.
Verdict ReadNveMember(Reader&, Statement& statement) {
  const Word word = statement.words.Next();
  const bool flood = word == "peer-ip" || word == "mcast-group" || word == "ingress-replication" ||
                     word == "suppress-arp" || word == "multisite" || word == "spine-anycast-gateway" ||
                     word == "suppress-nd";
  return flood ? kNoEffect : kNotKnown;
}

/// Below the member of a VLAN: who gets what is for everybody, or for somebody not known.
Verdict ReadNveVlan(Reader& reader, Statement& statement) {
  NveVlanText& vlan = reader.vendor.nve->bridged[reader.vni];
  const Word word = statement.words.Next();
  if (word == "suppress-arp" || word == "suppress-nd") return kNoEffect;
  if (word == "ingress-replication" && statement.words.Accept("protocol") && statement.words.Accept("bgp")) {
    vlan.by_bgp = !statement.negated;
    return kUnderstood;
  }
  const bool known = word == "ingress-replication" || word == "peer-ip" || word == "mcast-group" ||
                     word == "multisite" || word == "spine-anycast-gateway";
  if (!known) return kNotKnown;
  return statement.negated ? kNoEffect : NotModelled(kPaths, "VLAN in VXLAN without EVPN alone");
}

/// `member vni N [associate-vrf]`.
Verdict ReadMember(Reader& reader, Statement& statement) {
  reader.Open(ReadNveMember, kPaths);
  const bool vni = statement.words.Accept("vni");
  const Word number = statement.words.Next();
  const auto value = ParseNumber(number.text, 1, kVniMax);
  const bool routed = statement.words.Accept("associate-vrf");
  auto& known = reader.vendor.nve->routed;
  auto& bridged = reader.vendor.nve->bridged;
  if (value && statement.negated) {
    known.erase(*value);
    bridged.erase(*value);
  }
  if (statement.negated) return kNoEffect;
  if (!vni || !value || !statement.words.done()) return NotModelled(kPaths, "VLAN in VXLAN");
  if (!routed) {
    reader.Open(ReadNveVlan, kPaths);
    reader.vni = *value;
    bridged[*value].span = statement.span();
    return kUnderstood;
  }
  known[*value] = statement.span();
  return kUnderstood;
}

Verdict ReadSource(Reader& reader, Statement& statement) {
  Setting<std::string>& source = reader.vendor.nve->source;
  if (statement.negated) return source = {}, statement.words.Rest(), kUnderstood;
  if (statement.words.Accept("hold-down-time")) return statement.words.Rest(), kNoEffect;
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  source = {name, statement.span()};
  return kUnderstood;
}

Verdict ReadNveLine(Reader& reader, Statement& statement) {
  NveText& nve = *reader.vendor.nve;
  const Word word = statement.words.Next();
  if (word == "member") return ReadMember(reader, statement);
  if (word == "source-interface") return ReadSource(reader, statement);
  if (word == "shutdown") return SetFlag(statement, nve.shutdown);
  if (word == "global" && statement.words.Accept("ingress-replication")) {
    const bool bgp = statement.words.Accept("protocol") && statement.words.Accept("bgp");
    if (bgp) nve.replicates = !statement.negated;
    return bgp ? kUnderstood : NotModelled(kPaths, "VLAN in VXLAN without EVPN alone");
  }
  if (word == "host-reachability") {
    const bool bgp = statement.words.Accept("protocol") && statement.words.Accept("bgp");
    return bgp ? SetFlag(statement, nve.by_bgp) : kNotKnown;
  }
  // Another address of its own for some routes, or for other sites.
  if (word == "advertise" || word == "multisite")
    return statement.negated ? kNoEffect : NotModelled(kPaths, "VXLAN from several addresses");
  const bool how = word == "global" || word == "description" || word == "config-source" ||
                   word == "source-hold-down-time" || word == "virtual-rmac";
  return how ? kNoEffect : kNotKnown;
}

}  // namespace

Verdict OpenNve(Reader& reader, Statement& statement, const std::vector<std::string>& names) {
  std::optional<NveText>& nve = reader.vendor.nve;
  if (statement.negated) {
    nve.reset();
    return kUnderstood;
  }
  if (names.size() > 1 || (nve && nve->name != names.front())) return NotModelled(kPaths, "VXLAN");
  if (!nve) {
    nve.emplace();
    nve->name = names.front();
    nve->span = statement.span();
  }
  reader.Open(ReadNveLine, kPaths);
  return kUnderstood;
}

namespace {

/// `rd` says nothing about members: their routes differ by the tunnel ends.
Verdict ReadEvpnVniLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "rd") return kNoEffect;
  if (!(word == "route-target")) return kNotKnown;
  const Word direction = statement.words.Next();
  const bool both = direction == "both";
  if (!both && !(direction == "import") && !(direction == "export")) return kNotKnown;
  const Word target = statement.words.Next();
  const bool by_number = target == "auto";
  if (!by_number && target.text.find(':') == std::string_view::npos)
    return reader.Invalid(statement, target, fmt::format("'{}' is not a route target", target.text));
  reader.vendor.evpn[reader.vni].Change(
      both || direction == "import", both || direction == "export", statement.negated,
      by_number ? std::string(kAutoTarget) : fmt::format("target:{}", target.text));
  return kUnderstood;
}

}  // namespace

bool AcceptEvpnVni(Reader& reader, Statement& statement) {
  const std::optional<std::uint32_t> number = statement.words.AcceptNumber(1, kVniMax);
  if (!number || !statement.words.Accept("l2")) return false;
  reader.vni = *number;
  reader.Open(ReadEvpnVniLine, kPaths);
  if (statement.negated)
    reader.vendor.evpn.erase(*number);
  else
    reader.vendor.evpn[*number].span = statement.span();
  return true;
}

Verdict ReadVnSegment(Reader& reader, Statement& statement) {
  const auto number = ParseNumber(statement.words.Next().text, 1, kVniMax);
  if (!reader.vlan) return kNotKnown;
  std::erase_if(reader.vendor.vlan_of_vni, [&](const auto& one) { return one.second == *reader.vlan; });
  if (statement.negated) return kUnderstood;
  if (!number) return kNotKnown;
  reader.vendor.vlan_of_vni[*number] = *reader.vlan;
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
