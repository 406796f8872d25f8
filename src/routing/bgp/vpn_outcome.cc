// What is read off settled routes between VRFs: where packets of an imported route go, and why it exists.

#include <algorithm>

#include "routing/bgp/label_giving.h"
#include "routing/bgp/vpn_exchange.h"

namespace ringfence::routing::bgp {
namespace {

const TableRoute* TableRouteOf(BgpSurroundings& around, TableId table, PrefixIndex prefix) {
  const std::span<const TableRoute> routes = around.RoutesOf(table);
  const auto found = std::ranges::lower_bound(routes, prefix, {}, &TableRoute::prefix);
  return found != routes.end() && found->prefix == prefix ? &*found : nullptr;
}

void AddSpan(BgpExplanation& explanation, const base::Span& span) {
  if (span.valid()) explanation.spans.insert(span);
}

/// The SID of the route as the device `next_hop` gave it. A router between that names itself as next hop
/// gives another, which is not computed.
Label SidOf(const VpnPlan& plan, const SessionPlan& sessions, std::uint32_t sid,
            const net::IpAddress& next_hop, const PrefixTable& prefixes) {
  const std::uint32_t giver = sid - 1;
  const std::uint32_t hub = plan.parts()[giver].hub;
  if (hub == kNone || !sessions.Owns(sessions.speakers()[hub].table, next_hop)) return {};
  return {.kind = LabelKind::kSrv6,
          .table = sessions.speakers()[giver].table,
          .prefix = prefixes.Find(*plan.parts()[giver].srv6->gives)};
}

}  // namespace

void AppendImportedHops(const VpnPlan& plan, const SessionPlan& sessions, BgpSurroundings& around,
                        const BgpScratch& scratch, const FamilyState& unicast, std::uint32_t taker,
                        const BgpRoute& route, PrefixIndex prefix, const PrefixTable& prefixes,
                        std::vector<BgpHop>& hops) {
  const bool far = (route.source & kFromOtherDevice) != 0;
  const std::uint32_t giver = far ? plan.parts()[taker].hub : route.source;
  const Speaker& speaker = sessions.speakers()[giver];
  if (route.next_hop.valid()) {
    BgpHop& hop = hops.emplace_back();
    hop.next_hop = scratch.pool[route.next_hop];
    hop.lookup = speaker.table;
    hop.labelled = far;
    const srv6::Service* service = plan.parts()[taker].srv6;
    const std::uint32_t sid = scratch.pool[route.attributes].sid;
    if (far && sid != 0 && service != nullptr && service->takes)
      hop.label = SidOf(plan, sessions, sid, *hop.next_hop, prefixes);
    else if (far)
      hop.label = VpnLabelOf(plan, sessions, scratch, giver, route.source & ~kFromOtherDevice, route.next_hop,
                             prefix, prefixes);
    return;
  }
  // Made by the other table itself, or learned there over a link without addresses.
  const TableRoute* origin = route.discard ? nullptr : TableRouteOf(around, speaker.table, prefix);
  const Choice choice = Convergence::Unpack(unicast.ResultOf(prefix), giver);
  const bool learned = !choice.routes.empty() && choice.routes.front().channel != kNone;
  if (learned && (origin == nullptr || !unicast.config[giver]->exports_from_table)) {
    hops.push_back({{}, unicast.channels[choice.routes.front().channel].interface, false, {}});
    return;
  }
  if (origin == nullptr || origin->interfaces.empty()) {
    hops.push_back({{}, {}, true, {}});
    return;
  }
  const model::Device& device = sessions.network().nodes()[speaker.node.index()].config.device;
  for (const std::string_view name : origin->interfaces)
    hops.push_back({{}, model::FindInterface(device, name), false, {}});
}

void VpnExchange::Explain(std::uint32_t taker, const BgpRoute& route, PrefixIndex prefix,
                          BgpExplanation& explanation, std::vector<std::uint32_t>& open) {
  const auto give = [&](std::uint32_t giver) {
    if (const VrfConfig* vrf = plan_.parts()[giver].vrf) AddSpan(explanation, vrf->span);
    open.push_back(giver);
  };
  const VpnPart& part = plan_.parts()[taker];
  AddSpan(explanation, part.vrf->span);
  if ((route.source & kFromOtherDevice) == 0) {
    const auto leak = std::ranges::find(part.leaks, route.source, &VpnLeak::from);
    if (leak != part.leaks.end()) AddSpan(explanation, leak->leak->span);
    return give(route.source);
  }
  const std::vector<VpnLayer>& layers = state_.layers[prefix];
  const auto layer = std::ranges::find(layers, route.source & ~kFromOtherDevice, &VpnLayer::distinguisher);
  if (layer == layers.end()) return;
  std::vector<std::uint8_t> visited(sessions_.speakers().size(), 0);
  std::vector<std::uint32_t> hubs = {part.hub};
  while (!hubs.empty()) {
    const std::uint32_t at = hubs.back();
    hubs.pop_back();
    if (visited[at] != 0) continue;
    visited[at] = 1;
    explanation.path.push_back(sessions_.speakers()[at].node);
    const Choice choice = Convergence::Unpack(layer->result, at);
    for (const BgpRoute& one : choice.routes) {
      if (one.channel == kNone) {
        give(one.source);
        continue;
      }
      const std::vector<Channel>& channels = (layer->evpn ? state_.evpn : state_.family).channels;
      const Channel& channel = channels[one.channel];
      const Channel& remote = channels[channel.remote_channel];
      for (const Channel* side : {&channel, &remote}) {
        AddSpan(explanation, side->neighbor->span);
        AddSpan(explanation, side->neighbor->remote_as_span);
        AddSpan(explanation, side->family->span);
      }
      hubs.push_back(channel.remote_speaker);
    }
  }
}

}  // namespace ringfence::routing::bgp
