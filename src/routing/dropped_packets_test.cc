#include "routing/dropped_packets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "routing/network_testing.h"
#include "routing/protocol_packets.h"
#include "routing/random_testing.h"

namespace ringfence::routing {
namespace {

using model::AclAction;
using net::HeaderMatch;
using net::NumberRange;
using net::PacketHeader;

base::Span Line(std::uint32_t line) { return {base::FileId(0), line, 1, 1}; }

/// Fields from few values, so that lines and packets often meet.
class RandomList {
 public:
  explicit RandomList(Dice& dice) : dice_(dice) {}

  HeaderMatch Match(bool packets) {
    HeaderMatch match;
    if (dice_.OneIn(2)) match.source = {Address()};
    if (dice_.OneIn(4) && !match.source.empty()) match.source.push_back(Address());
    if (dice_.OneIn(2)) match.destination = {Address()};
    if (packets || !dice_.OneIn(3)) match.protocol = {Number({6, 17, 89})};
    const bool ports = !match.protocol.empty() && match.protocol[0].first != 89;
    if (ports && dice_.OneIn(2)) match.source_port = {Port()};
    if (ports && dice_.OneIn(2)) match.destination_port = {Port()};
    if (dice_.OneIn(4)) {
      match.tcp_state = dice_.OneIn(2) ? net::TcpState::kEstablished : net::TcpState::kNotEstablished;
      match.protocol = {{6, 6}};
    }
    if (packets) match.fragment = false;
    if (!packets && dice_.OneIn(8)) match.fragment = dice_.OneIn(2);
    if (!packets && dice_.OneIn(8)) match.dscp = 48;
    return match;
  }
  model::Acl List() {
    model::Acl acl;
    acl.span = Line(1000);
    acl.end_action = Action(3);
    const int count = dice_.Below(8);
    for (int i = 0; i < count; ++i) {
      const base::Span span = Line(static_cast<std::uint32_t>(i));
      if (dice_.OneIn(5)) {
        acl.open_lines.push_back({acl.lines.size(), dice_.OneIn(3) ? HeaderMatch{} : Match(false), span});
      } else {
        acl.lines.push_back({Action(2), Match(false), span});
      }
    }
    return acl;
  }
  PacketHeader Packet() {
    PacketHeader packet;
    packet.source = Host();
    packet.destination = Host();
    packet.protocol = static_cast<std::uint8_t>(Number({6, 17, 89}).first);
    if (packet.protocol != 89) {
      packet.source_port = Number({179, 180, 646, 1024, 65535}).first;
      packet.destination_port = Number({179, 180, 646, 1024, 65535}).first;
    }
    packet.tcp_established = packet.protocol == 6 && dice_.OneIn(2);
    packet.dscp = dice_.OneIn(2) ? 48 : 0;
    return packet;
  }

 private:
  AclAction Action(int one_in) { return dice_.OneIn(one_in) ? AclAction::kDeny : AclAction::kPermit; }
  NumberRange Number(std::vector<std::uint16_t> of) {
    const std::uint16_t one = of[static_cast<std::size_t>(dice_.Below(static_cast<int>(of.size())))];
    return {one, one};
  }
  NumberRange Port() { return dice_.OneIn(2) ? NumberRange{1024, 65535} : Number({179, 646}); }
  net::IpAddress Host() {
    return net::IpAddress::V4(0x0a000000U + static_cast<std::uint32_t>(dice_.Below(8)));
  }
  net::AddressMatch Address() {
    return net::AddressMatch::Of(net::Prefix::Of(Host(), static_cast<std::uint8_t>(29 + dice_.Below(4))));
  }
  Dice& dice_;
};

/// A line, open ones among the others.
struct Step {
  HeaderMatch match;
  base::Span span;
  bool open = false;
  bool denies = false;
};

/// The list as it is written.
std::vector<Step> StepsOf(const model::Acl& acl) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i <= acl.lines.size(); ++i) {
    for (const model::OpenLine& line : acl.open_lines) {
      if (line.place == i) steps.push_back({line.match, line.span, true, false});
    }
    if (i == acl.lines.size()) break;
    const model::AclLine& line = acl.lines[i];
    steps.push_back({line.match, line.span, false, line.action == AclAction::kDeny});
  }
  return steps;
}

/// The plain meaning, packet by packet: the place of the line that drops it, or may; nullopt: it passes.
std::optional<base::Span> DropOf(const model::Acl& acl, const PacketHeader& packet) {
  for (const Step& step : StepsOf(acl)) {
    if (!net::Matches(step.match, packet)) continue;
    if (step.open || step.denies) return step.span;
    return std::nullopt;
  }
  return acl.end_action == AclAction::kDeny ? std::optional(acl.span) : std::nullopt;
}

TEST(DroppedPackets, IsWhatHappensToSinglePackets) {
  int dropping = 0;
  int passing = 0;
  int open = 0;
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Dice dice(seed);
    RandomList random(dice);
    const model::Acl acl = random.List();
    std::vector<HeaderMatch> packets = {random.Match(true)};
    if (dice.OneIn(2)) packets.push_back(random.Match(true));
    net::PacketSpace space;
    const std::optional<base::Span> told = FirstDropped(acl, packets, space);
    std::optional<base::Span> first;
    for (int i = 0; i < 300; ++i) {
      const PacketHeader packet = random.Packet();
      if (!net::Matches(packets[0], packet) && (packets.size() < 2 || !net::Matches(packets[1], packet)))
        continue;
      const auto drop = DropOf(acl, packet);
      if (drop && (!first || drop->line < first->line)) first = drop;
    }
    // Samples may miss packets, never invent some.
    if (first) {
      ASSERT_TRUE(told) << seed;
      ASSERT_LE(told->line, first->line) << seed;
    }
    if (told) {
      // There is a packet that says so.
      net::PacketSet all = space.None();
      for (const HeaderMatch& match : packets) all = space.Or(all, space.Of(match));
      for (const Step& step : StepsOf(acl)) {
        if (step.span == *told) {
          all = space.And(all, space.Of(step.match));
          open += step.open ? 1 : 0;
          break;
        }
        all = space.Minus(all, space.Of(step.match));
      }
      const auto sample = space.Sample(all);
      ASSERT_TRUE(sample) << seed;
      EXPECT_EQ(DropOf(acl, *sample), told) << seed;
    }
    (told ? dropping : passing) += 1;
    const auto of_set = [&] {
      net::PacketSet all = space.None();
      for (const HeaderMatch& match : packets) all = space.Or(all, space.Of(match));
      return FirstDropped(acl, all, space);
    }();
    EXPECT_EQ(of_set, told) << seed;
  }
  EXPECT_GT(dropping, 500);
  EXPECT_GT(passing, 500);
  EXPECT_GT(open, 200);
}

TEST(DroppedPackets, LongListsAreQuick) {
  model::Acl acl;
  acl.span = Line(1);
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    model::AclLine& line = acl.lines.emplace_back();
    line.match.source = {OnlyAddress(net::IpAddress::V4(0xc0a80000U + i))};
    line.match.protocol = {{6, 6}};
    line.span = Line(i + 2);
  }
  model::AclLine last;
  last.action = AclAction::kPermit;
  last.match.protocol = {{89, 89}};
  acl.lines.push_back(last);
  net::PacketSpace space;
  const auto packets =
      OspfPackets(ospf::NetworkType::kBroadcast,
                  {net::Family::kIpv4, {OnlyAddress(A("10.0.0.1"))}, {OnlyAddress(A("10.0.0.2"))}});
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(FirstDropped(acl, packets, space));
  EXPECT_LT(space.node_count(), 10'000U);
  acl.lines.pop_back();
  EXPECT_EQ(FirstDropped(acl, packets, space), Line(1));
}

TEST(DroppedPackets, SetsThatGetTooLargeMayBeDropped) {
  model::Acl acl;
  acl.end_action = AclAction::kPermit;
  acl.span = Line(7);
  net::PacketSpace space(8);
  const std::vector<HeaderMatch> packets = {OpeningPackets(kBgpPort, {net::Family::kIpv4, {}, {}})};
  EXPECT_EQ(FirstDropped(acl, packets, space), Line(7));
}

TEST(DroppedPackets, PacketsOfTheOtherFamilyPass) {
  model::Acl acl;
  acl.family = net::Family::kIpv6;
  net::PacketSpace space;
  const std::vector<HeaderMatch> packets = {OpeningPackets(kBgpPort, {net::Family::kIpv4, {}, {}})};
  EXPECT_FALSE(FirstDropped(acl, packets, space));
}

}  // namespace
}  // namespace ringfence::routing
