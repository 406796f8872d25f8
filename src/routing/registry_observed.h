// Printed tables beside the computed ones. See registry_observed.cc.
#pragma once

#include <cstdint>
#include <vector>

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

struct EnginePlan;

/// Entries of one printed table under one state.
class ObservedFib final : public FibSource {
 public:
  /// Fills `fib` with the printed routes and the own addresses that are up. All must outlive its use.
  void Start(const EnginePlan& plan, const ObservedTable& table, const std::vector<std::uint8_t>& up,
             const RouteExplainer* explainer, bool open, Fib& fib);
  FibEntry MakeEntry(PrefixIndex prefix, HopSets& sets) const override;

 private:
  const EnginePlan* plan_ = nullptr;
  const ObservedTable* table_ = nullptr;
  const std::vector<std::uint8_t>* up_ = nullptr;
  const RouteExplainer* explainer_ = nullptr;
  bool open_ = false;
};

}  // namespace ringfence::routing
