// Each line is a document of its own, so a line that is broken says nothing about the others.

#include "study/observed.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decode.h"
#include "base/nearest_word.h"
#include "base/yaml_reader.h"
#include "routing/route.h"

namespace ringfence::study {
namespace {

using base::DiagnosticKind;
using base::NodeRef;
using base::ValueKind;

constexpr std::string_view kFields[] = {
    "node",     "vrf",    "prefix", "protocol",       "next_hop_ip", "next_hop_interface", "next_hop_vrf",
    "resolved", "labels", "metric", "admin_distance", "tag",         "ambiguous"};
constexpr std::string_view kWayFields[] = {"ip", "interface"};
constexpr std::string_view kSuffix = ".jsonl";

/// Reads the lines of one file.
class Reader {
 public:
  Reader(const Snapshot& snapshot, base::FileId file, model::NodeId node, base::Diagnostics& diagnostics)
      : snapshot_(snapshot), file_(file), node_(node), diagnostics_(diagnostics) {}

  void Read(std::vector<ObservedRow>& rows) {
    const base::SourceFile& source = snapshot_.sources.file(file_);
    for (std::uint32_t line = 1; line <= source.line_count(); ++line) {
      const std::string_view text = source.line(line);
      if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
      line_ = line;
      sound_ = true;
      if (text.size() > kObservedLineBytesMax) {
        Add(DiagnosticKind::kLineTooLong, {},
            fmt::format("{} bytes; {} are the most", text.size(), kObservedLineBytesMax));
        continue;
      }
      auto row = ReadLine(text);
      if (row && sound_) rows.push_back(std::move(*row));
    }
  }

 private:
  /// `span` within the line.
  void Add(DiagnosticKind kind, base::Span span, std::string what, std::string hint = {}) {
    sound_ = false;
    diagnostics_.Add({kind,
                      {file_, line_, span.line == 0 ? 1 : span.column, span.length},
                      std::move(what),
                      {},
                      std::move(hint)});
  }

  std::optional<ObservedRow> ReadLine(std::string_view text) {
    const base::SourceFile source("line", std::string(text));
    base::Diagnostics findings;
    const auto tree = base::ReadYaml(source, file_, findings);
    for (const base::Diagnostic& one : findings.items()) Add(one.kind, one.span, one.what, one.hint);
    if (!tree) return std::nullopt;
    tree_ = &*tree;
    const NodeRef root = tree->root();
    if (!IsMap(root, kFields, "a line")) return std::nullopt;
    for (const std::string_view key : {"node", "vrf", "prefix", "protocol"}) {
      if (Text(root, key).empty())
        Add(DiagnosticKind::kKeyMissing, {}, fmt::format("the key '{}' is missing", key));
    }
    ObservedRow row;
    row.node = node_;
    row.span = {file_, line_, 1, 0};
    row.vrf = Text(root, "vrf");
    row.protocol = Text(root, "protocol");
    CheckNode(root);
    CheckProtocol(root, row.protocol);
    row.prefix = Prefix(root);
    row.hop = Way(root, "next_hop_ip", "next_hop_interface");
    row.metric = Number(root, "metric");
    row.distance = Number(root, "admin_distance");
    const NodeRef labels = tree->Find(root, "labels");
    row.open = Text(root, "ambiguous") == "true" || (labels.valid() && !tree->Items(labels).empty());
    if (const NodeRef resolved = tree->Find(root, "resolved"); resolved.valid()) ReadResolved(resolved, row);
    return row;
  }

  void ReadResolved(NodeRef list, ObservedRow& row) {
    if ((*tree_)[list].kind != ValueKind::kList)
      return Add(DiagnosticKind::kTypeWrong, (*tree_)[list].span, "'resolved' must be a list");
    for (const base::ValueEntry& entry : (*tree_)[list].entries) {
      if (IsMap(entry.value, kWayFields, "a resolved next hop"))
        row.resolved.push_back(Way(entry.value, "ip", "interface"));
    }
  }

  bool IsMap(NodeRef node, std::span<const std::string_view> known, std::string_view what) {
    if ((*tree_)[node].kind != ValueKind::kMap) {
      Add(DiagnosticKind::kTypeWrong, (*tree_)[node].span, fmt::format("{} must be a map", what));
      return false;
    }
    for (const base::ValueEntry& entry : (*tree_)[node].entries) {
      if (std::ranges::find(known, entry.key) != known.end()) continue;
      const auto nearest = base::NearestWord(entry.key, known);
      Add(DiagnosticKind::kKeyUnknown, entry.key_span, fmt::format("there is no key '{}' here", entry.key),
          nearest ? fmt::format("Did you mean '{}'?", *nearest) : "");
    }
    return true;
  }

  base::Span SpanOf(NodeRef map, std::string_view key) const {
    const NodeRef node = tree_->Find(map, key);
    return node.valid() ? (*tree_)[node].span : base::Span();
  }

  /// "" for null and for an absent key.
  std::string Text(NodeRef map, std::string_view key) {
    const NodeRef node = tree_->Find(map, key);
    if (!node.valid() || (*tree_)[node].kind == ValueKind::kNull) return {};
    const base::ValueNode& value = (*tree_)[node];
    if (value.kind != ValueKind::kScalar) {
      Add(DiagnosticKind::kTypeWrong, value.span, fmt::format("'{}' must be a text or a number", key));
      return {};
    }
    return !value.quoted && value.text == "null" ? std::string() : value.text;
  }

  std::optional<std::uint32_t> Number(NodeRef map, std::string_view key) {
    const std::string text = Text(map, key);
    if (text.empty()) return std::nullopt;
    if (base::HasForm(text, base::TextForm::kInteger, {})) return base::IntegerOf(text);
    Add(DiagnosticKind::kValueInvalid, SpanOf(map, key),
        fmt::format("'{}': '{}' is not a number from 0 to 4294967295", key, text));
    return std::nullopt;
  }

  WayText Way(NodeRef map, std::string_view ip, std::string_view interface) {
    WayText way{Text(map, ip), Text(map, interface)};
    if (way.ip.empty()) return way;
    const auto address = net::ParseAddress(way.ip);
    if (address) {
      way.ip = net::ToString(*address);
    } else {
      Add(DiagnosticKind::kValueInvalid, SpanOf(map, ip),
          fmt::format("'{}': '{}' is not an address", ip, way.ip));
    }
    return way;
  }

  net::Prefix Prefix(NodeRef map) {
    const std::string text = Text(map, "prefix");
    if (const auto prefix = net::ParsePrefix(text)) return *prefix;
    const auto host = net::ParseHostPrefix(text);
    if (!text.empty())
      Add(DiagnosticKind::kValueInvalid, SpanOf(map, "prefix"),
          host ? fmt::format("'{}' has host bits set; the prefix is {}", text, net::ToString(host->subnet()))
               : fmt::format("'{}' is not address/length", text));
    return {};
  }

  void CheckNode(NodeRef root) {
    const std::string name = Text(root, "node");
    if (name.empty() || snapshot_.network->FindNode(name) == node_) return;
    Add(DiagnosticKind::kValueInvalid, SpanOf(root, "node"),
        fmt::format("a route of '{}' in the file of '{}'", name,
                    snapshot_.network->nodes()[node_.index()].config.device.name));
  }

  void CheckProtocol(NodeRef root, const std::string& protocol) {
    if (protocol.empty() ||
        std::ranges::find(routing::kProtocolNames, protocol) != std::end(routing::kProtocolNames))
      return;
    const auto nearest = base::NearestWord(protocol, routing::kProtocolNames);
    Add(DiagnosticKind::kValueInvalid, SpanOf(root, "protocol"),
        fmt::format("there is no protocol '{}'", protocol),
        nearest ? fmt::format("Did you mean '{}'?", *nearest) : "");
  }

  const Snapshot& snapshot_;
  base::FileId file_;
  model::NodeId node_;
  base::Diagnostics& diagnostics_;
  const base::ValueTree* tree_ = nullptr;  ///< of the line at work
  std::uint32_t line_ = 0;
  bool sound_ = true;
};

/// The node a file is called after; diagnosed when there is none.
model::NodeId NodeOf(const std::string& name, Snapshot& snapshot) {
  const std::string stem = name.substr(0, name.size() - kSuffix.size());
  const model::NodeId node = snapshot.network->FindNode(stem);
  if (node.valid()) return node;
  std::vector<std::string_view> names;
  for (const routing::Node& one : snapshot.network->nodes()) names.push_back(one.config.device.name);
  const auto nearest = base::NearestWord(stem, names);
  snapshot.diagnostics.Add({DiagnosticKind::kNameUnknown,
                            {},
                            fmt::format("observed/{}: there is no device '{}'", name, stem),
                            {},
                            nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  return {};
}

}  // namespace

ObservedTables ReadObserved(const base::FileSystem& files, const std::string& root, Snapshot& snapshot) {
  ObservedTables tables;
  const std::string folder = base::JoinPath(root, "observed");
  const auto entries = files.List(folder);
  for (const base::FolderEntry& entry : entries ? *entries : std::vector<base::FolderEntry>()) {
    if (entry.is_folder || !entry.name.ends_with(kSuffix)) continue;
    const model::NodeId node = NodeOf(entry.name, snapshot);
    if (!node.valid()) continue;
    auto text = files.Read(base::JoinPath(folder, entry.name));
    if (!text) {
      snapshot.diagnostics.Add({DiagnosticKind::kFileUnreadable, {}, text.error().message});
      continue;
    }
    const base::FileId file = snapshot.sources.Add("observed/" + entry.name, std::move(*text));
    tables.nodes.push_back(node);
    Reader(snapshot, file, node, snapshot.diagnostics).Read(tables.rows);
  }
  if (tables.nodes.empty() && !snapshot.diagnostics.has_errors()) {
    snapshot.diagnostics.Add(
        {DiagnosticKind::kObservedMissing, {}, fmt::format("no table '*{}' in '{}'", kSuffix, folder)});
  }
  return tables;
}

}  // namespace ringfence::study
