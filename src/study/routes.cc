#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "routing/vxlan_members.h"
#include "study/questions.h"

namespace ringfence::study {
namespace {

std::string NameOfVrf(const std::string& vrf) { return vrf.empty() ? "default" : vrf; }

/// VRF of the interfaces a hop leaves by, when it is another than the table's.
std::string OtherVrf(const routing::Network& network, const routing::TableOwner& table,
                     std::span<const routing::NextHop> resolved) {
  for (const routing::NextHop& hop : resolved) {
    if (hop.discard || !hop.interface.valid()) continue;
    const std::string& vrf = network.tables()[network.TableAt({table.node, hop.interface}).index()].vrf;
    if (vrf != table.vrf) return NameOfVrf(vrf);
  }
  return {};
}

void AddRows(const routing::Network& network, routing::TableId id, const routing::Rib& rib,
             RoutesResult& result) {
  const routing::TableOwner& table = network.tables()[id.index()];
  for (const routing::Route& route : rib.routes()) {
    for (const routing::RouteHop& hop : rib.HopsOf(route)) {
      const auto resolved = rib.ResolvedOf(hop);
      result.rows.push_back({table.node,
                             NameOfVrf(table.vrf),
                             OtherVrf(network, table, resolved),
                             route,
                             hop,
                             {resolved.begin(), resolved.end()}});
    }
  }
}

/// Says where a table may have rows that are not listed. The first ones are named, for there may be many.
void TellPossible(const routing::TableOwner& table, const std::string& node, const routing::Rib& rib,
                  std::size_t& told, base::Diagnostics& diagnostics) {
  for (const net::Prefix& prefix : rib.possible()) {
    if (told++ >= kPossibleToldMax) return;
    diagnostics.Add({base::DiagnosticKind::kRoutePossible,
                     {},
                     fmt::format("{} {} {}: a route that is not listed is possible", node,
                                 NameOfVrf(table.vrf), net::ToString(prefix))});
  }
}

/// Diagnoses names that do not exist.
bool NamesExist(Snapshot& snapshot, const RoutesFilter& filter) {
  const routing::Network& network = *snapshot.network;
  const auto complain = [&snapshot](std::string what) {
    snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown, {}, std::move(what)});
    return false;
  };
  if (!filter.node.empty() && !network.FindNode(filter.node).valid())
    return complain(fmt::format("there is no node '{}'", filter.node));
  const bool known = filter.vrf.empty() || std::ranges::any_of(network.tables(), [&](const auto& table) {
                       return NameOfVrf(table.vrf) == filter.vrf;
                     });
  return known || complain(fmt::format("no device has a VRF '{}'", filter.vrf));
}

}  // namespace

std::optional<RoutesResult> Routes(Snapshot& snapshot, const Failures& failures, const RoutesFilter& filter) {
  if (!NamesExist(snapshot, filter)) return std::nullopt;
  const routing::Network& network = *snapshot.network;
  exposure::Evaluator evaluator(*snapshot.engine);
  evaluator.Enter(failures.state);
  evaluator.CheckAllTunnels();
  std::vector<std::size_t> order(network.tables().size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t t) {
    return network.nodes()[network.tables()[t].node.index()].config.device.name;
  });
  RoutesResult result;
  for (std::size_t t : order) {
    const routing::TableOwner& table = network.tables()[t];
    if (network.nodes()[table.node.index()].is_host) continue;
    if (!filter.node.empty() && network.FindNode(filter.node) != table.node) continue;
    // Devices print members of VLANs in VXLAN as no table; who asks for one gets it.
    if (filter.vrf.empty() && routing::IsMembersTable(table.vrf)) continue;
    if (!filter.vrf.empty() && NameOfVrf(table.vrf) != filter.vrf) continue;
    const routing::Rib& rib = evaluator.state().rib(routing::TableId(t));
    AddRows(network, routing::TableId(t), rib, result);
    TellPossible(table, network.nodes()[table.node.index()].config.device.name, rib, result.possible,
                 snapshot.diagnostics);
  }
  result.unsettled = evaluator.state().unsettled();
  if (result.unsettled)
    snapshot.diagnostics.Add(
        {base::DiagnosticKind::kRoutingUnsettled,
         {},
         "routes rest on each other without coming to rest, or in a way that is not computed"});
  return result;
}

}  // namespace ringfence::study
