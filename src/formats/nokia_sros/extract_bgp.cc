// BGP: the process, groups and neighbours share most leaves.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr std::uint32_t kMax = 0xffffffffU;

template <std::vector<Name> BgpLeaves::* kMember>
void ReadPolicies(Reader& reader, NodeId block, BgpLeaves& to) {
  constexpr Rule<BgpLeaves> kRules[] = {Names<kMember>("policy")};
  Dispatch(reader, block, to, std::span(kRules));
}

// `ipv4 true`: each child is a family with a flag.
void ReadFamilies(Reader& reader, NodeId block, BgpLeaves& to) {
  constexpr std::string_view kKnown[] = {"ipv4", "ipv6", "vpn-ipv4", "vpn-ipv6", "evpn", "route-target"};
  for (const NodeId id : Children(reader, block)) {
    if (std::ranges::find(kKnown, reader.word(id)) == std::end(kKnown)) {
      reader.Unmodelled(id, Impact::kForwarding, "BGP family");
      continue;
    }
    reader.Modelled(id);
    const NodeId value = reader.tree.Value(id);
    if (value == kNone) continue;
    reader.Modelled(value);
    if (const auto on = reader.Flag(value))
      to.families.emplace_back(Name{reader.word(id), id, reader.SpanOf(id)}, *on);
  }
}

constexpr Rule<BgpLeaves> kClusterRules[] = {Address<&BgpLeaves::cluster>("cluster-id")};
constexpr Rule<BgpLeaves> kLocalAsRules[] = {
    Number<&BgpLeaves::local_as, 1, kMax>("as-number"),
    Flag<&BgpLeaves::local_as_private>("private"),
    Flag<&BgpLeaves::prepend_global_as>("prepend-global-as"),
};
constexpr Rule<BgpLeaves> kSendRules[] = {
    Flag<&BgpLeaves::send_standard>("standard"),
    Flag<&BgpLeaves::send_extended>("extended"),
    Flag<&BgpLeaves::send_large>("large"),
};
constexpr Rule<BgpLeaves> kRejectRules[] = {
    Flag<&BgpLeaves::reject_import>("import"),
    Flag<&BgpLeaves::reject_export>("export"),
};
constexpr Rule<BgpLeaves> kUnchangedRules[] = {
    Flag<&BgpLeaves::next_hop_unchanged>("ipv4"),     Flag<&BgpLeaves::next_hop_unchanged>("ipv6"),
    Flag<&BgpLeaves::next_hop_unchanged>("vpn-ipv4"), Flag<&BgpLeaves::next_hop_unchanged>("vpn-ipv6"),
    Flag<&BgpLeaves::next_hop_unchanged>("evpn"),
};

// `send-default { ipv4 true ipv6 true export-policy "p" }`.
constexpr Rule<BgpLeaves> kDefaultRules[] = {
    Flag<&BgpLeaves::default4>("ipv4"),
    Flag<&BgpLeaves::default6>("ipv6"),
    Leaf<BgpLeaves>("export-policy",
                    [](Reader& reader, NodeId value, BgpLeaves& to) {
                      to.default_policy4 =
                          to.default_policy6 = {reader.word(value), value, reader.SpanOf(value)};
                    }),
};

void ReadRemovePrivate(Reader& reader, NodeId block, BgpLeaves& to) {
  const auto set = [&](std::string_view how) { to.remove_private = {how, block, reader.SpanOf(block)}; };
  set("all");
  for (const NodeId id : Children(reader, block)) {
    const std::string_view word = reader.word(id);
    reader.Modelled(id);
    const NodeId value = reader.tree.Value(id);
    if (value != kNone) reader.Modelled(value);
    const bool on = value == kNone || reader.word(value) == "true";
    if (word == "skip-peer-as" && on) {
      reader.Unmodelled(id, kRouting, "private numbers of the neighbour kept");
    } else if (word == "limited" || word == "replace") {
      if (on) set(word == "limited" ? "limited" : "replace");
    } else if (word != "skip-peer-as" && word != "true" && word != "false") {
      reader.Unknown(id);
    }
    if (word == "false") to.remove_private = {};
  }
}

// `add-paths { ipv4 { send 2 receive true } }`.
void ReadAddPaths(Reader& reader, NodeId block, BgpLeaves& to) {
  for (const NodeId family : Children(reader, block)) {
    reader.Modelled(family);
    const Name name{reader.word(family), family, reader.SpanOf(family)};
    for (const NodeId id : Children(reader, family)) {
      const NodeId value = reader.tree.Value(id);
      if (value == kNone || (reader.word(id) != "send" && reader.word(id) != "receive")) continue;
      reader.Modelled(id);
      reader.Modelled(value);
      if (reader.word(value) == "false" || reader.word(value) == "none") continue;
      (reader.word(id) == "send" ? to.add_path_send : to.add_path_receive).push_back(name);
    }
  }
}

void ReadLocalAddress(Reader& reader, NodeId value, BgpLeaves& to) {
  if (const auto address = net::ParseAddress(reader.word(value))) {
    reader.Keep(value, address, to.local_address);
  } else {
    to.local_interface = {reader.word(value), value, reader.SpanOf(value)};
  }
}

void ReadHops(Reader& reader, NodeId value, BgpLeaves& to) {
  reader.Keep(value, reader.Number(value, 1, 255), to.hops);
}

// Timers, monitoring and graceful restart change how fast things happen, not where they end. A route that
// goes back to the neighbour it came from is dropped there for its AS path: split horizon changes nothing.
constexpr Rule<BgpLeaves> kLeafRules[] = {
    AdminState<&BgpLeaves::admin>(),
    Text<&BgpLeaves::type>("type"),
    Number<&BgpLeaves::peer_as, 1, kMax>("peer-as"),
    Block<BgpLeaves>("local-as",
                     [](Reader& reader, NodeId block, BgpLeaves& to) {
                       Dispatch(reader, block, to, std::span(kLocalAsRules));
                     }),
    Leaf<BgpLeaves>("local-address", &ReadLocalAddress),
    Leaf<BgpLeaves>("multihop", &ReadHops),
    Number<&BgpLeaves::preference, 1, 255>("preference"),
    Number<&BgpLeaves::local_preference, 0, kMax>("local-preference"),
    Number<&BgpLeaves::med, 0, kMax>("med-out"),
    Block<BgpLeaves>("cluster", [](Reader& reader, NodeId block,
                                   BgpLeaves& to) { Dispatch(reader, block, to, std::span(kClusterRules)); }),
    Flag<&BgpLeaves::next_hop_self>("next-hop-self"),
    Block<BgpLeaves>("next-hop-unchanged",
                     [](Reader& reader, NodeId block, BgpLeaves& to) {
                       Dispatch(reader, block, to, std::span(kUnchangedRules));
                     }),
    Flag<&BgpLeaves::third_party>("third-party-nexthop"),
    Flag<&BgpLeaves::advertise_inactive>("advertise-inactive"),
    Flag<&BgpLeaves::as_override>("as-override"),
    Flag<&BgpLeaves::passive>("passive"),
    Block<BgpLeaves>("remove-private", &ReadRemovePrivate),
    Text<&BgpLeaves::loop_detect>("loop-detect"),
    Number<&BgpLeaves::loop_threshold, 0, 15>("loop-detect-threshold"),
    Block<BgpLeaves>("send-communities",
                     [](Reader& reader, NodeId block, BgpLeaves& to) {
                       Dispatch(reader, block, to, std::span(kSendRules));
                     }),
    Block<BgpLeaves>("send-default",
                     [](Reader& reader, NodeId block, BgpLeaves& to) {
                       Dispatch(reader, block, to, std::span(kDefaultRules));
                     }),
    Block<BgpLeaves>("ebgp-default-reject-policy",
                     [](Reader& reader, NodeId block, BgpLeaves& to) {
                       Dispatch(reader, block, to, std::span(kRejectRules));
                     }),
    Flag<&BgpLeaves::default_target>("default-route-target"),
    Flag<&BgpLeaves::vpn_import>("vpn-apply-import"),
    Flag<&BgpLeaves::vpn_export>("vpn-apply-export"),
    Flag<&BgpLeaves::enforce_first_as>("enforce-first-as"),
    Text<&BgpLeaves::key>("authentication-key"),
    Text<&BgpLeaves::keychain>("authentication-keychain"),
    Block<BgpLeaves>("import", &ReadPolicies<&BgpLeaves::imports>),
    Block<BgpLeaves>("export", &ReadPolicies<&BgpLeaves::exports>),
    Block<BgpLeaves>("family", &ReadFamilies),
    Block<BgpLeaves>("add-paths", &ReadAddPaths),
    Lacks<BgpLeaves>("aigp", kRouting, "AIGP metric"),
    Lacks<BgpLeaves>("damping", kRouting, "damping"),
    Lacks<BgpLeaves>("prefix-limit", kRouting, "limit of routes"),
    Lacks<BgpLeaves>("ttl-security", kRouting, "check of the TTL"),
    Lacks<BgpLeaves>("peer-tracking-policy", kRouting, "session tied to a route"),
    Lacks<BgpLeaves>("outbound-route-filtering", kRouting, "filters by the neighbour"),
    Lacks<BgpLeaves>("link-bandwidth", Impact::kForwarding, "unequal load sharing"),
    Lacks<BgpLeaves>("extended-nh-encoding", Impact::kRouting4, "IPv4 over IPv6 next hops"),
    Lacks<BgpLeaves>("advertise-ipv6-next-hops", Impact::kRouting4, "IPv4 over IPv6 next hops"),
    Lacks<BgpLeaves>("multihop-ttl", kRouting, "TTL of the session"),
    Lacks<BgpLeaves>("origin-validation", kRouting, "origin validation"),
    Lacks<BgpLeaves>("evpn-link-bandwidth", Impact::kForwarding, "unequal load sharing"),
    Lacks<BgpLeaves>("egress-engineering", Impact::kForwarding, "egress engineering"),
    Lacks<BgpLeaves>("egress-peer-engineering", Impact::kForwarding, "egress engineering"),
    Lacks<BgpLeaves>("advertise-ldp-prefix", Impact::kForwarding, "labels for LDP prefixes"),
    Lacks<BgpLeaves>("label-preference", Impact::kForwarding, "labelled routes"),
    Lacks<BgpLeaves>("segment-routing-v6", Impact::kForwarding, "SRv6"),
    Lacks<BgpLeaves>("default-label-preference", Impact::kForwarding, "labelled routes"),
    Lacks<BgpLeaves>("default-preference", kRouting, "preference by kind of session"),
    Lacks<BgpLeaves>("dynamic-neighbor-limit", kRouting, "limit of neighbours"),
    Lacks<BgpLeaves>("domain-id", kRouting, "loop protection between domains"),
    Lacks<BgpLeaves>("monitor", Impact::kCopying, "BGP monitoring"),
    Lacks<BgpLeaves>("inter-as-vpn", Impact::kForwarding, "labels between autonomous systems"),
    Ignores<BgpLeaves>("peer-ip-tracking"),
    Lacks<BgpLeaves>("asn-4-byte", kRouting, "AS numbers of two bytes"),
    Ignores<BgpLeaves>("bfd-liveness"),
    Lacks<BgpLeaves>("bfd-strict-mode", kRouting, "BGP session that needs BFD"),
    Ignores<BgpLeaves>("bgp-ipvpn"),
    Lacks<BgpLeaves>("capability-negotiation", kRouting, "session without capabilities"),
    Ignores<BgpLeaves>("connect-retry"),
    Ignores<BgpLeaves>("fast-external-failover"),
    Ignores<BgpLeaves>("graceful-restart"),
    Ignores<BgpLeaves>("hold-time"),
    Ignores<BgpLeaves>("initial-send-delay-zero"),
    Ignores<BgpLeaves>("keepalive"),
    Ignores<BgpLeaves>("min-route-advertisement"),
    Ignores<BgpLeaves>("path-mtu-discovery"),
    Lacks<BgpLeaves>("session-limit", kRouting, "limit on BGP sessions"),
    Ignores<BgpLeaves>("split-horizon"),
    Ignores<BgpLeaves>("tcp-mss"),
    Ignores<BgpLeaves>("transport-tunnel"),
    Ignores<BgpLeaves>("tracking"),
};

// "65001" and "65001..65010".
void ReadAllowed(Reader& reader, NodeId value, DynamicNeighbor& to) {
  const std::string_view word = reader.word(value);
  const std::size_t dots = word.find("..");
  const auto first = ParseNumber(word.substr(0, dots), 1, kMax);
  const auto last =
      dots == std::string_view::npos ? first : ParseNumber(word.substr(dots + 2), first.value_or(1), kMax);
  if (!first || !last) return reader.Invalid(value, "not an AS number or range");
  to.allowed.push_back({*first, *last});
}

void ReadDynamic(Reader& reader, NodeId key, BgpGroup& group) {
  const auto prefix = reader.Prefix(key);
  if (!prefix) return;
  constexpr Rule<DynamicNeighbor> kRules[] = {
      {"allowed-peer-as", Shape::kMembers, &ReadAllowed},
      {"peer-as", Shape::kMembers, &ReadAllowed},
  };
  auto to = std::ranges::find(group.dynamic, *prefix, &DynamicNeighbor::prefix);
  if (to == group.dynamic.end()) {
    to = group.dynamic.insert(to, DynamicNeighbor());
    to->prefix = *prefix;
    to->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *to, std::span(kRules));
}

constexpr Rule<BgpGroup> kMatchRules[] = {
    List<BgpGroup>("prefix", &ReadDynamic),
    Lacks<BgpGroup>("interface", kRouting, "neighbours found on an interface"),
};
constexpr Rule<BgpGroup> kDynamicRules[] = {
    Block<BgpGroup>("match", [](Reader& reader, NodeId block,
                                BgpGroup& group) { Dispatch(reader, block, group, std::span(kMatchRules)); }),
    Lacks<BgpGroup>("interface", kRouting, "neighbours found on an interface"),
};
constexpr Rule<BgpGroup> kGroupRules[] = {
    Block<BgpGroup>("dynamic-neighbor",
                    [](Reader& reader, NodeId block, BgpGroup& group) {
                      Dispatch(reader, block, group, std::span(kDynamicRules));
                    }),
};

void ReadGroup(Reader& reader, NodeId key, BgpText& bgp) {
  BgpGroup& group = bgp.groups.emplace_back();
  group.name = reader.word(key);
  group.span = reader.SpanOf(key);
  Dispatch(reader, key, group, std::span(kGroupRules));
  Dispatch(reader, key, group.leaves, std::span(kLeafRules));
}

constexpr Rule<BgpNeighborText> kNeighborRules[] = {Text<&BgpNeighborText::group>("group")};

void ReadNeighbor(Reader& reader, NodeId key, BgpText& bgp) {
  BgpNeighborText& neighbor = bgp.neighbors.emplace_back();
  neighbor.name = reader.word(key);
  neighbor.node = key;
  neighbor.span = reader.SpanOf(key);
  Dispatch(reader, key, neighbor, std::span(kNeighborRules));
  Dispatch(reader, key, neighbor.leaves, std::span(kLeafRules));
}

constexpr Rule<MultipathText> kMultipathRules[] = {
    Number<&MultipathText::max_paths, 1, 64>("max-paths"),
    Number<&MultipathText::ebgp, 1, 64>("ebgp"),
    Number<&MultipathText::ibgp, 1, 64>("ibgp"),
    Text<&MultipathText::restrict_to>("restrict"),
    Lacks<MultipathText>("family", kRouting, "multipath by family"),
    Lacks<MultipathText>("unequal-cost", Impact::kForwarding, "unequal load sharing"),
};

struct Med {
  Name value;
  Flagged strict;
};
constexpr Rule<Med> kMedRules[] = {
    Text<&Med::value>("med-value"),
    Flag<&Med::strict>("strict-as"),
};

// Without `strict-as` the metrics of all neighbours are compared; a missing one is 0 or infinite.
void ReadMed(Reader& reader, NodeId block, BestPathText& to) {
  Med med;
  const NodeId first = reader.tree.FirstChild(block);
  Dispatch(reader, block, med, std::span(kMedRules));
  const std::string_view value = med.value.value_or("off");
  if (value == "off" && first != kNone && !med.strict.set()) return;
  to.always_compare_med = {value != "off" && !med.strict.value_or(false), block, reader.SpanOf(block)};
  to.missing_med_worst = {value == "infinity", block, reader.SpanOf(block)};
}

template <Flagged BestPathText::* kMember>
constexpr Rule<BestPathText> PerFamily(std::string_view word) {
  return Block<BestPathText>(word, [](Reader& reader, NodeId block, BestPathText& to) {
    constexpr Rule<BestPathText> kRules[] = {
        nokia_sros::Flag<kMember>("ipv4"),       nokia_sros::Flag<kMember>("ipv6"),
        nokia_sros::Flag<kMember>("vpn-ipv4"),   nokia_sros::Flag<kMember>("vpn-ipv6"),
        nokia_sros::Flag<kMember>("label-ipv4"), nokia_sros::Flag<kMember>("label-ipv6")};
    Dispatch(reader, block, to, std::span(kRules));
  });
}

constexpr Rule<BestPathText> kBestPathRules[] = {
    Block<BestPathText>("always-compare-med", &ReadMed),
    PerFamily<&BestPathText::as_path_ignore>("as-path-ignore"),
    PerFamily<&BestPathText::ebgp_ibgp_equal>("ebgp-ibgp-equal"),
    Flag<&BestPathText::deterministic_med>("deterministic-med"),
    Flag<&BestPathText::ignore_nh_metric>("ignore-nh-metric"),
    Presence<BestPathText>("ignore-router-id",
                           [](Reader& reader, NodeId node, BestPathText& to) {
                             to.ignore_router_id = {reader.word(node) != "false", node, reader.SpanOf(node)};
                             reader.Modelled(node);
                           }),
    Lacks<BestPathText>("compare-origin-validation-state", kRouting, "origin validation"),
    Lacks<BestPathText>("origin-invalid-unusable", kRouting, "origin validation"),
    Lacks<BestPathText>("d-path-length-ignore", kRouting, "domain paths"),
    Ignores<BestPathText>("selective-label-ipv4-install"),
};

template <Name BgpText::* kMember>
void ReadRib(Reader& reader, NodeId block, BgpText& bgp) {
  constexpr Rule<BgpText> kRules[] = {
      Block<BgpText>("route-table-import",
                     [](Reader& inner, NodeId part, BgpText& to) {
                       constexpr Rule<BgpText> kImportRules[] = {Text<kMember>("policy-name")};
                       Dispatch(inner, part, to, std::span(kImportRules));
                     }),
      Lacks<BgpText>("leak-import", kPaths, "routes leaked between instances"),
      Lacks<BgpText>("route-table-summary", kRouting, "summaries of the routing table"),
  };
  Dispatch(reader, block, bgp, std::span(kRules));
}

constexpr Rule<BgpText> kRibRules[] = {
    Block<BgpText>("ipv4", &ReadRib<&BgpText::table_policy4>),
    Block<BgpText>("ipv6", &ReadRib<&BgpText::table_policy6>),
    Lacks<BgpText>("label-ipv4", Impact::kForwarding, "labelled routes"),
    Lacks<BgpText>("label-ipv6", Impact::kForwarding, "labelled routes"),
};

constexpr Rule<BgpText> kBgpRules[] = {
    List<BgpText>("group", &ReadGroup),
    List<BgpText>("neighbor", &ReadNeighbor),
    Address<&BgpText::router_id>("router-id"),
    Flag<&BgpText::client_reflect>("client-reflect"),
    Block<BgpText>("multipath",
                   [](Reader& reader, NodeId block, BgpText& bgp) {
                     Dispatch(reader, block, bgp.multipath, std::span(kMultipathRules));
                   }),
    Block<BgpText>("best-path-selection",
                   [](Reader& reader, NodeId block, BgpText& bgp) {
                     Dispatch(reader, block, bgp.best_path, std::span(kBestPathRules));
                   }),
    Block<BgpText>("rib-management",
                   [](Reader& reader, NodeId block, BgpText& bgp) {
                     Dispatch(reader, block, bgp, std::span(kRibRules));
                   }),
    Lacks<BgpText>("next-hop-resolution", kPaths, "how next hops are resolved"),
    Lacks<BgpText>("optimal-route-reflection", kRouting, "optimal route reflection"),
    Lacks<BgpText>("route-target-list", kRouting, "filter of route targets"),
    Lacks<BgpText>("selective-label-ip", Impact::kForwarding, "labelled routes"),
    Lacks<BgpText>("sr-policy-import", Impact::kForwarding, "segment routing"),
    Lacks<BgpText>("segment-routing", Impact::kForwarding, "segment routing"),
    Lacks<BgpText>("backup-path", Impact::kForwarding, "backup paths"),
    Lacks<BgpText>("bgp-out-tunnel", Impact::kForwarding, "tunnels"),
    Lacks<BgpText>("eibgp-loadbalance", kRouting, "load sharing between kinds of routes"),
    Lacks<BgpText>("link-state-export-enable", Impact::kCopying, "export of the topology"),
    Ignores<BgpText>("link-state-import-enable"),
    Ignores<BgpText>("convergence"),
    Ignores<BgpText>("error-handling"),
    Ignores<BgpText>("instance"),
    Ignores<BgpText>("mp-bgp-keep"),
    Ignores<BgpText>("mvpn-vrf-import-subtype-new"),
    Ignores<BgpText>("rapid-update"),
    Ignores<BgpText>("rapid-withdrawal"),
    Ignores<BgpText>("purge-timer"),
};

}  // namespace

void ReadBgp(Reader& reader, NodeId block, RouterText& router) {
  router.bgp.present = true;
  router.bgp.node = block;
  router.bgp.span = reader.SpanOf(block);
  Dispatch(reader, block, router.bgp, std::span(kBgpRules));
  Dispatch(reader, block, router.bgp.leaves, std::span(kLeafRules));
}

}  // namespace ringfence::formats::nokia_sros
