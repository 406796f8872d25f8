// Printed tables beside the computed ones. See registry_observed.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/connected/connected.h"
#include "routing/fib.h"
#include "routing/observed_table.h"
#include "routing/prefix_table.h"
#include "routing/rib.h"

namespace ringfence::routing {

/// The printed tables of a network, prepared once. Immutable.
class ObservedTables {
 public:
  explicit ObservedTables(std::vector<ObservedTable> tables);

  bool empty() const { return tables_.empty(); }
  /// Ascending by table.
  const std::vector<ObservedTable>& all() const { return tables_; }
  /// The printed table, or nullptr: it is computed.
  const ObservedTable* Find(TableId table) const;
  /// Writes the table as it was printed; all of it is ambiguous when `open`.
  static void WriteRib(const ObservedTable& table, bool open, Rib& rib);

 private:
  std::vector<ObservedTable> tables_;
};

/// Entries of one printed table under one state.
class ObservedFib final : public FibSource {
 public:
  /// Fills `fib`, where `prefixes` holds all that the routes name: the printed routes, and the own addresses
  /// that are up in `connected`. All must outlive its use.
  void Start(const ObservedTable& table, model::NodeId node, const PrefixTable& prefixes,
             const std::vector<connected::ConnectedRoute>& connected, const std::vector<std::uint8_t>& up,
             const RouteExplainer* explainer, bool open, Fib& fib);
  FibEntry MakeEntry(PrefixIndex prefix, HopSets& sets) const override;

 private:
  const connected::ConnectedRoute* OwnAddress(PrefixIndex prefix) const;

  const ObservedTable* table_ = nullptr;
  model::NodeId node_;
  const PrefixTable* prefixes_ = nullptr;
  const std::vector<connected::ConnectedRoute>* connected_ = nullptr;
  const std::vector<std::uint8_t>* up_ = nullptr;
  const RouteExplainer* explainer_ = nullptr;
  bool open_ = false;
};

}  // namespace ringfence::routing
