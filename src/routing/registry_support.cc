// What rows of tables rest on, put together from the protocols' certificates.
//
// Problem: a search over failures (exposure/sweep.cc) must know which failures cannot change an answer.
// Idea: in networks of connected and static routes, OSPF in one area or IS-IS at one level, and BGP that
// passes on what it hears, failures make no row appear: interfaces go down, adjacencies and sessions are
// lost, and nobody has a route because another lacks one. So a row that is there stays as it is while what it
// is made of stays, and a row that is not there stays away; each protocol says what its row is made of
// (ospf/support.cc, isis/support.cc, bgp/support.cc). A look-up rests on the longest row there is. Where
// several interfaces can stand in for each other (links of many ends, switches, tunnels), where tables feed
// protocols, where labels or copies of printed tables take part, nothing is known. Sessions of BGP that are
// up carry their packets to the end, whatever fails: every router on a way of the IGP has the row that the
// one before it followed, and no other row leads there. Cost: what the protocols' certificates cost. Twin:
// brute force (exposure/sweep_twin_test.cc).

#include "routing/registry_support.h"

#include <algorithm>

#include "routing/registry_tables.h"

namespace ringfence::routing {
namespace {

bool LinksArePairs(const Network& network) {
  return network.cables().empty() && network.segments().empty() && network.chassis_pairs().empty() &&
         std::ranges::all_of(network.links(), [](const model::Link& link) {
           return link.ends.size() <= 2 && !link.switched && !link.tunnel;
         });
}

bool HasLabels(const EnginePlan& plan) {
  return plan.ldp.any() || plan.sr.any() || plan.static_lsps.any() || !plan.te.tunnels().empty();
}

/// One router of the IGP a table and family, and no other protocol that brings routes.
bool TablesArePlain(const EnginePlan& plan) {
  for (std::size_t t = 0; t < plan.tables.size(); ++t) {
    const TablePlan& table = plan.tables[t];
    if (table.injects || table.feeds_isis || table.runs_eigrp || table.runs_rip || table.leaks ||
        !table.aggregates.empty())
      return false;
    if (plan.isis.graph().routers_of_table[t].size() > 1) return false;
    int of_family[2] = {0, 0};
    for (const std::uint32_t router : plan.ospf.graph().routers_of_table[t]) {
      const ospf::Router& facts = plan.ospf.graph().routers[router];
      if (facts.areas.size() != 1) return false;
      const bool four = plan.ospf.graph().areas[facts.areas[0].area].family == net::Family::kIpv4;
      if (++of_family[four ? 0 : 1] > 1) return false;
    }
  }
  return true;
}

/// The one table with connected or static rows of the prefix; invalid: there are none or several.
TableId HolderOf(const EnginePlan& plan, PrefixIndex prefix) {
  const auto& holders = plan.holders_of[prefix];
  const bool one = !holders.empty() && std::ranges::count(holders, holders.front()) ==
                                           static_cast<std::ptrdiff_t>(holders.size());
  return one ? holders.front() : TableId();
}

/// Routers of an IGP are known by number, so that there can be one.
bool HasOneIgp(const EnginePlan& plan) {
  return plan.ospf.graph().routers.empty() || plan.isis.graph().routers.empty();
}

/// In networks of which support is known no other kinds of OSPF come up.
bool IsOfIgp(Protocol protocol) {
  return protocol == Protocol::kOspf || protocol == Protocol::kIsisL1 || protocol == Protocol::kIsisL2;
}

/// Levels of next hops that are looked up (origin: a next hop of BGP, which an IGP resolves).
constexpr int kDepthMax = 3;

}  // namespace

SupportPlan::SupportPlan(const EnginePlan& plan)
    : plan_(plan),
      by_isis_(!plan.isis.graph().routers.empty()),
      ospf_(plan.ospf),
      isis_(plan.isis),
      bgp_(plan.bgp) {
  known_ = plan.by_rows && HasOneIgp(plan) && (by_isis_ ? isis_.known() : ospf_.known()) &&
           (!plan.bgp.runs() || bgp_.known()) && LinksArePairs(plan.network) && !HasLabels(plan) &&
           TablesArePlain(plan) && SessionsAreSafe();
}

bool SupportPlan::SessionsAreSafe() const {
  return std::ranges::all_of(plan_.bgp.plan().ends(),
                             [&](const bgp::SessionEnd& end) { return IsSafeEnd(end); });
}

/// Whose row of a host lies with one table, and whoever else has one has it by the IGP: packets to it never
/// leave their way.
bool SupportPlan::IsSafeEnd(const bgp::SessionEnd& end) const {
  const bgp::BgpNeighbor& neighbor = *end.neighbor;
  if (!neighbor.address || neighbor.listen_range) return false;
  const bool inside = neighbor.remote_as == plan_.bgp.plan().speakers()[end.speaker].as;
  if (!inside && neighbor.ebgp_hops_max <= 1 && neighbor.connected_check) return true;
  const PrefixIndex host = plan_.prefixes.Find(net::Prefix::Host(*neighbor.address));
  return host == kNoPrefix || (HolderOf(plan_, host).valid() && Brings(host));
}

TableId SupportPlan::TableOf(RouterNumber router) const {
  return by_isis_ ? plan_.isis.graph().routers[router].table : plan_.ospf.graph().routers[router].table;
}

model::NodeId SupportPlan::NodeOf(RouterNumber router) const {
  return by_isis_ ? plan_.isis.graph().routers[router].node : plan_.ospf.graph().routers[router].node;
}

std::optional<RouterNumber> SupportPlan::RouterOf(TableId table, net::Family family) const {
  if (by_isis_) {
    const auto& routers = plan_.isis.graph().routers_of_table[table.index()];
    return routers.empty() ? std::nullopt : std::optional(routers.front());
  }
  const ospf::Graph& graph = plan_.ospf.graph();
  for (const std::uint32_t router : graph.routers_of_table[table.index()]) {
    if (graph.areas[graph.routers[router].areas[0].area].family == family) return router;
  }
  return std::nullopt;
}

SupportFinder::SupportFinder(const EnginePlan& plan, const SupportPlan& support, Rows rows,
                             const std::vector<std::uint8_t>& up, ospf::OspfScratch& ospf,
                             isis::IsisScratch& isis, bgp::BgpScratch& bgp)
    : plan_(plan),
      plans_(support),
      rows_(std::move(rows)),
      up_(up),
      ospf_(ospf),
      isis_(isis),
      bgp_(bgp),
      unread_(plan.network.slot_count(), plan.network.nodes().size()) {}

void SupportFinder::Add(TableId table, const net::Prefix& destinations, Support& support) {
  if (depth_ == kDepthMax) support.open = true;
  if (support.open || rows_.all[table.index()] == nullptr) return;
  ++depth_;
  const PrefixTable::Range inside = plan_.prefixes.Inside(destinations);
  for (PrefixIndex prefix = inside.first; prefix < inside.last && !support.open; ++prefix)
    AddRow(table, prefix, support);
  PrefixIndex prefix = plan_.prefixes.Longest(destinations.address);
  while (prefix != kNoPrefix && plan_.prefixes[prefix].length > destinations.length)
    prefix = plan_.prefixes.parent(prefix);
  while (prefix != kNoPrefix && !support.open && !AddRow(table, prefix, support))
    prefix = plan_.prefixes.parent(prefix);
  --depth_;
}

/// True when there is a row.
bool SupportFinder::AddRow(TableId table, PrefixIndex prefix, Support& support) {
  if (const connected::ConnectedRoute* own = plan_.tables[table.index()].OwnAddress(prefix, up_)) {
    support.interfaces.Set(own->slot);
    return true;
  }
  const Selection& rows = *rows_.all[table.index()];
  const Candidate row = rows.At(prefix);
  if (!row.present) {
    support.open |= MayCome(table, prefix) || MayComeByIgp(table, prefix);
    return false;
  }
  support.open |= row.phantom || rows.IsShaky(prefix) || MayBeBeaten(table, prefix, row);
  if (!support.open) AddPresent(table, prefix, row, support);
  return true;
}

/// The table lacks a route of BGP and may have it in a state that fails more.
bool SupportFinder::MayCome(TableId table, PrefixIndex prefix) const {
  if (plan_.bgp.plan().SpeakerOf(table) == bgp::kNone || plans_.bgp().IsAbsent(prefix, bgp_)) return false;
  const auto origin = plans_.bgp().OriginOf(prefix, bgp_);
  return !origin || !IsLost(table, prefix, *origin);
}

/// IS-IS brings no route to what the router itself has: where that ends, others may.
bool SupportFinder::MayComeByIgp(TableId table, PrefixIndex prefix) const {
  if (!plans_.by_isis()) return false;
  const auto router = plans_.RouterOf(table, plan_.prefixes[prefix].family());
  return router && plans_.isis().MayCome(*router, prefix, isis_);
}

/// A route of BGP that is not there, or not the best, may come and win. With one announcement none comes, and
/// what BGP offers loses now and later.
bool SupportFinder::MayBeBeaten(TableId table, PrefixIndex prefix, const Candidate& row) const {
  const bool hears = plan_.bgp.plan().SpeakerOf(table) != bgp::kNone;
  return hears && !IsBgp(row.protocol) && row.distance >= plan_.tables[table.index()].bgp_distance_least &&
         !plans_.bgp().IsAbsent(prefix, bgp_) && !plans_.bgp().OriginOf(prefix, bgp_);
}

void SupportFinder::AddPresent(TableId table, PrefixIndex prefix, const Candidate& row, Support& support) {
  if (row.ambiguous) {
    support.open = true;
  } else if (row.protocol == Protocol::kConnected || row.protocol == Protocol::kLocal) {
    AddConnected(table, prefix, support);
  } else if (row.protocol == Protocol::kStatic) {
    AddStatic(table, prefix, support);
  } else if (IsOfIgp(row.protocol)) {
    support.open |= !AddIgp(table, prefix, support);
  } else {
    support.open |= row.protocol != Protocol::kIbgp || !AddBgp(table, prefix, support);
  }
}

void SupportFinder::AddConnected(TableId table, PrefixIndex prefix, Support& support) const {
  const auto& connected = plan_.tables[table.index()].connected;
  for (const connected::ConnectedRoute& route :
       std::ranges::equal_range(connected, prefix, {}, &connected::ConnectedRoute::prefix)) {
    if (up_[route.slot] != 0) support.interfaces.Set(route.slot);
  }
}

void SupportFinder::AddStatic(TableId table, PrefixIndex prefix, Support& support) const {
  const TablePlan& plan = plan_.tables[table.index()];
  const model::NodeId node = plan_.network.tables()[table.index()].node;
  for (const static_routes::StaticFacts& facts : plan.statics) {
    std::vector<NextHop> hops;
    if (facts.prefix != prefix ||
        static_routes::Resolve(facts, up_, hops) != static_routes::Resolution::kActive)
      continue;
    if (facts.track_slot) support.interfaces.Set(*facts.track_slot);
    for (const NextHop& hop : hops) {
      if (hop.interface.valid()) support.interfaces.Set(plan_.network.SlotOf({node, hop.interface}));
    }
  }
}

bool SupportFinder::AddIgp(TableId table, PrefixIndex prefix, Support& support) {
  const auto router = plans_.RouterOf(table, plan_.prefixes[prefix].family());
  if (!router) return false;
  return plans_.by_isis() ? plans_.isis().Add(*router, prefix, isis_, support.interfaces)
                          : plans_.ospf().Add(*router, prefix, ospf_, support.interfaces);
}

bool SupportFinder::AddBgp(TableId table, PrefixIndex prefix, Support& support) {
  const auto origin = plans_.bgp().OriginOf(prefix, bgp_);
  if (!origin || IsLost(table, prefix, *origin)) return false;
  const auto derivation = plans_.bgp().Of(table, prefix, *origin, bgp_);
  if (!derivation || !AddDerivation(table, prefix, *origin, *derivation, support)) return false;
  Add(table, net::Prefix::Host(derivation->next_hop), support);
  return true;
}

bool SupportFinder::IsLost(TableId table, PrefixIndex prefix, const bgp::Origin& origin) const {
  const Selection* there = rows_.without_bgp[origin.table.index()];
  if (there == nullptr || (origin.needs_row && !there->At(prefix).present)) return true;
  const Selection* here = rows_.without_bgp[table.index()];
  if (!origin.next_hop || here == nullptr || table == origin.table) return false;
  const auto& speakers = plan_.bgp.plan().speakers();
  const auto as_of = [&](TableId one) { return speakers[plan_.bgp.plan().SpeakerOf(one)].as; };
  return as_of(table) == as_of(origin.table) && here->Longest(*origin.next_hop) == kNoPrefix;
}

bool SupportFinder::Holds(TableId table, PrefixIndex prefix, const bgp::Origin& origin,
                          const bgp::Derivation& derivation) {
  unread_.open = false;
  unread_.ways.clear();
  return AddDerivation(table, prefix, origin, derivation, unread_) && !unread_.open;
}

bool SupportFinder::AddDerivation(TableId table, PrefixIndex prefix, const bgp::Origin& origin,
                                  const bgp::Derivation& derivation, Support& support) {
  if (origin.needs_row)
    AddPresent(origin.table, prefix, rows_.without_bgp[origin.table.index()]->At(prefix), support);
  for (const bgp::CarryingSession& session : derivation.sessions) {
    for (int side = 0; side < 2; ++side) {
      if (!AddReach(session.tables[side], session.addresses[1 - side], support)) return false;
    }
  }
  for (const TableId reflector : derivation.reflectors) {
    if (!AddReach(reflector, derivation.next_hop, support)) return false;
  }
  return table == origin.table || AddReach(table, derivation.next_hop, support);
}

bool SupportFinder::AddReach(TableId table, const net::IpAddress& address, Support& support) {
  const Selection* rows = rows_.without_bgp[table.index()];
  const PrefixIndex prefix = plan_.prefixes.Find(net::Prefix::Host(address));
  if (rows == nullptr || prefix == kNoPrefix) return false;
  const Candidate row = rows->At(prefix);
  if (!row.present || row.ambiguous || !IsOfIgp(row.protocol)) return false;
  const auto from = plans_.RouterOf(table, address.family);
  const auto to = plans_.by_isis() ? plans_.isis().BringerOf(prefix, isis_, support.interfaces)
                                   : plans_.ospf().BringerOf(prefix, ospf_, support.interfaces);
  // Nobody else has a connected or static row that would draw packets off their way.
  if (!from || !to || *from == *to || HolderOf(plan_, prefix) != plans_.TableOf(*to)) return false;
  for (const RouterNumber end : {*from, *to}) support.nodes.Set(plans_.NodeOf(end).index());
  support.ways.push_back({std::min(*from, *to), std::max(*from, *to)});
  return true;
}

}  // namespace ringfence::routing
