// Ways of packets whose outermost label is the SID of a prefix (SR-MPLS: RFC 8402 section 3.1, RFC 8660).
//
// Problem: the SID of a prefix means "by the shortest path of the IGP to the prefix" at every router that
// runs segment routing; the number on the wire is the next router's: its block plus the index. Idea: as with
// LDP nothing is distributed and numbers matter only where they are missing or mean two things. At each
// router the way is that of its route to exactly the prefix, as long as the route is one of the process that
// tells the SIDs; over a hop whose router runs segment routing in the same protocol and has a label for the
// index the packet goes on, and the router before the owner takes the label off unless the owner says
// otherwise (RFC 8667 section 2.1.1, RFC 8665 section 5). Over a router without a label systems skip the hop,
// or send something else (ospfd of FRR: explicit null, tests/live/l3vpn_live.py); only the first is computed.
// What is told across areas and levels is not computed: systems differ in whether border routers pass SIDs
// on. The same goes for a prefix with several SIDs and for a label that means two SIDs to a router (systems
// differ in whom they drop; RFC 8660 section 2.5). SIDs of flexible algorithms are in
// registry_flex.cc. Adjacency SIDs are numbers that only configured paths use,
// which no reader takes; protection by loop-free alternates acts before tables settle. Cost: an action O(hops
// log routes + SIDs).

#include "routing/registry_sr.h"

#include <algorithm>

#include "routing/registry_ospf.h"

namespace ringfence::routing {
namespace {

using Way = SrWays::Way;

/// The router holds an address of exactly the prefix on an interface that is up.
bool HoldsPrefix(const FibEntry& entry) { return entry.receive || entry.protocol <= Protocol::kLocal; }

const isis::IsisProcess* IsisOf(const DeviceConfig& config) {
  const auto found = std::ranges::find_if(config.isis.processes, [&config](const isis::IsisProcess& process) {
    return process.vrf.empty() && process.tag == config.sr.process;
  });
  return found == config.isis.processes.end() ? nullptr : &*found;
}

bool SameArea(const isis::IsisProcess& a, const isis::IsisProcess& b) {
  return std::ranges::any_of(a.area_ids, [&b](const std::string& id) {
    return std::ranges::find(b.area_ids, id) != b.area_ids.end();
  });
}

}  // namespace

void SrWays::AddReceived(model::NodeId node, const Label& label, std::vector<LabelAction>& actions) {
  const net::Prefix& prefix = plan_.prefixes[label.prefix];
  const sr::Sid* sid = plan_.sr.SidOf(prefix);
  const FibEntry* entry = tables_.FibOf(tables_.MainTable(node)).Find(prefix);
  if (entry == nullptr) return;
  if (sid != nullptr && HoldsPrefix(*entry) && plan_.sr.Owns(node, *sid))
    return actions.push_back({.kind = LabelAction::kContinue, .entry = entry});
  if (sid == nullptr || Standing(node, *entry) != Way::kSwap)
    return actions.push_back({.kind = LabelAction::kNotComputed, .entry = entry});
  for (const NextHop& hop : tables_.FibOf(tables_.MainTable(node)).HopsOf(*entry)) {
    LabelAction action{.hop = hop, .label = label, .entry = entry};
    const Way way = OverHop(node, *sid, hop);
    if (way == Way::kNone) continue;
    action.kind = way == Way::kSwap  ? LabelAction::kSwap
                  : way == Way::kPop ? LabelAction::kPop
                                     : LabelAction::kNotComputed;
    if (!hop.gateway) action.hop.gateway = prefix.address;
    actions.push_back(action);
  }
}

void SrWays::AddStarting(model::NodeId node, const FibEntry& entry, const Label& label,
                         std::vector<LabelAction>& actions) {
  for (const NextHop& hop : tables_.FibOf(tables_.MainTable(node)).HopsOf(entry)) {
    LabelAction action{.kind = LabelAction::kUnlabelled, .hop = hop, .entry = &entry};
    action.label = {LabelKind::kSid, {}, label.prefix};
    action.bare = plan_.sr.ConfigOf(node).sends_bare;
    const Way way = Over(node, entry, hop);
    if (way == Way::kSwap) action.kind = LabelAction::kSwap;
    if (way == Way::kPop) action.kind = LabelAction::kPop;
    if (way == Way::kOpen) action.kind = LabelAction::kNotComputed;
    if (way != Way::kNone && !hop.gateway) action.hop.gateway = entry.prefix.address;
    actions.push_back(action);
  }
}

bool SrWays::AnyWay(model::NodeId node, const FibEntry& entry) {
  return std::ranges::any_of(tables_.FibOf(tables_.MainTable(node)).HopsOf(entry),
                             [&](const NextHop& hop) { return Over(node, entry, hop) != Way::kNone; });
}

Way SrWays::Over(model::NodeId node, const FibEntry& entry, const NextHop& hop) {
  const Way standing = Standing(node, entry);
  return standing != Way::kSwap ? standing : OverHop(node, *plan_.sr.SidOf(entry.prefix), hop);
}

Way SrWays::Standing(model::NodeId node, const FibEntry& entry) {
  if (!plan_.sr.Runs(node)) return Way::kNone;
  const sr::Sid* sid = plan_.sr.SidOf(entry.prefix);
  if (sid == nullptr) return Way::kNone;
  // Whether a router without a label for the SID may begin a way all the same is known of the first systems
  // only.
  const bool fits = plan_.sr.ConfigOf(node).skips_other_routers || sid->told->one_label ||
                    plan_.sr.LabelAt(node, *sid).has_value();
  const bool clear =
      fits && IsOfProcess(entry) && InReach(entry, *sid) && !sid->disputed && !HasRivals(node, *sid);
  return clear ? Way::kSwap : Way::kOpen;
}

Way SrWays::OverHop(model::NodeId node, const sr::Sid& sid, const NextHop& hop) {
  const model::Endpoint out{node, hop.interface};
  if (hop.discard || hop.push.valid() || !plan_.sr.Speaks(out)) return Way::kNone;
  const auto next = plan_.network.NeighborBy(out, hop.gateway.value_or(sid.prefix.address));
  const bool joined = next && tables_.PartOf(out) != 0 && tables_.PartOf(out) == tables_.PartOf(*next);
  if (!joined) return Way::kNone;
  const bool speaks =
      plan_.sr.Speaks(*next) && plan_.sr.ConfigOf(next->node).igp == plan_.sr.ConfigOf(node).igp;
  if (!speaks || !plan_.sr.LabelAt(next->node, sid)) {
    const bool known = plan_.sr.ConfigOf(node).skips_other_routers &&
                       !plan_.network.nodes()[next->node.index()].open_forwarding;
    return known ? Way::kNone : Way::kOpen;
  }
  const FibEntry* there = tables_.FibOf(tables_.MainTable(next->node)).Find(sid.prefix);
  const bool ends = there != nullptr && HoldsPrefix(*there) && plan_.sr.Owns(next->node, sid);
  return ends && !sid.told->keeps_last && !sid.told->explicit_null ? Way::kPop : Way::kSwap;
}

bool SrWays::IsOfProcess(const FibEntry& entry) const {
  const sr::SrConfig& config = plan_.sr.ConfigOf(entry.node);
  if (entry.protocol == Protocol::kIsisL1 || entry.protocol == Protocol::kIsisL2)
    return config.igp == sr::SrIgp::kIsis &&
           plan_.isis.graph().routers[entry.source].process->tag == config.process;
  return entry.protocol == Protocol::kOspf && config.igp == sr::SrIgp::kOspf &&
         plan_.ospf.graph().routers[RouterOf(entry.source)].process_name == config.process;
}

bool SrWays::InReach(const FibEntry& entry, const sr::Sid& sid) const {
  const DeviceConfig& own = plan_.network.nodes()[entry.node.index()].config;
  const isis::IsisProcess* here = own.sr.igp == sr::SrIgp::kIsis ? IsisOf(own) : nullptr;
  return std::ranges::any_of(sid.owners, [&](model::NodeId owner) {
    const DeviceConfig& config = plan_.network.nodes()[owner.index()].config;
    if (config.sr.igp != own.sr.igp) return false;
    if (own.sr.igp == sr::SrIgp::kOspf) return true;  // the route says that they share an area
    const isis::IsisProcess* there = IsisOf(config);
    if (here == nullptr || there == nullptr) return false;
    if (entry.protocol == Protocol::kIsisL2) return (there->levels & isis::kLevel2) != 0;
    return (there->levels & isis::kLevel1) != 0 && SameArea(*here, *there);
  });
}

bool SrWays::HasRivals(model::NodeId node, const sr::Sid& sid) {
  const Fib& fib = tables_.FibOf(tables_.MainTable(node));
  return std::ranges::any_of(plan_.sr.RivalsAt(node, sid),
                             [&fib](const sr::Sid* rival) { return fib.Find(rival->prefix) != nullptr; });
}

}  // namespace ringfence::routing
