#include "formats/x25519.h"

#include <gtest/gtest.h>

#include <string>

namespace ringfence::formats {
namespace {

Curve25519Key Hex(std::string_view text) {
  Curve25519Key key{};
  EXPECT_EQ(text.size(), 2 * key.size());
  for (std::size_t i = 0; i < key.size(); ++i)
    key[i] = static_cast<std::uint8_t>(std::stoul(std::string(text.substr(2 * i, 2)), nullptr, 16));
  return key;
}

// RFC 7748 section 5.2.
TEST(X25519Test, VectorsOfTheRfc) {
  EXPECT_EQ(X25519(Hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                   Hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")),
            Hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
  EXPECT_EQ(X25519(Hex("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                   Hex("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493")),
            Hex("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
}

TEST(X25519Test, IteratedVectorsOfTheRfc) {
  Curve25519Key k = {9}, u = {9};
  for (int i = 1; i <= 1000; ++i) {
    const Curve25519Key next = X25519(k, u);
    u = k;
    k = next;
    if (i == 1) {
      EXPECT_EQ(k, Hex("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
    }
  }
  EXPECT_EQ(k, Hex("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
}

// RFC 7748 section 6.1.
TEST(X25519Test, PublicKeysAndTheSharedSecret) {
  const Curve25519Key bob = Hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  EXPECT_EQ(PublicKeyOf(bob), Hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
  const Curve25519Key alice = Hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  EXPECT_EQ(X25519(bob, alice), Hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
}

TEST(X25519Test, TextsOfKeysAreReadBackAndNothingElseIs) {
  const Curve25519Key key = Hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  const std::string text = KeyText(key);
  EXPECT_EQ(text, "XasIfmJKikt54X+Lg4AO5m87sSkmGLb9HC+LJ/+I4Os=");
  EXPECT_EQ(ParseKey(text), key);
  EXPECT_EQ(ParseKey(KeyText({})), Curve25519Key{});
  for (const std::string_view wrong :
       {"", "=", "XasIfmJKikt54X+Lg4AO5m87sSkmGLb9HC+LJ/+I4Os",
        "XasIfmJKikt54X+Lg4AO5m87sSkmGLb9HC+LJ/+I4Ot=", "XasIfmJKikt54X+Lg4AO5m87sSkmGLb9HC+LJ/+I4O==",
        "XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC+LJ/+I4Os=", "XasIfmJKikt54X+Lg4AO5m87sSkmGLb9HC+LJ/+I4Os=="})
    EXPECT_FALSE(ParseKey(wrong)) << wrong;
}

}  // namespace
}  // namespace ringfence::formats
