// Judge: BuDDy, a library of decision diagrams by others, where it was found (Debian: libbdd-dev). What it
// knows of a condition is written here once more, bit by bit.
//
// Equality is exact: our set is read decision by decision and made again in BuDDy, where equal sets are equal
// numbers. Speed: a list of 10,000 lines and 1,000 flows, both from conditions to what each flow keeps.

#include <gtest/gtest.h>

#ifdef RF_HAVE_BUDDY
#include <bdd.h>
#endif

#include <chrono>
#include <cstdio>
#include <unordered_map>
#include <vector>

#include "forwarding/access_lists.h"
#include "forwarding/access_lists_testing.h"

namespace ringfence::forwarding {
namespace {

#ifdef RF_HAVE_BUDDY

constexpr int kBuddyNodes = 2'000'000;
constexpr int kBuddyCache = 200'000;

/// Fields of an IPv4 header in the order of packet_set.cc: first variable and bits.
struct BuddyField {
  int first, bits;
};
constexpr BuddyField kDestination = {0, 32}, kSource = {32, 32}, kProtocol = {64, 8};
constexpr BuddyField kDestinationPort = {72, 16}, kFragment = {113, 1}, kEstablished = {112, 1};
constexpr int kBuddyVariables = 120;

class Buddy {
 public:
  Buddy() {
    bdd_init(kBuddyNodes, kBuddyCache);
    bdd_gbc_hook(nullptr);
    bdd_setvarnum(kBuddyVariables);
  }
  ~Buddy() { bdd_done(); }
  Buddy(const Buddy&) = delete;
  Buddy& operator=(const Buddy&) = delete;

  static bdd Equal(BuddyField field, std::uint64_t value, std::uint64_t care) {
    bdd all = bddtrue;
    for (int i = 0; i < field.bits; ++i) {
      const int variable = field.first + field.bits - 1 - i;
      if (((care >> i) & 1U) != 0)
        all &= ((value >> i) & 1U) != 0 ? bdd_ithvar(variable) : bdd_nithvar(variable);
    }
    return all;
  }

  static bdd AtMost(BuddyField field, std::uint32_t value) {
    bdd below = bddtrue;
    for (int i = 0; i < field.bits; ++i) {
      const bdd bit = bdd_ithvar(field.first + field.bits - 1 - i);
      below = ((value >> i) & 1U) != 0 ? (bdd_not(bit) | below) : (bdd_not(bit) & below);
    }
    return below;
  }

  static bdd Range(BuddyField field, net::NumberRange range) {
    const bdd from = range.first == 0 ? bdd(bddtrue) : bdd_not(AtMost(field, range.first - 1U));
    return from & AtMost(field, range.last);
  }

  static bdd Address(BuddyField field, const std::vector<net::AddressMatch>& matches) {
    bdd any = matches.empty() ? bdd(bddtrue) : bdd(bddfalse);
    for (const net::AddressMatch& match : matches)
      any |= Equal(field, match.address.v4(), ~std::uint64_t{match.ignore.v4()});
    return any;
  }

  /// A condition with the fields that LongList draws.
  static bdd Of(const net::HeaderMatch& match) {
    bdd all = Address(kDestination, match.destination) & Address(kSource, match.source);
    for (const net::NumberRange range : match.protocol) all &= Range(kProtocol, range);
    for (const net::NumberRange range : match.destination_port) {
      const bdd ports = Equal(kProtocol, 6, 0xff) | Equal(kProtocol, 17, 0xff) | Equal(kProtocol, 132, 0xff);
      all &= ports & Equal(kFragment, 0, 1) & Range(kDestinationPort, range);
    }
    if (match.tcp_state == net::TcpState::kEstablished)
      all &= Equal(kProtocol, 6, 0xff) & Equal(kEstablished, 1, 1);
    return all;
  }

  static bdd Permitted(const model::Acl& acl) {
    bdd rest = bddtrue;
    bdd permitted = bddfalse;
    for (const model::AclLine& line : acl.lines) {
      const bdd match = Of(line.match);
      if (line.action == model::AclAction::kPermit) permitted |= rest & match;
      rest -= match;
    }
    return acl.end_action == model::AclAction::kPermit ? bdd(permitted | rest) : permitted;
  }

  /// Our set of IPv4 packets, made again.
  static bdd Again(const net::PacketSpace& space, net::PacketSet set) {
    std::unordered_map<std::uint32_t, bdd> made = {{0, bddfalse}, {1, bddtrue}};
    const auto decisions = space.DecisionsOf(set);
    bdd last = bddfalse;
    for (auto it = decisions.rbegin(); it != decisions.rend(); ++it) {
      // The first variable says the family; IPv4 is zero.
      last = it->variable == 0 ? made.at(it->low)
                               : bdd_ite(bdd_ithvar(static_cast<int>(it->variable) - 1), made.at(it->high),
                                         made.at(it->low));
      made.insert_or_assign(it->node, last);
    }
    return last;
  }
};

TEST(AccessListsBuddy, RandomListsAndFlowsAreEqual) {
  const Buddy buddy;
  LongList dice(11);
  int empty = 0;
  int parts = 0;
  for (const std::size_t lines : {1U, 5U, 30U, 100U, 300U}) {
    for (int round = 0; round < 4; ++round) {
      const model::Acl acl = dice.List(lines);
      net::PacketSpace space;
      AccessLists lists(space);
      const bdd whole = Buddy::Permitted(acl);
      for (int i = 0; i < 40; ++i) {
        const net::HeaderMatch flow = dice.Condition();
        const net::PacketSet permitted = lists.Permitted(acl, space.Of(flow));
        const bdd expected = Buddy::Of(flow) & whole;
        ASSERT_TRUE(Buddy::Again(space, permitted) == expected) << lines << " lines, flow " << i;
        ASSERT_EQ(permitted.empty(), expected == bdd(bddfalse));
        empty += permitted.empty() ? 1 : 0;
        parts += !permitted.empty() && expected != Buddy::Of(flow) ? 1 : 0;
      }
      AccessLists fresh(space);
      ASSERT_TRUE(Buddy::Again(space, fresh.Permitted(acl)) == whole);
    }
  }
  EXPECT_GT(empty, 20);
  EXPECT_GT(parts, 200);
}

/// Sanitizers and builds without optimisation slow us down and not the library.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr bool kIsMeasured = true;
#else
constexpr bool kIsMeasured = false;
#endif

double SecondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

TEST(AccessListsBuddy, TenThousandLinesAndAThousandFlowsAreNotSlower) {
  LongList dice(12, 64);
  const model::Acl acl = dice.List(10'000);
  std::vector<net::HeaderMatch> flows;
  while (flows.size() < 1'000) {
    net::HeaderMatch flow = dice.Condition();
    if (!flow.source.empty() && !flow.destination.empty()) flows.push_back(std::move(flow));
  }
  auto begin = std::chrono::steady_clock::now();
  net::PacketSpace space;
  AccessLists lists(space);
  std::vector<net::PacketSet> kept;
  for (const net::HeaderMatch& flow : flows) kept.push_back(lists.Permitted(acl, space.Of(flow)));
  const double ours_s = SecondsSince(begin);
  begin = std::chrono::steady_clock::now();
  const Buddy buddy;
  const bdd whole = Buddy::Permitted(acl);
  std::vector<bdd> expected;
  for (const net::HeaderMatch& flow : flows) expected.push_back(Buddy::Of(flow) & whole);
  const double buddy_s = SecondsSince(begin);
  std::printf("10,000 lines, 1,000 flows: %.3f s, BuDDy %.3f s: %.1f times as fast; %zu nodes\n", ours_s,
              buddy_s, buddy_s / ours_s, space.node_count());
  for (std::size_t i = 0; i < flows.size(); ++i)
    ASSERT_TRUE(Buddy::Again(space, kept[i]) == expected[i]) << i;
  if (kIsMeasured) {
    EXPECT_LT(ours_s, buddy_s);
  }
}

#else

TEST(AccessListsBuddy, NotBuilt) {
  GTEST_SKIP() << "BuDDy was not found (Debian: libbdd-dev): access lists are not compared with it";
}

#endif

}  // namespace
}  // namespace ringfence::forwarding
