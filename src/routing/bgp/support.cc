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
// preferences that could go in a circle, so the state is the only stable one. A VRF without neighbours of its
// own that brings a prefix alone gives it to the router's sessions of the VPN family, where all of this is
// said of it as well; who takes it there by its targets, which no failure changes, never gives it again
// (vpn_exchange.cc). Whether the way to the next hop has a label is for the registry to say. What is not so
// is not known, and the search then looks at every failure. Cost: the routers on the way. Twin: brute force
// over failure sets (exposure/sweep_twin_test.cc).

#include "routing/bgp/support.h"

#include <algorithm>

#include "routing/bgp/vpn_exchange.h"

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
bool IsVpn(BgpFamily family) { return family == BgpFamily::kVpnIpv4 || family == BgpFamily::kVpnIpv6; }

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
    if (!inside) return IsUnicast(family.family) && KeepsNumbers(family);
    return (IsUnicast(family.family) || IsVpn(family.family)) && IsPlain(family);
  });
}

/// In a VRF it tells nobody but the exchange.
bool IsPlain(const Speaker& speaker) {
  const bool of_vrf = !speaker.vrf->vrf.empty();
  return speaker.confederation == 0 && !speaker.takes_numbers &&
         (!of_vrf || speaker.vrf->neighbors.empty()) &&
         std::ranges::all_of(speaker.vrf->families,
                             [](const BgpFamilyConfig& family) {
                               return (IsUnicast(family.family) || IsVpn(family.family)) && IsPlain(family);
                             }) &&
         std::ranges::all_of(speaker.vrf->neighbors,
                             [&](const BgpNeighbor& neighbor) { return IsPlain(speaker, neighbor); });
}

/// Between VRFs, by labels and targets alone.
bool IsPlain(const SessionPlan& sessions, const VpnPlan& plan, std::uint32_t speaker) {
  const VpnPart& part = plan.parts()[speaker];
  if (part.vrf == nullptr) return true;
  return !sessions.speakers()[speaker].vrf->vrf.empty() && part.leaks.empty() && !part.evpn &&
         !part.tunnel_end && part.srv6 == nullptr && !part.imports_by_policy &&
         part.vrf->import_policies.empty() && part.vrf->export_policies.empty();
}

/// The one route that a speaker brings in itself, nullptr: there are none or several. What it takes from
/// other tables is none.
const LocalRoute* OnlyLocal(const FamilyState& state, PrefixIndex prefix) {
  const LocalRoute* only = nullptr;
  for (const LocalRoute& local : state.local[prefix]) {
    if (local.route.origin == RouteOrigin::kImported) continue;
    if (only != nullptr) return nullptr;
    only = &local;
  }
  return only;
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

bool ExchangesPlainly(const SessionPlan& sessions, const VpnPlan& plan) {
  if (plan.empty()) return true;
  if (!plan.lower_defaults().empty()) return false;
  for (std::uint32_t speaker = 0; speaker < plan.parts().size(); ++speaker) {
    if (!IsPlain(sessions, plan, speaker)) return false;
  }
  return true;
}

bool HasOneAnnouncement(const SessionPlan& plan, const FamilyState& state, PrefixIndex prefix) {
  const LocalRoute* local = OnlyLocal(state, prefix);
  const bool alone = local != nullptr && state.table[prefix].empty() &&
                     (state.announced.empty() || state.announced[prefix].empty()) && state.aggregates.empty();
  if (!alone || local->route.doubtful) return false;
  const Speaker& speaker = plan.speakers()[local->speaker];
  if (speaker.vrf->vrf.empty()) return local->route.origin == RouteOrigin::kNetwork && !IsLeaf(speaker);
  if (local->route.origin == RouteOrigin::kNetwork) return true;
  return local->route.origin == RouteOrigin::kRedistributed &&
         state.config[local->speaker]->redistributions[local->route.source].policies.empty();
}

SupportPlan::SupportPlan(const BgpEngine& engine) : engine_(engine), known_(engine.passes_on_plainly()) {}

/// Defaults that are made for a neighbour and aggregates would be there without it, and are not known here.
bool SupportPlan::IsAbsent(TableId table, PrefixIndex prefix, const BgpScratch& scratch) const {
  const std::uint32_t speaker = engine_.plan().SpeakerOf(table);
  return speaker == kNone || !engine_.IsBrought(engine_.groups().bringing[speaker], prefix, scratch);
}

std::optional<Origin> SupportPlan::OriginOf(PrefixIndex prefix, const BgpScratch& scratch) const {
  const FamilyState& state = StateOf(prefix, scratch);
  if (!HasOneAnnouncement(engine_.plan(), state, prefix)) return std::nullopt;
  const LocalRoute& local = *OnlyLocal(state, prefix);
  Origin origin;
  origin.table = engine_.plan().speakers()[local.speaker].table;
  if (local.route.origin == RouteOrigin::kNetwork) {
    origin.needs_row = state.config[local.speaker]->networks[local.route.source].needs_route;
  } else {
    origin.needs_row = true;
    origin.redistributes = state.config[local.speaker]->redistributions[local.route.source].source;
  }
  const Carried carried = CarriedFor(prefix, origin.table, scratch);
  if (carried.speaker == kNone) return origin;
  if (const auto own = OwnNextHop(*carried.family, carried.speaker)) origin.next_hop = scratch.pool[*own];
  return origin;
}

/// In a VRF what others are told goes by the speaker of the device that has the sessions.
SupportPlan::Carried SupportPlan::CarriedFor(PrefixIndex prefix, TableId table,
                                             const BgpScratch& scratch) const {
  const FamilyState& state = StateOf(prefix, scratch);
  const std::uint32_t speaker = engine_.plan().SpeakerOf(table);
  if (engine_.plan().speakers()[speaker].vrf->vrf.empty()) return {&state, speaker};
  const std::size_t number = state.family == BgpFamily::kIpv4Unicast ? 0 : 1;
  return {&scratch.vpn[number].family, engine_.vpn(state.family).parts()[speaker].hub};
}

TableId SupportPlan::AskingTable(TableId table, PrefixIndex prefix, const BgpScratch& scratch) const {
  const std::uint32_t speaker = CarriedFor(prefix, table, scratch).speaker;
  return speaker == kNone ? TableId() : engine_.plan().speakers()[speaker].table;
}

const FamilyState& SupportPlan::StateOf(PrefixIndex prefix, const BgpScratch& scratch) const {
  return scratch.families[engine_.prefixes()[prefix].family() == net::Family::kIpv4 ? 0 : 1];
}

std::optional<Derivation> SupportPlan::Of(TableId table, PrefixIndex prefix, const Origin& origin,
                                          BgpScratch& scratch) const {
  engine_.SettleWaiting(prefix, scratch);
  const SessionPlan& plan = engine_.plan();
  const PrefixResult& result = StateOf(prefix, scratch).ResultOf(prefix);
  const bool sure =
      result.present && !result.unstable && !std::ranges::binary_search(scratch.found_open, prefix);
  if (!sure || !origin.next_hop || plan.SpeakerOf(table) == kNone) return std::nullopt;
  const Carried from = CarriedFor(prefix, origin.table, scratch);
  const Carried to = CarriedFor(prefix, table, scratch);
  const bool exchanged = to.family->family != StateOf(prefix, scratch).family;
  if (to.family != from.family || from.speaker == kNone || to.speaker == kNone ||
      plan.speakers()[from.speaker].as != plan.speakers()[to.speaker].as)
    return std::nullopt;
  const std::optional<AddressId> next_hop = OwnNextHop(*from.family, from.speaker);
  if (exchanged && !IsTaken(table, result, *next_hop)) return std::nullopt;
  const PrefixResult* told = exchanged ? OnlyLayer(prefix, scratch) : &result;
  if (told == nullptr || told->unstable) return std::nullopt;
  Derivation derivation{*origin.next_hop, {}, {}};
  for (std::uint32_t at = to.speaker; at != from.speaker;) {
    const BgpRoute* heard = SureRoute(*told, at, *next_hop);
    if (heard == nullptr || !AddLearned(*heard, *to.family, scratch, derivation)) return std::nullopt;
    at = to.family->channels[heard->channel].remote_speaker;
    if (at != from.speaker) derivation.reflectors.push_back(plan.speakers()[at].table);
  }
  return derivation;
}

/// The table of a VRF has taken the route from another device for certain. What a table of the same device
/// gives leads elsewhere.
bool SupportPlan::IsTaken(TableId table, const PrefixResult& result, AddressId next_hop) const {
  const std::uint32_t speaker = engine_.plan().SpeakerOf(table);
  const BgpRoute* taken = SureRoute(result, speaker, next_hop);
  return taken != nullptr && taken->origin == RouteOrigin::kImported &&
         (taken->source & kFromOtherDevice) != 0;
}

const PrefixResult* SupportPlan::OnlyLayer(PrefixIndex prefix, const BgpScratch& scratch) const {
  const std::size_t number = StateOf(prefix, scratch).family == BgpFamily::kIpv4Unicast ? 0 : 1;
  const std::vector<VpnLayer>& layers = scratch.vpn[number].layers[prefix];
  return layers.size() == 1 && !layers.front().evpn ? &layers.front().result : nullptr;
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
