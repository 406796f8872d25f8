// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/cisco_ios/cisco_ios.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

const std::string kHead = "version 15.2\nhostname a\n";
const std::string kList =
    "access-list 110 permit ospf any any\naccess-list 110 permit tcp host 10.9.0.1 any eq 22\n"
    "access-list 10 permit 10.9.0.0 0.0.255.255\n";
const std::string kPorts =
    "vrf definition V\n address-family ipv4\ninterface Gi0/0\n vrf forwarding V\n ip address 10.0.0.1 "
    "255.255.255.0\nline vty 0 4\n access-class 10 in\n transport input ssh\n";

ParsedFile Read(const std::string& lines) { return ParseText(kFormat, kHead + lines); }

TEST(CiscoIosControlPlane, ListsForReceivedPacketsGuardAllVrfs) {
  for (const char* word : {"access-list", "acl"}) {
    const std::string lines = kList + kPorts + "ip receive " + word + " 110\n";
    const ParsedFile parsed = Read(lines);
    EXPECT_EQ(OpenReasons(parsed), "") << word;
    const auto& guards = parsed.config.device.guards;
    ASSERT_EQ(guards.size(), 2U) << word;
    EXPECT_EQ(guards[0].vrf, "");
    EXPECT_EQ(guards[1].vrf, "V");
    EXPECT_EQ(guards[1].in4.name, "110");
    // Who manages the device must pass it, and the list of the lines.
    const auto& filters = parsed.config.device.management.services.at(0).filters;
    ASSERT_EQ(filters.size(), 2U);
    EXPECT_EQ(filters[0].name, "10");
    EXPECT_EQ(filters[1].name, "110");
    ExpectPrintsBack(kFormat, kHead + lines, word);
  }
  EXPECT_TRUE(Read(kList + "ip receive access-list 110\nno ip receive access-list 110\n")
                  .config.device.guards.empty());
  EXPECT_EQ(IdsOf(Read("ip receive access-list 120\n")), " reference-undefined@3:1+26");
}

TEST(CiscoIosControlPlane, UnknownLinesMayFilter) {
  for (const char* lines : {"control-plane host\n frob", "control-plane\n port-filter"}) {
    const model::LineFate fate = Read(lines).fates.lines.at(3);
    EXPECT_EQ(fate.fate, model::Fate::kUnknown) << lines;
    EXPECT_EQ(fate.impact.bits, Impact::kRouting | Impact::kManagement) << lines;
  }
  EXPECT_EQ(OpenReasons(Read("control-plane\n!\n!\nend\n")), "");
}

TEST(CiscoIosControlPlane, StormControlOfNothing) {
  EXPECT_EQ(OpenReasons(Read("interface Gi0/0\n storm-control broadcast level 0.00\n")),
            "storm control that lets nothing through;");
  EXPECT_EQ(OpenReasons(Read("interface Gi0/0\n storm-control broadcast level 1.00\n")), "");
}

}  // namespace
}  // namespace ringfence::formats::cisco_ios
