// Judges: Meet and a plain scan of all prefixes; packet sets for what a condition means inside of a box.

#include "net/match_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "net/packet_set.h"

namespace ringfence::net {
namespace {

/// Draws conditions and packets that meet each other often.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }

  IpAddress Address(Family family) {
    const std::uint64_t bits = (Below(4) << 30) | (Below(2) << 16) | Below(16);
    return family == Family::kIpv4 ? IpAddress::V4(static_cast<std::uint32_t>(bits))
                                   : IpAddress::V6((Below(2) << 63) | Below(4), bits << 16);
  }

  Prefix DrawPrefix(Family family) {
    constexpr int kLengths[] = {0, 2, 3, 16, 28, 30, 31, 32, 64, 108, 128};
    const int length = std::min<int>(kLengths[Below(std::size(kLengths))], AddressBits(family));
    return Prefix::Of(Address(family), static_cast<std::uint8_t>(length));
  }

  std::vector<AddressMatch> Addresses(Family family) {
    std::vector<AddressMatch> matches(Below(3));
    for (AddressMatch& match : matches) {
      match = AddressMatch::Of(DrawPrefix(family));
      if (Below(4) == 0) match.ignore = Address(family);  // holes
    }
    return matches;
  }

  std::vector<NumberRange> Ranges(std::uint64_t top) {
    std::vector<NumberRange> ranges(Below(3));
    for (NumberRange& range : ranges) {
      range.first = static_cast<std::uint16_t>(Below(top));
      range.last = static_cast<std::uint16_t>(range.first + Below(3));
    }
    return ranges;
  }

  HeaderMatch Match(Family family) {
    HeaderMatch match;
    match.family = family;
    match.source = Addresses(family);
    match.destination = Addresses(family);
    if (Below(2) == 0) match.protocol = {{kProtocolTcp, kProtocolTcp}};
    if (Below(6) == 0) match.protocol = {{1, 17}, {50, 132}};
    if (Below(3) == 0) match.source_port = Ranges(6);
    if (Below(3) == 0) match.destination_port = Ranges(6);
    if (Below(8) == 0) match.icmp_type = Ranges(4);
    if (Below(8) == 0) match.tcp_state = TcpState::kEstablished;
    if (Below(12) == 0) match.fragment = Below(2) == 0;
    if (Below(12) == 0) match.dscp = static_cast<std::uint8_t>(Below(70));
    return match;
  }

  PacketHeader Packet(Family family) {
    constexpr std::uint8_t kProtocols[] = {1, 6, 6, 17, 50, 58, 132};
    PacketHeader packet;
    packet.source = Address(family);
    packet.destination = Address(family);
    packet.protocol = kProtocols[Below(std::size(kProtocols))];
    packet.source_port = static_cast<std::uint16_t>(Below(8));
    packet.destination_port = static_cast<std::uint16_t>(Below(8));
    packet.icmp_type = static_cast<std::uint8_t>(Below(5));
    packet.tcp_established = Below(2) == 0;
    packet.fragment = Below(8) == 0;
    return packet;
  }

 private:
  std::mt19937_64 random_;
};

constexpr Family kFamilies[] = {Family::kIpv4, Family::kIpv6};

TEST(PrefixIndex, FindsWhatAScanOfAllPrefixesFinds) {
  Dice dice(1);
  std::size_t found = 0;
  for (int round = 0; round < 600; ++round) {
    const Family family = kFamilies[round % 2];
    std::vector<PrefixIndex::Entry> entries(dice.Below(40));
    for (std::uint32_t i = 0; i < entries.size(); ++i) entries[i] = {dice.DrawPrefix(family), i};
    const PrefixIndex index(entries);
    for (int i = 0; i < 20; ++i) {
      const Prefix asked = dice.DrawPrefix(family);
      std::vector<std::uint32_t> expected;
      for (const PrefixIndex::Entry& entry : entries) {
        if (entry.prefix.Overlaps(asked)) expected.push_back(entry.owner);
      }
      std::vector<std::uint32_t> owners;
      index.AddMeeting(asked, owners);
      std::ranges::sort(owners);
      ASSERT_EQ(owners, expected) << ToString(asked) << " round " << round;
      ASSERT_EQ(index.CountMeeting(asked), expected.size());
      found += expected.size();
    }
  }
  EXPECT_GT(found, 10'000U) << "the dice must make prefixes meet";
}

TEST(MatchIndex, FindsEveryConditionThatMeetsTheBoxInOrder) {
  Dice dice(2);
  std::size_t found = 0;
  for (int round = 0; round < 400; ++round) {
    const Family family = kFamilies[round % 2];
    std::vector<HeaderMatch> list(dice.Below(30));
    std::vector<const HeaderMatch*> places;
    for (HeaderMatch& match : list) {
      match = dice.Match(kFamilies[dice.Below(10) == 0 ? (round + 1) % 2 : round % 2]);
      places.push_back(&match);
    }
    const MatchIndex index(family, places);
    PacketSpace space;
    for (int i = 0; i < 10; ++i) {
      const PacketSet asked = space.Of(dice.Match(family));
      if (asked.empty()) continue;
      const PacketHull hull = space.HullOf(asked);
      const std::vector<std::uint32_t> meeting = index.Meeting(hull);
      std::vector<std::uint32_t> expected;
      for (std::uint32_t place = 0; place < list.size(); ++place) {
        if (Meet(list[place], hull)) expected.push_back(place);
        // What the index leaves out can take nothing.
        if (!std::ranges::binary_search(meeting, place)) {
          ASSERT_FALSE(space.Intersects(asked, space.Of(list[place]))) << round;
        }
      }
      ASSERT_EQ(meeting, expected);
      found += expected.size();
    }
  }
  EXPECT_GT(found, 2'000U);
}

TEST(PacketHull, HoldsEveryPacketOfItsSet) {
  Dice dice(3);
  PacketSpace space;
  int met = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Family family = kFamilies[round % 2];
    const HeaderMatch match = dice.Match(family);
    const PacketHeader packet = dice.Packet(family);
    if (!Matches(match, packet)) continue;
    const PacketHull hull = space.HullOf(space.Of(match));
    ASSERT_TRUE(Covers(hull.source, AddressMatch::Of(Prefix::Host(packet.source)))) << round;
    ASSERT_TRUE(Covers(hull.destination, AddressMatch::Of(Prefix::Host(packet.destination)))) << round;
    HeaderMatch only;
    only.family = family;
    only.protocol = {{packet.protocol, packet.protocol}};
    ASSERT_TRUE(Meet(only, hull)) << round;
    if (HasPorts(packet.protocol) && !packet.fragment) {
      only.source_port = {{packet.source_port, packet.source_port}};
      only.destination_port = {{packet.destination_port, packet.destination_port}};
      ASSERT_TRUE(Meet(only, hull)) << round;
    }
    ++met;
  }
  EXPECT_GT(met, 500);
}

TEST(PacketHull, IsTight) {
  PacketSpace space;
  HeaderMatch match;
  match.source = {AddressMatch::Of(*ParsePrefix("10.1.2.0/24"))};
  match.destination = {{IpAddress::V4(0x0a000001), IpAddress::V4(0x00ff0100)}};
  match.protocol = {{kProtocolUdp, kProtocolUdp}};
  match.destination_port = {{53, 53}};
  PacketHull expected = PacketHull::All(Family::kIpv4);
  expected.source = match.source[0];
  expected.destination = match.destination[0];
  expected.protocol = {kProtocolUdp, kProtocolUdp};
  expected.destination_port = {53, 53};
  EXPECT_EQ(space.HullOf(space.Of(match)), expected);
  EXPECT_EQ(space.HullOf(space.All(Family::kIpv6)), PacketHull::All(Family::kIpv6));
  const PacketSet two =
      space.Or(space.ToPrefix(*ParsePrefix("10.0.0.4/32")), space.ToPrefix(*ParsePrefix("10.0.0.7/32")));
  EXPECT_EQ(PrefixAround(space.HullOf(two).destination), *ParsePrefix("10.0.0.4/30"));
}

TEST(PacketHull, InsideOfABoxAConditionMeansTheSame) {
  Dice dice(4);
  PacketSpace space;
  int smaller = 0;
  for (int round = 0; round < 4'000; ++round) {
    const Family family = kFamilies[round % 2];
    const PacketSet asked = space.Of(dice.Match(family));
    const HeaderMatch match = dice.Match(family);
    if (asked.empty()) continue;
    const PacketSet whole = space.Of(match);
    const PacketSet inside = space.Of(match, space.HullOf(asked));
    ASSERT_EQ(space.And(asked, inside), space.And(asked, whole)) << round;
    ASSERT_EQ(space.Minus(asked, inside), space.Minus(asked, whole)) << round;
    smaller += inside != whole ? 1 : 0;
  }
  EXPECT_GT(smaller, 500) << "boxes must make conditions smaller";
}

TEST(PacketHull, OfAPacketMeetsWhatThePacketMeets) {
  Dice dice(5);
  int met = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Family family = kFamilies[round % 2];
    const HeaderMatch match = dice.Match(family);
    const PacketHeader packet = dice.Packet(family);
    if (!Matches(match, packet)) continue;
    ++met;
    ASSERT_TRUE(Meet(match, PacketHull::Of(packet))) << ToString(packet);
  }
  EXPECT_GT(met, 500);
}

}  // namespace
}  // namespace ringfence::net
