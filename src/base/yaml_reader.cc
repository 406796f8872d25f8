// The parser of libfyaml delivers events; a stack of open containers turns them into nodes. No recursion: the
// stack is ours and bounded. Keys are compared within their map when the map closes.
// Anchors and aliases are refused: a policy is read aloud, and what is written once is meant once. Files of
// other programs may have them (yaml_aliases.h): an alias shares the node of its anchor, so nothing is
// copied, and what all of them stand for together is counted, because a few lines can stand for billions of
// values. Tags are refused: a key's type follows from the schema, so a tag could only contradict it. The
// parser takes some bytes that are no text for the end of the input and would drop the rest without a word;
// therefore bytes are checked before.

#include "base/yaml_reader.h"

#include <fmt/format.h>
#include <libfyaml.h>

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "base/plain_json.h"
#include "base/utf8.h"
#include "base/yaml_aliases.h"

namespace ringfence::base {
namespace {

struct ParserDeleter {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct DiagDeleter {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};

/// Builds the tree from events.
class Builder {
 public:
  enum class Aliases : std::uint8_t { kRefused, kFollowed };
  Builder(const SourceFile& source, FileId file, Diagnostics& diagnostics, Aliases aliases)
      : source_(source), file_(file), diagnostics_(diagnostics), follows_(aliases == Aliases::kFollowed) {}

  /// False when reading must stop.
  bool Take(fy_event* event) {
    switch (event->type) {
      case FYET_SCALAR:
        if (!Plain(event->scalar.anchor, event->scalar.tag)) return false;
        return TakeScalar(event->scalar.value, event->scalar.anchor);
      case FYET_MAPPING_START:
        if (!Plain(event->mapping_start.anchor, event->mapping_start.tag)) return false;
        return Open(ValueKind::kMap, event->mapping_start.mapping_start, event->mapping_start.anchor);
      case FYET_SEQUENCE_START:
        if (!Plain(event->sequence_start.anchor, event->sequence_start.tag)) return false;
        return Open(ValueKind::kList, event->sequence_start.sequence_start, event->sequence_start.anchor);
      case FYET_MAPPING_END:
      case FYET_SEQUENCE_END:
        return Close();
      case FYET_ALIAS:
        return follows_ ? TakeAlias(event->alias.anchor) : Plain(event->alias.anchor, nullptr);
      case FYET_DOCUMENT_START:
        if (documents_++ == 0) return true;
        diagnostics_.Add(
            {DiagnosticKind::kYamlBroken, {file_, 0, 0, 0}, "the file holds more than one document"});
        return false;
      default:
        return true;
    }
  }

  std::optional<ValueTree> Finish() {
    if (!tree_.root().valid()) {
      ValueNode empty;
      empty.span = {file_, 1, 1, 0};
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

  Span SpanOf(fy_token* token) const {
    const fy_mark* start = token == nullptr ? nullptr : fy_token_start_mark(token);
    if (start == nullptr || source_.line_count() == 0) return {file_, 0, 0, 0};
    // Only byte offsets are taken from the parser: it counts characters and knows more kinds of line ends.
    Span span{file_, source_.line_at(start->input_pos), 1, 1};
    span.column = static_cast<std::uint32_t>(start->input_pos - source_.line_offset(span.line) + 1);
    const fy_mark* end = fy_token_end_mark(token);
    const std::size_t bytes = end == nullptr ? 0 : end->input_pos - start->input_pos;
    const bool one_line = end != nullptr && source_.line_at(end->input_pos) == span.line;
    span.length = one_line && bytes > 0 ? static_cast<std::uint32_t>(bytes) : 1;
    const fy_scalar_style style = fy_token_scalar_style(token);
    const bool quotes = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    if (fy_token_get_type(token) == FYTT_SCALAR && quotes && span.column > 1) {
      // The marks of the parser stand inside the quotes.
      --span.column;
      span.length = one_line ? static_cast<std::uint32_t>(bytes + 2) : 1;
    }
    return span;
  }

  /// True when a value carries neither an anchor nor a tag; false with a diagnostic.
  bool Plain(fy_token* anchor, fy_token* tag) {
    if (anchor != nullptr && !follows_) {
      diagnostics_.Add({DiagnosticKind::kYamlBroken,
                        SpanOf(anchor),
                        "anchors and aliases are not allowed",
                        {},
                        "Write the value out."});
    } else if (tag != nullptr) {
      diagnostics_.Add({DiagnosticKind::kYamlBroken,
                        SpanOf(tag),
                        "tags are not allowed",
                        {},
                        "Drop the word that starts with '!'."});
    }
    return (anchor == nullptr || follows_) && tag == nullptr;
  }

  static std::string TextOf(fy_token* token) {
    std::size_t length = 0;
    const char* text = token == nullptr ? nullptr : fy_token_get_text(token, &length);
    return text == nullptr ? std::string() : std::string(text, length);
  }

  bool Broken(Span span, std::string what) {
    diagnostics_.Add({DiagnosticKind::kYamlBroken, span, std::move(what)});
    return false;
  }

  bool TakeAlias(fy_token* token) {
    const std::string name = TextOf(token);
    if (!stack_.empty() && stack_.back().awaits_key)
      return Broken(SpanOf(token), "a key must be a plain word");
    for (const Frame& frame : stack_) {
      if (frame.anchor == name) return Broken(SpanOf(token), fmt::format("'{}' stands for itself", name));
    }
    const auto at = anchors_.find(name);
    if (at == anchors_.end())
      return Broken(SpanOf(token), fmt::format("there is no anchor '{}' above", name));
    if (stack_.size() + at->second.size.levels > kYamlDepthMax) {
      diagnostics_.Add({DiagnosticKind::kNestingTooDeep, SpanOf(token),
                        fmt::format("nesting deeper than {}", kYamlDepthMax)});
      return false;
    }
    if (!Expand(at->second.size.values, SpanOf(token))) return false;
    Attach(at->second.node, at->second.size);
    return true;
  }

  /// False when aliases and merges stand for too much.
  bool Expand(std::size_t values, Span span) {
    expanded_ += values;
    if (expanded_ <= kYamlExpandedMax) return true;
    diagnostics_.Add({DiagnosticKind::kFileTooLarge, span,
                      fmt::format("aliases stand for more than {} values", kYamlExpandedMax)});
    return false;
  }

  bool TakeScalar(fy_token* token, fy_token* anchor) {
    const std::string value = TextOf(token);
    if (!stack_.empty() && stack_.back().awaits_key) {
      Frame& frame = stack_.back();
      frame.key = value;
      frame.key_span = SpanOf(token);
      frame.awaits_key = false;
      return true;
    }
    ValueNode node;
    node.span = SpanOf(token);
    node.quoted = token != nullptr && fy_token_scalar_style(token) != FYSS_PLAIN;
    const bool null = !node.quoted && (value.empty() || value == "null" || value == "~");
    node.kind = null ? ValueKind::kNull : ValueKind::kScalar;
    node.text = value;
    if (node.span.line == 0 && !stack_.empty()) node.span = stack_.back().key_span;
    const NodeRef ref = tree_.Add(std::move(node));
    if (anchor != nullptr) anchors_[TextOf(anchor)] = {ref, {}};
    Attach(ref, {});
    return true;
  }

  bool Open(ValueKind kind, fy_token* token, fy_token* anchor) {
    if (!stack_.empty() && stack_.back().awaits_key) {
      diagnostics_.Add({DiagnosticKind::kYamlBroken, SpanOf(token), "a key must be a plain word"});
      return false;
    }
    if (stack_.size() >= kYamlDepthMax) {
      diagnostics_.Add({DiagnosticKind::kNestingTooDeep, SpanOf(token),
                        fmt::format("nesting deeper than {}", kYamlDepthMax)});
      return false;
    }
    ValueNode node;
    node.kind = kind;
    node.span = SpanOf(token);
    const NodeRef ref = tree_.Add(std::move(node));
    Attach(ref, {.values = 0, .levels = 0});  // told when it closes
    stack_.push_back({ref, kind == ValueKind::kMap, "", {}, TextOf(anchor), {}});
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

  const SourceFile& source_;
  FileId file_;
  Diagnostics& diagnostics_;
  ValueTree tree_;
  std::vector<Frame> stack_;
  int documents_ = 0;
  const bool follows_;
  std::unordered_map<std::string, Anchored> anchors_;
  std::size_t expanded_ = 0;
};

/// The place the parser complains about. It counts characters and may stand behind the last line; we count
/// bytes and stay inside the text.
Span PlaceOf(const fy_diag_error& error, const SourceFile& source, FileId file) {
  if (source.line_count() == 0 || error.line < 1) return {file, 0, 0, 0};
  const std::uint32_t line = std::min(static_cast<std::uint32_t>(error.line), source.line_count());
  const std::string_view text = source.line(line);
  if (line < static_cast<std::uint32_t>(error.line))
    return {file, line, static_cast<std::uint32_t>(text.size() + 1), 1};
  std::size_t at = 0;
  for (int character = 1; character < error.column && at < text.size(); ++character) {
    at += std::max<std::size_t>(1, Utf8Length(text, at));
  }
  return {file, line, static_cast<std::uint32_t>(at + 1), 1};
}

void ReportParserErrors(fy_diag* diag, const SourceFile& source, FileId file, Diagnostics& diagnostics) {
  void* cursor = nullptr;
  bool any = false;
  while (const fy_diag_error* error = fy_diag_errors_iterate(diag, &cursor)) {
    any = true;
    diagnostics.Add({DiagnosticKind::kYamlBroken, PlaceOf(*error, source, file),
                     error->msg == nullptr ? "broken" : error->msg});
  }
  if (!any) diagnostics.Add({DiagnosticKind::kYamlBroken, {file, 0, 0, 0}, "the text is broken"});
}

/// True when the text is UTF-8 without control bytes (c-printable of YAML 1.2.2, section 5.1); otherwise the
/// first offender is diagnosed.
bool CheckBytes(const SourceFile& source, FileId file, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool line_end = byte == '\n' || text.substr(at, 2) == "\r\n";
    const bool control = (byte < 0x20 && byte != '\t' && !line_end) || byte == 0x7f;
    const bool control1 = text.substr(at, 1) == "\xc2" && at + 1 < text.size() &&
                          static_cast<unsigned char>(text[at + 1]) <= 0x9f;
    const std::size_t length = Utf8Length(text, at);
    if (length != 0 && !control && !control1) {
      at += length;
      continue;
    }
    const auto line = static_cast<std::uint32_t>(1 + std::ranges::count(text.substr(0, at), '\n'));
    const auto column = static_cast<std::uint32_t>(at - source.line_offset(line) + 1);
    diagnostics.Add({DiagnosticKind::kYamlBroken,
                     {file, line, column, 1},
                     fmt::format("the byte 0x{:02x} is not text in UTF-8", byte),
                     {},
                     "Save the file as text in UTF-8."});
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
  fy_diag_cfg diag_config;
  fy_diag_cfg_default(&diag_config);
  diag_config.fp = nullptr;
  diag_config.output_fn = [](fy_diag*, void*, const char*, std::size_t) {};
  diag_config.colorize = false;
  const std::unique_ptr<fy_diag, DiagDeleter> diag(fy_diag_create(&diag_config));
  fy_diag_set_collect_errors(diag.get(), true);
  fy_parse_cfg config = {};
  config.flags =
      static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_DEFAULT_VERSION_1_2);
  config.diag = diag.get();
  const std::unique_ptr<fy_parser, ParserDeleter> parser(fy_parser_create(&config));
  if (!parser || fy_parser_set_string(parser.get(), source.text().data(), source.text().size()) != 0) {
    ReportParserErrors(diag.get(), source, file, diagnostics);
    return std::nullopt;
  }
  Builder builder(source, file, diagnostics, aliases);
  bool ended = false;
  while (fy_event* event = fy_parser_parse(parser.get())) {
    ended = event->type == FYET_STREAM_END;
    const bool go_on = builder.Take(event);
    fy_parser_event_free(parser.get(), event);
    if (!go_on) return std::nullopt;
    if (ended) break;
  }
  if (!ended) {
    ReportParserErrors(diag.get(), source, file, diagnostics);
    return std::nullopt;
  }
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
