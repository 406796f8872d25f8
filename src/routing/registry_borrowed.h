// Routes of BGP that a state takes from another one. See registry_borrowed.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "routing/bgp/support.h"
#include "routing/registry_support.h"

namespace ringfence::routing {

/// Confined to the thread of its scratch.
class BorrowedRoutes {
 public:
  /// Later states borrow from the state of `scratch`, in which what waits is settled when it is asked for,
  /// and nothing else changes. `several_states`: prefixes whose speakers may settle otherwise, ascending.
  /// Both must stay; REQUIRES: support.known().
  void Keep(const SupportPlan& support, bgp::BgpScratch& scratch, std::vector<PrefixIndex> several_states);
  const std::vector<PrefixIndex>& several_states() const { return several_states_; }
  /// A state begins that lost more than the kept one; `finder` knows its rows and must outlive it.
  void Begin(SupportFinder& finder);
  /// What is known of the route of BGP of a table to a prefix.
  enum class Route : std::uint8_t {
    kAsKept,  ///< it is the one of the kept state, or there is none as there
    kLost,    ///< there is none any more
    kOpen,    ///< it may be another
  };
  Route Of(TableId table, PrefixIndex prefix);

 private:
  const SupportPlan* support_ = nullptr;
  bgp::BgpScratch* scratch_ = nullptr;
  std::vector<PrefixIndex> several_states_;
  SupportFinder* finder_ = nullptr;
  /// Of the kept state, by prefix, and by table and prefix. Never iterated.
  std::unordered_map<PrefixIndex, std::optional<bgp::Origin>> origins_;
  std::unordered_map<std::uint64_t, std::optional<bgp::Derivation>> derivations_;
};

}  // namespace ringfence::routing
