// Public keys from private ones, for systems whose texts hold the private one and name a peer by the public.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringfence::formats {

/// A scalar or a coordinate on Curve25519, little endian.
using Curve25519Key = std::array<std::uint8_t, 32>;

/// The function X25519 of RFC 7748 section 5. Its time tells the scalar: for keys that stand in a file
/// anyway.
Curve25519Key X25519(const Curve25519Key& scalar, const Curve25519Key& point);

/// The public key that belongs to a private one (RFC 7748 section 6.1).
Curve25519Key PublicKeyOf(const Curve25519Key& private_key);

/// A key in base64 with its padding, 44 characters; nullopt for every other text.
std::optional<Curve25519Key> ParseKey(std::string_view text);
/// The text that ParseKey reads.
std::string KeyText(const Curve25519Key& key);

}  // namespace ringfence::formats
