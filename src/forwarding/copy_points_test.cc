// Where walks meet sessions: ports, sub-interfaces, LAGs and their members, VLAN interfaces, tunnels, edges.

#include "forwarding/copy_points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forwarding/walk_testing.h"

namespace ringfence::forwarding {
namespace {

using model::CopiedWhat;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// r1 - r2 - r3 with a host subnet behind r3; r2 copies what the tests say.
struct Row : Field {
  Row() {
    net.Port("r1", "east", "10.0.0.1/30");
    net.Port("r2", "west", "10.0.0.2/30");
    net.Port("r2", "east", "10.0.1.1/30");
    net.Port("r3", "west", "10.0.1.2/30");
    net.Port("r3", "lan", "10.3.0.1/24");
    net.Static("r1", "10.3.0.0/24", "10.0.0.2");
    net.Static("r2", "10.3.0.0/24", "10.0.1.2");
  }
  void Copies(const std::string& node, const std::string& interface, bool in, bool out,
              CopiedWhat what = CopiedWhat::kPackets) {
    model::CopySource source;
    source.interface = interface;
    source.inbound = in;
    source.outbound = out;
    net[node].device.copying.push_back({"s", what, {source}, {}});
  }
  model::Interface& At(const std::string& node, const std::string& name) {
    for (model::Interface& interface : net[node].device.interfaces)
      if (interface.name == name) return interface;
    ADD_FAILURE() << name;
    return net[node].device.interfaces[0];
  }
  /// "r2[west] in" for every point, with "?" when it is not certain.
  std::vector<std::string> Points() {
    Build();
    const CopyTable table(net.network(), *tunnels);
    std::vector<std::string> points;
    for (const WalkGraph& graph : To("r1", "r3", "10.3.0.0/24")) {
      if (!graph.delivers) continue;
      for (const CopyPoint& point : table.PointsOf(graph)) {
        points.push_back(Name(point.node) + "[" +
                         net.network().InterfaceAt({point.node, point.interface}).name + "] " +
                         (point.outbound ? "out" : "in") + (point.certain ? "" : "?"));
      }
    }
    std::ranges::sort(points);
    const auto rest = std::ranges::unique(points);
    points.erase(rest.begin(), rest.end());
    return points;
  }
};

TEST(CopyPoints, TheStatedDirectionOfTheStatedPort) {
  Row none;
  EXPECT_THAT(none.Points(), IsEmpty());
  Row in;
  in.Copies("r2", "west", true, false);
  EXPECT_THAT(in.Points(), ElementsAre("r2[west] in"));
  Row out;
  out.Copies("r2", "west", false, true);
  EXPECT_THAT(out.Points(), IsEmpty()) << "nothing of the walk leaves there";
  Row both;
  both.Copies("r2", "east", true, true);
  both.Copies("r1", "east", false, true);
  EXPECT_THAT(both.Points(), ElementsAre("r1[east] out", "r2[east] out"));
  Row unknown;
  unknown.Copies("r2", "nothing", true, true);
  EXPECT_THAT(unknown.Points(), IsEmpty());
}

TEST(CopyPoints, DeliveryAtAnEdgeLeavesByItsPort) {
  Row row;
  row.Copies("r3", "lan", true, true);
  EXPECT_THAT(row.Points(), ElementsAre("r3[lan] out"));
}

TEST(CopyPoints, APortCarriesWhatStandsOnIt) {
  Row packets;
  packets.At("r2", "west").parent = "port";
  packets.net.Port("r2", "port", "");
  packets.Copies("r2", "port", true, false);
  EXPECT_THAT(packets.Points(), ElementsAre("r2[west] in"));
  Row records;
  records.At("r2", "west").parent = "port";
  records.net.Port("r2", "port", "");
  records.Copies("r2", "port", true, false, CopiedWhat::kRecords);
  EXPECT_THAT(records.Points(), ElementsAre("r2[west] in?")) << "records are made where packets are routed";
  Row member;
  member.net.Port("r2", "port", "").lag = "west";
  member.Copies("r2", "port", true, false);
  EXPECT_THAT(member.Points(), ElementsAre("r2[west] in"));
}

TEST(CopyPoints, ASwitchedPortMayCarryWhatEntersAVlanInterface) {
  Row row;
  row.At("r2", "west").kind = model::InterfaceKind::kSvi;
  row.At("r2", "west").vlan = 10;
  row.net.Port("r2", "port", "").switch_port = model::SwitchPort{false, 10, {}, {}};
  row.net.Port("r2", "apart", "").switch_port = model::SwitchPort{false, 11, {}, {}};
  row.Copies("r2", "port", true, false);
  row.Copies("r2", "apart", true, false);
  EXPECT_THAT(row.Points(), ElementsAre("r2[west] in?"));
}

TEST(CopyPoints, OnlyTheFamilyThatCounts) {
  Row row;
  row.Copies("r2", "west", true, false, CopiedWhat::kRecords);
  row.net["r2"].device.copying[0].sources[0].ipv4 = false;
  EXPECT_THAT(row.Points(), IsEmpty());
}

TEST(CopyPoints, FramesOfNoWalkMeetThePortThemselves) {
  Row row;
  row.Copies("r2", "west", true, false);
  row.Build();
  const CopyTable table(row.net.network(), *row.tunnels);
  const model::Endpoint west{row.Node("r2"), model::InterfaceIndex(0)};
  EXPECT_EQ(table.PointsAt(west, false).size(), 1U);
  EXPECT_THAT(table.PointsAt(west, true), IsEmpty());
  EXPECT_THAT(table.PointsAt({row.Node("r2"), {}}, false), IsEmpty());
}

}  // namespace
}  // namespace ringfence::forwarding
