#include "routing/registry_ospf.h"

#include <algorithm>
#include <bit>

#include "routing/registry_bgp.h"

namespace ringfence::routing {
namespace {

using ospf::PathKind;

Protocol ProtocolOf(const ospf::Path& path) {
  switch (path.kind) {
    case PathKind::kIntra:
      return Protocol::kOspf;
    case PathKind::kInter:
      return Protocol::kOspfIa;
    case PathKind::kExternal1:
      return path.nssa ? Protocol::kOspfN1 : Protocol::kOspfE1;
    default:
      return path.nssa ? Protocol::kOspfN2 : Protocol::kOspfE2;
  }
}

std::uint32_t DistanceOf(const ospf::OspfDistances& distances, PathKind kind) {
  if (kind == PathKind::kIntra) return distances.intra;
  return kind == PathKind::kInter ? distances.inter : distances.external;
}

}  // namespace

void OspfTables::Offer(TableId owner, std::vector<TableOffer>& offers) {
  for (const std::uint32_t router : engine_.graph().routers_of_table[owner.index()]) {
    const ospf::Table& table = engine_.TableOf(router, scratch_);
    for (const ospf::Discard& discard : table.discards) OfferDiscard(router, discard, offers);
    offers.reserve(offers.size() + table.paths.size());
    for (PrefixIndex i = table.first; i < table.last; ++i) {
      if (table.PathOf(i).kind != PathKind::kAbsent)
        OfferPath(router, i, {table.PathOf(i), table.MaskOf(i)}, offers);
    }
  }
}

void OspfTables::OfferRow(TableId owner, PrefixIndex prefix, std::vector<TableOffer>& offers) {
  for (const std::uint32_t router : engine_.graph().routers_of_table[owner.index()]) {
    if (!engine_.RowsStandAlone(scratch_)) {
      for (const ospf::Discard& discard : engine_.TableOf(router, scratch_).discards) {
        if (discard.prefix == prefix) OfferDiscard(router, discard, offers);
      }
    }
    const ospf::Row row = engine_.RowOf(router, prefix, scratch_);
    if (row.path.kind != PathKind::kAbsent) OfferPath(router, prefix, row, offers);
  }
}

namespace {

/// The router has a discard route for the range, which hides what others say about it.
bool IsGuarded(const ospf::Table& table, PrefixIndex prefix) {
  return std::ranges::any_of(table.discards, [prefix](const ospf::Discard& discard) {
    return discard.prefix == prefix && discard.range->discard_route;
  });
}

std::uint32_t HopCount(const std::uint64_t* mask, std::uint32_t words) {
  std::uint32_t count = 0;
  for (std::uint32_t w = 0; w < words; ++w) count += static_cast<std::uint32_t>(std::popcount(mask[w]));
  return count;
}

}  // namespace

/// REQUIRES: there is a path.
void OspfTables::OfferPath(std::uint32_t router, PrefixIndex prefix, const ospf::Row& row,
                           std::vector<TableOffer>& offers) const {
  const ospf::Path& path = row.path;
  const ospf::Router& facts = engine_.graph().routers[router];
  const ospf::OspfProcess& process = *facts.process;
  const std::uint64_t* mask = row.mask;
  if (mask[0] == 0 && HopCount(mask, facts.hop_words) == 0)
    return OfferOwn(router, prefix, path.cost, offers);
  if (process.table_filter && !ospf::Permits(*process.table_filter, engine_.prefixes()[prefix])) return;
  if (path.kind != PathKind::kIntra && IsGuarded(scratch_.tables[router], prefix)) return;
  const bool may_keep_one = facts.has_parallel && process.family == net::Family::kIpv6;
  bool ambiguous = (may_keep_one && MayKeepOneOfParallel(facts, mask)) || path.doubtful ||
                   scratch_.links_unsure || (facts.has_sham && IsOpenOverSham(router, prefix));
  if (facts.hops.size() > process.max_paths)
    ambiguous = ambiguous || HopCount(mask, facts.hop_words) > process.max_paths;
  const std::uint32_t metric = path.kind == PathKind::kExternal2 ? path.external_metric : path.cost;
  offers.push_back(
      {prefix,
       {DistanceOf(process.distances, path.kind), metric, ProtocolOf(path), true, ambiguous, router}});
}

OspfTables::ShamPart OspfTables::ShamPartOf(std::uint32_t number, PrefixIndex prefix) const {
  const ospf::Router& router = engine_.graph().routers[number];
  if (!router.has_sham) return ShamPart::kNone;
  const std::uint64_t* mask = engine_.RowOf(number, prefix, scratch_).mask;
  bool sham = false, other = false;
  for (std::size_t h = 0; h < router.hops.size(); ++h) {
    if ((mask[h / 64] >> (h % 64) & 1U) == 0) continue;
    (router.hops[h].sham ? sham : other) = true;
  }
  if (!sham) return ShamPart::kNone;
  return other ? ShamPart::kSome : ShamPart::kAll;
}

/// Beside other ways, without a VPN route, or with an uncertain one it is not told where packets go.
bool OspfTables::IsOpenOverSham(std::uint32_t router, PrefixIndex prefix) const {
  const ShamPart part = ShamPartOf(router, prefix);
  if (part == ShamPart::kNone) return false;
  const Candidate through = bgp_->Find(engine_.graph().routers[router].table, prefix);
  return part == ShamPart::kSome || !through.present || through.ambiguous ||
         through.protocol != Protocol::kBgpVpn;
}

bool OspfTables::IsOverShamLink(TableId, PrefixIndex prefix, const Candidate& candidate) const {
  return candidate.source == RouterOf(candidate.source) &&
         ShamPartOf(candidate.source, prefix) == ShamPart::kAll;
}

PrefixIndex OspfTables::HopsThrough(TableId table, const net::IpAddress& gateway,
                                    std::vector<NextHop>& hops) {
  return bgp_->HopsThrough(table, gateway, hops);
}

/// Of equal ways over two routers, one of them over parallel links, FRR's OSPFv3 was seen to use one of these
/// links alone, any of them (tests/live/README.md). Others were not tried.
bool OspfTables::MayKeepOneOfParallel(const ospf::Router& router, const std::uint64_t* mask) {
  std::vector<model::NodeId> nexts;
  for (std::uint32_t w = 0; w < router.hop_words; ++w) {
    for (std::uint64_t word = mask[w]; word != 0; word &= word - 1)
      nexts.push_back(router.hops[w * 64 + static_cast<std::uint32_t>(std::countr_zero(word))].next);
  }
  std::ranges::sort(nexts);
  const std::size_t count = nexts.size();
  const auto rest = std::ranges::unique(nexts);
  nexts.erase(rest.begin(), rest.end());
  return nexts.size() > 1 && nexts.size() < count;
}

/// What the router itself stands on is no route of OSPF's own, except where a system says so. A prefix that
/// others have brought to its segment is one.
void OspfTables::OfferOwn(std::uint32_t router, PrefixIndex prefix, std::uint32_t cost,
                          std::vector<TableOffer>& offers) const {
  const ospf::OspfProcess& process = *engine_.graph().routers[router].process;
  const ospf::OwnPlace place = engine_.OwnInterface(router, prefix, scratch_);
  if (!place.interface.valid() || (place.carries && !process.installs_own_prefixes)) return;
  offers.push_back({prefix, {process.distances.intra, cost, Protocol::kOspf, true, false, router | kOwnBit}});
}

/// An intra-area path to exactly the range is more honest than the discard that guards it.
void OspfTables::OfferDiscard(std::uint32_t router, const ospf::Discard& discard,
                              std::vector<TableOffer>& offers) const {
  const ospf::Path& path = scratch_.tables[router].PathOf(discard.prefix);
  if (!discard.range->discard_route || path.kind == PathKind::kIntra) return;
  offers.push_back({discard.prefix,
                    {discard.range->discard_distance, discard.range->discard_metric.value_or(discard.cost),
                     Protocol::kOspf, true, false, router | kDiscardBit}});
}

void OspfTables::HopsOf(TableId owner, PrefixIndex prefix, const Candidate& candidate,
                        std::vector<ProtocolHop>& hops) {
  if ((candidate.source & kDiscardBit) != 0) {
    hops.push_back({.gateway = {}, .interface = {}, .discard = true, .lookup = {}});
    return;
  }
  if ((candidate.source & kOwnBit) != 0) {
    const std::uint32_t own = RouterOf(candidate.source);
    hops.push_back({{}, engine_.OwnInterface(own, prefix, scratch_).interface, false, {}});
    return;
  }
  const ospf::Router& router = engine_.graph().routers[candidate.source];
  if (ShamPartOf(candidate.source, prefix) != ShamPart::kNone) {
    const Candidate through = bgp_->Find(owner, prefix);
    if (through.present) bgp_->HopsOf(owner, prefix, through, hops);
  }
  const std::uint64_t* mask = engine_.RowOf(candidate.source, prefix, scratch_).mask;
  for (std::uint32_t w = 0; w < router.hop_words; ++w) {
    for (std::uint64_t word = mask[w]; word != 0; word &= word - 1) {
      const ospf::Hop& hop = router.hops[w * 64 + static_cast<std::uint32_t>(std::countr_zero(word))];
      if (!hop.sham) hops.push_back({hop.gateway, hop.interface, false, {}});
    }
  }
}

std::optional<std::uint32_t> OspfTables::TagOf(TableId, PrefixIndex prefix, const Candidate& candidate) {
  if (candidate.source != RouterOf(candidate.source)) return std::nullopt;
  const ospf::Path path = engine_.RowOf(candidate.source, prefix, scratch_).path;
  return path.has_tag ? std::optional(path.tag) : std::nullopt;
}

std::string_view OspfTables::ProcessOf(TableId, PrefixIndex, const Candidate& candidate) const {
  return engine_.graph().routers[RouterOf(candidate.source)].process_name;
}

void OspfTables::Explain(TableId table, PrefixIndex prefix, const Candidate& candidate, RouteReason& reason) {
  const std::uint32_t router = RouterOf(candidate.source);
  const ospf::Explanation explanation = engine_.Explain(router, prefix, scratch_);
  reason.spans.insert(explanation.spans.begin(), explanation.spans.end());
  reason.origins.insert(explanation.origins.begin(), explanation.origins.end());
  if (IsOverShamLink(table, prefix, candidate)) {
    const Candidate through = bgp_->Find(table, prefix);
    if (through.present) bgp_->Explain(table, prefix, through, reason);
  }
  if ((candidate.source & kDiscardBit) == 0) return;
  reason.origins.insert(engine_.graph().routers[router].node);
  for (const ospf::Discard& discard : scratch_.tables[router].discards) {
    if (discard.prefix == prefix) reason.spans.insert(discard.range->span);
  }
}

/// The mask of hops, where it is one word.
ShareKey OspfTables::ShareKeyOf(TableId, PrefixIndex prefix, const Candidate& candidate) const {
  if (candidate.source != RouterOf(candidate.source)) return {};
  const ospf::Router& router = engine_.graph().routers[candidate.source];
  if (router.hop_words != 1 || router.has_sham) return {};
  return {*engine_.RowOf(candidate.source, prefix, scratch_).mask, std::uint64_t{candidate.source} << 1U};
}

}  // namespace ringfence::routing
