// Patterns over characters: almost regular expressions, apart from the delimiter `_`, repeated quantifiers
// and braces, which are literals. The printer's direction works because every construct is translated by
// itself: reading the translation from left to right gives the constructs back.

#include "formats/as_path_regex.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

namespace ringfence::formats {
namespace {

constexpr std::string_view kDelimiter = "(?:^|[ ,{}()]|$)";
constexpr std::string_view kGroup = "(?:";
constexpr std::string_view kSpecial = "\\.+*?()|[]{}^$";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsPrintable(char c) { return c >= ' ' && c <= '~'; }

/// State of one translation.
class CharacterTranslator {
 public:
  explicit CharacterTranslator(std::string_view pattern) : pattern_(pattern) {}

  Translation Run() {
    if (pattern_.size() > kPatternBytesMax) Fail("the pattern is too long", kPatternBytesMax);
    while (!error_ && at_ < pattern_.size()) Step();
    if (!error_ && !groups_.empty()) Fail("'(' is not closed", groups_.back().position);
    if (!error_ && out_.size() > kRegexBytesMax) Fail("the pattern is too long", pattern_.size());
    if (error_) return std::unexpected(*error_);
    return std::move(out_);
  }

 private:
  struct Group {
    std::size_t start = 0;     ///< in the output
    std::size_t position = 0;  ///< in the pattern
  };

  void Fail(std::string what, std::size_t position) { error_ = PatternError{std::move(what), position}; }

  /// What follows may repeat what begins here in the output.
  void BeginAtom() { atom_ = out_.size(), repeated_ = false; }

  void Literal(char c) {
    if (!IsPrintable(c)) return Fail("a byte that is no ASCII character", at_);
    BeginAtom();
    if (kSpecial.find(c) != std::string_view::npos) out_ += '\\';
    out_ += c;
  }

  void Step() {
    const char c = pattern_[at_];
    switch (c) {
      case '_':
        BeginAtom();
        out_ += kDelimiter;
        break;
      case '^':
      case '$':
      case '|':
        out_ += c;
        atom_.reset();
        break;
      case '.':
        BeginAtom();
        out_ += c;
        break;
      case '*':
      case '+':
      case '?':
        Repeat(c);
        break;
      case '(':
        OpenGroup();
        break;
      case ')':
        CloseGroup();
        break;
      case '[':
        Class();
        break;
      case '\\':
        Escape();
        break;
      case ',':
        Literal(' ');  // members of a set are separated by blanks here
        break;
      default:
        Literal(c);
    }
    ++at_;
  }

  /// A second quantifier would mean something else (`*?` is lazy): what is repeated gets parentheses.
  void Repeat(char quantifier) {
    if (!atom_) return Fail("nothing to repeat", at_);
    if (repeated_) {
      out_.insert(*atom_, kGroup);
      out_ += ')';
    }
    out_ += quantifier;
    repeated_ = true;
  }

  void OpenGroup() {
    if (groups_.size() == kPatternNestingMax) return Fail("too many nested parentheses", at_);
    groups_.push_back({out_.size(), at_});
    out_ += kGroup;
    atom_.reset();
  }

  void CloseGroup() {
    if (groups_.empty()) return Fail("')' closes nothing", at_);
    out_ += ')';
    atom_ = groups_.back().start;
    repeated_ = false;
    groups_.pop_back();
  }

  void Escape() {
    if (at_ + 1 == pattern_.size()) return Fail("'\\' quotes nothing", at_);
    if (IsDigit(pattern_[at_ + 1])) return Fail("references to groups are not supported", at_);
    ++at_;
    Literal(pattern_[at_]);
  }

  /// `[...]`; leaves at_ on the closing bracket.
  void Class() {
    const std::size_t open = at_++;
    BeginAtom();
    out_ += '[';
    if (at_ < pattern_.size() && pattern_[at_] == '^') out_ += pattern_[at_++];
    bool empty = true;
    std::optional<char> before;  // the last character, when it may begin a range
    for (; at_ < pattern_.size() && (empty || pattern_[at_] != ']'); ++at_, empty = false) {
      char c = pattern_[at_];
      const bool quoted = c == '\\' && at_ + 1 < pattern_.size();
      if (quoted) c = pattern_[++at_];
      if (!IsPrintable(c)) return Fail("a byte that is no ASCII character", at_);
      const bool range =
          c == '-' && !quoted && before && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']';
      if (range) {
        if (pattern_[at_ + 1] < *before) return Fail("the range runs backwards", at_);
        out_ += '-';
        before.reset();
        continue;
      }
      if (c == '[' || c == ']' || c == '\\' || c == '^' || c == '-') out_ += '\\';
      out_ += c;
      before = c;
    }
    if (at_ >= pattern_.size()) return Fail("'[' is not closed", open);
    out_ += ']';
  }

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::string out_;
  std::optional<std::size_t> atom_;  ///< begin of what a quantifier would repeat
  bool repeated_ = false;            ///< it has one already
  std::vector<Group> groups_;
  std::optional<PatternError> error_;
};

/// Length of the class that begins at the start of the text, with both brackets.
std::size_t ClassLength(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && text[end] != ']') end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

}  // namespace

Translation CharacterPatternToRegex(std::string_view pattern) { return CharacterTranslator(pattern).Run(); }

std::string CharacterPatternOfRegex(std::string_view regex) {
  std::string pattern;
  while (!regex.empty()) {
    std::size_t length = 1;
    if (regex.starts_with(kDelimiter)) {
      pattern += '_';
      length = kDelimiter.size();
    } else if (regex.starts_with(kGroup)) {
      pattern += '(';
      length = kGroup.size();
    } else {
      if (regex.front() == '\\') length = std::min<std::size_t>(2, regex.size());
      if (regex.front() == '[') length = ClassLength(regex);
      pattern += regex.substr(0, length);
    }
    regex.remove_prefix(length);
  }
  return pattern;
}

}  // namespace ringfence::formats
