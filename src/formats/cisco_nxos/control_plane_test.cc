// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/cisco_nxos/cisco_nxos.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Fate;
using model::Impact;

constexpr std::uint8_t kToDevice = Impact::kRouting | Impact::kManagement;
const std::string kHead = "!Command: show running-config\nversion 9.3(5)\n";

const std::string kClass =
    "ip access-list L\n  10 permit udp any any eq 1434\n  20 deny ip 10.0.0.0/8 any\n"
    "class-map type control-plane match-any C\n  match access-group name L\n";

std::string Policy(const std::string& action, const std::string& name = "C") {
  return "policy-map type control-plane P\n  class " + name + "\n    " + action + "\n";
}
const std::string kBound = "control-plane\n  service-policy input P\n";
const std::string kDrop = "police cir 32 kbps bc 250 ms conform drop violate drop";

ParsedFile Read(const std::string& lines) { return ParseText(kFormat, kHead + lines); }

TEST(CiscoNxosControlPlane, DefaultsLetProtocolsThrough) {
  for (const std::string& lines : std::vector<std::string>{
           std::string("copp profile strict\n"), "control-plane\n  scale-factor 1.00 module 1\n",
           std::string("control-plane\n  service-policy input copp-system-p-policy-strict\n"),
           kClass + Policy("police cir 39600 kbps bc 250 ms conform transmit violate drop") + kBound,
           kClass + Policy(kDrop),
           "policy-map type queuing Q\n  class type queuing q\n    shape min 0 bps max 1 mbps\n",
           std::string("hardware rate-limiter layer-3 glean 100\n")}) {
    const ParsedFile parsed = Read(lines);
    EXPECT_EQ(OpenReasons(parsed), "") << lines;
    EXPECT_EQ(IdsOf(parsed), "") << lines;
    EXPECT_TRUE(parsed.config.device.guards.empty()) << lines;
  }
}

TEST(CiscoNxosControlPlane, AClassThatIsDroppedIsAListBeforeTheDevice) {
  const std::string lines = kClass + Policy(kDrop) + kBound;
  const ParsedFile parsed = Read(lines);
  EXPECT_EQ(OpenReasons(parsed), "");
  const model::Device& device = parsed.config.device;
  ASSERT_EQ(device.guards.size(), 1U);
  const model::Acl* acl = model::FindAcl(device, device.guards[0].in4.name, net::Family::kIpv4);
  ASSERT_NE(acl, nullptr);
  // Whatever its lines say: they choose packets here.
  ASSERT_EQ(acl->lines.size(), 2U);
  for (const model::AclLine& line : acl->lines) {
    EXPECT_EQ(line.action, model::AclAction::kDeny);
    EXPECT_EQ(line.span.line, 10U);
  }
  EXPECT_EQ(acl->end_action, model::AclAction::kPermit);
  EXPECT_EQ(Read(lines + "interface loopback1\n  vrf member V\nvrf context V\n").config.device.guards.size(),
            2U);
  ExpectPrintsBack(kFormat, kHead + lines, "dropped class");
}

TEST(CiscoNxosControlPlane, WhatADroppedClassTakesMustBeKnown) {
  const auto open = [](const std::string& lines) {
    const ParsedFile parsed = Read(lines);
    for (const model::LineFate& line : parsed.fates.lines) {
      if (line.reason == "class whose packets are dropped") return int{line.impact.bits};
    }
    return 0;
  };
  EXPECT_EQ(open("class-map type control-plane match-any C\n  match protocol arp\n" + Policy(kDrop) + kBound),
            kToDevice);
  EXPECT_EQ(open("class-map type control-plane match-any C\n  match access-group name NONE\n" +
                 Policy(kDrop) + kBound),
            kToDevice);
  EXPECT_EQ(open("ip access-list L\n  10 permit tcp any any ttl eq 1\n" +
                 kClass.substr(kClass.find("class-map")) + Policy(kDrop) + kBound),
            kToDevice)
      << "a line of its list is not modelled";
  EXPECT_EQ(open(Policy(kDrop, "class-default") + kBound), kToDevice);
  EXPECT_EQ(open(Policy("police cir 0 bps conform transmit", "class-default") + kBound), kToDevice);
  EXPECT_EQ(open("control-plane\n  service-policy input custom\n"), kToDevice);
  EXPECT_EQ(open("hardware rate-limiter layer-3 control 0\n"), kToDevice);
  EXPECT_EQ(open("policy-map type qos Q\n  class c\n    police cir 1 mbps conform drop\n"),
            kToDevice | Impact::kForwarding);
  EXPECT_EQ(FateOf(Read("control-plane\n  frob\n"), 4), Fate::kUnknown);
  EXPECT_EQ(Read("control-plane\n  frob\n").fates.lines.at(3).impact.bits, kToDevice);
}

TEST(CiscoNxosControlPlane, StormControlOfNothing) {
  EXPECT_EQ(OpenReasons(Read("interface Ethernet1/1\n  storm-control broadcast level 0.00\n")),
            "storm control that lets nothing through;");
  EXPECT_EQ(OpenReasons(Read("interface Ethernet1/1\n  storm-control broadcast level 1.00\n")), "");
}

}  // namespace
}  // namespace ringfence::formats::cisco_nxos
