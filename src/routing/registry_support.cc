// What rows of tables rest on, put together from the protocols' certificates.
//
// Problem: a search over failures (exposure/sweep.cc) must know which failures cannot change an answer.
// Idea: in networks of connected and static routes, OSPF in one area or IS-IS at one level, and BGP that
// passes on what it hears, failures make no row appear: interfaces go down, adjacencies and sessions are
// lost, and nobody has a route because another lacks one. So a row that is there stays as it is while what it
// is made of stays, and a row that is not there stays away; each protocol says what its row is made of
// (ospf/support.cc, isis/support.cc, bgp/support.cc). A look-up rests on the longest row there is. Where
// several interfaces can stand in for each other (links of many ends, switches, tunnels), where tables feed
// protocols, where copies of printed tables take part, or where BGP would lead to next hops and ends of
// sessions if nothing else did (BgpTables::LeadsToNoHop), or where routers on ways of the IGP might translate
// packets of sessions or drop some by their lists or by checks of sources, nothing is known. Labels of LDP
// are known where all routers of the IGP speak it on all of its links: then two that hear each other have a
// session, whoever has a route to an address that its owner has told a label for has one from each next hop,
// and what labelled packets do follows from the routes to that address; other labels are not known. Sessions
// of BGP that are up carry their packets to the end, whatever fails: every router on a way of the IGP has the
// row that the one before it followed, and no other row leads there. Cost: what the protocols' certificates
// cost. Twin: brute force (exposure/sweep_twin_test.cc).

#include "routing/registry_support.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/bit_set.h"
#include "net/packet_set.h"
#include "routing/dropped_packets.h"
#include "routing/lists_at_use.h"
#include "routing/registry_routes.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {
namespace {

bool LinksArePairs(const Network& network) {
  return network.cables().empty() && network.segments().empty() && network.chassis_pairs().empty() &&
         std::ranges::all_of(network.links(), [](const model::Link& link) {
           return link.ends.size() <= 2 && !link.switched && !link.tunnel;
         });
}

/// Other labels than those of LDP.
bool HasOtherLabels(const EnginePlan& plan) {
  return plan.sr.any() || plan.static_lsps.any() || !plan.te.tunnels().empty();
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

/// The rule rewrites packets to certain addresses, and no session ends at one of them.
bool TakesNoSession(const EnginePlan& plan, const model::Translation& rule) {
  const auto takes = [&rule](const bgp::SessionEnd& end) {
    return !end.neighbor->address || MayTranslateTo(rule, *end.neighbor->address);
  };
  return !plan.ldp.any() && std::ranges::none_of(plan.bgp.plan().ends(), takes);
}

/// Its sessions do not leave a link, whose lists are asked once for all (filter_gaps.cc).
bool StaysOnLink(const EnginePlan& plan, const bgp::SessionEnd& end) {
  const bgp::BgpNeighbor& neighbor = *end.neighbor;
  return neighbor.remote_as != plan.bgp.plan().speakers()[end.speaker].as && neighbor.ebgp_hops_max <= 1 &&
         neighbor.connected_check && !neighbor.update_source && neighbor.update_source_interface.empty();
}

/// Lets all packets of sessions between any two of the addresses pass.
class SessionProbe {
 public:
  explicit SessionProbe(const EnginePlan& plan) {
    for (const bgp::SessionEnd& end : plan.bgp.plan().ends()) {
      const auto& address = end.neighbor->address;
      if (address && !StaysOnLink(plan, end)) ends_[Place(address->family)].push_back(*address);
    }
  }
  bool MayDrop(const model::Acl& acl) {
    const std::vector<net::IpAddress>& ends = ends_[Place(acl.family)];
    return !ends.empty() && FirstDropped(acl, SessionPackets(acl.family, ends, ends), space_);
  }
  using Uses = std::initializer_list<const model::AclUse*>;
  bool MayDrop(const model::Device& device, Uses uses4, Uses uses6) {
    return MayDrop(device, uses4, net::Family::kIpv4) || MayDrop(device, uses6, net::Family::kIpv6);
  }

 private:
  bool MayDrop(const model::Device& device, Uses uses, net::Family family) {
    return std::ranges::any_of(uses, [&](const model::AclUse* use) {
      return std::ranges::any_of(ListsAt(device, *use, family),
                                 [this](const model::Acl* acl) { return MayDrop(*acl); });
    });
  }
  static std::size_t Place(net::Family family) { return family == net::Family::kIpv4 ? 0 : 1; }
  std::array<std::vector<net::IpAddress>, 2> ends_;
  net::PacketSpace space_;
};

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
           (!plan.bgp.runs() || bgp_.known()) && LinksArePairs(plan.network) && !HasOtherLabels(plan) &&
           TablesArePlain(plan) && SessionsAreSafe() && (!plan.ldp.any() || LabelsFollowRoutes()) &&
           (!(plan.bgp.runs() || plan.ldp.any()) || SessionsMeetNoTranslation()) &&
           (!plan.bgp.runs() || SessionsMeetNoList());
  if (!known_) return;
  FindWhatMayAppear();
  if (!plan.ldp.any()) return;
  for (PrefixIndex prefix = 0; prefix < plan.prefixes.size(); ++prefix)
    has_labels_.push_back(ToldEverywhere(prefix) ? 1 : 0);
}

std::size_t SupportPlan::RouterCount() const {
  return by_isis_ ? plan_.isis.graph().routers.size() : plan_.ospf.graph().routers.size();
}

/// All routers of the IGP speak LDP on all links they hear each other over, from addresses that the IGP
/// brings: then two that hear each other have a session.
bool SupportPlan::LabelsFollowRoutes() const {
  for (RouterNumber router = 0; router < RouterCount(); ++router) {
    const model::NodeId node = NodeOf(router);
    const auto& transport = plan_.ldp.TransportOf(node);
    if (TableOf(router) != plan_.network.MainTable(node) || !plan_.ldp.Runs(node) || !transport) return false;
    const PrefixIndex host = plan_.prefixes.Find(net::Prefix::Host(*transport));
    if (host == kNoPrefix || HolderOf(plan_, host) != TableOf(router) || !Brings(host)) return false;
  }
  std::vector<std::uint8_t> up;
  plan_.interfaces.Compute(FailureState(plan_.network), up);
  return std::ranges::all_of(Neighbors(up), [this](const IgpNeighbors& pair) {
    return plan_.ldp.Speaks(plan_.network.EndOfSlot(pair.slots[0])) &&
           plan_.ldp.Speaks(plan_.network.EndOfSlot(pair.slots[1]));
  });
}

base::BitSet SupportPlan::SlotsOfIgp() const {
  std::vector<std::uint8_t> up;
  plan_.interfaces.Compute(FailureState(plan_.network), up);
  base::BitSet of_igp(plan_.network.slot_count());
  for (const IgpNeighbors& pair : Neighbors(up)) {
    for (const std::uint32_t slot : pair.slots) of_igp.Set(slot);
  }
  return of_igp;
}

/// Packets of sessions go along the IGP, so that no other list or check of sources can drop one; where labels
/// are taken off is not followed (session_lists.cc). LDP's are asked for once for all (filter_gaps.cc).
bool SupportPlan::SessionsMeetNoList() const {
  if (!plan_.session_lists.any() && !plan_.session_lists.check_sources()) return true;
  SessionProbe probe(plan_);
  const base::BitSet of_igp = SlotsOfIgp();
  for (std::size_t n = 0; n < plan_.network.nodes().size(); ++n) {
    const model::Device& device = plan_.network.nodes()[n].config.device;
    for (const model::SelfGuard& guard : device.guards) {
      if (probe.MayDrop(device, {&guard.in4, &guard.out4}, {&guard.in6, &guard.out6})) return false;
    }
    for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
      if (!of_igp.Test(plan_.network.SlotOf({model::NodeId(n), model::InterfaceIndex(i)}))) continue;
      const model::Interface& one = device.interfaces[i];
      if (one.source_check) return false;
      if (probe.MayDrop(device, {&one.acl_in4, &one.acl_out4}, {&one.acl_in6, &one.acl_out6})) return false;
    }
  }
  const auto drops = [&probe](const model::Acl* acl) { return probe.MayDrop(*acl); };
  return !plan_.ldp.any() ||
         (std::ranges::none_of(plan_.session_lists.BehindLabels(net::Family::kIpv4, true), drops) &&
          std::ranges::none_of(plan_.session_lists.BehindLabels(net::Family::kIpv6, true), drops));
}

/// Packets of sessions go along the IGP to ends whose addresses no rule takes, and rules that may take them
/// by their source stand where no way of the IGP leads: on other ways a session could be lost.
bool SupportPlan::SessionsMeetNoTranslation() const {
  const auto& nodes = plan_.network.nodes();
  const auto translates = [](const Node& node) { return !node.config.device.translations.empty(); };
  if (std::ranges::none_of(nodes, translates)) return true;
  const base::BitSet of_igp = SlotsOfIgp();
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const model::Device& device = nodes[n].config.device;
    const auto on_a_way = [&](const std::string& name) {
      const model::InterfaceIndex index = model::FindInterface(device, name);
      return index.valid() && of_igp.Test(plan_.network.SlotOf({model::NodeId(n), index}));
    };
    for (const model::Translation& rule : device.translations) {
      const bool enters = rule.moment == model::TranslationMoment::kEntering;
      const auto& names = enters ? rule.in : rule.out;
      const bool elsewhere = !names.empty() && std::ranges::none_of(names, on_a_way);
      if (!elsewhere && !(rule.end == model::PacketEnd::kDestination && TakesNoSession(plan_, rule)))
        return false;
    }
  }
  return true;
}

/// Who owns the address has told a label, and so does whoever has a route to it, next hop by next hop.
bool SupportPlan::ToldEverywhere(PrefixIndex prefix) const {
  const net::Prefix& host = plan_.prefixes[prefix];
  const TableId holder = HolderOf(plan_, prefix);
  if (host != net::Prefix::Host(host.address) || !holder.valid() || !Brings(prefix)) return false;
  const model::NodeId owner = plan_.network.tables()[holder.index()].node;
  if (holder != plan_.network.MainTable(owner) || !plan_.ldp.Runs(owner) || !plan_.ldp.BindsOwn(owner, host))
    return false;
  for (RouterNumber router = 0; router < RouterCount(); ++router) {
    const model::NodeId node = NodeOf(router);
    if (!plan_.ldp.Begins(node, host) || (node != owner && !plan_.ldp.PassesOn(node, host))) return false;
  }
  return true;
}

namespace {

bool Redistributes(const bgp::Speaker& speaker, model::RouteSource source, bool by_policy) {
  return std::ranges::any_of(speaker.vrf->families, [&](const bgp::BgpFamilyConfig& family) {
    return std::ranges::any_of(family.redistributions, [&](const bgp::BgpRedistribution& one) {
      return one.source == source && (!by_policy || !one.policies.empty());
    });
  });
}

}  // namespace

/// A static route stands behind a connected one, or one of an IGP; or a policy takes one of several routes.
void SupportPlan::FindWhatMayAppear() {
  may_appear_.assign(plan_.prefixes.size(), 0);
  for (const bgp::Speaker& speaker : plan_.bgp.plan().speakers()) {
    const TablePlan& table = plan_.tables[speaker.table.index()];
    using Connected = connected::ConnectedRoute;
    using Static = static_routes::StaticFacts;
    if (Redistributes(speaker, model::RouteSource::kStatic, false)) {
      const bool chooses = Redistributes(speaker, model::RouteSource::kStatic, true);
      for (const Static& facts : table.statics) {
        const PrefixIndex prefix = facts.prefix;
        const bool behind = std::ranges::count(table.connected, prefix, &Connected::prefix) > 0 ||
                            (RouterOf(speaker.table, plan_.prefixes[prefix].family()) && Brings(prefix)) ||
                            (chooses && std::ranges::count(table.statics, prefix, &Static::prefix) > 1);
        if (behind) may_appear_[prefix] = 1;
      }
    }
    if (!Redistributes(speaker, model::RouteSource::kConnected, true)) continue;
    for (const Connected& route : table.connected) {
      if (std::ranges::count(table.connected, route.prefix, &Connected::prefix) > 1)
        may_appear_[route.prefix] = 1;
    }
  }
}

std::optional<bgp::Origin> SupportPlan::OriginOf(PrefixIndex prefix, const bgp::BgpScratch& bgp) const {
  if (may_appear_[prefix] != 0) return std::nullopt;
  std::optional<bgp::Origin> origin = bgp_.OriginOf(prefix, bgp);
  if (origin && origin->redistributes && !HasOneSource(prefix, *origin)) return std::nullopt;
  return origin;
}

/// No other protocol or table has the prefix, so that no failure makes another row that would be brought in.
bool SupportPlan::HasOneSource(PrefixIndex prefix, const bgp::Origin& origin) const {
  if (HolderOf(plan_, prefix) != origin.table || RouterOf(origin.table, plan_.prefixes[prefix].family()))
    return false;
  const TablePlan& table = plan_.tables[origin.table.index()];
  const bool connected =
      std::ranges::any_of(table.connected, [&](const auto& route) { return route.prefix == prefix; });
  const bool fixed =
      std::ranges::any_of(table.statics, [&](const auto& facts) { return facts.prefix == prefix; });
  return connected != fixed &&
         *origin.redistributes == (connected ? model::RouteSource::kConnected : model::RouteSource::kStatic);
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
  if (plans_.IsAbsent(table, prefix, bgp_)) return false;
  const auto origin = plans_.OriginOf(prefix, bgp_);
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
  return !IsBgp(row.protocol) && row.distance >= plan_.tables[table.index()].bgp_distance_least &&
         !plans_.IsAbsent(table, prefix, bgp_) && !plans_.OriginOf(prefix, bgp_);
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
    const bool inside = row.protocol == Protocol::kIbgp || row.protocol == Protocol::kBgpVpn;
    support.open |= !inside || !AddBgp(table, prefix, support);
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
  const auto origin = plans_.OriginOf(prefix, bgp_);
  if (!origin || IsLost(table, prefix, *origin)) return false;
  const auto derivation = plans_.bgp().Of(table, prefix, *origin, bgp_);
  if (!derivation || !AddDerivation(table, prefix, *origin, *derivation, support)) return false;
  Add(plans_.bgp().AskingTable(table, prefix, bgp_), net::Prefix::Host(derivation->next_hop), support);
  return true;
}

bool SupportFinder::IsLost(TableId table, PrefixIndex prefix, const bgp::Origin& origin) const {
  const Selection* there = rows_.without_bgp[origin.table.index()];
  if (there == nullptr) return true;
  if (origin.needs_row) {
    const Candidate row = there->At(prefix);
    if (!row.present || (origin.redistributes && SourceOf(row.protocol) != *origin.redistributes))
      return true;
  }
  const TableId from = plans_.bgp().AskingTable(origin.table, prefix, bgp_);
  const TableId to = plans_.bgp().AskingTable(table, prefix, bgp_);
  const Selection* here = to.valid() ? rows_.without_bgp[to.index()] : nullptr;
  if (!origin.next_hop || here == nullptr || table == origin.table) return false;
  const auto& speakers = plan_.bgp.plan().speakers();
  const auto as_of = [&](TableId one) { return speakers[plan_.bgp.plan().SpeakerOf(one)].as; };
  return as_of(to) == as_of(from) && here->Longest(*origin.next_hop) == kNoPrefix;
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
  const TableId asking = plans_.bgp().AskingTable(table, prefix, bgp_);
  const PrefixIndex host = plan_.prefixes.Find(net::Prefix::Host(derivation.next_hop));
  if (asking != table && (host == kNoPrefix || !plans_.HasLabels(host))) return false;
  return table == origin.table || AddReach(asking, derivation.next_hop, support);
}

/// What is told about labels is told everywhere, so where the packet goes on is what routes say.
void SupportFinder::AddLabel(model::NodeId node, const Label& label, Support& support) {
  if (support.open) return;
  const bool own = label.table.valid() && plan_.network.tables()[label.table.index()].node == node;
  if (label.kind == LabelKind::kPrefix && plans_.HasLabels(label.prefix)) {
    AddRow(plan_.network.MainTable(node), label.prefix, support);
  } else if (label.kind == LabelKind::kRoute && own) {
    AddRow(label.table, label.prefix, support);
  } else if (label.kind != LabelKind::kTable || !own) {
    support.open = true;
  }
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
