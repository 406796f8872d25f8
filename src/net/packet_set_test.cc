// Judges: net::Matches on random matches and packets; truth tables on a small world of a few packets; the
// laws of set algebra.

#include "net/packet_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace ringfence::net {
namespace {

/// Draws matches and packets that meet each other often: few bits vary, the rest is fixed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}

  std::uint64_t Below(std::uint64_t bound) { return random_() % bound; }

  IpAddress Address(Family family) {
    const std::uint64_t low = Below(2) == 0 ? Below(16) : (Below(4) << 30) | Below(16);
    return family == Family::kIpv4 ? IpAddress::V4(static_cast<std::uint32_t>(low))
                                   : IpAddress::V6((Below(2) << 63) | Below(4), low);
  }

  std::vector<AddressMatch> Addresses(Family family) {
    std::vector<AddressMatch> matches(Below(3));
    for (AddressMatch& match : matches) {
      const auto length = static_cast<std::uint8_t>(AddressBits(family) - Below(5));
      match = AddressMatch::Of(Prefix::Of(Address(family), Below(4) == 0 ? std::uint8_t{0} : length));
      if (Below(3) == 0) match = {Address(family), Address(family)};
      if (Below(20) == 0) match = AddressMatch::Of(Prefix::Default(Family::kIpv6));
    }
    return matches;
  }

  std::vector<NumberRange> Ranges(std::span<const std::uint16_t> values) {
    std::vector<NumberRange> ranges(Below(3));
    for (NumberRange& range : ranges) range = {values[Below(values.size())], values[Below(values.size())]};
    return ranges;
  }

  HeaderMatch Match() {
    HeaderMatch match;
    match.family = Below(3) == 0 ? Family::kIpv6 : Family::kIpv4;
    match.source = Addresses(match.family);
    match.destination = Addresses(match.family);
    match.protocol = Ranges(kProtocols);
    if (Below(2) == 0) match.source_port = Ranges(kPorts);
    if (Below(2) == 0) match.destination_port = Ranges(kPorts);
    if (Below(4) == 0) match.icmp_type = Ranges(kTypes);
    if (Below(4) == 0) match.tcp_state = Below(2) == 0 ? TcpState::kEstablished : TcpState::kNotEstablished;
    if (Below(4) == 0) match.fragment = Below(2) == 0;
    if (Below(6) == 0) match.dscp = static_cast<std::uint8_t>(Below(2) == 0 ? 46 : Below(256));
    return match;
  }

  PacketHeader Packet() {
    const Family family = Below(3) == 0 ? Family::kIpv6 : Family::kIpv4;
    PacketHeader packet;
    packet.source = Address(family);
    packet.destination = Address(family);
    packet.protocol = static_cast<std::uint8_t>(kProtocols[Below(kProtocols.size() - 1)]);
    packet.fragment = Below(4) == 0;
    packet.source_port = kPorts[Below(kPorts.size())];
    packet.destination_port = kPorts[Below(kPorts.size())];
    packet.icmp_type = static_cast<std::uint8_t>(kTypes[Below(kTypes.size() - 1)]);
    packet.tcp_established = Below(2) == 0;
    packet.dscp = Below(3) == 0 ? 46 : 0;
    return packet;
  }

 private:
  static constexpr std::array<std::uint16_t, 10> kProtocols = {0, 1, 6, 6, 17, 50, 58, 132, 255, 300};
  static constexpr std::array<std::uint16_t, 7> kPorts = {0, 1, 22, 443, 1024, 49152, 65535};
  static constexpr std::array<std::uint16_t, 5> kTypes = {0, 3, 8, 255, 256};
  std::mt19937_64 random_;
};

/// The packet with every field it does not carry set to zero.
PacketHeader Canonical(PacketHeader packet) {
  const std::uint8_t icmp = packet.source.family == Family::kIpv4 ? kProtocolIcmp : kProtocolIcmp6;
  if (!HasPorts(packet.protocol) || packet.fragment) packet.source_port = packet.destination_port = 0;
  if (packet.protocol != icmp || packet.fragment) packet.icmp_type = 0;
  if (packet.protocol != kProtocolTcp) packet.tcp_established = false;
  return packet;
}

TEST(PacketSet, MeansWhatMatchesMeans) {
  Dice dice(1);
  PacketSpace space;
  int met = 0;
  for (int round = 0; round < 4'000; ++round) {
    const HeaderMatch match = dice.Match();
    const PacketSet set = space.Of(match);
    for (int i = 0; i < 40; ++i) {
      const PacketHeader packet = dice.Packet();
      const bool expected = Matches(match, packet);
      ASSERT_EQ(space.Contains(set, packet), expected) << ToString(packet) << " round " << round;
      met += expected ? 1 : 0;
    }
  }
  EXPECT_GT(met, 2'000) << "the dice must make packets and matches meet";
}

/// The match without its conditions on these parts; a packet that has no ports has none to forget.
HeaderMatch Without(HeaderMatch match, const HeaderParts& parts) {
  const auto ignore = [](std::vector<AddressMatch>& matches, std::uint8_t bits) {
    for (AddressMatch& one : matches) {
      const auto length = std::min<std::uint8_t>(bits, AddressBits(one.address.family));
      one.ignore = Not(And(Not(one.ignore), Not(MaskOf(one.address.family, length))));
    }
  };
  const auto any = [](std::vector<NumberRange>& ranges) {
    const bool some = std::ranges::any_of(ranges, [](NumberRange one) { return one.first <= one.last; });
    if (some) ranges = {NumberRange{}};
  };
  ignore(match.source, parts.source_bits);
  ignore(match.destination, parts.destination_bits);
  if (parts.source_port) any(match.source_port);
  if (parts.destination_port) any(match.destination_port);
  return match;
}

TEST(PacketSet, ForgettingPartsLiftsTheirConditions) {
  Dice dice(5);
  PacketSpace space;
  for (int round = 0; round < 1'000; ++round) {
    const HeaderMatch match = dice.Match();
    const HeaderParts parts{static_cast<std::uint8_t>(dice.Below(3) * 16 + dice.Below(2)),
                            static_cast<std::uint8_t>(dice.Below(3) * 64), dice.Below(2) == 0,
                            dice.Below(2) == 0};
    const PacketSet set = space.Of(match);
    const PacketSet forgotten = space.Forget(set, parts);
    ASSERT_EQ(forgotten, space.Of(Without(match, parts))) << "round " << round;
    ASSERT_TRUE(space.Contains(forgotten, set));
    const PacketSet other = space.Of(dice.Match());
    ASSERT_EQ(space.Forget(space.Or(set, other), parts), space.Or(forgotten, space.Forget(other, parts)));
    ASSERT_EQ(space.Forget(forgotten, parts), forgotten);
  }
}

TEST(PacketSet, MirrorsTurnPacketsAround) {
  Dice dice(6);
  PacketSpace space;
  int met = 0;
  for (int round = 0; round < 1'000; ++round) {
    const HeaderMatch match = dice.Match();
    const PacketSet set = space.Or(space.Of(match), space.Of(dice.Match()));
    const PacketSet mirrored = space.Mirror(set);
    ASSERT_EQ(space.Mirror(mirrored), set);
    for (int i = 0; i < 20; ++i) {
      const PacketHeader packet = dice.Packet();
      PacketHeader answer = packet;
      std::swap(answer.source, answer.destination);
      std::swap(answer.source_port, answer.destination_port);
      ASSERT_EQ(space.Contains(mirrored, answer), space.Contains(set, packet)) << ToString(packet);
      met += space.Contains(set, packet) ? 1 : 0;
    }
  }
  EXPECT_GT(met, 500);
}

TEST(PacketSet, MirrorsOfHostsAreMadeOfAsManyNodes) {
  Dice dice(7);
  PacketSpace space;
  PacketSet all = space.None();
  for (int round = 0; round < 300; ++round) {
    PacketHeader packet = dice.Packet();
    const PacketSet hosts = space.And(space.FromPrefix(Prefix::Host(packet.source)),
                                      space.ToPrefix(Prefix::Host(packet.destination)));
    all = space.Or(all, hosts);
    const std::size_t before = space.node_count();
    space.Mirror(hosts);
    EXPECT_LE(space.node_count() - before, 2U * AddressBits(packet.source.family) + 1);
  }
  const std::size_t before = space.node_count();
  EXPECT_EQ(space.Mirror(space.Mirror(all)), all);
  EXPECT_LT(space.node_count() - before, 300'000U);
}

TEST(PacketSet, OperationsAgreeWithMembership) {
  Dice dice(2);
  PacketSpace space;
  for (int round = 0; round < 400; ++round) {
    const HeaderMatch ma = dice.Match();
    const HeaderMatch mb = dice.Match();
    const PacketSet a = space.Of(ma);
    const PacketSet b = space.Of(mb);
    for (int i = 0; i < 50; ++i) {
      const PacketHeader packet = dice.Packet();
      const bool in_a = Matches(ma, packet);
      const bool in_b = Matches(mb, packet);
      ASSERT_EQ(space.Contains(space.And(a, b), packet), in_a && in_b);
      ASSERT_EQ(space.Contains(space.Or(a, b), packet), in_a || in_b);
      ASSERT_EQ(space.Contains(space.Minus(a, b), packet), in_a && !in_b);
    }
  }
}

TEST(PacketSet, ObeysTheLawsOfSets) {
  Dice dice(3);
  PacketSpace space;
  const PacketSet all = space.Or(space.All(Family::kIpv4), space.All(Family::kIpv6));
  for (int round = 0; round < 300; ++round) {
    const PacketSet a = space.Of(dice.Match());
    const PacketSet b = space.Of(dice.Match());
    const PacketSet c = space.Of(dice.Match());
    ASSERT_EQ(space.And(a, b), space.And(b, a));
    ASSERT_EQ(space.Or(a, space.Or(b, c)), space.Or(space.Or(a, b), c));
    ASSERT_EQ(space.And(a, space.Or(b, c)), space.Or(space.And(a, b), space.And(a, c)));
    ASSERT_EQ(space.Minus(all, space.And(a, b)), space.Or(space.Minus(all, a), space.Minus(all, b)));
    ASSERT_EQ(space.Or(space.Minus(a, b), space.And(a, b)), a);
    ASSERT_EQ(space.Minus(a, a), space.None());
    ASSERT_EQ(space.Contains(a, b), space.And(a, b) == b);
    ASSERT_EQ(space.Intersects(a, b), space.And(a, b) != space.None());
  }
}

/// All 256 sets over a world of 8 packets, every pair, every operation, against bit masks.
TEST(PacketSet, TruthTablesOfASmallWorld) {
  constexpr std::size_t kWorld = 8;
  Dice dice(4);
  PacketSpace space;
  std::vector<PacketSet> singles;
  for (std::size_t i = 0; i < kWorld; ++i) {
    PacketHeader packet;
    packet.source = dice.Address(Family::kIpv4);
    packet.destination = IpAddress::V4(static_cast<std::uint32_t>(i * 0x11110001));
    packet.protocol = static_cast<std::uint8_t>(i);
    singles.push_back(space.Of(packet));
  }
  std::vector<PacketSet> sets(1U << kWorld);
  for (std::size_t mask = 1; mask < sets.size(); ++mask) {
    const auto lowest = static_cast<std::size_t>(std::countr_zero(mask));
    sets[mask] = space.Or(sets[mask & (mask - 1)], singles[lowest]);
  }
  for (std::size_t a = 0; a < sets.size(); ++a) {
    for (std::size_t b = 0; b < sets.size(); ++b) {
      ASSERT_EQ(space.And(sets[a], sets[b]), sets[a & b]);
      ASSERT_EQ(space.Or(sets[a], sets[b]), sets[a | b]);
      ASSERT_EQ(space.Minus(sets[a], sets[b]), sets[a & ~b]);
      ASSERT_EQ(sets[a] == sets[b], a == b);
    }
  }
}

TEST(PacketSet, PrefixesAreMatches) {
  PacketSpace space;
  for (const char* text :
       {"0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32", "::/0", "2001:db8::/32", "2001:db8::1/128"}) {
    const Prefix prefix = ParsePrefix(text).value();
    HeaderMatch to;
    to.family = prefix.family();
    to.destination = {AddressMatch::Of(prefix)};
    HeaderMatch from;
    from.family = prefix.family();
    from.source = {AddressMatch::Of(prefix)};
    EXPECT_EQ(space.ToPrefix(prefix), space.Of(to)) << text;
    EXPECT_EQ(space.FromPrefix(prefix), space.Of(from)) << text;
  }
  EXPECT_EQ(space.ToPrefix(Prefix::Default(Family::kIpv6)), space.All(Family::kIpv6));
}

TEST(PacketSet, FamiliesAreApart) {
  PacketSpace space;
  EXPECT_FALSE(space.Intersects(space.All(Family::kIpv4), space.All(Family::kIpv6)));
  EXPECT_NE(space.All(Family::kIpv4), space.All(Family::kIpv6));
  const PacketSet both = space.Or(space.All(Family::kIpv4), space.All(Family::kIpv6));
  EXPECT_EQ(space.Minus(both, space.All(Family::kIpv4)), space.All(Family::kIpv6));
}

TEST(PacketSet, HalvesOfAPrefixMakeItWhole) {
  PacketSpace space;
  const PacketSet low = space.ToPrefix(ParsePrefix("10.0.0.0/9").value());
  const PacketSet high = space.ToPrefix(ParsePrefix("10.128.0.0/9").value());
  EXPECT_EQ(space.Or(low, high), space.ToPrefix(ParsePrefix("10.0.0.0/8").value()));
}

TEST(PacketSet, OnePacketIsOnePacket) {
  Dice dice(5);
  PacketSpace space;
  for (int round = 0; round < 1'000; ++round) {
    const PacketHeader packet = Canonical(dice.Packet());
    const PacketSet set = space.Of(packet);
    ASSERT_TRUE(space.Contains(set, packet));
    ASSERT_EQ(space.Sample(set), packet);
    const PacketHeader other = Canonical(dice.Packet());
    ASSERT_EQ(space.Contains(set, other), packet == other);
  }
}

TEST(PacketSet, SamplesAreMembersAndCarryNoAbsentFields) {
  Dice dice(6);
  PacketSpace space;
  EXPECT_EQ(space.Sample(space.None()), std::nullopt);
  for (int round = 0; round < 2'000; ++round) {
    const HeaderMatch match = dice.Match();
    const PacketSet set = space.Minus(space.Of(match), space.Of(dice.Match()));
    const auto sample = space.Sample(set);
    ASSERT_EQ(sample.has_value(), !set.empty());
    if (!sample) continue;
    ASSERT_TRUE(space.Contains(set, *sample));
    ASSERT_TRUE(Matches(match, *sample));
    ASSERT_EQ(*sample, Canonical(*sample)) << ToString(*sample);
  }
}

TEST(PacketSet, SamplesPreferCommonValues) {
  PacketSpace space;
  EXPECT_EQ(ToString(space.Sample(space.All(Family::kIpv4)).value()), "0.0.0.0 -> 0.0.0.0 tcp 49152 -> 443");
  HeaderMatch match;
  match.protocol = {{kProtocolUdp, kProtocolUdp}, {0, 0}};
  EXPECT_EQ(ToString(space.Sample(space.Of(match)).value()), "0.0.0.0 -> 0.0.0.0 udp 49152 -> 443");
  match.destination_port = {{500, 600}};
  EXPECT_EQ(ToString(space.Sample(space.Of(match)).value()), "0.0.0.0 -> 0.0.0.0 udp 49152 -> 500");
  match = {};
  match.protocol = {{kProtocolIcmp, kProtocolIcmp}};
  EXPECT_EQ(ToString(space.Sample(space.Of(match)).value()), "0.0.0.0 -> 0.0.0.0 icmp type 0");
}

TEST(PacketSet, SamplesDoNotDependOnTheHistoryOfTheSpace) {
  Dice dice(7);
  std::vector<HeaderMatch> matches(50);
  for (HeaderMatch& match : matches) match = dice.Match();
  PacketSpace forward;
  PacketSpace backward;
  std::vector<PacketSet> mirrored(matches.size());
  for (std::size_t i = matches.size(); i-- > 0;) mirrored[i] = backward.Of(matches[i]);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    EXPECT_EQ(forward.Sample(forward.Of(matches[i])), backward.Sample(mirrored[i]));
  }
}

TEST(PacketSpace, StartsSmall) {
  PacketSpace space;
  EXPECT_LE(space.node_count(), 2U);
  EXPECT_FALSE(space.exhausted());
}

TEST(PacketSpace, ReportsExhaustionAndStaysUsable) {
  PacketSpace space(100);
  const PacketSet small = space.ToPrefix(ParsePrefix("10.0.0.0/8").value());
  EXPECT_FALSE(space.exhausted());
  for (std::uint32_t i = 0; i < 50; ++i) space.ToPrefix(Prefix::Host(IpAddress::V4(i * 0x9e3779b9U)));
  EXPECT_TRUE(space.exhausted());
  EXPECT_LE(space.node_count(), 100U);
  // Sets made before keep their meaning.
  EXPECT_EQ(space.ToPrefix(ParsePrefix("10.0.0.0/8").value()), small);
}

}  // namespace
}  // namespace ringfence::net
