#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/files.h"
#include "study/questions.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// West, north and east in a row. `more` at west may add a session to the loopback of east, which only BGP
/// reaches: over it comes a better route to that loopback, which leads nowhere and takes the session down.
std::unique_ptr<Snapshot> Row(const std::string& more) {
  base::MemoryFiles files;
  files.Add(
      "net/configs/west.cfg",
      "version 15.2\nhostname west\ninterface GigabitEthernet0/1\n ip address 10.1.0.0 255.255.255.254\n"
      "router bgp 1\n neighbor 10.1.0.1 remote-as 2\n" +
          more + "end\n");
  files.Add(
      "net/configs/north.cfg",
      "version 15.2\nhostname north\ninterface GigabitEthernet0/1\n ip address 10.1.0.1 255.255.255.254\n"
      "interface GigabitEthernet0/2\n ip address 10.2.0.0 255.255.255.254\n"
      "router bgp 2\n neighbor 10.1.0.0 remote-as 1\n neighbor 10.2.0.1 remote-as 3\nend\n");
  files.Add(
      "net/configs/east.cfg",
      "version 15.2\nhostname east\ninterface GigabitEthernet0/2\n ip address 10.2.0.1 255.255.255.254\n"
      "interface Loopback0\n ip address 10.50.0.3 255.255.255.255\n"
      "ip route 10.1.0.0 255.255.255.254 10.2.0.0\n"
      "router bgp 3\n network 10.50.0.3 mask 255.255.255.255\n neighbor 10.2.0.0 remote-as 2\n"
      " neighbor 10.1.0.0 remote-as 1\n neighbor 10.1.0.0 ebgp-multihop 5\n"
      " neighbor 10.1.0.0 update-source Loopback0\nend\n");
  return std::move(*LoadSnapshot(files, "net"));
}

TEST(RoutesThatRestOnEachOther, AreToldWhenTheyDoNotComeToRest) {
  const auto restless = Row(" neighbor 10.50.0.3 remote-as 3\n neighbor 10.50.0.3 ebgp-multihop 5\n");
  const auto routes = Routes(*restless, *ReadFailures(*restless, {}), {});
  ASSERT_TRUE(routes.has_value());
  EXPECT_TRUE(routes->unsettled);
  EXPECT_THAT(IdsOf(*restless), ElementsAre("routing-unsettled"));
  const auto calm = Row("");
  EXPECT_FALSE(Routes(*calm, *ReadFailures(*calm, {}), {})->unsettled);
  EXPECT_THAT(IdsOf(*calm), IsEmpty());
}

/// West reaches 10.77.0.0/16 through a route that north itself announced: told as its gateway, north would
/// refuse it for its own address.
TEST(RoutesThatRestOnEachOther, ARecursiveStaticRouteIsToldWithTheNextHopItNames) {
  base::MemoryFiles files;
  files.Add(
      "net/configs/west.cfg",
      "version 15.2\nhostname west\ninterface GigabitEthernet0/1\n ip address 10.9.0.2 255.255.255.254\n"
      "ip route 10.77.0.0 255.255.0.0 10.66.0.1\n"
      "router bgp 1\n redistribute static\n neighbor 10.9.0.3 remote-as 2\nend\n");
  files.Add(
      "net/configs/north.cfg",
      "version 15.2\nhostname north\ninterface GigabitEthernet0/1\n ip address 10.9.0.3 255.255.255.254\n"
      "ip route 10.66.0.0 255.255.255.0 Null0\n"
      "router bgp 2\n network 10.66.0.0 mask 255.255.255.0\n neighbor 10.9.0.2 remote-as 1\nend\n");
  const auto snapshot = std::move(*LoadSnapshot(files, "net"));
  std::vector<std::string> found;
  const auto routes = Routes(*snapshot, *ReadFailures(*snapshot, {}), {"north", ""});
  ASSERT_TRUE(routes.has_value());
  for (const RouteRow& row : routes->rows) {
    if (row.route.protocol == routing::Protocol::kEbgp)
      found.push_back(net::ToString(row.route.prefix) + " " + net::ToString(*row.hop.gateway));
  }
  EXPECT_THAT(found, ElementsAre("10.77.0.0/16 10.9.0.2"));
}

/// East's static route has a next hop that west reaches by a BGP route alone.
TEST(RoutesThatRestOnEachOther, ANextHopBehindABgpRouteIsFollowed) {
  base::MemoryFiles files;
  files.Add(
      "net/configs/west.cfg",
      "version 15.2\nhostname west\ninterface GigabitEthernet0/1\n ip address 10.1.0.0 255.255.255.254\n"
      "router bgp 1\n neighbor 10.1.0.1 remote-as 1\nend\n");
  files.Add(
      "net/configs/east.cfg",
      "version 15.2\nhostname east\ninterface GigabitEthernet0/1\n ip address 10.1.0.1 255.255.255.254\n"
      "interface Loopback0\n ip address 10.50.0.1 255.255.255.0\nip route 10.60.0.0 255.255.255.0 10.50.0.9\n"
      "router bgp 1\n network 10.50.0.0 mask 255.255.255.0\n redistribute static\n"
      " neighbor 10.1.0.0 remote-as 1\nend\n");
  const auto snapshot = std::move(*LoadSnapshot(files, "net"));
  const auto routes = Routes(*snapshot, *ReadFailures(*snapshot, {}), {"west", ""});
  ASSERT_TRUE(routes.has_value());
  EXPECT_FALSE(routes->unsettled);
  std::vector<std::string> found;
  for (const RouteRow& row : routes->rows) {
    if (row.route.protocol == routing::Protocol::kIbgp)
      found.push_back(net::ToString(row.route.prefix) + " " + net::ToString(*row.hop.gateway));
  }
  EXPECT_THAT(found, ElementsAre("10.50.0.0/24 10.1.0.1", "10.60.0.0/24 10.50.0.9"));
}

/// Both ends have a route to the other; whether the router between them has, decides.
TEST(RoutesThatRestOnEachOther, ASessionWhosePacketsAreLostOnTheWayIsSaid) {
  const auto end = [](std::string name, char own, char far) {
    const std::string one(1, own), other(1, far);
    return "version 15.2\nhostname " + name + "\ninterface Loopback0\n ip address 10.50.0." + one +
           " 255.255.255.255\ninterface GigabitEthernet0/1\n ip address 10.1." + one +
           ".0 255.255.255.254\nip route 10.50.0." + other + " 255.255.255.255 10.1." + one +
           ".1\nrouter bgp 1\n neighbor 10.50.0." + other + " remote-as 1\n neighbor 10.50.0." + other +
           " update-source Loopback0\nend\n";
  };
  const auto unsettled = [&](const std::string& routes_of_middle) {
    base::MemoryFiles files;
    files.Add("net/configs/west.cfg", end("west", '1', '2'));
    files.Add("net/configs/east.cfg", end("east", '2', '1'));
    files.Add(
        "net/configs/middle.cfg",
        "version 15.2\nhostname middle\ninterface GigabitEthernet0/1\n ip address 10.1.1.1 255.255.255.254\n"
        "interface GigabitEthernet0/2\n ip address 10.1.2.1 255.255.255.254\n"
        "ip route 10.50.0.1 255.255.255.255 10.1.1.0\n" +
            routes_of_middle + "end\n");
    const auto snapshot = std::move(*LoadSnapshot(files, "net"));
    const auto routes = Routes(*snapshot, *ReadFailures(*snapshot, {}), {});
    return routes.has_value() && routes->unsettled;
  };
  EXPECT_TRUE(unsettled(""));
  EXPECT_TRUE(unsettled("ip route 10.50.0.2 255.255.255.255 Null0\n"));
  EXPECT_FALSE(unsettled("ip route 10.50.0.2 255.255.255.255 10.1.2.0\n"));
}

/// OSPF and RIP, joined at a and b, which redistribute both ways: what p announced may go round when p is
/// gone.
TEST(RoutesInACircle, RowsThatMayBeThereAreNamed) {
  base::MemoryFiles files;
  const std::string head = "frr version 8.4.4\nfrr defaults traditional\n";
  const auto port = [](const std::string& name, const std::string& address, bool ospf) {
    return "interface " + name + "\n ip address " + address + "\n" +
           (ospf ? " ip ospf area 0\n ip ospf network point-to-point\n" : "") + "exit\n";
  };
  files.Add("net/configs/p.cfg", head + "hostname p\n" + port("a", "10.1.0.0/31", false) +
                                     port("b", "10.1.0.2/31", false) + port("lan", "10.9.0.1/24", false) +
                                     "router rip\n network 10.0.0.0/8\nexit\n");
  files.Add("net/configs/c.cfg", head + "hostname c\n" + port("a", "10.2.0.0/31", true) +
                                     port("b", "10.2.0.2/31", true) + "router ospf\nexit\n");
  for (const std::string border : {"a", "b"}) {
    const std::string last = border == "a" ? "1" : "3";
    files.Add("net/configs/" + border + ".cfg",
              head + "hostname " + border + "\n" + port("p", "10.1.0." + last + "/31", false) +
                  port("c", "10.2.0." + last + "/31", true) +
                  "router rip\n network p\n redistribute ospf metric 3\nexit\n"
                  "router ospf\n redistribute rip\nexit\n");
  }
  const auto snapshot = std::move(*LoadSnapshot(files, "net"));
  const auto whole = Routes(*snapshot, *ReadFailures(*snapshot, {}), {});
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(whole->possible, 0U);
  const auto in_doubt =
      std::ranges::count_if(whole->rows, [](const RouteRow& row) { return row.route.ambiguous; });
  EXPECT_GT(in_doubt, 0);
  const auto traced = Trace(*snapshot, *ReadFailures(*snapshot, {}), {"", "c", "dst=10.9.0.7"});
  ASSERT_TRUE(traced.has_value());
  EXPECT_TRUE(traced->classes.at(0).paths.at(0).hops.at(0).ambiguous) << "c may send it elsewhere";
  const auto without = Routes(*snapshot, *ReadFailures(*snapshot, {"node:p"}), {});
  ASSERT_TRUE(without.has_value());
  EXPECT_GT(without->possible, 0U);
  EXPECT_THAT(IdsOf(*snapshot), testing::Contains("route-possible"));
}

}  // namespace
}  // namespace ringfence::study
