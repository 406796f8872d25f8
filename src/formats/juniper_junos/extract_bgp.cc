// `protocols bgp`: statements of the three levels (process, group, neighbour).
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/names.h"
#include "formats/juniper_junos/policy_book.h"
#include "formats/juniper_junos/secret.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::juniper_junos {
namespace {

using routing::bgp::BgpFamily;
using routing::bgp::RemovePrivate;

constexpr std::uint32_t kNumberMax = 0xffffffffU;
constexpr std::uint32_t kLoopsMax = 10;

// An AS number at the word; reports others.
std::optional<std::uint32_t> AsOf(Reader& reader, NodeId word) {
  const auto as = AsNumberIn(reader.word(word));
  if (!as || *as == 0) reader.Invalid(word, "not an AS number");
  return as && *as > 0 ? as : std::nullopt;
}

void ReadType(Reader& reader, NodeId node, BgpLevel& level) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const std::string_view word = reader.word(value);
  if (word != "internal" && word != "external") return reader.Invalid(value, "not a type of BGP group");
  level.internal = word == "internal";
}
void ReadPeerAs(Reader& reader, NodeId node, BgpLevel& level) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  if (const auto as = AsOf(reader, value)) level.peer_as = Stated<std::uint32_t>{*as, reader.SpanOf(value)};
}

// `local-as N [loops L] [private] [alias] [no-prepend-global-as]`.
void ReadLocalAs(Reader& reader, NodeId node, BgpLevel& level) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const auto as = AsOf(reader, value);
  if (!as) return;
  routing::bgp::LocalAs local;
  local.as = *as;
  std::vector<NodeId> options;
  for (const NodeId option : Children(reader, value)) options.push_back(option);
  // On one line the options follow each other: `private no-prepend-global-as`.
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string_view word = reader.word(options[i]);
    reader.Modelled(options[i], kRouting);
    if (word == "private") {
      local.no_prepend = true;
    } else if (word == "no-prepend-global-as") {
      local.replace_as = true;
    } else if (word == "alias") {
      local.dual_as = true;
    } else if (word == "loops") {
      level.local_as_loops = reader.Number(options[i], 1, kLoopsMax);
      continue;
    } else {
      reader.Unknown(options[i], kRouting);
    }
    for (const NodeId next : Children(reader, options[i])) options.push_back(next);
  }
  level.local_as = local;
}

void ReadMultihop(Reader& reader, NodeId node, BgpLevel& level) {
  MultihopText multihop;
  for (const NodeId child : Children(reader, node)) {
    reader.Modelled(child, kRouting);
    if (reader.word(child) == "ttl") {
      multihop.ttl = reader.Number(child, 1, 255).value_or(multihop.ttl);
    } else if (reader.word(child) == "no-nexthop-change") {
      multihop.keeps_next_hop = true;
    } else {
      reader.Unknown(child, kRouting);
    }
  }
  level.multihop = multihop;
}
void ReadLocalAddress(Reader& reader, NodeId node, BgpLevel& level) {
  level.local_address = reader.Address(node);
}
void ReadLocalInterface(Reader& reader, NodeId node, BgpLevel& level) {
  if (const NodeId value = reader.Value(node); value != kNone) level.local_interface = reader.word(value);
}
void ReadCluster(Reader& reader, NodeId node, BgpLevel& level) { level.cluster = reader.Address(node); }
void ReadMultipath(Reader& reader, NodeId node, BgpLevel& level) {
  MultipathText multipath{false, node};
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "multiple-as") {
      reader.Modelled(child);
      multipath.multiple_as = true;
    } else if (word == "disable") {
      reader.Modelled(child);
      level.multipath = MultipathText{};
      return;
    } else {
      reader.Unmodelled(child, kRouting, "options of BGP multipath");
    }
  }
  level.multipath = multipath;
}

void ReadImport(Reader& reader, NodeId node, BgpLevel& level) {
  level.imports = ReadPolicyNames(reader, node);
}
void ReadExport(Reader& reader, NodeId node, BgpLevel& level) {
  level.exports = ReadPolicyNames(reader, node);
}
template <std::optional<bool> BgpLevel::* kField>
void SetFlag(Reader&, NodeId, BgpLevel& level) {
  level.*kField = true;
}
template <std::optional<bool> BgpLevel::* kField>
void ClearFlag(Reader&, NodeId, BgpLevel& level) {
  level.*kField = false;
}

// `remove-private [all [replace [nearest]]] [no-peer-loop-check]`.
void ReadRemovePrivate(Reader& reader, NodeId node, BgpLevel& level) {
  level.remove_private = RemovePrivate::kLeading;
  std::vector<NodeId> work{node};
  while (!work.empty()) {
    const NodeId at = work.back();
    work.pop_back();
    for (const NodeId child : Children(reader, at)) {
      const std::string_view word = reader.word(child);
      reader.Modelled(child, kRouting);
      work.push_back(child);
      if (word == "all" && level.remove_private == RemovePrivate::kLeading) {
        level.remove_private = RemovePrivate::kAll;
      } else if (word == "replace") {
        level.remove_private = RemovePrivate::kReplace;
      } else if (word == "nearest" || word == "no-peer-loop-check") {
        reader.Unmodelled(child, kRouting, "options of private AS removal");
      }
    }
  }
}

void ReadKey(Reader& reader, NodeId node, BgpLevel& level) {
  if (const NodeId value = reader.Value(node); value != kNone)
    level.authentication = DigestOfSecret("md5", PlainSecret(reader.word(value)));
}
void ReadPreference(Reader& reader, NodeId node, BgpLevel& level) {
  level.preference = reader.Number(node, 0, kNumberMax);
}
void ReadLocalPreference(Reader& reader, NodeId node, BgpLevel& level) {
  level.local_preference = reader.Number(node, 0, kNumberMax);
}
// `N`, `igp [offset]`, `minimum-igp`.
void ReadMetricOut(Reader& reader, NodeId node, BgpLevel& level) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  if (reader.word(value) == "igp" && reader.tree.FirstChild(value) == kNone) {
    level.metric_of_igp = true;
  } else if (reader.word(value) == "igp" || reader.word(value) == "minimum-igp") {
    reader.Unmodelled(node, kRouting, "metric by calculation");
  } else {
    level.metric_out = reader.NumberOf(value, 0, kNumberMax);
  }
}

// --- families

void ReadFamilyOptions(Reader& reader, NodeId node, BgpFamilyText& family) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "loops") {
      reader.Modelled(child);
      family.loops = reader.Number(child, 1, kLoopsMax);
    } else if (word == "add-path") {
      reader.Modelled(child, kRouting);
      for (const NodeId way : Children(reader, child)) {
        reader.Modelled(way, kRouting);
        if (reader.word(way) == "receive") family.add_path_receive = true;
        if (reader.word(way) != "send") continue;
        family.add_path_send = true;
        for (const NodeId detail : Children(reader, way)) {
          reader.Unmodelled(detail, kRouting, "limits on additional paths");
        }
      }
    } else if (word == "graceful-restart" || word == "output-queue-priority" || word == "withdraw-priority" ||
               word == "route-refresh-priority" || word == "damping") {
      reader.Irrelevant(child);
    } else if (word == "prefix-limit" || word == "accepted-prefix-limit") {
      reader.Unmodelled(child, kRouting, "limit on the prefixes of a neighbour");
    } else if (word == "rib-group") {
      reader.Unmodelled(child, kRouting, "BGP routes in several tables");
    } else {
      reader.Unmodelled(child, kRouting, "options of a BGP address family");
    }
  }
}

struct FamilyWord {
  std::string_view word;
  BgpFamily family;
};
constexpr FamilyWord kFamilyWords[] = {{"inet", BgpFamily::kIpv4Unicast},
                                       {"inet6", BgpFamily::kIpv6Unicast},
                                       {"inet-vpn", BgpFamily::kVpnIpv4},
                                       {"inet6-vpn", BgpFamily::kVpnIpv6}};

// `family inet { unicast { ... } multicast; }`: `any` is both.
void ReadFamilyKinds(Reader& reader, NodeId node, BgpFamily family, std::vector<BgpFamilyText>& families) {
  for (const NodeId kind : Children(reader, node)) {
    const std::string_view word = reader.word(kind);
    if (word == "unicast" || word == "any") {
      reader.Modelled(kind, kRouting);
      BgpFamilyText text;
      text.family = family;
      text.span = reader.SpanOf(kind);
      ReadFamilyOptions(reader, kind, text);
      families.push_back(text);
    } else if (word == "multicast") {
      reader.Irrelevant(kind);
    } else if (word == "labeled-unicast") {
      reader.Unmodelled(kind, kPaths, "labelled BGP routes");
    } else if (word == "flow") {
      reader.Unmodelled(kind, kPaths, "flow specification");
    } else {
      reader.Unmodelled(kind, kRouting, "BGP address family");
    }
  }
}

// `family route-target { advertise-default; }` (RFC 4684): VPN routes are exchanged as they are asked for.
void ReadRouteTargets(Reader& reader, NodeId node, std::vector<BgpFamilyText>& families) {
  reader.Modelled(node, kRouting);
  BgpFamilyText text;
  text.family = BgpFamily::kRouteTarget;
  text.span = reader.SpanOf(node);
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "advertise-default") {
      reader.Modelled(child, kRouting);
      text.asks_for_all = true;
    } else if (word == "damping" || word == "graceful-restart") {
      reader.Irrelevant(child);
    } else {
      reader.Unmodelled(child, kRouting, "options of route target filters");
    }
  }
  families.push_back(text);
}

void ReadFamily(Reader& reader, NodeId node, BgpLevel& level) {
  std::vector<BgpFamilyText> families;
  for (const NodeId name : Children(reader, node)) {
    const std::string_view word = reader.word(name);
    bool read = false;
    for (const FamilyWord& entry : kFamilyWords) {
      if (entry.word != word) continue;
      reader.Modelled(name, kRouting);
      ReadFamilyKinds(reader, name, entry.family, families);
      read = true;
    }
    if (read) continue;
    if (word == "route-target") {
      ReadRouteTargets(reader, name, families);
    } else if (word == "traffic-engineering" || word == "inet-mvpn" || word == "inet6-mvpn" ||
               word == "inet-mdt" || word == "iso-vpn") {
      reader.Irrelevant(name);  // no unicast routes
    } else {
      reader.Unmodelled(name, kPaths, "BGP address family");
    }
  }
  // It brings no routes: others speak for the neighbour where it matters which is first.
  std::ranges::stable_partition(
      families, [](const BgpFamilyText& family) { return family.family != BgpFamily::kRouteTarget; });
  level.families = std::move(families);
}

constexpr auto kLevelRules = std::to_array<Rule<BgpLevel>>({
    Reads("type", &ReadType),
    Reads("peer-as", &ReadPeerAs),
    Reads("local-as", &ReadLocalAs, kRouting),
    Reads("multihop", &ReadMultihop, kRouting),
    Reads("local-address", &ReadLocalAddress),
    Reads("local-interface", &ReadLocalInterface),
    Reads("cluster", &ReadCluster),
    Reads("multipath", &ReadMultipath, kRouting),
    Reads("import", &ReadImport),
    Reads("export", &ReadExport),
    Reads("family", &ReadFamily, kRouting),
    Reads("advertise-peer-as", &SetFlag<&BgpLevel::advertise_peer_as>),
    Reads("no-advertise-peer-as", &ClearFlag<&BgpLevel::advertise_peer_as>),
    Reads("advertise-inactive", &SetFlag<&BgpLevel::advertise_inactive>),
    Reads("as-override", &SetFlag<&BgpLevel::as_override>),
    Reads("passive", &SetFlag<&BgpLevel::passive>),
    Reads("vpn-apply-export", &SetFlag<&BgpLevel::vpn_apply_export>),
    Reads("no-client-reflect", &SetFlag<&BgpLevel::no_client_reflect>),
    Reads("shutdown", &SetFlag<&BgpLevel::shutdown>),
    Reads("remove-private", &ReadRemovePrivate, kRouting),
    Reads("authentication-key", &ReadKey),
    Reads("preference", &ReadPreference),
    Reads("local-preference", &ReadLocalPreference),
    Reads("metric-out", &ReadMetricOut, kRouting),
    Ignores<BgpLevel>("description"),
    Ignores<BgpLevel>("hold-time"),
    Ignores<BgpLevel>("keepalive"),
    Lacks<BgpLevel>("minimum-hold-time", kRouting, "sessions refused by their hold time"),
    Ignores<BgpLevel>("precision-timers"),
    Ignores<BgpLevel>("idle-after-switch-over"),
    Ignores<BgpLevel>("damping"),
    Ignores<BgpLevel>("traceoptions"),
    Ignores<BgpLevel>("log-updown"),
    Ignores<BgpLevel>("no-log-updown"),
    Ignores<BgpLevel>("graceful-restart"),
    Lacks<BgpLevel>("graceful-shutdown", kRouting, "graceful shutdown of BGP sessions"),
    Ignores<BgpLevel>("bfd-liveness-detection"),
    Ignores<BgpLevel>("mtu-discovery"),
    Ignores<BgpLevel>("no-mtu-discovery"),
    Ignores<BgpLevel>("tcp-mss"),
    Ignores<BgpLevel>("tcp-aggressive-transmission"),
    Ignores<BgpLevel>("out-delay"),
    Ignores<BgpLevel>("keep"),
    Ignores<BgpLevel>("bgp-error-tolerance"),
    Ignores<BgpLevel>("include-mp-next-hop"),
    Ignores<BgpLevel>("no-aggregator-id"),
    Ignores<BgpLevel>("advertise-from-main-vpn-tables"),
    Lacks<BgpLevel>("disable-4byte-as", kRouting, "AS numbers of two bytes"),
    Ignores<BgpLevel>("update-threading"),
    Ignores<BgpLevel>("rib-sharding"),
    Ignores<BgpLevel>("output-queue-priority"),
    Ignores<BgpLevel>("send-buffer"),
    Ignores<BgpLevel>("receive-buffer"),
    Lacks<BgpLevel>("authentication-algorithm", kRouting, "BGP authentication by key chain"),
    Lacks<BgpLevel>("authentication-key-chain", kRouting, "BGP authentication by key chain"),
    Lacks<BgpLevel>("ipsec-sa", kRouting, "BGP over a security association"),
    Lacks<BgpLevel>("tls", kRouting, "BGP over TLS"),
    Lacks<BgpLevel>("accept-remote-nexthop", kRouting, "next hop beyond the neighbour's subnet"),
    Lacks<BgpLevel>("advertise-external", kRouting, "advertisement of the best external route"),
    Lacks<BgpLevel>("aigp", kRouting, "accumulated IGP metric"),
    Lacks<BgpLevel>("outbound-route-filter", kRouting, "outbound route filters"),
    Lacks<BgpLevel>("egress-te", kRouting, "egress traffic engineering"),
    Lacks<BgpLevel>("hops-maximum", kRouting, "limit on session hops"),
    Lacks<BgpLevel>("ttl", kRouting, "limit on session hops"),
    Lacks<BgpLevel>("dynamic-neighbor", kRouting, "dynamic BGP neighbours by template"),
    Lacks<BgpLevel>("link-bandwidth", kRouting, "unequal load balancing"),
    Lacks<BgpLevel>("validation", kRouting, "route origin validation"),
});

// --- groups and the process

void ReadPeers(Reader& reader, NodeId node, BgpGroup& group) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting);
    const auto address = reader.AddressOf(name);
    if (!address) continue;
    BgpPeer& peer = group.peers.emplace_back();
    peer.address = *address;
    peer.span = reader.SpanOf(name);
    peer.level.node = name;
    Dispatch(reader, name, peer.level, std::span<const Rule<BgpLevel>>(kLevelRules));
  }
}

// `allow [ P ... ]`, `allow all`.
void ReadAllowed(Reader& reader, NodeId node, BgpGroup& group) {
  for (const NodeId word : Children(reader, node)) {
    reader.Modelled(word);
    if (reader.word(word) == "all") {
      group.allowed.push_back(net::Prefix::Of(net::IpAddress::V4(0), 0));
      group.allowed.push_back(*net::ParsePrefix("::/0"));
    } else if (const auto prefix = reader.PrefixOf(word)) {
      group.allowed.push_back(*prefix);
    }
  }
}

void ReadGroups(Reader& reader, NodeId node, BgpText& bgp) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kRouting);
    BgpGroup& group = bgp.groups.emplace_back();
    group.name = reader.word(name);
    group.span = reader.SpanOf(name);
    group.level.node = name;
    Dispatch(reader, name, group.level, std::span<const Rule<BgpLevel>>(kLevelRules));
    for (const NodeId child : Children(reader, name)) {
      const std::string_view word = reader.word(child);
      if (word != "neighbor" && word != "allow") continue;
      reader.Modelled(child, kRouting);
      word == "neighbor" ? ReadPeers(reader, child, group) : ReadAllowed(reader, child, group);
    }
  }
}

void ReadSelection(Reader& reader, NodeId node, BgpText& bgp) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kRouting);
    if (word == "cisco-non-deterministic") {
      bgp.med_by_arrival = true;
    } else if (word == "always-compare-med") {
      bgp.always_compare_med = true;
    } else if (word == "external-router-id") {
      bgp.router_id_before_age = true;
    } else if (word == "as-path-ignore") {
      bgp.ignore_as_path = true;
    } else {
      reader.Unmodelled(child, kRouting, "BGP path selection");
    }
  }
}
void ReadFirstAs(Reader&, NodeId, BgpText& bgp) { bgp.enforce_first_as = true; }
void ReadDisable(Reader&, NodeId, BgpText& bgp) { bgp.disabled = true; }

constexpr auto kProcessRules = std::to_array<Rule<BgpText>>({
    Reads("group", &ReadGroups, kRouting),
    Reads("path-selection", &ReadSelection, kRouting),
    Reads("enforce-first-as", &ReadFirstAs),
    Reads("disable", &ReadDisable),
    Lacks<BgpText>("bmp", Impact::kCopying, "route monitoring export"),
});

}  // namespace

void ExtractBgp(Reader& reader, NodeId node, InstanceText& instance) {
  BgpText& bgp = instance.bgp.emplace();
  bgp.span = reader.SpanOf(node);
  bgp.level.node = node;
  Dispatch(reader, node, bgp.level, std::span<const Rule<BgpLevel>>(kLevelRules));
  Dispatch(reader, node, bgp, std::span<const Rule<BgpText>>(kProcessRules));
}

}  // namespace ringfence::formats::juniper_junos
