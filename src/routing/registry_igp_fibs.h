// Forwarding tables without BGP while protocols still settle.
#pragma once

#include <optional>
#include <vector>

#include "routing/fib.h"
#include "routing/registry_tables.h"
#include "routing/routing_state.h"

namespace ringfence::routing {

/// Default tables as the protocols but BGP stand, made when asked for: whether the next hop of a BGP route
/// has a label hangs on the routes of others. Confined to the thread of its scratch.
class IgpFibs final : public FibTables {
 public:
  /// `state` says what works. It must outlive the object.
  explicit IgpFibs(const FibTables& state) : state_(state) {}

  /// Starts a state; the arguments as of Selection::Begin. `bgp` offers nothing.
  void Begin(const EnginePlan& plan, const std::vector<std::uint8_t>& up, const ProtocolSet& protocols,
             const TableProtocol& bgp, PolicyMemory& policies, LabelStacks& labels, TeWays& te);
  /// The protocols have moved on.
  void Forget();
  /// Tables are read row by row until the next Begin: by TableId, open and without routes of BGP; nullptr:
  /// the node is down. They must outlive the use, and make no other forwarding table.
  void ReadByRows(std::vector<Selection*> rows);

  const Fib& FibOf(TableId table) override;
  TableId MainTable(model::NodeId node) const override { return state_.MainTable(node); }
  bool NodeUp(model::NodeId node) const override { return state_.NodeUp(node); }
  std::uint8_t PartOf(model::Endpoint end) const override { return state_.PartOf(end); }
  bool OffersLabelled(TableId table, PrefixIndex prefix) const override {
    return state_.OffersLabelled(table, prefix);
  }
  bool VpnHopsOf(TableId table, PrefixIndex prefix, std::uint32_t distinguisher,
                 std::vector<bgp::BgpHop>& hops) const override {
    return state_.VpnHopsOf(table, prefix, distinguisher, hops);
  }

 private:
  const FibTables& state_;
  std::vector<TableProtocol*> offering_;
  Selection selection_;
  const PrefixTable* prefixes_ = nullptr;
  std::vector<Selection*> rows_;          ///< empty: whole tables
  std::vector<std::optional<Fib>> fibs_;  ///< by TableId
};

}  // namespace ringfence::routing
