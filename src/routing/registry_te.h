// Tunnels of traffic engineering: over which links they go under a failure, who takes them, and what routers
// on the way do. See registry_te.cc.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/label_action.h"
#include "routing/network.h"
#include "routing/registry_igp_links.h"
#include "routing/te/te_path.h"

namespace ringfence::routing {

/// A tunnel and the routers it leads from and to.
struct TeTunnelFacts {
  model::NodeId node;
  std::uint32_t number = 0;         ///< in TeConfig::tunnels of the node
  model::InterfaceIndex interface;  ///< invalid: its device has none of that name
  struct Ends {
    std::uint32_t topology = 0;
    te::Vertex from = 0, to = 0;
  };
  std::vector<Ends> ends;  ///< in each area and level that has both
  /// It makes something of the routing tables whose absence others would see.
  bool shows = false;
};

/// Prepared once. Immutable.
class TePlan {
 public:
  /// All must outlive it.
  TePlan(const Network& network, const ospf::Graph& ospf, const isis::Graph& isis);

  /// By area of OSPF, then level of IS-IS.
  const std::vector<te::Topology>& topologies() const { return topologies_; }
  const std::vector<TeTunnelFacts>& tunnels() const { return tunnels_; }
  std::uint64_t all_bandwidth_kbps() const { return all_bandwidth_kbps_; }
  const te::TeTunnel& ConfigOf(const TeTunnelFacts& tunnel) const {
    return network_.nodes()[tunnel.node.index()].config.te.tunnels[tunnel.number];
  }
  /// Index of a tunnel of a node by its number there.
  std::size_t IndexOf(model::NodeId node, std::uint32_t number) const {
    return first_of_node_[node.index()] + number;
  }
  /// By its interface.
  std::optional<std::size_t> FindAt(model::Endpoint end) const;

 private:
  struct Router {
    model::NodeId node;
    bool tells = false;  ///< of its links there
    bool avoided = false;
  };
  void AddTopology(const IgpArea& area);
  /// Adds a link both ends of which may be told of.
  void AddLink(te::Topology& topology, const std::vector<Router>& routers, te::TeLink link, bool sure);
  void Complete(te::Topology& topology, const std::vector<Router>& routers);
  void AddTunnels();

  const Network& network_;
  std::vector<te::Topology> topologies_;
  std::vector<std::vector<Router>> routers_;  ///< by topology, then vertex
  std::vector<TeTunnelFacts> tunnels_;
  std::vector<std::size_t> first_of_node_;
  std::map<model::Endpoint, std::size_t> by_end_;
  std::uint64_t all_bandwidth_kbps_ = 0;
};

/// The tunnels under one state. Confined to the thread of its scratch.
class TeWays {
 public:
  /// What packets to a next hop take.
  struct Use {
    enum Kind : std::uint8_t {
      kLsp,     ///< a path of labels that follows routes, if there is one
      kTunnel,  ///< `tunnel` of the node
      kOpen,    ///< not computed
    };
    Kind kind = kLsp;
    std::uint32_t tunnel = 0;
  };
  /// How many VRFs of a node have a tunnel to a next hop.
  enum class Served : std::uint8_t { kNone, kSome, kAll };

  /// Starts a state. Takes interfaces of tunnels that are down out of `up`, which like the others must
  /// outlive the use. False: whether some tunnel is up is not certain, and routing tables rest on it.
  bool Begin(const Network& network, const TePlan& plan, std::vector<std::uint8_t>& up);
  /// Of routes of a VRF of the node that another router gave.
  Use UseOf(model::NodeId node, std::string_view vrf, net::Family family, const net::IpAddress& next_hop);
  Served ServedTo(model::NodeId node, const net::IpAddress& next_hop);
  /// The tunnel whose interface it is, numbered as in the configuration.
  std::optional<std::uint32_t> TunnelAt(model::Endpoint end) const;
  /// Appends what the router does with a packet of the tunnel that came in by the interface of `at`; invalid:
  /// that begins it. `owner` is the node whose tunnel it is.
  void AddActions(const model::Endpoint& at, model::NodeId owner, const Label& label,
                  std::vector<LabelAction>& actions);

 private:
  /// Where a way leads: the topology counts, too.
  struct Way {
    te::PathState state = te::PathState::kDown;
    std::vector<const te::TeLink*> links;
  };
  const Way& WayOf(std::size_t tunnel);
  Way WayBy(const TeTunnelFacts& tunnel, const te::PathOption& option);
  Use UseBound(model::NodeId node, const te::TunnelPolicy& policy, const net::IpAddress& next_hop);
  Use UseInOrder(model::NodeId node, const te::TunnelPolicy& policy, const net::IpAddress& next_hop);

  const Network* network_ = nullptr;
  const TePlan* plan_ = nullptr;
  std::vector<std::vector<std::uint8_t>> links_up_;  ///< by topology, then link
  std::map<std::size_t, Way> ways_;
};

}  // namespace ringfence::routing
