// Route policies and their sets as text: names, parameters and tokens with their places. Knows the notation
// and no meaning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace ringfence::formats::cisco_iosxr {

/// One token; `text` is a view into the file, or into an argument that stands for a parameter. Empty: the
/// end.
struct RplToken {
  std::string_view text;
  bool quoted = false;  ///< stood in quotes, which are removed
  base::Span span;
  /// The unquoted word.
  bool Is(std::string_view word) const { return !quoted && text == word; }
};

/// Appends the tokens of one line: words, quoted texts, and the marks `(`, `)`, `,`; `#` and a leading `!`
/// begin a comment.
void AddRplTokens(std::string_view line, base::FileId file, std::uint32_t line_number,
                  std::vector<RplToken>& tokens);

/// `route-policy NAME($A, $B) ... end-policy`.
struct RplPolicyText {
  std::vector<std::string> parameters;
  std::vector<RplToken> tokens;
  base::Span span;
};

/// The kinds of sets, each with names of its own.
enum class RplSetKind : std::uint8_t { kPrefix, kAsPath, kCommunity, kExtended, kLarge, kTag, kOther };

/// `prefix-set NAME ... end-set` and the like.
struct RplSetText {
  std::string type;  ///< of extended communities: "rt", "soo", "opaque" ...
  std::vector<RplToken> tokens;
  base::Span span;
};

/// All of a file.
struct RplTexts {
  std::map<std::string, RplPolicyText> policies;
  std::map<RplSetKind, std::map<std::string, RplSetText>> sets;
};

/// Walks over tokens. A value; the tokens must outlive it.
class RplCursor {
 public:
  explicit RplCursor(const std::vector<RplToken>& tokens) : tokens_(&tokens) {}
  bool done() const { return next_ >= tokens_->size(); }
  /// The next token without taking it; empty at the end.
  RplToken Peek(std::size_t ahead = 0) const {
    return next_ + ahead < tokens_->size() ? (*tokens_)[next_ + ahead] : RplToken{};
  }
  /// Takes the next token; empty at the end.
  RplToken Next() {
    const RplToken token = Peek();
    if (!done()) ++next_;
    return token;
  }
  /// Takes the next token if it is that word.
  bool Accept(std::string_view word) {
    if (!Peek().Is(word)) return false;
    ++next_;
    return true;
  }
  /// Place of the next token, to come back to.
  std::size_t mark() const { return next_; }
  /// Goes back to a place. REQUIRES: it came from mark().
  void Return(std::size_t mark) { next_ = mark; }

 private:
  const std::vector<RplToken>* tokens_;
  std::size_t next_ = 0;
};

/// Takes "(A, B)" as lists of tokens between the commas; without a parenthesis the tokens of all that is
/// left.
std::vector<std::vector<RplToken>> TakeElements(RplCursor& cursor);

}  // namespace ringfence::formats::cisco_iosxr
