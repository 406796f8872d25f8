#include "formats/community_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "formats/word_cursor.h"
#include "net/ip.h"

namespace ringfence::formats {
namespace {

constexpr std::uint32_t kMax16 = 0xffff;
constexpr std::uint32_t kMax32 = 0xffffffff;

/// Registered values (RFC 1997, 3765, 7611, 7999, 8326, 9494). The first name of a value is the one printed.
struct WellKnown {
  std::string_view name;
  std::string_view value;
};
constexpr WellKnown kWellKnown[] = {
    {"internet", "0:0"},
    {"no-export", "65535:65281"},
    {"no-advertise", "65535:65282"},
    {"local-as", "65535:65283"},
    {"local-AS", "65535:65283"},
    {"no-export-subconfed", "65535:65283"},
    {"no-peer", "65535:65284"},
    {"nopeer", "65535:65284"},
    {"graceful-shutdown", "65535:0"},
    {"gshut", "65535:0"},
    {"GSHUT", "65535:0"},
    {"accept-own", "65535:1"},
    {"route-filter-translated-v4", "65535:2"},
    {"route-filter-v4", "65535:3"},
    {"route-filter-translated-v6", "65535:4"},
    {"route-filter-v6", "65535:5"},
    {"llgr-stale", "65535:6"},
    {"no-llgr", "65535:7"},
    {"accept-own-nexthop", "65535:8"},
    {"blackhole", "65535:666"},
};

std::optional<std::uint32_t> ParseHexadecimal(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// An AS number, plain, dotted, or with the mark "L" of four bytes, as one text. Numbers above 65535 need no
/// mark.
std::optional<std::string> AsText(std::string_view text) {
  const bool four_bytes = text.ends_with('L');
  if (four_bytes) text.remove_suffix(1);
  if (const auto plain = ParseNumber(text, 0, kMax32))
    return fmt::format("{}{}", *plain, four_bytes && *plain <= kMax16 ? "L" : "");
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto high = ParseNumber(text.substr(0, dot), 0, kMax16);
  const auto low = ParseNumber(text.substr(dot + 1), 0, kMax16);
  if (!high || !low) return std::nullopt;
  return fmt::format("{}", (*high << 16U) | *low);
}

/// "administrator:number", the administrator an AS or an address.
std::optional<std::string> AdministratorAndNumber(std::string_view value) {
  const std::size_t colon = value.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto number = ParseNumber(value.substr(colon + 1), 0, kMax32);
  if (!number) return std::nullopt;
  const std::string_view administrator = value.substr(0, colon);
  if (const auto address = net::ParseIpv4(administrator)) {
    if (*number > kMax16) return std::nullopt;
    return fmt::format("{}:{}", net::ToString(*address), *number);
  }
  const auto as = AsText(administrator);
  // Six bytes hold both: a large AS leaves two for the number.
  const bool large_as = as && (as->ends_with('L') || ParseNumber(*as, 0, kMax16) == std::nullopt);
  if (!as || (large_as && *number > kMax16)) return std::nullopt;
  return fmt::format("{}:{}", *as, *number);
}

}  // namespace

std::optional<model::CommunityText> StandardCommunity(std::string_view word) {
  for (const WellKnown& known : kWellKnown) {
    if (known.name == word) return std::string(known.value);
  }
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) {
    const auto number =
        word.starts_with("0x") ? ParseHexadecimal(word.substr(2)) : ParseNumber(word, 0, kMax32);
    if (!number) return std::nullopt;
    return fmt::format("{}:{}", *number >> 16U, *number & kMax16);
  }
  const auto high = ParseNumber(word.substr(0, colon), 0, kMax16);
  const auto low = ParseNumber(word.substr(colon + 1), 0, kMax16);
  if (!high || !low) return std::nullopt;
  return fmt::format("{}:{}", *high, *low);
}

std::string_view NameOfCommunity(const model::CommunityText& community) {
  for (const WellKnown& known : kWellKnown) {
    if (known.value == community) return known.name;
  }
  return community;
}

std::optional<model::CommunityText> ExtendedCommunity(std::string_view kind, std::string_view value) {
  if (kind == "color" && value.find(':') == std::string_view::npos) {
    const auto number = ParseNumber(value, 0, kMax32);
    return number ? std::optional(fmt::format("color:0:{}", *number)) : std::nullopt;
  }
  const auto text = AdministratorAndNumber(value);
  if (!text) return std::nullopt;
  if (kind == "rt" || kind == "target" || kind == "route-target") return "target:" + *text;
  if (kind == "soo" || kind == "origin" || kind == "site-of-origin") return "origin:" + *text;
  if (kind == "color") return "color:" + *text;
  return std::nullopt;
}

std::optional<model::CommunityText> ExtendedCommunity(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return ExtendedCommunity(word.substr(0, colon), word.substr(colon + 1));
}

std::optional<model::CommunityText> RouteTarget(std::string_view value) {
  return ExtendedCommunity("target", value);
}

std::optional<model::CommunityText> LargeCommunity(std::string_view word) {
  std::array<std::optional<std::uint32_t>, 3> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t colon = i + 1 < parts.size() ? word.find(':') : word.size();
    if (colon == std::string_view::npos) return std::nullopt;
    parts[i] = ParseNumber(word.substr(0, colon), 0, kMax32);
    if (!parts[i]) return std::nullopt;
    word.remove_prefix(std::min(colon + 1, word.size()));
  }
  return fmt::format("{}:{}:{}", *parts[0], *parts[1], *parts[2]);
}

}  // namespace ringfence::formats
