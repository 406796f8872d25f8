// Ways of tunnels: small ones derived by hand, and random ones against a twin that lists all ways.
#include "routing/te/te_path.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ringfence::routing::te {
namespace {

net::IpAddress Id(Vertex vertex) { return net::IpAddress::V4(0x0aff0000U + vertex); }

/// A topology whose links are added in pairs.
struct World {
  Topology topology;
  std::vector<std::uint8_t> up;

  explicit World(Vertex routers) {
    for (Vertex v = 0; v < routers; ++v) topology.ids.push_back(Id(v));
  }
  /// A link in both directions; the number that stands in its addresses.
  std::uint32_t Add(Vertex a, Vertex b, std::uint32_t metric, std::uint32_t groups = 0) {
    const auto number = static_cast<std::uint32_t>(topology.links.size());
    for (const bool back : {false, true}) {
      TeLink link{.from = back ? b : a, .to = back ? a : b};
      link.out = {model::NodeId(link.from), model::InterfaceIndex(number)};
      link.in = {model::NodeId(link.to), model::InterfaceIndex(number)};
      link.near = net::IpAddress::V4(0x0a000000U + number * 4 + (back ? 2 : 1));
      link.far = net::IpAddress::V4(0x0a000000U + number * 4 + (back ? 1 : 2));
      link.igp_metric = link.te_metric = metric;
      link.groups = groups;
      topology.links.push_back(link);
    }
    return number;
  }
  /// Changes both directions of a link, before Finish.
  template <class Change>
  void Both(std::uint32_t number, Change change) {
    change(topology.links[number]);
    change(topology.links[number + 1]);
  }
  void Finish() {
    topology.Finish();
    up.assign(topology.links.size(), 1);
  }
  void Cut(Vertex a, Vertex b) {
    for (std::size_t i = 0; i < up.size(); ++i) {
      const TeLink& link = topology.links[i];
      if ((link.from == a && link.to == b) || (link.from == b && link.to == a)) up[i] = 0;
    }
  }
  /// "0 1 3", "down" or "open".
  std::string Way(const PathRequest& request) const {
    const TePath path = FindPath(topology, up, request);
    if (path.state == PathState::kDown) return "down";
    if (path.state == PathState::kOpen) return "open";
    std::string text = std::to_string(request.from);
    for (const std::uint32_t link : path.links) text += " " + std::to_string(topology.links[link].to);
    return text;
  }
};

/// 0 - 1 - 3 costs 2, 0 - 2 - 3 costs 100, 1 - 2 costs 10.
World Square() {
  World world(4);
  world.Add(0, 1, 1, 0b01);
  world.Add(1, 3, 1, 0b01);
  world.Add(0, 2, 50, 0b10);
  world.Add(2, 3, 50, 0b10);
  world.Add(1, 2, 10, 0b11);
  return world;
}

const PathRequest kAcross{.from = 0, .to = 3};

PathRequest With(std::span<const PathHop> hops) {
  PathRequest request = kAcross;
  request.hops = hops;
  return request;
}

TEST(TePath, IsTheLeastAndGoesElsewhereAfterAFailure) {
  World world = Square();
  world.Finish();
  EXPECT_EQ(world.Way(kAcross), "0 1 3");
  world.Cut(1, 3);
  EXPECT_EQ(world.Way(kAcross), "0 1 2 3") << "1 + 10 + 50 against 50 + 50";
  world.Cut(0, 1);
  EXPECT_EQ(world.Way(kAcross), "0 2 3");
  world.Cut(2, 3);
  EXPECT_EQ(world.Way(kAcross), "down");
}

TEST(TePath, EqualWaysAndParallelLinksAreOpen) {
  World world(4);
  world.Add(0, 1, 5);
  world.Add(1, 3, 5);
  world.Add(0, 2, 4);
  world.Add(2, 3, 6);
  World parallel = world;
  world.Finish();
  EXPECT_EQ(world.Way(kAcross), "open");
  world.Cut(0, 2);
  EXPECT_EQ(world.Way(kAcross), "0 1 3");
  parallel.Add(0, 1, 5);
  parallel.Finish();
  parallel.Cut(0, 2);
  EXPECT_EQ(parallel.Way(kAcross), "open") << "which of the two links is not known";
}

TEST(TePath, StrictHopsAreFollowedOrTheTunnelIsDown) {
  World world = Square();
  world.Finish();
  // As addresses of links, then that of the end itself.
  const std::vector<PathHop> by2 = {
      {net::IpAddress::V4(0x0a000000U + 4 * 4 + 2)}, {net::IpAddress::V4(0x0a000000U + 6 * 4 + 2)}, {Id(3)}};
  EXPECT_EQ(world.Way(With(by2)), "0 2 3");
  const std::vector<PathHop> routers = {{Id(2)}, {Id(3)}};
  EXPECT_EQ(world.Way(With(routers)), "0 2 3");
  const std::vector<PathHop> apart = {{Id(3)}};
  EXPECT_EQ(world.Way(With(apart)), "down") << "not the next router";
  const std::vector<PathHop> early = {{Id(2)}};
  EXPECT_EQ(world.Way(With(early)), "open") << "whether the rest is added";
  world.Cut(2, 3);
  EXPECT_EQ(world.Way(With(by2)), "down");
  EXPECT_EQ(world.Way(With(routers)), "down");
}

TEST(TePath, LooseHopsAreReachedByTheLeastWay) {
  World world = Square();
  world.Finish();
  const std::vector<PathHop> by2 = {{Id(2), HopKind::kLoose}};
  EXPECT_EQ(world.Way(With(by2)), "open") << "0 1 2, then back over 1";
  world.Cut(1, 3);
  EXPECT_EQ(world.Way(With(by2)), "0 1 2 3");
  const std::vector<PathHop> link = {{net::IpAddress::V4(0x0a000000U + 4 * 4 + 2), HopKind::kLoose}};
  EXPECT_EQ(world.Way(With(link)), "open");
  const std::vector<PathHop> nobody = {{net::IpAddress::V4(1), HopKind::kLoose}};
  EXPECT_EQ(world.Way(With(nobody)), "open");
}

TEST(TePath, AWayOutOrAStrangersAddressIsOpen) {
  World world = Square();
  world.Finish();
  const std::vector<PathHop> out = {{net::IpAddress::V4(0x0a000000U + 4 * 4 + 1)}, {Id(3)}};
  EXPECT_EQ(world.Way(With(out)), "open");
}

TEST(TePath, ExcludedRoutersAndLinksAreNotUsed) {
  World world = Square();
  world.Finish();
  const std::vector<PathHop> router = {{Id(1), HopKind::kExclude}};
  EXPECT_EQ(world.Way(With(router)), "0 2 3");
  const std::vector<PathHop> link = {{net::IpAddress::V4(0x0a000000U + 2 * 4 + 2), HopKind::kExclude}};
  EXPECT_EQ(world.Way(With(link)), "0 1 2 3") << "not 1 - 3";
}

TEST(TePath, AffinitiesChooseLinks) {
  World world = Square();
  world.Finish();
  PathRequest request = kAcross;
  request.affinity = {.exclude = 0b01, .include = 0};
  EXPECT_EQ(world.Way(request), "0 2 3");
  request.affinity = {.exclude = 0, .include = 0b10};
  EXPECT_EQ(world.Way(request), "0 2 3");
  request.affinity = {.exclude = 0b10, .include = 0b01};
  EXPECT_EQ(world.Way(request), "0 1 3");
  request.affinity = {.exclude = 0, .include = 0b11};
  EXPECT_EQ(world.Way(request), "open") << "links with one of the two groups";
  request.affinity = {.exclude = 0, .include = 0b100};
  EXPECT_EQ(world.Way(request), "down");
}

TEST(TePath, BandwidthIsCertainOrOpen) {
  World world = Square();
  for (TeLink& link : world.topology.links) link.reservable_kbps = link.groups == 0b10 ? 100 : 50;
  world.Finish();
  PathRequest request = kAcross;
  request.bandwidth_kbps = request.all_bandwidth_kbps = 20;
  EXPECT_EQ(world.Way(request), "0 1 3");
  request.all_bandwidth_kbps = 60;
  EXPECT_EQ(world.Way(request), "open") << "others may have filled the least way";
  request.bandwidth_kbps = 60;
  EXPECT_EQ(world.Way(request), "0 2 3") << "fits nowhere else";
  request.bandwidth_kbps = 101;
  EXPECT_EQ(world.Way(request), "down");
  request.bandwidth_kbps = 0;
  EXPECT_EQ(world.Way(request), "0 1 3") << "asks for nothing";
}

TEST(TePath, ALinkOfWhichNothingIsKnownMayBeFreeOfCost) {
  World world = Square();
  world.Both(8, [](TeLink& link) { link.told = link.sure = false, link.te_metric = 0; });
  World dear = world;
  world.Finish();
  EXPECT_EQ(world.Way(kAcross), "0 1 3") << "1 - 2 is of no use";
  PathRequest request = kAcross;
  request.affinity.include = 0b10;
  EXPECT_EQ(world.Way(request), "0 2 3");
  dear.Both(2, [](TeLink& link) { link.te_metric = 60; });
  dear.Finish();
  EXPECT_EQ(dear.Way(kAcross), "open") << "1 + 0 + 50 against 1 + 60";
}

TEST(TePath, TheMetricOfTheIgpCountsWhereTheTunnelSaysSo) {
  World world = Square();
  for (TeLink& link : world.topology.links)
    if (link.groups == 0b01) link.te_metric = 200;
  world.Finish();
  PathRequest request = kAcross;
  EXPECT_EQ(world.Way(request), "0 2 3");
  request.igp_metric = true;
  EXPECT_EQ(world.Way(request), "0 1 3");
}

TEST(TePath, WaysOfManyHopsAreOpen) {
  for (const Vertex routers : {32U, 33U}) {
    World world(routers);
    for (Vertex v = 1; v < routers; ++v) world.Add(v - 1, v, 1);
    world.Finish();
    const std::string way = world.Way({.from = 0, .to = routers - 1});
    EXPECT_EQ(way == "open", routers == 33) << way;
  }
}

/// All ways without a router twice, over the links with a bit in `there`, by cost.
void List(const World& world, Vertex at, Vertex to, std::uint32_t there, std::uint64_t cost,
          std::vector<std::uint32_t>& way, std::set<Vertex>& seen,
          std::map<std::uint64_t, std::vector<std::vector<std::uint32_t>>>& found) {
  if (at == to) {
    found[cost].push_back(way);
    return;
  }
  seen.insert(at);
  for (std::uint32_t i = 0; i < world.topology.links.size(); ++i) {
    const TeLink& link = world.topology.links[i];
    if (link.from != at || seen.contains(link.to) || (there >> i & 1U) == 0) continue;
    way.push_back(i);
    List(world, link.to, to, there, cost + link.te_metric, way, seen, found);
    way.pop_back();
  }
  seen.erase(at);
}

/// What every choice of the links that are not sure agrees on.
TePath Twin(const World& world, const PathRequest& request) {
  std::uint32_t sure = 0;
  std::vector<std::uint32_t> maybe;
  for (std::uint32_t i = 0; i < world.topology.links.size(); ++i) {
    const TeLink& link = world.topology.links[i];
    const bool excluded = (link.groups & request.affinity.exclude) != 0;
    if (world.up[i] == 0 || excluded) continue;
    if (link.sure)
      sure |= 1U << i;
    else
      maybe.push_back(i);
  }
  std::optional<TePath> same;
  for (std::uint32_t choice = 0; choice < 1U << maybe.size(); ++choice) {
    std::uint32_t there = sure;
    for (std::size_t m = 0; m < maybe.size(); ++m)
      if ((choice >> m & 1U) != 0) there |= 1U << maybe[m];
    std::map<std::uint64_t, std::vector<std::vector<std::uint32_t>>> found;
    std::vector<std::uint32_t> way;
    std::set<Vertex> seen;
    List(world, request.from, request.to, there, 0, way, seen, found);
    TePath path;
    if (!found.empty()) {
      const auto& least = found.begin()->second;
      path.state = least.size() == 1 ? PathState::kUp : PathState::kOpen;
      if (least.size() == 1) path.links = least.front();
    }
    if (same && !(*same == path)) return {.state = PathState::kOpen, .links = {}};
    same = path;
  }
  return *same;
}

TEST(TePath, AgreesWithATwinThatListsAllWays) {
  std::mt19937 random(20);
  const auto below = [&random](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  std::map<PathState, int> states;
  for (int round = 0; round < 3000; ++round) {
    World world(5);
    const std::uint32_t links = 3 + below(6);
    for (std::uint32_t i = 0; i < links; ++i) {
      const Vertex a = below(5), b = (a + 1 + below(4)) % 5;
      world.Add(a, b, below(10) == 0 ? 0 : 1 + below(round % 2 == 0 ? 4 : 40), 1U << below(3));
    }
    for (TeLink& link : world.topology.links) link.sure = below(8) != 0;
    world.Finish();
    for (std::uint8_t& up : world.up) up = below(6) != 0 ? 1 : 0;
    PathRequest request{.from = 0, .to = 4};
    request.affinity.exclude = below(3) == 0 ? 1 : 0;
    const TePath path = FindPath(world.topology, world.up, request);
    ++states[path.state];
    ASSERT_EQ(path, Twin(world, request)) << round;
  }
  for (const PathState state : {PathState::kUp, PathState::kDown, PathState::kOpen})
    EXPECT_GT(states[state], 200);
}

}  // namespace
}  // namespace ringfence::routing::te
