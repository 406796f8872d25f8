// Walks between autonomous systems, and under three labels: the same service in one system and over the
// options B and C of RFC 4364 chapter 10 passes the same routers. pe1 - m - b1 - b2 - n - pe2; without the
// border the chain is one system. Oracle: the twin in one system, and stacks written down by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "forwarding/label_walk_testing.h"
#include "routing/vpn_testing.h"

namespace ringfence::forwarding {
namespace {

using routing::A;
using routing::P;
using routing::VpnWorld;
using routing::bgp::BgpFamily;
using routing::bgp::LabelUse;
using routing::bgp::NeighborFamily;
using routing::bgp::NextHopSelf;
using routing::bgp::VpnKeeping;
using testing::ElementsAre;

constexpr const char* kChain[] = {"pe1", "m", "b1", "b2", "n", "pe2"};
constexpr std::size_t kBorder = 2;  // the link from b1 to b2

/// Two autonomous systems, or one.
class Chain {
 public:
  explicit Chain(bool one_system) : one_system_(one_system) {
    for (std::size_t i = 0; i + 1 < std::size(kChain); ++i) {
      if (one_system || i != kBorder)
        net.Join(kChain[i], kChain[i + 1], 0, 1, 1);
      else
        JoinBorders();
    }
    for (std::size_t i = 0; i < std::size(kChain); ++i) {
      const std::string name = kChain[i];
      net.Loopback(name, AddressOf(name), 0);
      net.Speak(name, NumberOf(name));
      net[name].bgp.as = AsOf(name);
      net[name].bgp.vrfs[0].families[0].keeps = VpnKeeping::kAll;
      net[name].bgp.vrfs[0].families.emplace_back().family = BgpFamily::kIpv4Unicast;
    }
  }

  /// Sites of the VPN at both ends; the routers in `also` have the VRF too.
  void Vpn(const std::vector<std::string>& also = {}) {
    std::vector<std::string> edges = {"pe1", "pe2"};
    edges.insert(edges.end(), also.begin(), also.end());
    for (const std::string& edge : edges) {
      net.Vrf(edge, "red", "65000:" + std::to_string(NumberOf(edge)), {"target:65000:1"}, {"target:65000:1"});
      net.BgpOf(edge, "red")
          .families[0]
          .redistributions.push_back({.source = model::RouteSource::kConnected});
    }
    net.Port("pe1", "site", "10.1.0.1/24").vrf = "red";
    net.Port("pe2", "site", "10.2.0.1/24").vrf = "red";
  }

  /// Both ends of a session between loopbacks; the first end's view of the family.
  NeighborFamily& Between(const std::string& a, const std::string& b, BgpFamily family) {
    Side(b, a, AddressOf(a), family);
    return Side(a, b, AddressOf(b), family);
  }
  /// One end. An address that is no loopback is the far end of the link between the borders.
  NeighborFamily& Side(const std::string& from, const std::string& to, const std::string& address,
                       BgpFamily family) {
    routing::bgp::BgpNeighbor neighbor;
    neighbor.address = A(address);
    neighbor.remote_as = AsOf(to);
    neighbor.span = net.NewSpan();
    if (address == AddressOf(to)) {
      neighbor.update_source_interface = "lo";
      neighbor.ebgp_hops_max = 255;
    }
    neighbor.families.emplace_back().family = family;
    auto& neighbors = net[from].bgp.vrfs[0].neighbors;
    neighbors.push_back(neighbor);
    return neighbors.back().families[0];
  }
  /// The session over the link between the borders, with labels when they are of a unicast family.
  void OverTheBorder(BgpFamily family, LabelUse labels = LabelUse::kNone) {
    Side("b1", "b2", "172.16.0.2", family).labels = labels;
    Side("b2", "b1", "172.16.0.1", family).labels = labels;
  }
  /// A labelled session from a border inwards, with the border as next hop.
  void Inwards(const std::string& border, const std::string& edge) {
    Side(edge, border, AddressOf(border), BgpFamily::kIpv4Unicast).labels = LabelUse::kAll;
    NeighborFamily& family = Side(border, edge, AddressOf(edge), BgpFamily::kIpv4Unicast);
    family.labels = LabelUse::kAll;
    family.next_hop_self = NextHopSelf::kLearnedByEbgp;
    net[border].bgp.vrfs[0].families[1].networks.push_back(
        {.prefix = routing::P(AddressOf(edge) + "/32"), .span = net.NewSpan()});
  }
  /// LDP on all links inside of a system.
  void RunLdp() {
    for (const char* name : kChain) {
      routing::ldp::LdpConfig& ldp = net[name].ldp;
      ldp.enabled = true;
      ldp.carries_igp = ldp.carries_bgp = false;
      for (const model::Interface& interface : net[name].device.interfaces) {
        const bool runs = interface.vrf.empty() && interface.name != "lo" && interface.name != "border";
        if (runs) ldp.interfaces.push_back({interface.name, {}});
      }
    }
  }

  /// What becomes of packets to `prefix` that enter by the port of a router: "pe1>m [labels]".
  std::vector<std::string> Story(const std::string& prefix, const std::string& from = "pe1",
                                 const std::string& port = "site") {
    RunLdp();
    const routing::Network& network = net.Build();
    const routing::RoutingState state = net.Nominal();
    const TunnelTable tunnels(network);
    net::PacketSpace space;
    Walker walker(network, tunnels, space);
    WalkQuery query;
    query.from = network.FindNode(from);
    query.in = model::FindInterface(network.nodes()[query.from.index()].config.device, port);
    query.to = network.FindNode(from == "pe1" ? "pe2" : "pe1");
    query.packets = space.ToPrefix(P(prefix));
    const std::vector<WalkGraph> graphs = walker.Walk(query, state, {});
    EXPECT_EQ(graphs.size(), 1U);
    ambiguous = !graphs[0].ambiguous_nodes.empty();
    return StoryOf(network, graphs[0]);
  }

  static int NumberOf(const std::string& name) {
    return static_cast<int>(std::ranges::find(kChain, name) - kChain) + 1;
  }
  static std::string AddressOf(const std::string& name) { return VpnWorld::AddressOf(NumberOf(name)); }
  std::uint32_t AsOf(const std::string& name) const {
    return one_system_ || NumberOf(name) <= static_cast<int>(kBorder) + 1 ? 65000 : 65001;
  }

  routing::VpnWorld net;
  bool ambiguous = false;

 private:
  void JoinBorders() {
    net.Port("b1", "border", "172.16.0.1/30");
    net.Port("b2", "border", "172.16.0.2/30");
  }

  bool one_system_;
};

constexpr const char* kFirstSite = "10.1.0.8/29";
constexpr const char* kSecondSite = "10.2.0.8/29";

/// The story without its labels.
std::vector<std::string> RoutersOf(std::vector<std::string> story) {
  for (std::string& hop : story) hop = hop.substr(0, hop.find(' '));
  return story;
}

std::vector<std::string> StoryInOneSystem(const char* prefix, const std::string& from = "pe1") {
  Chain chain(true);
  chain.Vpn();
  chain.Between("pe1", "pe2", BgpFamily::kVpnIpv4);
  return RoutersOf(chain.Story(prefix, from));
}

struct OptionB : Chain {
  OptionB() : Chain(false) {
    Vpn();
    for (const auto& [edge, border] : {std::pair{"pe1", "b1"}, std::pair{"pe2", "b2"}})
      Between(border, edge, BgpFamily::kVpnIpv4).next_hop_self = NextHopSelf::kLearnedByEbgp;
    OverTheBorder(BgpFamily::kVpnIpv4);
  }
};

struct OptionC : Chain {
  explicit OptionC(LabelUse border = LabelUse::kAll) : Chain(false) {
    Vpn();
    Between("pe1", "pe2", BgpFamily::kVpnIpv4);
    Inwards("b1", "pe1");
    Inwards("b2", "pe2");
    OverTheBorder(BgpFamily::kIpv4Unicast, border);
  }
};

/// b1 is the PE above pe1.
struct Hierarchy : Chain {
  Hierarchy() : Chain(true) {
    Vpn({"b1"});
    NeighborFamily& lower = Between("b1", "pe1", BgpFamily::kVpnIpv4);
    lower.lower_pe = true;
    lower.default_vrfs = {"red"};
    Between("b1", "pe2", BgpFamily::kVpnIpv4);
  }
};

TEST(InterAsWalkTest, BordersSwapTheLabelOfTheVpn) {
  OptionB chain;
  const std::vector<std::string> story = chain.Story(kSecondSite);
  EXPECT_THAT(story, ElementsAre("pe1>m [to 192.0.2.3/32 | VPN route 10.2.0.0/24 of b1]",
                                 "m>b1 [VPN route 10.2.0.0/24 of b1]", "b1>b2 [VPN route 10.2.0.0/24 of b2]",
                                 "b2>n [to 192.0.2.6/32 | route 10.2.0.0/24 in table red of pe2]",
                                 "n>pe2 [route 10.2.0.0/24 in table red of pe2]", "pe2:delivered"));
  EXPECT_FALSE(chain.ambiguous);
  EXPECT_EQ(RoutersOf(story), StoryInOneSystem(kSecondSite));
  OptionB back;
  EXPECT_EQ(RoutersOf(back.Story(kFirstSite, "pe2")), StoryInOneSystem(kFirstSite, "pe2"));
}

TEST(InterAsWalkTest, ABorderThatKeepsOnlyWhatItWantsTellsNothing) {
  OptionB chain;
  chain.net["b1"].bgp.vrfs[0].families[0].keeps = VpnKeeping::kWanted;
  EXPECT_THAT(chain.Story(kSecondSite), ElementsAre("pe1:no-route"));
  // With a VRF of its own it keeps what that one asks for.
  OptionB with;
  with.net["b1"].bgp.vrfs[0].families[0].keeps = VpnKeeping::kWanted;
  with.net.Vrf("b1", "red", "65000:3", {"target:65000:1"}, {"target:65000:1"});
  EXPECT_EQ(RoutersOf(with.Story(kSecondSite)), StoryInOneSystem(kSecondSite));
}

TEST(InterAsWalkTest, AnUnchangedNextHopIsNotReachedFromInside) {
  OptionB chain;
  chain.net["b1"].bgp.vrfs[0].neighbors[0].families[0].next_hop_self = NextHopSelf::kDefault;
  EXPECT_THAT(chain.Story(kSecondSite), ElementsAre("pe1:no-route"));
}

TEST(InterAsWalkTest, LabelledLoopbacksMakeAStackOfThree) {
  OptionC chain;
  const std::string site = "route 10.2.0.0/24 in table red of pe2";
  const std::vector<std::string> story = chain.Story(kSecondSite);
  EXPECT_THAT(
      story, ElementsAre("pe1>m [to 192.0.2.3/32 | route 192.0.2.6/32 in table default of b1 | " + site + "]",
                         "m>b1 [route 192.0.2.6/32 in table default of b1 | " + site + "]",
                         "b1>b2 [route 192.0.2.6/32 in table default of b2 | " + site + "]",
                         "b2>n [to 192.0.2.6/32 | " + site + "]", "n>pe2 [" + site + "]", "pe2:delivered"));
  EXPECT_FALSE(chain.ambiguous);
  EXPECT_EQ(RoutersOf(story), StoryInOneSystem(kSecondSite));
  OptionC back;
  EXPECT_EQ(RoutersOf(back.Story(kFirstSite, "pe2")), StoryInOneSystem(kFirstSite, "pe2"));
}

TEST(InterAsWalkTest, WhereTheNextBorderGaveNoLabelTheRestIsLost) {
  OptionC chain(LabelUse::kNone);
  EXPECT_EQ(RoutersOf(chain.Story(kSecondSite)), (std::vector<std::string>{"pe1>m", "m>b1", "b1:no-label"}));
}

TEST(InterAsWalkTest, LabelsByPolicyNeedOne) {
  OptionC chain(LabelUse::kByPolicy);
  EXPECT_EQ(chain.Story(kSecondSite).back(), "b1:no-label");
  OptionC with(LabelUse::kByPolicy);
  model::RouteTerm term;
  term.actions.push_back({.kind = model::RouteActionKind::kLabel});
  for (const std::string border : {"b1", "b2"}) {
    with.net.Policy(border, "label", term);
    for (auto& neighbor : with.net[border].bgp.vrfs[0].neighbors) {
      if (neighbor.families[0].labels == LabelUse::kByPolicy)
        neighbor.families[0].export_chain.names = {"label"};
    }
  }
  EXPECT_EQ(RoutersOf(with.Story(kSecondSite)), StoryInOneSystem(kSecondSite));
}

TEST(InterAsWalkTest, Ipv6CrossesACoreThatKnowsNothingOfIt) {
  Chain chain(true);
  for (const char* edge : {"pe1", "pe2"}) {
    const std::string net = edge == std::string("pe1") ? "2001:db8:1::" : "2001:db8:2::";
    chain.net.Port(edge, "site", net + "1/64");
    auto& families = chain.net[edge].bgp.vrfs[0].families;
    families.emplace_back().family = BgpFamily::kIpv6Unicast;
    families.back().networks.push_back({.prefix = P(net + "/64"), .span = chain.net.NewSpan()});
    const std::string far = edge == std::string("pe1") ? "pe2" : "pe1";
    chain.Side(edge, far, Chain::AddressOf(far), BgpFamily::kIpv6Unicast).labels = LabelUse::kAll;
  }
  const std::string label = "route 2001:db8:2::/64 in table default of pe2";
  EXPECT_THAT(chain.Story("2001:db8:2::8/125"),
              ElementsAre("pe1>m [to 192.0.2.6/32 | " + label + "]", "m>b1 [to 192.0.2.6/32 | " + label + "]",
                          "b1>b2 [to 192.0.2.6/32 | " + label + "]", "b2>n [to 192.0.2.6/32 | " + label + "]",
                          "n>pe2 [" + label + "]", "pe2:delivered"));
  EXPECT_FALSE(chain.ambiguous);
  // Without a label on one side the next hop is no address of IPv6, and nothing is learned.
  chain.net["pe2"].bgp.vrfs[0].neighbors[0].families[0].labels = LabelUse::kNone;
  EXPECT_THAT(chain.Story("2001:db8:2::8/125"), ElementsAre("pe1:no-route"));
}

TEST(InterAsWalkTest, ALowerPeHasADefaultRouteAndItsRoutesEndAtTheUpper) {
  Hierarchy up;
  const std::string site = "route 10.2.0.0/24 in table red of pe2";
  EXPECT_THAT(up.Story(kSecondSite),
              ElementsAre("pe1>m [to 192.0.2.3/32 | table red of b1]", "m>b1 [table red of b1]",
                          "b1>b2 [to 192.0.2.6/32 | " + site + "]", "b2>n [to 192.0.2.6/32 | " + site + "]",
                          "n>pe2 [" + site + "]", "pe2:delivered"));
  const routing::RoutingState state = up.net.Nominal();
  EXPECT_EQ(up.net.ShowVrf(state, "pe1", "red", "0.0.0.0/0"), "bgp-vpn 200/0 via ?[192.0.2.3]");
  EXPECT_EQ(up.net.ShowVrf(state, "pe1", "red", "10.2.0.0/24"), "-");
  EXPECT_EQ(up.net.ShowVrf(state, "b1", "red", "0.0.0.0/0"), "-");
  EXPECT_EQ(up.net.ShowVrf(state, "pe2", "red", "0.0.0.0/0"), "-");
  EXPECT_EQ(up.net.ShowVrf(state, "pe2", "red", "10.1.0.0/24"), "bgp-vpn 200/0 via ?[192.0.2.3]");
  Hierarchy down;
  const std::vector<std::string> story = down.Story(kFirstSite, "pe2");
  EXPECT_EQ(story[1], "n>b2 [to 192.0.2.3/32 | VPN route 10.1.0.0/24 of b1]");
  EXPECT_EQ(RoutersOf(story), StoryInOneSystem(kFirstSite, "pe2"));
}

}  // namespace
}  // namespace ringfence::forwarding
