// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/arista_eos/arista_eos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Fate;
using model::Impact;

constexpr std::uint8_t kToDevice = Impact::kRouting | Impact::kManagement;

const std::string kList =
    "vrf instance V\ninterface Ethernet1\n   no switchport\n   ip address 10.0.0.1/24\n"
    "ip access-list A\n   10 permit ospf any any\nipv6 access-list A6\n   10 permit tcp any any\n"
    "management ssh\n   vrf V\n      no shutdown\n";

ParsedFile Read(const std::string& lines) {
  return ParseText(kFormat, "! device: x (EOS-4.30.0F)\n" + lines);
}

std::string GuardsOf(const std::string& lines) {
  std::string text;
  for (const model::SelfGuard& guard : Read(kList + lines).config.device.guards)
    text += "[" + guard.vrf + " " + guard.in4.name + " " + guard.in6.name + "]";
  return text;
}

TEST(AristaEosControlPlane, ListsGuardTheDeviceInTheirVrf) {
  EXPECT_EQ(GuardsOf("system control-plane\n   ip access-group A in\n"), "[ A ]");
  EXPECT_EQ(GuardsOf("control-plane\n   ip access-group A vrf V in\n   ipv6 access-group A6 in\n"),
            "[V A ][  A6]");
  EXPECT_EQ(GuardsOf("system control-plane\n   ip access-group A in\n   no ip access-group A in\n"), "");
  for (const char* lines : {"system control-plane\n   ip access-group A in\n",
                            "system control-plane\n   ip access-group A vrf V in\n",
                            "system control-plane\n   ip access-group A in\nmanagement ssh\n   shutdown\n"})
    ExpectPrintsBack(kFormat, "! device: x (EOS-4.30.0F)\n" + kList + lines, lines);
}

TEST(AristaEosControlPlane, TheSystemsOwnListIsNoFilter) {
  const ParsedFile own = Read("control-plane\n   ip access-group default-control-plane-acl in\n");
  EXPECT_TRUE(own.config.device.guards.empty());
  EXPECT_EQ(IdsOf(own), "");
  EXPECT_EQ(OpenReasons(own), "");
  // Another one whose name begins like it.
  EXPECT_EQ(IdsOf(Read("control-plane\n   ip access-group default-control-plane-acl-2 in\n")),
            " reference-undefined@3:4+46");
}

TEST(AristaEosControlPlane, ServicesAreBehindTheListsOfTheirVrf) {
  const auto filters = [](const std::string& lines) {
    std::string text;
    for (const model::ManagementAccess& service : Read(kList + lines).config.device.management.services) {
      text += "[";
      for (const model::AclUse& filter : service.filters) text += filter.name + " ";
      text += "]";
    }
    return text;
  };
  EXPECT_EQ(filters(""), "[]");
  EXPECT_EQ(filters("system control-plane\n   ip access-group A in\n"), "[A ][]");
  EXPECT_EQ(filters("system control-plane\n   ip access-group A vrf V in\n"), "[][A ]");
}

TEST(AristaEosControlPlane, OtherFiltersStayOpen) {
  struct Case {
    const char* lines;
    std::size_t line;
    std::uint8_t impact;
  };
  for (const Case& one :
       {Case{"system control-plane\n   ip access-group ingress default A", 2, kToDevice},
        Case{"system control-plane\n   frob", 2, kToDevice},
        Case{"policy-map type copp P\n   class C\n      drop", 3, kToDevice | Impact::kForwarding},
        Case{"traffic-policies\n   cpu\n", 2, Impact::kPaths | Impact::kManagement},
        Case{"interface Ethernet1\n   traffic-policy input P", 2, Impact::kPaths},
        Case{"interface Ethernet1\n   ip verify unicast source reachable-via rx", 2, Impact::kForwarding}}) {
    const model::LineFate fate = Read(one.lines).fates.lines.at(one.line);
    EXPECT_TRUE(fate.fate == Fate::kUnmodelled || fate.fate == Fate::kUnknown) << one.lines;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.lines;
  }
  // Rates only.
  EXPECT_EQ(OpenReasons(Read("policy-map type copp copp-system-policy\n   class copp-system-bgp\n"
                             "      shape pps 100\n      bandwidth pps 10\n"
                             "control-plane\n   service-policy input copp-system-policy\n")),
            "");
}

TEST(AristaEosControlPlane, StormControlOfNothing) {
  EXPECT_EQ(OpenReasons(Read("interface Ethernet1\n   storm-control broadcast level 0.00\n")),
            "storm control that lets nothing through;");
  EXPECT_EQ(OpenReasons(Read("interface Ethernet1\n   storm-control broadcast level 1.00\n")), "");
}

}  // namespace
}  // namespace ringfence::formats::arista_eos
