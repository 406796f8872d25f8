#include "formats/secret_digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace ringfence::formats {
namespace {

constexpr std::string_view kDigestPrefix = "digest-";
constexpr std::size_t kHashDigits = 16;

bool IsDigest(std::string_view secret) {
  if (!secret.starts_with(kDigestPrefix) || secret.size() != kDigestPrefix.size() + kHashDigits) return false;
  return std::ranges::all_of(secret.substr(kDigestPrefix.size()),
                             [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string DigestOfSecret(std::string_view kind, std::string_view secret) {
  if (IsDigest(secret)) return fmt::format("{}:{}", kind, secret);
  // FNV-1a, RFC draft-eastlake-fnv: offset basis and prime of the 64-bit variant.
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : secret) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return fmt::format("{}:{}{:016x}", kind, kDigestPrefix, hash);
}

}  // namespace ringfence::formats
