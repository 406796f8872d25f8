#include "routing/filter_gaps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "model/fate.h"
#include "model/redundancy.h"
#include "routing/filter_testing.h"

namespace ringfence::routing {
namespace {

using model::Impact;
using net::Family;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Lines = std::vector<std::string>;

std::vector<Gap> GapsIn(World& net) {
  std::vector<Gap> gaps;
  AddFilterGaps(net.Build(), gaps);
  return gaps;
}

/// What is told, each with its line in the list of the node: "OSPF deny ospf", "OSPF end".
std::vector<std::string> Told(World& net, const std::string& node, const Lines& lines) {
  std::vector<std::string> told;
  const std::vector<Gap> gaps = GapsIn(net);
  constexpr std::string_view kHead = "access list that may drop packets of ";
  for (const Gap& gap : gaps) {
    EXPECT_TRUE(gap.reason.starts_with(kHead)) << gap.reason;
    std::string where = "elsewhere";
    for (const model::Acl& acl : net[node].device.acls) {
      if (gap.span == acl.span) where = "end";
      std::size_t next = 0;
      std::size_t next_open = 0;
      for (const std::string& line : lines) {
        const bool open = line.starts_with("open ");
        if (open ? next_open == acl.open_lines.size() : next == acl.lines.size()) break;
        if (gap.span == (open ? acl.open_lines[next_open++].span : acl.lines[next++].span)) where = line;
      }
    }
    told.push_back(std::string(gap.reason.substr(kHead.size())) + ": " + where);
  }
  return told;
}

/// a and b on one segment, and what a protocol needs between them.
class Pair {
 public:
  explicit Pair(bool six = false) {
    world_->Port("a", "e", "10.0.0.1/24");
    world_->Port("b", "e", "10.0.0.2/24");
    if (!six) return;
    for (const char* address : {"2001:db8::1/64", "2001:db8::2/64"}) {
      PortOf(*world_, address[10] == '1' ? "a" : "b", "e")
          .addresses.push_back({*net::ParseHostPrefix(address), false, world_->NewSpan()});
    }
  }
  World* operator->() { return world_.get(); }
  operator World&() { return *world_; }  // NOLINT(google-explicit-constructor): it is one
  DeviceConfig& operator[](const std::string& node) { return (*world_)[node]; }

  /// What the list on the way in of a, or on the way out of b, leaves open.
  std::vector<std::string> In(const Lines& lines, Family family = Family::kIpv4) {
    FilterIn(*world_, "a", "e", lines, family);
    return Told(*world_, "a", lines);
  }
  std::vector<std::string> Out(const Lines& lines, Family family = Family::kIpv4) {
    FilterOut(*world_, "b", "e", lines, family);
    return Told(*world_, "b", lines);
  }

 private:
  std::unique_ptr<World> world_ = std::make_unique<World>();
};

Pair OspfPair(ospf::NetworkType type = ospf::NetworkType::kBroadcast) {
  Pair pair;
  for (const char* node : {"a", "b"}) pair->Run(node, "e", 0, 1, type);
  return pair;
}

TEST(FilterGaps, OspfMustPass) {
  EXPECT_THAT(OspfPair().In({"permit ospf"}), IsEmpty());
  EXPECT_THAT(OspfPair().In({"permit any"}), IsEmpty());
  EXPECT_THAT(OspfPair().In({"deny tcp", "permit ospf from 10.0.0.0/24"}), IsEmpty());
  EXPECT_THAT(OspfPair().In({"permit tcp", "deny any"}), ElementsAre("OSPF: deny any"));
  EXPECT_THAT(OspfPair().In({"permit tcp"}), ElementsAre("OSPF: end"));
  EXPECT_THAT(OspfPair().In({"deny ospf from 10.0.0.3", "permit ospf"}), IsEmpty()) << "nobody is there";
  EXPECT_THAT(OspfPair().In({"deny ospf from 10.0.0.2", "permit ospf"}),
              ElementsAre("OSPF: deny ospf from 10.0.0.2"));
  EXPECT_THAT(OspfPair().Out({"permit tcp"}), ElementsAre("OSPF: end"));
  EXPECT_THAT(OspfPair().Out({"permit ospf"}), IsEmpty());
}

TEST(FilterGaps, LinesThatAreNotUnderstoodMayDropWhatReachesThem) {
  EXPECT_THAT(OspfPair().In({"open any", "permit any"}), ElementsAre("OSPF: open any"));
  EXPECT_THAT(OspfPair().In({"open ospf", "permit any"}), ElementsAre("OSPF: open ospf"));
  EXPECT_THAT(OspfPair().In({"permit ospf", "open any"}), IsEmpty());
  EXPECT_THAT(OspfPair().In({"open tcp", "permit ospf"}), IsEmpty()) << "it asks for TCP at least";
  EXPECT_THAT(OspfPair().In({"permit ospf to 224.0.0.5", "open any", "permit any"}),
              ElementsAre("OSPF: open any"))
      << "the rest reaches it";
  EXPECT_THAT(OspfPair().In({"deny ospf", "open any"}), ElementsAre("OSPF: deny ospf"));
  EXPECT_THAT(OspfPair().In({"permit tcp", "open tcp"}), ElementsAre("OSPF: end"));
  EXPECT_THAT(OspfPair().Out({"open any", "permit any"}), ElementsAre("OSPF: open any"));
  Pair alone;
  alone->Run("a", "e", 0, 1);
  EXPECT_THAT(alone.In({"open any", "permit any"}), IsEmpty()) << "nobody speaks there";
}

TEST(FilterGaps, AFilterThatIsNotModelledMayDropAnything) {
  const auto told = [](bool named) {
    Pair pair = OspfPair();
    model::AclUse& use = PortOf(pair, "a", "e").acl_in4;
    if (named) use = AddList(pair, "a", {"permit any"});
    use.span = pair->NewSpan();
    use.open = true;
    const std::vector<Gap> gaps = GapsIn(pair);
    return gaps.size() == 1 && gaps[0].span == use.span && gaps[0].impact == Impact::kRouting4;
  };
  EXPECT_TRUE(told(false));
  EXPECT_TRUE(told(true)) << "behind one that lets all pass";
  Pair other = OspfPair();
  PortOf(other, "a", "e").acl_in6.open = true;
  EXPECT_THAT(GapsIn(other), IsEmpty()) << "packets of IPv6";
}

TEST(FilterGaps, OspfNeedsTheGroupsOfItsNetwork) {
  const Lines hellos = {"permit ospf to 224.0.0.5", "permit ospf to 10.0.0.1"};
  EXPECT_THAT(OspfPair().In(hellos), ElementsAre("OSPF: end")) << "AllDRouters";
  EXPECT_THAT(OspfPair(ospf::NetworkType::kPointToPoint).In(hellos), IsEmpty());
  EXPECT_THAT(OspfPair(ospf::NetworkType::kNonBroadcast).In({"permit ospf to 10.0.0.1"}), IsEmpty());
  EXPECT_THAT(OspfPair().In({"permit ospf to 224.0.0.0/24"}), ElementsAre("OSPF: end")) << "to itself";
}

TEST(FilterGaps, OnlyNeighboursCount) {
  Pair alone;
  alone->Run("a", "e", 0, 1);
  EXPECT_THAT(alone.In({"deny any"}), IsEmpty());
  Pair passive = OspfPair();
  passive["b"].ospf.processes[0].interfaces[0].passive = true;
  EXPECT_THAT(passive.In({"deny any"}), IsEmpty());
  Pair shut = OspfPair();
  PortOf(shut, "b", "e").admin_up = false;
  EXPECT_THAT(shut.In({"deny any"}), IsEmpty());
  Pair third = OspfPair();
  third->Port("c", "e", "10.0.0.3/24");
  third->Run("c", "e", 0, 1, ospf::NetworkType::kBroadcast);
  EXPECT_THAT(third.In({"permit ospf from 10.0.0.2"}), ElementsAre("OSPF: end"))
      << "one neighbour is missing";
  EXPECT_THAT(OspfPair().In({"permit ospf from 10.0.0.2"}), IsEmpty());
}

TEST(FilterGaps, OwnPacketsMayBeSpared) {
  Pair spared = OspfPair();
  spared["b"].device.lists_spare_own_packets = true;
  EXPECT_THAT(spared.Out({"deny any"}), IsEmpty());
  Pair in = OspfPair();
  in["a"].device.lists_spare_own_packets = true;
  EXPECT_THAT(in.In({"deny any"}), ElementsAre("OSPF: deny any"));
}

TEST(FilterGaps, TheDeviceMayBeGuarded) {
  Pair guarded = OspfPair();
  GuardIn(guarded, "a", {"permit tcp"});
  EXPECT_THAT(Told(guarded, "a", {"permit tcp"}), ElementsAre("OSPF: end"));
  Pair open = OspfPair();
  GuardIn(open, "a", {"permit ospf"});
  EXPECT_THAT(Told(open, "a", {}), IsEmpty());
  Pair elsewhere = OspfPair();
  GuardIn(elsewhere, "a", {"permit tcp"});
  elsewhere["a"].device.guards[0].vrf = "v";
  EXPECT_THAT(Told(elsewhere, "a", {}), IsEmpty());
  Pair leaving = OspfPair();
  model::SelfGuard guard;
  guard.out4 = AddList(leaving, "b", {"permit tcp"});
  leaving["b"].device.guards.push_back(guard);
  EXPECT_THAT(Told(leaving, "b", {"permit tcp"}), ElementsAre("OSPF: end"));
}

TEST(FilterGaps, WhatGuardsADeviceMustLetItsTunnelsThrough) {
  const auto told = [](const model::TunnelConfig& like, const Lines& lines, const std::string& vrf = "") {
    Pair pair;
    model::TunnelConfig tunnel = like;
    tunnel.local = A("10.0.0.1");
    tunnel.peer = A("10.0.0.2");
    pair["a"].device.tunnels.push_back(tunnel);
    GuardIn(pair, "a", lines);
    pair["a"].device.guards[0].vrf = vrf;
    for (const Gap& gap : GapsIn(pair)) EXPECT_EQ(gap.impact, Impact::kForwarding | Impact::kProtection);
    return Told(pair, "a", lines);
  };
  const model::TunnelConfig esp;
  EXPECT_THAT(told(esp, {"permit 50", "permit udp >500"}), IsEmpty());
  EXPECT_THAT(told(esp, {"permit 50 from 10.0.0.2", "permit udp from 10.0.0.2 to 10.0.0.1"}), IsEmpty());
  EXPECT_THAT(told(esp, {"permit 50"}), ElementsAre("tunnels: end")) << "IKE";
  EXPECT_THAT(told(esp, {"permit udp >500"}), ElementsAre("tunnels: end"));
  EXPECT_THAT(told(esp, {"deny udp >500", "permit any"}), ElementsAre("tunnels: deny udp >500"));
  EXPECT_THAT(told(esp, {"open udp", "permit any"}), ElementsAre("tunnels: open udp"));
  model::TunnelConfig gre{.encapsulation = model::Encapsulation::kGre, .ipsec = false};
  EXPECT_THAT(told(gre, {"permit 47"}), IsEmpty());
  EXPECT_THAT(told(gre, {"permit 50", "permit udp >500"}), ElementsAre("tunnels: end"));
  EXPECT_THAT(told(gre, {"permit tcp"}, "v"), ElementsAre("tunnels: end"))
      << "nobody says where its packets are";
  gre.underlay_vrf = "";
  EXPECT_THAT(told(gre, {"permit tcp"}, "v"), IsEmpty());
  const model::TunnelConfig plain{
      .encapsulation = model::Encapsulation::kIp, .ipsec = false, .carries6 = false};
  EXPECT_THAT(told(plain, {"permit 4"}), IsEmpty());
  EXPECT_THAT(told(plain, {"permit 41"}), ElementsAre("tunnels: end"));
  model::TunnelConfig wireguard{.encapsulation = model::Encapsulation::kWireGuard, .ipsec = false};
  wireguard.wireguard.emplace();
  EXPECT_THAT(told(wireguard, {"permit udp"}), IsEmpty());
  EXPECT_THAT(told(wireguard, {"permit 47"}), ElementsAre("tunnels: end"));
}

TEST(FilterGaps, UndefinedListsAreDoubtsOfReaders) {
  Pair pair = OspfPair();
  PortOf(pair, "a", "e").acl_in4 = {"nobody", pair->NewSpan()};
  EXPECT_THAT(GapsIn(pair), IsEmpty());
}

TEST(FilterGaps, ImpactIsOfTheFamilyUnlessOthersRestOnIt) {
  Pair plain = OspfPair();
  FilterIn(plain, "a", "e", {"deny any"});
  EXPECT_EQ(GapsIn(plain).at(0).impact, Impact::kRouting4);
  Pair with_bgp = OspfPair();
  FilterIn(with_bgp, "a", "e", {"deny any"});
  with_bgp["b"].bgp.as = 7;
  EXPECT_EQ(GapsIn(with_bgp).at(0).impact, Impact::kRouting);
}

Pair Ospf6Pair() {
  Pair pair(true);
  for (const char* node : {"a", "b"}) {
    pair->Run(node, "e", 0, 1);
    pair[node].ospf.processes[0].family = Family::kIpv6;
  }
  return pair;
}

TEST(FilterGaps, Ospf6SpeaksFromLinkLocalAddresses) {
  EXPECT_THAT(Ospf6Pair().In({"deny any"}), IsEmpty()) << "a list of IPv4";
  EXPECT_THAT(Ospf6Pair().In({"permit 58", "permit ospf from fe80::/10"}, Family::kIpv6), IsEmpty());
  EXPECT_THAT(Ospf6Pair().In({"permit 58", "permit ospf from 2001:db8::/32"}, Family::kIpv6),
              ElementsAre("OSPFv3: end"));
  EXPECT_THAT(
      Ospf6Pair().In({"permit 58", "permit ospf to ff02::/16", "permit ospf to fe80::/10"}, Family::kIpv6),
      IsEmpty());
}

TEST(FilterGaps, VirtualLinksCrossTheArea) {
  const auto pair = [] {
    Pair made = OspfPair();
    made["a"].ospf.processes[0].virtual_links.emplace_back().transit = 0;
    return made;
  };
  EXPECT_THAT(pair().In({"permit ospf"}), IsEmpty());
  EXPECT_THAT(pair().In({"permit ospf from 10.0.0.0/24"}), ElementsAre("OSPF: end"));
}

TEST(FilterGaps, EigrpMustPass) {
  const auto pair = [] {
    Pair made;
    for (const char* node : {"a", "b"})
      made[node].eigrp.processes.emplace_back().interfaces.emplace_back().name = "e";
    return made;
  };
  EXPECT_THAT(pair().In({"permit 88"}), IsEmpty());
  EXPECT_THAT(pair().In({"permit 88 to 224.0.0.10"}), ElementsAre("EIGRP: end"));
  EXPECT_THAT(pair().In({"permit 88 to 224.0.0.10", "permit 88 to 10.0.0.1"}), IsEmpty());
  EXPECT_THAT(pair().Out({"deny 88", "permit any"}), ElementsAre("EIGRP: deny 88"));
}

TEST(FilterGaps, RipMustPassFromWhoSends) {
  const auto pair = [](Family family) {
    Pair made(family == Family::kIpv6);
    for (const char* node : {"a", "b"}) {
      rip::RipProcess& process = made[node].rip.processes.emplace_back();
      process.family = family;
      process.interfaces.emplace_back().name = "e";
    }
    return made;
  };
  EXPECT_THAT(pair(Family::kIpv4).In({"permit udp >520"}), IsEmpty());
  EXPECT_THAT(pair(Family::kIpv4).In({"permit udp >520 to 10.0.0.1"}), ElementsAre("RIP: end"));
  EXPECT_THAT(pair(Family::kIpv6).In({"permit 58", "permit udp >521 to ff02::9"}, Family::kIpv6), IsEmpty());
  EXPECT_THAT(pair(Family::kIpv6).In({"permit 58", "permit udp >520"}, Family::kIpv6),
              ElementsAre("RIPng: end"));
  Pair listens = pair(Family::kIpv4);
  listens["b"].rip.processes[0].interfaces[0].passive = true;
  EXPECT_THAT(listens.In({"deny any"}), IsEmpty());
  Pair deaf = pair(Family::kIpv4);
  deaf["a"].rip.processes[0].interfaces[0].receives = false;
  EXPECT_THAT(deaf.In({"deny any"}), IsEmpty());
}

TEST(FilterGaps, IsisIsNotIp) {
  Pair pair;
  for (const char* node : {"a", "b"})
    pair[node].isis.processes.emplace_back().interfaces.emplace_back().name = "e";
  EXPECT_THAT(pair.In({"deny any"}), IsEmpty());
}

Pair LdpPair() {
  Pair pair;
  for (const char* node : {"a", "b"}) {
    pair->Port(node, "lo", node[0] == 'a' ? "192.0.2.1/32" : "192.0.2.2/32", model::InterfaceKind::kLoopback);
    pair[node].ldp.enabled = true;
    pair[node].ldp.interfaces.push_back({"e", {}});
  }
  return pair;
}

TEST(FilterGaps, LdpNeedsHellosAndSessions) {
  EXPECT_THAT(LdpPair().In({"permit udp >646", "permit tcp >646", "permit tcp <646"}), IsEmpty());
  EXPECT_THAT(LdpPair().In({"permit udp >646", "permit tcp >646"}), IsEmpty()) << "b opens";
  EXPECT_THAT(LdpPair().Out({"permit udp >646", "permit tcp >646"}), IsEmpty());
  EXPECT_THAT(LdpPair().In({"permit udp >646", "open tcp", "permit any"}), ElementsAre("LDP: open tcp"));
  EXPECT_THAT(LdpPair().In({"permit udp >646", "permit tcp >646", "open tcp"}), IsEmpty());
  EXPECT_THAT(LdpPair().In({"permit udp >646", "permit tcp <646"}), ElementsAre("LDP: end"));
  EXPECT_THAT(LdpPair().In({"permit tcp"}), ElementsAre("LDP: end")) << "hellos";
  EXPECT_THAT(LdpPair().In({"permit udp >646", "permit tcp from 192.0.2.2 to 192.0.2.1"}), IsEmpty());
  EXPECT_THAT(LdpPair().In({"permit udp >646", "permit tcp from 10.0.0.0/24"}), ElementsAre("LDP: end"));
  Pair guarded = LdpPair();
  GuardIn(guarded, "b", {"permit udp >646", "permit tcp <646 established"});
  EXPECT_THAT(Told(guarded, "b", {}), IsEmpty());
  Pair shut = LdpPair();
  GuardIn(shut, "b", {"permit udp >646", "permit tcp >646"});
  EXPECT_THAT(Told(shut, "b", {"permit udp >646", "permit tcp >646"}), ElementsAre("LDP: end"));
}

TEST(FilterGaps, StaticRoutesTakeSessionsOfLdpToOtherLinks) {
  for (const char* prefix : {"192.0.2.0/24", "198.51.100.0/24", "0.0.0.0/0"}) {
    Pair pair = LdpPair();
    pair->Port("a", "f", "10.0.1.1/24");
    pair->Port("b", "f", "10.0.1.2/24");
    pair->Static("a", prefix, "10.0.1.2");
    FilterIn(pair, "b", "f", {"permit udp"});
    EXPECT_EQ(Told(pair, "b", {"permit udp"}).empty(), std::string(prefix) != "192.0.2.0/24") << prefix;
  }
}

/// Reasons and places of what a check of sources at a leaves open.
std::vector<std::string> CheckedAt(Pair& pair) {
  const base::Span line = pair->NewSpan();
  PortOf(pair, "a", "e").source_check = line;
  std::vector<std::string> told;
  for (const Gap& gap : GapsIn(pair))
    told.push_back(std::string(gap.reason) + (gap.span == line ? "" : " elsewhere"));
  return told;
}

TEST(FilterGaps, ChecksOfSourcesLetNeighborsOnTheSubnetPass) {
  const std::string kStops = "reverse path check that may drop packets of neighbors";
  Pair near = OspfPair();
  EXPECT_THAT(CheckedAt(near), IsEmpty());
  Pair far = OspfPair();
  far->Port("b", "lo", "192.0.2.2/32", model::InterfaceKind::kLoopback);
  PortOf(far, "b", "e").addresses.clear();
  PortOf(far, "b", "e").unnumbered_from = "lo";
  far->Cable("a", "e", "b", "e");
  EXPECT_THAT(CheckedAt(far), ElementsAre(kStops)) << "b sends from its loopback";
  Pair ldp = LdpPair();
  EXPECT_THAT(CheckedAt(ldp), ElementsAre(kStops)) << "sessions run between loopbacks";
}

/// eBGP between the addresses of the segment.
Pair BgpPair() {
  Pair pair;
  for (const char* node : {"a", "b"}) {
    const bool first = node[0] == 'a';
    pair[node].bgp.as = first ? 1 : 2;
    bgp::BgpNeighbor& neighbor = pair[node].bgp.vrfs.emplace_back().neighbors.emplace_back();
    neighbor.address = A(first ? "10.0.0.2" : "10.0.0.1");
    neighbor.remote_as = first ? 2 : 1;
  }
  return pair;
}
bgp::BgpNeighbor& NeighborOf(Pair& pair, const std::string& node) {
  return pair[node].bgp.vrfs[0].neighbors[0];
}

TEST(FilterGaps, OneEndMustBeAbleToOpenASession) {
  EXPECT_THAT(BgpPair().In({"permit tcp >179", "permit tcp <179"}), IsEmpty());
  EXPECT_THAT(BgpPair().In({"permit tcp >179"}), IsEmpty()) << "b opens";
  EXPECT_THAT(BgpPair().In({"permit tcp <179"}), IsEmpty()) << "a opens";
  EXPECT_THAT(BgpPair().In({"permit tcp established"}), IsEmpty()) << "a opens";
  EXPECT_THAT(BgpPair().Out({"permit tcp established"}), IsEmpty());
  EXPECT_THAT(BgpPair().In({"deny tcp", "permit any"}), ElementsAre("BGP: deny tcp"));
  EXPECT_THAT(BgpPair().In({"open tcp", "permit any"}), ElementsAre("BGP: open tcp"));
  EXPECT_THAT(BgpPair().In({"permit tcp >179", "open any"}), IsEmpty()) << "b opens";
  EXPECT_THAT(BgpPair().In({"permit ospf"}), ElementsAre("BGP: end"));
  EXPECT_THAT(BgpPair().In({"permit tcp >179 from 10.0.0.3"}), ElementsAre("BGP: end"));
}

TEST(FilterGaps, WhoWaitsOpensNoSession) {
  Pair waits = BgpPair();
  NeighborOf(waits, "a").passive = true;
  EXPECT_THAT(waits.In({"permit tcp established"}), ElementsAre("BGP: end"));
  Pair both = BgpPair();
  NeighborOf(both, "a").passive = NeighborOf(both, "b").passive = true;
  EXPECT_THAT(both.In({"deny any"}), IsEmpty()) << "no session anyhow";
  Pair listens = BgpPair();
  NeighborOf(listens, "b").address.reset();
  NeighborOf(listens, "b").listen_range = P("10.0.0.0/24");
  EXPECT_THAT(listens.In({"permit tcp >179"}), ElementsAre("BGP: end")) << "only a opens";
}

TEST(FilterGaps, ListsOfBothEndsTogetherStopASession) {
  Pair pair = BgpPair();
  FilterIn(pair, "a", "e", {"permit tcp established"});  // only a opens
  FilterIn(pair, "b", "e", {"permit tcp established"});  // only b opens
  EXPECT_EQ(GapsIn(pair).size(), 1U);
}

TEST(FilterGaps, NeighboursOutsideThatAreStated) {
  const auto pair = [](const Lines& lines) {
    World net;
    net.Port("a", "e", "10.0.0.1/24");
    net["a"].bgp.as = 1;
    bgp::BgpNeighbor& neighbor = net["a"].bgp.vrfs.emplace_back().neighbors.emplace_back();
    neighbor.address = A("10.0.0.9");
    neighbor.remote_as = 9;
    net.OutsideOf("a").emplace_back().address = A("10.0.0.9");
    FilterIn(net, "a", "e", lines);
    return Told(net, "a", lines);
  };
  EXPECT_THAT(pair({"permit tcp >179"}), IsEmpty());
  EXPECT_THAT(pair({"permit tcp established"}), IsEmpty());
  EXPECT_THAT(pair({"permit udp"}), ElementsAre("BGP: end"));
}

TEST(FilterGaps, UnnumberedSessionsRunBetweenLinkLocalAddresses) {
  const auto pair = [] {
    Pair made = BgpPair();
    for (const char* node : {"a", "b"}) {
      NeighborOf(made, node).address.reset();
      NeighborOf(made, node).interface = "e";
    }
    return made;
  };
  EXPECT_THAT(pair().In({"permit 58", "permit tcp from fe80::/10"}, Family::kIpv6), IsEmpty());
  EXPECT_THAT(pair().In({"permit 58", "permit tcp from 2001:db8::/32"}, Family::kIpv6),
              ElementsAre("BGP: end"));
  EXPECT_THAT(pair().In({"permit 58 #134", "permit tcp"}, Family::kIpv6), IsEmpty());
  EXPECT_THAT(pair().In({"permit 58 #135", "permit tcp"}, Family::kIpv6), ElementsAre("BGP: end"))
      << "no router is advertised";
  EXPECT_THAT(pair().Out({"permit tcp"}, Family::kIpv6), ElementsAre("BGP: end"));
}

TEST(FilterGaps, RoutersOfAGroupMustHearEachOther) {
  const auto pair = [](model::RedundancyProtocol protocol, std::uint32_t group, const char* address) {
    Pair made;
    for (const char* node : {"a", "b"}) {
      model::VirtualRouter one;
      one.protocol = protocol;
      one.group = group;
      one.addresses = {A(address)};
      PortOf(made, node, "e").virtual_routers.push_back(one);
    }
    return made;
  };
  using enum model::RedundancyProtocol;
  const std::string told = "first-hop redundancy: end";
  EXPECT_THAT(pair(kVrrp, 1, "10.0.0.9").In({"permit 112 to 224.0.0.18"}), IsEmpty());
  EXPECT_THAT(pair(kVrrp, 1, "10.0.0.9").In({"permit tcp"}), ElementsAre(told));
  EXPECT_THAT(pair(kVrrp, 1, "fe80::9").In({"permit 112 to ff02::12"}, Family::kIpv6), IsEmpty());
  EXPECT_THAT(pair(kHsrp, 1, "10.0.0.9").In({"permit udp >1985 to 224.0.0.2"}), IsEmpty());
  const std::uint32_t later = model::kLaterVersionGroups + 1;
  EXPECT_THAT(pair(kHsrp, later, "10.0.0.9").In({"permit udp >1985 to 224.0.0.2"}), ElementsAre(told));
  EXPECT_THAT(pair(kHsrp, later, "10.0.0.9").In({"permit udp >1985 to 224.0.0.102"}), IsEmpty());
  EXPECT_THAT(pair(kAnycast, 1, "10.0.0.9").In({"deny any"}), IsEmpty());
  Pair impact = pair(kVrrp, 1, "10.0.0.9");
  FilterIn(impact, "a", "e", {"deny any"});
  EXPECT_EQ(GapsIn(impact).at(0).impact, Impact::kRouting4 | Impact::kForwarding);
}

TEST(FilterGaps, NeighborsOfIpv6HaveToFindEachOther) {
  const auto told = [](const Lines& lines) { return Pair(true).In(lines, Family::kIpv6); };
  EXPECT_THAT(told({"permit 58"}), IsEmpty());
  EXPECT_THAT(told({"permit 58 #135", "permit 58 #136", "deny any"}), IsEmpty());
  EXPECT_THAT(told({"permit tcp", "deny any"}), ElementsAre("neighbor discovery: deny any"));
  EXPECT_THAT(told({"permit 58 #135"}), ElementsAre("neighbor discovery: end")) << "no answers";
  EXPECT_THAT(told({"open 58 #136", "permit 58"}), ElementsAre("neighbor discovery: open 58 #136"));
  EXPECT_THAT(told({"permit 58 to 2001:db8::1", "permit 58 to fe80::/10"}),
              ElementsAre("neighbor discovery: end"))
      << "questions go to a group";
  EXPECT_THAT(told({"permit 58 to 2001:db8::1", "permit 58 to fe80::/10", "permit 58 to ff02::1:ff00:0/104"}),
              IsEmpty());
  EXPECT_THAT(told({"permit 58 to 2001:db8::1", "permit 58 to fe80::/10", "permit 58 to ff02::1:ff00:1"}),
              ElementsAre("neighbor discovery: end"))
      << "that of the link-local address is another one";
  EXPECT_THAT(Pair(true).Out({"permit tcp"}, Family::kIpv6), ElementsAre("neighbor discovery: end"));
  EXPECT_THAT(Pair(true).In({"permit tcp"}), IsEmpty()) << "ARP is not IP";
  EXPECT_THAT(Pair().In({"permit tcp"}, Family::kIpv6), IsEmpty()) << "no addresses";
}

TEST(FilterGaps, HostsAndRoutersOfIpv6HaveToFindEachOther) {
  const auto gaps = [](const Lines& lines, model::InterfaceKind kind) {
    World net;
    net.Port("a", "e", "2001:db8::1/64");
    PortOf(net, "a", "e").kind = kind;
    FilterIn(net, "a", "e", lines, Family::kIpv6);
    return GapsIn(net).size();
  };
  EXPECT_EQ(gaps({"permit tcp"}, model::InterfaceKind::kPhysical), 1U);
  EXPECT_EQ(gaps({"permit 58 from 2001:db8::/64", "permit 58 from fe80::/10"}, model::InterfaceKind::kSvi),
            0U);
  EXPECT_EQ(gaps({"permit 58 from 2001:db8::/64"}, model::InterfaceKind::kSvi), 1U);
  EXPECT_EQ(gaps({"permit tcp"}, model::InterfaceKind::kTunnel), 0U);
}

TEST(FilterGaps, WhatStopsNeighborDiscoveryMayChangeIpv4WhereThatRestsOnIpv6) {
  Pair pair(true);
  FilterIn(pair, "a", "e", {"permit tcp"}, Family::kIpv6);
  EXPECT_EQ(GapsIn(pair).at(0).impact, Impact::kRouting6);
  model::TunnelConfig tunnel;
  tunnel.peer = A("2001:db8::2");
  pair["a"].device.tunnels.push_back(tunnel);
  EXPECT_EQ(GapsIn(pair).at(0).impact, Impact::kRouting);
}

}  // namespace
}  // namespace ringfence::routing
