// What IS-IS takes from tables.
#include <gtest/gtest.h>

#include "routing/network_testing.h"

namespace ringfence::routing {
namespace {

/// An instance of level 2 on one port of a node.
isis::IsisProcess& RunIsis(World& w, const std::string& node, const std::string& port,
                           const std::string& vrf) {
  isis::IsisProcess& process = w[node].isis.processes.emplace_back();
  process.vrf = vrf;
  process.system_id = "0000.0000.000" + std::to_string(w[node].device.name.back() % 10);
  process.area_ids = {"49.0001"};
  process.levels = isis::kLevel2;
  process.interfaces.emplace_back().name = port;
  return process;
}

TEST(IsisInjectTest, ADefaultRouteHasACostOfItsOwn) {
  World w;
  w.Port("a", "e", "10.0.0.0/31");
  w.Port("b", "e", "10.0.0.1/31");
  RunIsis(w, "a", "e", "");
  isis::IsisProcess& b = RunIsis(w, "b", "e", "");
  b.default_origination = b.default_origination_always = true;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "0.0.0.0/0"), "isis-l2 10 via e[10.0.0.1]");
  b.default_metric = 12;
  w.Build();
  EXPECT_EQ(w.Show(w.Nominal(), "a", "0.0.0.0/0"), "isis-l2 22 via e[10.0.0.1]");
}

}  // namespace
}  // namespace ringfence::routing
