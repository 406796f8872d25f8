// Only what is asked for is settled.
//
// Problem: a study asks for the routes of a handful of prefixes, and BGP settles them all, on all routers;
// under a failure that moves the exits of a provider most would have to be settled again. Idea: where
// prefixes ask each other nothing and tables are read by rows, a prefix that the memory does not know
// (recall.cc), or any where there is none, waits until somebody asks for an entry of it; then its other
// stable states are looked for as well. Who looks up an address asks for each prefix from the longest on, so
// a shorter match is believed only when the longer ones are settled. Whole tables settle all.
//
// Why that is the same: settling asks for ways by other protocols only, so one prefix never waits for
// another. Whether BGP leads to next hops itself must be known before anything is settled: every address that
// may become a next hop is named beforehand (Expect), and where BGP may bring a prefix that holds one the
// registry settles all in rounds. States that go by a memory name none; a prefix that comes to ask a way
// which BGP may change, and that nobody had asked for when it was found to change none, counts as open, like
// one with several stable states.
// What is known of a prefix does not depend on which others were asked for, nor in which order.
// Cost: what the channels cost, and the prefixes asked for. Twins: computations without memory
// (registry_rows_test.cc), tables of all entries (waiting_test.cc).

#include "routing/bgp/waiting.h"

#include <algorithm>
#include <utility>

#include "base/sort_unique.h"
#include "routing/bgp/bgp_engine.h"
#include "routing/bgp/prefix_workers.h"
#include "routing/bgp/recall.h"
#include "routing/bgp/replay.h"
#include "routing/bgp/support.h"
#include "routing/bgp/vpn_exchange.h"

namespace ringfence::routing::bgp {

/// The ends of sessions, and what routes are brought in with: each once for a speaker.
void BgpEngine::ExpectHops(const FamilyState& state, const AttributePool& pool,
                           BgpSurroundings& around) const {
  std::vector<std::pair<std::uint32_t, AddressId>> hops;
  for (const Channel& channel : state.channels) {
    hops.emplace_back(channel.speaker, channel.self);
    hops.emplace_back(channel.speaker, channel.peer);
  }
  for (const std::vector<LocalRoute>& routes : state.local) {
    for (const LocalRoute& local : routes) hops.emplace_back(local.speaker, local.route.next_hop);
  }
  for (const std::vector<Announced>& announced : state.announced) {
    for (const Announced& one : announced)
      hops.emplace_back(state.channels[one.channel].speaker, one.advert.next_hop);
  }
  base::SortUnique(hops);
  for (const auto& [speaker, hop] : hops) {
    if (hop.valid()) around.Expect(speaker, pool[hop]);
  }
}

void BgpEngine::ExpectNamedHops(BgpSurroundings& around) const {
  for (std::uint32_t speaker = 0; speaker < plan_.speakers().size(); ++speaker) {
    for (const net::IpAddress& hop : named_hops_[plan_.speakers()[speaker].node.index()])
      around.Expect(speaker, hop);
  }
}

/// Those of tunnels and the SIDs that VRFs give are asked for by routers with sessions.
void BgpEngine::ExpectTunnelEnds(const VpnPlan& exchange, BgpSurroundings& around) const {
  std::vector<std::uint32_t> hubs;
  std::vector<net::IpAddress> ends;
  for (const VpnPart& part : exchange.parts()) {
    if (part.hub != kNone) hubs.push_back(part.hub);
    if (part.tunnel_end) ends.push_back(*part.tunnel_end);
    if (part.srv6 != nullptr && part.srv6->gives) ends.push_back(part.srv6->gives->address);
  }
  base::SortUnique(hubs);
  base::SortUnique(ends);
  for (const std::uint32_t hub : hubs) {
    for (const net::IpAddress& end : ends) around.Expect(hub, end);
  }
}

void BgpEngine::LetWait(std::size_t number, BgpSurroundings& around, BgpScratch& scratch) const {
  FamilyState& state = scratch.families[number];
  const VpnPlan& exchange = vpn(state.family);
  scratch.waiting[number] =
      std::make_shared<WaitingFamily>(plan_, programs_, prefixes_, around, scratch, state, exchange);
  WaitingFamily& family = *scratch.waiting[number];
  if (scratch.recalls != nullptr && exchange.empty()) {
    return SettleRecalling(scratch.recalls->of_family[number], false, plan_, prefixes_, state,
                           family.convergence, &family.waits);
  }
  ExpectHops(state, scratch.pool, around);
  ExpectNamedHops(around);
  if (!exchange.empty()) {
    for (const FamilyState* far : {&scratch.vpn[number].family, &scratch.vpn[number].evpn})
      ExpectHops(*far, scratch.pool, around);
    ExpectTunnelEnds(exchange, around);
  }
  state.results.assign(prefixes_.size(), {});
  state.condition_holds.assign(state.classes.size(), 0);
  for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix)
    family.waits[prefix] = family.convergence.IsBgpPrefix(prefix) ? 1 : 0;
}

bool BgpEngine::IsOpen(WaitingFamily& family, const FamilyState& state, PrefixIndex prefix,
                       const Recall* recall) const {
  const PrefixResult& result = state.ResultOf(prefix);
  if (result.unstable || result.may_be_bgp) return true;
  if (passes_on_plainly_ && HasOneAnnouncement(plan_, state, prefix)) return false;
  family.convergence.ForgetMayBeBgp();
  const Precedent before = recall != nullptr ? recall->PrecedentOf(prefix, state) : Precedent();
  std::optional<Remembered> then;
  if (before.found_by) then = recall->HowItEndedElsewhere(prefix, plan_, state);
  return family.convergence.HasOtherState(prefix, before, then ? &*then : nullptr) ||
         family.convergence.may_be_bgp();
}

bool BgpEngine::SettleByNews(const Recall& recall, WaitingFamily& family, PrefixIndex prefix,
                             FamilyState& state) const {
  family.convergence.ForgetMayBeBgp();
  std::optional<PrefixResult> found = bgp::SettleByNews(recall, prefix, plan_, state, family.convergence);
  if (!found) return false;
  state.results[prefix] = std::make_shared<PrefixResult>(*std::move(found));
  return true;
}

void BgpEngine::SettleWaiting(WaitingFamily& family, std::span<const PrefixIndex> which, FamilyState& state,
                              BgpScratch& scratch) const {
  const Recall* recall = nullptr;
  VpnExchange* exchange = family.convergence.exchange();
  if (scratch.recalls != nullptr && exchange == nullptr)
    recall = &scratch.recalls->of_family[state.family == BgpFamily::kIpv4Unicast ? 0 : 1];
  std::vector<PrefixIndex> rest;
  for (const PrefixIndex prefix : which) {
    if (recall == nullptr || !SettleByNews(*recall, family, prefix, state)) rest.push_back(prefix);
  }
  if (scratch.threads > 1 && rest.size() > 1 && exchange == nullptr) {
    SettleOnThreads(rest, plan_, programs_, prefixes_, family.convergence.around(), scratch, state);
  } else {
    for (const PrefixIndex prefix : rest) {
      family.convergence.ForgetMayBeBgp();
      state.results[prefix] =
          std::make_shared<PrefixResult>(family.convergence.Settle(prefix, ActivationOrder::kNews));
      if (exchange != nullptr) exchange->Keep(prefix);
    }
  }
  for (const PrefixIndex prefix : which) {
    family.waits[prefix] = 0;
    if (IsOpen(family, state, prefix, recall)) scratch.found_open.push_back(prefix);
  }
  base::SortUnique(scratch.found_open);
}

void BgpEngine::SettleWaiting(PrefixIndex prefix, BgpScratch& scratch) const {
  for (std::size_t f = 0; f < scratch.families.size(); ++f) {
    WaitingFamily* family = scratch.waiting[f].get();
    if (family == nullptr || family->waits[prefix] == 0) continue;
    SettleWaiting(*family, {&prefix, 1}, scratch.families[f], scratch);
  }
}

void BgpEngine::SettleAllWaiting(BgpScratch& scratch) const {
  for (std::size_t f = 0; f < scratch.families.size(); ++f) {
    WaitingFamily* family = scratch.waiting[f].get();
    if (family == nullptr) continue;
    std::vector<PrefixIndex> which;
    for (PrefixIndex prefix = 0; prefix < family->waits.size(); ++prefix) {
      if (family->waits[prefix] != 0) which.push_back(prefix);
    }
    SettleWaiting(*family, which, scratch.families[f], scratch);
  }
}

}  // namespace ringfence::routing::bgp
