// What becomes of segment routing over IPv6.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "formats/frr/frr.h"
#include "formats/reader_testing.h"

namespace ringfence::formats::frr {
namespace {

const std::string kHead = "frr version 8.4.4\nhostname X\n";
const std::string kLocator =
    "segment-routing\n srv6\n  locators\n   locator A\n    prefix 2001:db8:a::/48 block-len 40 node-len 24 "
    "func-bits "
    "16\n   exit\n  exit\n exit\nexit\n";
const std::string kMain = "router bgp 65000\n segment-routing srv6\n  locator A\n exit\nexit\n";
const std::string kVrf = "router bgp 65000 vrf red\n";
const std::string kFamily =
    " address-family ipv4 unicast\n  rd vpn export 1:1\n  rt vpn both 1:1\n  export vpn\n  import vpn\n";

ParsedFile Read(const std::string& text) { return ParseText(kFormat, kHead + text); }

/// The fate of the line that has these words.
model::LineFate LineOf(const std::string& text, const std::string& words) {
  const ParsedFile parsed = Read(text);
  const std::string whole = kHead + text;
  const auto end = whole.begin() + static_cast<std::ptrdiff_t>(whole.find(words));
  return parsed.fates.lines.at(static_cast<std::size_t>(std::count(whole.begin(), end, '\n')));
}

TEST(FrrSrv6, EveryLineOfALocatorIsUnderstood) {
  const ParsedFile parsed = Read(kLocator);
  ASSERT_EQ(parsed.config.srv6.locators.size(), 1U);
  EXPECT_EQ(parsed.config.srv6.locators[0].name, "A");
  EXPECT_EQ(net::ToString(parsed.config.srv6.locators[0].prefix), "2001:db8:a::/48");
  for (const model::LineFate& line : parsed.fates.lines)
    EXPECT_TRUE(line.fate != model::Fate::kUnmodelled && line.fate != model::Fate::kUnknown);
  EXPECT_EQ(net::ToString(*Read("segment-routing\n srv6\n  encapsulation\n   source-address 2001:db8::1\n" +
                                std::string("segment-routing\n srv6\n  encapsulation source-address "
                                            "2001:db8::7\n"))
                               .config.srv6.source),
            "2001:db8::7");
}

TEST(FrrSrv6, WhatIsBesideLocatorsIsOpen) {
  const std::string locator =
      "segment-routing\n srv6\n  locators\n   locator A\n    prefix 2001:db8:a::/48\n";
  EXPECT_EQ(LineOf(locator + "    behavior usid\n", "behavior").fate, model::Fate::kUnmodelled);
  EXPECT_EQ(LineOf("segment-routing\n traffic-eng\n  policy color 1 endpoint 10.0.0.1\n", "policy").fate,
            model::Fate::kUnmodelled);
  EXPECT_EQ(LineOf("segment-routing\n traffic-eng\n", "traffic").fate, model::Fate::kUnmodelled);
  EXPECT_EQ(LineOf(locator + "   exit\n   locator B\n    prefix 2001:db8:b::/48\n", "prefix 2001:db8:b").fate,
            model::Fate::kModelled);
}

TEST(FrrSrv6, AVrfGivesSidsWhereItIsToldAndUsesThoseOfOthers) {
  for (const bool per_vrf : {false, true}) {
    const std::string vrf = kVrf + (per_vrf ? " sid vpn per-vrf export auto\n" : "") + kFamily +
                            (per_vrf ? "" : "  sid vpn export 7\n") + " exit-address-family\n";
    const auto config = Read(kLocator + kMain + vrf).config;
    ASSERT_EQ(config.srv6.services.size(), 1U);
    const routing::srv6::Service& service = config.srv6.services[0];
    EXPECT_EQ(service.vrf, "red");
    EXPECT_EQ(service.family, net::Family::kIpv4);
    EXPECT_TRUE(service.gives && service.takes && !service.needs_route);
    EXPECT_EQ(net::ToString(*service.gives), "2001:db8:a::/48");
    const std::string printed = Print(config);
    EXPECT_EQ(Dump(ParseText(kFormat, printed).config), Dump(config)) << printed;
  }
  const auto without = Read(kLocator + kMain + kVrf + kFamily).config;
  ASSERT_EQ(without.srv6.services.size(), 1U);
  EXPECT_FALSE(without.srv6.services[0].gives);
  EXPECT_TRUE(Read(kLocator + kVrf + kFamily).config.srv6.services.empty());
}

TEST(FrrSrv6, ASidWithoutALocatorOrAVrfIsOpen) {
  const std::string sid = kVrf + kFamily + "  sid vpn export auto\n";
  EXPECT_EQ(LineOf(kMain + sid, "sid vpn").reason, "SID without a locator");
  EXPECT_EQ(LineOf(kLocator + sid, "sid vpn").reason, "SID without a locator");
  EXPECT_EQ(
      LineOf(kLocator + kMain + "router bgp 65000\n address-family ipv4 unicast\n  sid vpn export auto\n",
             "sid vpn")
          .reason,
      "SID of the default table");
  EXPECT_EQ(LineOf(kLocator + kMain + kVrf + " sid vpn per-vrf export explicit\n", "sid vpn").fate,
            model::Fate::kUnmodelled);
}

}  // namespace
}  // namespace ringfence::formats::frr
