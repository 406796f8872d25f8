// The walk over tables and rows; see config_db.h for the idea.

#include "formats/frr/config_db.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/yaml_reader.h"

namespace ringfence::formats::frr {
namespace {

using base::NodeRef;
using base::ValueEntry;
using base::ValueKind;
using base::ValueNode;
using model::Fate;

/// How much a verdict says that is not known.
int Rank(Fate fate) {
  switch (fate) {
    case Fate::kBlank:
      return 0;
    case Fate::kIrrelevant:
      return 1;
    case Fate::kModelled:
      return 2;
    case Fate::kUnmodelled:
      return 3;
    case Fate::kUnknown:
      return 4;
  }
  return 4;
}

Verdict WorstOf(Verdict a, Verdict b) {
  const auto impact = static_cast<std::uint8_t>(a.impact | b.impact);
  Verdict worst = Rank(b.fate) > Rank(a.fate) ? b : a;
  worst.impact = impact;
  return worst;
}

/// Reads the tables of one tree and gathers the verdict of every line.
class DbReader {
 public:
  DbReader(Reader& reader, const base::ValueTree& tree, std::uint32_t first_line, std::uint32_t line_count)
      : reader_(reader), tree_(tree), first_line_(first_line), lines_(line_count, kUnseen) {}

  void ReadTables() {
    const ValueNode& root = tree_[tree_.root()];
    std::map<std::string_view, const ValueEntry*> by_name;
    for (const ValueEntry& entry : root.entries) by_name.emplace(entry.key, &entry);
    for (const DbTable& table : DbTables()) {
      const auto found = by_name.find(table.name);
      if (found == by_name.end()) continue;
      ReadTable(table, *found->second);
      by_name.erase(found);
    }
    for (const auto& [name, entry] : by_name) MarkAll(*entry, kNotKnown);
  }

  /// Gives every line its fate. `source` tells braces from what was not seen.
  void StoreFates(const base::SourceFile& source) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::uint32_t line = first_line_ + static_cast<std::uint32_t>(i);
      const bool braces = source.line(line).find_first_not_of(" \t{}[],") == std::string_view::npos;
      Store(line, lines_[i].fate != Fate::kBlank ? lines_[i] : braces ? kUnseen : kNotKnown);
    }
  }

 private:
  static constexpr Verdict kUnseen{Fate::kBlank, 0, {}};

  void Store(std::uint32_t line, Verdict verdict) {
    switch (verdict.fate) {
      case Fate::kBlank:
        return reader_.fates.Blank(line);
      case Fate::kModelled:
        return reader_.fates.Modelled(line);
      case Fate::kIrrelevant:
        return reader_.fates.Irrelevant(line);
      case Fate::kUnmodelled:
        return reader_.fates.Unmodelled(line, verdict.impact, verdict.reason);
      case Fate::kUnknown:
        return reader_.fates.Unknown(line);
    }
  }

  void ReadTable(const DbTable& table, const ValueEntry& entry) {
    if (table.read == nullptr) return MarkAll(entry, table.verdict);
    if (tree_[entry.value].kind != ValueKind::kMap) return MarkAll(entry, kNotKnown);
    Mark(entry.key_span, kUnderstood);
    for (const ValueEntry& row : tree_[entry.value].entries) ReadRow(table, row);
  }

  void ReadRow(const DbTable& table, const ValueEntry& entry) {
    if (tree_[entry.value].kind != ValueKind::kMap) return MarkAll(entry, kNotKnown);
    DbRow row(reader_, tree_, entry);
    Verdict verdict = kNotKnown;
    if (std::ranges::all_of(row.parts(), IsPlainName)) {
      verdict = table.read(reader_, row);
    } else {
      row.Invalid(row.span(), fmt::format("'{}' is no key of {}", entry.key, table.name));
    }
    // Without the row its members mean nothing.
    if (verdict.fate != Fate::kModelled) return MarkAll(entry, verdict);
    Mark(entry.key_span, verdict);
    const auto& members = tree_[entry.value].entries;
    for (std::size_t i = 0; i < members.size(); ++i) {
      Verdict said = row.verdicts()[i];
      const auto known = std::ranges::find(table.members, members[i].key, &DbMember::name);
      if (said.fate == Fate::kBlank) said = known == table.members.end() ? kNotKnown : known->verdict;
      MarkAll(members[i], said);
    }
  }

  void Mark(base::Span span, Verdict verdict) {
    if (span.line < first_line_ || span.line - first_line_ >= lines_.size()) return;
    Verdict& line = lines_[span.line - first_line_];
    line = WorstOf(line, verdict);
  }

  /// A key and everything below it.
  void MarkAll(const ValueEntry& entry, Verdict verdict) {
    Mark(entry.key_span, verdict);
    std::vector<NodeRef> open{entry.value};
    while (!open.empty()) {
      const ValueNode& node = tree_[open.back()];
      open.pop_back();
      if (node.kind == ValueKind::kScalar || node.kind == ValueKind::kNull) Mark(node.span, verdict);
      for (const ValueEntry& child : node.entries) {
        if (child.key_span.valid()) Mark(child.key_span, verdict);
        open.push_back(child.value);
      }
    }
  }

  Reader& reader_;
  const base::ValueTree& tree_;
  std::uint32_t first_line_;
  std::vector<Verdict> lines_;
};

/// Lines up to the one that begins with the brace that closes the object.
std::uint32_t LinesOfObject(const base::SourceFile& source, std::uint32_t first_line,
                            std::uint32_t line_count) {
  for (std::uint32_t i = 0; i < line_count; ++i) {
    if (source.line(first_line + i).starts_with('}')) return i + 1;
  }
  return line_count;
}

}  // namespace

std::uint32_t ReadDatabase(Reader& reader, const base::SourceFile& source, std::uint32_t first_line,
                           std::uint32_t line_count, bool whole) {
  if (!whole) line_count = LinesOfObject(source, first_line, line_count);
  // Empty lines in front keep the places of the tree those of the whole text.
  std::string text(first_line - 1, '\n');
  for (std::uint32_t i = 0; i < line_count; ++i) text.append(source.line(first_line + i)).push_back('\n');
  const base::SourceFile part(source.name(), std::move(text));
  reader.vendor.database.present = true;
  const auto tree = base::ReadYaml(part, reader.file(), reader.diagnostics);
  const bool usable = tree && (*tree)[tree->root()].kind == ValueKind::kMap;
  if (tree && !usable) {
    reader.diagnostics.Add({base::DiagnosticKind::kTypeWrong, (*tree)[tree->root()].span,
                            "the database must be an object of tables"});
  }
  if (!usable) {
    for (std::uint32_t i = 0; i < line_count; ++i) reader.fates.Unknown(first_line + i);
    return line_count;
  }
  DbReader db(reader, *tree, first_line, line_count);
  db.ReadTables();
  db.StoreFates(part);
  return line_count;
}

InterfaceText* FindDbInterface(Reader& reader, std::string_view name) {
  const auto found = std::ranges::find(reader.vendor.interfaces, name, &InterfaceText::name);
  return found != reader.vendor.interfaces.end() && found->kind ? &*found : nullptr;
}

bool IsPlainName(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
}

bool IsNumbered(std::string_view name, std::string_view prefix) {
  return name.starts_with(prefix) && name.size() > prefix.size() &&
         std::ranges::all_of(name.substr(prefix.size()), [](char c) { return c >= '0' && c <= '9'; });
}

void DemoteDb(Reader& reader, base::Span span, std::uint8_t impact, std::string_view reason) {
  if (span.line == 0) return;
  model::LineFate fate = reader.fates.at(span.line);
  fate.impact.bits |= impact;
  if (Rank(fate.fate) < Rank(Fate::kUnmodelled)) {
    fate.fate = Fate::kUnmodelled;
    fate.reason = reason;
  }
  reader.fates.Replace(span.line, std::move(fate));
}

// --- rows

DbRow::DbRow(Reader& reader, const base::ValueTree& tree, const ValueEntry& entry)
    : reader_(reader), tree_(tree), entry_(entry) {
  std::string_view rest = entry.key;
  while (true) {
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    parts_.emplace_back(rest.substr(0, bar));
    if (bar == rest.size()) break;
    rest.remove_prefix(bar + 1);
  }
  verdicts_.assign(tree[entry.value].entries.size(), Verdict{Fate::kBlank, 0, {}});
}

std::optional<std::size_t> DbRow::Find(std::string_view member) const {
  const auto& members = tree_[entry_.value].entries;
  const auto found = std::ranges::find(members, member, &ValueEntry::key);
  if (found == members.end()) return std::nullopt;
  return static_cast<std::size_t>(found - members.begin());
}

Setting<std::string> DbRow::Take(std::string_view member) {
  const auto index = Find(member);
  if (!index) return {};
  const ValueEntry& entry = tree_[entry_.value].entries[*index];
  const bool plain = tree_[entry.value].kind == ValueKind::kScalar;
  verdicts_[*index] = plain ? kUnderstood : kNotKnown;
  if (!plain) return {};
  return {std::string(tree_.TextOf(entry.value)), entry.key_span};
}

std::vector<Setting<std::string>> DbRow::TakeList(std::string_view member) {
  std::vector<Setting<std::string>> items;
  const auto index = Find(member);
  if (!index) return items;
  verdicts_[*index] = kUnderstood;
  for (const NodeRef item : tree_.Items(tree_[entry_.value].entries[*index].value)) {
    const ValueNode& node = tree_[item];
    if (node.kind != ValueKind::kScalar) verdicts_[*index] = kNotKnown;
    std::string_view rest = node.text;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      items.push_back({std::string(rest.substr(0, comma)), node.span});
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return items;
}

Setting<std::uint32_t> DbRow::TakeNumber(std::string_view member, std::uint32_t min, std::uint32_t max) {
  const Setting<std::string> text = Take(member);
  if (!text.set()) return {};
  if (const auto number = ParseNumber(text.value, min, max)) return {*number, text.span};
  Judge(member, Invalid(text.span, fmt::format("'{}': '{}' is not a number from {} to {}", member, text.value,
                                               min, max)));
  return {};
}

Setting<bool> DbRow::TakeSwitch(std::string_view member, std::string_view on, std::string_view off) {
  const Setting<std::string> text = Take(member);
  if (!text.set()) return {};
  if (text.value == on || text.value == off) return {text.value == on, text.span};
  Judge(member,
        Invalid(text.span, fmt::format("'{}': '{}' is neither '{}' nor '{}'", member, text.value, on, off)));
  return {};
}

void DbRow::Judge(std::string_view member, Verdict verdict) {
  if (const auto index = Find(member)) verdicts_[*index] = verdict;
}

Verdict DbRow::Invalid(base::Span span, std::string what) {
  reader_.diagnostics.Add({base::DiagnosticKind::kValueInvalid, span, std::move(what)});
  return kNotKnown;
}

}  // namespace ringfence::formats::frr
