// What flooding would tell every router, prepared once: routers, areas, links that can carry an adjacency,
// stubs.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "net/ip.h"
#include "routing/network.h"
#include "routing/ospf/adjacency.h"
#include "routing/ospf/ospf_config.h"
#include "routing/prefix_table.h"

namespace ringfence::routing::ospf {

/// "No router, vertex, segment, hop".
inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
/// Cost of what cannot be reached (LSInfinity, RFC 2328 appendix B: 24 bits).
inline constexpr std::uint32_t kInfinity = 0xffffff;
/// Cost of transit links of a stub router (MaxLinkMetric, RFC 6987 section 2).
inline constexpr std::uint32_t kMaxLinkMetric = 0xffff;
/// The backbone.
inline constexpr AreaId kBackbone = 0;

/// A next hop a router may use: bit number in its masks.
struct Hop {
  std::uint32_t slot = 0;  ///< Network::SlotOf of the outgoing interface
  model::InterfaceIndex interface;
  net::IpAddress gateway;
  model::NodeId next;  ///< who stands there; invalid for an address that no router of OSPF has
  bool sham = false;   ///< over a sham link: no slot, packets go as the VPN route says
};

/// A router's part in one area.
struct RouterArea {
  std::uint32_t area = 0;    ///< index into Graph::areas
  std::uint32_t vertex = 0;  ///< vertex number of the router there
  OspfArea config;
  std::vector<std::uint32_t> slots;  ///< interfaces in the area; active while one is up
};

/// One process of one node.
struct Router {
  model::NodeId node;
  TableId table;  ///< the routing table its routes enter
  const OspfProcess* process = nullptr;
  std::string process_name;  ///< its name, else its number
  std::uint32_t router_id = 0;
  std::vector<RouterArea> areas;  ///< ascending by area id
  std::vector<Hop> hops;
  std::uint32_t hop_words = 1;           ///< 64-bit words in a mask of hops
  bool has_parallel = false;             ///< two hops lead to one router
  bool has_sham = false;                 ///< some hop is a sham link
  const VpnEdge* edge = nullptr;         ///< of a provider edge
  std::optional<std::uint32_t> vpn_tag;  ///< VPN route tag of a provider edge
  bool may_check_down = false;           ///< in a VRF, and whether it looks at bit DN is not known
};

/// A directed point-to-point adjacency.
struct Edge {
  std::uint32_t to = 0;  ///< vertex
  std::uint32_t cost = 0;
  std::uint32_t slot = 0;  ///< own interface
  std::uint32_t far_slot = 0;
  std::uint32_t hop = 0;       ///< bit of the owning router
  std::uint32_t sham = kNone;  ///< index into Graph::shams; then there are no slots
};

/// A sham link whose ends name each other.
struct Sham {
  std::array<std::uint32_t, 2> routers = {};
  std::array<const ShamLink*, 2> ends = {};
};

/// A virtual link whose ends name each other and agree: an edge of the backbone between router vertices.
struct VirtualPair {
  /// One end of it.
  struct End {
    std::uint32_t router = 0;
    std::size_t part = 0;              ///< of the transit area in Router::areas
    std::uint32_t transit_vertex = 0;  ///< of the router in the transit area
    std::uint32_t vertex = 0;          ///< of the router in the backbone
    const VirtualLink* link = nullptr;
  };
  std::uint32_t transit = 0;  ///< index into Graph::areas
  std::array<End, 2> ends = {};
};

/// A router interface on a broadcast or NBMA segment.
struct Member {
  std::uint32_t vertex = 0;
  std::uint32_t router = 0;
  std::uint32_t slot = 0;
  std::uint32_t cost = 0;
  std::uint32_t router_id = 0;
  std::uint32_t priority = 0;
  std::uint32_t mtu_bytes = 0;  ///< 0: not known, agrees with every other
  const OspfInterface* config = nullptr;
};

/// Interfaces of one segment that can see each other's hellos. Its vertex is its number plus the router
/// count.
struct Segment {
  std::vector<Member> members;
  std::vector<std::uint32_t> hops;  ///< [i * members + j]: hop bit of member i's router towards member j
};

/// A prefix a router advertises into an area.
struct Stub {
  std::uint32_t vertex = 0;
  PrefixIndex prefix = kNoPrefix;
  std::uint32_t cost = 0;
  std::uint32_t slot = 0;
  std::uint32_t segment = kNone;  ///< whose transit link its interface may be; see PlaceOf
  std::uint32_t member = kNone;
  const OspfInterface* config = nullptr;
};

/// One area: routers are vertices 0 .. routers.size()-1, segments follow.
struct Area {
  net::Family family = net::Family::kIpv4;
  AreaId id = 0;
  std::vector<std::uint32_t> routers;     ///< router number by vertex
  std::vector<std::uint32_t> first_edge;  ///< by router vertex, plus one past the end
  std::vector<Edge> edges;
  std::vector<Segment> segments;
  /// Segments of a router: ranges of (segment, member).
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> segments_of;
  std::vector<Stub> stubs;
  /// Virtual links of a router: (Graph::virtual_pairs, own end). Empty in an area without any.
  std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> virtual_links_of;

  std::size_t vertex_count() const { return routers.size() + segments.size(); }
};

/// All areas and routers.
struct Graph {
  /// A stub of an area.
  struct StubAt {
    std::uint32_t area = 0, stub = 0;
  };

  std::vector<Router> routers;  ///< ascending by node, then order of processes
  std::vector<Area> areas;      ///< ascending by family, then area id
  std::vector<std::vector<std::uint32_t>> routers_of_table;
  std::vector<Sham> shams;
  std::vector<VirtualPair> virtual_pairs;
  bool links_open = false;                ///< some sham or virtual link is not among them and may be up
  std::vector<StubAt> stubs;              ///< ascending by prefix, area, stub
  std::vector<std::uint32_t> first_stub;  ///< by prefix; one more

  /// Who may bring the prefix.
  std::span<const StubAt> StubsOf(PrefixIndex prefix) const {
    return std::span(stubs).subspan(first_stub[prefix], first_stub[prefix + 1] - first_stub[prefix]);
  }
};

/// Adds every prefix the processes can put into tables.
void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes);

/// Builds the graph. Adjacencies that cannot form are kAdjacencyUnmet with both places. `network` and the
/// configurations in it must outlive the graph.
Graph BuildGraph(const Network& network, const PrefixTable& prefixes, base::Diagnostics& findings);

/// The VPN route tag of a provider edge in an AS; absent: it cannot be made of the number.
std::optional<std::uint32_t> VpnTagOf(const OspfProcess& process, std::uint32_t as);

/// The area statement of a process, or what holds without one.
OspfArea AreaConfigOf(const OspfProcess& process, AreaId id);

/// True when the interface only advertises itself and has no neighbours.
bool IsLoopback(const OspfInterface& ospf, const model::Interface& interface);

/// What decides about the adjacencies of an interface. All arguments must outlive it.
Party PartyOf(const model::Device& device, const OspfProcess& process, const OspfArea& area,
              const OspfInterface& ospf, const model::Interface& interface);

/// Cost of an interface: configured, else reference bandwidth / bandwidth, within 1 .. 65535 (0 .. for
/// loopbacks).
std::uint32_t CostOf(const OspfProcess& process, const OspfInterface& ospf,
                     const model::Interface& interface);

/// Primary address of an interface, no link-local one; for an unnumbered one that of its lender. nullptr:
/// none.
const model::InterfaceAddress* PrimaryAddress(const model::Device& device, const model::Interface& interface,
                                              net::Family family);

/// The address neighbours use as next hop: in IPv6 the link-local one where it is written, else the primary
/// one stands for it. nullptr: none.
const model::InterfaceAddress* HopAddress(const model::Device& device, const model::Interface& interface,
                                          net::Family family);

}  // namespace ringfence::routing::ospf
