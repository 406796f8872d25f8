// IS-IS at the tables: its routes as candidates.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "routing/isis/isis_engine.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// Routes of all IS-IS instances under one state. Candidate::source is the number of the router.
class IsisTables final : public RowProtocol {
 public:
  /// Both must outlive the adapter.
  IsisTables(const isis::IsisEngine& engine, isis::IsisScratch& scratch)
      : engine_(engine), scratch_(scratch) {}

  void Offer(TableId table, std::vector<TableOffer>& offers) override;
  void OfferRow(TableId table, PrefixIndex prefix, std::vector<TableOffer>& offers) override;
  void HopsOf(TableId table, PrefixIndex prefix, const Candidate& candidate,
              std::vector<ProtocolHop>& hops) override;
  std::optional<std::uint32_t> TagOf(TableId table, PrefixIndex prefix, const Candidate& candidate) override;
  std::string_view ProcessOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  ShareKey ShareKeyOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  void Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) override;

 private:
  void OfferOf(std::uint32_t router, PrefixIndex prefix, std::vector<TableOffer>& offers) const;

  const isis::IsisEngine& engine_;
  isis::IsisScratch& scratch_;
};

}  // namespace ringfence::routing
