// `neighbor N ...`. N is an address, an interface (unnumbered session) or a peer group.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/extract_bgp.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

constexpr std::uint32_t kHopsMax = 255;
constexpr std::uint32_t kOwnAsTolerated = 3;

/// One spelling for every name: addresses as the model prints them.
std::string PeerName(std::string_view word) {
  const auto address = net::ParseAddress(word);
  return address ? net::ToString(*address) : std::string(word);
}

BgpPeerText& PeerOf(Reader& reader, const std::string& name, base::Span span) {
  std::vector<BgpPeerText>& peers = reader.bgp().peers;
  const auto known = std::ranges::find(peers, name, &BgpPeerText::name);
  if (known != peers.end()) return *known;
  BgpPeerText peer;
  peer.name = name;
  peer.span = span;
  peers.push_back(std::move(peer));
  return peers.back();
}

std::optional<RemoteAsText> TakeRemoteAs(Statement& statement) {
  if (const auto as = TakeAs(statement)) return RemoteAsText{bgp::RemoteAs::kNumber, *as, false};
  const std::string_view word = TakeOption(statement, {"auto", "external", "internal"});
  if (word == "external") return RemoteAsText{bgp::RemoteAs::kExternal, 0, false};
  if (word == "internal") return RemoteAsText{bgp::RemoteAs::kInternal, 0, false};
  if (word == "auto") return RemoteAsText{bgp::RemoteAs::kListed, 0, true};
  return std::nullopt;
}

Verdict ReadRemoteAs(Reader& reader, Statement& statement, const std::string& name) {
  if (statement.negated) {
    statement.words.Rest();
    std::erase_if(reader.bgp().peers,
                  [&name](const BgpPeerText& known) { return known.name == name && !known.is_group; });
    return kUnderstood;
  }
  const Word word = statement.words.Peek();
  const auto as = TakeRemoteAs(statement);
  if (!as) return reader.Invalid(statement, word, fmt::format("'{}' is not the number of an AS", word.text));
  PeerOf(reader, name, statement.span()).remote_as = {*as, statement.span()};
  return kUnderstood;
}

/// `neighbor swp1 interface [v6only] [remote-as A | peer-group G]`.
Verdict ReadUnnumbered(Reader& reader, Statement& statement, const std::string& name) {
  Setting<RemoteAsText> as;
  Setting<std::string> group;
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"peer-group", "remote-as", "v6only"});
    if (option == "remote-as") {
      const auto value = TakeRemoteAs(statement);
      if (!value) return kNotKnown;
      as = {*value, statement.span()};
    } else if (option == "peer-group") {
      group = {std::string(statement.words.Next().text), statement.span()};
    } else if (option.empty()) {
      return kNotKnown;
    }
  }
  if (statement.negated) {
    std::erase_if(reader.bgp().peers, [&name](const BgpPeerText& known) { return known.name == name; });
    return kUnderstood;
  }
  BgpPeerText& peer = PeerOf(reader, name, statement.span());
  peer.is_interface = true;
  if (as.set()) peer.remote_as = as;
  if (group.set()) peer.group = group;
  return kUnderstood;
}

Verdict ReadGroup(Reader& reader, Statement& statement, const std::string& name) {
  const Word group = statement.words.Next();
  if (statement.negated && group.empty()) {
    std::erase_if(reader.bgp().peers, [&name](const BgpPeerText& known) { return known.name == name; });
    return kUnderstood;
  }
  BgpPeerText& peer = PeerOf(reader, name, statement.span());
  if (group.empty()) return peer.is_group = true, kUnderstood;
  peer.group = {};
  if (!statement.negated) peer.group = {std::string(group.text), statement.span()};
  return kUnderstood;
}

Verdict ReadLocalAs(Statement& statement, BgpPeerText& peer) {
  if (statement.negated) return statement.words.Rest(), peer.local_as = {}, kUnderstood;
  const auto as = TakeAs(statement);
  if (!as) return kNotKnown;
  bgp::LocalAs local{.as = *as};
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"dual-as", "no-prepend", "replace-as"});
    if (option.empty()) return kNotKnown;
    (option == "dual-as"      ? local.dual_as
     : option == "no-prepend" ? local.no_prepend
                              : local.replace_as) = true;
  }
  peer.local_as = {local, statement.span()};
  return kUnderstood;
}

Verdict ReadHops(Reader& reader, Statement& statement, BgpPeerText& peer) {
  if (statement.negated) return statement.words.Rest(), peer.hops_max = {}, kUnderstood;
  std::uint32_t hops = kHopsMax;
  if (!statement.words.done()) {
    const auto value = TakeNumber(reader, statement, 1, kHopsMax);
    if (!value) return kNotKnown;
    hops = *value;
  }
  peer.hops_max = {hops, statement.span()};
  return kUnderstood;
}

Verdict ReadFlag(Statement& statement, Setting<bool>& setting) {
  setting = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadUpdateSource(Statement& statement, BgpPeerText& peer) {
  const Word word = statement.words.Next();
  peer.update_source = {};
  if (statement.negated) return kUnderstood;
  if (word.empty()) return kNotKnown;
  peer.update_source = {PeerName(word.text), statement.span()};
  return kUnderstood;
}

Verdict ReadName(Statement& statement, Setting<std::string>& setting) {
  const Word word = statement.words.Next();
  setting = {};
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (word.empty()) return kNotKnown;
  setting = {std::string(word.text), statement.span()};
  return kUnderstood;
}

/// `route-map M in|out` and the other filters.
Verdict ReadFilter(Statement& statement, Setting<std::string>& in, Setting<std::string>& out) {
  const Word name = statement.words.Next();
  const std::string_view way = TakeOption(statement, {"in", "out"});
  if (way.empty()) return kNotKnown;
  Setting<std::string>& setting = way == "in" ? in : out;
  setting = {};
  if (!statement.negated) setting = {std::string(name.text), statement.span()};
  return kUnderstood;
}

Verdict ReadSendCommunity(Statement& statement, BgpPeerFamilyText& peer) {
  const std::string_view what = TakeOption(statement, {"all", "both", "extended", "large", "standard"});
  if (what.empty() && !statement.words.done()) return kNotKnown;
  const Setting<bool> on{!statement.negated, statement.span()};
  const bool all = what == "all";
  if (all || what == "both" || what == "standard" || what.empty()) peer.send_standard = on;
  if (all || what == "both" || what == "extended") peer.send_extended = on;
  if (all || what == "large") peer.send_large = on;
  return kUnderstood;
}

Verdict ReadRemovePrivate(Statement& statement, BgpPeerFamilyText& peer) {
  bool all = false, replace = false;
  while (!statement.words.done()) {
    const std::string_view option = TakeOption(statement, {"all", "replace-AS"});
    if (option.empty()) return kNotKnown;
    (option == "all" ? all : replace) = true;
  }
  peer.remove_private = {};
  if (statement.negated) return kUnderstood;
  if (replace && !all) return NotModelled(kRouting, "private numbers replaced only when all are private");
  const auto how = replace ? bgp::RemovePrivate::kReplace
                   : all   ? bgp::RemovePrivate::kAll
                           : bgp::RemovePrivate::kIfAllPrivate;
  peer.remove_private = {how, statement.span()};
  return kUnderstood;
}

Verdict ReadAllowOwnAs(Reader& reader, Statement& statement, BgpPeerFamilyText& peer) {
  if (statement.negated) return statement.words.Rest(), peer.allow_own_as = {}, kUnderstood;
  if (TakeWord(statement, "origin")) return NotModelled(kRouting, "own AS tolerated at the origin");
  std::uint32_t count = kOwnAsTolerated;
  if (!statement.words.done()) {
    const auto value = TakeNumber(reader, statement, 1, 10);
    if (!value) return kNotKnown;
    count = *value;
  }
  peer.allow_own_as = {count, statement.span()};
  return kUnderstood;
}

Verdict ReadDefaultOriginate(Statement& statement, BgpPeerFamilyText& peer) {
  const bool mapped = TakeWord(statement, "route-map");
  const Word name = mapped ? statement.words.Next() : Word();
  peer.default_originate = {};
  if (!statement.negated) peer.default_originate = {std::string(name.text), statement.span()};
  return kUnderstood;
}

Verdict ReadAdvertiseMap(Statement& statement, BgpPeerFamilyText& peer) {
  const Word map = statement.words.Next();
  const std::string_view kind = TakeOption(statement, {"exist-map", "non-exist-map"});
  const Word condition = statement.words.Next();
  if (kind.empty() || condition.empty()) return kNotKnown;
  peer.advertise_map = peer.condition_map = {};
  if (statement.negated) return kUnderstood;
  peer.advertise_map = {std::string(map.text), statement.span()};
  peer.condition_map = {std::string(condition.text), statement.span()};
  peer.when_present = kind == "exist-map";
  return kUnderstood;
}

Verdict ReadNextHopSelf(Statement& statement, BgpPeerFamilyText& peer) {
  const bool force = !TakeOption(statement, {"force", "all"}).empty();
  peer.next_hop_self = {};
  if (!statement.negated)
    peer.next_hop_self = {force ? bgp::NextHopSelf::kAlways : bgp::NextHopSelf::kLearnedByEbgp,
                          statement.span()};
  return kUnderstood;
}

Verdict ReadUnchanged(Statement& statement, BgpPeerFamilyText& peer) {
  const bool next_hop_only = TakeWord(statement, "next-hop") && statement.words.done();
  statement.words.Rest();
  if (!statement.negated && !next_hop_only) return NotModelled(kRouting, "attributes sent unchanged");
  peer.next_hop_unchanged = {!statement.negated, statement.span()};
  return kUnderstood;
}

/// What follows the name of a neighbour in the instance, and in a family.
constexpr std::string_view kInstanceWords[] = {"advertisement-interval",
                                               "bfd",
                                               "capability",
                                               "description",
                                               "disable-connected-check",
                                               "disable-link-bw-encoding-ieee",
                                               "dont-capability-negotiate",
                                               "ebgp-multihop",
                                               "enforce-first-as",
                                               "enforce-multihop",
                                               "extended-optional-parameters",
                                               "graceful-restart",
                                               "graceful-restart-disable",
                                               "graceful-restart-helper",
                                               "interface",
                                               "local-as",
                                               "local-role",
                                               "override-capability",
                                               "passive",
                                               "password",
                                               "path-attribute",
                                               "peer-group",
                                               "port",
                                               "remote-as",
                                               "sender-as-path-loop-detection",
                                               "shutdown",
                                               "solo",
                                               "strict-capability-match",
                                               "tcp-mss",
                                               "timers",
                                               "ttl-security",
                                               "update-source",
                                               "graceful-shutdown",
                                               "aigp",
                                               "oad",
                                               "upa",
                                               "send-nexthop-characteristics",
                                               "as-loop-detection",
                                               "extended-link-bandwidth",
                                               "ip-transparent",
                                               "delayopen",
                                               "rpki"};
constexpr std::string_view kFamilyWords[] = {"accept-own",
                                             "activate",
                                             "addpath-rx-paths-limit",
                                             "addpath-tx-all-paths",
                                             "addpath-tx-best-selected",
                                             "addpath-tx-bestpath-per-AS",
                                             "advertise-map",
                                             "allowas-in",
                                             "as-override",
                                             "attribute-unchanged",
                                             "capability",
                                             "dampening",
                                             "default-originate",
                                             "disable-addpath-rx",
                                             "distribute-list",
                                             "encapsulation-mpls",
                                             "encapsulation-srv6",
                                             "filter-list",
                                             "maximum-prefix",
                                             "maximum-prefix-out",
                                             "next-hop-self",
                                             "nexthop-local",
                                             "peer-group",
                                             "prefix-list",
                                             "remove-private-AS",
                                             "route-map",
                                             "route-reflector-client",
                                             "route-server-client",
                                             "send-community",
                                             "soft-reconfiguration",
                                             "soo",
                                             "unsuppress-map",
                                             "weight"};

}  // namespace

Verdict ReadNeighborOfInstance(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word.empty()) return kNotKnown;
  const std::string name = PeerName(word.text);
  const std::string_view what = TakeOption(statement, kInstanceWords);
  if (what.empty()) return kNotKnown;
  if (what == "capability" && statement.words.Peek() == "orf") return kNotKnown;  // of the family
  if (what == "remote-as") return ReadRemoteAs(reader, statement, name);
  if (what == "interface") return ReadUnnumbered(reader, statement, name);
  if (what == "peer-group") return ReadGroup(reader, statement, name);
  BgpPeerText& peer = PeerOf(reader, name, statement.span());
  if (what == "local-as") return ReadLocalAs(statement, peer);
  if (what == "ebgp-multihop") return ReadHops(reader, statement, peer);
  if (what == "ttl-security")
    return TakeWord(statement, "hops") ? ReadHops(reader, statement, peer) : kNotKnown;
  if (what == "disable-connected-check" || what == "enforce-multihop")
    return ReadFlag(statement, peer.no_connected_check);
  if (what == "enforce-first-as") return ReadFlag(statement, peer.enforce_first_as);
  if (what == "passive") return ReadFlag(statement, peer.passive);
  if (what == "sender-as-path-loop-detection" || what == "as-loop-detection") {
    peer.send_to_as_in_path = {statement.negated, statement.span()};
    return kUnderstood;
  }
  if (what == "shutdown") return statement.words.Rest(), ReadFlag(statement, peer.shutdown);
  if (what == "update-source") return ReadUpdateSource(statement, peer);
  if (what == "password") {
    peer.password = {};
    if (!statement.negated) peer.password = {TakeKeyDigest(statement), statement.span()};
    return statement.words.Rest(), kUnderstood;
  }
  const bool unsettled = what == "local-role" || what == "port" || what == "path-attribute" ||
                         what == "graceful-shutdown" || what == "aigp" || what == "oad" || what == "rpki" ||
                         what == "upa";
  if (unsettled) return statement.negated ? kNoEffect : NotModelled(kRouting, "BGP session option");
  return kNoEffect;
}

Verdict ReadNeighborOfFamily(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word.empty()) return kNotKnown;
  const std::string_view what = TakeOption(statement, kFamilyWords);
  if (what.empty()) return kNotKnown;
  const std::string name = PeerName(word.text);
  if (what == "peer-group") return ReadGroup(reader, statement, name);
  BgpPeerFamilyText& peer = PeerOf(reader, name, statement.span()).families[reader.bgp_family];
  if (what == "activate") return ReadFlag(statement, peer.activate);
  if (what == "route-map") return ReadFilter(statement, peer.route_map_in, peer.route_map_out);
  if (what == "prefix-list") return ReadFilter(statement, peer.prefix_list_in, peer.prefix_list_out);
  if (what == "filter-list") return ReadFilter(statement, peer.as_path_list_in, peer.as_path_list_out);
  if (what == "distribute-list") return ReadFilter(statement, peer.access_list_in, peer.access_list_out);
  if (what == "unsuppress-map") return ReadName(statement, peer.unsuppress_map);
  if (what == "default-originate") return ReadDefaultOriginate(statement, peer);
  if (what == "advertise-map") return ReadAdvertiseMap(statement, peer);
  if (what == "next-hop-self") return ReadNextHopSelf(statement, peer);
  if (what == "attribute-unchanged") return ReadUnchanged(statement, peer);
  if (what == "send-community") return ReadSendCommunity(statement, peer);
  if (what == "remove-private-AS") return ReadRemovePrivate(statement, peer);
  if (what == "allowas-in") return ReadAllowOwnAs(reader, statement, peer);
  if (what == "as-override") return ReadFlag(statement, peer.as_override);
  if (what == "route-reflector-client") return ReadFlag(statement, peer.reflector_client);
  if (what == "addpath-tx-all-paths") return ReadFlag(statement, peer.add_path_send);
  if (what == "disable-addpath-rx") return ReadFlag(statement, peer.no_add_path_receive);
  if (what == "weight") {
    peer.weight = {};
    if (statement.negated) return statement.words.Rest(), kUnderstood;
    const auto weight = TakeNumber(reader, statement, 0, 65535);
    if (!weight) return kNotKnown;
    return peer.weight = {*weight, statement.span()}, kUnderstood;
  }
  if (what == "soft-reconfiguration" || what == "addpath-rx-paths-limit" || what == "nexthop-local")
    return kNoEffect;
  return statement.negated ? kNoEffect : NotModelled(kRouting, "BGP option of a neighbour");
}

}  // namespace ringfence::formats::frr
