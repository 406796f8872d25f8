// OSPF at the tables: its routes as candidates, and what routers inject into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "routing/network.h"
#include "routing/ospf/ospf_engine.h"
#include "routing/table_protocol.h"

namespace ringfence::routing {

class BgpTables;

/// Candidate::source of an OSPF discard route: this bit and the router.
inline constexpr std::uint32_t kDiscardBit = 0x80000000U;
/// Set in the source of routes to prefixes of the router's own interfaces.
inline constexpr std::uint32_t kOwnBit = 0x40000000U;
/// The router in the source of a route.
constexpr std::uint32_t RouterOf(std::uint32_t source) { return source & ~(kDiscardBit | kOwnBit); }

/// Routes of all OSPF processes under one state. Tables of single routers are computed when asked for.
class OspfTables final : public RowProtocol {
 public:
  /// Both must outlive the adapter.
  OspfTables(const ospf::OspfEngine& engine, ospf::OspfScratch& scratch)
      : engine_(engine), scratch_(scratch) {}

  /// Routes over sham links go where BGP says, from now on. It must outlive the use.
  void UseBgp(BgpTables& bgp) { bgp_ = &bgp; }

  void Offer(TableId table, std::vector<TableOffer>& offers) override;
  void OfferRow(TableId table, PrefixIndex prefix, std::vector<TableOffer>& offers) override;
  void HopsOf(TableId table, PrefixIndex prefix, const Candidate& candidate,
              std::vector<ProtocolHop>& hops) override;
  PrefixIndex HopsThrough(TableId table, const net::IpAddress& gateway, std::vector<NextHop>& hops) override;
  bool IsOverShamLink(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  std::optional<std::uint32_t> TagOf(TableId table, PrefixIndex prefix, const Candidate& candidate) override;
  std::string_view ProcessOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;
  void Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) override;
  ShareKey ShareKeyOf(TableId table, PrefixIndex prefix, const Candidate& candidate) const override;

 private:
  /// Which of a route's hops are sham links.
  enum class ShamPart : std::uint8_t { kNone, kSome, kAll };
  ShamPart ShamPartOf(std::uint32_t router, PrefixIndex prefix) const;
  bool IsOpenOverSham(std::uint32_t router, PrefixIndex prefix) const;
  void OfferPath(std::uint32_t router, PrefixIndex prefix, const ospf::Row& row,
                 std::vector<TableOffer>& offers) const;
  static bool MayKeepOneOfParallel(const ospf::Router& router, const std::uint64_t* mask);
  void OfferOwn(std::uint32_t router, PrefixIndex prefix, std::uint32_t cost,
                std::vector<TableOffer>& offers) const;
  void OfferDiscard(std::uint32_t router, const ospf::Discard& discard,
                    std::vector<TableOffer>& offers) const;

  const ospf::OspfEngine& engine_;
  ospf::OspfScratch& scratch_;
  BgpTables* bgp_ = nullptr;
};

}  // namespace ringfence::routing
