// Neighbours of BGP and the groups they use. What other systems write too is read by the shared reader.

#include <fmt/format.h>

#include "formats/bfd_text.h"
#include "formats/cisco_iosxr/extract_bgp.h"
#include "formats/type7_key.h"

namespace ringfence::formats::cisco_iosxr {

namespace bgp = routing::bgp;
namespace {

using bgp::NextHopSelf;
using bgp::RemovePrivate;

/// The open family of the open neighbour.
NeighborFamilyText& FamilyOf(Reader& reader) { return reader.neighbor->families[reader.bgp_family]; }

/// `route-policy X in`, `route-policy X out`.
Verdict ReadPolicyOf(Reader& reader, Statement& statement) {
  Setting<std::string> use;
  use.value = TakePolicyUse(statement.words);
  const bool in = use.value == "in" || statement.words.Accept("in");
  if (!in && use.value != "out" && !statement.words.Accept("out")) return kNotKnown;
  use.span = statement.span();
  // `no route-policy in` names no policy.
  if (statement.negated) use = {};
  (in ? FamilyOf(reader).map_in : FamilyOf(reader).map_out) = std::move(use);
  return kUnderstood;
}

Verdict ReadSendStandard(Reader& reader, Statement& statement) {
  NeighborFamilyText& family = FamilyOf(reader);
  const Verdict verdict = SetFlag(statement, family.send_standard);
  // Without the word only what goes to eBGP neighbours is kept back.
  if (!family.send_standard.value) family.send_standard = {};
  family.send_large = family.send_standard;
  return verdict;
}
Verdict ReadSendExtended(Reader& reader, Statement& statement) {
  NeighborFamilyText& family = FamilyOf(reader);
  const Verdict verdict = SetFlag(statement, family.send_extended);
  if (!family.send_extended.value) family.send_extended = {};
  return verdict;
}

Verdict ReadClient(Reader& reader, Statement& statement) {
  return SetFlag(statement, FamilyOf(reader).reflector_client);
}
Verdict ReadOverride(Reader& reader, Statement& statement) {
  return SetFlag(statement, FamilyOf(reader).as_override);
}

template <NextHopSelf kOn>
Verdict ReadNextHop(Reader& reader, Statement& statement) {
  Setting<bool> on;
  const Verdict verdict = SetFlag(statement, on);
  FamilyOf(reader).next_hop_self = {on.value ? kOn : NextHopSelf::kDefault, on.span};
  return verdict;
}

/// `remove-private-AS [inbound] [entire-aspath]`.
Verdict ReadRemovePrivate(Reader& reader, Statement& statement) {
  if (statement.words.Accept("inbound")) return NotModelled(kRouting, "private AS removed on arrival");
  if (statement.words.Accept("internal")) return NotModelled(kRouting, "private AS removed inside the AS");
  const bool entire = statement.words.Accept("entire-aspath");
  const bool off =
      statement.negated || statement.words.Accept("disable") || statement.words.Accept("inheritance-disable");
  const RemovePrivate how = off      ? RemovePrivate::kNo
                            : entire ? RemovePrivate::kIfAllPrivate
                                     : RemovePrivate::kLeading;
  FamilyOf(reader).remove_private = {how, statement.span()};
  return kUnderstood;
}

Verdict ReadDefaultOriginate(Reader& reader, Statement& statement) {
  NeighborFamilyText& family = FamilyOf(reader);
  const base::Span span = statement.span();
  if (statement.words.Accept("route-policy")) {
    const Verdict verdict = SetPolicy(reader, statement, family.default_originate_map);
    if (verdict.fate != model::Fate::kModelled) return verdict;
  }
  const bool off = statement.words.Accept("disable") || statement.words.Accept("inheritance-disable");
  family.default_originate = {!off && !statement.negated, span};
  return kUnderstood;
}

Verdict ReadUseAfGroup(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("af-group")) return kNotKnown;
  const std::string name(statement.words.Next().text);
  std::vector<std::string>& templates = FamilyOf(reader).templates;
  templates.clear();
  if (!statement.negated) templates.push_back(name);
  return kUnderstood;
}

Verdict ReadSharedSetting(Reader& reader, Statement& statement) {
  return ReadNeighborSetting(*reader.neighbor, PlaceOf(reader), statement, reader);
}

constexpr Keyword kFamilyKeywords[] = {
    {"accept-own", nullptr, NotModelled(kRouting, "own routes that come back")},
    {"additional-paths"},
    {"advertise", nullptr, NotModelled(kRouting, "what is advertised")},
    {"aigp", nullptr, NotModelled(kRouting, "accumulated metric")},
    {"as-override", ReadOverride},
    {"as-path-loopcheck"},
    {"capability"},
    {"default-originate", ReadDefaultOriginate},
    {"encapsulation-type"},
    {"graceful-maintenance"},
    {"import", nullptr, NotModelled(kRouting, "import of paths")},
    {"inter-as"},
    {"long-lived-graceful-restart"},
    {"maximum-prefix"},
    {"multipath"},
    {"next-hop-self", ReadNextHop<NextHopSelf::kLearnedByEbgp>},
    {"next-hop-unchanged", ReadNextHop<NextHopSelf::kUnchanged>},
    {"optimal-route-reflection", nullptr, NotModelled(kRouting, "reflection by place")},
    {"orf", nullptr, NotModelled(kRouting, "filter sent to the neighbour")},
    {"remove-private-AS", ReadRemovePrivate},
    {"route-policy", ReadPolicyOf},
    {"route-reflector-client", ReadClient},
    {"route-target"},
    {"send-community-ebgp", ReadSendStandard},
    {"send-community-gshut-ebgp", nullptr, NotModelled(kRouting, "communities sent by kind")},
    {"send-extended-community-ebgp", ReadSendExtended},
    {"signalling"},
    {"site-of-origin", nullptr, NotModelled(kRouting, "site of origin")},
    {"soft-reconfiguration"},
    {"update"},
    {"use", ReadUseAfGroup},
    {"validation"},
};
static_assert(IsSorted<Keyword>(kFamilyKeywords));

Verdict ReadNeighborFamilyLine(Reader& reader, Statement& statement) {
  const WordCursor before = statement.words;
  const Word word = statement.words.Peek();
  const bool shared = word == "allowas-in" || word == "weight";
  if (!shared) return reader.Dispatch(kFamilyKeywords, statement);
  statement.words = before;
  return ReadSharedSetting(reader, statement);
}

Verdict OpenFamily(Reader& reader, Statement& statement) {
  const FamilyWord word = TakeFamily(statement);
  if (!word.family) return word.verdict;
  if (statement.negated) return reader.neighbor->families.erase(*word.family), kUnderstood;
  reader.bgp_family = *word.family;
  NeighborFamilyText& family = FamilyOf(reader);
  if (!family.span.valid()) family.span = statement.span();
  reader.Open(ReadNeighborFamilyLine, kRouting);
  return kUnderstood;
}

/// `use neighbor-group X`, `use session-group X`.
Verdict ReadUse(Reader& reader, Statement& statement) {
  NeighborText& neighbor = *reader.neighbor;
  if (statement.words.Accept("neighbor-group"))
    return SetName(reader, statement, neighbor.group, "neighbour group");
  if (!statement.words.Accept("session-group")) return kNotKnown;
  const std::string name(statement.words.Next().text);
  neighbor.templates.clear();
  if (!statement.negated) neighbor.templates.push_back(name);
  return kUnderstood;
}

Verdict ReadMultihop(Reader& reader, Statement& statement) {
  if (statement.negated)
    return reader.neighbor->ebgp_hops = {1, statement.span()}, statement.words.Rest(), kUnderstood;
  const auto hops = statement.words.AcceptNumber(1, 255);
  statement.words.Accept("mpls");
  reader.neighbor->ebgp_hops = {hops.value_or(255), statement.span()};
  return kUnderstood;
}

Verdict ReadConnectedCheck(Reader& reader, Statement& statement) {
  Setting<bool> ignored;
  const Verdict verdict = SetFlag(statement, ignored);
  reader.neighbor->connected_check = {!ignored.value, ignored.span};
  return verdict;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.neighbor->shutdown);
}
Verdict ReadFirstAs(Reader& reader, Statement& statement) {
  return SetFlag(statement, reader.neighbor->enforce_first_as);
}

Verdict ReadOpenMode(Reader& reader, Statement& statement) {
  const bool passive = statement.words.Accept("passive-only");
  if (!passive && !statement.words.Accept("active-only") && !statement.words.Accept("both")) return kNotKnown;
  reader.neighbor->passive = {passive && !statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadPassword(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  const bool off = statement.negated || statement.words.Accept("inheritance-disable");
  reader.neighbor->authentication = {off ? "" : TakeKey(statement), span};
  statement.words.Rest();
  return kUnderstood;
}

Verdict ReadKeychainOf(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "key chain");
  if (!name) return kNotKnown;
  reader.neighbor->authentication = {statement.negated ? "" : "chain:" + *name, statement.span()};
  return kUnderstood;
}

Verdict ReadLocalAs(Reader& reader, Statement& statement) {
  if (statement.words.Accept("inheritance-disable"))
    return reader.neighbor->local_as = {{}, statement.span()}, kUnderstood;
  const std::string line = "local-as " + std::string(statement.words.Rest().text);
  Statement again{WordCursor(line, statement.span().file, statement.span().line), statement.negated};
  const Verdict verdict = ReadSharedSetting(reader, again);
  return again.words.done() ? verdict : kNotKnown;
}

constexpr Keyword kNeighborKeywords[] = {
    {"address-family", OpenFamily},
    {"advertisement-interval"},
    {"ao", nullptr, NotModelled(kRouting, "authentication by TCP-AO")},
    {"bfd", ReadBfd},
    {"bmp-activate", nullptr, NotModelled(model::Impact::kCopying, "route monitoring")},
    {"capability"},
    {"description"},
    {"dmz-link-bandwidth"},
    {"dscp"},
    {"ebgp-multihop", ReadMultihop},
    {"egress-engineering"},
    {"enforce-first-as", ReadFirstAs},
    {"graceful-maintenance"},
    {"graceful-restart"},
    {"idle-watch-time"},
    {"ignore-connected-check", ReadConnectedCheck},
    {"internal-vpn-client", nullptr, NotModelled(kRouting, "customer inside the AS")},
    {"keychain", ReadKeychainOf},
    {"local", nullptr, NotModelled(kRouting, "local address by subnet")},
    {"local-as", ReadLocalAs},
    {"log"},
    {"maximum-peers"},
    {"password", ReadPassword},
    {"precedence"},
    {"receive-buffer-size"},
    {"send-buffer-size"},
    {"session-open-mode", ReadOpenMode},
    {"shutdown", ReadShutdown},
    {"tcp"},
    {"timers"},
    {"ttl-security"},
    {"update"},
    {"use", ReadUse},
};
static_assert(IsSorted<Keyword>(kNeighborKeywords));

Verdict ReadNeighborLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Peek();
  const bool shared = word == "remote-as" || word == "update-source" || word == "cluster-id";
  return shared ? ReadSharedSetting(reader, statement) : reader.Dispatch(kNeighborKeywords, statement);
}

/// The neighbour or group of that name in the open VRF, made when it is new.
NeighborText& NeighborOf(Reader& reader, const std::string& name, base::Span span) {
  BgpVrfText& vrf = PlaceOf(reader).in_vrf();
  if (NeighborText* known = FindNeighbor(vrf, name)) return *known;
  NeighborText neighbor;
  neighbor.name = name;
  neighbor.span = span;
  return vrf.neighbors.emplace_back(std::move(neighbor));
}

Verdict OpenNeighbor(Reader& reader, Statement& statement, NeighborText& neighbor) {
  reader.neighbor = &neighbor;
  reader.Open(ReadNeighborLine, kRouting);
  return statement.words.done() ? kUnderstood : ReadNeighborLine(reader, statement);
}

}  // namespace

Verdict ReadNeighbor(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  const auto address = net::ParseAddress(word.text);
  const auto range = net::ParsePrefix(word.text);
  if (!address && !range)
    return reader.Invalid(statement, word, fmt::format("'{}' is not a neighbour", word.text));
  const std::string name = address ? net::ToString(*address) : net::ToString(*range);
  if (statement.negated && statement.words.done()) {
    std::erase_if(PlaceOf(reader).in_vrf().neighbors,
                  [&name](const NeighborText& known) { return known.name == name; });
    return kUnderstood;
  }
  NeighborText& neighbor = NeighborOf(reader, name, statement.span());
  if (range) neighbor.listen_range = *range;
  return OpenNeighbor(reader, statement, neighbor);
}

Verdict ReadNeighborGroup(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "neighbour group");
  if (!name) return kNotKnown;
  NeighborText& group = NeighborOf(reader, *name, statement.span());
  group.is_group = true;
  return OpenNeighbor(reader, statement, group);
}

Verdict ReadSessionGroup(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "session group");
  if (!name) return kNotKnown;
  NeighborText& group = reader.vendor.bgp.session_templates[*name];
  group.name = *name;
  group.is_group = true;
  return OpenNeighbor(reader, statement, group);
}

/// `af-group X address-family ipv4 unicast`: a session group of its own name space whose only family counts.
Verdict ReadAfGroup(Reader& reader, Statement& statement) {
  auto name = TakeName(reader, statement, "family group");
  if (!name || !statement.words.Accept("address-family")) return kNotKnown;
  const FamilyWord word = TakeFamily(statement);
  if (!word.family) return word.verdict;
  NeighborText& group = reader.vendor.af_groups[*name];
  group.name = *name;
  reader.neighbor = &group;
  reader.bgp_family = *word.family;
  group.families[*word.family].span = statement.span();
  reader.Open(ReadNeighborFamilyLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
