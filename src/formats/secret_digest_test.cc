#include "formats/secret_digest.h"

#include <gtest/gtest.h>

namespace ringfence::formats {
namespace {

TEST(SecretDigest, EqualSecretsAndOnlyTheyAgree) {
  EXPECT_EQ(DigestOfSecret("md5:1", "swordfish"), DigestOfSecret("md5:1", "swordfish"));
  EXPECT_NE(DigestOfSecret("md5:1", "swordfish"), DigestOfSecret("md5:2", "swordfish"));
  EXPECT_NE(DigestOfSecret("md5:1", "swordfish"), DigestOfSecret("md5:1", "Swordfish"));
  EXPECT_EQ(DigestOfSecret("text", ""), "text:digest-cbf29ce484222325");
  EXPECT_EQ(DigestOfSecret("text", "swordfish").find("sword"), std::string::npos);
}

TEST(SecretDigest, ADigestStandsForItself) {
  EXPECT_EQ(DigestOfSecret("text", "digest-0123456789abcdef"), "text:digest-0123456789abcdef");
  EXPECT_NE(DigestOfSecret("text", "digest-0123456789ABCDEF"), "text:digest-0123456789ABCDEF");
}

}  // namespace
}  // namespace ringfence::formats
