#include "routing/vpn_marks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ringfence::routing {
namespace {

/// The layout of RFC 4577 section 4.2.6: area in four octets, type, options.
TEST(VpnMarksTest, TheRouteTypeIsWrittenAndRead) {
  EXPECT_EQ(RouteTypeText(0x01020304, OspfRouteType::kIntra, true), "0x0306:010203040100");
  EXPECT_EQ(RouteTypeText(0, OspfRouteType::kExternal, true), "0x0306:000000000501");
  const OspfOrigin origin = OspfOriginOf("0x0005:000000640200 0x0306:000000000700 target:65000:1");
  EXPECT_EQ(origin.domain, "0x0005:000000640200");
  EXPECT_TRUE(origin.domain_known);
  EXPECT_EQ(origin.type, OspfRouteType::kNssa);
  EXPECT_FALSE(origin.type2);
  EXPECT_EQ(OspfOriginOf("0x8000:000000000200").type, OspfRouteType::kIntra) << "what older systems send";
}

TEST(VpnMarksTest, WhatIsNotThereIsNotRead) {
  EXPECT_FALSE(OspfOriginOf("").type);
  EXPECT_FALSE(OspfOriginOf("target:65000:1 0x0306:00 0x0306:00000000zz00").type);
  EXPECT_EQ(OspfOriginOf("0x0005:000000000000").domain, "") << "zeros are no identifier";
  EXPECT_FALSE(OspfOriginOf(kUnknownDomain).domain_known);
  EXPECT_FALSE(OspfOriginOf("domain-id:10.0.0.1:0").domain_known) << "a name is not compared";
  EXPECT_FALSE(OspfOriginOf("0x0005:000000640200 0x0105:000000640200").domain_known);
}

TEST(VpnMarksTest, DomainsAreEqualInAllOctets) {
  const std::vector<std::string> own = {"0x0005:000000640200", "0x0005:000000650200"};
  EXPECT_EQ(MatchDomain(own, "0x0005:000000650200"), DomainMatch::kSame);
  EXPECT_EQ(MatchDomain(own, "0x0005:000000660200"), DomainMatch::kOther);
  EXPECT_EQ(MatchDomain(own, "0x0005:000000640000"), DomainMatch::kUnsure);
  EXPECT_EQ(MatchDomain(own, ""), DomainMatch::kOther);
  EXPECT_EQ(MatchDomain(std::vector<std::string>{}, ""), DomainMatch::kSame);
}

}  // namespace
}  // namespace ringfence::routing
