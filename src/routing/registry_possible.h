// Routes that an IGP may have: where it is not certain what tables give it. See registry_possible.cc.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "routing/registry_tables.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

/// Whom tables give routes.
enum class Receiver : std::uint8_t { kOspf, kIsis, kEigrp, kRip };
inline constexpr std::size_t kReceiverCount = 4;

/// Doubt of all tables under one state. Confined to the thread of its scratch.
class PossibleRoutes final : public TableProtocol {
 public:
  /// `plan` must outlive the adapter.
  explicit PossibleRoutes(const EnginePlan& plan);

  /// The prefixes, ascending, of which it is not certain what the protocol got. Who speaks it may have a
  /// route there, or another one than it has. True when these are others than before.
  bool Set(Receiver receiver, std::vector<PrefixIndex> prefixes);

  void Offer(TableId table, std::vector<TableOffer>& offers) override;
  void HopsOf(TableId, PrefixIndex, const Candidate&, std::vector<ProtocolHop>&) override {}
  std::optional<std::uint32_t> TagOf(TableId, PrefixIndex, const Candidate&) override { return {}; }
  void Explain(TableId, PrefixIndex, const Candidate&, RouteReason&) override {}

 private:
  const std::vector<PrefixIndex>& DoubtedOf(Receiver receiver) const {
    return doubted_[static_cast<std::size_t>(receiver)];
  }
  /// One candidate for each prefix of the receiver that lies in the family; none: in any.
  void OfferAll(Receiver receiver, std::optional<net::Family> family, const Candidate& possible,
                std::vector<TableOffer>& offers) const;

  const EnginePlan& plan_;
  const bool vpn_edges_;  ///< some router is one
  std::array<std::vector<PrefixIndex>, kReceiverCount> doubted_;
};

}  // namespace ringfence::routing
