#include "report/secrets.h"

#include <gtest/gtest.h>

namespace ringfence::report {
namespace {

TEST(MaskSecrets, HidesWhatFollowsTheWord) {
  EXPECT_EQ(MaskSecrets(" enable secret 5 $1$abc"), " enable secret ****");
  EXPECT_EQ(MaskSecrets("ospf authentication-mode md5 1 cipher %^%#x"), "ospf authentication-mode md5 ****");
  EXPECT_EQ(MaskSecrets("PrivateKey = aGVsbG8="), "PrivateKey = ****");
  EXPECT_EQ(MaskSecrets("presharedkey=aGVsbG8="), "presharedkey=****");
  EXPECT_EQ(MaskSecrets("PublicKey = aGVsbG8="), "PublicKey = aGVsbG8=");
  EXPECT_EQ(MaskSecrets("snmp-server community public RO"), "snmp-server community ****");
  EXPECT_EQ(MaskSecrets("encrypted-password \"$6$x\"; ## SECRET-DATA"), "encrypted-password ****");
  EXPECT_EQ(MaskSecrets("  Password=hunter2"), "  Password=****");
}

TEST(MaskSecrets, LeavesOtherLines) {
  EXPECT_EQ(MaskSecrets("interface to-monkey"), "interface to-monkey");
  EXPECT_EQ(MaskSecrets("service password-encryption"), "service password-encryption");
  EXPECT_EQ(MaskSecrets("key"), "key");
  EXPECT_EQ(MaskSecrets(""), "");
}

TEST(MaskSecrets, ProseOfPoliciesIsNone) {
  EXPECT_EQ(ShownLine("ringfence.yaml", "because: a key part of the European Community"),
            "because: a key part of the European Community");
  EXPECT_EQ(ShownLine("configs/leaf.yaml", "  password: hunter2"), "  password: ****");
  EXPECT_EQ(ShownLine("configs/r1.cfg", "snmp-server community public"), "snmp-server community ****");
}

}  // namespace
}  // namespace ringfence::report
