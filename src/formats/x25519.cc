// X25519 (RFC 7748).
//
// Problem: a WireGuard text holds the private key of its own end, and everybody else names that end by its
// public key. Idea: the Montgomery ladder of RFC 7748 section 5 over the field of 2^255 - 19, its elements in
// eight words of 32 bits that may stay above the modulus: 2^256 is 38 there, so what runs over is multiplied
// by 38 and added. Cost: 255 steps of ten products, well below a millisecond.

#include "formats/x25519.h"

#include <algorithm>
#include <utility>

namespace ringfence::formats {
namespace {

constexpr std::size_t kWords = 8;
/// 2^256 modulo 2^255 - 19.
constexpr std::uint64_t kOver = 38;
/// (486662 - 2) / 4, of the curve.
constexpr std::uint32_t kA24 = 121665;

/// An element of the field, little endian.
using Element = std::array<std::uint32_t, kWords>;

/// `element` + `over` * 2^256.
Element Fold(Element element, std::uint64_t over) {
  while (over != 0) {
    std::uint64_t carry = over * kOver;
    for (std::uint32_t& word : element) {
      carry += word;
      word = static_cast<std::uint32_t>(carry);
      carry >>= 32U;
    }
    over = carry;
  }
  return element;
}

Element Add(const Element& a, const Element& b) {
  Element sum{};
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < kWords; ++i) {
    carry += std::uint64_t{a[i]} + b[i];
    sum[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32U;
  }
  return Fold(sum, carry);
}

Element Subtract(Element a, Element b) {
  for (;;) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < kWords; ++i) {
      const std::uint64_t difference = std::uint64_t{a[i]} - b[i] - borrow;
      a[i] = static_cast<std::uint32_t>(difference);
      borrow = (difference >> 32U) & 1U;
    }
    if (borrow == 0) return a;
    b = {kOver};  // what was borrowed
  }
}

Element Multiply(const Element& a, const Element& b) {
  std::array<std::uint32_t, 2 * kWords> product{};
  for (std::size_t i = 0; i < kWords; ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < kWords; ++j) {
      carry += std::uint64_t{a[i]} * b[j] + product[i + j];
      product[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= 32U;
    }
    product[i + kWords] = static_cast<std::uint32_t>(carry);
  }
  Element low{};
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < kWords; ++i) {
    carry += product[i] + kOver * product[i + kWords];
    low[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32U;
  }
  return Fold(low, carry);
}

/// To the power of 2^255 - 21, which is the inverse (Fermat).
Element Invert(const Element& a) {
  Element power = {1};
  for (int bit = 254; bit >= 0; --bit) {
    power = Multiply(power, power);
    const bool zero = bit == 2 || bit == 4;  // 2^255 - 21 ends in ...11101011
    if (!zero) power = Multiply(power, a);
  }
  return power;
}

Element Load(const Curve25519Key& bytes) {
  Element element{};
  for (std::size_t i = 0; i < bytes.size(); ++i) element[i / 4] |= std::uint32_t{bytes[i]} << (8U * (i % 4));
  return element;
}

Curve25519Key Store(Element element) {
  const Element modulus = {0xffffffed, 0xffffffff, 0xffffffff, 0xffffffff,
                           0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff};
  // Below 2^256, so at most two moduli too much.
  while (!std::ranges::lexicographical_compare(element.rbegin(), element.rend(), modulus.rbegin(),
                                               modulus.rend()))
    element = Subtract(element, modulus);
  Curve25519Key bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(element[i / 4] >> (8U * (i % 4)));
  return bytes;
}

/// Two points, by projective x coordinates; their difference is the point that is multiplied.
struct Ladder {
  Element x2 = {1}, z2 = {}, x3, z3 = {1};

  void Swap() {
    std::swap(x2, x3);
    std::swap(z2, z3);
  }
  /// Doubles the first and adds the first to the second; names as in RFC 7748.
  void Step(const Element& x1) {
    const Element a = Add(x2, z2), b = Subtract(x2, z2);
    const Element aa = Multiply(a, a), bb = Multiply(b, b), e = Subtract(aa, bb);
    const Element da = Multiply(Subtract(x3, z3), a), cb = Multiply(Add(x3, z3), b);
    const Element sum = Add(da, cb), difference = Subtract(da, cb);
    x3 = Multiply(sum, sum);
    z3 = Multiply(x1, Multiply(difference, difference));
    x2 = Multiply(aa, bb);
    z2 = Multiply(e, Add(aa, Multiply({kA24}, e)));
  }
};

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kKeyTextSize = 44;

}  // namespace

Curve25519Key X25519(const Curve25519Key& scalar, const Curve25519Key& point) {
  Curve25519Key k = scalar, u = point;
  k[0] &= 0xf8U;
  k[31] = static_cast<std::uint8_t>((k[31] & 0x7fU) | 0x40U);
  u[31] &= 0x7fU;
  const Element x1 = Load(u);
  Ladder ladder{.x3 = x1};
  for (int bit = 254; bit >= 0; --bit) {
    const bool set = ((k[static_cast<std::size_t>(bit) / 8] >> (static_cast<unsigned>(bit) % 8)) & 1U) != 0;
    if (set) ladder.Swap();
    ladder.Step(x1);
    if (set) ladder.Swap();
  }
  return Store(Multiply(ladder.x2, Invert(ladder.z2)));
}

Curve25519Key PublicKeyOf(const Curve25519Key& private_key) { return X25519(private_key, {9}); }

std::optional<Curve25519Key> ParseKey(std::string_view text) {
  if (text.size() != kKeyTextSize || text.back() != '=') return std::nullopt;
  Curve25519Key key{};
  std::uint32_t bits = 0, count = 0;
  std::size_t next = 0;
  for (const char c : text.substr(0, kKeyTextSize - 1)) {
    const std::size_t value = kBase64.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    key[next++] = static_cast<std::uint8_t>(bits >> count);
    bits &= (1U << count) - 1U;
  }
  // 43 characters hold two bits more than the key.
  return bits == 0 ? std::optional(key) : std::nullopt;
}

std::string KeyText(const Curve25519Key& key) {
  std::string text;
  std::uint32_t bits = 0, count = 0;
  for (const std::uint8_t byte : key) {
    bits = (bits << 8U) | byte;
    for (count += 8; count >= 6; count -= 6) text += kBase64[(bits >> (count - 6)) & 63U];
    bits &= (1U << count) - 1U;
  }
  text += kBase64[(bits << (6 - count)) & 63U];
  return text + "=";
}

}  // namespace ringfence::formats
