// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

constexpr std::uint8_t kToDevice = Impact::kRouting | Impact::kManagement;

ParsedFile Read(const std::string& lines) {
  return ParseText(kFormat, "!! IOS XR Configuration 7.3.2\nhostname a\n" + lines);
}

TEST(CiscoIosxrControlPlane, WhatDropsWholeClassesStaysOpen) {
  struct Case {
    const char* lines;
    std::size_t line;
    std::uint8_t impact;
  };
  for (const Case& one :
       {Case{"policy-map P\n class C\n  police rate 10 mbps\n   conform-action drop", 5,
             kToDevice | Impact::kForwarding},
        Case{"policy-map P\n class C\n  drop", 4, kToDevice | Impact::kForwarding},
        Case{"lpts pifib hardware police\n flow ospf multicast known rate 0", 3, kToDevice},
        Case{"lpts pifib hardware police flow bgp known rate 0", 2, kToDevice},
        Case{"lpts pifib hardware dynamic-flows location 0/0/CPU0\n flow bgp known max 0", 3, kToDevice},
        Case{"control-plane\n management-plane\n  inband\n   interface all\n    allow SSH", 6,
             Impact::kManagement},
        Case{"interface GigabitEthernet0/0/0/0\n service-policy type pbr input P", 3, Impact::kPaths},
        Case{"interface GigabitEthernet0/0/0/0\n ipv4 verify unicast source reachable-via rx", 3,
             Impact::kForwarding}}) {
    const model::LineFate fate = Read(one.lines).fates.lines.at(one.line);
    EXPECT_EQ(fate.fate, model::Fate::kUnmodelled) << one.lines;
    EXPECT_EQ(fate.impact.bits, one.impact) << one.lines;
  }
  const model::LineFate unknown = Read("control-plane\n frob").fates.lines.at(3);
  EXPECT_EQ(unknown.fate, model::Fate::kUnknown);
  EXPECT_EQ(unknown.impact.bits, kToDevice);
}

TEST(CiscoIosxrControlPlane, RatesHaveNoEffect) {
  for (const char* lines :
       {"policy-map P\n class C\n  police rate 10 mbps\n   conform-action transmit\n   exceed-action drop\n",
        "lpts pifib hardware police\n flow ospf multicast known rate 2000\n",
        "lpts punt excessive-flow-trap non-subscriber-interfaces\n",
        "interface GigabitEthernet0/0/0/0\n service-policy input P\n no shutdown\n"})
    EXPECT_EQ(OpenReasons(Read(lines)), "") << lines;
}

}  // namespace
}  // namespace ringfence::formats::cisco_iosxr
