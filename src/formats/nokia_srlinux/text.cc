// The notation of the command line: `set /`, `/` and `delete /` at the start of a line lead to the root,
// `!!!` begins a remark. JSON and YAML hold the same tree (tree_of_values.cc).
#include "formats/nokia_srlinux/text.h"

#include "formats/nokia_srlinux/tree_of_values.h"
#include "formats/word_tree_text.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using word_tree::IsPlain;
using word_tree::Start;
using word_tree::TextWord;

constexpr std::string_view kCommands[] = {"enter", "commit", "save",    "quit",
                                          "exit",  "info",   "discard", "diff"};

// Takes the slash off the word at `at`; a slash alone is passed over.
void TakeSlash(std::vector<TextWord>& words, Start& start) {
  if (start.first >= words.size() || words[start.first].quoted) return;
  TextWord& word = words[start.first];
  if (!word.text.starts_with('/')) return;
  start.to_root = true;
  word.text.remove_prefix(1);
  ++word.column;
  if (word.text.empty()) ++start.first;
}

Start StartOf(std::vector<TextWord>& words, bool at_root) {
  Start start;
  const bool set = at_root && IsPlain(words[0], "set");
  const bool remove = IsPlain(words[0], "delete") && words.size() > 1;
  if (set || remove) start.first = 1;
  TakeSlash(words, start);
  // Inside a block `delete` may be the name of a leaf.
  if (remove && !start.to_root && !at_root) return {};
  if (remove && start.first < words.size()) start.delete_at = 0;
  return start;
}

constexpr word_tree::Notation kNotation = {kCommands, &StartOf, nullptr, "!!!", true};

// The first sign of JSON, or a key of the YAML form before any line of the command line.
bool HoldsValues(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return false;
  if (text[at] == '{' || text.substr(at).starts_with("---")) return true;
  return text.substr(at).starts_with("srl_nokia-") || text.substr(at).starts_with("\"srl_nokia-");
}

}  // namespace

Tree ReadTree(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  if (HoldsValues(source.text())) return ReadValues(source, file, diagnostics);
  return word_tree::ReadTree(kNotation, source, file, diagnostics);
}

}  // namespace ringfence::formats::nokia_srlinux
