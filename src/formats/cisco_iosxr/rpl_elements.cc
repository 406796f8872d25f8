// Elements of sets: prefixes, AS-path tests, communities with wildcards and ranges.
//
// Patterns are built over characters, in the notation of `ios-regex`, so that one printer writes them all: a
// range of numbers becomes alternatives of digits (at most two for each digit of its ends), a wildcard any
// digits. An AS-path test without `exact` lets each AS be repeated; a range that is repeated could be met by
// different numbers, so in sequences it is expressible only where that cannot matter.

#include <fmt/format.h>

#include <algorithm>

#include "formats/as_path_regex.h"
#include "formats/cisco_iosxr/rpl_lists.h"
#include "formats/community_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

/// Alternatives for numbers of equal length between two digit strings.
void AddEqualLength(const std::string& first, const std::string& last, std::vector<std::string>& out) {
  std::size_t same = 0;
  while (same < first.size() && first[same] == last[same]) ++same;
  const std::string head = first.substr(0, same);
  if (same == first.size()) return out.push_back(head);
  const auto digit = [](char from, char to) {
    return from == to ? std::string(1, from) : fmt::format("[{}-{}]", from, to);
  };
  const auto any = [](std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "[0-9]";
    return text;
  };
  const std::size_t size = first.size();
  // Above `first` in its last digits, from the right to the left.
  std::vector<std::string> low{first};
  for (std::size_t i = size - 1; i > same; --i) {
    if (first[i] != '9')
      low.push_back(first.substr(0, i) + digit(static_cast<char>(first[i] + 1), '9') + any(size - 1 - i));
  }
  out.insert(out.end(), low.begin(), low.end());
  if (first[same] + 1 < last[same])
    out.push_back(head + digit(static_cast<char>(first[same] + 1), static_cast<char>(last[same] - 1)) +
                  any(size - 1 - same));
  for (std::size_t i = same + 1; i < size; ++i) {
    if (last[i] != '0')
      out.push_back(last.substr(0, i) + digit('0', static_cast<char>(last[i] - 1)) + any(size - 1 - i));
  }
  out.push_back(last);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// A part of a community: a number, `*`, or "[5..7]".
std::optional<std::string> DigitsOfPart(std::string_view part) {
  if (part == "*") return "[0-9]+";
  const auto range = RangeOf(part);
  if (!range) return std::nullopt;
  return DigitsOfRange(range->first, range->last);
}

std::string_view SpellingOf(std::string_view type) {
  return type == "rt"                          ? "target"
         : type == "soo"                       ? "origin"
         : type == "opaque" || type == "color" ? "color"
                                               : "";
}

std::optional<std::string> PatternOfCommunity(std::string_view text, RplSetKind kind, std::string_view type) {
  const auto parts = Split(text, ':');
  if (parts.size() != (kind == RplSetKind::kLarge ? 3U : 2U)) return std::nullopt;
  std::string pattern = "^";
  if (kind == RplSetKind::kExtended) pattern += fmt::format("{}:", SpellingOf(type));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto digits = DigitsOfPart(parts[i]);
    if (!digits) return std::nullopt;
    pattern += (i == 0 ? "" : ":") + *digits;
  }
  return pattern + "$";
}

std::optional<model::CommunityText> LiteralOf(std::string_view text, RplSetKind kind, std::string_view type) {
  switch (kind) {
    case RplSetKind::kCommunity:
      // As an element it stands for every route, which no literal says.
      return text == "internet" ? std::nullopt : StandardCommunity(text);
    case RplSetKind::kLarge:
      return LargeCommunity(text);
    case RplSetKind::kExtended:
      return SpellingOf(type).empty() ? std::nullopt : ExtendedCommunity(SpellingOf(type), text);
    default:
      return std::nullopt;
  }
}

/// One AS or range of a sequence with its repetitions.
std::optional<std::string> PathPart(std::string_view text, bool exact, bool alone) {
  const auto range = RangeOf(text);
  if (!range) return std::nullopt;
  const std::string digits = DigitsOfRange(range->first, range->last);
  if (exact) return digits;
  if (range->first != range->last && !alone) return std::nullopt;
  return fmt::format("{}(_{})*", digits, digits);
}

}  // namespace

std::optional<model::ValueRange> RangeOf(std::string_view text) {
  if (const auto number = ParseNumber(text, 0, 0xffffffffU)) return model::ValueRange{*number, *number};
  if (const auto dotted = text.find("..") == std::string_view::npos ? ParseAs(text) : std::nullopt)
    return model::ValueRange{*dotted, *dotted};
  if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const auto first = ParseAs(text.substr(0, dots));
  const auto last = ParseAs(text.substr(dots + 2));
  if (!first || !last || *last < *first) return std::nullopt;
  return model::ValueRange{*first, *last};
}

std::string DigitsOfRange(std::uint32_t first, std::uint32_t last) {
  if (first == last) return std::to_string(first);
  std::vector<std::string> parts;
  std::uint64_t from = first;
  while (from <= last) {
    std::uint64_t power = 10;
    while (power <= from) power *= 10;
    const std::uint64_t to = std::min<std::uint64_t>(last, power - 1);
    AddEqualLength(std::to_string(from), std::to_string(to), parts);
    from = to + 1;
  }
  std::string text = "(";
  for (const std::string& part : parts) text += (text.size() > 1 ? "|" : "") + part;
  return text + ")";
}

std::optional<model::PrefixListLine> PrefixLineOf(const std::vector<RplToken>& element) {
  if (element.empty()) return std::nullopt;
  model::PrefixListLine line;
  line.span = element.front().span;
  if (const auto prefix = net::ParseHostPrefix(element.front().text)) {
    line.prefix = prefix->subnet();
  } else if (const auto address = net::ParseAddress(element.front().text)) {
    line.prefix = net::Prefix::Host(*address);
  } else {
    return std::nullopt;
  }
  const std::uint8_t bits = net::AddressBits(line.prefix.family());
  line.length_min = line.length_max = line.prefix.length;
  for (std::size_t i = 1; i < element.size(); i += 2) {
    const auto number = i + 1 < element.size() ? ParseNumber(element[i + 1].text, 0, bits) : std::nullopt;
    if (!number) return std::nullopt;
    const auto length = static_cast<std::uint8_t>(*number);
    if (element[i].Is("eq")) {
      line.length_min = line.length_max = length;
    } else if (element[i].Is("ge")) {
      line.length_min = length;
      if (line.length_max == line.prefix.length) line.length_max = bits;
    } else if (element[i].Is("le")) {
      line.length_max = length;
    } else {
      return std::nullopt;
    }
  }
  return line;
}

std::optional<std::string> PathPatternOf(const std::vector<RplToken>& element) {
  if (element.empty() || element.front().quoted) return std::nullopt;
  const std::string_view test = element.front().text;
  if (test == "is-local" && element.size() == 1) return "^$";
  if (element.size() < 2) return std::nullopt;
  const std::string_view text = element[1].text;
  if ((test == "ios-regex" || test == "dfa-regex") && element.size() == 2) return std::string(text);
  const bool exact = element.size() == 3 && element[2].Is("exact");
  if (element.size() > 2 && !exact) return std::nullopt;
  const bool passes = test == "passes-through", origin = test == "originates-from";
  if (!passes && !origin && test != "neighbor-is") return std::nullopt;
  std::vector<std::string_view> numbers;
  for (const std::string_view part : Split(text, ' ')) {
    if (!part.empty()) numbers.push_back(part);
  }
  if (numbers.empty()) return std::nullopt;
  std::string pattern = passes || origin ? "_" : "^";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto part = PathPart(numbers[i], exact, numbers.size() == 1);
    if (!part) return std::nullopt;
    pattern += (i == 0 ? "" : "_") + *part;
  }
  return pattern + (origin ? "$" : "_");
}

std::optional<model::CommunityListLine> CommunityLineOf(const std::vector<RplToken>& element, RplSetKind kind,
                                                        std::string_view type) {
  model::CommunityListLine line;
  if (element.empty()) return std::nullopt;
  line.span = element.front().span;
  std::optional<std::string> pattern;
  if (element.front().Is("ios-regex") || element.front().Is("dfa-regex")) {
    // Extended communities have another text here than on the device, unless this printer wrote it.
    if (element.size() != 2 || (kind == RplSetKind::kExtended &&
                                !element[1].text.starts_with("^" + std::string(SpellingOf(type)) + ":")))
      return std::nullopt;
    pattern = std::string(element[1].text);
  } else {
    if (element.size() != 1) return std::nullopt;
    if (const auto literal = LiteralOf(element.front().text, kind, type)) {
      line.all_of.push_back(*literal);
      return line;
    }
    pattern = PatternOfCommunity(element.front().text, kind, type);
  }
  if (!pattern) return std::nullopt;
  const auto regex = CharacterPatternToRegex(*pattern);
  if (!regex) return std::nullopt;
  line.regexes.push_back(*regex);
  return line;
}

}  // namespace ringfence::formats::cisco_iosxr
