// EIGRP at the tables: its routes as candidates.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "routing/eigrp/eigrp_engine.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// Candidate::source of the discard route of an EIGRP summary: this bit and the router.
inline constexpr std::uint32_t kEigrpSummaryBit = 0x80000000U;

/// Routes of all EIGRP processes under one state.
class EigrpTables final : public TableProtocol {
 public:
  /// Both must outlive the adapter.
  EigrpTables(const eigrp::EigrpEngine& engine, eigrp::EigrpScratch& scratch)
      : engine_(engine), scratch_(scratch) {}

  void Offer(TableId table, std::vector<TableOffer>& offers) override;
  void HopsOf(TableId table, PrefixIndex prefix, const Candidate& candidate,
              std::vector<ProtocolHop>& hops) override;
  std::optional<std::uint32_t> TagOf(TableId table, PrefixIndex prefix, const Candidate& candidate) override;
  std::string_view ProcessOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  void Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) override;

 private:
  void OfferRouter(std::uint32_t router, std::vector<TableOffer>& offers);

  const eigrp::EigrpEngine& engine_;
  eigrp::EigrpScratch& scratch_;
};

}  // namespace ringfence::routing
