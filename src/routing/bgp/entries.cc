// What speakers have chosen, as entries of their tables.
//
// Problem: speakers times prefixes are the most there is of anything, and a failure study asks for few of
// them. Idea: an entry is a function of what its speaker has chosen for the prefix, so where tables are read
// by rows it is written when it is first asked for; else all are, prefix by prefix, so that they ascend.
// Equal sets of hops of a table stand in one place. Cost: the routes chosen.

#include <algorithm>

#include "routing/bgp/bgp_engine.h"
#include "routing/bgp/label_giving.h"
#include "routing/bgp/transfer.h"
#include "routing/bgp/vpn_exchange.h"

namespace ringfence::routing::bgp {
namespace {

/// Writes entries of one family into tables.
class TableWriter {
 public:
  TableWriter(const BgpEngine& engine, BgpSurroundings& around, const FamilyState& state,
              const BgpScratch& scratch, Transfer& transfer)
      : engine_(engine), around_(around), state_(state), scratch_(scratch), transfer_(transfer) {}

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
    Share(table, entry);
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
  static void Share(BgpTable& table, BgpEntry& entry) {
    std::uint64_t hash = entry.hop_count;
    const std::span<const BgpHop> hops(table.hops.data() + entry.first_hop, entry.hop_count);
    for (const BgpHop& hop : hops) {
      const std::uint64_t address = hop.next_hop ? hop.next_hop->low ^ hop.next_hop->high : 0;
      hash = (hash ^ address ^ (std::uint64_t{hop.interface.value} << 32U) ^ (hop.discard ? 1 : 0)) *
             0x9e3779b97f4a7c15ULL;
      hash ^= hash >> 29U;
    }
    const auto [known, added] = table.places.try_emplace(hash, entry.first_hop);
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
};

}  // namespace

void BgpEngine::MakeTables(BgpSurroundings& around, Transfer& transfer, BgpScratch& scratch) const {
  scratch.tables.resize(plan_.speakers().size());
  for (BgpTable& table : scratch.tables) {
    if (scratch.by_rows) table.made.Clear();
    if (table.entries.empty()) continue;
    table.entries.clear();
    table.hops.clear();
    table.places.clear();
  }
  if (scratch.by_rows) return;
  std::vector<TableWriter> writers;
  for (const FamilyState& state : scratch.families)
    writers.emplace_back(*this, around, state, scratch, transfer);
  for (PrefixIndex prefix = 0; prefix < prefixes_.size(); ++prefix) {
    for (std::size_t f = 0; f < scratch.families.size(); ++f) {
      const FamilyState& state = scratch.families[f];
      const PrefixResult& result = state.ResultOf(prefix);
      if (!result.present) continue;
      TableWriter& writer = writers[f];
      for (std::uint32_t s = 0; s < scratch.tables.size(); ++s) {
        if (state.config[s] != nullptr) writer.Add(prefix, result, s, scratch.tables[s]);
      }
    }
  }
}

void BgpEngine::MakeEntry(std::uint32_t speaker, PrefixIndex prefix, BgpScratch& scratch) const {
  Transfer transfer(plan_, programs_, prefixes_, scratch);
  for (const FamilyState& state : scratch.families) {
    const PrefixResult& result = state.ResultOf(prefix);
    if (!result.present || state.config[speaker] == nullptr) continue;
    TableWriter(*this, *scratch.around, state, scratch, transfer)
        .Add(prefix, result, speaker, scratch.tables[speaker]);
  }
}

const BgpEntry* BgpEngine::EntryOf(TableId owner, PrefixIndex prefix, BgpScratch& scratch) const {
  const std::uint32_t speaker = plan_.SpeakerOf(owner);
  if (speaker == kNone) return nullptr;
  BgpTable& table = scratch.tables[speaker];
  if (!scratch.by_rows) {
    const auto entry = std::ranges::lower_bound(table.entries, prefix, {}, &BgpEntry::prefix);
    return entry == table.entries.end() || entry->prefix != prefix ? nullptr : &*entry;
  }
  const std::uint32_t* known = table.made.Find(prefix);
  if (known == nullptr) {
    SettleWaiting(prefix, scratch);
    const auto place = static_cast<std::uint32_t>(table.entries.size());
    MakeEntry(speaker, prefix, scratch);
    known = &table.made.Add(prefix, table.entries.size() > place ? place : kNoEntry);
  }
  return *known == kNoEntry ? nullptr : &table.entries[*known];
}

const BgpTable* BgpEngine::TableOf(TableId table, const BgpScratch& scratch) const {
  const std::uint32_t speaker = plan_.SpeakerOf(table);
  return speaker == kNone ? nullptr : &scratch.tables[speaker];
}

}  // namespace ringfence::routing::bgp
