// Labels of BGP routes (RFC 8277, RFC 4364 section 4.3.2 and chapter 10).
//
// Problem: a label is no part of what is compared, and yet packets need it. It comes with the next hop: a
// router that passes a route on with itself as next hop gives a label of its own and swaps, one that keeps
// the next hop keeps the label (RFC 8277 section 3.2.2).
// Idea: labels are meanings (routing/label.h), so nothing is carried along with routes. From the speaker that
// has chosen a route back over the speakers that told it, the first one that owns the next hop gave the
// label, and what it means there is the route that one has chosen: of its own VRF, or what it swaps to.
// Cost: one lookup for each speaker on the way back.

#include "routing/bgp/label_giving.h"

#include <algorithm>
#include <span>

#include "routing/bgp/convergence.h"
#include "routing/bgp/vpn_exchange.h"

namespace ringfence::routing::bgp {
namespace {

/// The speaker that put itself as the next hop of a route into which `speaker` came, or kNone.
std::uint32_t GiverOf(const SessionPlan& sessions, const BgpScratch& scratch, const FamilyState& state,
                      const PrefixResult& result, std::uint32_t speaker, AddressId next_hop) {
  if (!next_hop.valid()) return kNone;
  std::uint32_t at = speaker;
  for (std::size_t passed = 0; passed < sessions.speakers().size(); ++passed) {
    const Choice choice = Convergence::Unpack(result, at);
    const auto route = std::ranges::find_if(choice.routes, [next_hop](const BgpRoute& one) {
      return one.channel != kNone && one.next_hop == next_hop;
    });
    if (route == choice.routes.end() || state.channels[route->channel].from_outside()) return kNone;
    at = state.channels[route->channel].remote_speaker;
    if (sessions.Owns(sessions.speakers()[at].table, scratch.pool[next_hop])) return at;
  }
  return kNone;
}

/// The tunnel to the end `next_hop`, or the label of an EVPN instance (`table`: of its far ends) behind it;
/// another address than the one of the table's device is not followed.
Label EvpnLabel(const VpnPart& giver, TableId table, const net::IpAddress& next_hop,
                const PrefixTable& prefixes) {
  if (giver.bridge)
    return giver.tunnel_end == next_hop ? Label{.kind = LabelKind::kBridge, .table = table} : Label{};
  const PrefixIndex end = prefixes.Find(net::Prefix::Host(next_hop));
  if (giver.tunnel_end != next_hop || end == kNoPrefix) return {};
  return {.kind = LabelKind::kVxlan, .prefix = end, .number = giver.vni};
}

/// Routes of the layer lead to tunnel ends, or to EVPN instances.
bool HasTunnelEnds(const VpnPlan& plan, const VpnLayer& layer) {
  return layer.evpn && std::ranges::any_of(layer.given, [&plan](const LocalRoute& given) {
           return !plan.parts()[given.route.source].evpn_labels;
         });
}

const VpnLayer* LayerOf(const VpnPlan& plan, const BgpScratch& scratch, std::uint32_t distinguisher,
                        PrefixIndex prefix) {
  const VpnState& state = scratch.vpn[plan.family() == net::Family::kIpv4 ? 0 : 1];
  const std::vector<VpnLayer>& layers = state.layers[prefix];
  const auto layer = std::ranges::find(layers, distinguisher, &VpnLayer::distinguisher);
  return layer == layers.end() ? nullptr : &*layer;
}

}  // namespace

Label UnicastLabelOf(const SessionPlan& sessions, const BgpScratch& scratch, const FamilyState& state,
                     const PrefixResult& result, std::uint32_t speaker, AddressId next_hop,
                     PrefixIndex prefix) {
  const std::uint32_t giver = GiverOf(sessions, scratch, state, result, speaker, next_hop);
  if (giver == kNone) return {};
  return {.kind = LabelKind::kRoute, .table = sessions.speakers()[giver].table, .prefix = prefix};
}

Label VpnLabelOf(const VpnPlan& plan, const SessionPlan& sessions, const BgpScratch& scratch,
                 std::uint32_t hub, std::uint32_t distinguisher, AddressId next_hop, PrefixIndex prefix,
                 const PrefixTable& prefixes) {
  const VpnLayer* layer = LayerOf(plan, scratch, distinguisher, prefix);
  if (layer == nullptr) return {};
  const VpnState& state = scratch.vpn[plan.family() == net::Family::kIpv4 ? 0 : 1];
  const FamilyState& family = layer->evpn ? state.evpn : state.family;
  const std::uint32_t giver = GiverOf(sessions, scratch, family, layer->result, hub, next_hop);
  if (giver == kNone) return {};
  const Choice choice = Convergence::Unpack(layer->result, giver);
  if (choice.routes.empty()) return {};
  const BgpRoute& route = choice.routes.front();
  if (HasTunnelEnds(plan, *layer)) {
    if (route.channel != kNone) return {};
    return EvpnLabel(plan.parts()[route.source], sessions.speakers()[route.source].table,
                     scratch.pool[next_hop], prefixes);
  }
  if (route.channel != kNone) {
    return {.kind = LabelKind::kVpnRoute,
            .table = sessions.speakers()[giver].table,
            .prefix = prefix,
            .number = distinguisher};
  }
  const TableId table = sessions.speakers()[route.source].table;
  const VrfConfig* vrf = plan.parts()[route.source].vrf;
  // What is made for PEs below stands in no table: packets are looked up.
  return route.for_lower || (vrf != nullptr && vrf->label_per_table)
             ? Label{LabelKind::kTable, table, kNoPrefix}
             : Label{LabelKind::kRoute, table, prefix};
}

bool AppendVpnHops(const VpnPlan& plan, const SessionPlan& sessions, const BgpScratch& scratch,
                   std::uint32_t hub, std::uint32_t distinguisher, PrefixIndex prefix,
                   const PrefixTable& prefixes, std::vector<BgpHop>& hops) {
  const VpnLayer* layer = LayerOf(plan, scratch, distinguisher, prefix);
  if (layer == nullptr || HasTunnelEnds(plan, *layer)) return true;
  const Choice choice = Convergence::Unpack(layer->result, hub);
  bool doubtful = choice.ambiguous || choice.doubtful || !choice.tied.empty() || layer->result.unstable;
  // With several paths some systems swap to the best one alone.
  doubtful = doubtful || choice.routes.size() > 1;
  for (const BgpRoute& route : choice.routes) {
    if (route.channel == kNone || !route.next_hop.valid()) {
      doubtful = true;
      continue;
    }
    BgpHop& hop = hops.emplace_back();
    hop.next_hop = scratch.pool[route.next_hop];
    hop.labelled = true;
    hop.label = VpnLabelOf(plan, sessions, scratch, hub, distinguisher, route.next_hop, prefix, prefixes);
  }
  return doubtful;
}

}  // namespace ringfence::routing::bgp
