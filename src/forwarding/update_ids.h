// Ids of the update engine (update_engine.h).
#pragma once

#include <cstdint>

#include "base/ids.h"

namespace ringfence::forwarding::updates {

/// A router: position in the list of parties that the engine was made with.
using RouterId = base::Id<struct RouterTag>;
/// What a rule does with packets (update_actions.h).
using ActionId = base::Id<struct ActionTag>;
/// Destinations that no rule tells apart (update_atoms.h).
using AtomId = base::Id<struct AtomTag>;
/// A forwarding row: what every router does with a packet (update_rows.h).
using RowId = base::Id<struct RowTag>;

/// 64 well mixed bits of `value`: the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
constexpr std::uint64_t Mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

}  // namespace ringfence::forwarding::updates
