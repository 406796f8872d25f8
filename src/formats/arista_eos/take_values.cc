// Values that occur in many statements.

#include <fmt/format.h>

#include "formats/arista_eos/reader.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::arista_eos {

std::optional<net::IpAddress> TakeAnyAddress(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  const auto address = net::ParseAddress(word.text);
  if (!address) reader.Invalid(statement, word, fmt::format("'{}' is not an address", word.text));
  return address;
}

std::optional<net::IpAddress> TakeAddress(Reader& reader, Statement& statement, net::Family family) {
  const Word word = statement.words.Next();
  const auto address = net::ParseAddress(word.text);
  if (address && address->family == family) return address;
  const std::string_view name = family == net::Family::kIpv4 ? "IPv4" : "IPv6";
  reader.Invalid(statement, word, fmt::format("'{}' is not an {} address", word.text, name));
  return std::nullopt;
}

std::optional<net::HostPrefix> TakeHostPrefix(Reader& reader, Statement& statement, net::Family family) {
  const Word word = statement.words.Next();
  if (const auto prefix = net::ParseHostPrefix(word.text); prefix && prefix->address.family == family)
    return prefix;
  const auto address = net::ParseAddress(word.text);
  if (address && address->family == family && family == net::Family::kIpv4) {
    const auto mask = net::ParseIpv4(statement.words.Peek().text);
    const auto length = mask ? net::LengthOfMask(*mask) : std::nullopt;
    if (length) return statement.words.Next(), net::HostPrefix{*address, *length};
  }
  const std::string_view name = family == net::Family::kIpv4 ? "IPv4" : "IPv6";
  reader.Invalid(statement, word, fmt::format("'{}' is not an {} prefix", word.text, name));
  return std::nullopt;
}

std::vector<model::ValueRange> RangesOfAs(std::string_view text) {
  std::vector<model::ValueRange> ranges;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    const std::size_t dash = part.find('-');
    const auto first = ParseAs(part.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : ParseAs(part.substr(dash + 1));
    if (!first || !last || *last < *first) return {};
    ranges.push_back({*first, *last});
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return ranges;
}

std::optional<std::vector<model::VlanRange>> TakeVlans(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  std::vector<model::VlanRange> ranges;
  std::string_view rest = word.text;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view part = rest.substr(0, comma);
    const std::size_t dash = part.find('-');
    const auto first = ParseNumber(part.substr(0, dash), 1, 4094);
    const auto last = dash == std::string_view::npos ? first : ParseNumber(part.substr(dash + 1), 1, 4094);
    if (!first || !last || *last < *first) break;
    ranges.push_back({static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)});
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (!ranges.empty() && rest.empty()) return ranges;
  reader.Invalid(statement, word, fmt::format("'{}' is not a list of VLANs", word.text));
  return std::nullopt;
}

std::string TakeKeyDigest(Statement& statement) {
  if (!statement.words.Accept("7") && !statement.words.Accept("8a")) statement.words.Accept("0");
  return DigestOfSecret("", statement.words.Rest().text).substr(1);
}

std::string VrfName(std::string_view word) { return word == "default" ? "" : std::string(word); }

std::string TakeVrf(Statement& statement) {
  return statement.words.Accept("vrf") ? VrfName(statement.words.Next().text) : "";
}

}  // namespace ringfence::formats::arista_eos
