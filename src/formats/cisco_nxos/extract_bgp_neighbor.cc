// Neighbours and templates of BGP: blocks with a block for each family in them.

#include <fmt/format.h>

#include "formats/cisco_nxos/extract_bgp.h"
#include "formats/cisco_nxos/interface_name.h"
#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

NeighborText& Neighbor(Reader& reader) { return *reader.bgp.neighbor; }
NeighborFamilyText& Family(Reader& reader) { return *reader.bgp.family; }

/// `NAME in|out` behind a filter.
Verdict ReadFilter(Reader& reader, Statement& statement, Setting<std::string>& in,
                   Setting<std::string>& out) {
  auto name = TakeName(reader, statement, "filter");
  if (!name) return kNotKnown;
  const bool inbound = statement.words.Accept("in");
  if (!inbound && !statement.words.Accept("out")) return kNotKnown;
  // Taken back, it also hides what a template says.
  if (statement.negated) name->clear();
  Setting<std::string>& setting = inbound ? in : out;
  setting = {std::move(*name), statement.span()};
  return kUnderstood;
}

Verdict ReadRouteMap(Reader& reader, Statement& statement) {
  return ReadFilter(reader, statement, Family(reader).map_in, Family(reader).map_out);
}
Verdict ReadPrefixList(Reader& reader, Statement& statement) {
  return ReadFilter(reader, statement, Family(reader).list_in, Family(reader).list_out);
}
Verdict ReadFilterList(Reader& reader, Statement& statement) {
  return ReadFilter(reader, statement, Family(reader).path_in, Family(reader).path_out);
}

Verdict ReadSendCommunity(Reader& reader, Statement& statement) {
  NeighborFamilyText& family = Family(reader);
  const bool both = statement.words.Accept("both");
  const bool extended = statement.words.Accept("extended");
  statement.words.Accept("standard");
  if (both || extended) SetFlag(statement, family.send_extended);
  if (both || !extended) SetFlag(statement, family.send_standard);
  return kUnderstood;
}

Verdict ReadNextHopSelf(Reader& reader, Statement& statement) {
  if (statement.words.Accept("all")) return SetFlag(statement, Family(reader).next_hop_self_all);
  return SetFlag(statement, Family(reader).next_hop_self);
}

Verdict ReadAllowAsIn(Reader& reader, Statement& statement) {
  constexpr std::uint32_t kOccurrences = 3;
  const auto count = statement.words.AcceptNumber(1, 10);
  Family(reader).allowas_in = {statement.negated ? 0 : count.value_or(kOccurrences), statement.span()};
  return kUnderstood;
}

Verdict ReadDefaultOriginate(Reader& reader, Statement& statement) {
  NeighborFamilyText& family = Family(reader);
  SetFlag(statement, family.default_originate_on);
  family.default_originate = {};
  if (!statement.words.Accept("route-map")) return kUnderstood;
  return SetName(reader, statement, family.default_originate, "route map");
}

Verdict ReadCapability(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("additional-paths")) return kNoEffect;  // refresh, ORF
  NeighborFamilyText& family = Family(reader);
  Setting<bool>& setting = statement.words.Peek() == "send" ? family.add_path_send : family.add_path_receive;
  if (!statement.words.Accept("send") && !statement.words.Accept("receive")) return kNotKnown;
  setting = {!statement.negated && !statement.words.Accept("disable"), statement.span()};
  return kUnderstood;
}

/// `advertise-map A {exist-map | non-exist-map} B`.
Verdict ReadAdvertiseMap(Reader& reader, Statement& statement) {
  NeighborFamilyText& family = Family(reader);
  auto what = TakeName(reader, statement, "route map");
  if (!what) return kNotKnown;
  const bool present = statement.words.Accept("exist-map");
  if (!present && !statement.words.Accept("non-exist-map")) return kNotKnown;
  auto condition = TakeName(reader, statement, "route map");
  if (!condition) return kNotKnown;
  family.advertise_map = family.condition_map = {};
  if (statement.negated) return kUnderstood;
  family.advertise_map = {std::move(*what), statement.span()};
  family.condition_map = {std::move(*condition), statement.span()};
  family.when_present = present;
  return kUnderstood;
}

/// `inherit peer-policy P N`.
Verdict ReadInheritPolicy(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("peer-policy")) return kNotKnown;
  auto name = TakeName(reader, statement, "peer policy");
  if (!name) return kNotKnown;
  const std::uint32_t order = statement.words.AcceptNumber(1, 65535).value_or(1);
  Family(reader).policies_span = statement.span();
  Family(reader).policies.erase(order);
  if (!statement.negated) Family(reader).policies[order] = std::move(*name);
  return kUnderstood;
}

Verdict ReadWeight(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Family(reader).weight, 0, 65535);
}
Verdict ReadUnsuppress(Reader& reader, Statement& statement) {
  return SetName(reader, statement, Family(reader).unsuppress, "route map");
}
Verdict ReadAsOverride(Reader& reader, Statement& statement) {
  return SetFlag(statement, Family(reader).as_override);
}
Verdict ReadPeerAsCheck(Reader& reader, Statement& statement) {
  return SetFlag(statement, Family(reader).disable_peer_as_check);
}
Verdict ReadClient(Reader& reader, Statement& statement) {
  return SetFlag(statement, Family(reader).reflector_client);
}
Verdict ReadThirdParty(Reader&, Statement& statement) {
  // The default; without it the device names itself, which no decision here sees on a shared subnet.
  return statement.negated ? NotModelled(kRouting, "no third party next hop") : kNoEffect;
}

constexpr Keyword kFamilyKeywords[] = {
    {"advertise-map", ReadAdvertiseMap},
    {"advertisement-interval"},
    {"allowas-in", ReadAllowAsIn},
    {"as-override", ReadAsOverride},
    {"capability", ReadCapability},
    {"default-originate", ReadDefaultOriginate},
    {"disable-peer-as-check", ReadPeerAsCheck},
    {"encapsulation", nullptr, NotModelled(Impact::kForwarding, "MPLS")},
    {"filter-list", ReadFilterList},
    {"import", nullptr, NotModelled(kRouting, "re-originated EVPN routes")},
    {"inherit", ReadInheritPolicy},
    {"maximum-prefix"},
    {"next-hop-self", ReadNextHopSelf},
    {"next-hop-third-party", ReadThirdParty},
    {"prefix-list", ReadPrefixList},
    {"rewrite-evpn-rt-asn", nullptr, NotModelled(kRouting, "rewritten EVPN route targets")},
    {"route-map", ReadRouteMap},
    {"route-reflector-client", ReadClient},
    {"send-community", ReadSendCommunity},
    {"send-label", nullptr, NotModelled(Impact::kForwarding, "labelled unicast")},
    {"soft-reconfiguration"},
    {"soo", nullptr, NotModelled(kRouting, "site of origin")},
    {"suppress-inactive", nullptr, NotModelled(kRouting, "only installed routes to a neighbour")},
    {"unsuppress-map", ReadUnsuppress},
    {"weight", ReadWeight},
};
static_assert(IsSorted<Keyword>(kFamilyKeywords));

Verdict ReadNeighborFamilyLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kFamilyKeywords, statement);
}

Verdict ReadNeighborFamily(Reader& reader, Statement& statement) {
  const auto family = TakeBgpFamily(statement);
  if (!family) return kNoEffect;
  if (statement.negated) return Neighbor(reader).families.erase(*family), kUnderstood;
  reader.bgp.family = &Neighbor(reader).families[*family];
  reader.bgp.family->span = statement.span();
  reader.Open(ReadNeighborFamilyLine, kRouting);
  return kUnderstood;
}

/// `remote-as N`, `remote-as external | internal`, `remote-as route-map M`.
Verdict ReadRemoteAs(Reader& reader, Statement& statement) {
  NeighborText& neighbor = Neighbor(reader);
  if (statement.negated) {
    neighbor.remote_as = {};
    neighbor.remote_as_kind = {};
    statement.words.Rest();
    return kUnderstood;
  }
  if (statement.words.Accept("route-map"))
    return SetName(reader, statement, neighbor.remote_as_map, "route map");
  const bool external = statement.words.Accept("external");
  if (external || statement.words.Accept("internal")) {
    neighbor.remote_as_kind = {external ? bgp::RemoteAs::kExternal : bgp::RemoteAs::kInternal,
                               statement.span()};
    return kUnderstood;
  }
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  neighbor.remote_as = {*as, statement.span()};
  neighbor.remote_as_kind = {bgp::RemoteAs::kNumber, statement.span()};
  return kUnderstood;
}

Verdict ReadLocalAs(Reader& reader, Statement& statement) {
  Setting<bgp::LocalAs>& setting = Neighbor(reader).local_as;
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  bgp::LocalAs local{.as = *as};
  local.no_prepend = statement.words.Accept("no-prepend");
  local.replace_as = statement.words.Accept("replace-as");
  local.dual_as = statement.words.Accept("dual-as");
  setting = {local, statement.span()};
  return kUnderstood;
}

Verdict ReadUpdateSource(Reader& reader, Statement& statement) {
  Setting<std::string>& setting = Neighbor(reader).update_source;
  const std::string name = TakeInterfaceName(statement.words);
  setting = {};
  if (!statement.negated) setting = {name, statement.span()};
  return kUnderstood;
}

Verdict ReadPassword(Reader& reader, Statement& statement) {
  Setting<std::string>& setting = Neighbor(reader).password;
  if (statement.negated) return setting = {}, statement.words.Rest(), kUnderstood;
  const KeyDigest key = TakeKey(statement);
  setting = {key.digest, statement.span()};
  return KeyVerdict(key);
}

Verdict ReadInherit(Reader& reader, Statement& statement) {
  const Word kind = statement.words.Next();
  if (kind == "peer") return SetName(reader, statement, Neighbor(reader).inherit_peer, "peer template");
  if (kind == "peer-session")
    return SetName(reader, statement, Neighbor(reader).inherit_session, "peer session");
  return kNotKnown;
}

/// `remove-private-as [all | replace-as]` stands under the neighbour and counts for all families.
Verdict ReadRemovePrivate(Reader& reader, Statement& statement) {
  bgp::RemovePrivate value = bgp::RemovePrivate::kIfAllPrivate;
  if (statement.words.Accept("all")) value = bgp::RemovePrivate::kAll;
  if (statement.words.Accept("replace-as")) value = bgp::RemovePrivate::kReplace;
  if (statement.negated) value = bgp::RemovePrivate::kNo;
  Neighbor(reader).remove_private = {value, statement.span()};
  return kUnderstood;
}

Verdict ReadTransport(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("connection-mode") || !statement.words.Accept("passive")) return kNotKnown;
  return SetFlag(statement, Neighbor(reader).passive);
}

Verdict ReadMultihop(Reader& reader, Statement& statement) {
  return SetNumber(reader, statement, Neighbor(reader).multihop, 1, 255);
}
Verdict ReadConnectedCheck(Reader& reader, Statement& statement) {
  Neighbor(reader).connected_check = {statement.negated, statement.span()};
  return kUnderstood;
}
Verdict ReadShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, Neighbor(reader).shutdown);
}

constexpr Keyword kNeighborKeywords[] = {
    {"address-family", ReadNeighborFamily},
    {"bfd"},
    {"bmp-activate-server", nullptr, NotModelled(Impact::kCopying, "BGP monitoring")},
    {"capability"},
    {"description"},
    {"disable-connected-check", ReadConnectedCheck},
    {"dont-capability-negotiate"},
    {"dynamic-capability"},
    {"ebgp-multihop", ReadMultihop},
    {"fabric-external"},
    {"graceful-shutdown", nullptr, NotModelled(kRouting, "graceful shutdown")},
    {"inherit", ReadInherit},
    {"local-as", ReadLocalAs},
    {"log-neighbor-changes"},
    {"low-memory"},
    {"maximum-peers"},
    {"password", ReadPassword},
    {"peer-type", nullptr, NotModelled(kRouting, "border of EVPN fabrics")},
    {"remote-as", ReadRemoteAs},
    {"remove-private-as", ReadRemovePrivate},
    {"shutdown", ReadShutdown},
    {"timers"},
    {"transport", ReadTransport},
    {"ttl-security", nullptr, NotModelled(kRouting, "TTL security")},
    {"update-source", ReadUpdateSource},
};
static_assert(IsSorted<Keyword>(kNeighborKeywords));

Verdict ReadNeighborLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kNeighborKeywords, statement);
}

/// The neighbour the next words name, added when it is new; nullptr when they name none.
NeighborText* TakeNeighbor(Reader& reader, Statement& statement) {
  NeighborText fresh;
  const Word word = statement.words.Peek();
  if (LooksLikeInterface(word.text)) {
    fresh.interface = TakeInterfaceName(statement.words);
    fresh.name = fresh.interface;
  } else {
    statement.words.Next();
    fresh.address = net::ParseAddress(word.text);
    if (!fresh.address) fresh.range = net::ParsePrefix(word.text);
    if (!fresh.address && !fresh.range)
      return reader.Invalid(statement, word, fmt::format("'{}' is not a neighbour", word.text)), nullptr;
    fresh.name = fresh.address ? net::ToString(*fresh.address) : net::ToString(*fresh.range);
  }
  BgpVrfText& vrf = reader.bgp_vrf();
  const auto [place, is_new] = vrf.neighbor_indices.emplace(fresh.name, vrf.neighbors.size());
  fresh.span = statement.span();
  if (is_new) vrf.neighbors.push_back(std::move(fresh));
  if (vrf.neighbors[place->second].removed) vrf.neighbors[place->second] = std::move(fresh);
  return &vrf.neighbors[place->second];
}

}  // namespace

Verdict ReadBgpNeighbor(Reader& reader, Statement& statement) {
  NeighborText* neighbor = TakeNeighbor(reader, statement);
  if (neighbor == nullptr) return kNotKnown;
  if (statement.negated) {
    neighbor->removed = true;
    statement.words.Rest();
    return kUnderstood;
  }
  reader.bgp.neighbor = neighbor;
  reader.Open(ReadNeighborLine, kRouting);
  if (statement.words.Accept("remote-as")) return ReadRemoteAs(reader, statement);
  return kUnderstood;
}

Verdict ReadBgpTemplate(Reader& reader, Statement& statement) {
  const Word kind = statement.words.Next();
  auto name = TakeName(reader, statement, "template");
  if (!name) return kNotKnown;
  BgpText& bgp = reader.vendor.bgp;
  if (kind == "peer-policy") {
    if (statement.negated) return bgp.policies.erase(*name), kUnderstood;
    reader.bgp.family = &bgp.policies[*name];
    reader.bgp.family->span = statement.span();
    reader.Open(ReadNeighborFamilyLine, kRouting);
    return kUnderstood;
  }
  if (!(kind == "peer") && !(kind == "peer-session")) return kNotKnown;
  auto& templates = kind == "peer" ? bgp.peers : bgp.sessions;
  if (statement.negated) return templates.erase(*name), kUnderstood;
  reader.bgp.neighbor = &templates[*name];
  reader.bgp.neighbor->name = *name;
  reader.bgp.neighbor->span = statement.span();
  reader.Open(ReadNeighborLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
