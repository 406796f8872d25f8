// What the device itself takes.
#include <gtest/gtest.h>

#include "formats/nokia_srlinux/nokia_srlinux.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using model::Impact;

constexpr std::uint8_t kToDevice = Impact::kRouting | Impact::kManagement;
const std::string kName = "set / system name host-name a\n";
const std::string kTyped =
    "set / acl acl-filter cpm type ipv4 entry 10 match ipv4 protocol ospf\n"
    "set / acl acl-filter cpm type ipv4 entry 10 action accept\n";
const std::string kEnd = "set / acl acl-filter cpm type ipv4 entry 99 action drop\n";
const std::string kUse =
    "set / system control-plane-traffic input acl acl-filter cpm type ipv4 sequence-id 10\n";
const std::string kOld =
    "set / acl cpm-filter ipv4-filter entry 10 match protocol ospf\n"
    "set / acl cpm-filter ipv4-filter entry 10 action accept\n";
const std::string kOldEnd = "set / acl cpm-filter ipv4-filter entry 99 action drop\n";

ParsedFile Read(const std::string& lines) { return ParseText(kFormat, kName + lines); }

TEST(NokiaSrlinuxControlPlane, TheFilterGuardsTheDevice) {
  for (const std::string& lines : {kTyped + kEnd + kUse, kOld + kOldEnd}) {
    const ParsedFile parsed = Read(lines);
    EXPECT_EQ(OpenReasons(parsed), "") << lines;
    const model::Device& device = parsed.config.device;
    ASSERT_EQ(device.guards.size(), 1U) << lines;
    const model::Acl* acl = model::FindAcl(device, device.guards[0].in4.name, net::Family::kIpv4);
    ASSERT_NE(acl, nullptr) << lines;
    EXPECT_EQ(acl->lines.size(), 2U) << lines;
    ASSERT_EQ(device.management.services.at(0).filters.size(), 1U) << lines;
    ExpectPrintsBack(kFormat, kName + lines, lines);
  }
}

TEST(NokiaSrlinuxControlPlane, WhatIsNotCertainStaysOpen) {
  const auto impact = [](const std::string& lines, std::string_view reason) {
    int bits = 0;
    for (const model::LineFate& line : Read(lines).fates.lines) {
      if (line.reason == reason) bits |= line.impact.bits;
    }
    return bits;
  };
  // What routing protocols make of it is asked of the list.
  const auto open_lines = [](const std::string& lines) {
    const ParsedFile parsed = Read(lines);
    const model::Device& device = parsed.config.device;
    return device.acls.empty() ? 0U : device.acls.front().open_lines.size();
  };
  EXPECT_EQ(impact(kTyped + kUse, "filter without an entry for the rest"), Impact::kManagement);
  EXPECT_EQ(open_lines(kTyped + kUse), 1U);
  EXPECT_EQ(impact(kOld, "filter without an entry for the rest"), Impact::kManagement);
  EXPECT_EQ(open_lines(kOld), 1U);
  EXPECT_EQ(
      impact(kTyped + kEnd + kUse +
                 "set / acl acl-filter two type ipv4 entry 99 action accept\n"
                 "set / system control-plane-traffic input acl acl-filter two type ipv4 sequence-id 20\n",
             "several filters before the control plane"),
      kToDevice);
  const std::string frob =
      "set / acl acl-filter cpm type ipv4 entry 50 match ipv4 frob 1\n"
      "set / acl acl-filter cpm type ipv4 entry 50 action drop\n";
  EXPECT_EQ(impact(kTyped + frob + kEnd + kUse, "filter entry of this form"),
            Impact::kManagement | Impact::kForwarding);
  EXPECT_EQ(open_lines(kTyped + frob + kEnd + kUse), 1U);
  EXPECT_EQ(IdsOf(Read(kUse)).substr(0, 20), " reference-undefined");
}

}  // namespace
}  // namespace ringfence::formats::nokia_srlinux
