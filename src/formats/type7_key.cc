#include "formats/type7_key.h"

#include <algorithm>

#include "formats/secret_digest.h"

namespace ringfence::formats {
namespace {

/// The well-known constant of the reversible "type 7" notation.
constexpr std::string_view kType7Pad = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// The key behind a type-7 text; the text itself when it is malformed.
std::string DecodeType7(std::string_view text) {
  const auto offset = ParseNumber(text.substr(0, std::min<std::size_t>(2, text.size())), 0, 15);
  if (!offset || text.size() % 2 != 0) return std::string(text);
  std::string key;
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = HexDigit(text[i]);
    const int low = HexDigit(text[i + 1]);
    if (high < 0 || low < 0) return std::string(text);
    const char pad = kType7Pad[(*offset + i / 2 - 1) % kType7Pad.size()];
    key += static_cast<char>((high * 16 + low) ^ pad);
  }
  return key;
}

}  // namespace

std::string TakeKeyDigest(Statement& statement) {
  const bool type7 = statement.words.Accept("7");
  const auto accept_type = [&statement] {
    for (const std::string_view type : {"0", "3", "6", "8a"}) {
      if (statement.words.Accept(type)) return;
    }
  };
  if (!type7) accept_type();
  const std::string_view key = statement.words.Rest().text;
  return DigestOfSecret("", type7 ? DecodeType7(key) : std::string(key)).substr(1);
}

}  // namespace ringfence::formats
