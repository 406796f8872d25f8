// Ways of packets told as text, of walks and of a slow obvious twin that follows one packet. Test support
// only.
//
// A way is "r0>r1>r2:delivered". What happens inside of a tunnel stands in brackets:
// "r0(>r1>r2)>r3:delivered". Ways that come back to where they were are all told as "loop". The twin knows
// routes and tunnels only: no labels, no lists, no policies; those are what it is compared with.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "forwarding/walk.h"

namespace ringfence::forwarding {

using Paths = std::set<std::string>;

/// Tables of a state, looked at entry by entry and interface by interface.
class SlowTables {
 public:
  /// Both must outlive it.
  SlowTables(const routing::Network& network, const routing::RoutingState& state)
      : network_(network), state_(state) {}

  const routing::Network& network() const { return network_; }
  const routing::RoutingState& state() const { return state_; }
  const model::Device& DeviceOf(model::NodeId node) const {
    return network_.nodes()[node.index()].config.device;
  }
  /// The route with the longest prefix that has the address, or nullptr.
  const routing::FibEntry* Best(routing::TableId table, const net::IpAddress& address) const {
    const routing::FibEntry* best = nullptr;
    for (int length = 32; length >= 0 && best == nullptr; --length)
      best = state_.fib(table).Find(net::Prefix::Of(address, static_cast<std::uint8_t>(length)));
    return best;
  }
  /// The node has the address on a working interface of the table.
  bool Owns(model::NodeId node, routing::TableId table, const net::IpAddress& address) const {
    const auto& interfaces = DeviceOf(node).interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      const model::Endpoint end{node, model::InterfaceIndex(i)};
      if (network_.TableAt(end) != table || !state_.interface_up(end)) continue;
      for (const model::InterfaceAddress& has : interfaces[i].addresses) {
        if (has.address.address == address) return true;
      }
    }
    return false;
  }
  /// The other end of the link of an interface that has the address.
  std::optional<model::Endpoint> FarEnd(const model::Endpoint& out, const net::IpAddress& address) const {
    const model::LinkId link = network_.LinkOf(out);
    for (std::size_t slot = 0; link.valid() && slot < network_.slot_count(); ++slot) {
      const model::Endpoint far = network_.EndOfSlot(slot);
      if (far.node == out.node || network_.LinkOf(far) != link) continue;
      for (const model::InterfaceAddress& has : network_.InterfaceAt(far).addresses) {
        if (has.address.address == address) return far;
      }
    }
    return std::nullopt;
  }

 private:
  const routing::Network& network_;
  const routing::RoutingState& state_;
};

/// All ways of a graph.
class GraphPaths {
 public:
  static Paths Of(const routing::Network& network, const WalkGraph& graph) {
    GraphPaths paths(network, graph);
    paths.Visit(StepId(0), "");
    return paths.paths_;
  }

 private:
  GraphPaths(const routing::Network& network, const WalkGraph& graph) : network_(network), graph_(graph) {}

  void Visit(StepId step, std::string way) {
    if (std::ranges::count(on_way_, step) > 0) {
      paths_.insert("loop");
      return;
    }
    if (on_way_.empty()) way = NameOf(step);
    on_way_.push_back(step);
    for (const Ending& ending : graph_.endings) {
      if (ending.step != step || ending.disposition == Disposition::kLoop) continue;
      paths_.insert(way + ":" + std::string(kDispositionNames[static_cast<std::size_t>(ending.disposition)]));
    }
    for (const Branch& branch : graph_.branches) {
      if (branch.from == step) Visit(branch.to, way + TextOf(branch));
    }
    on_way_.pop_back();
  }
  std::string TextOf(const Branch& branch) const {
    switch (branch.kind) {
      case BranchKind::kHop:
        return ">" + NameOf(branch.to);
      case BranchKind::kEncapsulate:
        return "(";
      case BranchKind::kDecapsulate:
        return ")";
      case BranchKind::kLookup:
      case BranchKind::kTranslate:
        return "";
    }
    return "?";
  }
  std::string NameOf(StepId step) const {
    return network_.nodes()[graph_.steps[step.index()].node.index()].config.device.name;
  }

  const routing::Network& network_;
  const WalkGraph& graph_;
  std::vector<StepId> on_way_;
  Paths paths_;
};

/// A tunnel from one router to another, as planned: what its entry takes in, and how.
struct TwinTunnel {
  model::NodeId entry, exit;
  net::IpAddress local, peer;  ///< of the outer packet
  net::Prefix from, to;        ///< what it covers
  std::string interface;       ///< packets that are routed there; empty: all that are covered
};

/// Follows one packet by the addresses of the default tables and through tunnels that are up.
class AddressTwin {
 public:
  /// Addresses of the packet.
  struct Packet {
    net::IpAddress source, destination;
  };

  /// `tables` must outlive it.
  explicit AddressTwin(const SlowTables& tables, std::vector<TwinTunnel> tunnels = {})
      : tables_(tables), tunnels_(std::move(tunnels)) {}

  /// All ways of a packet that belongs behind `end`.
  Paths Follow(model::NodeId from, model::NodeId end, const Packet& packet) {
    end_ = end;
    paths_.clear();
    clear_.clear();
    Visit({from, {}}, NameOf(from), {packet});
    return paths_;
  }
  /// Who had the last packet in hands without a tunnel around it.
  const std::set<model::NodeId>& clear() const { return clear_; }

 private:
  using Wrapped = std::vector<Packet>;  ///< the outermost last

  const std::string& NameOf(model::NodeId node) const { return tables_.DeviceOf(node).name; }
  void End(const std::string& way, std::string_view how) { paths_.insert(way + ":" + std::string(how)); }

  /// The packet has come in by an interface, an invalid one where it was wrapped or unwrapped.
  void Visit(const model::Endpoint& in, const std::string& way, Wrapped packet) {
    const std::pair<model::Endpoint, std::size_t> place(in, packet.size());
    if (std::ranges::count(on_way_, place) > 0) {
      paths_.insert("loop");
      return;
    }
    if (packet.size() == 1) clear_.insert(in.node);
    on_way_.push_back(place);
    Treat(in.node, way, std::move(packet));
    on_way_.pop_back();
  }

  void Treat(model::NodeId node, const std::string& way, Wrapped packet) {
    const Packet outer = packet.back();
    const routing::TableId table = tables_.network().MainTable(node);
    if (tables_.Owns(node, table, outer.destination)) {
      if (packet.size() == 1) return End(way, node == end_ ? "delivered" : "wrong-node");
      packet.pop_back();
      return Visit({node, {}}, way + ")", std::move(packet));
    }
    for (const TwinTunnel& tunnel : tunnels_) {
      const bool takes = tunnel.entry == node && tunnel.interface.empty() && packet.size() == 1;
      if (takes && Covers(tunnel, outer)) return Enter(tunnel, way, std::move(packet));
    }
    const routing::FibEntry* best = tables_.Best(table, outer.destination);
    if (best == nullptr) return End(way, "no-route");
    for (const routing::NextHop& hop : tables_.state().fib(table).HopsOf(*best)) Send(node, way, hop, packet);
  }

  static bool Covers(const TwinTunnel& tunnel, const Packet& packet) {
    return tunnel.from.Contains(packet.source) && tunnel.to.Contains(packet.destination);
  }

  void Enter(const TwinTunnel& tunnel, const std::string& way, Wrapped packet) {
    packet.push_back({tunnel.local, tunnel.peer});
    Visit({tunnel.entry, {}}, way + "(", std::move(packet));
  }

  void Send(model::NodeId node, const std::string& way, const routing::NextHop& hop, const Wrapped& packet) {
    if (hop.discard) return End(way, "discarded");
    const std::string& interface = tables_.DeviceOf(node).interfaces[hop.interface.index()].name;
    for (const TwinTunnel& tunnel : tunnels_) {
      if (tunnel.entry != node || tunnel.interface != interface) continue;
      return Covers(tunnel, packet.back()) ? Enter(tunnel, way, packet) : End(way, "not-covered");
    }
    const net::IpAddress& target = hop.gateway ? *hop.gateway : packet.back().destination;
    if (const auto far = tables_.FarEnd({node, hop.interface}, target))
      return Visit(*far, way + ">" + NameOf(far->node), packet);
    End(way, node == end_ && packet.size() == 1 ? "delivered" : "leaves-network");
  }

  const SlowTables& tables_;
  std::vector<TwinTunnel> tunnels_;
  model::NodeId end_;
  Paths paths_;
  std::set<model::NodeId> clear_;
  std::vector<std::pair<model::Endpoint, std::size_t>> on_way_;
};

/// True when there are ways and all end at the end.
inline bool AllDelivered(const Paths& paths) {
  return !paths.empty() &&
         std::ranges::all_of(paths, [](const std::string& way) { return way.ends_with(":delivered"); });
}

}  // namespace ringfence::forwarding
