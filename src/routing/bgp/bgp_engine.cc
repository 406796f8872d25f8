// The engine's outside: prepares plans and programs, computes families one after the other, writes tables.

#include "routing/bgp/bgp_engine.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "base/sort_unique.h"
#include "routing/bgp/announced.h"
#include "routing/bgp/channels.h"
#include "routing/bgp/convergence.h"
#include "routing/bgp/label_giving.h"
#include "routing/bgp/origination.h"
#include "routing/bgp/prefix_workers.h"
#include "routing/bgp/recall.h"
#include "routing/bgp/support.h"
#include "routing/bgp/transfer.h"
#include "routing/bgp/vpn_exchange.h"
#include "routing/bgp/waiting.h"

namespace ringfence::routing::bgp {
namespace {

constexpr BgpFamily kFamilies[] = {BgpFamily::kIpv4Unicast, BgpFamily::kIpv6Unicast};

/// The configuration of a family where it is active: by a statement of its own or by a neighbour.
const BgpFamilyConfig* ConfigOf(const BgpVrf& vrf, BgpFamily family) {
  const auto found = std::ranges::find(vrf.families, family, &BgpFamilyConfig::family);
  return found == vrf.families.end() ? nullptr : &*found;
}

PolicyPrograms ProgramsOf(const Network& network) {
  PolicyPrograms programs;
  for (const Node& node : network.nodes())
    programs.push_back(std::make_unique<PolicyProgram>(node.config.policies));
  return programs;
}

std::vector<std::vector<net::IpAddress>> HopsNamedIn(const Network& network) {
  std::vector<std::vector<net::IpAddress>> named;
  for (const Node& node : network.nodes()) {
    std::vector<net::IpAddress>& here = named.emplace_back();
    for (const model::RoutePolicy& policy : node.config.policies.policies) {
      for (const model::RouteTerm& term : policy.terms) {
        for (const model::RouteAction& action : term.actions) {
          if (action.address) here.push_back(*action.address);
        }
      }
    }
    base::SortUnique(here);
  }
  return named;
}

/// Groups of speakers times prefixes, at most (origin: a byte each, in every scratch).
constexpr std::size_t kGroupCellsMax = std::size_t{16} << 20U;

}  // namespace

BgpEngine::BgpEngine(const Network& network, std::span<const TableOwner> tables, const PrefixTable& prefixes)
    : network_(network),
      prefixes_(prefixes),
      plan_(network, tables),
      programs_(ProgramsOf(network)),
      named_hops_(HopsNamedIn(network)),
      vpn4_(network, plan_, programs_, net::Family::kIpv4),
      vpn6_(network, plan_, programs_, net::Family::kIpv6),
      passes_on_plainly_(PassesOnPlainly(plan_) && ExchangesPlainly(plan_, vpn4_) &&
                         ExchangesPlainly(plan_, vpn6_)),
      groups_(plan_, vpn4_, vpn6_) {
  if (groups_.members.size() * prefixes.size() > kGroupCellsMax) groups_.Unite();
}

BgpEngine::~BgpEngine() = default;

void BgpEngine::CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes) {
  for (const Node& node : network.nodes()) {
    if (node.config.bgp.as == 0) continue;
    for (const OutsideNeighbor& outside : node.outside) {
      for (const AnnouncedRoute& route : outside.routes) prefixes.push_back(route.prefix);
    }
    for (const BgpVrf& vrf : node.config.bgp.vrfs) {
      for (const BgpFamilyConfig& family : vrf.families) {
        for (const BgpNetwork& one : family.networks) prefixes.push_back(one.prefix);
        for (const BgpAggregate& one : family.aggregates) prefixes.push_back(one.prefix);
      }
      for (const BgpNeighbor& neighbor : vrf.neighbors) {
        for (const NeighborFamily& family : neighbor.families) {
          if (family.family == BgpFamily::kRouteTarget) continue;
          if (!family.default_originate && family.default_vrfs.empty()) continue;
          const bool six = family.family == BgpFamily::kIpv6Unicast || family.family == BgpFamily::kVpnIpv6;
          prefixes.push_back(net::Prefix::Default(six ? net::Family::kIpv6 : net::Family::kIpv4));
        }
      }
    }
  }
}

void BgpEngine::Compute(BgpSurroundings& around, BgpScratch& scratch) const {
  scratch.resolutions.clear();
  scratch.waiting = {};
  scratch.explaining = {};
  scratch.found_open.clear();
  scratch.around = &around;
  if (scratch.recalls == nullptr) {
    scratch.sessions = plan_.Compute(around);
  } else {
    SessionMemory& memory = scratch.recalls->sessions;
    scratch.sessions = scratch.recalls->learns ? plan_.Compute(around, memory) : plan_.Recall(around, memory);
  }
  if (!vpn4_.empty() || !vpn6_.empty()) scratch.memberships.Compute(plan_, scratch.sessions, scratch.pool);
  scratch.families.resize(std::size(kFamilies));
  Transfer transfer(plan_, programs_, prefixes_, scratch);
  for (std::size_t f = 0; f < std::size(kFamilies); ++f) {
    FamilyState& state = scratch.families[f];
    state.family = kFamilies[f];
    state.config.clear();
    for (const Speaker& speaker : plan_.speakers()) {
      state.config.push_back(ConfigOf(*speaker.vrf, state.family));
    }
    MakeChannels(plan_, programs_, scratch, state);
    TakeAnnouncements(plan_, prefixes_, scratch, state);
    Originate(plan_, prefixes_, around, transfer, state);
    if (!vpn(state.family).empty())
      VpnExchange::Prepare(vpn(state.family), plan_, programs_, prefixes_, scratch);
    SettleFamily(f, around, transfer, scratch);
  }
  MakeTables(around, transfer, scratch);
}

void BgpEngine::SettleFamily(std::size_t number, BgpSurroundings& around, Transfer& transfer,
                             BgpScratch& scratch) const {
  FamilyState& state = scratch.families[number];
  const VpnPlan& exchange = vpn(state.family);
  const bool apart = PrefixesAreApart(scratch, state);
  const bool recalls = apart && exchange.empty() && scratch.recalls != nullptr;
  const bool learns = recalls && scratch.recalls->learns;
  if (apart && scratch.by_rows && scratch.is_asked_in_time && !learns) {
    LetWait(number, around, scratch);
  } else if (recalls) {
    Convergence convergence(plan_, prefixes_, around, transfer, scratch, state, &exchange);
    SettleRecalling(scratch.recalls->of_family[number], learns, plan_, prefixes_, state, convergence,
                    nullptr);
  } else if (apart && exchange.empty() && scratch.threads > 1) {
    std::vector<PrefixIndex> all(prefixes_.size());
    std::iota(all.begin(), all.end(), PrefixIndex{0});
    state.results.assign(prefixes_.size(), {});
    state.condition_holds.assign(state.classes.size(), 0);
    SettleOnThreads(all, plan_, programs_, prefixes_, around, scratch, state);
  } else {
    Convergence(plan_, prefixes_, around, transfer, scratch, state, &exchange).Run();
  }
}

bool BgpEngine::VpnHopsOf(TableId table, PrefixIndex prefix, std::uint32_t distinguisher, BgpScratch& scratch,
                          std::vector<BgpHop>& hops) const {
  const bool four = prefixes_[prefix].family() == net::Family::kIpv4;
  const std::uint32_t speaker = plan_.SpeakerOf(table);
  if (speaker == kNone) return true;
  SettleWaiting(prefix, scratch);
  return AppendVpnHops(four ? vpn4_ : vpn6_, plan_, scratch, speaker, distinguisher, prefix, prefixes_, hops);
}

bool BgpEngine::IsBrought(std::uint32_t group, PrefixIndex prefix, const BgpScratch& scratch) const {
  const auto is_there = [&](std::uint32_t speaker) { return groups_.bringing[speaker] == group; };
  return std::ranges::any_of(scratch.families, [&](const FamilyState& state) {
    const auto from_outside = [&](const Announced& announced) {
      return is_there(state.channels[announced.channel].speaker);
    };
    return std::ranges::any_of(state.local[prefix], is_there, &LocalRoute::speaker) ||
           std::ranges::any_of(state.table[prefix], [&](const auto& own) { return is_there(own.first); }) ||
           (!state.announced.empty() && std::ranges::any_of(state.announced[prefix], from_outside));
  });
}

std::vector<Oscillation> BgpEngine::OscillationsOf(const BgpScratch& scratch) const {
  std::vector<Oscillation> found;
  for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
    for (const FamilyState& state : scratch.families) {
      if (!state.ResultOf(prefix).unstable) continue;
      Oscillation& one = found.emplace_back();
      one.prefix = prefix;
      for (const std::uint32_t s : state.ResultOf(prefix).cycle) {
        one.speakers.push_back(plan_.speakers()[s].table);
      }
    }
  }
  return found;
}

}  // namespace ringfence::routing::bgp
