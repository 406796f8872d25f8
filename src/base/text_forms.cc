// The forms of scalar texts: how each is recognised and what it means.

#include <algorithm>
#include <array>
#include <charconv>

#include "base/decode.h"

namespace ringfence::base {
namespace {

bool AllDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "12" or "12.5" with at most `decimals_max` decimals; the value times 10^decimals_max.
std::optional<std::uint64_t> FixedPoint(std::string_view text, std::size_t decimals_max) {
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  std::string_view part = dot == std::string_view::npos ? "" : text.substr(dot + 1);
  if (!AllDigits(whole) || whole.size() > 12) return std::nullopt;
  if (dot != std::string_view::npos && (!AllDigits(part) || part.size() > decimals_max)) return std::nullopt;
  std::uint64_t value = 0;
  for (char c : whole) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  for (std::size_t i = 0; i < decimals_max; ++i) {
    value = value * 10 + (i < part.size() ? static_cast<std::uint64_t>(part[i] - '0') : 0);
  }
  return value;
}

std::optional<std::uint32_t> Percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  if (text.find_first_of(".%") > 2 && !text.starts_with("100")) return std::nullopt;
  const auto value = FixedPoint(text.substr(0, text.size() - 1), 2);
  if (!value || *value > 10000) return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

std::optional<std::pair<std::uint32_t, std::uint32_t>> Share(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto low = Percent(text.substr(0, dots));
  const auto high = dots == std::string_view::npos ? low : Percent(text.substr(dots + 2));
  if (!low || !high || *low > *high) return std::nullopt;
  return std::pair(*low, *high);
}

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};
constexpr std::array<Unit, 5> kTrafficUnits = {
    {{"bps", 1}, {"kbps", 1'000}, {"Mbps", 1'000'000}, {"Gbps", 1'000'000'000}, {"Tbps", 1'000'000'000'000}}};

std::optional<std::uint64_t> Traffic(std::string_view text) {
  const std::size_t blank = text.find(' ');
  // Seven digits keep the product inside 64 bits.
  if (blank == std::string_view::npos || !AllDigits(text.substr(0, blank)) || blank > 7) return std::nullopt;
  for (const Unit& unit : kTrafficUnits) {
    if (text.substr(blank + 1) != unit.name) continue;
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + blank, value);
    return value * unit.factor;
  }
  return std::nullopt;
}

std::optional<double> Distance(std::string_view text) {
  if (!text.ends_with(" km")) return std::nullopt;
  const auto metres = FixedPoint(text.substr(0, text.size() - 3), 3);
  return metres ? std::optional(static_cast<double>(*metres) / 1000) : std::nullopt;
}

std::optional<double> Decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  const auto micro = FixedPoint(negative ? text.substr(1) : text, 6);
  if (!micro) return std::nullopt;
  const double value = static_cast<double>(*micro) / 1'000'000;
  return negative ? -value : value;
}

bool IsAddressText(std::string_view text) {
  const bool v6 = text.find(':') != std::string_view::npos;
  if (!v6 && std::ranges::count(text, '.') != 3) return false;
  return std::ranges::all_of(text, [v6](char c) {
    const bool digit = c >= '0' && c <= '9';
    const bool hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return digit || c == '.' || (v6 && (hex || c == ':'));
  });
}

bool IsPrefixText(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return IsAddressText(text);
  const std::string_view length = text.substr(slash + 1);
  return IsAddressText(text.substr(0, slash)) && AllDigits(length) && length.size() <= 3;
}

}  // namespace

bool HasForm(std::string_view text, TextForm form, std::span<const std::string_view> words) {
  switch (form) {
    case TextForm::kAny:
      return !text.empty();
    case TextForm::kWord:
      return std::ranges::count(words, text) > 0;
    case TextForm::kInteger:
      return AllDigits(text) && (text.size() < 10 || (text.size() == 10 && text <= "4294967295"));
    case TextForm::kBool:
      return text == "true" || text == "false";
    case TextForm::kDate:
      return ParseDate(text).has_value();
    case TextForm::kPercent:
      return Percent(text).has_value();
    case TextForm::kShare:
      return Share(text).has_value();
    case TextForm::kTraffic:
      return Traffic(text).has_value();
    case TextForm::kDistance:
      return Distance(text).has_value();
    case TextForm::kAddress:
      return IsAddressText(text);
    case TextForm::kPrefix:
      return IsPrefixText(text);
    case TextForm::kDecimal:
      return Decimal(text).has_value();
  }
  return false;
}

std::uint32_t IntegerOf(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}
std::uint32_t BasisPointsOf(std::string_view text) { return Percent(text).value_or(0); }
std::pair<std::uint32_t, std::uint32_t> ShareOf(std::string_view text) {
  return Share(text).value_or(std::pair<std::uint32_t, std::uint32_t>(0, 0));
}
std::uint64_t TrafficOf(std::string_view text) { return Traffic(text).value_or(0); }
double DistanceOf(std::string_view text) { return Distance(text).value_or(0); }
double DecimalOf(std::string_view text) { return Decimal(text).value_or(0); }

}  // namespace ringfence::base
