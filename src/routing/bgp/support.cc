// The chain from a table back to the one router that brings a prefix, as a certificate.
//
// Claim: let one router alone bring the prefix into BGP, and let no policy, no rewriting of next hops and no
// additional path take part inside its AS, and nothing come back from outside. Then in every state that lost
// more, a table of the AS that still hears the prefix over the same sessions has a route to it with the same
// next hop. Argument: whatever is offered inside the AS is that one router's announcement, reflected: copies
// differ in the list of clusters and in who sent them, which decides between copies and not about where
// packets go. The sessions named carry one copy to the table. A reflector that has it from the router itself
// keeps it: its list of clusters is the shortest there is. One further on may come to choose another copy,
// which has another way to be passed on by, so it counts only where it speaks to a client. Nothing else can
// appear: own routes follow from tables, in which failures make no row appear; a second router that brings
// the prefix would do so already; routes of the AS that went out are refused when they come back (RFC 4271
// 9.1.2). With one announcement there are no preferences that could go in a circle, so the state is the only
// stable one. What is not so is not known, and the search then looks at every failure.
// Cost: the routers on the chain. Twin: brute force over failure sets (exposure/search_twin_test.cc).

#include "routing/bgp/support.h"

#include <algorithm>

#include "routing/bgp/convergence.h"

namespace ringfence::routing::bgp {
namespace {

/// Sessions that a route crosses, at most (origin: levels of reflectors; longer chains are not known).
constexpr std::size_t kChainMax = 8;

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

/// Neighbours of the own AS pass routes on as they are; those of others cannot bring them back.
bool IsPlain(const Speaker& speaker, const BgpNeighbor& neighbor) {
  if (neighbor.local_as || neighbor.remote_as_kind != RemoteAs::kNumber) return false;
  const bool inside = neighbor.remote_as == speaker.as;
  return std::ranges::all_of(neighbor.families, [inside](const NeighborFamily& family) {
    return IsUnicast(family.family) && (inside ? IsPlain(family) : family.allow_own_as == 0);
  });
}

bool IsPlain(const Speaker& speaker) {
  return speaker.confederation == 0 && speaker.vrf->vrf.empty() &&
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

/// A reflector tells its clients what it has from anybody.
bool PassesAny(const Speaker& reflector, const Channel& to) {
  return to.family->reflector_client && reflector.config->client_to_client;
}

bool HasFixedSource(const SessionEnd& end) {
  return end.neighbor->update_source || !end.neighbor->update_source_interface.empty();
}

}  // namespace

SupportPlan::SupportPlan(const BgpEngine& engine) : engine_(engine) {
  known_ =
      engine.plan().outside().empty() && engine.vpn(BgpFamily::kIpv4Unicast).empty() &&
      engine.vpn(BgpFamily::kIpv6Unicast).empty() &&
      std::ranges::all_of(engine.plan().speakers(), [](const Speaker& speaker) { return IsPlain(speaker); });
}

bool SupportPlan::IsAbsent(PrefixIndex prefix, const BgpScratch& scratch) {
  return std::ranges::all_of(scratch.families, [prefix](const FamilyState& state) {
    return state.local[prefix].empty() && state.table[prefix].empty() &&
           (state.announced.empty() || state.announced[prefix].empty()) && !state.ResultOf(prefix).present;
  });
}

std::optional<Derivation> SupportPlan::Of(TableId table, PrefixIndex prefix,
                                          const BgpScratch& scratch) const {
  const SessionPlan& plan = engine_.plan();
  const bool four = engine_.prefixes()[prefix].family() == net::Family::kIpv4;
  const FamilyState& state = scratch.families[four ? 0 : 1];
  const PrefixResult& result = state.ResultOf(prefix);
  std::uint32_t at = plan.SpeakerOf(table);
  const bool alone = state.local[prefix].size() == 1 && state.table[prefix].empty() &&
                     (state.announced.empty() || state.announced[prefix].empty()) && state.aggregates.empty();
  const bool sure =
      result.present && !result.unstable && !std::ranges::binary_search(scratch.found_open, prefix);
  if (!alone || !sure || at == kNone) return std::nullopt;
  const LocalRoute& local = state.local[prefix].front();
  const auto next_hop = OwnNextHop(state, local.speaker);
  if (local.route.origin != RouteOrigin::kNetwork || local.route.doubtful || !next_hop ||
      plan.speakers()[local.speaker].as != plan.speakers()[at].as)
    return std::nullopt;
  Derivation derivation;
  derivation.origin = plan.speakers()[local.speaker].table;
  derivation.needs_row = state.config[local.speaker]->networks[local.route.source].needs_route;
  derivation.next_hop = scratch.pool[*next_hop];
  const Channel* onwards = nullptr;  // from `at` to the router before
  while (at != local.speaker) {
    const Choice choice = Convergence::Unpack(result, at);
    if (choice.ambiguous || choice.doubtful || choice.routes.empty()) return std::nullopt;
    for (const std::vector<BgpRoute>* routes : {&choice.routes, &choice.tied}) {
      for (const BgpRoute& route : *routes) {
        if (route.next_hop != *next_hop || route.discard || route.by_neighbor) return std::nullopt;
      }
    }
    if (!AddLearned(choice.routes.front(), state, scratch, derivation)) return std::nullopt;
    const Channel& heard = state.channels[choice.routes.front().channel];
    const bool direct = heard.remote_speaker == local.speaker;
    if (onwards != nullptr && !direct && !PassesAny(plan.speakers()[at], *onwards)) return std::nullopt;
    onwards = &state.channels[heard.remote_channel];
    at = heard.remote_speaker;
    if (at != local.speaker) derivation.reflectors.push_back(plan.speakers()[at].table);
  }
  return derivation;
}

bool SupportPlan::AddLearned(const BgpRoute& route, const FamilyState& state, const BgpScratch& scratch,
                             Derivation& derivation) const {
  if (route.channel == kNone || route.kind != PeerKind::kInternal || derivation.sessions.size() == kChainMax)
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
