// JSON as programs write it.
//
// Problem: files of cables are JSON of hundreds of thousands of records, and a YAML parser needs 25 us for
// each. Idea: JSON is YAML, and most of it is plain: no comments, no key twice in a map, numbers without
// exponents. Such a text is read here in one pass; at anything else this reader stands back and the YAML
// parser has the text to itself, with all its diagnostics. So nothing here may accept what YAML reads
// otherwise: a key stands on one line with its colon, and numbers and words are those of JSON. Only pairs of
// surrogates, and characters in strings that YAML refuses or takes for line ends (RFC 8259, section 7), are
// read here alone. No recursion: the stack is ours and bounded. Twin: ReadYamlWithAliases of the same text
// (plain_json_test.cc).

#include "base/plain_json.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/utf8.h"
#include "base/yaml_reader.h"

namespace ringfence::base {
namespace {

/// Longest key (origin: YAML ends them at 1024 characters).
constexpr std::size_t kKeyBytesMax = 512;
/// Keys of smaller maps are compared one with another.
constexpr std::size_t kSmallMap = 8;

class PlainJson {
 public:
  PlainJson(const SourceFile& source, FileId file) : text_(source.text()), file_(file) {}

  std::optional<ValueTree> Run() {
    SkipBlanks();
    if (at_ == text_.size() || (text_[at_] != '{' && text_[at_] != '[')) return std::nullopt;
    if (!Value({}, {})) return std::nullopt;
    while (!stack_.empty()) {
      if (!Step()) return std::nullopt;
    }
    SkipBlanks();
    return at_ == text_.size() ? std::optional(std::move(tree_)) : std::nullopt;
  }

 private:
  char Here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool IsBlank() const {
    return Here() == ' ' || Here() == '\n' || Here() == '\t' || text_.substr(at_, 2) == "\r\n";
  }

  void SkipBlanks() {
    for (; IsBlank(); ++at_) {
      if (text_[at_] != '\n') continue;
      ++line_;
      line_start_ = at_ + 1;
    }
  }

  Span SpanOf(std::size_t start, std::size_t bytes) const {
    return {file_, line_, static_cast<std::uint32_t>(start - line_start_ + 1),
            static_cast<std::uint32_t>(bytes)};
  }

  /// What comes next in the innermost container: its end, or an entry.
  bool Step() {
    const NodeRef container = stack_.back();
    const bool map = tree_[container].kind == ValueKind::kMap;
    SkipBlanks();
    if (Here() == (map ? '}' : ']') && tree_[container].entries.empty()) return Close(map);
    if (!tree_[container].entries.empty()) {
      if (Here() == (map ? '}' : ']')) return Close(map);
      if (Here() != ',') return false;
      ++at_;
      SkipBlanks();
    }
    if (!map) return Value({}, {});
    const std::size_t start = at_;
    const std::optional<std::string_view> key = Quoted();
    if (!key || key->empty() || *key == "<<" || key->size() > kKeyBytesMax) return false;
    const Span span = SpanOf(start, at_ - start);
    while (Here() == ' ' || Here() == '\t') ++at_;
    if (Here() != ':') return false;
    ++at_;
    SkipBlanks();
    return Value(std::string(*key), span);
  }

  bool Close(bool map) {
    ++at_;
    const NodeRef closed = stack_.back();
    stack_.pop_back();
    return !map || HasKeysOnce(tree_[closed].entries);
  }

  static bool HasKeysOnce(const std::vector<ValueEntry>& entries) {
    if (entries.size() <= kSmallMap) {
      for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
        if (std::find_if(entries.begin(), entry,
                         [entry](const ValueEntry& before) { return before.key == entry->key; }) != entry)
          return false;
      }
      return true;
    }
    std::unordered_set<std::string_view> seen;
    return std::ranges::all_of(entries,
                               [&seen](const ValueEntry& entry) { return seen.insert(entry.key).second; });
  }

  /// A string on one line; the view holds until the next one.
  std::optional<std::string_view> Quoted() {
    if (Here() != '"') return std::nullopt;
    const std::size_t start = ++at_;
    while (Here() >= 0x20 && Here() <= 0x7e && Here() != '"' && Here() != '\\') ++at_;
    if (Here() == '"') return text_.substr(start, at_++ - start);
    decoded_ = text_.substr(start, at_ - start);
    while (Here() != '"') {
      if (!(Here() == '\\' ? Escape() : Character())) return std::nullopt;
    }
    ++at_;
    return decoded_;
  }

  /// One that stands for itself.
  bool Character() {
    const std::size_t length = at_ < text_.size() ? Utf8Length(text_, at_) : 0;
    if (length == 0) return false;
    if (Utf8Code(text_.substr(at_, length)) < 0x20) return false;
    decoded_ += text_.substr(at_, length);
    at_ += length;
    return true;
  }

  bool Escape() {
    constexpr std::string_view kLetters = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
    ++at_;
    const std::size_t letter = at_ < text_.size() ? kLetters.find(text_[at_]) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      decoded_ += kMeant[letter];
      ++at_;
      return true;
    }
    std::optional<char32_t> code = Unit();
    if (code && *code >= 0xd800 && *code <= 0xdbff && Here() == '\\') {
      ++at_;
      const std::optional<char32_t> low = Unit();
      if (!low || *low < 0xdc00 || *low > 0xdfff) return false;
      code = 0x10000 + ((*code - 0xd800) << 10U) + (*low - 0xdc00);
    }
    if (!code || (*code >= 0xd800 && *code <= 0xdfff)) return false;
    AppendUtf8(decoded_, *code);
    return true;
  }

  /// What "uXXXX" stands for.
  std::optional<char32_t> Unit() {
    const std::string_view unit = text_.substr(std::min(at_, text_.size()), 5);
    std::uint32_t code = 0;
    if (unit.size() != 5 || unit[0] != 'u') return std::nullopt;
    const auto [end, error] = std::from_chars(unit.data() + 1, unit.data() + 5, code, 16);
    if (error != std::errc() || end != unit.data() + 5) return std::nullopt;
    at_ += unit.size();
    return code;
  }

  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

  /// A number or a word of JSON that stands alone; empty: neither.
  std::string_view Bare() {
    const std::size_t start = at_;
    while (IsDigit(Here()) || (Here() >= 'a' && Here() <= 'z') || Here() == '-' || Here() == '.') ++at_;
    const std::string_view bare = text_.substr(start, at_ - start);
    const bool ends = Here() == ',' || Here() == '}' || Here() == ']' || IsBlank();
    const bool word = bare == "true" || bare == "false" || bare == "null";
    const std::string_view digits = bare.substr(bare.starts_with('-') ? 1 : 0);
    const bool number = !digits.empty() && IsDigit(digits.front()) && IsDigit(digits.back()) &&
                        std::ranges::count(digits, '.') <= 1 &&
                        std::ranges::all_of(digits, [](char c) { return c == '.' || IsDigit(c); });
    return ends && (word || number) ? bare : std::string_view();
  }

  bool Value(std::string key, Span key_span) {
    const std::size_t start = at_;
    ValueNode node;
    const bool opens = Here() == '{' || Here() == '[';
    if (opens) {
      if (stack_.size() >= kYamlDepthMax) return false;
      node.kind = Here() == '{' ? ValueKind::kMap : ValueKind::kList;
      ++at_;
    } else if (const auto text = Quoted()) {
      node.kind = ValueKind::kScalar;
      node.quoted = true;
      node.text = *text;
    } else {
      if (at_ != start) return false;
      node.text = Bare();
      if (node.text.empty()) return false;
      node.kind = node.text == "null" ? ValueKind::kNull : ValueKind::kScalar;
    }
    node.span = SpanOf(start, at_ - start);
    const NodeRef ref = tree_.Add(std::move(node));
    if (stack_.empty()) {
      tree_.SetRoot(ref);
    } else {
      tree_.Mutable(stack_.back()).entries.push_back({std::move(key), key_span, ref});
    }
    if (opens) stack_.push_back(ref);
    return true;
  }

  std::string_view text_;
  FileId file_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t line_start_ = 0;
  std::string decoded_;
  ValueTree tree_;
  std::vector<NodeRef> stack_;
};

}  // namespace

std::optional<ValueTree> ReadPlainJson(const SourceFile& source, FileId file) {
  return PlainJson(source, file).Run();
}

}  // namespace ringfence::base
