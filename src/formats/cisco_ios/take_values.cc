// Values that occur in many statements.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::cisco_ios {
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

std::optional<net::IpAddress> TakeIpv4(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  const auto address = net::ParseIpv4(word.text);
  if (!address) reader.Invalid(statement, word, fmt::format("'{}' is not an IPv4 address", word.text));
  return address;
}

std::optional<std::uint32_t> TakeNumber(Reader& reader, Statement& statement, std::uint32_t min,
                                        std::uint32_t max) {
  const Word word = statement.words.Next();
  const auto number = ParseNumber(word.text, min, max);
  if (!number)
    reader.Invalid(statement, word, fmt::format("'{}' is not a number from {} to {}", word.text, min, max));
  return number;
}

std::optional<net::HostPrefix> TakeAddressAndMask(Reader& reader, Statement& statement) {
  const auto address = TakeIpv4(reader, statement);
  if (!address) return std::nullopt;
  const Word word = statement.words.Next();
  const auto mask = net::ParseIpv4(word.text);
  const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
  if (!length) {
    reader.Invalid(statement, word, fmt::format("'{}' is not a network mask", word.text));
    return std::nullopt;
  }
  return net::HostPrefix{*address, *length};
}

std::optional<ospf::AreaId> TakeArea(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (const auto number = ParseNumber(word.text, 0, 0xffffffffU)) return number;
  if (const auto address = net::ParseIpv4(word.text)) return address->v4();
  reader.Invalid(statement, word, fmt::format("'{}' is not an OSPF area", word.text));
  return std::nullopt;
}

std::string TakeKeyDigest(Statement& statement) {
  const bool type7 = statement.words.Accept("7");
  if (!type7 && !statement.words.Accept("0")) statement.words.Accept("6");
  const std::string_view key = statement.words.Rest().text;
  std::string digest = DigestOfSecret("", type7 ? DecodeType7(key) : std::string(key));
  return digest.substr(1);
}

}  // namespace ringfence::formats::cisco_ios
