// What zones forbid.
#include <gtest/gtest.h>

#include "formats/juniper_junos/juniper_junos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::Impact;

const std::string kPorts =
    "set system host-name a\n"
    "set interfaces ge-0/0/0 unit 0 family inet address 10.0.1.1/30\n"
    "set interfaces ge-0/0/1 unit 0 family inet address 10.0.2.1/30\n"
    "set interfaces fxp0 unit 0 family inet address 10.9.0.1/24\n"
    "set interfaces lo0 unit 0 family inet address 192.0.2.1/32\n"
    "set security policies default-policy permit-all\n"
    "set security zones security-zone A interfaces ge-0/0/0.0\n";
const std::string kAll = "set security zones security-zone B interfaces ge-0/0/1.0\n";
const std::string kOspf = "set protocols ospf area 0 interface ge-0/0/0.0\n";
const std::string kNear =
    "set routing-options autonomous-system 7\nset protocols bgp group G type external\n"
    "set protocols bgp group G neighbor 10.0.1.2 peer-as 8\n";
const std::string kFar =
    "set routing-options autonomous-system 7\nset protocols bgp group G type internal\n"
    "set protocols bgp group G neighbor 192.0.2.2\n";

std::string Takes(const std::string& zone, const std::string& words) {
  return "set security zones security-zone " + zone + " " + words + "\n";
}
const std::string kOspfIn = Takes("A", "host-inbound-traffic protocols ospf");
const std::string kBgpIn = Takes("A", "host-inbound-traffic protocols bgp");

int Impacts(const std::string& lines, std::string_view reason = "zone that does not admit everything") {
  int bits = 0;
  for (const model::LineFate& line : ParseText(kFormat, kPorts + lines).fates.lines) {
    if (line.reason == reason) bits |= line.impact.bits;
  }
  return bits;
}

TEST(JunosZones, ProtocolsMustBeNamedWhereTheyAreSpoken) {
  EXPECT_EQ(Impacts(kAll), 0);
  EXPECT_EQ(Impacts(kAll + kOspf), Impact::kRouting4);
  EXPECT_EQ(Impacts(kAll + kOspf + kOspfIn), 0);
  EXPECT_EQ(Impacts(kAll + kOspf + Takes("A", "host-inbound-traffic protocols all")), 0);
  EXPECT_EQ(Impacts(kAll + kNear), Impact::kRouting);
  EXPECT_EQ(Impacts(kAll + kNear + kBgpIn), 0) << "the other zone meets no neighbour";
  EXPECT_EQ(Impacts(kAll + kFar + kBgpIn), Impact::kRouting) << "its packets may come in anywhere";
  EXPECT_EQ(Impacts(kAll + kFar + kOspf + kOspfIn + kBgpIn), 0) << "they come where the IGP leads";
}

TEST(JunosZones, WhatAnInterfaceSaysCountsInsteadOfItsZone) {
  const std::string own = Takes("A", "interfaces ge-0/0/0.0 host-inbound-traffic protocols bgp");
  EXPECT_EQ(Impacts(kAll + kOspf + kOspfIn + own), Impact::kRouting4);
  EXPECT_EQ(Impacts(kAll + kNear + own), 0);
  const std::string excepted = Takes("A", "host-inbound-traffic protocols all") +
                               Takes("A", "host-inbound-traffic protocols ospf except");
  EXPECT_EQ(Impacts(kAll + kOspf + excepted, "services of a zone"), Impact::kRouting | Impact::kManagement);
}

TEST(JunosZones, AnInterfaceOfNoZoneTakesNothing) {
  EXPECT_EQ(Impacts("", "interface of no zone"), Impact::kPaths | Impact::kManagement);
  EXPECT_EQ(Impacts(kAll, "interface of no zone"), 0);
  EXPECT_EQ(
      Impacts("set security forwarding-options family mpls mode packet-based\n", "interface of no zone"), 0);
}

}  // namespace
}  // namespace ringfence::formats::juniper_junos
