// The engine's outside: prepares plans and programs, computes families one after the other, writes tables.

#include "routing/bgp/bgp_engine.h"

#include <algorithm>
#include <unordered_map>

#include "base/check.h"
#include "routing/bgp/announced.h"
#include "routing/bgp/channels.h"
#include "routing/bgp/convergence.h"
#include "routing/bgp/label_giving.h"
#include "routing/bgp/origination.h"
#include "routing/bgp/prefix_workers.h"
#include "routing/bgp/recall.h"
#include "routing/bgp/transfer.h"
#include "routing/bgp/vpn_exchange.h"

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

}  // namespace

BgpEngine::BgpEngine(const Network& network, std::span<const TableOwner> tables, const PrefixTable& prefixes)
    : network_(network),
      prefixes_(prefixes),
      plan_(network, tables),
      programs_(ProgramsOf(network)),
      vpn4_(network, plan_, programs_, net::Family::kIpv4),
      vpn6_(network, plan_, programs_, net::Family::kIpv6) {}

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
  scratch.sessions = plan_.Compute(around);
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
    if (scratch.recalls != nullptr && PrefixesAreApart(vpn(state.family), scratch, state)) {
      Convergence convergence(plan_, prefixes_, around, transfer, scratch, state, &vpn(state.family));
      SettleRecalling(scratch.recalls->of_family[f], scratch.recalls->learns, plan_, prefixes_, state,
                      convergence);
    } else if (scratch.threads > 1 && PrefixesAreApart(vpn(state.family), scratch, state)) {
      SettleOnThreads(plan_, programs_, prefixes_, around, scratch, state);
    } else {
      Convergence(plan_, prefixes_, around, transfer, scratch, state, &vpn(state.family)).Run();
    }
  }
  MakeTables(around, transfer, scratch);
}

namespace {

/// Writes tables prefix by prefix.
class TableWriter {
 public:
  TableWriter(const BgpEngine& engine, BgpSurroundings& around, const FamilyState& state,
              const BgpScratch& scratch, Transfer& transfer)
      : engine_(engine),
        around_(around),
        state_(state),
        scratch_(scratch),
        transfer_(transfer),
        places_(scratch.tables.size()) {}

  void Add(PrefixIndex prefix, const PrefixResult& result, std::uint32_t speaker, BgpTable& table) {
    const PackedChoice& choice = result.choices[speaker];
    if (choice.route_count == 0 && !choice.doubtful) return;
    BgpEntry& entry = table.entries.emplace_back();
    entry.prefix = prefix;
    entry.unstable = result.unstable;
    entry.ambiguous = choice.ambiguous || choice.doubtful || result.unstable;
    entry.first_hop = static_cast<std::uint32_t>(table.hops.size());
    if (choice.route_count == 0) return;
    const BgpRoute& best = result.routes[choice.first];
    const PathAttributes& attributes = scratch_.pool[best.attributes];
    entry.origin = best.origin;
    entry.evpn = best.origin == RouteOrigin::kImported && (best.source & kFromOtherDevice) != 0 &&
                 engine_.vpn(state_.family).parts()[speaker].evpn;
    entry.kind = best.kind;
    entry.attributes = best.attributes;
    entry.med = attributes.has_med ? attributes.med : 0;
    entry.tag = attributes.tag;
    entry.distance = DistanceOf(*state_.config[speaker], best, attributes);
    entry.installable = best.origin == RouteOrigin::kLearned || best.origin == RouteOrigin::kImported ||
                        (best.origin == RouteOrigin::kAggregate && best.discard);
    for (std::uint32_t i = choice.first; i < choice.first + choice.route_count; ++i) {
      if (result.routes[i].origin == RouteOrigin::kImported) {
        AppendImportedHops(engine_.vpn(state_.family), engine_.plan(), around_, scratch_, state_, speaker,
                           result.routes[i], prefix, engine_.prefixes(), table.hops);
      } else {
        AddHop(prefix, result, speaker, result.routes[i], table);
      }
    }
    entry.hop_count = static_cast<std::uint32_t>(table.hops.size()) - entry.first_hop;
    Share(speaker, table, entry);
    Filter(speaker, best, entry);
  }

 private:
  static std::uint32_t DistanceOf(const BgpFamilyConfig& config, const BgpRoute& route,
                                  const PathAttributes& attributes) {
    if (attributes.distance != 0) return attributes.distance;
    if (route.origin == RouteOrigin::kImported && config.distance_imported) return *config.distance_imported;
    if (route.kind == PeerKind::kLocal) return config.distance_local;
    return route.kind == PeerKind::kExternal ? config.distance_ebgp : config.distance_ibgp;
  }

  /// Uses the hops of an earlier entry when they are the same. Sets with equal hashes that differ stay apart.
  void Share(std::uint32_t speaker, BgpTable& table, BgpEntry& entry) {
    std::uint64_t hash = entry.hop_count;
    const std::span<const BgpHop> hops(table.hops.data() + entry.first_hop, entry.hop_count);
    for (const BgpHop& hop : hops) {
      const std::uint64_t address = hop.next_hop ? hop.next_hop->low ^ hop.next_hop->high : 0;
      hash = (hash ^ address ^ (std::uint64_t{hop.interface.value} << 32U) ^ (hop.discard ? 1 : 0)) *
             0x9e3779b97f4a7c15ULL;
      hash ^= hash >> 29U;
    }
    const auto [known, added] = places_[speaker].try_emplace(hash, entry.first_hop);
    if (added || table.hops.size() < known->second + 2 * std::size_t{entry.hop_count}) return;
    if (!std::equal(hops.begin(), hops.end(), table.hops.begin() + known->second)) return;
    table.hops.resize(entry.first_hop);
    entry.first_hop = known->second;
  }

  void AddHop(PrefixIndex prefix, const PrefixResult& result, std::uint32_t speaker, const BgpRoute& route,
              BgpTable& table) const {
    BgpHop& hop = table.hops.emplace_back();
    hop.discard = route.discard;
    if (route.discard) return;
    hop.labelled = route.labelled;
    if (route.labelled)
      hop.label = UnicastLabelOf(engine_.plan(), scratch_, state_, result, speaker, route.next_hop, prefix);
    if (route.next_hop.valid()) hop.next_hop = scratch_.pool[route.next_hop];
    if (route.channel == kNone) return;
    const Channel& channel = state_.channels[route.channel];
    if (route.by_neighbor) hop.next_hop = scratch_.pool[channel.peer];
    // Only a neighbour without an address, or with one that is no part of a subnet, needs the interface.
    if (!channel.subnet && (!route.next_hop.valid() || route.next_hop == channel.peer)) {
      hop.interface = channel.interface;
    }
  }

  /// The filter between the BGP table and the routing table.
  void Filter(std::uint32_t speaker, const BgpRoute& route, BgpEntry& entry) const {
    const auto& policy = state_.config[speaker]->table_policy;
    if (!policy || !entry.installable) return;
    PolicyRoute view = transfer_.ViewOf(route, entry.prefix);
    const PolicyResult decision =
        transfer_.Evaluate(speaker, transfer_.ProgramOf(speaker).Compile(*policy), view);
    entry.installable = decision.accepted;
    entry.ambiguous = entry.ambiguous || decision.doubtful;
    if (view.attributes.distance != 0) entry.distance = view.attributes.distance;
    entry.tag = view.attributes.tag;
    entry.med = view.attributes.has_med ? view.attributes.med : entry.med;
  }

  const BgpEngine& engine_;
  BgpSurroundings& around_;
  const FamilyState& state_;
  const BgpScratch& scratch_;
  Transfer& transfer_;
  /// By speaker: hash of a set of hops to where it stands in the table. Never iterated.
  std::vector<std::unordered_map<std::uint64_t, std::uint32_t>> places_;
};

}  // namespace

void BgpEngine::MakeTables(BgpSurroundings& around, Transfer& transfer, BgpScratch& scratch) const {
  scratch.tables.resize(plan_.speakers().size());
  for (BgpTable& table : scratch.tables) {
    table.entries.clear();
    table.hops.clear();
  }
  std::vector<TableWriter> writers;
  for (const FamilyState& state : scratch.families)
    writers.emplace_back(*this, around, state, scratch, transfer);
  for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
    for (std::size_t f = 0; f < scratch.families.size(); ++f) {
      const FamilyState& state = scratch.families[f];
      const PrefixResult& result = state.results[prefix];
      if (!result.present) continue;
      TableWriter& writer = writers[f];
      for (std::uint32_t s = 0; s < scratch.tables.size(); ++s) {
        if (state.config[s] != nullptr) writer.Add(prefix, result, s, scratch.tables[s]);
      }
    }
  }
}

const BgpTable* BgpEngine::TableOf(TableId table, const BgpScratch& scratch) const {
  const std::uint32_t speaker = plan_.SpeakerOf(table);
  return speaker == kNone ? nullptr : &scratch.tables[speaker];
}

bool BgpEngine::VpnHopsOf(TableId table, PrefixIndex prefix, std::uint32_t distinguisher,
                          const BgpScratch& scratch, std::vector<BgpHop>& hops) const {
  const bool four = prefixes_[prefix].family() == net::Family::kIpv4;
  const std::uint32_t speaker = plan_.SpeakerOf(table);
  if (speaker == kNone) return true;
  return AppendVpnHops(four ? vpn4_ : vpn6_, plan_, scratch, speaker, distinguisher, prefix, prefixes_, hops);
}

std::vector<Oscillation> BgpEngine::OscillationsOf(const BgpScratch& scratch) const {
  std::vector<Oscillation> found;
  for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
    for (const FamilyState& state : scratch.families) {
      if (!state.results[prefix].unstable) continue;
      Oscillation& one = found.emplace_back();
      one.prefix = prefix;
      for (const std::uint32_t s : state.results[prefix].cycle) {
        one.speakers.push_back(plan_.speakers()[s].table);
      }
    }
  }
  return found;
}

}  // namespace ringfence::routing::bgp
