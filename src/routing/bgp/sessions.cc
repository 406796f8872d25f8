// Sessions from the configurations of all speakers.
//
// Problem: a session forms when both ends name each other, see each other's packets from the expected
// address, agree on numbers, keys and families, and have routes to each other. A reader wants the first
// reason why not.
// Idea: once per network, neighbour statements are paired by ownership of addresses (or by links, without
// addresses); pairs are all that can ever form. Per failure state each pair is tried: an end opens a
// connection from its configured source, or from the interface towards the neighbour; the far end accepts
// when it names that address. One direction is enough (RFC 4271 section 6.8 resolves collisions). The number
// of hops of a multihop session is not counted: a route in both directions is enough.
// Cost: O(statements) per failure state and two resolutions for each.

#include "routing/bgp/sessions.h"

#include <algorithm>

#include "base/check.h"

namespace ringfence::routing::bgp {
namespace {

/// RFC 4271: the router id when none is configured: the highest loopback address, else the highest address.
std::uint32_t ChooseRouterId(const model::Device& device, const std::string& vrf) {
  std::uint32_t best[2] = {0, 0};
  for (const model::Interface& interface : device.interfaces) {
    if (interface.vrf != vrf) continue;
    const bool loopback = interface.kind == model::InterfaceKind::kLoopback;
    for (const model::InterfaceAddress& address : interface.addresses) {
      if (address.address.address.family != net::Family::kIpv4) continue;
      best[loopback ? 0 : 1] = std::max(best[loopback ? 0 : 1], address.address.address.v4());
    }
  }
  return best[0] != 0 ? best[0] : best[1];
}

bool TakesNumbers(const model::PolicySet& policies) {
  using model::RouteActionKind;
  const auto takes = [](const model::RouteAction& action) {
    return action.kind == RouteActionKind::kAsPathRemove || action.kind == RouteActionKind::kAsPathReplace ||
           action.kind == RouteActionKind::kAsPathReplaceOwn;
  };
  return std::ranges::any_of(policies.policies, [&](const model::RoutePolicy& policy) {
    return std::ranges::any_of(
        policy.terms, [&](const model::RouteTerm& term) { return std::ranges::any_of(term.actions, takes); });
  });
}

}  // namespace

SessionPlan::SessionPlan(const Network& network, std::span<const TableOwner> tables) : network_(network) {
  AddSpeakers(tables);
  AddOwners(tables);
  for (std::uint32_t e = 0; e < ends_.size(); ++e) {
    if (ends_[e].neighbor->address) {
      PairByAddress(e);
    } else if (!ends_[e].neighbor->interface.empty()) {
      PairByLink(e);
    }
  }
  for (std::uint32_t s = 0; s < speakers_.size(); ++s) PairOutside(s);
  const auto ends_of = [](const Pair& pair) { return std::tuple(pair.a, pair.b, pair.outside); };
  std::ranges::stable_sort(pairs_, {}, ends_of);
  const auto doubles = std::ranges::unique(pairs_, {}, ends_of);
  pairs_.erase(doubles.begin(), doubles.end());
}

void SessionPlan::AddSpeakers(std::span<const TableOwner> tables) {
  speaker_of_table_.assign(tables.size(), kNone);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const DeviceConfig& config = network_.nodes()[tables[t].node.index()].config;
    const auto vrf = std::ranges::find(config.bgp.vrfs, tables[t].vrf, &BgpVrf::vrf);
    if (config.bgp.as == 0 || vrf == config.bgp.vrfs.end()) continue;
    speaker_of_table_[t] = static_cast<std::uint32_t>(speakers_.size());
    Speaker& speaker = speakers_.emplace_back();
    speaker.table = TableId(t);
    speaker.node = tables[t].node;
    speaker.config = &config.bgp;
    speaker.vrf = &*vrf;
    speaker.as = vrf->as.value_or(config.bgp.as);
    speaker.confederation = config.bgp.confederation.value_or(0);
    speaker.router_id = vrf->router_id && vrf->router_id->family == net::Family::kIpv4
                            ? vrf->router_id->v4()
                            : ChooseRouterId(config.device, tables[t].vrf);
    if (speaker.router_id == 0) speaker.router_id = ChooseRouterId(config.device, "");
    speaker.takes_numbers = TakesNumbers(config.policies);
    first_end_.push_back(static_cast<std::uint32_t>(ends_.size()));
    for (const BgpNeighbor& neighbor : vrf->neighbors) {
      ends_.push_back({static_cast<std::uint32_t>(speakers_.size() - 1), &neighbor});
    }
  }
  first_end_.push_back(static_cast<std::uint32_t>(ends_.size()));
}

void SessionPlan::AddOwners(std::span<const TableOwner> tables) {
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const auto& interfaces = network_.nodes()[tables[t].node.index()].config.device.interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      if (interfaces[i].vrf != tables[t].vrf) continue;
      for (const model::InterfaceAddress& address : interfaces[i].addresses) {
        owners_[address.address.address].push_back({TableId(t), {tables[t].node, model::InterfaceIndex(i)}});
      }
    }
  }
}

bool SessionPlan::Owns(TableId table, const net::IpAddress& address) const {
  const auto found = owners_.find(address);
  return found != owners_.end() &&
         std::ranges::any_of(found->second, [table](const Owner& owner) { return owner.table == table; });
}

std::vector<std::uint32_t> SessionPlan::SpeakersAt(const net::IpAddress& address) const {
  std::vector<std::uint32_t> speakers;
  const auto found = owners_.find(address);
  if (found == owners_.end()) return speakers;
  for (const Owner& owner : found->second) {
    if (SpeakerOf(owner.table) != kNone) speakers.push_back(SpeakerOf(owner.table));
  }
  return speakers;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> SessionPlan::PossiblePairs() const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> speakers;
  for (const Pair& pair : pairs_) {
    if (pair.b != kNone) speakers.emplace_back(ends_[pair.a].speaker, ends_[pair.b].speaker);
  }
  return speakers;
}

void SessionPlan::AddPair(Pair pair) {
  if (pair.b != kNone && pair.b < pair.a) {
    std::swap(pair.a, pair.b);
    std::swap(pair.link[0], pair.link[1]);
  }
  pairs_.push_back(pair);
}

bool SessionPlan::Accepts(std::uint32_t end, TableId table) const {
  const BgpNeighbor& neighbor = *ends_[end].neighbor;
  if (neighbor.address) return Owns(table, *neighbor.address);
  if (!neighbor.listen_range) return false;
  return std::ranges::any_of(owners_, [&](const auto& entry) {
    return neighbor.listen_range->Contains(entry.first) &&
           std::ranges::any_of(entry.second, [table](const Owner& owner) { return owner.table == table; });
  });
}

void SessionPlan::PairByAddress(std::uint32_t end) {
  const Speaker& speaker = speakers_[ends_[end].speaker];
  const auto found = owners_.find(*ends_[end].neighbor->address);
  if (found == owners_.end()) {
    const auto& outside = network_.nodes()[speaker.node.index()].outside;
    const bool known = std::ranges::any_of(outside, [&](const OutsideNeighbor& one) {
      return one.vrf == speaker.vrf->vrf && one.address == *ends_[end].neighbor->address;
    });
    if (!known) AddPair({end, kNone, SessionCause::kUnknownAddress});
    return;
  }
  SessionCause cause = SessionCause::kNoSpeaker;
  bool paired = false;
  for (const Owner& owner : found->second) {
    const std::uint32_t far = speaker_of_table_[owner.table.index()];
    if (far == kNone || speakers_[far].table == speaker.table) continue;
    cause = SessionCause::kNotConfigured;
    for (std::uint32_t other = first_end_[far]; other < first_end_[far + 1]; ++other) {
      if (!Accepts(other, speaker.table)) continue;
      AddPair({end, other});
      paired = true;
    }
  }
  if (!paired) AddPair({end, kNone, cause});
}

/// Who names the neighbour has the session; else who listens where it connects from.
void SessionPlan::PairOutside(std::uint32_t s) {
  const Speaker& speaker = speakers_[s];
  for (const OutsideNeighbor& far : network_.nodes()[speaker.node.index()].outside) {
    if (far.vrf != speaker.vrf->vrf || owners_.contains(far.address)) continue;
    std::uint32_t end = kNone;
    for (std::uint32_t e = first_end_[s]; e < first_end_[s + 1]; ++e) {
      const BgpNeighbor& neighbor = *ends_[e].neighbor;
      if (neighbor.address == far.address) end = e;
      if (end == kNone && neighbor.listen_range && neighbor.listen_range->Contains(far.address)) end = e;
    }
    if (end == kNone) continue;
    AddPair({.a = end, .outside = static_cast<std::uint32_t>(outside_.size())});
    outside_.push_back(&far);
  }
}

bool SessionPlan::Faces(const BgpNeighbor& neighbor, const model::Endpoint& far) const {
  if (!neighbor.link_local) return true;
  const auto written = [&](const auto& one) { return one.address.address == *neighbor.link_local; };
  return std::ranges::any_of(network_.InterfaceAt(far).addresses, written);
}

void SessionPlan::PairByLink(std::uint32_t end) {
  const Speaker& speaker = speakers_[ends_[end].speaker];
  const auto& device = network_.nodes()[speaker.node.index()].config.device;
  const model::Endpoint near{speaker.node, model::FindInterface(device, ends_[end].neighbor->interface)};
  if (!near.interface.valid()) return AddPair({end, kNone, SessionCause::kUnknownAddress});
  const model::LinkId link = network_.LinkOf(near);
  if (!link.valid()) return AddPair({end, kNone, SessionCause::kUnknownAddress});
  const BgpNeighbor& neighbor = *ends_[end].neighbor;
  SessionCause cause = neighbor.link_local ? SessionCause::kUnknownAddress : SessionCause::kNoSpeaker;
  for (const model::Endpoint& far : network_.links()[link.index()].ends) {
    if (far == near || !Faces(neighbor, far)) continue;
    if (cause == SessionCause::kUnknownAddress) cause = SessionCause::kNoSpeaker;
    for (std::uint32_t s = 0; s < speakers_.size(); ++s) {
      if (speakers_[s].node != far.node) continue;
      cause = SessionCause::kNotConfigured;
      for (std::uint32_t other = first_end_[s]; other < first_end_[s + 1]; ++other) {
        const BgpNeighbor& back = *ends_[other].neighbor;
        if (back.interface != network_.InterfaceAt(far).name || !Faces(back, near)) continue;
        return AddPair({end, other, SessionCause::kUp, {near, far}});
      }
    }
  }
  AddPair({end, kNone, cause});
}

}  // namespace ringfence::routing::bgp
