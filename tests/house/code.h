// A reader of C++ that is good enough for style: it knows comments, literals, scopes and declarations, not
// types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ringfence::house {

/// The text with comments, the contents of literals and, if wanted, preprocessor lines replaced by blanks.
/// Line feeds stay, so that line numbers and columns stay.
std::string CodeOnly(std::string_view text, bool keep_preprocessor = false);

/// What a declaration declares.
enum class EntryKind { kNamespace, kType, kEnum, kFunction, kOther };

/// A declaration or definition outside of functions.
struct Entry {
  EntryKind kind = EntryKind::kOther;
  std::string head;            ///< its code up to the body or the semicolon, in one line
  std::size_t first_line = 0;  ///< from 1
  std::size_t head_line = 0;   ///< last line of the head
  std::size_t last_line = 0;   ///< of the body, or of the head when there is none
  bool has_body = false;
  bool in_type = false;    ///< a member
  bool is_public = false;  ///< not in an unnamed namespace, not protected or private
};

/// All declarations of a text in order; what stands within functions and initialisers is not looked at.
std::vector<Entry> EntriesOf(std::string_view text);

/// True when the word stands in the code as a whole identifier.
bool HasWord(std::string_view code, std::string_view word);

/// The name of a function from its head, with its class: `Reader::Read`. Empty when there is none.
std::string NameOf(const Entry& entry);

}  // namespace ringfence::house
