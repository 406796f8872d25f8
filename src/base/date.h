// Civil dates without time or zone, as laws and policies use them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringfence::base {

/// A valid day of the proleptic Gregorian calendar.
struct Date {
  std::int16_t year = 1970;
  std::uint8_t month = 1;
  std::uint8_t day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;
};

/// Parses exactly "YYYY-MM-DD"; nullopt when that day does not exist.
std::optional<Date> ParseDate(std::string_view text);
/// "YYYY-MM-DD".
std::string ToString(Date date);

}  // namespace ringfence::base
