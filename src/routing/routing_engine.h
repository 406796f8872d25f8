// Computes routing tables of a network under failures. See registry.cc for how the protocols work together.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/diagnostic.h"
#include "routing/failure_state.h"
#include "routing/network.h"
#include "routing/observed_table.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

class RoutingEngine;

/// Memory that one thread reuses between calls of Compute. Made by itself, filled by the engine.
class Scratch {
 public:
  /// `threads`: how many one computation may use within itself; its outcome does not depend on them.
  explicit Scratch(unsigned threads = 1);
  ~Scratch();
  /// Keeps of the next state that is computed what later ones can use. The outcome does not depend on it.
  void Remember();
  /// States that are computed from now on take routes of BGP from the state without failures where they
  /// stand; see RoutingState::outdated. REQUIRES: the engine knows_support().
  void Borrow();
  /// Makes whole tables from now on, also where rows would do (registry_rows.cc). The outcome does not depend
  /// on it.
  void MakeWholeTables();
  /// How many of the states computed so far did with rows.
  std::size_t states_by_rows() const;
  /// How many rows of tables (RoutingState::rib) were not made but taken from the remembered state.
  std::size_t rows_taken() const;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

 private:
  friend class RoutingEngine;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Everything about routing that no failure changes, prepared once. Safe for use by many threads, each with
/// its own Scratch.
class RoutingEngine {
 public:
  /// `network` must outlive the engine. Tables in `observed` stand in for computed ones.
  explicit RoutingEngine(const Network& network, std::vector<ObservedTable> observed = {});
  ~RoutingEngine();
  RoutingEngine(const RoutingEngine&) = delete;
  RoutingEngine& operator=(const RoutingEngine&) = delete;

  /// Tables under `failure`, computed lazily into `scratch`; the state is valid until the next call with it.
  RoutingState Compute(const FailureState& failure, Scratch& scratch) const;

  /// False: RoutingState::AddSupport knows nothing in this network.
  bool knows_support() const;
  /// Adjacencies of the IGP with nothing failed: what NeededWay is about. REQUIRES: knows_support().
  std::vector<IgpNeighbors> Neighbors() const;
  /// By Network::SlotOf: the interface works. O(interfaces + ends of links).
  std::vector<std::uint8_t> InterfacesUp(const FailureState& failure) const;

  /// What the protocols have to say about the configurations: adjacencies that cannot form, and why.
  const base::Diagnostics& findings() const;

 private:
  friend class Scratch;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringfence::routing
