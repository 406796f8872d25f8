// Walks of sets against a slow obvious twin that follows one packet at a time, for every packet of a tiny
// world.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "forwarding/walk.h"
#include "forwarding/walk_testing.h"

namespace ringfence::forwarding {
namespace {

using model::AclAction;
using model::InterfaceIndex;
using model::NodeId;
using net::PacketHeader;
using routing::A;
using routing::P;

/// One packet, followed the slow way: longest match by looking at every entry, lists line by line, the
/// neighbour by looking at every interface of the network.
class Twin {
 public:
  Twin(const Field& field, const PacketHeader& packet, NodeId end)
      : field_(field), packet_(packet), end_(end) {}

  /// Story of the packet, as Field::Story tells it but without loops, which it finds by coming back.
  std::set<std::string> Follow(NodeId from) {
    Visit(from, {});
    return story_;
  }
  bool looped() const { return looped_; }

 private:
  const model::Device& DeviceOf(NodeId node) const {
    return field_.net.network().nodes()[node.index()].config.device;
  }
  void End(NodeId node, std::string_view how) { story_.insert(field_.Name(node) + ":" + std::string(how)); }

  bool Denied(NodeId node, const model::AclUse& use) const {
    const model::Acl* acl =
        use.applies() ? model::FindAcl(DeviceOf(node), use.name, net::Family::kIpv4) : nullptr;
    return acl != nullptr && Decide(*acl, packet_) == AclAction::kDeny;
  }

  bool Owns(NodeId node) const {
    for (const model::Interface& interface : DeviceOf(node).interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses) {
        if (address.address.address == packet_.destination) return true;
      }
    }
    return false;
  }

  void Visit(NodeId node, InterfaceIndex in) {
    const auto place = std::pair(node, in);
    if (std::ranges::count(on_path_, place) > 0) looped_ = true;
    if (!seen_.insert(place).second) return;
    on_path_.push_back(place);
    Treat(node, in);
    on_path_.pop_back();
  }

  void Treat(NodeId node, InterfaceIndex in) {
    if (in.valid() && Denied(node, DeviceOf(node).interfaces[in.index()].acl_in4))
      return End(node, "denied-in");
    if (Owns(node)) return End(node, node == end_ ? "delivered" : "wrong-node");
    const routing::Fib& fib = field_.state.fib(node);
    const routing::FibEntry* best = nullptr;
    for (int length = 32; length >= 0 && best == nullptr; --length)
      best = fib.Find(net::Prefix::Of(packet_.destination, static_cast<std::uint8_t>(length)));
    if (best == nullptr) return End(node, "no-route");
    for (const routing::NextHop& hop : fib.HopsOf(*best)) Send(node, hop);
  }

  void Send(NodeId node, const routing::NextHop& hop) {
    if (hop.discard) return End(node, "discarded");
    if (Denied(node, DeviceOf(node).interfaces[hop.interface.index()].acl_out4))
      return End(node, "denied-out");
    const net::IpAddress target = hop.gateway.value_or(packet_.destination);
    const model::LinkId link = field_.net.network().LinkOf({node, hop.interface});
    for (std::size_t slot = 0; link.valid() && slot < field_.net.network().slot_count(); ++slot) {
      const model::Endpoint far = field_.net.network().EndOfSlot(slot);
      if (far.node == node || field_.net.network().LinkOf(far) != link) continue;
      for (const model::InterfaceAddress& address : field_.net.network().InterfaceAt(far).addresses) {
        if (address.address.address != target) continue;
        story_.insert(field_.Name(node) + ">" + field_.Name(far.node));
        return Visit(far.node, far.interface);
      }
    }
    if (link.valid() && hop.gateway) return End(node, "no-neighbor");
    End(node, node == end_ ? "delivered" : "leaves-network");
  }

  const Field& field_;
  PacketHeader packet_;
  NodeId end_;
  std::set<std::string> story_;
  std::set<std::pair<NodeId, InterfaceIndex>> seen_;
  std::vector<std::pair<NodeId, InterfaceIndex>> on_path_;
  bool looped_ = false;
};

/// Two equal paths a-b-d and a-c-d with lists, discards, more specific routes and a loop, everything that
/// splits sets.
void AddMaze(routing::World& net) {
  const std::vector<std::pair<std::string, std::string>> joined = {
      {"a", "b"}, {"a", "c"}, {"b", "d"}, {"c", "d"}};
  for (std::size_t i = 0; i < joined.size(); ++i) {
    const std::string subnet = "10.0." + std::to_string(i) + ".";
    net.Port(joined[i].first, joined[i].second, subnet + "1/30");
    net.Port(joined[i].second, joined[i].first, subnet + "2/30");
  }
  net.Port("d", "lan", "10.9.0.1/28");
  net["b"].local_routes = net["d"].local_routes = false;
  for (std::string_view by : {"10.0.0.2", "10.0.1.2"}) net.Static("a", "10.9.0.0/24", by);
  net.Static("b", "10.9.0.0/24", "10.0.2.2");
  net.Static("c", "10.9.0.0/24", "10.0.3.2");
  net.Static("c", "10.9.0.4/30", "10.0.1.1");  // back to a: a loop on one of two branches
  net.Static("c", "10.9.0.6/32", "");
  net.Static("b", "10.9.0.8/31", "10.0.2.3");  // nobody has that address
  net.Static("a", "10.9.0.10/32", "10.0.0.2");
  AddList(net["d"], "in",
          {Line(AclAction::kDeny, "10.9.0.2/31", 1, {{net::kProtocolUdp, net::kProtocolUdp}}),
           Line(AclAction::kPermit, "10.9.0.0/16", 2)});
  AddList(net["b"], "out",
          {Line(AclAction::kPermit, "10.9.0.0/29", 3),
           Line(AclAction::kPermit, "10.9.0.8/29", 4, {{net::kProtocolTcp, net::kProtocolTcp}})});
  PortOf(net, "d", "b").acl_in4.name = "in";
  PortOf(net, "b", "d").acl_out4.name = "out";
}

/// The graph whose class holds the packet; exactly one must.
const WalkGraph& GraphOf(const std::vector<WalkGraph>& graphs, const PacketHeader& packet,
                         const net::PacketSpace& space) {
  const WalkGraph* found = &graphs.front();
  int count = 0;
  for (const WalkGraph& graph : graphs) {
    if (!space.Contains(graph.packets, packet)) continue;
    found = &graph;
    ++count;
  }
  EXPECT_EQ(count, 1) << net::ToString(packet);
  return *found;
}

/// Compares what the walk says about a packet with what the twin sees.
void ExpectTwinAgrees(const Field& field, const WalkGraph& graph, const PacketHeader& packet,
                      std::string_view from, std::string_view to) {
  Twin twin(field, packet, field.Node(to));
  const std::set<std::string> expected = twin.Follow(field.Node(from));
  std::set<std::string> story;
  bool looped = false;
  for (const std::string& part : field.Story(graph)) {
    if (part.ends_with(":loop"))
      looped = true;
    else
      story.insert(part);
  }
  EXPECT_EQ(story, expected) << from << " to " << to << ": " << net::ToString(packet);
  EXPECT_EQ(looped, twin.looped()) << from << " to " << to << ": " << net::ToString(packet);
}

TEST(WalkTwin, EveryPacketOfATinyWorldGoesWhereOnePacketGoes) {
  Field field;
  AddMaze(field.net);
  field.Build();
  const std::vector<std::pair<std::string_view, std::string_view>> journeys = {
      {"a", "d"}, {"c", "d"}, {"d", "a"}, {"b", "c"}};
  std::size_t looped = 0, packets = 0;
  for (const auto& [from, to] : journeys) {
    const auto graphs = field.To(from, to, "10.0.0.0/12");
    for (std::uint32_t low = 0; low < 20; ++low) {
      for (std::uint32_t subnet : {A("10.9.0.0").v4(), A("10.0.0.0").v4(), A("10.0.2.0").v4()}) {
        for (std::uint8_t protocol : {net::kProtocolTcp, net::kProtocolUdp}) {
          PacketHeader packet;
          packet.source = A("10.1.0.1");
          packet.destination = net::IpAddress::V4(subnet + low);
          packet.protocol = protocol;
          const WalkGraph& graph = GraphOf(graphs, packet, field.space);
          ExpectTwinAgrees(field, graph, packet, from, to);
          looped += std::ranges::any_of(graph.endings,
                                        [](const Ending& e) { return e.disposition == Disposition::kLoop; })
                        ? 1U
                        : 0U;
          ++packets;
        }
      }
    }
  }
  EXPECT_EQ(packets, 480U);
  EXPECT_GT(looped, 0U) << "the maze must contain a loop";
}

TEST(WalkTwin, ClassesPartitionTheQuery) {
  Field field;
  AddMaze(field.net);
  field.Build();
  net::PacketSet seen = field.space.None();
  const auto graphs = field.To("a", "d", "10.9.0.0/16");
  EXPECT_GT(graphs.size(), 8U);
  for (const WalkGraph& graph : graphs) {
    EXPECT_FALSE(field.space.Intersects(seen, graph.packets));
    EXPECT_TRUE(field.space.Contains(graph.packets, graph.sample));
    seen = field.space.Or(seen, graph.packets);
  }
  EXPECT_EQ(seen, field.space.ToPrefix(P("10.9.0.0/16")));
}

}  // namespace
}  // namespace ringfence::forwarding
