#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/questions.h"
#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Paths of a trace, each as "forward west east: delivered".
std::vector<std::string> Paths(Snapshot& snapshot, const TraceQuery& query,
                               const std::vector<std::string>& fail = {}) {
  const auto failures = ReadFailures(snapshot, fail);
  EXPECT_TRUE(failures.has_value());
  const auto result = Trace(snapshot, *failures, query);
  std::vector<std::string> paths;
  if (!result) return paths;
  for (const TraceClass& traced : result->classes) {
    for (const TracePath& path : traced.paths) {
      std::string text = traced.forward ? "forward" : "backward";
      for (const TraceHop& hop : path.hops)
        text += " " + snapshot.network->nodes()[hop.node.index()].config.device.name;
      paths.push_back(text + ": " +
                      std::string(forwarding::kDispositionNames[static_cast<std::size_t>(path.disposition)]));
    }
  }
  return paths;
}

/// Ids that a wrong query gives.
std::vector<std::string> Refused(const TraceQuery& query) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_THAT(Paths(*snapshot, query), IsEmpty());
  return IdsOf(*snapshot);
}

TEST(Trace, AFlowBothWays) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_THAT(Paths(*snapshot, {"records", "", ""}),
              ElementsAre("forward west east: delivered", "backward east west: delivered"));
  EXPECT_THAT(Paths(*snapshot, {"records", "", ""}, {"link:west-east"}),
              ElementsAre("forward west north east: delivered", "backward east north west: delivered"));
}

TEST(Trace, EveryBranchOfEqualCost) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "ip ospf cost 10", "ip ospf cost 40");
  const auto snapshot = Load(text);
  EXPECT_THAT(
      Paths(*snapshot, {"", "west", "dst=10.2.0.10"}),
      testing::UnorderedElementsAre("forward west east: delivered", "forward west north east: delivered"));
}

TEST(Trace, HopsNameThePolicyThatSendsThemAndItsLines) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "ip address 10.1.0.1 255.255.255.0\n",
               "ip address 10.1.0.1 255.255.255.0\n ip policy route-map NORTH\n");
  text.Replace("configs/west.cfg", "end\n", "route-map NORTH permit 10\n set ip next-hop 10.9.0.3\n!\nend\n");
  const auto snapshot = Load(text);
  const TraceQuery query{"", "west[GigabitEthernet0/2]", "dst=10.2.0.10"};
  EXPECT_THAT(Paths(*snapshot, query), ElementsAre("forward west north east: delivered"));
  const auto result = Trace(*snapshot, *ReadFailures(*snapshot, {}), query);
  const TraceHop& west = result->classes.at(0).paths.at(0).hops.at(0);
  EXPECT_EQ(west.route, "by policy NORTH 10");
  EXPECT_EQ(west.lines.size(), 3U) << "the use, the entry, the next hop";
  EXPECT_THAT(Paths(*snapshot, query, {"link:west-north"}), ElementsAre("forward west east: delivered"));
}

TEST(Trace, HopsNameTheirRouteAndItsLines) {
  const auto snapshot = Load(rules::Tiny());
  const auto result =
      Trace(*snapshot, *ReadFailures(*snapshot, {}), {"", "west", "dst=10.2.0.10,proto=tcp,dport=443"});
  ASSERT_TRUE(result.has_value());
  ASSERT_EQ(result->classes.size(), 1U);
  const TraceHop& hop = result->classes[0].paths.at(0).hops.at(0);
  EXPECT_EQ(hop.route, "10.2.0.0/24 (ospf)");
  EXPECT_FALSE(hop.lines.empty());
  EXPECT_TRUE(hop.out.valid());
  EXPECT_EQ(result->classes[0].sample.destination_port, 443);
}

TEST(Trace, TheLineThatEndsAPath) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "router ospf", "ip route 10.2.0.0 255.255.255.0 Null0\nrouter ospf");
  const auto snapshot = Load(text);
  EXPECT_THAT(Paths(*snapshot, {"", "west", "dst=10.2.0.10"}), ElementsAre("forward west: discarded"));
  EXPECT_THAT(Paths(*snapshot, {"", "west", "dst=192.0.2.1"}), ElementsAre("forward west: no-route"));
}

TEST(Trace, FromAnInterface) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_THAT(
      Paths(*snapshot, {"", "north[GigabitEthernet0/0]", "src=10.1.0.10,dst=10.2.0.10,proto=17,sport=5"}),
      ElementsAre("forward north east: delivered"));
}

TEST(Trace, ALoopEndsWhereItCloses) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", "router ospf", "ip route 192.0.2.0 255.255.255.0 10.9.0.1\nrouter ospf");
  text.Replace("configs/east.cfg", "router ospf", "ip route 192.0.2.0 255.255.255.0 10.9.0.0\nrouter ospf");
  const auto snapshot = Load(text);
  const auto paths = Paths(*snapshot, {"", "north[GigabitEthernet0/0]", "dst=192.0.2.1"});
  EXPECT_THAT(paths, ElementsAre("forward north: no-route"));
  EXPECT_THAT(Paths(*snapshot, {"", "west", "dst=192.0.2.1"}), ElementsAre(testing::EndsWith(": loop")));
}

TEST(Trace, WrongQueriesAreDiagnosed) {
  EXPECT_THAT(Refused({"record", "", ""}), ElementsAre("name-unknown"));
  EXPECT_THAT(Refused({"", "south", "dst=10.2.0.10"}), ElementsAre("name-unknown"));
  EXPECT_THAT(Refused({"", "west[Gi7]", "dst=10.2.0.10"}), ElementsAre("name-unknown"));
  EXPECT_THAT(Refused({"", "west", ""}), ElementsAre("value-invalid"));
  EXPECT_THAT(Refused({"", "west", "dst=10.2.0.300"}), ElementsAre("value-invalid"));
  EXPECT_THAT(Refused({"", "west", "dst=10.2.0.10,dport=65536"}), ElementsAre("value-invalid"));
  EXPECT_THAT(Refused({"", "west", "dst=10.2.0.10,color=red"}), ElementsAre("value-invalid"));
  EXPECT_THAT(Refused({"", "west", "dst=10.2.0.10,proto=carrier-pigeon"}), ElementsAre("value-invalid"));
}

TEST(Routes, OfOneNodeOrAll) {
  const auto snapshot = Load(rules::Tiny());
  const auto failures = ReadFailures(*snapshot, {});
  const auto all = Routes(*snapshot, *failures, {});
  const auto west = Routes(*snapshot, *failures, {"west", ""});
  ASSERT_TRUE(all.has_value() && west.has_value());
  EXPECT_GT(all->rows.size(), west->rows.size());
  EXPECT_EQ(Routes(*snapshot, *failures, {"west", "default"})->rows.size(), west->rows.size());
  EXPECT_FALSE(Routes(*snapshot, *failures, {"south", ""}).has_value());
  EXPECT_FALSE(Routes(*snapshot, *failures, {"west", "blue"}).has_value());
  EXPECT_THAT(IdsOf(*snapshot), ElementsAre("name-unknown", "name-unknown"));
}

}  // namespace
}  // namespace ringfence::study
