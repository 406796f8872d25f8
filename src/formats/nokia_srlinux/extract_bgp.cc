// BGP: the process, its groups and neighbours share most of their statements.
#include <algorithm>

#include "formats/nokia_srlinux/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

constexpr Rule<BgpLeaves> kLocalAsRules[] = {
    Number<&BgpLeaves::local_as, 1, 4294967295U>("as-number"),
    Flag<&BgpLeaves::prepend_local>("prepend-local-as"),
    Flag<&BgpLeaves::prepend_global>("prepend-global-as"),
};
void ReadLocalAs(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kLocalAsRules));
}
constexpr Rule<BgpLeaves> kMultihopRules[] = {
    AdminState<&BgpLeaves::multihop>(),
    Number<&BgpLeaves::hops, 1, 255>("maximum-hops"),
};
void ReadMultihop(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kMultihopRules));
}
constexpr Rule<BgpLeaves> kReflectorRules[] = {
    Flag<&BgpLeaves::client>("client"),
    Address<&BgpLeaves::cluster>("cluster-id"),
};
void ReadReflector(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kReflectorRules));
}
constexpr Rule<BgpLeaves> kRemovePrivateRules[] = {
    Text<&BgpLeaves::remove_private>("mode"),
    Lacks<BgpLeaves>("ignore-peer-as", kRouting, "private AS of the neighbour stays"),
    Lacks<BgpLeaves>("leading-only", kRouting, "only leading private ASes go"),
};
void ReadRemovePrivate(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kRemovePrivateRules));
}
constexpr Rule<BgpLeaves> kAsPathRules[] = {
    Number<&BgpLeaves::allow_own_as, 0, 255>("allow-own-as"),
    Flag<&BgpLeaves::replace_peer_as>("replace-peer-as"),
    Block<BgpLeaves>("remove-private-as", &ReadRemovePrivate),
};
void ReadAsPath(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kAsPathRules));
}
constexpr Rule<BgpLeaves> kSendRules[] = {
    Flag<&BgpLeaves::send_standard>("standard"),
    Flag<&BgpLeaves::send_large>("large"),
};
void ReadSend(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kSendRules));
}
constexpr Rule<BgpLeaves> kTransportRules[] = {
    Address<&BgpLeaves::local_address>("local-address"),
    Flag<&BgpLeaves::passive>("passive-mode"),
    Ignores<BgpLeaves>("tcp-mss"),
};
void ReadTransport(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kTransportRules));
}
constexpr Rule<BgpLeaves> kDefaultRules[] = {
    Flag<&BgpLeaves::default4>("ipv4-unicast"),
    Flag<&BgpLeaves::default6>("ipv6-unicast"),
    Text<&BgpLeaves::default_policy>("export-policy"),
};
void ReadDefault(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kDefaultRules));
}
constexpr Rule<BgpLeaves> kKeyRules[] = {Text<&BgpLeaves::key>("keychain")};
void ReadKey(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kKeyRules));
}
constexpr Rule<BgpLeaves> kRejectRules[] = {
    Flag<&BgpLeaves::reject_import>("import-reject-all"),
    Flag<&BgpLeaves::reject_export>("export-reject-all"),
};
void ReadReject(Reader& reader, NodeId block, BgpLeaves& to) {
  Dispatch(reader, block, to, std::span(kRejectRules));
}

constexpr Rule<AfiText> kUnicastRules[] = {
    Ignores<AfiText>("convergence"),
    Lacks<AfiText>("advertise-ipv6-next-hops", kRouting, "IPv4 routes with IPv6 next hops"),
    Lacks<AfiText>("receive-ipv6-next-hops", kRouting, "IPv4 routes with IPv6 next hops"),
    Lacks<AfiText>("next-hop-resolution", kRouting, "how next hops are resolved"),
};
void ReadUnicast(Reader& reader, NodeId block, AfiText& to) {
  Dispatch(reader, block, to, std::span(kUnicastRules));
}
constexpr Rule<AfiText> kAfiRules[] = {
    AdminState<&AfiText::admin>(),
    Names<&AfiText::imports>("import-policy"),
    Names<&AfiText::exports>("export-policy"),
    Block<AfiText>("ipv4-unicast", &ReadUnicast, kRouting),
    Block<AfiText>("ipv6-unicast", &ReadUnicast, kRouting),
    Lacks<AfiText>("add-paths", kRouting, "several paths of a prefix"),
    Lacks<AfiText>("prefix-limit", kRouting, "limit of routes"),
    Lacks<AfiText>("prefix-limit-received", kRouting, "limit of routes"),
    Lacks<AfiText>("prefix-limit-accepted", kRouting, "limit of routes"),
    // That of the process is read afterwards (ReadMultipath).
    Lacks<AfiText>("multipath", kRouting, "paths of equal worth for some neighbours"),
};
void AddFamily(Reader& reader, NodeId key, BgpLeaves& leaves) {
  AfiText to;
  to.name = reader.word(key);
  to.node = key;
  if (to.name != "ipv4-unicast" && to.name != "ipv6-unicast")
    return reader.Unmodelled(key, kPaths, "address family of BGP");
  Dispatch(reader, key, to, std::span(kAfiRules));
  leaves.families.push_back(std::move(to));
}

constexpr Rule<BgpLeaves> kLeafRules[] = {
    AdminState<&BgpLeaves::admin>(),
    Number<&BgpLeaves::peer_as, 1, 4294967295U>("peer-as"),
    Number<&BgpLeaves::local_preference, 0, 4294967295U>("local-preference"),
    Flag<&BgpLeaves::next_hop_self>("next-hop-self"),
    Names<&BgpLeaves::imports>("import-policy"),
    Names<&BgpLeaves::exports>("export-policy"),
    List<BgpLeaves>("afi-safi", &AddFamily, kRouting),
    Block<BgpLeaves>("local-as", &ReadLocalAs),
    Block<BgpLeaves>("multihop", &ReadMultihop),
    Block<BgpLeaves>("route-reflector", &ReadReflector),
    Block<BgpLeaves>("as-path-options", &ReadAsPath),
    Block<BgpLeaves>("send-community", &ReadSend),
    Block<BgpLeaves>("transport", &ReadTransport),
    Block<BgpLeaves>("send-default-route", &ReadDefault),
    Block<BgpLeaves>("authentication", &ReadKey),
    Block<BgpLeaves>("ebgp-default-policy", &ReadReject),
    Lacks<BgpLeaves>("send-community-type", kRouting, "kinds of communities sent"),
    Lacks<BgpLeaves>("ttl-security", kRouting, "check of hop counts"),
    Ignores<BgpLeaves>("timers"),
    Ignores<BgpLeaves>("failure-detection"),
    Ignores<BgpLeaves>("graceful-restart"),
    Ignores<BgpLeaves>("trace-options"),
    Lacks<BgpLeaves>("under-maintenance", kRouting, "maintenance mode"),
};

constexpr Rule<BgpNeighborText> kNeighborRules[] = {Text<&BgpNeighborText::group>("peer-group")};
void AddNeighbor(Reader& reader, NodeId key, BgpText& bgp) {
  const auto address = reader.Address(key);
  if (!address) return;
  BgpNeighborText to;
  to.address = *address;
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to.leaves, std::span(kLeafRules));
  Dispatch(reader, key, to, std::span(kNeighborRules));
  bgp.neighbors.push_back(std::move(to));
}
void AddGroup(Reader& reader, NodeId key, BgpText& bgp) {
  BgpGroupText to;
  to.name = reader.word(key);
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to.leaves, std::span(kLeafRules));
  bgp.groups.push_back(std::move(to));
}

// `65001`, `65001..65010`.
void AddAllowed(Reader& reader, NodeId value, DynamicNeighborText& to) {
  const std::string_view word = reader.word(value);
  const std::size_t dots = word.find("..");
  const auto first = ParseNumber(word.substr(0, dots), 1, 4294967295U);
  const auto last =
      dots == std::string_view::npos ? first : ParseNumber(word.substr(dots + 2), 1, 4294967295U);
  if (!first || !last || *last < *first) return reader.Invalid(value, "not an AS or a range of them");
  const model::ValueRange range{*first, *last};
  if (std::ranges::find(to.allowed, range) == to.allowed.end()) to.allowed.push_back(range);
}
constexpr Rule<DynamicNeighborText> kDynamicRules[] = {
    Text<&DynamicNeighborText::group>("peer-group"),
    {"allowed-peer-as", Shape::kMembers, &AddAllowed},
};
void AddMatch(Reader& reader, NodeId key, BgpText& bgp) {
  DynamicNeighborText to;
  to.range = reader.Prefix(key);
  if (!to.range) return;
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kDynamicRules));
  bgp.dynamic.push_back(std::move(to));
}
void AddLink(Reader& reader, NodeId key, BgpText& bgp) {
  DynamicNeighborText to;
  to.interface = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kDynamicRules));
  bgp.dynamic.push_back(std::move(to));
}
constexpr Rule<BgpText> kAcceptRules[] = {
    List<BgpText>("match", &AddMatch, kRouting),
    Lacks<BgpText>("max-sessions", kRouting, "limit of sessions"),
};
void ReadAccept(Reader& reader, NodeId block, BgpText& bgp) {
  Dispatch(reader, block, bgp, std::span(kAcceptRules));
}
constexpr Rule<BgpText> kDynamicsRules[] = {
    Block<BgpText>("accept", &ReadAccept),
    List<BgpText>("interface", &AddLink, kRouting),
};
void ReadDynamics(Reader& reader, NodeId block, BgpText& bgp) {
  Dispatch(reader, block, bgp, std::span(kDynamicsRules));
}

constexpr Rule<BgpText> kPreferenceRules[] = {
    Number<&BgpText::ebgp_preference, 1, 255>("ebgp"),
    Number<&BgpText::ibgp_preference, 1, 255>("ibgp"),
};
void ReadPreference(Reader& reader, NodeId block, BgpText& bgp) {
  Dispatch(reader, block, bgp, std::span(kPreferenceRules));
}

void SetAlwaysCompare(Reader& reader, NodeId value, BgpText& bgp) {
  const std::string_view word = reader.word(value);
  if (word != "true" && word != "false") return reader.Unmodelled(value, kRouting, "comparison of MED");
  bgp.always_compare_med = {word == "true", value, reader.SpanOf(value)};
}
constexpr Rule<BgpText> kBestPathRules[] = {
    Leaf<BgpText>("always-compare-med", &SetAlwaysCompare),
    Flag<&BgpText::ignore_as_path>("as-path-ignore"),
};
void ReadBestPath(Reader& reader, NodeId block, BgpText& bgp) {
  Dispatch(reader, block, bgp, std::span(kBestPathRules));
}

constexpr Rule<BgpText> kAdvertisementRules[] = {
    Ignores<BgpText>("rapid-withdrawal"),
    // Convergence only: what is installed in the end is the same.
    Ignores<BgpText>("wait-for-fib-install"),
};
void ReadAdvertisement(Reader& reader, NodeId block, BgpText& bgp) {
  Dispatch(reader, block, bgp, std::span(kAdvertisementRules));
}

constexpr Rule<BgpText> kProcessRules[] = {
    Number<&BgpText::as, 1, 4294967295U>("autonomous-system"),
    Address<&BgpText::router_id>("router-id"),
    List<BgpText>("group", &AddGroup, kRouting),
    List<BgpText>("neighbor", &AddNeighbor, kRouting),
    Block<BgpText>("dynamic-neighbors", &ReadDynamics, kRouting),
    Block<BgpText>("preference", &ReadPreference),
    Block<BgpText>("best-path-selection", &ReadBestPath, kRouting),
    Block<BgpText>("route-advertisement", &ReadAdvertisement),
    Lacks<BgpText>("rib-management", kRouting, "policies between tables"),
    Lacks<BgpText>("segment-routing-mpls", kForwarding, "segment routing"),
    Ignores<BgpText>("convergence"),
};

template <Counted MultipathText::* kMember>
void ReadPaths(Reader& reader, NodeId block, MultipathText& to) {
  constexpr Rule<MultipathText> kRules[] = {Number<kMember, 1, 256>("maximum-paths")};
  Dispatch(reader, block, to, std::span<const Rule<MultipathText>>(kRules));
}
constexpr Rule<MultipathText> kMultipathRules[] = {
    Flag<&MultipathText::other_as>("allow-multiple-as"),
    Number<&MultipathText::paths, 1, 256>("max-paths-level-1"),
    Number<&MultipathText::paths, 1, 256>("maximum-paths"),
    Block<MultipathText>("ebgp", &ReadPaths<&MultipathText::ebgp>),
    Block<MultipathText>("ibgp", &ReadPaths<&MultipathText::ibgp>),
    Lacks<MultipathText>("max-paths-level-2", kForwarding, "next hops of a BGP next hop"),
};

// Families of the process have the paths of equal worth too.
void ReadMultipath(Reader& reader, NodeId block, std::string_view family, MultipathText& to) {
  const NodeId afi = reader.tree.Find(block, "afi-safi");
  const NodeId own = afi == kNone ? kNone : reader.tree.Find(afi, family);
  const NodeId multipath = own == kNone ? kNone : reader.tree.Find(own, "multipath");
  if (multipath == kNone) return;
  reader.Modelled(multipath, kRouting);
  Dispatch(reader, multipath, to, std::span(kMultipathRules));
}

}  // namespace

void ReadBgp(Reader& reader, NodeId block, InstanceText& instance) {
  BgpText& to = instance.bgp;
  to.node = block;
  to.span = reader.SpanOf(block);
  Dispatch(reader, block, to.leaves, std::span(kLeafRules));
  Dispatch(reader, block, to, std::span(kProcessRules));
  ReadMultipath(reader, block, "ipv4-unicast", to.multipath4);
  ReadMultipath(reader, block, "ipv6-unicast", to.multipath6);
}

}  // namespace ringfence::formats::nokia_srlinux
