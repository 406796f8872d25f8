// What a channel makes of an advertisement: a candidate of the speaker that hears it, or nothing.
//
// In order: it does not come back to its sender (unless it passes the check for loops there), its path begins
// as the session demands, the import policy takes it, its next hop is reached as the rules of the session and
// the system want it (RFC 4271 sections 5.1.3 and 6.3). Everything about the two ends that does not change
// while prefixes settle is gathered in an Ear first, because hearing happens millions of times.

#include <algorithm>

#include "routing/bgp/convergence.h"

namespace ringfence::routing::bgp {

bool Convergence::Returns(const Ear& ear, const Advert& advert) {
  return ear.remote_channel != kNone && advert.from_channel == ear.remote_channel;
}

Convergence::Ear Convergence::EarOf(const Channel& channel) const {
  Ear ear;
  ear.speaker = channel.speaker;
  ear.remote_channel = channel.remote_channel;
  ear.import_class = channel.import_class;
  ear.remote_router_id = channel.remote_router_id;
  const bool external = channel.kind == SessionKind::kEbgp;
  if (external && channel.neighbor->enforce_first_as) ear.first_as = channel.peer_as;
  ear.peer = ear.remote_self = channel.peer;
  ear.kind = external                                      ? PeerKind::kExternal
             : channel.kind == SessionKind::kConfederation ? PeerKind::kConfederation
                                                           : PeerKind::kInternal;
  ear.from_lower = channel.family->lower_pe;
  // What comes from there goes on to all others.
  ear.from_client = channel.family->reflector_client || ear.from_lower;
  ear.labels = channel.labels;
  ear.on_subnet = channel.subnet.has_value();
  if (channel.from_outside()) return ear;
  const Channel& remote = state_.channels[channel.remote_channel];
  ear.place = state_.class_slot[remote.export_class];
  ear.remote_self = remote.self;
  ear.session = channel.session;
  ear.asks = state_.family != BgpFamily::kIpv4Unicast && state_.family != BgpFamily::kIpv6Unicast &&
             scratch_.memberships.Filters(channel.session);
  ear.link_local = remote.subnet && state_.config[remote.speaker]->link_local_next_hops &&
                   state_.config[channel.speaker]->link_local_next_hops;
  ear.takes_sids = channel.family->carries_sids && remote.family->carries_sids;
  ear.takes_returns = external && (channel.family->allow_own_as > 0 || remote.family->as_override ||
                                   remote.family->remove_private != RemovePrivate::kNo ||
                                   plan_.speakers()[remote.speaker].takes_numbers);
  return ear;
}

AddressId Convergence::NamedHop(const Ear& ear, const Advert& advert) const {
  if (advert.rule == NextHopRule::kAddress) return advert.address;
  if (ear.remote_channel == kNone) return advert.next_hop.valid() ? advert.next_hop : ear.remote_self;
  const std::optional<net::Prefix>& shared = state_.channels[ear.remote_channel].subnet;
  const bool keeps = advert.next_hop.valid() &&
                     (advert.rule == NextHopRule::kKeep ||
                      (advert.rule == NextHopRule::kThirdParty && shared && !Returns(ear, advert) &&
                       shared->Contains(scratch_.pool[advert.next_hop])));
  return keeps ? advert.next_hop : ear.remote_self;
}

std::optional<BgpRoute> Convergence::Receive(std::uint32_t index, const Advert& advert, PrefixIndex prefix,
                                             std::vector<base::Span>* trace) {
  const Ear& ear = ears_[index];
  if (StaysAway(ear, advert)) return std::nullopt;
  if (!advert.attributes.valid()) {
    lost_doubtfully_ = lost_doubtfully_ || advert.doubtful;
    return std::nullopt;
  }
  if (ear.first_as != 0 && !advert.imported &&
      scratch_.pool.FactsOf(scratch_.pool[advert.attributes].as_path).first_as != ear.first_as) {
    return std::nullopt;
  }
  Asked asked = Asked::kYes;
  if (ear.asks)
    asked =
        scratch_.memberships.AskedFor(ear.session, scratch_.pool[scratch_.pool[advert.attributes].extended]);
  if (asked == Asked::kNo) {
    lost_doubtfully_ = lost_doubtfully_ || advert.doubtful;
    return std::nullopt;
  }
  BgpRoute route;
  route.channel = index;
  route.peer_router_id = ear.remote_router_id;
  route.from_client = ear.from_client;
  route.kind = ear.kind;
  route.labelled = advert.labelled && ear.labels;
  route.from_lower = ear.from_lower;
  route.next_hop = advert.rule == NextHopRule::kSelf ? ear.remote_self : NamedHop(ear, advert);
  const Transferred in =
      advert.imported ? Transferred{advert.attributes, {}, NextHopRule::kKeep, false, false}
                      : transfer_.Import(ear.import_class, advert.attributes, route.next_hop, prefix, trace);
  if (!in.attributes.valid()) {
    // What is told in doubt may be something else that the policy accepts.
    lost_doubtfully_ = lost_doubtfully_ || in.doubtful || (advert.doubtful && in.denied);
    return std::nullopt;
  }
  if (!Keeps(ear.speaker, in.attributes)) return std::nullopt;
  route.doubtful = advert.doubtful || in.doubtful || asked == Asked::kMaybe;
  route.attributes = ear.takes_sids ? in.attributes : WithoutSid(in.attributes);
  if (in.rule == NextHopRule::kAddress) route.next_hop = in.address;
  if (in.rule == NextHopRule::kPeer) route.next_hop = ear.peer;
  const bool by_policy = advert.rule == NextHopRule::kAddress || in.rule == NextHopRule::kAddress;
  route.by_neighbor =
      ear.link_local && !by_policy && (ear.kind == PeerKind::kExternal || advert.from_channel == kNone);
  route.discard = in.rule == NextHopRule::kDiscard;
  if (route.next_hop.valid() && route.next_hop != ear.peer &&
      plan_.Owns(plan_.speakers()[ear.speaker].table, scratch_.pool[route.next_hop])) {
    return std::nullopt;
  }
  if (!route.discard && !ResolveHop(index, prefix, route)) return std::nullopt;
  if (in.metric_of_igp) {
    LogMetric(ear.speaker, route);
    PathAttributes attributes = scratch_.pool[route.attributes];
    attributes.med = route.igp_metric;
    attributes.has_med = true;
    route.attributes = scratch_.pool.Intern(attributes);
  }
  return route;
}

AttributesId Convergence::WithoutSid(AttributesId id) {
  if (scratch_.pool[id].sid == 0) return id;
  PathAttributes attributes = scratch_.pool[id];
  attributes.sid = 0;
  return scratch_.pool.Intern(attributes);
}

bool Convergence::Keeps(std::uint32_t speaker, AttributesId attributes) const {
  if (state_.wanted.empty() || !state_.wanted[speaker]) return true;
  const CommunitySetId communities = scratch_.pool[attributes].extended;
  return std::ranges::any_of(*state_.wanted[speaker],
                             [&](CommunityId target) { return scratch_.pool.Has(communities, target); });
}

const Resolution& Convergence::Resolve(TableId table, AddressId address) {
  if (log_ != nullptr) log_->ways.emplace_back(table, address);
  const std::uint64_t key = (std::uint64_t{table.value} << 32U) | address.value;
  auto found = scratch_.resolutions.find(key);
  if (found == scratch_.resolutions.end())
    found = scratch_.resolutions.emplace(key, around_.Resolve(table, scratch_.pool[address])).first;
  may_be_bgp_ |= found->second.may_be_bgp;
  return found->second;
}

bool Convergence::ResolveHop(std::uint32_t index, PrefixIndex prefix, BgpRoute& route) {
  const Channel& channel = state_.channels[index];
  if (!route.next_hop.valid()) return channel.interface.valid();
  const Ear& ear = ears_[index];
  const BgpFamilyConfig& config = *state_.config[ear.speaker];
  const bool own = prefixes_[prefix] == net::Prefix::Host(scratch_.pool[route.next_hop]);
  if (own && config.refuses_own_next_hop && !ear.from_client) return false;
  // The neighbour stands on a subnet of this speaker: the session is up, so the address is reached.
  if ((route.next_hop == ear.peer || route.by_neighbor) && ear.on_subnet) return true;
  const Speaker& speaker = plan_.speakers()[ear.speaker];
  const Resolution& way = Resolve(speaker.table, route.next_hop);
  if (!way.reachable) return false;
  if (way.by_default && !config.resolves_by_default_route) return false;
  // A route with a SID goes without labels; who takes it into a VRF asks for a way to the SID.
  const bool demands = config.demands_label && scratch_.pool[route.attributes].sid == 0;
  // An IPv6 route without a label to its IPv4 next hop leads nowhere (RFC 4798 section 3). What systems do
  // with a labelled IPv4 route there is open.
  const bool mapped = route.labelled && prefixes_[prefix].family() != scratch_.pool[route.next_hop].family;
  if ((demands || mapped) && way.labelled == LabelledWay::kNo && !way.connected) return false;
  // RFC 4271 6.3: a neighbour one hop away may name only who stands on a subnet of the receiver.
  // Tunnel ends stand on no subnet of the neighbour.
  const bool one_hop = channel.kind == SessionKind::kEbgp && channel.neighbor->ebgp_hops_max <= 1 &&
                       state_.family != BgpFamily::kEvpn;
  if (one_hop && channel.neighbor->connected_check && !way.connected) return false;
  route.igp_metric = way.metric;
  const bool open = way.labelled == LabelledWay::kMaybe;
  route.doubtful = route.doubtful || way.ambiguous || (demands && open) ||
                   (route.labelled && !demands && way.labelled != LabelledWay::kYes && !way.connected);
  return true;
}

}  // namespace ringfence::routing::bgp
