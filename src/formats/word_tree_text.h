// From text in braces, flat lines and mixtures of both to its word tree. What differs between systems, the
// words that lead to the root and those that take away, stands in a Notation.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "formats/word_tree.h"

namespace ringfence::formats::word_tree {

/// One word of a statement; members of a `[ ]` list are siblings.
struct TextWord {
  std::string_view text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool in_list = false;
  bool quoted = false;
};

/// The word stands there without quotes.
inline bool IsPlain(const TextWord& word, std::string_view text) { return !word.quoted && word.text == text; }

/// No index of a word.
inline constexpr std::size_t kNoWord = static_cast<std::size_t>(-1);

/// What the words at the start of a statement mean.
struct Start {
  std::size_t first = 0;            ///< the path begins there; the number of words: there is none
  bool to_root = false;             ///< it begins at the root, whatever is open
  std::size_t delete_at = kNoWord;  ///< the statement takes away what the path without this word names
};

/// How one system writes its tree. Functions get at least one word and may change the words.
struct Notation {
  /// Words of a session that scripts hold between the lines of configuration; they change nothing themselves.
  std::span<const std::string_view> session_commands;
  Start (*start)(std::vector<TextWord>& words, bool at_root) = nullptr;
  /// Inserts keys that may be left out of a path that begins at `first`; nullptr: there are none.
  void (*complete)(std::vector<TextWord>& words, std::size_t first, bool at_root) = nullptr;
  std::string_view comment = {};  ///< begins a comment like `#`, at the start of a statement
  bool ranges = false;            ///< braces inside a word belong to it
};

/// Reads a text, with later lines that take away applied. Reports broken structure, long lines and deep
/// nesting and goes on. The tree points into `source`.
Tree ReadTree(const Notation& notation, const base::SourceFile& source, base::FileId file,
              base::Diagnostics& diagnostics);

}  // namespace ringfence::formats::word_tree
