// The way back from a table to the one router that brings a prefix, as a certificate.
//
// Claim: let one router alone bring the prefix into BGP, and let no policy, no rewriting of next hops and no
// additional path take part inside its AS, and nothing come back from outside. Then in every state that lost
// more, a table of the AS that still hears the prefix over the same sessions has the same route. Argument:
// whatever is offered inside the AS is that one router's announcement, reflected: copies differ in the list
// of clusters and in who sent them, which decides between copies and not about where packets go. With one
// level of reflectors (no client of one has clients) who tells whom is fixed. Those with a session to the one
// router have its own copy, whose list is the shortest there is. The others hear from reflectors that have it
// so, and tell their clients only; whatever fails, what they can choose from gets less and never better, so
// they keep their choice while they hear it. Nothing else can appear: own routes follow from tables, in which
// failures make no row appear; a second router that brings the prefix would do so already; routes of the AS
// that went out are refused when they come back (RFC 4271 9.1.2). With one announcement there are no
// preferences that could go in a circle, so the state is the only stable one. What is not so is not known,
// and the search then looks at every failure. Cost: the routers on the way. Twin: brute force over failure
// sets (exposure/sweep_twin_test.cc).

#include "routing/bgp/support.h"

#include <algorithm>

namespace ringfence::routing::bgp {
namespace {

/// Sessions between a table and the router that brings a prefix, at most: two reflectors stand between.
constexpr std::size_t kSessionsMax = 3;

bool IsPlain(const NeighborFamily& family) {
  return family.import.names.empty() && family.import.accept_by_default &&
         family.export_chain.names.empty() && family.export_chain.accept_by_default &&
         family.next_hop_self != NextHopSelf::kAlways && family.allow_own_as == 0 && !family.weight &&
         !family.default_originate && !family.add_path_send && !family.lower_pe &&
         family.unsuppress_policies.empty() && !family.conditional && family.labels == LabelUse::kNone;
}

bool IsPlain(const BgpFamilyConfig& family) {
  return family.aggregates.empty() && !family.exports_from_table && !family.table_policy &&
         !family.advertises_only_installed;
}

bool IsUnicast(BgpFamily family) {
  return family == BgpFamily::kIpv4Unicast || family == BgpFamily::kIpv6Unicast;
}

/// The numbers of the AS a route went through stay in its path and are looked for.
bool KeepsNumbers(const NeighborFamily& family) {
  return family.allow_own_as == 0 && family.remove_private == RemovePrivate::kNo && !family.as_override &&
         !family.default_originate;
}

/// Its neighbours are all of one other AS: what it hears there it can tell nobody else.
bool IsLeaf(const Speaker& speaker) {
  const auto& neighbors = speaker.vrf->neighbors;
  return std::ranges::all_of(neighbors, [&](const BgpNeighbor& neighbor) {
    return neighbor.remote_as_kind == RemoteAs::kNumber && neighbor.remote_as != speaker.as &&
           neighbor.remote_as == neighbors.front().remote_as;
  });
}

/// Between two AS one end is a leaf: no route comes to an AS by way of others.
bool HasLeavesOutside(const SessionPlan& plan) {
  return std::ranges::all_of(plan.ends(), [&plan](const SessionEnd& end) {
    const Speaker& speaker = plan.speakers()[end.speaker];
    if (end.neighbor->remote_as == speaker.as || IsLeaf(speaker)) return true;
    if (!end.neighbor->address) return false;
    return std::ranges::all_of(plan.SpeakersAt(*end.neighbor->address),
                               [&plan](std::uint32_t far) { return IsLeaf(plan.speakers()[far]); });
  });
}

/// Neighbours of the own AS pass routes on as they are; those of others cannot bring them back.
bool IsPlain(const Speaker& speaker, const BgpNeighbor& neighbor) {
  if (neighbor.local_as || neighbor.remote_as_kind != RemoteAs::kNumber) return false;
  const bool inside = neighbor.remote_as == speaker.as;
  return std::ranges::all_of(neighbor.families, [inside](const NeighborFamily& family) {
    return IsUnicast(family.family) && (inside ? IsPlain(family) : KeepsNumbers(family));
  });
}

bool IsPlain(const Speaker& speaker) {
  return speaker.confederation == 0 && speaker.vrf->vrf.empty() && !speaker.takes_numbers &&
         std::ranges::all_of(
             speaker.vrf->families,
             [](const BgpFamilyConfig& family) { return IsUnicast(family.family) && IsPlain(family); }) &&
         std::ranges::all_of(speaker.vrf->neighbors,
                             [&](const BgpNeighbor& neighbor) { return IsPlain(speaker, neighbor); });
}

/// The own address of a speaker as next hop, the same on all its sessions inside the AS.
std::optional<AddressId> OwnNextHop(const FamilyState& state, std::uint32_t speaker) {
  std::optional<AddressId> own;
  for (std::uint32_t c = state.first_channel[speaker]; c < state.first_channel[speaker + 1]; ++c) {
    const Channel& channel = state.channels[c];
    if (channel.kind != SessionKind::kIbgp) continue;
    if (!channel.self.valid() || (own && *own != channel.self)) return std::nullopt;
    own = channel.self;
  }
  return own;
}

/// The route that a speaker has chosen for certain, and that leads to the next hop; nullptr: there is none.
const BgpRoute* SureRoute(const PrefixResult& result, std::uint32_t speaker, AddressId next_hop) {
  const PackedChoice& choice = result.choices[speaker];
  if (choice.ambiguous || choice.doubtful || choice.route_count == 0) return nullptr;
  for (std::uint32_t i = choice.first; i < choice.first + choice.route_count + choice.tied_count; ++i) {
    const BgpRoute& route = result.routes[i];
    if (route.next_hop != next_hop || route.discard || route.by_neighbor) return nullptr;
  }
  return &result.routes[choice.first];
}

bool HasClients(const BgpVrf& vrf) {
  return std::ranges::any_of(vrf.neighbors, [](const BgpNeighbor& neighbor) {
    return std::ranges::any_of(neighbor.families, &NeighborFamily::reflector_client);
  });
}

/// No client of a reflector is a reflector.
bool HasOneLevel(const SessionPlan& plan) {
  return std::ranges::all_of(plan.ends(), [&plan](const SessionEnd& end) {
    const bool client = std::ranges::any_of(end.neighbor->families, &NeighborFamily::reflector_client);
    if (!client || !end.neighbor->address) return !client;
    return std::ranges::none_of(plan.SpeakersAt(*end.neighbor->address), [&plan](std::uint32_t speaker) {
      return HasClients(*plan.speakers()[speaker].vrf);
    });
  });
}

bool HasFixedSource(const SessionEnd& end) {
  return end.neighbor->update_source || !end.neighbor->update_source_interface.empty();
}

}  // namespace

bool PassesOnPlainly(const SessionPlan& plan) {
  return plan.outside().empty() && HasOneLevel(plan) && HasLeavesOutside(plan) &&
         std::ranges::all_of(plan.speakers(), [](const Speaker& speaker) { return IsPlain(speaker); });
}

bool HasOneAnnouncement(const SessionPlan& plan, const FamilyState& state, PrefixIndex prefix) {
  const bool alone = state.local[prefix].size() == 1 && state.table[prefix].empty() &&
                     (state.announced.empty() || state.announced[prefix].empty()) && state.aggregates.empty();
  if (!alone) return false;
  const LocalRoute& local = state.local[prefix].front();
  return local.route.origin == RouteOrigin::kNetwork && !local.route.doubtful &&
         !IsLeaf(plan.speakers()[local.speaker]);
}

SupportPlan::SupportPlan(const BgpEngine& engine)
    : engine_(engine),
      known_(engine.passes_on_plainly() && engine.vpn(BgpFamily::kIpv4Unicast).empty() &&
             engine.vpn(BgpFamily::kIpv6Unicast).empty()) {}

bool SupportPlan::IsAbsent(PrefixIndex prefix, BgpScratch& scratch) const {
  engine_.SettleWaiting(prefix, scratch);
  return std::ranges::all_of(scratch.families, [prefix](const FamilyState& state) {
    return state.local[prefix].empty() && state.table[prefix].empty() &&
           (state.announced.empty() || state.announced[prefix].empty()) && !state.ResultOf(prefix).present;
  });
}

std::optional<Origin> SupportPlan::OriginOf(PrefixIndex prefix, const BgpScratch& scratch) const {
  const FamilyState& state = StateOf(prefix, scratch);
  if (!HasOneAnnouncement(engine_.plan(), state, prefix)) return std::nullopt;
  const LocalRoute& local = state.local[prefix].front();
  Origin origin;
  origin.table = engine_.plan().speakers()[local.speaker].table;
  origin.needs_row = state.config[local.speaker]->networks[local.route.source].needs_route;
  if (const auto own = OwnNextHop(state, local.speaker)) origin.next_hop = scratch.pool[*own];
  return origin;
}

const FamilyState& SupportPlan::StateOf(PrefixIndex prefix, const BgpScratch& scratch) const {
  return scratch.families[engine_.prefixes()[prefix].family() == net::Family::kIpv4 ? 0 : 1];
}

std::optional<Derivation> SupportPlan::Of(TableId table, PrefixIndex prefix, const Origin& origin,
                                          BgpScratch& scratch) const {
  engine_.SettleWaiting(prefix, scratch);
  const SessionPlan& plan = engine_.plan();
  const FamilyState& state = StateOf(prefix, scratch);
  const PrefixResult& result = state.ResultOf(prefix);
  std::uint32_t at = plan.SpeakerOf(table);
  const bool sure =
      result.present && !result.unstable && !std::ranges::binary_search(scratch.found_open, prefix);
  if (!sure || !origin.next_hop || at == kNone) return std::nullopt;
  const std::uint32_t bringer = plan.SpeakerOf(origin.table);
  if (plan.speakers()[bringer].as != plan.speakers()[at].as) return std::nullopt;
  const std::optional<AddressId> next_hop = OwnNextHop(state, bringer);
  Derivation derivation{*origin.next_hop, {}, {}};
  while (at != bringer) {
    const BgpRoute* heard = SureRoute(result, at, *next_hop);
    if (heard == nullptr || !AddLearned(*heard, state, scratch, derivation)) return std::nullopt;
    at = state.channels[heard->channel].remote_speaker;
    if (at != bringer) derivation.reflectors.push_back(plan.speakers()[at].table);
  }
  return derivation;
}

bool SupportPlan::AddLearned(const BgpRoute& route, const FamilyState& state, const BgpScratch& scratch,
                             Derivation& derivation) const {
  if (route.channel == kNone || route.kind != PeerKind::kInternal ||
      derivation.sessions.size() == kSessionsMax)
    return false;
  const Session& session = scratch.sessions[state.channels[route.channel].session / 2];
  if (session.ends[1] == kNone || !session.addresses[0] || !session.addresses[1]) return false;
  CarryingSession carrying;
  for (int side = 0; side < 2; ++side) {
    const SessionEnd& end = engine_.plan().ends()[session.ends[side]];
    if (!HasFixedSource(end)) return false;
    carrying.tables[side] = engine_.plan().speakers()[end.speaker].table;
    carrying.addresses[side] = *session.addresses[side];
  }
  derivation.sessions.push_back(carrying);
  return true;
}

}  // namespace ringfence::routing::bgp
