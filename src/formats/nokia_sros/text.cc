// The notation of the MD-CLI: `/configure` at the start of a line, keys that may be left out, `delete` and
// `-` before what they take away. formats/word_tree_text.cc reads it.
#include "formats/nokia_sros/text.h"

#include <algorithm>
#include <array>

#include "formats/word_tree_text.h"

namespace ringfence::formats::nokia_sros {
namespace {

using word_tree::IsPlain;
using word_tree::Start;
using word_tree::TextWord;

constexpr std::string_view kCommands[] = {"commit",      "quit-config",  "edit-config", "exit",
                                          "environment", "/environment", "admin",       "/admin",
                                          "compare",     "info",         "discard",     "back"};

// Names of routers that are written without quotes too; any other plain word means that "Base" was left out.
bool NamesRouter(const TextWord& word) {
  return word.quoted || word.text == "Base" || word.text == "management" || word.text == "vpls-management" ||
         word.text.starts_with('<');
}

// `/configure`, `/ configure` and a top-level `configure` lead to the root; the name of an edit mode may
// follow.
void Strip(const std::vector<TextWord>& words, bool at_root, Start& start) {
  constexpr std::array kModes = {"global", "private", "exclusive", "read-only"};
  const std::size_t count = words.size();
  std::size_t& first = start.first;
  if (IsPlain(words[0], "/configure")) {
    first = 1;
  } else if (IsPlain(words[0], "/")) {
    first = count > 1 && IsPlain(words[1], "configure") ? 2 : 1;
  } else if (at_root && IsPlain(words[0], "configure")) {
    first = 1;
  }
  if (first == 0) return;
  start.to_root = true;
  if (first < count && std::ranges::any_of(kModes, [&](auto mode) { return IsPlain(words[first], mode); }))
    ++first;
}

// `delete` before any word of the path (and `-` before the first) takes away what the path names. `delete
// [...]` is a leaf of routing policies.
Start StartOf(std::vector<TextWord>& words, bool at_root) {
  Start start;
  Strip(words, at_root, start);
  std::size_t at = start.first;
  while (at + 1 < words.size() && !IsPlain(words[at], "delete")) ++at;
  const bool minus = start.first < words.size() && IsPlain(words[start.first], "-");
  if (minus) at = start.first;
  if (at + 1 < words.size() && !words[at].in_list && !words[at + 1].in_list) start.delete_at = at;
  return start;
}

// `router interface ...` means router "Base"; `ospf area ...` means instance 0.
void CompleteKeys(std::vector<TextWord>& words, std::size_t first, bool at_root) {
  const auto insert = [&words](std::size_t at, std::string_view text) {
    TextWord word = words[at - 1];
    word.text = text;
    word.quoted = true;
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), word);
  };
  if (!at_root || words.size() <= first || !IsPlain(words[first], "router")) return;
  if (words.size() == first + 1 || !NamesRouter(words[first + 1])) insert(first + 1, "Base");
  if (words.size() <= first + 3) return;
  const TextWord& protocol = words[first + 2];
  const char digit = words[first + 3].text.empty() ? 'x' : words[first + 3].text[0];
  if (IsPlain(protocol, "ospf") && (digit < '0' || digit > '9')) insert(first + 3, "0");
}

constexpr word_tree::Notation kNotation = {kCommands, &StartOf, &CompleteKeys};

}  // namespace

Tree ReadTree(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  return word_tree::ReadTree(kNotation, source, file, diagnostics);
}

}  // namespace ringfence::formats::nokia_sros
