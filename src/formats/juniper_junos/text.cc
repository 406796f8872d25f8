// One pass over the bytes. A statement is a run of words that ends in `;` or opens a block with `{`; at the
// outermost level a line that begins with a command word (`set`, `delete`, `deactivate`, ...) is a statement
// that ends with its line, so both notations may alternate in one file. Only the stack of open blocks is
// kept: O(text) time, O(depth) memory beside the tree.
#include "formats/juniper_junos/text.h"

#include <array>
#include <string>

#include "formats/format.h"

namespace ringfence::formats::juniper_junos {
namespace {

using base::DiagnosticKind;
using model::Fate;

// Words that open a one-line command.
enum class Command : std::uint8_t { kPlain, kSet, kDelete, kDeactivate, kActivate, kIgnored, kUnknown };

Command CommandOf(std::string_view word) {
  if (word == "set") return Command::kSet;
  if (word == "delete") return Command::kDelete;
  if (word == "deactivate") return Command::kDeactivate;
  if (word == "activate") return Command::kActivate;
  // Against accidental changes, and comments: no effect on packets.
  if (word == "protect" || word == "unprotect" || word == "annotate") return Command::kIgnored;
  if (word == "rename" || word == "insert" || word == "copy" || word == "edit" || word == "wildcard") {
    return Command::kUnknown;
  }
  return Command::kPlain;
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }
bool EndsWord(char c) {
  return IsBlank(c) || c == '\n' || c == ';' || c == '{' || c == '}' || c == '[' || c == ']' || c == '"';
}

// One word of a statement. Members of a `[ ]` list carry `in_list`: each is a sibling of the others.
struct Word {
  std::string_view text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool in_list = false;
  bool quoted = false;
};

// Why a run of words ended.
enum class End : std::uint8_t { kSemicolon, kOpen, kClose, kLine, kText };

class TextReader {
 public:
  TextReader(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics)
      : source_(source),
        text_(source.text()),
        file_(file),
        diagnostics_(diagnostics),
        tree_(static_cast<std::size_t>(source.line_count()) * 4 + 16) {}

  Tree Run();

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  std::uint32_t Column(std::size_t at) const { return static_cast<std::uint32_t>(at - line_start_ + 1); }
  base::Span SpanHere(std::size_t length) const {
    return {file_, line_, Column(at_), static_cast<std::uint32_t>(length)};
  }
  void Report(DiagnosticKind kind, base::Span span, std::string what) {
    diagnostics_.Add({.kind = kind, .span = span, .what = std::move(what)});
  }
  void StartLine();
  void NewLine();
  bool SkipComment();
  void SkipSpace();
  End ReadWords(bool command_line);
  bool ReadWord(bool in_list);
  bool ReadQuoted(bool in_list);
  StatementId CloseStatement();
  void FinishStatement(End end);
  void FinishCommand(Command command);
  void CloseBlock();
  NodeId AddPath(NodeId from, std::size_t first_word, StatementId statement, bool block);
  void AddTagged(StatementId statement, End end);
  void TooDeep(StatementId statement);
  NodeId FindPath(std::size_t first_word) const;

  const base::SourceFile& source_;
  std::string_view text_;
  base::FileId file_;
  base::Diagnostics& diagnostics_;
  Tree tree_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::uint32_t line_ = 1;
  std::vector<Word> words_;
  std::size_t end_of_words_ = 0;       // offset behind the last word, for the span
  std::vector<NodeId> blocks_{kRoot};  // kNone: inside a block that is too deep to keep
  bool deep_reported_ = false;
};

// Skips a line that is over the limit, once it begins.
void TextReader::StartLine() {
  if (line_ > source_.line_count()) return;
  const std::string_view line = source_.line(line_);
  if (line.size() <= kLineBytesMax) return;
  Report(DiagnosticKind::kLineTooLong, {file_, line_, 1, static_cast<std::uint32_t>(line.size())},
         "line of " + std::to_string(line.size()) + " bytes, the limit is " + std::to_string(kLineBytesMax));
  tree_.AddStatement({line_, line_, 1, static_cast<std::uint32_t>(line.size()), Fate::kUnknown});
  at_ += line.size();
}

void TextReader::NewLine() {
  ++at_;
  ++line_;
  line_start_ = at_;
  StartLine();
}

// Skips `# ...` and `/* ... */`; false when there is none here.
bool TextReader::SkipComment() {
  if (Peek() == '#') {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    return true;
  }
  if (text_.substr(at_, 2) != "/*") return false;
  const base::Span start = SpanHere(2);
  at_ += 2;
  while (at_ < text_.size()) {
    if (text_[at_] == '\n') {
      NewLine();
    } else if (text_.substr(at_, 2) == "*/") {
      at_ += 2;
      return true;
    } else {
      ++at_;
    }
  }
  Report(DiagnosticKind::kSyntaxBroken, start, "the comment that begins here does not end");
  return true;
}

void TextReader::SkipSpace() {
  while (at_ < text_.size()) {
    if (text_[at_] == '\n') {
      NewLine();
    } else if (IsBlank(text_[at_])) {
      ++at_;
    } else if (!SkipComment()) {
      return;
    }
  }
}

bool TextReader::ReadQuoted(bool in_list) {
  const base::Span start = SpanHere(1);
  Word word{{}, line_, Column(at_) + 1, in_list, true};
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
    return false;
  }
  word.text = text_.substr(begin, at_ - begin);
  ++at_;
  end_of_words_ = at_;
  words_.push_back(word);
  return true;
}

bool TextReader::ReadWord(bool in_list) {
  if (Peek() == '"') return ReadQuoted(in_list);
  const std::size_t begin = at_;
  while (at_ < text_.size() && !EndsWord(text_[at_])) ++at_;
  words_.push_back({text_.substr(begin, at_ - begin), line_, Column(begin), in_list, false});
  end_of_words_ = at_;
  return true;
}

// Collects words up to the end of the statement. A line end is one for commands; for others only when no `{`
// follows, and then the statement is broken. Lists may wrap.
End TextReader::ReadWords(bool command_line) {
  bool in_list = false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (IsBlank(c)) {
      ++at_;
    } else if (c == '\n') {
      if (in_list) {
        NewLine();
        continue;
      }
      if (command_line || words_.empty()) return End::kLine;
      const std::size_t next = text_.find_first_not_of(" \t\r\n", at_);
      if (next == std::string_view::npos || text_[next] != '{') return End::kLine;
      while (at_ < next) text_[at_] == '\n' ? NewLine() : static_cast<void>(++at_);
    } else if (c == ';') {
      ++at_;
      if (!command_line) return End::kSemicolon;
    } else if (c == '{' && !command_line) {
      ++at_;
      return End::kOpen;
    } else if (c == '}' && !command_line) {
      return End::kClose;
    } else if (c == '[' || c == ']') {
      in_list = c == '[';
      end_of_words_ = ++at_;
    } else if (c == '{' || c == '}') {
      ++at_;
    } else if (!SkipComment() && !ReadWord(in_list)) {
      return End::kText;
    }
  }
  return End::kText;
}

StatementId TextReader::CloseStatement() {
  const Word& first = words_.front();
  const std::size_t begin = source_.line_offset(first.line) + first.column - 1 - (first.quoted ? 1 : 0);
  Statement statement{first.line, line_, first.column - (first.quoted ? 1U : 0U), 0, {}};
  const std::size_t line_end = source_.line_offset(first.line) + source_.line(first.line).size();
  statement.length = static_cast<std::uint32_t>(std::min(end_of_words_, line_end) - begin);
  return tree_.AddStatement(statement);
}

void TextReader::TooDeep(StatementId statement) {
  tree_.statement(statement).fixed = Fate::kUnknown;
  if (deep_reported_) return;
  deep_reported_ = true;
  const Statement& at = tree_.statement(statement);
  Report(DiagnosticKind::kNestingTooDeep, {file_, at.line, at.column, at.length},
         "blocks nest deeper than " + std::to_string(kNestingMax) + " levels or " +
             std::to_string(kPathWordsMax) + " words");
}

// Adds the words as a chain, members of a list side by side. Returns the last node, or kNone when too deep.
NodeId TextReader::AddPath(NodeId from, std::size_t first_word, StatementId statement, bool block) {
  if (from == kNone) {
    TooDeep(statement);
    return kNone;
  }
  NodeId at = from;
  NodeId list_parent = kNone;
  for (std::size_t i = first_word; i < words_.size(); ++i) {
    const Word& word = words_[i];
    if (word.in_list && list_parent == kNone) list_parent = at;
    if (!word.in_list) list_parent = kNone;
    const NodeId parent = word.in_list ? list_parent : at;
    if (tree_.node(parent).depth >= kPathWordsMax) {
      TooDeep(statement);
      return kNone;
    }
    at = tree_.Ensure(parent, word.text, {statement, word.line, word.column});
    if (word.in_list && !block && i + 1 < words_.size() && words_[i + 1].in_list)
      tree_.AddTerminal(statement, at);
  }
  if (at != from) tree_.AddTerminal(statement, at);
  return at;
}

NodeId TextReader::FindPath(std::size_t first_word) const {
  NodeId at = kRoot;
  for (std::size_t i = first_word; i < words_.size() && at != kNone; ++i)
    at = tree_.FindAny(at, words_[i].text);
  return at;
}

// A statement of the brace form with its tags (`inactive:`, `protect:`, `replace:`, `delete:`).
void TextReader::AddTagged(StatementId statement, End end) {
  std::size_t first = 0;
  bool inactive = false;
  bool erase = false;
  for (; first < words_.size() && !words_[first].quoted; ++first) {
    const std::string_view tag = words_[first].text;
    if (tag == "inactive:") {
      inactive = true;
    } else if (tag == "replace:" || tag == "delete:") {
      erase = true;
    } else if (tag != "protect:" && tag != "active:") {
      break;
    }
  }
  const NodeId from = blocks_.back();
  if (erase && from != kNone) {
    NodeId old = from;
    for (std::size_t i = first; i < words_.size() && old != kNone; ++i)
      old = tree_.FindAny(old, words_[i].text);
    if (old != kNone && old != from) tree_.Remove(old);
    if (words_[0].text == "delete:") {
      tree_.statement(statement).fixed = Fate::kModelled;
      if (end == End::kOpen) blocks_.push_back(kNone);
      return;
    }
  }
  const NodeId node = AddPath(from, first, statement, end == End::kOpen);
  if (node != kNone && node != from && inactive) tree_.node(node).inactive = true;
  if (end == End::kOpen) blocks_.push_back(blocks_.size() > kNestingMax ? kNone : node);
}

void TextReader::FinishStatement(End end) {
  const StatementId statement = CloseStatement();
  if (end != End::kSemicolon && end != End::kOpen) {
    const Statement& at = tree_.statement(statement);
    Report(DiagnosticKind::kSyntaxBroken, {file_, at.line, at.column, at.length},
           "the statement does not end in ';' or '{'");
    tree_.statement(statement).fixed = Fate::kUnknown;
    return;
  }
  AddTagged(statement, end);
}

void TextReader::FinishCommand(Command command) {
  const StatementId statement = CloseStatement();
  auto& fixed = tree_.statement(statement).fixed;
  if (command == Command::kIgnored) {
    fixed = Fate::kIrrelevant;
    return;
  }
  if (command == Command::kUnknown || words_.size() < 2) {
    fixed = Fate::kUnknown;
    return;
  }
  if (command == Command::kSet) {
    AddPath(kRoot, 1, statement, false);
    return;
  }
  const NodeId node = FindPath(1);
  // Removing what is not there changes nothing.
  fixed = node == kNone ? Fate::kIrrelevant : Fate::kModelled;
  if (node == kNone) return;
  if (command == Command::kDelete) {
    tree_.Remove(node);
  } else {
    tree_.node(node).inactive = command == Command::kDeactivate;
  }
}

void TextReader::CloseBlock() {
  if (blocks_.size() > 1) {
    blocks_.pop_back();
  } else {
    Report(DiagnosticKind::kSyntaxBroken, SpanHere(1), "this '}' closes nothing");
    tree_.AddStatement({line_, line_, Column(at_), 1, Fate::kUnknown});
  }
  ++at_;
}

Tree TextReader::Run() {
  StartLine();
  for (SkipSpace(); at_ < text_.size(); SkipSpace()) {
    const char c = text_[at_];
    if (c == ';') {
      ++at_;
      continue;
    }
    if (c == '}') {
      CloseBlock();
      continue;
    }
    // Lines of the collecting tool ("!RANCID-...") and of the prompt ("{master:0}") are not configuration.
    if (blocks_.size() == 1 &&
        (c == '!' || text_.substr(at_, 7) == "{master" || text_.substr(at_, 8) == "{primary")) {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      continue;
    }
    words_.clear();
    std::size_t word_end = at_;
    while (word_end < text_.size() && !EndsWord(text_[word_end])) ++word_end;
    const Command command =
        blocks_.size() == 1 ? CommandOf(text_.substr(at_, word_end - at_)) : Command::kPlain;
    const End end = ReadWords(command != Command::kPlain);
    if (words_.empty()) {
      Report(DiagnosticKind::kSyntaxBroken, SpanHere(1), "a block without a name");
      tree_.AddStatement({line_, line_, 1, 1, Fate::kUnknown});
      if (end == End::kOpen) blocks_.push_back(kNone);
      continue;
    }
    command != Command::kPlain ? FinishCommand(command) : FinishStatement(end);
  }
  if (blocks_.size() > 1) {
    Report(DiagnosticKind::kSyntaxBroken, {file_, source_.line_count(), 1, 1},
           std::to_string(blocks_.size() - 1) + " block(s) are still open at the end of the text");
  }
  return std::move(tree_);
}

}  // namespace

Tree ReadTree(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics) {
  return TextReader(source, file, diagnostics).Run();
}

}  // namespace ringfence::formats::juniper_junos
