// Patterns over AS numbers.
//
// Idea: the path is a row of numbers separated by blanks, so a term of the pattern becomes a unit that takes
// the blank before it (or the begin) and exactly one number; units can be repeated and grouped freely. A
// range becomes an alternative of digit patterns, at most a few dozen; so that printers find the range again,
// the alternative is a group that carries the range in its name.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "formats/as_path_regex.h"
#include "formats/word_cursor.h"

namespace ringfence::formats {
namespace {

constexpr std::string_view kBegin = "^(?:";
constexpr std::string_view kEnd = ")$";
constexpr std::string_view kGroup = "(?:";
// A number stands alone or at the edge of a set or confederation part.
constexpr std::string_view kUnitBegin = "(?:(?:^| )[({]?";
constexpr std::string_view kUnitEnd = "[)}]?)";
constexpr std::string_view kAnyNumber = "[0-9]+";
constexpr std::string_view kNamed = "(?P<";
constexpr std::uint64_t kAsMax = 0xffffffffU;

/// Inclusive range of AS numbers.
struct AsRange {
  std::uint64_t first = 0, last = 0;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

/// Alternatives that match exactly the decimal numbers of the range. Each takes the largest block of numbers
/// that differ only in one digit and in all digits after it.
std::vector<std::string> DigitPatterns(AsRange range) {
  std::vector<std::string> patterns;
  while (range.first <= range.last) {
    std::uint64_t unit = 1;
    int free_digits = 0;
    while (range.first != 0 && range.first % (unit * 10) == 0 && range.first + unit * 10 - 1 <= range.last)
      unit *= 10, ++free_digits;
    const std::uint64_t stem = range.first / unit / 10, digit = range.first / unit % 10;
    std::uint64_t last_digit = digit;
    while (last_digit < 9 && (stem * 10 + last_digit + 2) * unit - 1 <= range.last) ++last_digit;
    std::string pattern = stem == 0 ? "" : std::to_string(stem);
    pattern += digit == last_digit ? std::to_string(digit) : fmt::format("[{}-{}]", digit, last_digit);
    if (free_digits > 0) pattern += fmt::format("[0-9]{{{}}}", free_digits);
    patterns.push_back(std::move(pattern));
    range.first = (stem * 10 + last_digit + 1) * unit;
  }
  return patterns;
}

/// Everything outside the ranges.
std::vector<AsRange> Complement(std::vector<AsRange> ranges) {
  std::ranges::sort(ranges, {}, &AsRange::first);
  std::vector<AsRange> rest;
  std::uint64_t next = 0;
  for (const AsRange& range : ranges) {
    if (range.first > next) rest.push_back({next, range.first - 1});
    next = std::max(next, range.last + 1);
  }
  if (next <= kAsMax) rest.push_back({next, kAsMax});
  return rest;
}

/// `6449[6-9]|64[5-9][0-9][0-9]`: the range without counts of repetitions, which not every dialect has.
std::string PlainDigits(AsRange range) {
  std::string text;
  for (const std::string& pattern : DigitPatterns(range)) {
    const std::size_t count = pattern.find('{');
    if (!text.empty()) text += '|';
    if (count == std::string::npos) {
      text += pattern;
      continue;
    }
    constexpr std::string_view kDigit = "[0-9]";
    text += pattern.substr(0, count);
    for (int i = 1; i < std::stoi(pattern.substr(count + 1)); ++i) text += kDigit;
  }
  return text;
}

/// The range in `first-last`; nothing when it is something else.
std::optional<AsRange> RangeIn(std::string_view inside) {
  const std::size_t dash = inside.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = ParseNumber(inside.substr(0, dash), 0, kAsMax);
  const auto last = ParseNumber(inside.substr(dash + 1), 0, kAsMax);
  if (!first || !last || *first > *last) return std::nullopt;
  return AsRange{*first, *last};
}

/// State of one translation.
class TokenTranslator {
 public:
  explicit TokenTranslator(std::string_view pattern) : pattern_(pattern) {}

  Translation Run() {
    if (pattern_.size() > kPatternBytesMax) Fail("the pattern is too long", kPatternBytesMax);
    while (!error_ && at_ < pattern_.size()) Step();
    if (!error_ && !groups_.empty()) Fail("'(' is not closed", groups_.back().position);
    if (!error_ && out_.size() > kRegexBytesMax) Fail("the pattern is too long", pattern_.size());
    if (error_) return std::unexpected(*error_);
    return std::string(kBegin) + out_ + std::string(kEnd);
  }

 private:
  struct Group {
    std::size_t start = 0;     ///< in the output
    std::size_t position = 0;  ///< in the pattern
  };

  void Fail(std::string what, std::size_t position) { error_ = PatternError{std::move(what), position}; }
  char Peek() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }

  void Step() {
    const char c = pattern_[at_];
    if (c == ' ' || c == '\t') {
      ++at_;
    } else if (IsDigit(c)) {
      Number();
    } else if (c == '.') {
      ++at_;
      Unit(kAnyNumber);
    } else if (c == '[') {
      Set();
    } else if (c == '(' || c == ')' || c == '|') {
      Parenthesis(c);
    } else if (c == '*' || c == '+' || c == '?') {
      ++at_;
      Repeat(std::string(1, c));
    } else if (c == '{') {
      Count();
    } else if ((c == '^' && out_.empty()) || (c == '$' && at_ + 1 == pattern_.size())) {
      ++at_;
    } else {
      Fail(fmt::format("'{}' has no meaning here", c >= ' ' && c <= '~' ? c : '?'), at_);
    }
  }

  void Unit(std::string_view number) {
    atom_ = out_.size(), repeated_ = false;
    out_ += kUnitBegin;
    out_ += number;
    out_ += kUnitEnd;
  }

  void Parenthesis(char c) {
    if (c == '(' && groups_.size() == kPatternNestingMax) return Fail("too many nested parentheses", at_);
    if (c == ')' && groups_.empty()) return Fail("')' closes nothing", at_);
    if (c == '(') groups_.push_back({out_.size(), at_});
    out_ += c == '(' ? kGroup : std::string_view(&c, 1);
    atom_.reset();
    if (c == ')') {
      atom_ = groups_.back().start, repeated_ = false;
      groups_.pop_back();
    }
    ++at_;
  }

  void Repeat(const std::string& quantifier) {
    if (!atom_) return Fail("nothing to repeat", at_ - 1);
    if (repeated_) out_.insert(*atom_, kGroup), out_ += ')';
    out_ += quantifier;
    repeated_ = true;
  }

  /// `{m}`, `{m,}`, `{m,n}`.
  void Count() {
    const std::size_t close = pattern_.find('}', at_);
    if (close == std::string_view::npos) return Fail("'{' is not closed", at_);
    const std::string_view inside = pattern_.substr(at_ + 1, close - at_ - 1);
    const std::size_t comma = inside.find(',');
    const bool open_ended = comma != std::string_view::npos && comma + 1 == inside.size();
    const auto least = ParseNumber(inside.substr(0, comma), 0, kPatternRepeatMax);
    const auto most = comma == std::string_view::npos || open_ended
                          ? least
                          : ParseNumber(inside.substr(comma + 1), 0, kPatternRepeatMax);
    if (!least || !most || *most < *least) return Fail("not a count of repetitions", at_);
    at_ = close + 1;
    const bool exact = comma == std::string_view::npos;
    Repeat(exact ? fmt::format("{{{}}}", *least)
                 : (open_ended ? fmt::format("{{{},}}", *least) : fmt::format("{{{},{}}}", *least, *most)));
  }

  /// Takes a plain or dotted AS number.
  std::optional<std::uint64_t> TakeAs() {
    const auto digits = [this]() -> std::optional<std::uint64_t> {
      const std::size_t start = at_;
      while (IsDigit(Peek())) ++at_;
      return ParseNumber(pattern_.substr(start, at_ - start), 0, kAsMax);
    };
    const std::size_t start = at_;
    auto number = digits();
    const bool dotted = Peek() == '.' && at_ + 1 < pattern_.size() && IsDigit(pattern_[at_ + 1]);
    if (number && dotted) {
      ++at_;
      const auto low = digits();
      number =
          low && *low <= 0xffff && *number <= 0xffff ? std::optional((*number << 16U) | *low) : std::nullopt;
    }
    if (!number) Fail("not an AS number", start);
    return number;
  }

  /// Takes a number or a range.
  std::optional<AsRange> TakeRange() {
    const std::size_t start = at_;
    const auto first = TakeAs();
    if (!first) return std::nullopt;
    if (Peek() != '-') return AsRange{*first, *first};
    ++at_;
    const auto last = TakeAs();
    if (!last) return std::nullopt;
    if (*last < *first) return Fail("the range runs backwards", start), std::nullopt;
    return AsRange{*first, *last};
  }

  void Number() {
    const auto range = TakeRange();
    if (!range) return;
    if (range->first == range->last) return Unit(std::to_string(range->first));
    Named({*range}, fmt::format("r{}to{}", range->first, range->last));
  }

  /// `[1 5-9]`, `[^ 7]`.
  void Set() {
    const std::size_t open = at_++;
    const bool negated = Peek() == '^';
    if (negated) ++at_;
    std::vector<AsRange> ranges;
    std::string name(negated ? "n" : "s");
    while (Peek() != ']') {
      if (at_ >= pattern_.size()) return Fail("'[' is not closed", open);
      if (Peek() == ' ' || Peek() == ',') {
        ++at_;
        continue;
      }
      const auto range = TakeRange();
      if (!range) return;
      ranges.push_back(*range);
      name += range->first == range->last ? fmt::format("{}_", range->first)
                                          : fmt::format("{}to{}_", range->first, range->last);
    }
    ++at_;
    if (ranges.empty()) return Fail("the set is empty", open);
    Named(negated ? Complement(ranges) : ranges, name);
  }

  /// A unit of alternatives in a group whose name is unique.
  void Named(const std::vector<AsRange>& ranges, const std::string& name) {
    std::string alternatives;
    for (const AsRange& range : ranges) {
      for (const std::string& pattern : DigitPatterns(range))
        alternatives += (alternatives.empty() ? "" : "|") + pattern;
    }
    Unit(fmt::format("{}{}x{}>{})", kNamed, name, ++name_count_, alternatives));
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::string out_;
  std::optional<std::size_t> atom_;  ///< begin of what a quantifier would repeat
  bool repeated_ = false;            ///< it has one already
  std::size_t name_count_ = 0;
  std::vector<Group> groups_;
  std::optional<PatternError> error_;
};

/// "64512-65535" of "r64512to65535", "[1 5-9 ]" of "s1_5to9_".
std::string PatternOfName(std::string_view name) {
  std::string pattern = name.front() == 'r' ? "" : (name.front() == 'n' ? "[^ " : "[");
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (name[i] == 't')
      pattern += '-', ++i;
    else
      pattern += name[i] == '_' ? ' ' : name[i];
  }
  return name.front() == 'r' ? pattern : pattern + "]";
}

std::string PatternOfNumber(std::string_view number) {
  if (number == kAnyNumber) return ".";
  if (!number.starts_with(kNamed)) return std::string(number);
  number.remove_prefix(kNamed.size());
  return PatternOfName(number.substr(0, number.find('x')));
}

}  // namespace

std::optional<std::string> WithoutNumberRanges(std::string_view pattern) {
  constexpr std::string_view kBefore = "_^(| ";
  constexpr std::string_view kAfter = "_$)| ";
  std::string out;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = pattern.find('[', at);
    const std::size_t close = open == std::string_view::npos ? open : pattern.find(']', open);
    if (close == std::string_view::npos) return out.append(pattern.substr(at));
    const auto range = RangeIn(pattern.substr(open + 1, close - open - 1));
    out += pattern.substr(at, open - at);
    if (range && range->last > 9) {
      const bool begins = open == 0 || kBefore.find(pattern[open - 1]) != std::string_view::npos;
      const bool ends =
          close + 1 == pattern.size() || kAfter.find(pattern[close + 1]) != std::string_view::npos;
      if (!begins || !ends || out.size() > kRegexBytesMax) return std::nullopt;
      out += '(' + PlainDigits(*range) + ')';
    } else {
      out += pattern.substr(open, close + 1 - open);
    }
    at = close + 1;
  }
  return out;
}

Translation TokenPatternToRegex(std::string_view pattern) { return TokenTranslator(pattern).Run(); }

std::string TokenPatternOfRegex(std::string_view regex) {
  if (regex.size() < kBegin.size() + kEnd.size()) return "";
  regex = regex.substr(kBegin.size(), regex.size() - kBegin.size() - kEnd.size());
  std::string pattern;
  while (!regex.empty()) {
    if (regex.starts_with(kUnitBegin)) {
      const std::size_t end = std::min(regex.find(kUnitEnd), regex.size() - kUnitEnd.size());
      if (!pattern.empty() && pattern.back() != '(' && pattern.back() != '|') pattern += ' ';
      pattern += PatternOfNumber(regex.substr(kUnitBegin.size(), end - kUnitBegin.size()));
      regex.remove_prefix(end + kUnitEnd.size());
      continue;
    }
    const bool group = regex.starts_with(kGroup);
    if (group && !pattern.empty() && pattern.back() != '(' && pattern.back() != '|') pattern += ' ';
    pattern += regex.front();
    regex.remove_prefix(group ? kGroup.size() : 1);
  }
  return pattern;
}

}  // namespace ringfence::formats
