// A printed row names a next hop as its protocol gives it, and sometimes what that resolves to. Packets need
// an interface: where none is printed, the next hop is looked up in the printed table itself, as the device
// does. Routes of VPNs carry labels that no table of this form shows, so they are open.

#include "study/printed_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/nearest_word.h"
#include "routing/prefix_table.h"

namespace ringfence::study {
namespace {

using base::DiagnosticKind;
using routing::NextHop;
using routing::ObservedRoute;
using routing::Protocol;

Protocol ProtocolOf(std::string_view name) {
  const auto found = std::ranges::find(routing::kProtocolNames, name);
  return static_cast<Protocol>(found - std::begin(routing::kProtocolNames));
}

/// The routes of one table.
class Builder {
 public:
  Builder(const model::Device& device, std::span<const ObservedRow* const> rows,
          base::Diagnostics& diagnostics)
      : device_(device), diagnostics_(diagnostics) {
    std::vector<net::Prefix> prefixes;
    for (const ObservedRow* row : rows) {
      if (row->protocol == "local") continue;  // the own addresses are those of the configuration
      rows_[row->prefix].push_back(row);
      prefixes.push_back(row->prefix);
    }
    prefixes_ = routing::PrefixTable(std::move(prefixes));
  }

  std::vector<ObservedRoute> Build() {
    std::vector<ObservedRoute> routes;
    for (const auto& [prefix, rows] : rows_) {
      ObservedRoute& route = routes.emplace_back();
      const ObservedRow& first = *rows.front();
      route.prefix = prefix;
      route.protocol = ProtocolOf(first.protocol);
      route.metric = first.metric.value_or(0);
      route.distance = first.distance.value_or(0);
      route.open = route.protocol == Protocol::kBgpVpn || route.protocol == Protocol::kEvpn;
      route.span = first.span;
      for (const ObservedRow* row : rows) {
        AddHops(*row, 0, route.hops);
        route.open = route.open || row->open;
      }
      std::ranges::sort(route.hops);
      const auto rest = std::ranges::unique(route.hops);
      route.hops.erase(rest.begin(), rest.end());
    }
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6})
      OpenUnlessPrinted(family, routes);
    std::ranges::sort(routes, {}, &ObservedRoute::prefix);
    return routes;
  }

 private:
  void Invalid(const ObservedRow& row, std::string what) {
    diagnostics_.Add({DiagnosticKind::kValueInvalid, row.span, std::move(what)});
  }

  /// A print of one family says nothing about the other: where the device has it, its packets may go
  /// anywhere.
  void OpenUnlessPrinted(net::Family family, std::vector<ObservedRoute>& routes) const {
    const auto is_printed = [family](const auto& row) { return row.first.family() == family; };
    if (std::ranges::any_of(rows_, is_printed)) return;
    const bool has = std::ranges::any_of(device_.interfaces, [family](const model::Interface& interface) {
      return std::ranges::any_of(interface.addresses, [family](const model::InterfaceAddress& one) {
        return one.address.address.family == family;
      });
    });
    if (!has) return;
    const base::Span span = rows_.empty() ? base::Span() : rows_.begin()->second.front()->span;
    routes.push_back(
        {net::Prefix::Default(family), Protocol::kStatic, 0, 0, {{{}, {}, true, {}}}, true, span});
  }

  void AddHops(const ObservedRow& row, int depth, std::vector<NextHop>& hops) {
    if (row.hop.interface == "discard") return hops.push_back({{}, {}, true, {}});
    const auto add = [&](const WayText& way) {
      if (const auto hop = HopOf(row, way)) hops.push_back(*hop);
    };
    const bool resolved =
        std::ranges::any_of(row.resolved, [](const WayText& way) { return !way.interface.empty(); });
    if (resolved) {
      for (const WayText& way : row.resolved) add(way);
    } else if (!row.hop.interface.empty()) {
      add(row.hop);
    } else {
      Resolve(row, depth, hops);
    }
  }

  std::optional<NextHop> HopOf(const ObservedRow& row, const WayText& way) {
    if (way.interface == "discard") return NextHop{{}, {}, true, {}};
    NextHop hop;
    hop.interface = model::FindInterface(device_, way.interface);
    if (!way.ip.empty()) hop.gateway = net::ParseAddress(way.ip);
    if (hop.interface.valid()) return hop;
    Invalid(row, fmt::format("'{}' has no interface '{}'", device_.name, way.interface));
    return std::nullopt;
  }

  /// Looks the next hop up among the other routes.
  void Resolve(const ObservedRow& row, int depth, std::vector<NextHop>& hops) {
    const auto address = net::ParseAddress(row.hop.ip);
    if (!address || depth == kPrintedRecursionMax)
      return Invalid(row, "no interface is printed that leads to the next hop");
    routing::PrefixIndex at = prefixes_.Longest(*address);
    if (at != routing::kNoPrefix && prefixes_[at] == row.prefix) at = prefixes_.parent(at);
    if (at == routing::kNoPrefix)
      return Invalid(row, fmt::format("no printed route leads to the next hop {}", row.hop.ip));
    const std::size_t before = hops.size();
    for (const ObservedRow* way : rows_.at(prefixes_[at])) AddHops(*way, depth + 1, hops);
    for (std::size_t i = before; i < hops.size(); ++i) {
      if (!hops[i].gateway && !hops[i].discard) hops[i].gateway = address;
    }
  }

  const model::Device& device_;
  base::Diagnostics& diagnostics_;
  std::map<net::Prefix, std::vector<const ObservedRow*>> rows_;
  routing::PrefixTable prefixes_;
};

/// The nodes whose tables stand in, ascending.
std::vector<model::NodeId> ReplacedNodes(const ObservedTables& observed, Snapshot& snapshot) {
  std::vector<model::NodeId> nodes;
  std::vector<std::string_view> names;
  for (const model::NodeId node : observed.nodes)
    names.push_back(snapshot.network->nodes()[node.index()].config.device.name);
  for (const model::ObservedDevice& named : snapshot.inventory.observed) {
    if (named.name == "all") {
      nodes.insert(nodes.end(), observed.nodes.begin(), observed.nodes.end());
      continue;
    }
    const model::NodeId node = snapshot.network->FindNode(named.name);
    if (node.valid() && std::ranges::count(observed.nodes, node) != 0) {
      nodes.push_back(node);
      continue;
    }
    const auto nearest = base::NearestWord(named.name, names);
    snapshot.diagnostics.Add({DiagnosticKind::kObservedMissing,
                              named.span,
                              fmt::format("there is no observed table of '{}'", named.name),
                              {},
                              nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  }
  std::ranges::sort(nodes);
  const auto rest = std::ranges::unique(nodes);
  nodes.erase(rest.begin(), rest.end());
  return nodes;
}

}  // namespace

std::vector<routing::ObservedTable> PrintedTables(const ObservedTables& observed, Snapshot& snapshot) {
  const std::vector<model::NodeId> nodes = ReplacedNodes(observed, snapshot);
  std::map<routing::TableId, std::vector<const ObservedRow*>> rows;
  for (const ObservedRow& row : observed.rows) {
    if (!std::ranges::binary_search(nodes, row.node)) continue;
    const routing::TableId table = snapshot.network->FindTable(row.node, row.vrf == "default" ? "" : row.vrf);
    if (table.valid()) {
      rows[table].push_back(&row);
    } else {
      snapshot.diagnostics.Add(
          {DiagnosticKind::kNameUnknown, row.span, fmt::format("there is no VRF '{}' there", row.vrf)});
    }
  }
  std::vector<routing::ObservedTable> tables;
  for (const auto& [table, of_table] : rows) {
    const model::NodeId node = snapshot.network->tables()[table.index()].node;
    const model::Device& device = snapshot.network->nodes()[node.index()].config.device;
    tables.push_back({table, Builder(device, of_table, snapshot.diagnostics).Build()});
  }
  return tables;
}

}  // namespace ringfence::study
