// `neighbor X ...`: addresses, interfaces and groups; in an address family or for all of them.

#include <fmt/format.h>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

std::size_t NeighborOf(Reader& reader, const std::string& name, base::Span span) {
  std::vector<NeighborText>& neighbors = reader.bgp_vrf().neighbors;
  const auto known = std::ranges::find(neighbors, name, &NeighborText::name);
  const auto index = static_cast<std::size_t>(known - neighbors.begin());
  if (known == neighbors.end()) {
    neighbors.push_back({.name = name, .address = net::ParseAddress(name), .span = span});
    neighbors.back().is_group = !neighbors.back().address;
  }
  return index;
}

Verdict ReadPeerGroup(Reader& reader, Statement& statement) {
  const Word name = statement.words.Next();
  NeighborText& neighbor = reader.neighbor();
  if (!neighbor.is_group) {
    neighbor.group = {statement.negated ? "" : std::string(name.text), statement.span()};
    return kUnderstood;
  }
  // `neighbor G peer group` says that G is a group; a group in a group is not written by any release.
  return name.empty() ? kUnderstood : kNotKnown;
}

Verdict ReadRemoteAs(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.neighbor().remote_as = {}, statement.words.Rest(), kUnderstood;
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  reader.neighbor().remote_as = {*as, statement.span()};
  return kUnderstood;
}

Verdict ReadLocalAs(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.neighbor().local_as = {}, statement.words.Rest(), kUnderstood;
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  bgp::LocalAs local{.as = *as};
  while (!statement.words.done()) {
    if (statement.words.Accept("no-prepend")) {
      local.no_prepend = true;
    } else if (statement.words.Accept("replace-as")) {
      local.replace_as = true;
    } else if (statement.words.Accept("fallback")) {
      local.dual_as = true;
    } else {
      return kNotKnown;
    }
  }
  reader.neighbor().local_as = {local, statement.span()};
  return kUnderstood;
}

Verdict ReadUpdateSource(Reader& reader, Statement& statement) {
  reader.neighbor().update_source = {statement.negated ? "" : TakeInterfaceName(statement.words),
                                     statement.span()};
  if (statement.negated) statement.words.Rest();
  return kUnderstood;
}

Verdict ReadMultihop(Reader& reader, Statement& statement) {
  Setting<std::uint32_t>& hops = reader.neighbor().multihop;
  if (statement.negated) return hops = {1, statement.span()}, statement.words.Rest(), kUnderstood;
  const auto number = statement.words.done() ? std::optional(255U) : TakeNumber(reader, statement, 1, 255);
  if (!number) return kNotKnown;
  hops = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  if (statement.words.Accept("reason")) statement.words.Rest();
  reader.neighbor().shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadPassive(Reader& reader, Statement& statement) {
  if (statement.words.Accept("connection-mode")) statement.words.Accept("passive");
  reader.neighbor().passive = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadEnforceFirstAs(Reader& reader, Statement& statement) {
  reader.neighbor().enforce_first_as = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadPassword(Reader& reader, Statement& statement) {
  const std::string digest = TakeKeyDigest(statement);
  reader.neighbor().password = {statement.negated ? "" : digest, statement.span()};
  return kUnderstood;
}

Verdict ReadActivate(Reader& reader, Statement& statement) {
  reader.neighbor_settings().active = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadPolicy(Reader& reader, Statement& statement, Setting<std::string> NeighborSettings::* in,
                   Setting<std::string> NeighborSettings::* out) {
  // `no neighbor X route-map in` names no map.
  const std::string_view first = statement.words.Peek().text;
  const bool nameless = statement.negated && (first == "in" || first == "out");
  const std::string name(nameless ? "-" : statement.words.Next().text);
  const bool inbound = statement.words.Accept("in");
  if (name.empty() || (!inbound && !statement.words.Accept("out"))) return kNotKnown;
  reader.neighbor_settings().*(inbound ? in : out) = {statement.negated ? "" : name, statement.span()};
  return kUnderstood;
}

Verdict ReadRouteMap(Reader& reader, Statement& statement) {
  return ReadPolicy(reader, statement, &NeighborSettings::map_in, &NeighborSettings::map_out);
}
Verdict ReadPrefixList(Reader& reader, Statement& statement) {
  return ReadPolicy(reader, statement, &NeighborSettings::list_in, &NeighborSettings::list_out);
}

template <Setting<bool> NeighborSettings::* kField>
Verdict ReadFlag(Reader& reader, Statement& statement) {
  reader.neighbor_settings().*kField = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadSendCommunity(Reader& reader, Statement& statement) {
  CommunitiesSent sent = reader.neighbor_settings().communities.value;
  const bool on = !statement.negated;
  if (statement.words.done()) sent = {on, on, on};
  // `standard extended` names the whole set; `add` and `remove` change it.
  const bool change = statement.words.Accept("add") || statement.words.Peek() == "remove" || !on;
  const bool value = on && !statement.words.Accept("remove");
  if (!change && !statement.words.done()) sent = {};
  while (!statement.words.done()) {
    const Word word = statement.words.Next();
    bool* kind = word == "standard"   ? &sent.standard
                 : word == "extended" ? &sent.extended
                 : word == "large"    ? &sent.large
                                      : nullptr;
    if (kind == nullptr) {
      if (word == "link-bandwidth") return NotModelled(Impact::kForwarding, "unequal cost paths");
      return kNotKnown;
    }
    *kind = value;
  }
  reader.neighbor_settings().communities = {sent, statement.span()};
  return kUnderstood;
}

Verdict ReadAllowOwnAs(Reader& reader, Statement& statement) {
  Setting<std::uint32_t>& allow = reader.neighbor_settings().allow_own_as;
  if (statement.negated) return allow = {0, statement.span()}, statement.words.Rest(), kUnderstood;
  const auto number = statement.words.done() ? std::optional(3U) : TakeNumber(reader, statement, 1, 10);
  if (!number) return kNotKnown;
  allow = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadWeight(Reader& reader, Statement& statement) {
  Setting<std::uint32_t>& weight = reader.neighbor_settings().weight;
  if (statement.negated) return weight = {}, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 0, 65535);
  if (!number) return kNotKnown;
  weight = {*number, statement.span()};
  return kUnderstood;
}

Verdict ReadRemovePrivate(Reader& reader, Statement& statement) {
  Setting<bgp::RemovePrivate>& remove = reader.neighbor_settings().remove_private;
  if (statement.words.Accept("ingress"))
    return statement.negated ? kNoEffect : NotModelled(kRouting, "private AS removed from learned routes");
  if (statement.negated)
    return remove = {bgp::RemovePrivate::kNo, statement.span()}, statement.words.Rest(), kUnderstood;
  remove = {bgp::RemovePrivate::kIfAllPrivate, statement.span()};
  if (statement.words.Accept("all")) remove.value = bgp::RemovePrivate::kAll;
  if (statement.words.Accept("replace-as")) remove.value = bgp::RemovePrivate::kReplace;
  return kUnderstood;
}

Verdict ReadDefaultOriginate(Reader& reader, Statement& statement) {
  DefaultOriginateText text{.on = !statement.negated};
  while (!statement.words.done()) {
    if (statement.words.Accept("route-map")) {
      text.route_map = std::string(statement.words.Next().text);
    } else if (statement.words.Accept("always")) {
      text.always = true;
    } else {
      return kNotKnown;
    }
  }
  reader.neighbor_settings().default_originate = {text, statement.span()};
  return kUnderstood;
}

Verdict ReadAsPath(Reader& reader, Statement& statement) {
  if (statement.words.Accept("remote-as") && statement.words.Accept("replace") &&
      statement.words.Accept("out")) {
    reader.neighbor_settings().as_override = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  return statement.words.Rest(), statement.negated ? kNoEffect : NotModelled(kRouting, "AS path rewriting");
}

Verdict ReadAdditionalPaths(Reader& reader, Statement& statement) {
  const Setting<bool> on{!statement.negated, statement.span()};
  if (statement.words.Accept("receive")) return reader.neighbor_settings().add_path_receive = on, kUnderstood;
  if (!statement.words.Accept("send")) return kNotKnown;
  const bool any = statement.words.Accept("any");
  if (!any && on.value) return statement.words.Rest(), NotModelled(kRouting, "some additional paths");
  return statement.words.Rest(), reader.neighbor_settings().add_path_send = on, kUnderstood;
}

/// `next-hop address-family ipv6 [originate]`: what unnumbered neighbours do anyway.
Verdict ReadNextHop(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("address-family") || !statement.words.Accept("ipv6")) return kNotKnown;
  statement.words.Accept("originate");
  reader.neighbor_settings().next_hop6 = {!statement.negated, statement.span()};
  return kUnderstood;
}

constexpr std::uint8_t kRoutes = kRouting;

/// The system limits every neighbour to 12000 routes anyway; only a lower limit that does not just warn
/// counts.
Verdict ReadLimit(Reader&, Statement& statement) {
  constexpr std::uint32_t kDefaultLimit = 12000;
  const auto limit = statement.words.AcceptNumber(0, 0xffffffffU);
  const bool warns = statement.words.line().find("warning-only") != std::string_view::npos;
  if (statement.negated || warns || !limit || *limit == 0 || *limit >= kDefaultLimit) return kNoEffect;
  return NotModelled(kRouting, "limit on the prefixes of a neighbour");
}

/// Two passive ends, or two ports, make no session.
Verdict ReadTransport(Reader&, Statement& statement) {
  const std::string_view line = statement.words.line();
  const bool who =
      line.find("passive") != std::string_view::npos || line.find("port") != std::string_view::npos;
  return who && !statement.negated ? NotModelled(kRouting, "who opens a BGP session") : kNoEffect;
}

constexpr Keyword kNeighborKeywords[] = {
    {"activate", ReadActivate},
    {"additional-paths", ReadAdditionalPaths},
    {"aigp-session", nullptr, NotModelled(kRoutes, "accumulated IGP metric")},
    {"allowas-in", ReadAllowOwnAs},
    {"as-path", ReadAsPath},
    {"auto-local-addr"},
    {"bfd"},
    {"bmp-monitoring"},
    {"connection-mode", ReadPassive},
    {"default-originate", ReadDefaultOriginate},
    {"description"},
    {"dont-capability-negotiate", nullptr, NotModelled(kRouting, "session without capabilities")},
    {"ebgp-multihop", ReadMultihop},
    {"encapsulation", nullptr, NotModelled(kPaths, "EVPN")},
    {"enforce-first-as", ReadEnforceFirstAs},
    {"export-localpref", nullptr, NotModelled(kRoutes, "local preference to other systems")},
    {"fall-over"},
    {"graceful-restart"},
    {"graceful-restart-helper"},
    {"graceful-shutdown", nullptr, NotModelled(kRouting, "graceful shutdown of BGP sessions")},
    {"idle-restart-timer"},
    {"import-localpref", nullptr, NotModelled(kRoutes, "local preference of learned routes")},
    {"link-bandwidth", nullptr, NotModelled(Impact::kForwarding, "unequal cost paths")},
    {"local-as", ReadLocalAs},
    {"local-v4-addr", nullptr, NotModelled(Impact::kRouting4, "next hop of another family")},
    {"local-v6-addr", nullptr, NotModelled(Impact::kRouting6, "next hop of another family")},
    {"log"},
    {"maximum-accepted-routes", ReadLimit},
    {"maximum-routes", ReadLimit},
    {"metric-out", nullptr, NotModelled(kRoutes, "metric to a neighbour")},
    {"missing-policy", nullptr, NotModelled(kRoutes, "missing policy of one neighbour")},
    {"monitoring"},
    {"next-hop", ReadNextHop},
    {"next-hop-peer", nullptr, NotModelled(kRoutes, "next hop of learned routes")},
    {"next-hop-self", ReadFlag<&NeighborSettings::next_hop_self>},
    {"next-hop-unchanged", ReadFlag<&NeighborSettings::next_hop_unchanged>},
    {"out-delay"},
    {"passive", ReadPassive},
    {"password", ReadPassword},
    {"peer-group", ReadPeerGroup},
    {"peer-tag"},
    {"prefix-list", ReadPrefixList},
    {"remote-as", ReadRemoteAs},
    {"remove-private-as", ReadRemovePrivate},
    {"rib-in"},
    {"route-map", ReadRouteMap},
    {"route-reflector-client", ReadFlag<&NeighborSettings::reflector_client>},
    {"route-target", nullptr, NotModelled(kRoutes, "route target filter")},
    {"route-to-peer"},
    {"rpki", nullptr, NotModelled(kRoutes, "route origin validation")},
    {"send-community", ReadSendCommunity},
    {"session"},
    {"shutdown", ReadShutdown},
    {"soft-reconfiguration"},
    {"timers"},
    {"transport", ReadTransport},
    {"ttl", nullptr, NotModelled(kRoutes, "TTL security")},
    {"ucmp", nullptr, NotModelled(Impact::kForwarding, "unequal cost paths")},
    {"update-source", ReadUpdateSource},
    {"weight", ReadWeight},
};
static_assert(IsSorted(std::span<const Keyword>(kNeighborKeywords)));

/// Takes `peer-group G` and who may be there: `remote-as N` or `peer-filter F`.
bool TakeDynamic(Reader& reader, Statement& statement, NeighborText& neighbor) {
  if (!statement.words.Accept("peer-group") &&
      !(statement.words.Accept("peer") && statement.words.Accept("group")))
    return false;
  neighbor.group = {std::string(statement.words.Next().text), statement.span()};
  if (statement.words.Accept("peer-id")) {
    if (!statement.words.Accept("include") || !statement.words.Accept("router-id")) return false;
  }
  if (statement.words.Accept("peer-filter")) {
    neighbor.peer_filter = {std::string(statement.words.Next().text), statement.span()};
  } else if (statement.words.Accept("remote-as")) {
    const auto as = TakeAs(reader, statement);
    if (!as) return false;
    neighbor.remote_as = {*as, statement.span()};
  }
  return true;
}

/// `neighbor interface Ethernet1-4 peer-group G remote-as N`: one neighbour a link.
Verdict ReadInterfaceNeighbors(Reader& reader, Statement& statement) {
  const std::vector<std::string> names = NamesOfRange(TakeInterfaceName(statement.words));
  if (names.empty() || names.front().empty()) return kNotKnown;
  NeighborText neighbor{.name = "", .span = statement.span()};
  if (!TakeDynamic(reader, statement, neighbor) && !statement.negated) return kNotKnown;
  std::vector<NeighborText>& neighbors = reader.bgp_vrf().neighbors;
  for (const std::string& name : names) {
    neighbor.name = neighbor.interface = name;
    std::erase_if(neighbors, [&name](const NeighborText& known) { return known.interface == name; });
    if (!statement.negated) neighbors.push_back(neighbor);
  }
  if (statement.negated) statement.words.Rest();
  return kUnderstood;
}

}  // namespace

Verdict ReadBgpNeighbor(Reader& reader, Statement& statement) {
  if (statement.words.Accept("interface")) return ReadInterfaceNeighbors(reader, statement);
  const Word name = statement.words.Next();
  if (name.empty()) return reader.Invalid(statement, name, "the neighbour is missing");
  if (name.text.find('%') != std::string_view::npos)
    return NotModelled(kRouting, "neighbour by link-local address");
  if (statement.negated && statement.words.done()) {
    std::erase_if(reader.bgp_vrf().neighbors,
                  [&name](const NeighborText& known) { return known.name == name.text; });
    return kUnderstood;
  }
  reader.neighbor_index = NeighborOf(reader, std::string(name.text), statement.span());
  if (statement.words.Peek() == "peer") {
    statement.words.Next();
    return statement.words.Accept("group") ? ReadPeerGroup(reader, statement) : kNotKnown;
  }
  return reader.Dispatch(kNeighborKeywords, statement);
}

/// `bgp listen range P peer-group G ...`.
Verdict ReadBgpListen(Reader& reader, Statement& statement) {
  if (statement.words.Accept("limit")) return kNoEffect;
  if (!statement.words.Accept("range")) return kNotKnown;
  const Word word = statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  if (!prefix) return reader.Invalid(statement, word, fmt::format("'{}' is not a prefix", word.text));
  NeighborText neighbor{
      .name = std::string(word.text), .listen_range = prefix->subnet(), .span = statement.span()};
  if (!TakeDynamic(reader, statement, neighbor) && !statement.negated) return kNotKnown;
  std::vector<NeighborText>& neighbors = reader.bgp_vrf().neighbors;
  std::erase_if(neighbors, [&neighbor](const NeighborText& known) {
    return known.listen_range == neighbor.listen_range;
  });
  if (!statement.negated) neighbors.push_back(std::move(neighbor));
  if (statement.negated) statement.words.Rest();
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
