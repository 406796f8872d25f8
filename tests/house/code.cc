// Problem: measure functions and find declarations without a compiler, in milliseconds, on all files.
// Idea: blank everything that is not code, then walk the text once with a stack of scopes. Outside of
// functions a declaration is what stands between two of ';', '{', '}'. Its head tells what the next brace
// opens; bodies of functions and initialisers are skipped by matching braces. Cost: linear in the text.

#include "house/code.h"

#include <algorithm>
#include <cctype>

namespace ringfence::house {
namespace {

bool IsWordByte(char byte) { return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_'; }

bool IsSpace(char byte) { return std::isspace(static_cast<unsigned char>(byte)) != 0; }

/// Blanks comments, literals and preprocessor lines in place.
class Blanker {
 public:
  Blanker(std::string text, bool keep_preprocessor) : text_(std::move(text)), keep_(keep_preprocessor) {}

  std::string Run() {
    while (at_ < text_.size()) Step();
    return std::move(text_);
  }

 private:
  char Peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void Blank(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end && i < text_.size(); ++i) {
      if (text_[i] != '\n') text_[i] = ' ';
    }
  }

  void BlankTo(std::size_t end) {
    end = std::min(end, text_.size());
    Blank(at_, end);
    at_ = end;
  }

  bool IsFirstInLine() const {
    std::size_t i = at_;
    while (i > 0 && (text_[i - 1] == ' ' || text_[i - 1] == '\t')) --i;
    return i == 0 || text_[i - 1] == '\n';
  }

  void BlankPreprocessorLine() {
    std::size_t end = at_;
    while (end < text_.size() && (text_[end] != '\n' || text_[end - 1] == '\\')) ++end;
    BlankTo(end);
  }

  void BlankLiteral(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    Blank(at_ + 1, end);
    at_ = end + 1;
  }

  void BlankRawString() {
    const std::size_t open = text_.find('(', at_);
    const std::string close = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    const std::size_t end = text_.find(close, open);
    BlankTo(end == std::string::npos ? text_.size() : end + close.size());
  }

  void Step() {
    const char byte = text_[at_];
    const bool after_word = at_ > 0 && IsWordByte(text_[at_ - 1]);
    if (byte == '/' && Peek(1) == '/') return BlankTo(text_.find('\n', at_));
    if (byte == '/' && Peek(1) == '*') {
      const std::size_t end = text_.find("*/", at_ + 2);
      return BlankTo(end == std::string::npos ? end : end + 2);
    }
    if (byte == 'R' && Peek(1) == '"' && !after_word) return BlankRawString();
    if (byte == '"') return BlankLiteral('"');
    if (byte == '\'' && !after_word) return BlankLiteral('\'');  // after a digit it separates thousands
    if (byte == '#' && !keep_ && IsFirstInLine()) return BlankPreprocessorLine();
    ++at_;
  }

  std::string text_;
  bool keep_;
  std::size_t at_ = 0;
};

/// The head without leading template parameters and attributes.
std::string_view WithoutPrefixes(std::string_view head) {
  const auto skip_spaces = [&head] {
    while (!head.empty() && head.front() == ' ') head.remove_prefix(1);
  };
  while (true) {
    skip_spaces();
    if (head.starts_with("[[")) {
      const std::size_t end = head.find("]]");
      if (end == std::string_view::npos) return head;
      head.remove_prefix(end + 2);
    } else if (head.starts_with("template")) {
      std::size_t i = head.find('<');
      if (i == std::string_view::npos) return head;
      for (int depth = 0; i < head.size(); ++i) {
        if (head[i] == '<') ++depth;
        if (head[i] == '>' && --depth == 0) break;
      }
      head.remove_prefix(std::min(i + 1, head.size()));
    } else {
      return head;
    }
  }
}

std::string_view FirstWord(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && IsWordByte(text[size])) ++size;
  return text.substr(0, size);
}

EntryKind KindOfHead(std::string_view head) {
  head = WithoutPrefixes(head);
  std::string_view word = FirstWord(head);
  if (word == "inline" && HasWord(head, "namespace")) word = "namespace";
  if (word == "namespace") return EntryKind::kNamespace;
  if (word == "enum") return EntryKind::kEnum;
  if (word == "extern" && head.find('(') == std::string_view::npos) return EntryKind::kNamespace;
  if (word == "class" || word == "struct" || word == "union") return EntryKind::kType;
  return head.find('(') != std::string_view::npos ? EntryKind::kFunction : EntryKind::kOther;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : code_(CodeOnly(text)) {}

  std::vector<Entry> Run() {
    scopes_.push_back({EntryKind::kNamespace, true, true, kNoEntry});
    for (; at_ < code_.size(); ++at_) Step();
    return std::move(entries_);
  }

 private:
  static constexpr std::size_t kNoEntry = static_cast<std::size_t>(-1);

  struct Scope {
    EntryKind kind;
    bool outside_public;  ///< the scope itself can be seen
    bool access_public;   ///< the current section
    std::size_t entry;
  };

  /// Position of the brace that closes the one at `open`.
  std::size_t Closing(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < code_.size(); ++i) {
      if (code_[i] == '{') ++depth;
      if (code_[i] == '}' && --depth == 0) return i;
    }
    return code_.size() - 1;
  }

  void CountLines(std::size_t end) {
    for (; counted_ < end; ++counted_) line_ += code_[counted_] == '\n' ? 1 : 0;
  }

  void Append(char byte) {
    if (IsSpace(byte)) byte = ' ';
    if (byte == ' ' && (head_.empty() || head_.back() == ' ')) return;
    if (head_.empty()) {
      CountLines(at_);
      head_first_line_ = line_;
    }
    head_ += byte;
  }

  std::size_t Emit(EntryKind kind, bool has_body) {
    CountLines(at_);
    const Scope& scope = scopes_.back();
    entries_.push_back({.kind = kind,
                        .head = head_,
                        .first_line = head_first_line_,
                        .head_line = line_,
                        .last_line = line_,
                        .has_body = has_body,
                        .in_type = scope.kind == EntryKind::kType,
                        .is_public = scope.outside_public && scope.access_public});
    head_.clear();
    return entries_.size() - 1;
  }

  void SkipTo(std::size_t end) {
    at_ = end;
    CountLines(end);
  }

  void Step() {
    const char byte = code_[at_];
    if (byte == '{') return Open();
    if (byte == '}') return Close();
    if (byte == '(') ++parens_;
    if (byte == ')') --parens_;
    if (byte == ';' && parens_ == 0) return EndStatement();
    if (byte == ':' && TakeAccess()) return;
    Append(byte);
  }

  bool TakeAccess() {
    std::string_view word = head_;
    while (word.ends_with(' ')) word.remove_suffix(1);
    if (word != "public" && word != "protected" && word != "private") return false;
    scopes_.back().access_public = word == "public";
    head_.clear();
    return true;
  }

  void EndStatement() {
    if (!head_.empty() && !swallow_) Emit(KindWithoutBody(), false);
    head_.clear();
    swallow_ = false;
  }

  EntryKind KindWithoutBody() const {
    const std::string_view head = WithoutPrefixes(head_);
    const std::size_t paren = head.find('(');
    const std::size_t equals = head.find('=');
    const bool assigns = equals < paren && head.substr(0, paren).find("operator") == std::string_view::npos;
    return paren != std::string_view::npos && !assigns && KindOfHead(head) == EntryKind::kFunction
               ? EntryKind::kFunction
               : EntryKind::kOther;
  }

  void Open() {
    const std::size_t closing = Closing(at_);
    const EntryKind kind = KindOfHead(head_);
    std::size_t next = closing + 1;
    while (next < code_.size() && IsSpace(code_[next])) ++next;
    const bool is_initializer =
        parens_ > 0 || kind == EntryKind::kOther ||
        (kind == EntryKind::kFunction && next < code_.size() && (code_[next] == ',' || code_[next] == '{'));
    if (is_initializer && !head_.empty()) {
      head_ += "{}";
      return SkipTo(closing);
    }
    const bool unnamed = kind == EntryKind::kNamespace && HasUnnamedHead();
    const bool visible = scopes_.back().outside_public && scopes_.back().access_public;
    const bool is_class = FirstWord(WithoutPrefixes(head_)) == "class";
    const std::size_t entry = Emit(kind, true);
    if (kind == EntryKind::kNamespace || kind == EntryKind::kType) {
      scopes_.push_back({kind, visible && !unnamed, !is_class, entry});
      return;
    }
    swallow_ = kind == EntryKind::kEnum;
    SkipTo(closing);
    entries_[entry].last_line = line_;
  }

  bool HasUnnamedHead() const {
    std::string_view head = head_;
    while (head.ends_with(' ')) head.remove_suffix(1);
    return head == "namespace";
  }

  void Close() {
    head_.clear();
    if (scopes_.size() == 1) return;
    CountLines(at_);
    if (scopes_.back().entry != kNoEntry) entries_[scopes_.back().entry].last_line = line_;
    swallow_ = scopes_.back().kind == EntryKind::kType;
    scopes_.pop_back();
  }

  std::string code_;
  std::vector<Scope> scopes_;
  std::vector<Entry> entries_;
  std::string head_;
  std::size_t head_first_line_ = 1;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;
  std::size_t line_ = 1;
  int parens_ = 0;
  bool swallow_ = false;  ///< between the brace of a type and its semicolon
};

}  // namespace

std::string CodeOnly(std::string_view text, bool keep_preprocessor) {
  return Blanker(std::string(text), keep_preprocessor).Run();
}

std::vector<Entry> EntriesOf(std::string_view text) { return Scanner(text).Run(); }

bool HasWord(std::string_view code, std::string_view word) {
  for (std::size_t at = code.find(word); at != std::string_view::npos; at = code.find(word, at + 1)) {
    const bool starts = at == 0 || !IsWordByte(code[at - 1]);
    const std::size_t end = at + word.size();
    if (starts && (end == code.size() || !IsWordByte(code[end]))) return true;
  }
  return false;
}

std::string NameOf(const Entry& entry) {
  std::string_view head = WithoutPrefixes(entry.head);
  const std::size_t operator_at = head.find("operator");
  std::size_t end = head.find('(', operator_at == std::string_view::npos ? 0 : operator_at + 10);
  if (end == std::string_view::npos) return "";
  while (end > 0 && head[end - 1] == ' ') --end;
  std::size_t begin = operator_at != std::string_view::npos && operator_at < end ? operator_at : end;
  while (begin > 0 && (IsWordByte(head[begin - 1]) || head[begin - 1] == ':' || head[begin - 1] == '~'))
    --begin;
  return std::string(head.substr(begin, end - begin));
}

}  // namespace ringfence::house
