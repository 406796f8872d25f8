// Routes copied between the routing tables of one device.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "routing/policy_memory.h"
#include "routing/registry_tables.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// Leaked routes of all tables under one state. Confined to the thread of its scratch.
class LeakTables final : public TableProtocol {
 public:
  /// All must outlive the adapter.
  LeakTables(const EnginePlan& plan, PolicyMemory& policies, const ProtocolSet& protocols);

  /// True when some other table of the device copies from this one.
  static bool IsSource(const EnginePlan& plan, TableId table);
  /// Takes the selected routes of a table as what others copy from now on. True when a copy changes.
  bool Observe(const Selection& selection);

  void Offer(TableId table, std::vector<TableOffer>& offers) override;
  void HopsOf(TableId table, PrefixIndex prefix, const Candidate& candidate,
              std::vector<ProtocolHop>& hops) override;
  std::optional<std::uint32_t> TagOf(TableId table, PrefixIndex prefix, const Candidate& candidate) override;
  void Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) override;

 private:
  /// One copy.
  struct Copy {
    TableId from;
    const VrfLeak* leak = nullptr;
    PrefixIndex prefix = kNoPrefix;
    Candidate candidate;  ///< as selected in its own table
    std::optional<std::uint32_t> tag;
    std::vector<NextHop> hops;
    base::Span span;
    friend bool operator==(const Copy&, const Copy&) = default;
  };
  std::vector<Copy> CopiesOf(const Selection& selection, const VrfLeak& leak);

  const EnginePlan& plan_;
  PolicyMemory& policies_;
  const ProtocolSet& protocols_;
  std::vector<std::vector<Copy>> copies_;  ///< by receiving table
};

}  // namespace ringfence::routing
