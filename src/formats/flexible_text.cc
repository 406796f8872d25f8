#include "formats/flexible_text.h"

#include <fmt/format.h>

namespace ringfence::formats {

namespace sr = routing::sr;

sr::AdminGroups GroupsOf(const AffinityBits& bits, const std::vector<std::string>& names,
                         const MissingAffinity& missing) {
  sr::AdminGroups groups;
  for (const std::string& name : names) {
    const auto bit = bits.find(name);
    bit != bits.end() ? (void)groups.set(bit->second) : missing(name);
  }
  return groups;
}

void SetRules(const AffinityBits& bits, const AffinityText& affinity, const MissingAffinity& missing,
              sr::AlgorithmDefinition& told) {
  told.exclude_any = GroupsOf(bits, affinity.exclude_any, missing);
  told.include_any = GroupsOf(bits, affinity.include_any, missing);
  told.include_all = GroupsOf(bits, affinity.include_all, missing);
}

sr::AdminGroups UsedGroups(const sr::SrConfig& config) {
  sr::AdminGroups used;
  for (const sr::AlgorithmLink& link : config.links) used |= link.groups;
  for (const sr::FlexAlgorithm& algorithm : config.algorithms)
    if (algorithm.told)
      used |= algorithm.told->exclude_any | algorithm.told->include_any | algorithm.told->include_all;
  return used;
}

std::string NamesOf(const sr::AdminGroups& groups) {
  std::string names;
  for (std::size_t bit = 0; bit < groups.size(); ++bit)
    if (groups[bit]) names += fmt::format(" BIT{}", bit);
  return names;
}

}  // namespace ringfence::formats
