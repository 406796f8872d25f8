// Walks of sets against a slow obvious twin that follows one packet at a time, for every packet of a tiny
// world.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "forwarding/paths_testing.h"
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
using routing::TableId;

/// One packet, followed the slow way: longest match by looking at every entry, lists and policies line by
/// line, the neighbour by looking at every interface of the network.
class Twin {
 public:
  Twin(const Field& field, const PacketHeader& packet, NodeId end)
      : field_(field), tables_(field.net.network(), field.state), packet_(packet), end_(end) {}

  /// Story of the packet, as Field::Story tells it but without loops, which it finds by coming back.
  std::set<std::string> Follow(NodeId from) {
    Visit(from, {}, field_.net.network().MainTable(from));
    return story_;
  }
  bool looped() const { return looped_; }

 private:
  const model::Device& DeviceOf(NodeId node) const { return tables_.DeviceOf(node); }
  void End(NodeId node, std::string_view how) { story_.insert(field_.Name(node) + ":" + std::string(how)); }

  bool Denied(NodeId node, const model::AclUse& use) const {
    const model::Acl* acl =
        use.applies() ? model::FindAcl(DeviceOf(node), use.name, net::Family::kIpv4) : nullptr;
    return acl != nullptr && Decide(*acl, packet_) == AclAction::kDeny;
  }

  void Visit(NodeId node, InterfaceIndex in, TableId table) {
    const auto place = std::tuple(node, in, table);
    if (std::ranges::count(on_path_, place) > 0) looped_ = true;
    if (!seen_.insert(place).second) return;
    on_path_.push_back(place);
    Treat(node, in, table);
    on_path_.pop_back();
  }

  void Treat(NodeId node, InterfaceIndex in, TableId table) {
    if (in.valid() && Denied(node, DeviceOf(node).interfaces[in.index()].acl_in4))
      return End(node, "denied-in");
    if (tables_.Owns(node, table, packet_.destination))
      return End(node, node == end_ ? "delivered" : "wrong-node");
    if (in.valid() && Steered(node, in, table)) return;
    const routing::FibEntry* best = tables_.Best(table, packet_.destination);
    if (best == nullptr) return End(node, "no-route");
    for (const routing::NextHop& hop : field_.state.fib(table).HopsOf(*best)) Send(node, hop);
  }

  /// True when the policy of the interface sent the packet somewhere.
  bool Steered(NodeId node, InterfaceIndex in, TableId table) {
    const model::Device& device = DeviceOf(node);
    const std::string& name = device.interfaces[in.index()].policy_in4.name;
    const model::PolicyRouting* policy = name.empty() ? nullptr : model::FindPolicyRouting(device, name);
    if (policy == nullptr) return false;
    for (const model::PolicyRoutingTerm& term : policy->terms) {
      bool holds = term.acls.empty();
      for (const std::string& list : term.acls) {
        const model::Acl* acl = model::FindAcl(device, list, net::Family::kIpv4);
        if (acl != nullptr && Decide(*acl, packet_) == AclAction::kPermit) holds = true;
      }
      if (!holds) continue;
      for (const model::PolicyHop& hop : term.hops) {
        if (SentBy(node, table, hop)) return true;
      }
      if (!term.passes_on) return false;
    }
    return false;
  }

  bool SentBy(NodeId node, TableId table, const model::PolicyHop& hop) {
    const routing::FibEntry* best = tables_.Best(table, packet_.destination);
    const bool routed = best != nullptr && best->prefix.length > 0;
    if (hop.use == model::PolicyHopUse::kWithRoute && !routed) return false;
    if (hop.use == model::PolicyHopUse::kWithoutRoute && routed) return false;
    if (hop.table) {
      story_.insert(field_.Name(node) + "=" + field_.Name(node));
      return Visit(node, {}, field_.net.network().FindTable(node, *hop.table)), true;
    }
    if (hop.discard) return End(node, "discarded"), true;
    const auto& interfaces = DeviceOf(node).interfaces;
    for (std::size_t i = 0; i < interfaces.size(); ++i) {
      if (!field_.state.interface_up({node, InterfaceIndex(i)})) continue;
      bool works = hop.interface == interfaces[i].name;
      for (const model::InterfaceAddress& address : interfaces[i].addresses) {
        const bool holds = hop.interface.empty() && address.address.address != *hop.next_hop &&
                           address.address.subnet().Contains(*hop.next_hop);
        works = works || (holds && field_.net.network().TableAt({node, InterfaceIndex(i)}) == table);
      }
      if (works) return Send(node, {InterfaceIndex(i), hop.next_hop, false}), true;
    }
    return false;
  }

  void Send(NodeId node, const routing::NextHop& hop) {
    if (hop.discard) return End(node, "discarded");
    if (Denied(node, DeviceOf(node).interfaces[hop.interface.index()].acl_out4))
      return End(node, "denied-out");
    const net::IpAddress target = hop.gateway.value_or(packet_.destination);
    if (const auto far = tables_.FarEnd({node, hop.interface}, target)) {
      story_.insert(field_.Name(node) + ">" + field_.Name(far->node));
      return Visit(far->node, far->interface, field_.net.network().TableAt(*far));
    }
    const bool linked = field_.net.network().LinkOf({node, hop.interface}).valid();
    if (linked && hop.gateway) return End(node, "no-neighbor");
    End(node, node == end_ ? "delivered" : "leaves-network");
  }

  const Field& field_;
  SlowTables tables_;
  PacketHeader packet_;
  NodeId end_;
  std::set<std::string> story_;
  std::set<std::tuple<NodeId, InterfaceIndex, TableId>> seen_;
  std::vector<std::tuple<NodeId, InterfaceIndex, TableId>> on_path_;
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

/// What a comparison met.
struct Seen {
  std::size_t packets = 0, looped = 0, steered = 0;
};

/// Compares walks of all packets of the maze with its twin.
void CompareAll(Field& field, Seen& seen) {
  const std::vector<std::pair<std::string_view, std::string_view>> journeys = {
      {"a", "d"}, {"c", "d"}, {"d", "a"}, {"b", "c"}};
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
          seen.looped +=
              std::ranges::any_of(graph.endings,
                                  [](const Ending& e) { return e.disposition == Disposition::kLoop; })
                  ? 1U
                  : 0U;
          seen.steered += std::ranges::any_of(graph.steps, [](const Step& s) { return s.hop != nullptr; });
          ++seen.packets;
        }
      }
    }
  }
}

TEST(WalkTwin, EveryPacketOfATinyWorldGoesWhereOnePacketGoes) {
  Field field;
  AddMaze(field.net);
  field.Build();
  Seen seen;
  CompareAll(field, seen);
  EXPECT_EQ(seen.packets, 480U);
  EXPECT_GT(seen.looped, 0U) << "the maze must contain a loop";
}

/// Puts random policies on the interfaces of the maze.
class RandomPolicies {
 public:
  explicit RandomPolicies(std::uint32_t seed) : random_(seed) {}

  void Add(routing::World& net) {
    net["c"].vrfs.emplace_back().name = "red";
    net.Port("c", "red", "10.0.9.1/30").vrf = "red";
    net.Static("c", "10.9.0.0/25", "10.0.9.2").vrf = "red";
    for (const char* node : {"a", "b", "c", "d"}) {
      AddList(net[node], "low",
              {Line(AclAction::kDeny, "10.9.0.3/32", 5), Line(AclAction::kPermit, "10.9.0.0/29", 6)});
      AddList(net[node], "tcp",
              {Line(AclAction::kPermit, kEverything, 7, {{net::kProtocolTcp, net::kProtocolTcp}})});
      auto& policies = net[node].device.policy_routing;
      policies.push_back({"p", {}, {}});
      for (std::uint32_t i = Below(3) + 1; i > 0; --i) policies[0].terms.push_back(Term());
      for (model::Interface& interface : net[node].device.interfaces) {
        if (Below(3) > 0) interface.policy_in4.name = "p";
      }
    }
  }
  std::uint32_t Below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

 private:
  model::PolicyRoutingTerm Term() {
    model::PolicyRoutingTerm term;
    if (Below(3) > 0) term.acls.push_back(Below(2) == 0 ? "low" : "tcp");
    if (Below(4) == 0) term.acls.push_back("nowhere-defined");
    term.passes_on = Below(3) == 0;
    for (std::uint32_t i = Below(4); i > 0; --i) term.hops.push_back(Hop());
    return term;
  }
  model::PolicyHop Hop() {
    constexpr std::string_view kNextHops[] = {"10.0.0.1", "10.0.0.2", "10.0.1.1", "10.0.1.2", "10.0.2.1",
                                              "10.0.2.2", "10.0.3.1", "10.0.3.2", "10.0.2.3", "10.77.0.1"};
    constexpr std::string_view kPorts[] = {"a", "b", "c", "d", "lan"};
    model::PolicyHop hop;
    const std::uint32_t kind = Below(10);
    if (kind == 0)
      hop.discard = true;
    else if (kind <= 2)
      hop.interface = kPorts[Below(std::size(kPorts))];
    else if (kind == 3)
      hop.table = "";
    else
      hop.next_hop = A(kNextHops[Below(std::size(kNextHops))]);
    hop.use = static_cast<model::PolicyHopUse>(Below(4) == 0 ? Below(3) : 0);
    return hop;
  }

  std::mt19937 random_;
};

TEST(WalkTwin, RandomPoliciesSendEveryPacketWhereTheySendOne) {
  Seen seen;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    Field field;
    RandomPolicies policies(seed);
    AddMaze(field.net);
    policies.Add(field.net);
    if (policies.Below(2) == 0) {
      // One term of c sends to the other table.
      field.net["c"].device.policy_routing[0].terms[0].hops = {{.table = "red"}};
    }
    field.Build();
    constexpr std::string_view kLinks[] = {"a--b", "a--c", "b--d", "c--d"};
    const std::uint32_t failing = policies.Below(8);
    if (failing < std::size(kLinks)) field.state = field.net.WithoutLink(kLinks[failing]);
    CompareAll(field, seen);
    if (HasFailure()) return;
  }
  EXPECT_GT(seen.steered, 1000U);
  EXPECT_GT(seen.looped, 500U);
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
