// First match decides: by example, and every small list against the plain meaning on every packet of a tiny
// world.

#include "forwarding/access_lists.h"

#include <gtest/gtest.h>

#include <vector>

#include "forwarding/access_lists_testing.h"

namespace ringfence::forwarding {
namespace {

using model::Acl;
using model::AclAction;
using model::AclLine;
using net::HeaderMatch;
using net::PacketHeader;

net::AddressMatch To(std::string_view prefix) { return net::AddressMatch::Of(*net::ParsePrefix(prefix)); }

PacketHeader Packet(std::string_view source, std::string_view destination,
                    std::uint8_t protocol = net::kProtocolTcp, std::uint16_t port = 443) {
  PacketHeader packet;
  packet.source = *net::ParseAddress(source);
  packet.destination = *net::ParseAddress(destination);
  packet.protocol = protocol;
  if (net::HasPorts(protocol)) packet.destination_port = port;
  return packet;
}

/// Every packet between four addresses, of three protocols, with two ports where there are ports.
std::vector<PacketHeader> TinyWorld() {
  std::vector<PacketHeader> packets;
  for (std::string_view source : {"10.0.0.1", "10.0.0.2"}) {
    for (std::string_view destination : {"10.1.0.1", "10.1.0.2", "10.1.0.3", "10.2.0.1"}) {
      packets.push_back(Packet(source, destination, net::kProtocolIcmp));
      for (std::uint8_t protocol : {net::kProtocolTcp, net::kProtocolUdp}) {
        for (std::uint16_t port : {std::uint16_t{22}, std::uint16_t{443}}) {
          packets.push_back(Packet(source, destination, protocol, port));
        }
      }
    }
  }
  return packets;
}

/// Conditions that overlap in every way lists use: all, a prefix, one host, an odd wildcard, a protocol, a
/// port.
std::vector<HeaderMatch> Conditions() {
  const net::AddressMatch odd_hosts = {*net::ParseAddress("0.0.0.1"), *net::ParseAddress("255.255.255.254")};
  return {{},
          {.destination = {To("10.1.0.0/16")}},
          {.source = {To("10.0.0.2/32")}, .destination = {To("10.1.0.2/32")}},
          {.destination = {odd_hosts}},
          {.protocol = {{net::kProtocolUdp, net::kProtocolUdp}}},
          {.protocol = {{net::kProtocolTcp, net::kProtocolTcp}}, .destination_port = {{0, 100}}}};
}

TEST(AccessLists, EarlierLineWins) {
  const PacketHeader packet = Packet("10.0.0.1", "10.1.0.1");
  Acl acl;
  acl.lines = {AclEntry(AclAction::kDeny, {.destination = {To("10.1.0.1/32")}}, 3),
               AclEntry(AclAction::kPermit, {}, 4)};
  EXPECT_EQ(Decide(acl, packet), AclAction::kDeny);
  EXPECT_EQ(DecidingLine(acl, packet), &acl.lines[0]);
  EXPECT_EQ(DecidingLine(acl, Packet("10.0.0.1", "10.1.0.2")), &acl.lines[1]);
  std::swap(acl.lines[0], acl.lines[1]);
  EXPECT_EQ(Decide(acl, packet), AclAction::kPermit);
  EXPECT_EQ(DecidingLine(acl, packet)->span.line, 4U);
}

TEST(AccessLists, TheEndDecidesWhatNoLineTakes) {
  const PacketHeader packet = Packet("10.0.0.1", "10.2.0.1");
  for (AclAction end : kAclActions) {
    Acl acl;
    acl.end_action = end;
    acl.lines = {AclEntry(AclAction::kPermit, {.destination = {To("10.1.0.0/16")}})};
    EXPECT_EQ(DecidingLine(acl, packet), nullptr);
    EXPECT_EQ(Decide(acl, packet), end);
    net::PacketSpace space;
    AccessLists lists(space);
    EXPECT_EQ(space.Contains(lists.Permitted(acl), packet), end == AclAction::kPermit);
  }
}

TEST(AccessLists, EmptyListIsItsEnd) {
  net::PacketSpace space;
  AccessLists lists(space);
  const Acl closed;
  Acl open;
  open.end_action = AclAction::kPermit;
  EXPECT_TRUE(lists.Permitted(closed).empty());
  EXPECT_EQ(lists.Permitted(open), space.All(net::Family::kIpv4));
}

TEST(AccessLists, AListSpeaksOfItsOwnFamilyOnly) {
  net::PacketSpace space;
  AccessLists lists(space);
  Acl six;
  six.family = net::Family::kIpv6;
  six.end_action = AclAction::kPermit;
  EXPECT_EQ(lists.Permitted(six), space.All(net::Family::kIpv6));
  EXPECT_FALSE(space.Intersects(lists.Permitted(six), space.All(net::Family::kIpv4)));
}

TEST(AccessLists, EachListIsConvertedOnce) {
  net::PacketSpace space;
  AccessLists lists(space);
  Acl acl;
  for (const HeaderMatch& condition : Conditions())
    acl.lines.push_back(AclEntry(AclAction::kPermit, condition));
  const net::PacketSet first = lists.Permitted(acl);
  const std::size_t nodes = space.node_count();
  EXPECT_EQ(lists.Permitted(acl), first);
  EXPECT_EQ(space.node_count(), nodes);
}

/// Compares the set of a list with the line-by-line meaning on every packet of the tiny world.
void ExpectSetEqualsMeaning(const Acl& acl, const std::vector<PacketHeader>& packets,
                            net::PacketSpace& space) {
  AccessLists lists(space);
  const net::PacketSet permitted = lists.Permitted(acl);
  for (const PacketHeader& packet : packets) {
    ASSERT_EQ(space.Contains(permitted, packet), Decide(acl, packet) == AclAction::kPermit)
        << net::ToString(packet);
  }
}

TEST(AccessLists, EveryListOfTwoLinesEqualsItsPlainMeaning) {
  const std::vector<PacketHeader> packets = TinyWorld();
  const std::vector<HeaderMatch> conditions = Conditions();
  net::PacketSpace space;
  std::size_t lists_tried = 0;
  for (std::size_t code = 0; code < conditions.size() * conditions.size() * 8; ++code) {
    Acl acl;
    acl.end_action = kAclActions[code & 1U];
    acl.lines = {AclEntry(kAclActions[(code >> 1U) & 1U], conditions[(code >> 3U) % conditions.size()]),
                 AclEntry(kAclActions[(code >> 2U) & 1U], conditions[(code >> 3U) / conditions.size()])};
    ExpectSetEqualsMeaning(acl, packets, space);
    ++lists_tried;
  }
  EXPECT_EQ(lists_tried, 288U);
}

/// The set of the whole list, line by line, without index, boxes or memory.
net::PacketSet PermittedPlainly(const Acl& acl, net::PacketSpace& space) {
  net::PacketSet rest = space.All(acl.family);
  net::PacketSet permitted;
  for (const AclLine& line : acl.lines) {
    const net::PacketSet match = space.Of(line.match);
    if (line.action == AclAction::kPermit) permitted = space.Or(permitted, space.And(rest, match));
    rest = space.Minus(rest, match);
  }
  return acl.end_action == AclAction::kPermit ? space.Or(permitted, rest) : permitted;
}

TEST(AccessLists, FlowsGetWhatTheWholeListPermits) {
  LongList dice(1);
  std::size_t parts = 0;
  for (const std::size_t lines : {3U, 40U, 120U, 400U}) {
    for (int round = 0; round < 6; ++round) {
      const Acl acl = dice.List(lines);
      net::PacketSpace space;
      const net::PacketSet whole = PermittedPlainly(acl, space);
      AccessLists lists(space);
      for (int i = 0; i < 60; ++i) {
        const net::PacketSet flow = space.Of(dice.Condition());
        const net::PacketSet permitted = lists.Permitted(acl, flow);
        ASSERT_EQ(permitted, space.And(flow, whole)) << lines << " lines, flow " << i;
        parts += !permitted.empty() && permitted != flow ? 1 : 0;
        // The classes of a walk, and what a later split makes of them.
        const net::PacketSet denied = space.Minus(flow, permitted);
        ASSERT_EQ(lists.Permitted(acl, permitted), permitted);
        ASSERT_TRUE(lists.Permitted(acl, denied).empty());
        const net::PacketSet half = space.And(flow, space.ToPrefix(dice.Draw(0xac100000)));
        ASSERT_EQ(lists.Permitted(acl, half), space.And(half, whole));
      }
      ASSERT_EQ(lists.Permitted(acl), whole);
    }
  }
  EXPECT_GT(parts, 300U) << "lists must split flows";
}

TEST(AccessLists, TheIndexFindsTheDecidingLine) {
  LongList dice(2);
  std::size_t decided = 0;
  for (int round = 0; round < 20; ++round) {
    const Acl acl = dice.List(100);
    net::PacketSpace space;
    AccessLists lists(space);
    for (int i = 0; i < 200; ++i) {
      const PacketHeader packet = dice.Draw();
      const AclLine* line = DecidingLine(acl, packet);
      ASSERT_EQ(lists.DecidingLine(acl, packet), line) << net::ToString(packet);
      ASSERT_EQ(space.Contains(lists.Permitted(acl, space.Of(packet)), packet),
                Decide(acl, packet) == AclAction::kPermit);
      decided += line != nullptr ? 1 : 0;
    }
  }
  EXPECT_GT(decided, 2'000U);
}

TEST(AccessLists, ANarrowFlowMakesFewNodesOfALongList) {
  LongList dice(3);
  const Acl acl = dice.List(2'000);
  net::PacketSpace space;
  AccessLists lists(space);
  for (int i = 0; i < 50; ++i) lists.Permitted(acl, space.Of(dice.Draw()));
  EXPECT_LT(space.node_count(), 20'000U);
  EXPECT_FALSE(space.exhausted());
}

TEST(AccessLists, ATooLargeSetIsReported) {
  LongList dice(4);
  const Acl acl = dice.List(400);
  net::PacketSpace space(3'000);
  AccessLists lists(space);
  const PacketHeader packet = dice.Draw();
  const bool permitted = !lists.Permitted(acl, space.Of(packet)).empty();
  EXPECT_EQ(permitted, Decide(acl, packet) == AclAction::kPermit);
  EXPECT_FALSE(space.exhausted()) << "the flow fits";
  lists.Permitted(acl);
  EXPECT_TRUE(space.exhausted()) << "the whole list does not";
}

}  // namespace
}  // namespace ringfence::forwarding
