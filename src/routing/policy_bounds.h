// Local preferences that a policy can give to routes of one prefix, whatever else they carry. See
// policy_bounds.cc.
#pragma once

#include <cstdint>

#include "net/ip.h"
#include "routing/policy_program.h"

namespace ringfence::routing {

/// A set of local preferences, as the least range that holds them.
struct PreferenceBounds {
  bool known = true;   ///< false: nothing is claimed
  bool keeps = false;  ///< some route may keep the preference that it came with
  std::uint32_t lowest = 0xffffffff;
  std::uint32_t highest = 0;  ///< less than `lowest`: no route may get another preference

  bool empty() const { return known && !keeps && highest < lowest; }
  /// Adds the routes of another set.
  void Merge(const PreferenceBounds& other);
  /// Every route of the set gets this preference.
  void Set(std::uint32_t preference);
  friend bool operator==(const PreferenceBounds&, const PreferenceBounds&) = default;
};

/// What accepted routes to `prefix` may leave a chain of `program` with. Not known where the chain compares
/// something else before the length of paths, or shortens paths. O(terms of the chain).
PreferenceBounds PreferencesAfter(const PolicyProgram& program, const CompiledChain& chain,
                                  const net::Prefix& prefix);

}  // namespace ringfence::routing
