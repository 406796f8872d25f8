// A speaker with nothing but network statements asks for the routes of their prefixes. Redistribution,
// systems that export from their table, and what is made of other routes may ask for any.
#include "routing/registry_bgp_reads.h"

#include <algorithm>

namespace ringfence::routing {
namespace {

bool ReadsAny(const bgp::BgpFamilyConfig& family) {
  return !family.redistributions.empty() || !family.aggregates.empty() || family.exports_from_table ||
         family.advertises_only_installed;
}

bool AsksForDefault(const bgp::BgpNeighbor& neighbor) {
  return std::ranges::any_of(neighbor.families, &bgp::NeighborFamily::default_originate);
}

}  // namespace

BgpReads BgpReadsOf(const bgp::Speaker& speaker, const PrefixTable& prefixes) {
  BgpReads reads;
  reads.all = std::ranges::any_of(speaker.vrf->families, ReadsAny) ||
              std::ranges::any_of(speaker.vrf->neighbors, AsksForDefault);
  if (reads.all) return reads;
  for (const bgp::BgpFamilyConfig& family : speaker.vrf->families) {
    for (const bgp::BgpNetwork& network : family.networks) {
      const PrefixIndex prefix = prefixes.Find(network.prefix);
      if (prefix != kNoPrefix) reads.prefixes.push_back(prefix);
    }
  }
  std::ranges::sort(reads.prefixes);
  const auto rest = std::ranges::unique(reads.prefixes);
  reads.prefixes.erase(rest.begin(), rest.end());
  return reads;
}

}  // namespace ringfence::routing
