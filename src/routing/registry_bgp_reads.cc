// A speaker with nothing but network statements asks for the routes of their prefixes, and one that
// redistributes connected or static routes for those of the prefixes that such routes have. Redistribution of
// protocols, systems that export from their table, and what is made of other routes may ask for any.
#include "routing/registry_bgp_reads.h"

#include <algorithm>

#include "base/sort_unique.h"

namespace ringfence::routing {
namespace {

bool IsOwn(const bgp::BgpRedistribution& redistribution) {
  return redistribution.source == model::RouteSource::kConnected ||
         redistribution.source == model::RouteSource::kStatic;
}

bool ReadsAny(const bgp::BgpFamilyConfig& family) {
  return !std::ranges::all_of(family.redistributions, IsOwn) || !family.aggregates.empty() ||
         family.exports_from_table || family.advertises_only_installed;
}

bool AsksForDefault(const bgp::BgpNeighbor& neighbor) {
  return std::ranges::any_of(neighbor.families, &bgp::NeighborFamily::default_originate);
}

}  // namespace

BgpReads BgpReadsOf(const bgp::Speaker& speaker, const PrefixTable& prefixes,
                    std::span<const PrefixIndex> own) {
  BgpReads reads;
  reads.all = std::ranges::any_of(speaker.vrf->families, ReadsAny) ||
              std::ranges::any_of(speaker.vrf->neighbors, AsksForDefault);
  if (reads.all) return reads;
  for (const bgp::BgpFamilyConfig& family : speaker.vrf->families) {
    if (!family.redistributions.empty()) reads.prefixes.insert(reads.prefixes.end(), own.begin(), own.end());
    for (const bgp::BgpNetwork& network : family.networks) {
      const PrefixIndex prefix = prefixes.Find(network.prefix);
      if (prefix != kNoPrefix) reads.prefixes.push_back(prefix);
    }
  }
  base::SortUnique(reads.prefixes);
  return reads;
}

}  // namespace ringfence::routing
