// Doubt crosses from one protocol into another.
//
// Problem: a table gives an IGP a route that is ambiguous (which of two ways it is hangs on the order of
// events), or one that a policy judges by something undefined. The IGP's routers then compare it with others:
// it may be better or worse than it looks, or not be there. Marking the route alone would leave a rival, or
// its absence, certain.
// Idea: the prefix itself is in doubt for all who speak the protocol, in every table. Each gets a possible
// route with the distance that routes from elsewhere have there. Selection knows what to do with one: it
// makes ambiguous what it might replace, stands where there is nothing, and is passed on as possible. That is
// wider than the domain the route can reach, never narrower.
// Cost: one candidate for each doubted prefix and router.

#include "routing/registry_possible.h"

#include <algorithm>
#include <utility>

namespace ringfence::routing {

PossibleRoutes::PossibleRoutes(const EnginePlan& plan)
    : plan_(plan), vpn_edges_(std::ranges::any_of(plan.ospf.graph().routers, [](const ospf::Router& router) {
        return router.edge != nullptr;
      })) {}

bool PossibleRoutes::Set(Receiver receiver, std::vector<PrefixIndex> prefixes) {
  std::vector<PrefixIndex>& doubted = doubted_[static_cast<std::size_t>(receiver)];
  if (doubted == prefixes) return false;
  doubted = std::move(prefixes);
  return true;
}

void PossibleRoutes::OfferAll(Receiver receiver, std::optional<net::Family> family, const Candidate& possible,
                              std::vector<TableOffer>& offers) const {
  for (const PrefixIndex prefix : DoubtedOf(receiver)) {
    if (!family || plan_.prefixes[prefix].family() == *family) offers.push_back({prefix, possible});
  }
}

void PossibleRoutes::Offer(TableId table, std::vector<TableOffer>& offers) {
  if (std::ranges::all_of(doubted_, &std::vector<PrefixIndex>::empty)) return;
  const auto possible = [](std::uint32_t distance, Protocol protocol, std::uint32_t router) {
    return Candidate{.distance = distance,
                     .protocol = protocol,
                     .present = true,
                     .ambiguous = true,
                     .source = router,
                     .phantom = true};
  };
  for (const std::uint32_t router : plan_.ospf.graph().routers_of_table[table.index()]) {
    const ospf::OspfProcess& process = *plan_.ospf.graph().routers[router].process;
    // Provider edges make inter-area routes of what comes from other sites (RFC 4577).
    const std::uint32_t external = process.distances.external;
    const std::uint32_t distance = vpn_edges_ ? std::min(process.distances.inter, external) : external;
    OfferAll(Receiver::kOspf, process.family,
             possible(distance, vpn_edges_ ? Protocol::kOspfIa : Protocol::kOspfE1, router), offers);
  }
  for (const std::uint32_t router : plan_.isis.graph().routers_of_table[table.index()]) {
    const isis::IsisProcess& process = *plan_.isis.graph().routers[router].process;
    const std::uint32_t distance =
        std::min(process.distance_external_level1, process.distance_external_level2);
    OfferAll(Receiver::kIsis, std::nullopt, possible(distance, Protocol::kIsisL2, router), offers);
  }
  for (const std::uint32_t router : plan_.eigrp.graph().routers_of_table[table.index()]) {
    const eigrp::EigrpProcess& process = *plan_.eigrp.graph().routers[router].process;
    OfferAll(Receiver::kEigrp, net::Family::kIpv4,
             possible(process.distance_external, Protocol::kEigrpExternal, router), offers);
  }
  for (const std::uint32_t router : plan_.rip.graph().routers_of_table[table.index()]) {
    const rip::RipProcess& process = *plan_.rip.graph().routers[router].process;
    OfferAll(Receiver::kRip, process.family, possible(process.distance, Protocol::kRip, router), offers);
  }
}

}  // namespace ringfence::routing
