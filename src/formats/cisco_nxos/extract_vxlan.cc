// `interface nve1`: the tunnel end of VXLAN, and the identifiers of VLANs. Identifiers of VRFs are modelled;
// those of VLANs are not, and `member vni` says so.

#include "formats/cisco_nxos/interface_name.h"
#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

constexpr std::uint32_t kVniMax = 16777214;

Verdict ReadNveMember(Reader&, Statement& statement) {
  const Word word = statement.words.Next();
  const bool flood = word == "peer-ip" || word == "mcast-group" || word == "ingress-replication" ||
                     word == "suppress-arp" || word == "multisite" || word == "spine-anycast-gateway" ||
                     word == "suppress-nd";
  return flood ? kNoEffect : kNotKnown;
}

/// `member vni N [associate-vrf]`.
Verdict ReadMember(Reader& reader, Statement& statement) {
  reader.Open(ReadNveMember, kPaths);
  const bool vni = statement.words.Accept("vni");
  const Word number = statement.words.Next();
  const auto value = ParseNumber(number.text, 1, kVniMax);
  const bool routed = statement.words.Accept("associate-vrf");
  auto& known = reader.vendor.nve->routed;
  if (value && statement.negated) known.erase(*value);
  if (statement.negated) return kNoEffect;
  if (!vni || !value || !routed) return NotModelled(kPaths, "VLAN in VXLAN");
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
