#include "routing/wireguard_ends.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

/// a and b on 10.0.0.0/30, peers of each other by wg0 with 10.9.0.0/30; a states where b is.
struct Two {
  Two() {
    net.Port("a", "b", "10.0.0.1/30");
    net.Port("b", "a", "10.0.0.2/30");
    net.Port("a", "wg0", "10.9.0.1/30", model::InterfaceKind::kTunnel);
    net.Port("b", "wg0", "10.9.0.2/30", model::InterfaceKind::kTunnel);
    Add("a", "A", "B", "10.9.0.2/32");
    Add("b", "B", "A", "10.9.0.1/32");
    End("a").peer = A("10.0.0.2");
    End("a").wireguard->peer_port = 51820;
  }
  model::TunnelConfig& Add(const std::string& node, const std::string& own, const std::string& peer,
                           std::string_view allowed) {
    model::TunnelConfig tunnel;
    tunnel.name = tunnel.bind_interface = "wg0";
    tunnel.encapsulation = model::Encapsulation::kWireGuard;
    tunnel.ipsec = false;
    tunnel.carrier = model::TunnelCarrier::kSelf;
    tunnel.span = net.NewSpan();
    tunnel.wireguard = model::WireGuardPeer{.own_key = own,
                                            .peer_key = peer,
                                            .shared_key = "",
                                            .allowed = {P(allowed)},
                                            .port = 51820,
                                            .keeps_alive = true};
    net[node].device.tunnels.push_back(tunnel);
    return net[node].device.tunnels.back();
  }
  model::TunnelConfig& End(const std::string& node) { return net[node].device.tunnels[0]; }
  PeerState StateOfFirst() {
    net.Build();
    return PairTunnels(net.network().nodes()).at(0).state;
  }
  std::vector<std::string> Gaps() {
    net.Build();
    std::vector<Gap> gaps;
    AddWireGuardGaps(net.network(), gaps);
    std::vector<std::string> reasons;
    for (const Gap& gap : gaps) reasons.emplace_back(gap.reason);
    return reasons;
  }

  World net;
};

TEST(WireGuardEnds, WhoIsAtTheOtherEnd) {
  using Change = std::function<void(Two&)>;
  const struct {
    std::string_view what;
    PeerState state;
    Change change;
  } kCases[] = {
      {"each names the other", PeerState::kMatched, [](Two&) {}},
      {"only the other knows where to speak", PeerState::kMatched,
       [](Two& two) {
         std::swap(two.End("a").wireguard->peer_port, two.End("b").wireguard->peer_port);
         two.End("b").peer = A("10.0.0.1");
       }},
      {"nobody knows", PeerState::kMismatch, [](Two& two) { two.End("a").wireguard->peer_port.reset(); }},
      {"another port", PeerState::kMismatch, [](Two& two) { two.End("a").wireguard->peer_port = 51821; }},
      {"a port that nobody can know", PeerState::kMismatch,
       [](Two& two) { two.End("b").wireguard->port.reset(); }},
      {"another secret", PeerState::kMismatch, [](Two& two) { two.End("b").wireguard->shared_key = "x"; }},
      {"not named by the other", PeerState::kMismatch,
       [](Two& two) { two.End("b").wireguard->peer_key = "X"; }},
      {"nobody has the key", PeerState::kOutside, [](Two& two) { two.End("a").wireguard->peer_key = "X"; }},
      {"the own key is hidden", PeerState::kOutside, [](Two& two) { two.End("a").wireguard->own_key = ""; }},
      {"the other hides its key", PeerState::kOutside,
       [](Two& two) { two.End("b").wireguard->own_key = ""; }},
      {"the other hides whom it knows", PeerState::kOutside,
       [](Two& two) { two.End("b").wireguard->peer_key = ""; }},
      {"a host name", PeerState::kOutside, [](Two& two) { two.End("a").wireguard->open = true; }},
      {"a host name at the other", PeerState::kOutside,
       [](Two& two) { two.End("b").wireguard->open = true; }},
      {"an address that nobody has", PeerState::kOutside,
       [](Two& two) { two.End("a").peer = A("192.0.2.1"); }},
      {"an address of somebody else", PeerState::kOutside,
       [](Two& two) {
         two.net.Port("c", "x", "192.0.2.1/32");
         two.End("a").peer = A("192.0.2.1");
       }},
      {"two have the key", PeerState::kOutside,
       [](Two& two) {
         two.net.Port("c", "wg0", "10.9.1.2/30", model::InterfaceKind::kTunnel);
         two.Add("c", "B", "A", "10.9.0.1/32");
       }},
  };
  for (const auto& one : kCases) {
    Two two;
    one.change(two);
    EXPECT_EQ(two.StateOfFirst(), one.state) << one.what;
  }
}

TEST(WireGuardEnds, PeersThatMayHaveEachOthersAddressesAreALink) {
  Two two;
  EXPECT_EQ(two.net.Build().links().size(), 2U);
  Two less;
  less.End("b").wireguard->allowed = {P("10.9.0.9/32")};
  EXPECT_EQ(less.net.Build().links().size(), 1U);
}

TEST(WireGuardEnds, WhoMustBeHeardFirstIsAGap) {
  Two two;
  EXPECT_TRUE(two.Gaps().empty());
  Two quiet;
  quiet.End("a").wireguard->keeps_alive = false;
  EXPECT_EQ(quiet.Gaps(), std::vector<std::string>{"a peer that must speak first and keeps nothing alive"});
}

TEST(WireGuardEnds, ProtocolsThatItMayNotCarryAreGaps) {
  Two two;
  for (const char* node : {"a", "b"}) two.net.Run(node, "wg0", 0, 10);
  EXPECT_EQ(two.Gaps().size(), 2U) << "hellos are not among what the peers get";
  for (const char* node : {"a", "b"}) two.End(node).wireguard->allowed.push_back(P("224.0.0.0/4"));
  EXPECT_TRUE(two.Gaps().empty());
  // A second peer: hellos go to one of them.
  two.Add("a", "A", "C", "10.9.0.3/32");
  EXPECT_EQ(two.Gaps().size(), 1U);
}

}  // namespace
}  // namespace ringfence::routing
