// The parser of libyaml delivers events; a stack of open containers turns them into nodes. No recursion: the
// stack is ours and bounded. Keys are compared within their map when the map closes.
// Anchors and aliases are refused: a policy is read aloud, and what is written once is meant once. Files of
// other programs may have them (yaml_aliases.h): an alias shares the node of its anchor, so nothing is
// copied, and what all of them stand for together is counted, because a few lines can stand for billions of
// values. Tags are refused: a key's type follows from the schema, so a tag could only contradict it.
// Bytes are checked before: the parser speaks YAML 1.1, where some characters end a line that YAML 1.2 keeps
// within it, and files whose lines depend on the reader are no evidence.

#include "base/yaml_reader.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/plain_json.h"
#include "base/utf8.h"
#include "base/yaml_aliases.h"

namespace ringfence::base {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Owns the parser.
class Parser {
 public:
  /// `text` must outlive it. Not usable when there is no memory.
  explicit Parser(std::string_view text) : usable_(yaml_parser_initialize(&parser_) == 1) {
    if (!usable_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    // The parser takes bytes as unsigned characters.
    yaml_parser_set_input_string(
        &parser_, static_cast<const unsigned char*>(static_cast<const void*>(text.data())), text.size());
  }
  ~Parser() {
    if (usable_) yaml_parser_delete(&parser_);
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool usable() const { return usable_; }
  yaml_parser_t* get() { return &parser_; }

 private:
  yaml_parser_t parser_ = {};
  bool usable_;
};

/// Owns what the parser says last.
class Event {
 public:
  Event() = default;
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  /// False when the text is broken.
  bool Next(yaml_parser_t* parser) {
    yaml_event_delete(&event_);
    return yaml_parser_parse(parser, &event_) == 1;
  }
  const yaml_event_t& get() const { return event_; }

 private:
  yaml_event_t event_ = {};
};

/// Where the parser's places are in the file: it counts characters behind a byte order mark, we count bytes.
class Places {
 public:
  Places(const SourceFile& source, FileId file)
      : source_(source), file_(file), bom_(source.text().starts_with(kByteOrderMark)) {
    const std::string_view text = source.text();
    std::size_t character = 0;
    for (std::size_t at = Start(); at < text.size(); at += Utf8Length(text, at)) {
      if (character++ % kStride == 0) strides_.push_back(at);
    }
  }

  std::string_view text() const { return source_.text(); }
  std::string_view behind_mark() const { return source_.text().substr(Start()); }

  /// Of the byte a mark stands at, at most the end of the text.
  std::size_t ByteOf(const yaml_mark_t& mark) const {
    const std::string_view text = source_.text();
    const std::size_t stride = mark.index / kStride;
    if (stride >= strides_.size()) return text.size();
    std::size_t at = strides_[stride];
    for (std::size_t left = mark.index % kStride; left > 0 && at < text.size(); --left)
      at += Utf8Length(text, at);
    return at;
  }

  /// From one byte up to another; one character where that is on a later line, or the same.
  Span SpanOf(std::size_t start, std::size_t end) const {
    if (source_.line_count() == 0) return {file_, 0, 0, 0};
    Span span{file_, source_.line_at(start), 1, 1};
    span.column = static_cast<std::uint32_t>(start - source_.line_offset(span.line) + 1);
    if (end > start && source_.line_at(end) == span.line)
      span.length = static_cast<std::uint32_t>(end - start);
    return span;
  }

  /// Of a place the parser complains about. It may stand behind the last line; ours stay in the text.
  Span SpanOf(const yaml_mark_t& mark) const {
    std::size_t at = ByteOf(mark);
    const std::string_view text = source_.text();
    if (at == text.size() && text.ends_with('\n')) --at;
    return SpanOf(at, at);
  }

  FileId file() const { return file_; }

 private:
  static constexpr std::size_t kStride = 64;

  std::size_t Start() const { return bom_ ? kByteOrderMark.size() : 0; }

  const SourceFile& source_;
  FileId file_;
  bool bom_;
  std::vector<std::size_t> strides_;  ///< byte of each kStride-th character
};

/// What may stand before a value.
struct Properties {
  std::optional<std::pair<std::size_t, std::size_t>> anchor, tag;  ///< bytes from, up to
  std::size_t value = 0;                                           ///< where the value itself starts
};

/// Reads them from the text, because the parser keeps neither their places nor a tag that says nothing ("!").
Properties PropertiesAt(std::string_view text, std::size_t at) {
  Properties properties;
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    const std::size_t start = at;
    while (at < text.size() && !is_blank(text[at])) ++at;
    (text[start] == '&' ? properties.anchor : properties.tag) = {start, at};
    while (at < text.size() && (is_blank(text[at]) || text[at] == '#')) {
      if (text[at] == '#')
        at = std::min(text.find('\n', at), text.size());
      else
        ++at;
    }
  }
  properties.value = at;
  return properties;
}

/// Builds the tree from events.
class Builder {
 public:
  enum class Aliases : std::uint8_t { kRefused, kFollowed };
  Builder(const Places& places, Diagnostics& diagnostics, Aliases aliases)
      : places_(places), diagnostics_(diagnostics), follows_(aliases == Aliases::kFollowed) {}

  /// False when reading must stop.
  bool Take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_SCALAR_EVENT:
        return TakeScalar(event);
      case YAML_MAPPING_START_EVENT:
        return Open(ValueKind::kMap, event, NameOf(event.data.mapping_start.anchor));
      case YAML_SEQUENCE_START_EVENT:
        return Open(ValueKind::kList, event, NameOf(event.data.sequence_start.anchor));
      case YAML_MAPPING_END_EVENT:
      case YAML_SEQUENCE_END_EVENT:
        return Close();
      case YAML_ALIAS_EVENT:
        return TakeAlias(event);
      case YAML_DOCUMENT_START_EVENT:
        return documents_++ == 0 ||
               Broken(places_.SpanOf(event.start_mark), "the file holds more than one document");
      default:
        return true;
    }
  }

  std::optional<ValueTree> Finish() {
    if (!tree_.root().valid()) {
      ValueNode empty;
      empty.span = {places_.file(), 1, 1, 0};
      tree_.SetRoot(tree_.Add(std::move(empty)));
    }
    return std::move(tree_);
  }

 private:
  /// Of a value with all in it.
  struct Size {
    std::size_t values = 1;
    std::size_t levels = 1;
  };

  struct Frame {
    NodeRef node;
    bool awaits_key = false;
    std::string key;
    Span key_span;
    std::string anchor;
    Size size = {};
  };

  /// A value that aliases may stand for.
  struct Anchored {
    NodeRef node;
    Size size;
  };

  /// Of a word of the parser's; empty: none.
  static std::string NameOf(const yaml_char_t* word) {
    return word == nullptr ? std::string()
                           : std::string(static_cast<const char*>(static_cast<const void*>(word)));
  }

  /// True when a value carries neither a tag nor, unless they are followed, an anchor; false with a
  /// diagnostic.
  bool IsPlain(const Properties& properties) {
    if (properties.anchor && !follows_) return RefuseAnchor(*properties.anchor);
    if (!properties.tag) return true;
    diagnostics_.Add({DiagnosticKind::kYamlBroken,
                      places_.SpanOf(properties.tag->first, properties.tag->second),
                      "tags are not allowed",
                      {},
                      "Drop the word that starts with '!'."});
    return false;
  }

  bool RefuseAnchor(std::pair<std::size_t, std::size_t> bytes) {
    diagnostics_.Add({DiagnosticKind::kYamlBroken,
                      places_.SpanOf(bytes.first, bytes.second),
                      "anchors and aliases are not allowed",
                      {},
                      "Write the value out."});
    return false;
  }

  bool Broken(Span span, std::string what) {
    diagnostics_.Add({DiagnosticKind::kYamlBroken, span, std::move(what)});
    return false;
  }

  bool TakeAlias(const yaml_event_t& event) {
    const std::size_t start = places_.ByteOf(event.start_mark), end = places_.ByteOf(event.end_mark);
    if (!follows_) return RefuseAnchor({start, end});
    const std::string name = NameOf(event.data.alias.anchor);
    const Span span = places_.SpanOf(start, end);
    if (!stack_.empty() && stack_.back().awaits_key) return Broken(span, "a key must be a plain word");
    for (const Frame& frame : stack_) {
      if (frame.anchor == name) return Broken(span, fmt::format("'{}' stands for itself", name));
    }
    const auto at = anchors_.find(name);
    if (at == anchors_.end()) return Broken(span, fmt::format("there is no anchor '{}' above", name));
    if (stack_.size() + at->second.size.levels > kYamlDepthMax) return TooDeep(span);
    if (!Expand(at->second.size.values, span)) return false;
    Attach(at->second.node, at->second.size);
    return true;
  }

  bool TooDeep(Span span) {
    diagnostics_.Add(
        {DiagnosticKind::kNestingTooDeep, span, fmt::format("nesting deeper than {}", kYamlDepthMax)});
    return false;
  }

  /// False when aliases and merges stand for too much.
  bool Expand(std::size_t values, Span span) {
    expanded_ += values;
    if (expanded_ <= kYamlExpandedMax) return true;
    diagnostics_.Add({DiagnosticKind::kFileTooLarge, span,
                      fmt::format("aliases stand for more than {} values", kYamlExpandedMax)});
    return false;
  }

  bool TakeScalar(const yaml_event_t& event) {
    const std::size_t start = places_.ByteOf(event.start_mark), end = places_.ByteOf(event.end_mark);
    const Properties properties = PropertiesAt(places_.text().substr(0, end), start);
    if (!IsPlain(properties)) return false;
    const auto& scalar = event.data.scalar;
    std::string value(static_cast<const char*>(static_cast<const void*>(scalar.value)), scalar.length);
    const Span span = places_.SpanOf(properties.value, end);
    const bool quoted = scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (!stack_.empty() && stack_.back().awaits_key) {
      Frame& frame = stack_.back();
      frame.key = std::move(value);
      frame.key_span = span;
      frame.awaits_key = false;
      return true;
    }
    ValueNode node;
    node.span = span;
    node.quoted = quoted;
    const bool null = !quoted && (value.empty() || value == "null" || value == "~");
    node.kind = null ? ValueKind::kNull : ValueKind::kScalar;
    // Where nothing is written, the key is what can be pointed to.
    if (value.empty() && !quoted && !stack_.empty() && stack_.back().key_span.line != 0)
      node.span = stack_.back().key_span;
    node.text = std::move(value);
    const NodeRef ref = tree_.Add(std::move(node));
    if (properties.anchor) anchors_[NameOf(scalar.anchor)] = {ref, {}};
    Attach(ref, {});
    return true;
  }

  bool Open(ValueKind kind, const yaml_event_t& event, std::string anchor) {
    const std::size_t start = places_.ByteOf(event.start_mark);
    const Properties properties = PropertiesAt(places_.text(), start);
    if (!IsPlain(properties)) return false;
    const Span span = places_.SpanOf(properties.value, properties.value);
    if (!stack_.empty() && stack_.back().awaits_key) return Broken(span, "a key must be a plain word");
    if (stack_.size() >= kYamlDepthMax) return TooDeep(span);
    ValueNode node;
    node.kind = kind;
    node.span = span;
    const NodeRef ref = tree_.Add(std::move(node));
    Attach(ref, {.values = 0, .levels = 0});  // told when it closes
    stack_.push_back({ref, kind == ValueKind::kMap, "", {}, std::move(anchor), {}});
    return true;
  }

  bool Close() {
    const Frame closed = std::move(stack_.back());
    stack_.pop_back();
    if (tree_[closed.node].kind == ValueKind::kMap) {
      CheckKeys(tree_[closed.node]);
      if (follows_ && !Merge(closed.node)) return false;
    }
    if (!closed.anchor.empty()) anchors_[closed.anchor] = {closed.node, closed.size};
    if (!stack_.empty()) Grow(stack_.back().size, closed.size);
    return true;
  }

  static void Grow(Size& size, Size inner) {
    size.values += inner.values;
    size.levels = std::max(size.levels, inner.levels + 1);
  }

  /// Puts the entries that "<<" names in place of it.
  bool Merge(NodeRef map) {
    const NodeRef merged = tree_.Find(map, "<<");
    if (!merged.valid()) return true;
    std::vector<ValueEntry> entries = tree_[map].entries;
    std::erase_if(entries, [](const ValueEntry& entry) { return entry.key == "<<"; });
    std::unordered_map<std::string, bool> known;
    for (const ValueEntry& entry : entries) known.emplace(entry.key, true);
    const bool list = tree_[merged].kind == ValueKind::kList;
    for (const NodeRef from : list ? tree_.Items(merged) : std::vector<NodeRef>{merged}) {
      if (tree_[from].kind != ValueKind::kMap)
        return Broken(tree_[from].span, "'<<' takes a map, or a list of maps");
      if (!Expand(tree_[from].entries.size(), tree_[from].span)) return false;
      for (const ValueEntry& entry : tree_[from].entries) {
        if (known.emplace(entry.key, true).second) entries.push_back(entry);
      }
    }
    tree_.Mutable(map).entries = std::move(entries);
    return true;
  }

  void Attach(NodeRef ref, Size size) {
    if (stack_.empty()) {
      tree_.SetRoot(ref);
      return;
    }
    Frame& frame = stack_.back();
    Grow(frame.size, size);
    ValueNode& parent = tree_.Mutable(frame.node);
    parent.entries.push_back({std::move(frame.key), frame.key_span, ref});
    frame.key.clear();
    frame.awaits_key = parent.kind == ValueKind::kMap;
  }

  void CheckKeys(const ValueNode& map) {
    std::unordered_map<std::string_view, Span> seen;
    for (const ValueEntry& entry : map.entries) {
      const auto [first, fresh] = seen.emplace(entry.key, entry.key_span);
      if (fresh) continue;
      diagnostics_.Add({DiagnosticKind::kKeyDuplicate,
                        entry.key_span,
                        fmt::format("the key '{}' stands here twice", entry.key),
                        {first->second}});
    }
  }

  const Places& places_;
  Diagnostics& diagnostics_;
  ValueTree tree_;
  std::vector<Frame> stack_;
  int documents_ = 0;
  const bool follows_;
  std::unordered_map<std::string, Anchored> anchors_;
  std::size_t expanded_ = 0;
};

void ReportParserError(const yaml_parser_t& parser, const Places& places, Diagnostics& diagnostics) {
  if (parser.problem == nullptr) {
    diagnostics.Add({DiagnosticKind::kYamlBroken, {places.file(), 0, 0, 0}, "there is no memory for it"});
    return;
  }
  Diagnostic broken{DiagnosticKind::kYamlBroken, places.SpanOf(parser.problem_mark), parser.problem};
  if (broken.what.starts_with("mapping values"))
    broken.hint = "Indent the keys of a map alike, and put a text that holds ': ' in quotes.";
  if (broken.what.starts_with("found character that cannot start"))
    broken.hint = "Indent with blanks, and put a text that starts with this character in quotes.";
  if (parser.context != nullptr) {
    broken.what += fmt::format(" {}", parser.context);
    const Span context = places.SpanOf(parser.context_mark);
    if (context.line != broken.span.line || context.column != broken.span.column)
      broken.also.push_back(context);
  }
  diagnostics.Add(std::move(broken));
}

/// True when the text is UTF-8 whose characters every reader takes alike; otherwise the first offender is
/// diagnosed.
bool CheckBytes(const SourceFile& source, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  for (std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0; at < text.size();) {
    const bool line_end = text[at] == '\n' || text.substr(at, 2) == "\r\n";
    const std::size_t length = Utf8Length(text, at);
    const char32_t code = length == 0 ? 0 : Utf8Code(text.substr(at, length));
    if (length != 0 && (line_end || StandsInLine(code))) {
      at += length;
      continue;
    }
    const auto line = static_cast<std::uint32_t>(1 + std::ranges::count(text.substr(0, at), '\n'));
    const auto column = static_cast<std::uint32_t>(at - source.line_offset(line) + 1);
    Diagnostic finding{DiagnosticKind::kYamlBroken, {file, line, column, 1}, ""};
    finding.what =
        length < 3
            ? fmt::format("the byte 0x{:02x} is not text in UTF-8", static_cast<unsigned char>(text[at]))
            : fmt::format("programs disagree about the character U+{:04X}", static_cast<std::uint32_t>(code));
    finding.hint = length < 3 ? "Save the file as text in UTF-8."
                              : "Drop it, or write it as \"\\uXXXX\" in double quotes.";
    diagnostics.Add(std::move(finding));
    return false;
  }
  return true;
}

std::optional<ValueTree> Read(const SourceFile& source, FileId file, Diagnostics& diagnostics,
                              Builder::Aliases aliases) {
  if (source.text().size() > kYamlBytesMax) {
    diagnostics.Add({DiagnosticKind::kFileTooLarge,
                     {file, 0, 0, 0},
                     fmt::format("{} bytes; the limit is {}", source.text().size(), kYamlBytesMax)});
    return std::nullopt;
  }
  if (!CheckBytes(source, file, diagnostics)) return std::nullopt;
  const Places places(source, file);
  Parser parser(places.behind_mark());
  Builder builder(places, diagnostics, aliases);
  Event event;
  do {
    if (!parser.usable() || !event.Next(parser.get())) {
      ReportParserError(*parser.get(), places, diagnostics);
      return std::nullopt;
    }
    if (!builder.Take(event.get())) return std::nullopt;
  } while (event.get().type != YAML_STREAM_END_EVENT);
  return builder.Finish();
}

}  // namespace

std::optional<ValueTree> ReadYaml(const SourceFile& source, FileId file, Diagnostics& diagnostics) {
  if (source.text().size() <= kYamlBytesMax) {
    if (std::optional<ValueTree> plain = ReadPlainJson(source, file)) return plain;
  }
  return Read(source, file, diagnostics, Builder::Aliases::kRefused);
}

std::optional<ValueTree> ReadYamlWithAliases(const SourceFile& source, FileId file,
                                             Diagnostics& diagnostics) {
  return Read(source, file, diagnostics, Builder::Aliases::kFollowed);
}

}  // namespace ringfence::base
