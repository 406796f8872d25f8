// Flexible algorithms as texts give them: rules by names of affinities (RFC 9350 section 6).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/fate.h"
#include "routing/sr/sr_config.h"

namespace ringfence::formats {

/// `affinity exclude-any NAMES` and the like.
struct AffinityText {
  std::vector<std::string> exclude_any, include_any, include_all;
  base::Span span;  ///< of the last line; invalid: no rule
};

/// Bits of affinities by name.
using AffinityBits = std::map<std::string, std::uint32_t>;
/// Hears of each name that has no bit.
using MissingAffinity = std::function<void(const std::string&)>;

/// The groups with these names; names without a bit are left out.
routing::sr::AdminGroups GroupsOf(const AffinityBits& bits, const std::vector<std::string>& names,
                                  const MissingAffinity& missing);
/// Sets the rules of a definition.
void SetRules(const AffinityBits& bits, const AffinityText& affinity, const MissingAffinity& missing,
              routing::sr::AlgorithmDefinition& told);

/// Reports a name without a bit at its use; the line is not modelled then. `reader` must outlive it.
template <class Reader>
MissingAffinity MissingAt(Reader& reader, const base::Span& use) {
  return [&reader, use](const std::string& name) {
    reader.Undefined(use, "affinity", name);
    reader.Demote(use, model::Impact::kForwarding, "affinity without a bit");
  };
}
/// The place of an algorithm among `all`; one that is not there is added.
template <class Text>
std::size_t PlaceOfAlgorithm(std::vector<Text>& all, routing::sr::Algorithm number) {
  const auto found = std::ranges::find(all, number, &Text::number);
  const auto place = static_cast<std::size_t>(found - all.begin());
  if (found == all.end()) all.emplace_back().number = number;
  return place;
}

/// Bits that links and definitions of a configuration have.
routing::sr::AdminGroups UsedGroups(const routing::sr::SrConfig& config);
/// Names of groups in a printed text, each with a blank before it: affinities are named after their bits.
std::string NamesOf(const routing::sr::AdminGroups& groups);

}  // namespace ringfence::formats
