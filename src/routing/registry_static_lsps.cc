// Static label-switched paths.
//
// Problem: the labels of such a path stand in the configurations of its routers, as numbers, and nobody tells
// anybody about them: a router that begins the path sends into it whatever the next one knows (RFC 3031
// sections 3.10 to 3.12 with maps that are typed in). Idea: here alone a label is its number. At the router
// that begins it the path belongs to a prefix and lies over the route of exactly this prefix: it is up while
// its interface is and the route leaves by the same hop. A route by another hop, or by several, is not
// computed: systems differ in whether the path then stays. At all others the number decides, and the
// interface that the text says packets come in by. Numbers 0 and 2 end a path anywhere, 3 is never sent (RFC
// 3032 section 2.1). A number that a router does not know is lost, unless it gave labels of other kinds,
// whose numbers nobody knows. Where LDP or segment routing lead to the same prefix, the path is taken and the
// node is in doubt: which comes first is a matter of the system's preferences. Cost: an action O(log paths +
// log routes).

#include "routing/registry_static_lsps.h"

#include <algorithm>

namespace ringfence::routing {
namespace {

using static_lsps::StaticWay;
using Way = StaticLspWays::Way;

// RFC 3032 section 2.1.
constexpr std::uint32_t kExplicitNull4 = 0, kExplicitNull6 = 2, kImplicitNull = 3;

}  // namespace

void StaticLspWays::AddReceived(const model::Endpoint& at, const Label& label,
                                std::vector<LabelAction>& actions) {
  const auto not_computed = [&actions] { actions.push_back({.kind = LabelAction::kNotComputed}); };
  const bool came = at.interface.valid();
  if (came && !TakesLabels(at)) return not_computed();
  if (label.number == kExplicitNull4 || label.number == kExplicitNull6)
    return actions.push_back({.kind = LabelAction::kContinue});
  const std::span<const StaticWay> ways = plan_.static_lsps.ReceivedAt(at.node, label.number);
  if (ways.empty() && !GivesLabels(at.node)) return;  // lost
  if (ways.size() != 1) return not_computed();
  const StaticWay& way = ways.front();
  // Whether labels are kept by interface or by router is up to the system.
  if (way.in.valid() && way.in != at.interface) return not_computed();
  if (!way.out.valid()) return actions.push_back({.kind = LabelAction::kContinue});
  if (IsUp(at.node, way)) actions.push_back(Leaving(at.node, way, nullptr));
}

Way StaticLspWays::Begins(const FibEntry& entry) {
  const StaticWay* up = nullptr;
  for (const StaticWay& way : plan_.static_lsps.BeginningAt(entry.node, entry.prefix)) {
    if (!IsUp(entry.node, way)) continue;
    if (up != nullptr) return Way::kOpen;
    up = &way;
  }
  if (up == nullptr || entry.table != tables_.MainTable(entry.node)) return Way::kNone;
  const std::span<const NextHop> hops = tables_.FibOf(entry.table).HopsOf(entry);
  const bool same = hops.size() == 1 && !hops[0].discard && !hops[0].push.valid() &&
                    hops[0].interface == up->out && Gateway(entry.node, *up) == hops[0].gateway;
  return same && plan_.static_lsps.Takes({entry.node, up->out}) ? Way::kUp : Way::kOpen;
}

void StaticLspWays::AddStarting(const FibEntry& entry, std::vector<LabelAction>& actions) {
  for (const StaticWay& way : plan_.static_lsps.BeginningAt(entry.node, entry.prefix)) {
    if (IsUp(entry.node, way)) actions.push_back(Leaving(entry.node, way, &entry));
  }
}

LabelAction StaticLspWays::Leaving(model::NodeId node, const StaticWay& way, const FibEntry* entry) const {
  const bool bare = way.lsp->out_label == kImplicitNull;
  LabelAction action{.kind = bare ? LabelAction::kPop : LabelAction::kSwap, .entry = entry};
  action.hop.interface = way.out;
  action.hop.gateway = Gateway(node, way);
  if (!action.hop.gateway) action.kind = LabelAction::kNotComputed;
  if (!bare) action.label = {.kind = LabelKind::kNumber, .number = way.lsp->out_label.value_or(0)};
  return action;
}

std::optional<net::IpAddress> StaticLspWays::Gateway(model::NodeId node, const StaticWay& way) const {
  if (way.lsp->gateway) return way.lsp->gateway;
  const model::Endpoint out{node, way.out};
  const model::LinkId link = plan_.network.LinkOf(out);
  std::optional<net::IpAddress> found;
  if (!link.valid() || plan_.network.links()[link.index()].ends.size() != 2) return found;
  for (const model::Endpoint& far : plan_.network.links()[link.index()].ends) {
    if (far == out) continue;
    for (const model::InterfaceAddress& address : plan_.network.InterfaceAt(far).addresses)
      if (!found && address.address.address.family == net::Family::kIpv4) found = address.address.address;
  }
  return found;
}

bool StaticLspWays::IsUp(model::NodeId node, const StaticWay& way) {
  return !way.out.valid() || tables_.PartOf({node, way.out}) != 0;
}

bool StaticLspWays::GivesLabels(model::NodeId node) const {
  const DeviceConfig& config = plan_.network.nodes()[node.index()].config;
  return plan_.ldp.Runs(node) || plan_.sr.Runs(node) || !config.vrfs.empty() ||
         plan_.static_lsps.KnowsLabels(node) || plan_.network.nodes()[node.index()].open_forwarding;
}

bool StaticLspWays::TakesLabels(const model::Endpoint& end) const {
  return plan_.static_lsps.Takes(end) || plan_.ldp.Speaks(end) || plan_.sr.Speaks(end);
}

}  // namespace ringfence::routing
