// One pass over the bytes. A statement is a run of words that a brace or the end of the line ends; `{` makes
// its path the context of what follows, `}` goes back. `/configure` at the start of a line leads to the root
// whatever is open, so braces, flat lines and flat lines with braces in them may alternate. Only the stack of
// open blocks is kept beside the tree: O(text) time.
#include "formats/nokia_sros/text.h"

#include <algorithm>
#include <array>
#include <string>

#include "formats/format.h"

namespace ringfence::formats::nokia_sros {
namespace {

using base::DiagnosticKind;
using model::Fate;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }
bool EndsWord(char c) {
  return IsBlank(c) || c == '\n' || c == '{' || c == '}' || c == '[' || c == ']' || c == '"';
}

// One word of a statement; members of a `[ ]` list are siblings.
struct Word {
  std::string_view text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool in_list = false;
  bool quoted = false;
};

bool IsPlain(const Word& word, std::string_view text) { return !word.quoted && word.text == text; }

// Commands of a session that scripts hold between the lines of configuration; they change nothing themselves.
bool IsSessionCommand(std::string_view word) {
  constexpr std::array kCommands = {"commit",      "quit-config",  "edit-config", "exit",
                                    "environment", "/environment", "admin",       "/admin",
                                    "compare",     "info",         "discard",     "back"};
  return std::ranges::find(kCommands, word) != kCommands.end();
}

// Names of routers that are written without quotes too; any other plain word means that "Base" was left out.
bool NamesRouter(const Word& word) {
  return word.quoted || word.text == "Base" || word.text == "management" || word.text == "vpls-management" ||
         word.text.starts_with('<');
}

class TextReader {
 public:
  TextReader(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics)
      : source_(source),
        text_(source.text()),
        file_(file),
        diagnostics_(diagnostics),
        tree_(static_cast<std::size_t>(source.line_count()) * 3 + 16) {}

  Tree Run();

 private:
  // An open block: its node, kNone below the nesting limit, and whether `configure` opened it.
  struct Block {
    NodeId node = kRoot;
    std::uint32_t line = 0;
  };

  std::uint32_t Column(std::size_t at) const { return static_cast<std::uint32_t>(at - line_start_ + 1); }
  base::Span SpanHere() const { return {file_, line_, Column(at_), 1}; }
  void Report(DiagnosticKind kind, base::Span span, std::string what) {
    diagnostics_.Add({.kind = kind, .span = span, .what = std::move(what)});
  }
  void StartLine();
  void NewLine();
  void SkipToLineEnd() { at_ = std::min(text_.find('\n', at_), text_.size()); }
  bool TakeByte();
  std::string_view Unescaped(std::string_view quoted);
  void ReadQuoted();
  void ReadPlain();
  void EndList();
  void EndStatement(bool opens);
  void CloseBlock();
  bool FixedCommand(StatementId statement);
  void Strip(std::size_t& first, NodeId& from) const;
  void CompleteKeys(std::size_t first, NodeId from);
  bool Delete(std::size_t first, NodeId from, StatementId statement);
  NodeId AddPath(std::size_t first, NodeId from, StatementId statement, bool opens);
  void TooDeep(StatementId statement);
  StatementId CloseWords();

  const base::SourceFile& source_;
  std::string_view text_;
  base::FileId file_;
  base::Diagnostics& diagnostics_;
  Tree tree_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::vector<Word> words_;
  std::size_t end_of_words_ = 0;  // offset behind the last word, for the span
  bool in_list_ = false;
  base::Span list_start_;
  std::vector<Block> blocks_{Block{}};
  bool deep_reported_ = false;
};

// Skips a line that is over the limit, once it begins.
void TextReader::StartLine() {
  if (line_ > source_.line_count()) return;
  const auto size = static_cast<std::uint32_t>(source_.line(line_).size());
  if (size <= kLineBytesMax) return;
  Report(DiagnosticKind::kLineTooLong, {file_, line_, 1, size},
         "line of " + std::to_string(size) + " bytes, the limit is " + std::to_string(kLineBytesMax));
  tree_.AddStatement({line_, line_, 1, size, true, Fate::kUnknown});
  at_ += size;
}

void TextReader::NewLine() {
  ++at_;
  ++line_;
  line_start_ = at_;
  StartLine();
}

// A backslash stands before a sign that means itself.
std::string_view TextReader::Unescaped(std::string_view quoted) {
  if (quoted.find('\\') == std::string_view::npos) return quoted;
  std::string text;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] == '\\' && i + 1 < quoted.size()) ++i;
    text += quoted[i];
  }
  return tree_.Own(std::move(text));
}

void TextReader::ReadQuoted() {
  const base::Span start = SpanHere();
  Word word{{}, line_, Column(at_) + 1, in_list_, true};
  const std::size_t begin = ++at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    if (text_[at_] == '\n') {
      NewLine();
      continue;
    }
    if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
    ++at_;
  }
  if (at_ >= text_.size()) {
    at_ = text_.size();
    Report(DiagnosticKind::kSyntaxBroken, start, "the quoted text that begins here does not end");
    const std::uint32_t last = std::max(start.line, source_.line_count());
    tree_.AddStatement({start.line, last, start.column, 1, true, Fate::kUnknown});
    words_.clear();
    return;
  }
  word.text = Unescaped(text_.substr(begin, at_ - begin));
  end_of_words_ = ++at_;
  words_.push_back(word);
}

void TextReader::ReadPlain() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && !EndsWord(text_[at_])) ++at_;
  words_.push_back({text_.substr(begin, at_ - begin), line_, Column(begin), in_list_, false});
  end_of_words_ = at_;
}

StatementId TextReader::CloseWords() {
  const Word& first = words_.front();
  const std::uint32_t column = first.column - (first.quoted ? 1U : 0U);
  const std::size_t begin = source_.line_offset(first.line) + column - 1;
  const std::size_t line_end = source_.line_offset(first.line) + source_.line(first.line).size();
  const auto length = static_cast<std::uint32_t>(std::min(end_of_words_, line_end) - begin);
  return tree_.AddStatement({first.line, line_, column, length, false, Fate::kUnknown});
}

void TextReader::TooDeep(StatementId statement) {
  Statement& at = tree_.statement(statement);
  at.fixed = true;
  at.fate = Fate::kUnknown;
  if (deep_reported_) return;
  deep_reported_ = true;
  Report(DiagnosticKind::kNestingTooDeep, {file_, at.line, at.column, at.length},
         "blocks nest deeper than " + std::to_string(kNestingMax) + " levels or " +
             std::to_string(kPathWordsMax) + " words");
}

// `/configure`, `/ configure` and a top-level `configure` lead to the root; the name of an edit mode may
// follow.
void TextReader::Strip(std::size_t& first, NodeId& from) const {
  constexpr std::array kModes = {"global", "private", "exclusive", "read-only"};
  const std::size_t count = words_.size();
  if (IsPlain(words_[0], "/configure")) {
    first = 1;
  } else if (IsPlain(words_[0], "/")) {
    first = count > 1 && IsPlain(words_[1], "configure") ? 2 : 1;
  } else if (from == kRoot && IsPlain(words_[0], "configure")) {
    first = 1;
  }
  if (first == 0) return;
  from = kRoot;
  if (first < count && std::ranges::any_of(kModes, [&](auto mode) { return IsPlain(words_[first], mode); }))
    ++first;
}

// `router interface ...` means router "Base"; `ospf area ...` means instance 0.
void TextReader::CompleteKeys(std::size_t first, NodeId from) {
  const auto insert = [this](std::size_t at, std::string_view text) {
    Word word = words_[at - 1];
    word.text = text;
    word.quoted = true;
    words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(at), word);
  };
  if (from != kRoot || words_.size() <= first || !IsPlain(words_[first], "router")) return;
  if (words_.size() == first + 1 || !NamesRouter(words_[first + 1])) insert(first + 1, "Base");
  if (words_.size() <= first + 3) return;
  const Word& protocol = words_[first + 2];
  const char digit = words_[first + 3].text.empty() ? 'x' : words_[first + 3].text[0];
  if (IsPlain(protocol, "ospf") && (digit < '0' || digit > '9')) insert(first + 3, "0");
}

// `delete` before any word of the path (and `-` before the first) takes away what the path names. `delete
// [...]` is a leaf of routing policies.
bool TextReader::Delete(std::size_t first, NodeId from, StatementId statement) {
  std::size_t at = first;
  while (at + 1 < words_.size() && !IsPlain(words_[at], "delete")) ++at;
  const bool minus = first < words_.size() && IsPlain(words_[first], "-");
  if (minus) at = first;
  if (at + 1 >= words_.size() || words_[at].in_list || words_[at + 1].in_list) return false;
  NodeId node = from;
  for (std::size_t i = first; i < words_.size() && node != kNone; ++i) {
    if (i != at) node = tree_.Find(node, words_[i].text);
  }
  Statement& edit = tree_.statement(statement);
  edit.fixed = true;
  // Removing what is not there changes nothing.
  edit.fate = node == kNone ? Fate::kIrrelevant : Fate::kModelled;
  if (node != kNone) tree_.Remove(node);
  return true;
}

// Adds the words as a chain, members of a list side by side. Returns the last node, or kNone when too deep.
NodeId TextReader::AddPath(std::size_t first, NodeId from, StatementId statement, bool opens) {
  NodeId at = from;
  NodeId list_parent = kNone;
  for (std::size_t i = first; i < words_.size(); ++i) {
    const Word& word = words_[i];
    if (!word.in_list) {
      list_parent = kNone;
    } else if (list_parent == kNone) {
      list_parent = at;
    }
    const NodeId parent = word.in_list ? list_parent : at;
    if (parent == kNone || tree_.node(parent).depth >= kPathWordsMax) {
      TooDeep(statement);
      return kNone;
    }
    at = tree_.Ensure(parent, word.text, {statement, word.line, word.column});
    const bool more = i + 1 < words_.size() && words_[i + 1].in_list;
    if (word.in_list && more && !opens) tree_.AddTerminal(statement, at);
  }
  if (at != from) tree_.AddTerminal(statement, at);
  return at;
}

bool TextReader::FixedCommand(StatementId statement) {
  if (blocks_.size() > 1 || words_[0].quoted || !IsSessionCommand(words_[0].text)) return false;
  Statement& command = tree_.statement(statement);
  command.fixed = true;
  command.fate = Fate::kIrrelevant;
  return true;
}

void TextReader::EndStatement(bool opens) {
  NodeId from = blocks_.back().node;
  NodeId node = from;
  if (!words_.empty()) {
    const StatementId statement = CloseWords();
    std::size_t first = 0;
    if (from != kNone) Strip(first, from);
    node = from;
    if (from == kNone) {
      TooDeep(statement);
    } else if (first == words_.size()) {
      // `configure {` alone: structure.
      tree_.statement(statement).fixed = true;
      tree_.statement(statement).fate = Fate::kModelled;
    } else if (FixedCommand(statement) || Delete(first, from, statement)) {
      node = kNone;
    } else {
      CompleteKeys(first, from);
      node = AddPath(first, from, statement, opens);
    }
  } else if (opens) {
    Report(DiagnosticKind::kSyntaxBroken, SpanHere(), "a block without a name");
    tree_.AddStatement({line_, line_, Column(at_), 1, true, Fate::kUnknown});
    node = kNone;
  }
  if (opens) {
    if (blocks_.size() > kNestingMax) node = kNone;
    blocks_.push_back({node, line_});
  }
  words_.clear();
}

void TextReader::CloseBlock() {
  if (blocks_.size() > 1) {
    blocks_.pop_back();
    return;
  }
  Report(DiagnosticKind::kSyntaxBroken, SpanHere(), "this '}' closes nothing");
  tree_.AddStatement({line_, line_, Column(at_), 1, true, Fate::kUnknown});
}

void TextReader::EndList() {
  if (!in_list_) return;
  in_list_ = false;
  Report(DiagnosticKind::kSyntaxBroken, list_start_, "the list that begins here does not end");
}

// Deals with one byte that is not part of a word. Returns false when a word begins here.
bool TextReader::TakeByte() {
  const char c = text_[at_];
  if (c == '\n') {
    // Lists may wrap; everything else ends with its line.
    if (!in_list_) EndStatement(false);
    NewLine();
  } else if (IsBlank(c)) {
    ++at_;
  } else if (c == '#') {
    SkipToLineEnd();
  } else if (c == '[' || c == ']') {
    in_list_ = c == '[';
    if (in_list_) list_start_ = SpanHere();
    end_of_words_ = ++at_;
  } else if (c == '{' || c == '}') {
    EndList();
    if (c == '{' || !words_.empty()) EndStatement(c == '{');
    if (c == '}') CloseBlock();
    ++at_;
  } else {
    return false;
  }
  return true;
}

Tree TextReader::Run() {
  StartLine();
  while (at_ < text_.size()) {
    if (TakeByte()) continue;
    text_[at_] == '"' ? ReadQuoted() : ReadPlain();
  }
  EndList();
  if (line_ > source_.line_count()) line_ = std::max(source_.line_count(), 1U);
  EndStatement(false);
  if (blocks_.size() > 1) {
    Report(DiagnosticKind::kSyntaxBroken, {file_, std::max(source_.line_count(), 1U), 1, 1},
           std::to_string(blocks_.size() - 1) +
               " block(s) are still open at the end of the text, the last one since line " +
               std::to_string(blocks_.back().line));
  }
  return std::move(tree_);
}

}  // namespace

Tree ReadTree(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  return TextReader(source, file, diagnostics).Run();
}

}  // namespace ringfence::formats::nokia_sros
