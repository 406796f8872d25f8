// Address translation against a slow obvious twin: one packet, rule by rule, with a memory for answers.
//
// Where a rule has several addresses or ports to give, the twin follows the packet once for each choice. What
// a walk does not mark as ambiguous must then be the same for all of them; what differs it must mark.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "forwarding/answers.h"
#include "forwarding/paths_testing.h"
#include "forwarding/walk.h"
#include "forwarding/walk_testing.h"
#include "routing/twin_seeds_testing.h"

namespace ringfence::forwarding {
namespace {

using model::AclAction;
using model::InterfaceIndex;
using model::NodeId;
using model::PacketEnd;
using model::Translation;
using model::TranslationMoment;
using net::PacketHeader;
using routing::A;
using routing::P;

/// What was done to one packet on its way, in order.
struct Done {
  NodeId node;
  const Translation* rule = nullptr;
  PacketHeader before, after;
};
using History = std::vector<Done>;

PacketHeader Mirror(PacketHeader packet) {
  std::swap(packet.source, packet.destination);
  std::swap(packet.source_port, packet.destination_port);
  return packet;
}

class Twin {
 public:
  /// `choice`: the first or the last of the addresses and ports that a rule gives. `memory`: what was done to
  /// the packet that is answered.
  Twin(const Field& field, NodeId end, std::uint32_t choice, History memory = {})
      : field_(field),
        tables_(field.net.network(), field.state),
        end_(end),
        choice_(choice),
        memory_(std::move(memory)) {}

  /// From the hosts of a router.
  std::set<std::string> Follow(NodeId from, const PacketHeader& packet) {
    Visit(from, model::FindInterface(DeviceOf(from), "lan"), packet, {});
    return story_;
  }
  bool looped() const { return looped_; }
  /// Packets as they arrive at the end, with what was done to them.
  const std::map<PacketHeader, History>& arrived() const { return arrived_; }

 private:
  const model::Device& DeviceOf(NodeId node) const { return tables_.DeviceOf(node); }
  void End(NodeId node, std::string_view how) { story_.insert(field_.Name(node) + ":" + std::string(how)); }

  bool Permits(NodeId node, const std::string& name, const PacketHeader& packet) const {
    const model::Acl* acl = model::FindAcl(DeviceOf(node), name, net::Family::kIpv4);
    return acl != nullptr && Decide(*acl, packet) == AclAction::kPermit;
  }

  void Visit(NodeId node, InterfaceIndex in, PacketHeader packet, History done) {
    const auto place = std::tuple(node, in, packet);
    if (std::ranges::count(on_path_, place) > 0) looped_ = true;
    if (!seen_.insert(place).second) return;
    on_path_.push_back(place);
    Treat(node, in, packet, done);
    on_path_.pop_back();
  }

  void Treat(NodeId node, InterfaceIndex in, PacketHeader packet, History done) {
    if (!Rewrite(node, in, {}, TranslationMoment::kEntering, packet, done)) return;
    const routing::TableId table = field_.net.network().MainTable(node);
    if (tables_.Owns(node, table, packet.destination)) {
      if (node == end_) arrived_.emplace(packet, done);
      return End(node, node == end_ ? "delivered" : "wrong-node");
    }
    const routing::FibEntry* best = tables_.Best(table, packet.destination);
    if (best == nullptr) return End(node, "no-route");
    for (const routing::NextHop& hop : field_.state.fib(table).HopsOf(*best))
      Send(node, in, hop, packet, done);
  }

  void Send(NodeId node, InterfaceIndex in, const routing::NextHop& hop, PacketHeader packet, History done) {
    if (hop.discard) return End(node, "discarded");
    if (!Rewrite(node, in, hop.interface, TranslationMoment::kLeaving, packet, done)) return;
    const model::AclUse& out = DeviceOf(node).interfaces[hop.interface.index()].acl_out4;
    if (out.applies() && !Permits(node, out.name, packet)) return End(node, "denied-out");
    const net::IpAddress target = hop.gateway.value_or(packet.destination);
    if (const auto far = FarEnd({node, hop.interface}, target)) {
      story_.insert(field_.Name(node) + ">" + field_.Name(far->node));
      return Visit(far->node, far->interface, packet, done);
    }
    const bool linked = field_.net.network().LinkOf({node, hop.interface}).valid();
    if (linked && hop.gateway) return End(node, "no-neighbor");
    if (node == end_) arrived_.emplace(packet, done);
    End(node, node == end_ ? "delivered" : "leaves-network");
  }

  /// Who has the address, or answers for it.
  std::optional<model::Endpoint> FarEnd(const model::Endpoint& out, const net::IpAddress& target) const {
    const routing::Network& network = field_.net.network();
    if (auto far = tables_.FarEnd(out, target)) return far;
    const model::LinkId link = network.LinkOf(out);
    for (std::size_t slot = 0; link.valid() && slot < network.slot_count(); ++slot) {
      const model::Endpoint far = network.EndOfSlot(slot);
      if (far.node == out.node || network.LinkOf(far) != link) continue;
      for (const Translation& rule : DeviceOf(far.node).translations) {
        if (rule.answers && IsGiven(rule, far, target)) return far;
      }
    }
    return std::nullopt;
  }

  /// The rule makes the device answer for the address there.
  bool IsGiven(const Translation& rule, const model::Endpoint& at, const net::IpAddress& target) const {
    const model::Interface& interface = field_.net.network().InterfaceAt(at);
    const bool near = std::ranges::any_of(interface.addresses, [&](const model::InterfaceAddress& has) {
      return has.address.subnet().Contains(target);
    });
    const bool enters = rule.moment == TranslationMoment::kEntering;
    const auto& names = enters ? rule.in : rule.out;
    if (!near || (!names.empty() && std::ranges::count(names, interface.name) == 0)) return false;
    if (enters)
      return rule.end == PacketEnd::kDestination &&
             std::ranges::any_of(rule.match.destination, [&](const net::AddressMatch& match) {
               return net::And(match.address, net::Not(match.ignore)) ==
                      net::And(target, net::Not(match.ignore));
             });
    return rule.end == PacketEnd::kSource &&
           ((rule.prefix && rule.prefix->Contains(target)) ||
            std::ranges::any_of(rule.pool, [&](const model::AddressRange& range) {
              return range.first <= target && target <= range.last;
            }));
  }

  static bool Names(const std::vector<std::string>& names, const model::Device& device,
                    InterfaceIndex index) {
    return names.empty() ||
           (index.valid() && std::ranges::count(names, device.interfaces[index.index()].name) > 0);
  }

  /// False when there were too many translations.
  bool Rewrite(NodeId node, InterfaceIndex in, InterfaceIndex out, TranslationMoment moment,
               PacketHeader& packet, History& done) {
    for (const PacketEnd end : {PacketEnd::kSource, PacketEnd::kDestination}) {
      const PacketHeader before = packet;
      if (Remember(node, in, out, moment, end, packet)) continue;
      const Translation* rule = RuleFor(node, in, out, moment, end, packet);
      if (rule == nullptr) continue;
      if (done.size() + memory_.size() >= kTranslationsMax) return End(node, "too-deep"), false;
      Give(*rule, node, packet);
      done.push_back({node, rule, before, packet});
    }
    return true;
  }

  /// Answers get back what the packet had before.
  bool Remember(NodeId node, InterfaceIndex in, InterfaceIndex out, TranslationMoment moment, PacketEnd end,
                PacketHeader& packet) const {
    for (const Done& one : memory_) {
      if (one.node != node || one.rule->end == end || one.rule->moment == moment) continue;
      const bool enters = moment == TranslationMoment::kEntering;
      if (!Names(enters ? one.rule->out : one.rule->in, DeviceOf(node), enters ? in : out)) continue;
      if (Mirror(one.after) != packet) continue;
      packet = Mirror(one.before);
      return true;
    }
    return false;
  }

  const Translation* RuleFor(NodeId node, InterfaceIndex in, InterfaceIndex out, TranslationMoment moment,
                             PacketEnd end, const PacketHeader& packet) const {
    const model::Device& device = DeviceOf(node);
    for (const Translation& rule : device.translations) {
      if (rule.end != end || rule.moment != moment || !Names(rule.in, device, in)) continue;
      if (moment == TranslationMoment::kLeaving && !Names(rule.out, device, out)) continue;
      bool listed = rule.acls.empty();
      for (const std::string& acl : rule.acls) listed = listed || Permits(node, acl, packet);
      if (!listed || !net::Matches(rule.match, packet)) continue;
      const bool keeps = rule.pool.empty() && rule.interface.empty() && !rule.prefix;
      return keeps ? nullptr : &rule;
    }
    return nullptr;
  }

  void Give(const Translation& rule, NodeId node, PacketHeader& packet) const {
    net::IpAddress& address = rule.end == PacketEnd::kSource ? packet.source : packet.destination;
    std::uint16_t& port = rule.end == PacketEnd::kSource ? packet.source_port : packet.destination_port;
    if (rule.prefix) {
      const net::IpAddress mask = net::MaskOf(net::Family::kIpv4, rule.prefix->length);
      address = net::IpAddress::V4(rule.prefix->address.v4() | (address.v4() & ~mask.v4()));
    } else if (!rule.interface.empty()) {
      const model::Device& device = DeviceOf(node);
      address = device.interfaces[model::FindInterface(device, rule.interface).index()]
                    .addresses.front()
                    .address.address;
    } else {
      const model::AddressRange& range = choice_ == 0 ? rule.pool.front() : rule.pool.back();
      address = choice_ == 0 ? range.first : range.last;
    }
    if (!rule.ports.empty() && net::HasPorts(packet.protocol))
      port = choice_ == 0 ? rule.ports.front().first : rule.ports.back().last;
  }

  const Field& field_;
  SlowTables tables_;
  NodeId end_;
  std::uint32_t choice_;
  History memory_;
  std::set<std::string> story_;
  std::map<PacketHeader, History> arrived_;
  std::set<std::tuple<NodeId, InterfaceIndex, PacketHeader>> seen_;
  std::vector<std::tuple<NodeId, InterfaceIndex, PacketHeader>> on_path_;
  bool looped_ = false;
};

/// Two ways from a to d, a list on one of them, routes to everything that rules may give.
void AddSquare(routing::World& net) {
  const std::vector<std::pair<std::string, std::string>> joined = {
      {"a", "b"}, {"a", "c"}, {"b", "d"}, {"c", "d"}};
  for (std::size_t i = 0; i < joined.size(); ++i) {
    const std::string subnet = "10.0." + std::to_string(i) + ".";
    net.Port(joined[i].first, joined[i].second, subnet + "1/28");
    net.Port(joined[i].second, joined[i].first, subnet + "2/28");
  }
  net.Port("d", "lan", "10.9.0.1/28");
  net.Port("a", "lan", "10.8.0.1/28");
  for (const char* node : {"a", "b", "c", "d"}) net[node].local_routes = false;
  for (std::string_view by : {"10.0.0.2", "10.0.1.2"}) net.Static("a", "10.9.0.0/24", by);
  for (std::string_view by : {"10.0.2.1", "10.0.3.1"}) net.Static("d", "10.8.0.0/24", by);
  net.Static("b", "10.9.0.0/24", "10.0.2.2");
  net.Static("c", "10.9.0.0/24", "10.0.3.2");
  net.Static("c", "10.9.0.6/31", "10.0.1.1");
  net.Static("b", "10.8.0.0/24", "10.0.0.1");
  net.Static("c", "10.8.0.0/24", "10.0.1.1");
  // Addresses of pools are routed to who has them, and from everywhere.
  for (const char* node : {"b", "c"})
    net.Static(node, "10.7.0.0/24", node[0] == 'b' ? "10.0.2.2" : "10.0.3.2");
  net.Static("a", "10.7.0.0/24", "10.0.0.2");
  net.Static("d", "10.7.0.0/29", "10.0.2.1");
  net.Static("d", "10.7.0.8/29", "10.0.3.1");
  AddList(net["b"], "out",
          {Line(AclAction::kDeny, "10.9.0.8/30", 3, {{net::kProtocolUdp, net::kProtocolUdp}}),
           Line(AclAction::kDeny, "10.8.0.4/32", 4), Line(AclAction::kPermit, kEverything, 5)});
  PortOf(net, "b", "d").acl_out4.name = "out";
}

class RandomRules {
 public:
  explicit RandomRules(std::uint32_t seed) : random_(seed) {}

  void Add(routing::World& net) {
    for (const char* node : {"a", "b", "c", "d"}) {
      AddList(net[node], "low",
              {Line(AclAction::kDeny, "10.9.0.3/32", 6), Line(AclAction::kPermit, "10.9.0.0/29", 7)});
      AddList(net[node], "tcp",
              {Line(AclAction::kPermit, kEverything, 8, {{net::kProtocolTcp, net::kProtocolTcp}})});
      model::Device& device = net[node].device;
      for (std::uint32_t i = Below(node[0] == 'b' || node[0] == 'c' ? 4 : 2); i > 0; --i)
        device.translations.push_back(Rule(device));
    }
  }
  std::uint32_t Below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

 private:
  Translation Rule(const model::Device& device) {
    Translation rule;
    rule.end = Below(5) < 3 ? PacketEnd::kSource : PacketEnd::kDestination;
    const bool usual = Below(4) > 0;
    rule.moment = (rule.end == PacketEnd::kSource) == usual ? TranslationMoment::kLeaving
                                                            : TranslationMoment::kEntering;
    if (Below(3) == 0) rule.in = {Name(device)};
    if (Below(2) == 0 && rule.moment == TranslationMoment::kLeaving) rule.out = {Name(device), Name(device)};
    if (Below(2) == 0) rule.acls = {Below(2) == 0 ? "low" : "tcp"};
    const net::Prefix lan = P(Below(2) == 0 ? "10.8.0.0/29" : "10.9.0.0/29");
    const net::Prefix taken = net::Prefix::Of(net::IpAddress::V4(lan.address.v4() + Below(8)),
                                              static_cast<std::uint8_t>(29 + Below(4)));
    if (Below(3) > 0)
      (rule.end == PacketEnd::kSource ? rule.match.source
                                      : rule.match.destination) = {net::AddressMatch::Of(taken)};
    if (Below(4) == 0) rule.match.destination_port = {{80, 80}};
    Target(device, rule);
    rule.answers = Below(4) > 0;
    return rule;
  }
  void Target(const model::Device& device, Translation& rule) {
    const std::uint32_t kind = Below(10);
    if (kind == 0) return;
    constexpr std::string_view kPools[] = {"10.7.0.0", "10.7.0.8", "10.9.0.8",
                                           "10.8.0.2", "10.0.2.8", "10.0.0.8"};
    // Half of the pools lie where answers come back to the device.
    const std::string_view own = device.name == "b" ? "10.7.0.0" : "10.7.0.8";
    const std::uint32_t first = A(Below(2) == 0 ? own : kPools[Below(std::size(kPools))]).v4() + Below(4);
    if (kind == 1)
      rule.interface = Name(device);
    else if (kind == 2)
      rule.prefix = net::Prefix::Of(net::IpAddress::V4(first), 29);
    else
      rule.pool = {{net::IpAddress::V4(first), net::IpAddress::V4(first + (kind < 5 ? 1 : 0))}};
    if (Below(4) == 0) rule.ports = {{8080, 8080}};
    if (Below(4) == 0) rule.ports = {{1, 65535}};
  }
  std::string Name(const model::Device& device) {
    return device.interfaces[Below(static_cast<std::uint32_t>(device.interfaces.size()))].name;
  }

  std::mt19937 random_;
};

struct Counts {
  std::size_t compared = 0, translated = 0, in_doubt = 0, answers = 0, put_back = 0;
};

/// The graph whose class holds the packet; exactly one must.
const WalkGraph* GraphOf(const std::vector<WalkGraph>& graphs, const PacketHeader& packet,
                         const net::PacketSpace& space) {
  const WalkGraph* found = nullptr;
  for (const WalkGraph& graph : graphs) {
    if (!space.Contains(graph.packets, packet)) continue;
    EXPECT_EQ(found, nullptr) << net::ToString(packet);
    found = &graph;
  }
  return found;
}

/// True when the walk tells the story, or marks that it may be another.
bool Agrees(const Field& field, const WalkGraph& graph, const std::set<std::string>& story, bool looped) {
  if (!graph.ambiguous_nodes.empty()) return true;
  std::set<std::string> told;
  bool loops = false;
  for (const std::string& part : field.Story(graph)) {
    loops = loops || part.ends_with(":loop");
    // A rule that gives packets what they have is no step of a walk.
    const bool translates = part.find('=') != std::string::npos;
    if (!part.ends_with(":loop") && !translates) told.insert(part);
  }
  return told == story && loops == looped;
}

std::vector<PacketHeader> PacketsOf(const net::Prefix& from, const net::Prefix& to) {
  std::vector<PacketHeader> packets;
  for (std::uint32_t source = 2; source < 6; ++source) {
    for (std::uint32_t destination = 2; destination < 11; ++destination) {
      for (const std::uint8_t protocol : {net::kProtocolTcp, net::kProtocolUdp, net::kProtocolOspf}) {
        PacketHeader packet;
        packet.source = net::IpAddress::V4(from.address.v4() + source);
        packet.destination = net::IpAddress::V4(to.address.v4() + destination);
        packet.protocol = protocol;
        if (net::HasPorts(protocol)) {
          packet.source_port = static_cast<std::uint16_t>(5000 + source);
          packet.destination_port = destination % 2 == 0 ? 80 : 443;
        }
        packets.push_back(packet);
      }
    }
  }
  return packets;
}

/// True when some walk back of the answer to a packet tells the story. There are several where the packet may
/// come in different ways with different addresses.
bool SomeAgrees(const Field& field, const std::vector<WalkGraph>& back, const PacketHeader& packet,
                const PacketHeader& answer, const std::set<std::string>& story, bool looped, Counts& counts) {
  std::set<std::string> told;
  for (const WalkGraph& graph : back) {
    if (!field.space.Contains(graph.packets, Mirror(packet)) ||
        !field.space.Contains(graph.PacketsAt(graph.steps.front()), answer))
      continue;
    if (!Agrees(field, graph, story, looped)) {
      for (const std::string& part : field.Story(graph)) told.insert(part);
      continue;
    }
    const bool back_again = std::ranges::any_of(
        graph.endings, [&](const Ending& end) { return !graph.steps[end.step.index()].translation.valid(); });
    counts.put_back += answer != Mirror(packet) && back_again && graph.ambiguous_nodes.empty() ? 1U : 0U;
    return true;
  }
  EXPECT_EQ(told, story) << net::ToString(packet) << " answered " << net::ToString(answer);
  return false;
}

InterfaceIndex LanOf(const Field& field, NodeId node) {
  return model::FindInterface(field.net.network().nodes()[node.index()].config.device, "lan");
}

std::vector<WalkGraph> WalkBack(Field& field, const Answers& answers, NodeId from, NodeId to) {
  std::vector<WalkGraph> graphs;
  for (WalkQuery query : answers.queries) {
    query.from = from;
    query.in = LanOf(field, from);
    query.to = to;
    for (WalkGraph& graph : field.walker->Walk(query, field.state, field.up))
      graphs.push_back(std::move(graph));
  }
  return graphs;
}

/// Walks there and back; each packet and each of its answers is followed by the twin as well.
void CompareBothWays(Field& field, Counts& counts) {
  const NodeId from = field.Node("a"), to = field.Node("d");
  WalkQuery query{.from = from, .in = LanOf(field, from), .to = to};
  query.packets =
      field.space.And(field.space.FromPrefix(P("10.8.0.0/28")), field.space.ToPrefix(P("10.9.0.0/24")));
  const auto graphs = field.walker->Walk(query, field.state, field.up);
  const auto answers = AnswersTo(graphs, field.space);
  const auto back = answers ? WalkBack(field, *answers, to, from) : std::vector<WalkGraph>();
  for (const PacketHeader& packet : PacketsOf(P("10.8.0.0/28"), P("10.9.0.0/24"))) {
    const WalkGraph* graph = GraphOf(graphs, packet, field.space);
    ASSERT_NE(graph, nullptr);
    ++counts.compared;
    counts.in_doubt += graph->ambiguous_nodes.empty() ? 0U : 1U;
    counts.translated += graph->translations.empty() ? 0U : 1U;
    for (const std::uint32_t choice : {0U, 1U}) {
      Twin twin(field, to, choice);
      const auto story = twin.Follow(from, packet);
      ASSERT_TRUE(Agrees(field, *graph, story, twin.looped()))
          << net::ToString(packet) << " choice " << choice << ": "
          << testing::PrintToString(field.Story(*graph)) << " and not " << testing::PrintToString(story);
      if (!answers || !graph->ambiguous_nodes.empty()) continue;
      for (const auto& [arrived, done] : twin.arrived()) {
        Twin home(field, from, choice, done);
        const auto told = home.Follow(to, Mirror(arrived));
        ASSERT_TRUE(SomeAgrees(field, back, packet, Mirror(arrived), told, home.looped(), counts))
            << " choice " << choice;
        ++counts.answers;
      }
    }
  }
}

TEST(TranslationTwin, RandomRulesTreatEveryPacketAsTheyTreatOne) {
  Counts counts;
  const std::uint32_t first = routing::FirstSeed(), number = routing::Seeds(80);
  for (std::uint32_t seed = first; seed < first + number; ++seed) {
    SCOPED_TRACE(seed);
    Field field;
    RandomRules rules(seed);
    AddSquare(field.net);
    rules.Add(field.net);
    field.Build();
    constexpr std::string_view kLinks[] = {"a--b", "a--c", "b--d", "c--d"};
    const std::uint32_t failing = rules.Below(8);
    if (failing < std::size(kLinks)) field.state = field.net.WithoutLink(kLinks[failing]);
    CompareBothWays(field, counts);
    if (HasFailure()) return;
  }
  EXPECT_EQ(counts.compared, number * std::size_t{108});
  EXPECT_GT(counts.translated, counts.compared / 4);
  EXPECT_GT(counts.answers, counts.compared / 4);
  EXPECT_GT(counts.put_back, counts.compared / 20);
  EXPECT_LT(counts.in_doubt, counts.compared / 4);
}

}  // namespace
}  // namespace ringfence::forwarding
