#include "study/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/tiny_world_testing.h"

namespace ringfence::study {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// "ospf up east west" in order; the cause behind a colon.
std::vector<std::string> Listed(Snapshot& snapshot, const std::vector<std::string>& fail,
                                const SessionsFilter& filter) {
  const auto failures = ReadFailures(snapshot, fail);
  const auto list = failures ? Sessions(snapshot, *failures, filter) : std::nullopt;
  std::vector<std::string> texts;
  if (!list) return {"refused"};
  for (const routing::Adjacency& adjacency : list->sessions) {
    std::string text(routing::kAdjacencyProtocolNames[static_cast<std::size_t>(adjacency.protocol)]);
    text += " " + std::string(routing::kAdjacencyStateNames[static_cast<std::size_t>(adjacency.state)]);
    for (const routing::AdjacencyEnd& end : adjacency.ends) {
      text += " " + (end.node.valid() ? snapshot.network->nodes()[end.node.index()].config.device.name
                                      : std::string("outside"));
    }
    texts.push_back(adjacency.cause.empty() ? text : text + ": " + adjacency.cause);
  }
  return texts;
}

/// The triangle with a session between the offices and one to a provider.
rules::TinyText TinyWithBgp() {
  rules::TinyText text = rules::Tiny();
  text.Replace(
      "configs/west.cfg", "!\nend",
      "!\nrouter bgp 65001\n neighbor 10.9.0.1 remote-as 65002\n neighbor 203.0.113.9 remote-as 64500\n"
      "!\nend");
  text.Replace("configs/east.cfg", "!\nend",
               "!\nrouter bgp 65002\n neighbor 10.9.0.0 remote-as 65001\n!\nend");
  return text;
}

TEST(Sessions, ListsEveryProtocolInOrder) {
  const auto snapshot = Load(TinyWithBgp());
  EXPECT_THAT(Listed(*snapshot, {}, {}),
              ElementsAre("bgp up east west", "bgp outside west outside: unknown-address",
                          "ospf up east west", "ospf up east north", "ospf up north west"));
}

TEST(Sessions, Filters) {
  const auto snapshot = Load(TinyWithBgp());
  EXPECT_THAT(Listed(*snapshot, {}, {"north", "", false}),
              ElementsAre("ospf up east north", "ospf up north west"));
  EXPECT_THAT(Listed(*snapshot, {}, {"WEST", "bgp", true}),
              ElementsAre("bgp outside west outside: unknown-address"));
  EXPECT_THAT(Listed(*snapshot, {}, {"", "isis", false}), IsEmpty());
}

TEST(Sessions, UnderAFailure) {
  const auto snapshot = Load(TinyWithBgp());
  EXPECT_THAT(Listed(*snapshot, {"link:west-east"}, {"", "", true}),
              ElementsAre("bgp down east west: interface-down", "bgp outside west outside: unknown-address",
                          "ospf down east west: interface-down"));
  EXPECT_THAT(Listed(*snapshot, {"node:north"}, {"north", "", false}),
              ElementsAre("ospf down east north: interface-down", "ospf down north west: interface-down"));
}

TEST(Sessions, CountsWhatIsHidden) {
  const auto snapshot = Load(TinyWithBgp());
  const auto list = Sessions(*snapshot, *ReadFailures(*snapshot, {}), {"", "", true});
  ASSERT_TRUE(list.has_value());
  EXPECT_THAT(list->counts, ElementsAre(4U, 0U, 0U, 1U, 0U));
  EXPECT_EQ(list->sessions.size(), 1U);
}

TEST(Sessions, TheLinesOfBothEnds) {
  rules::TinyText text = rules::Tiny();
  text.Replace("configs/west.cfg", " ip ospf cost 10\n", " ip ospf cost 10\n ip ospf hello-interval 3\n");
  const auto snapshot = Load(text);
  const auto list = Sessions(*snapshot, *ReadFailures(*snapshot, {}), {"", "", true});
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->sessions.size(), 1U);
  std::vector<std::string> lines;
  for (const routing::AdjacencyEnd& end : list->sessions[0].ends) {
    for (const base::Span span : end.lines) lines.push_back(snapshot->sources.Describe(span));
  }
  EXPECT_EQ(list->sessions[0].cause, "hello-interval");
  EXPECT_THAT(lines, ElementsAre("configs/east.cfg:7:1", "configs/east.cfg:23:2", "configs/west.cfg:7:1",
                                 "configs/west.cfg:24:2"));
}

/// The one BGP session of east, whose statement about its neighbour is replaced.
routing::Adjacency OfEast(const std::string& statement, std::string& first_line) {
  rules::TinyText text = TinyWithBgp();
  text.Replace("configs/east.cfg", " neighbor 10.9.0.0 remote-as 65001\n", statement);
  const auto snapshot = Load(text);
  const auto list = Sessions(*snapshot, *ReadFailures(*snapshot, {}), {"east", "bgp", false});
  EXPECT_TRUE(list && list->sessions.size() == 1);
  if (!list || list->sessions.size() != 1) return {};
  first_line = snapshot->sources.LineText(list->sessions[0].ends[0].lines.at(0));
  return list->sessions[0];
}

TEST(Sessions, WhatIsNotModelledMayBeTheOtherEnd) {
  std::string line;
  const routing::Adjacency absent = OfEast("", line);
  EXPECT_EQ(absent.state, routing::AdjacencyState::kNever);
  EXPECT_EQ(absent.cause, "not-configured");
  EXPECT_EQ(line, "router bgp 65002");
  const routing::Adjacency doubtful = OfEast(" frobnicate 10.9.0.0\n", line);
  EXPECT_EQ(doubtful.state, routing::AdjacencyState::kUndecided);
  EXPECT_EQ(doubtful.cause, "not-modelled");
  EXPECT_EQ(line, " frobnicate 10.9.0.0");
}

TEST(Sessions, UnknownDeviceIsDiagnosed) {
  const auto snapshot = Load(rules::Tiny());
  EXPECT_THAT(Listed(*snapshot, {}, {"wset", "", false}), ElementsAre("refused"));
  EXPECT_THAT(IdsOf(*snapshot), testing::Contains("name-unknown"));
  EXPECT_EQ(snapshot->diagnostics.items().back().hint, "Did you mean 'west'?");
}

/// West and east meet over GRE alone: north knows only the subnets of their outer addresses.
rules::TinyText OverGre() {
  rules::TinyText text = rules::Tiny();
  text.files["configs/west.cfg"] =
      "hostname west\ninterface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.252\n"
      "interface Tunnel1\n ip address 10.9.0.1 255.255.255.252\n tunnel source GigabitEthernet0/0\n"
      " tunnel destination 10.0.1.2\n tunnel key 7\n ip ospf 1 area 0\nrouter ospf 1\n"
      "ip route 10.0.1.0 255.255.255.252 10.0.0.2\nend\n";
  text.files["configs/north.cfg"] =
      "hostname north\ninterface GigabitEthernet0/0\n ip address 10.0.0.2 255.255.255.252\n"
      "interface GigabitEthernet0/1\n ip address 10.0.1.1 255.255.255.252\nend\n";
  text.files["configs/east.cfg"] =
      "sysname east\n#\ninterface GigabitEthernet0/0/0\n ip address 10.0.1.2 255.255.255.252\n#\n"
      "interface Tunnel0/0/1\n ip address 10.9.0.2 255.255.255.252\n tunnel-protocol gre\n"
      " source GigabitEthernet0/0/0\n destination 10.0.0.1\n gre key 7\n ospf enable 1 area 0.0.0.0\n#\n"
      "ospf 1\n area 0.0.0.0\n#\nip route-static 10.0.0.0 255.255.255.252 10.0.1.1\n#\nreturn\n";
  return text;
}

TEST(Sessions, SystemsMeetOverGre) {
  const auto snapshot = Load(OverGre());
  EXPECT_THAT(Listed(*snapshot, {}, {}), ElementsAre("ospf up east west"));
  EXPECT_THAT(Listed(*snapshot, {"node:north"}, {}), ElementsAre("ospf down east west: interface-down"));
  rules::TinyText other = OverGre();
  other.Replace("configs/east.cfg", "key 7", "key 8");
  const auto apart = Load(other);
  EXPECT_THAT(Listed(*apart, {}, {}), ElementsAre("ospf undecided east outside: not-computed",
                                                  "ospf undecided west outside: not-computed"));
}

}  // namespace
}  // namespace ringfence::study
