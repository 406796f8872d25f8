// RIP at the tables: its routes as candidates.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "routing/rip/rip_engine.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// Routes of all RIP processes under one state. Candidate::source is the number of the router.
class RipTables final : public TableProtocol {
 public:
  /// Both must outlive the adapter.
  RipTables(const rip::RipEngine& engine, rip::RipScratch& scratch) : engine_(engine), scratch_(scratch) {}

  void Offer(TableId table, std::vector<TableOffer>& offers) override;
  void HopsOf(TableId table, PrefixIndex prefix, const Candidate& candidate,
              std::vector<ProtocolHop>& hops) override;
  std::optional<std::uint32_t> TagOf(TableId table, PrefixIndex prefix, const Candidate& candidate) override;
  std::string_view ProcessOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  void Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) override;
  ShareKey ShareKeyOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;

 private:
  /// Next hops the device installs.
  std::size_t KeptOf(std::uint32_t router, const rip::Entry& entry) const;

  const rip::RipEngine& engine_;
  rip::RipScratch& scratch_;
};

}  // namespace ringfence::routing
