// Tunnels of the network: the ends found in configurations and inventory, matched to each other, and VXLAN,
// from each tunnel end to each other that knows the same network identifier, and SRv6, from each device that
// uses SIDs to each VRF that gives some.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/diagnostic.h"
#include "base/ids.h"
#include "routing/network.h"
#include "routing/tunnel_ends.h"

namespace ringfence::forwarding {

/// VXLAN tunnels, at most (origin: memory; 100 devices with 100 identifiers each. With more there is none,
/// and packets that need one leave the model).
inline constexpr std::size_t kVxlanTunnelsMax = 1'000'000;

/// Ways to SIDs, at most (origin: memory; as for VXLAN, and with the same end).
inline constexpr std::size_t kSrv6TunnelsMax = 1'000'000;

struct TunnelTag;
using TunnelId = base::Id<TunnelTag>;

using routing::PeerState;
using routing::TunnelEnd;

/// A tunnel seen from one end: packets that enter at `end` leave at `peer`.
struct Tunnel {
  TunnelEnd end;
  TunnelEnd peer;    ///< valid when matched
  TunnelId reverse;  ///< the same tunnel seen from the other end; valid when matched
  PeerState state = PeerState::kOutside;
  bool confidentiality = false;  ///< both ends agree on encryption
  bool integrity = false;
  /// The state of the tunnel interface can change more than the routes that packets into the tunnel take: its
  /// device redistributes or runs a protocol over it, tracks it, or has an address on it.
  bool changes_other_devices = false;
  /// Between the interfaces of the two ends, where protocols run over it; else invalid.
  model::LinkId link;
  /// Set: a VXLAN tunnel. Nobody agrees on it: it is there while packets reach the other end.
  std::optional<std::uint32_t> vni = {};
  routing::TableId sid_table = {};             ///< valid: a way to a SID of SRv6, where this table follows
  std::optional<net::Prefix> locator = {};     ///< of SRv6: some address in it is the destination outside
  std::optional<net::HeaderMatch> outer = {};  ///< of SRv6: what the outer packet may look like
  /// Set: the identifier of a pseudowire. Frames cross it under labels; its interface is its port.
  std::optional<std::uint32_t> pseudowire = {};
  bool by_evpn = false;  ///< a pseudowire of EVPN: there while `far_ends` has a route to the far end
  routing::TableId far_ends = {};  ///< of its device; invalid: nothing is told
  /// Of VXLAN, SRv6 and pseudowires: its ends as if configured.
  std::shared_ptr<const model::TunnelConfig> overlay = {};

  /// VXLAN and SRv6: routes lead into it, without an interface, and it has no state of its own.
  bool is_overlay() const { return overlay != nullptr && !pseudowire; }

  const model::TunnelConfig& config(const routing::Network& network) const;  ///< as its device states it
};

/// All tunnel ends. Immutable.
class TunnelTable {
 public:
  TunnelTable() = default;
  explicit TunnelTable(const routing::Network& network);

  const std::vector<Tunnel>& tunnels() const { return tunnels_; }
  const Tunnel& operator[](TunnelId id) const { return tunnels_[id.index()]; }
  /// True when the state of some tunnel must be known before any route is: see Tunnel::changes_other_devices.
  bool changes_other_devices() const;
  /// Tunnels that start at a node.
  const std::vector<TunnelId>& at(model::NodeId node) const { return at_node_[node.index()]; }
  /// The VXLAN tunnel from a node to a tunnel end, or an invalid id.
  TunnelId FindVxlan(model::NodeId from, const net::IpAddress& to, std::uint32_t vni) const;
  /// The way from a node to the SID of a table for packets of a family, or an invalid id.
  TunnelId FindSrv6(model::NodeId from, routing::TableId to, net::Family family) const;
  /// The pseudowire of a port, or an invalid id.
  TunnelId FindPseudowire(model::Endpoint port) const;

 private:
  void AddPseudowires(const routing::Network& network);
  void AddVxlan(const routing::Network& network);
  void AddSrv6(const routing::Network& network);

  std::vector<Tunnel> tunnels_;
  std::vector<std::vector<TunnelId>> at_node_;  ///< without those of VXLAN and SRv6, and pseudowires
  std::map<std::tuple<model::NodeId, net::IpAddress, std::uint32_t>, TunnelId> vxlan_;
  std::map<std::tuple<model::NodeId, routing::TableId, net::Family>, TunnelId> srv6_;
  std::map<model::Endpoint, TunnelId> pseudowires_;
};

}  // namespace ringfence::forwarding
