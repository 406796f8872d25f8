// ACL-based forwarding: what next hops in lines of a list become.
#include <gtest/gtest.h>

#include <string>

#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Fate;

const std::string kHead = "!! IOS XR Configuration 7.3.2\nvrf RED\n!\n";
const std::string kPort =
    "interface GigabitEthernet0/0/0/0\n ipv4 address 10.0.0.1/30\n ipv4 access-group STEER ingress\n!\n";

/// A list STEER with these lines (the first is line 5), used for what comes in by a port.
std::string Text(const std::string& lines) {
  return kHead + "ipv4 access-list STEER\n" + lines + "!\n" + kPort + "end\n";
}

/// The policies of a text as the dump writes them.
std::string PoliciesOf(const std::string& text) {
  const std::string dump = Dump(ParseText(kFormat, text).config);
  std::string found;
  for (std::size_t at = dump.find("policy-routing "); at != std::string::npos;) {
    std::size_t end = dump.find('\n', at) + 1;
    while (dump.compare(end, 2, "  ") == 0) end = dump.find('\n', end) + 1;
    found += dump.substr(at, end - at);
    at = dump.find("policy-routing ", end);
  }
  return found;
}

TEST(CiscoIosxrSteering, LinesWithNextHopsSendPackets) {
  const std::string text = Text(
      " 5 deny tcp any any eq telnet\n 10 permit udp any any\n"
      " 20 permit ipv4 any host 10.9.0.1 nexthop1 ipv4 10.0.1.2 nexthop2 vrf RED ipv4 10.0.2.2\n"
      " 30 permit ipv4 any any\n");
  EXPECT_EQ(PoliciesOf(text),
            "policy-routing STEER\n"
            "  term 1 steering-line STEER 1\n"
            "  term 2 steering-line STEER 2\n"
            "    to 10.0.1.2 along its route\n"
            "    to 10.0.2.2 table RED along its route\n");
  const ParsedFile parsed = ParseText(kFormat, text);
  EXPECT_TRUE(parsed.diagnostics.items().empty()) << Census(parsed);
  for (std::size_t line = 5; line <= 8; ++line) EXPECT_EQ(FateOf(parsed, line), Fate::kModelled);
  const model::Interface& port = parsed.config.device.interfaces.at(0);
  EXPECT_EQ(port.policy_in4.name, "STEER");
  EXPECT_EQ(port.acl_in4.name, "STEER") << "it filters as well";
  EXPECT_FALSE(port.policy_in6.applies());
  const model::Acl* line = model::FindAcl(parsed.config.device, "steering-line STEER 2", net::Family::kIpv4);
  ASSERT_NE(line, nullptr);
  ASSERT_EQ(line->lines.size(), 1U);
  EXPECT_EQ(line->lines[0].span.line, 7U);
  ExpectPrintsBack(kFormat, text, "next hops");
}

TEST(CiscoIosxrSteering, ListsThatSendNothingArePlain) {
  EXPECT_EQ(PoliciesOf(Text(" 10 permit ipv4 any any\n")), "");
  // Taken back, or never used for what comes in.
  EXPECT_EQ(PoliciesOf(Text(" 10 permit ipv4 any any nexthop1 ipv4 10.0.1.2\n no 10\n")), "");
  EXPECT_EQ(PoliciesOf(kHead + "ipv4 access-list STEER\n 10 permit ipv4 any any nexthop1 ipv4 10.0.1.2\n!\n"),
            "");
}

TEST(CiscoIosxrSteering, WhatIsNotFollowedStaysOpen) {
  const auto fate = [](const std::string& line) { return FateOf(ParseText(kFormat, Text(line)), 5); };
  EXPECT_EQ(fate(" 10 permit ipv4 any any nexthop1 track T ipv4 10.0.1.2\n"), Fate::kUnmodelled);
  EXPECT_EQ(fate(" 10 permit ipv4 any any nexthop1 vrf RED\n"), Fate::kUnmodelled);
  EXPECT_EQ(fate(" 10 permit ipv4 any any default nexthop1 ipv4 10.0.1.2\n"), Fate::kUnmodelled);
  EXPECT_EQ(fate(" 10 permit ipv4 any any nexthop2 ipv4 10.0.1.2\n"), Fate::kUnmodelled);
  EXPECT_EQ(fate(" 10 deny ipv4 any any nexthop1 ipv4 10.0.1.2\n"), Fate::kUnmodelled);
  const ParsedFile unknown =
      ParseText(kFormat, Text(" 10 permit ipv4 any any nexthop1 vrf BLUE ipv4 10.0.1.2\n"));
  EXPECT_EQ(FateOf(unknown, 5), Fate::kUnmodelled);
  EXPECT_EQ(IdsOf(unknown), " reference-undefined@5:2+54");
}

}  // namespace
}  // namespace ringfence::formats::cisco_iosxr
