#include "formats/isis_net.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

TEST(IsisNet, SplitsAreaAndSystem) {
  routing::isis::IsisProcess process;
  SplitNet("49.00A1.0010.0100.1001.00", process);
  EXPECT_EQ(process.area_ids, std::vector<std::string>{"49.00a1"});
  EXPECT_EQ(process.system_id, "0010.0100.1001");
}

TEST(IsisNet, OtherShapesLeaveTheProcessAsItIs) {
  for (const char* net : {"", "49", "0010.0100.1001.00", ".0010.0100.1001.00", "49.0010.0100.1001-00",
                          "49-0010.0100.1001.00"}) {
    routing::isis::IsisProcess process;
    SplitNet(net, process);
    EXPECT_TRUE(process.area_ids.empty()) << net;
    EXPECT_TRUE(process.system_id.empty()) << net;
  }
}

}  // namespace
}  // namespace ringfence::formats
