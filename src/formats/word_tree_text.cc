// One pass over the bytes. A statement is a run of words that a brace or the end of the line ends; `{` makes
// its path the context of what follows, `}` goes back. Words at the start of a line may lead to the root
// whatever is open (the notation says which), so braces, flat lines and flat lines with braces in them may
// alternate. Only the stack of open blocks is kept beside the tree: O(text) time.
#include "formats/word_tree_text.h"

#include <algorithm>
#include <string>

#include "formats/format.h"

namespace ringfence::formats::word_tree {
namespace {

using base::DiagnosticKind;
using model::Fate;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }
bool EndsWord(char c) {
  return IsBlank(c) || c == '\n' || c == '{' || c == '}' || c == '[' || c == ']' || c == '"';
}

class TextReader {
 public:
  TextReader(const Notation& notation, const base::SourceFile& source, base::FileId file,
             base::Diagnostics& diagnostics)
      : notation_(notation),
        source_(source),
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
  bool BeginsComment() const {
    return !notation_.comment.empty() && words_.empty() && text_.substr(at_).starts_with(notation_.comment);
  }
  bool TakeByte();
  bool PassesRange(std::size_t begin);
  std::string_view Unescaped(std::string_view quoted);
  void ReadQuoted();
  void ReadPlain();
  void EndList();
  void EndStatement(bool opens);
  void CloseBlock();
  bool FixedCommand(StatementId statement);
  void Delete(const Start& start, NodeId from, StatementId statement);
  NodeId AddPath(std::size_t first, NodeId from, StatementId statement, bool opens);
  void TooDeep(StatementId statement);
  StatementId CloseWords();

  const Notation& notation_;
  const base::SourceFile& source_;
  std::string_view text_;
  base::FileId file_;
  base::Diagnostics& diagnostics_;
  Tree tree_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::vector<TextWord> words_;
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
  TextWord word{{}, line_, Column(at_) + 1, in_list_, true};
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

// `ethernet-1/{1..4}` is one word where the notation has ranges: `at_` goes to its closing brace.
bool TextReader::PassesRange(std::size_t begin) {
  if (!notation_.ranges || text_[at_] != '{' || at_ == begin) return false;
  const std::size_t end = text_.find_first_of("}\n", at_);
  if (end == std::string_view::npos || text_[end] == '\n') return false;
  at_ = end;
  return true;
}

void TextReader::ReadPlain() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && (!EndsWord(text_[at_]) || PassesRange(begin))) ++at_;
  words_.push_back({text_.substr(begin, at_ - begin), line_, Column(begin), in_list_, false});
  end_of_words_ = at_;
}

StatementId TextReader::CloseWords() {
  const TextWord& first = words_.front();
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

// Takes away what the path names.
void TextReader::Delete(const Start& start, NodeId from, StatementId statement) {
  NodeId node = from;
  for (std::size_t i = start.first; i < words_.size() && node != kNone; ++i) {
    if (i != start.delete_at) node = tree_.Find(node, words_[i].text);
  }
  Statement& edit = tree_.statement(statement);
  edit.fixed = true;
  // Removing what is not there changes nothing.
  edit.fate = node == kNone ? Fate::kIrrelevant : Fate::kModelled;
  if (node != kNone) tree_.Remove(node);
}

// Adds the words as a chain, members of a list side by side. Returns the last node, or kNone when too deep.
NodeId TextReader::AddPath(std::size_t first, NodeId from, StatementId statement, bool opens) {
  NodeId at = from;
  NodeId list_parent = kNone;
  for (std::size_t i = first; i < words_.size(); ++i) {
    const TextWord& word = words_[i];
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
  if (blocks_.size() > 1 || words_[0].quoted) return false;
  if (std::ranges::find(notation_.session_commands, words_[0].text) == notation_.session_commands.end())
    return false;
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
    // Below the nesting limit nothing leads back.
    const Start start = from == kNone ? Start() : notation_.start(words_, from == kRoot);
    if (start.to_root) from = kRoot;
    node = from;
    if (from == kNone) {
      TooDeep(statement);
    } else if (start.first == words_.size()) {
      // Only words that lead to the root: structure.
      tree_.statement(statement).fixed = true;
      tree_.statement(statement).fate = Fate::kModelled;
    } else if (FixedCommand(statement)) {
      node = kNone;
    } else if (start.delete_at != kNoWord) {
      Delete(start, from, statement);
      node = kNone;
    } else {
      if (notation_.complete != nullptr) notation_.complete(words_, start.first, from == kRoot);
      node = AddPath(start.first, from, statement, opens);
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
  } else if (c == '#' || BeginsComment()) {
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

Tree ReadTree(const Notation& notation, const base::SourceFile& source, base::FileId file,
              base::Diagnostics& diagnostics) {
  return TextReader(notation, source, file, diagnostics).Run();
}

}  // namespace ringfence::formats::word_tree
