// The walk over lines and nodes; see reader.h for the idea.

#include "formats/frr/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/config_db.h"

namespace ringfence::formats::frr {

Reader::Reader(const base::SourceFile& source, base::FileId file)
    : StatementReport(file, source.line_count()), source_(source), file_(file) {}

void Reader::ReadAll() {
  const bool one_file = source_.parts().size() == 1;
  Section section = FirstSection(source_.text());
  vendor.stanzas = one_file && section != Section::kFrr && section != Section::kDatabase;
  for (const base::SourceFile::Part& part : source_.parts()) {
    const HostFile* file = one_file ? nullptr : FindHostFile(part.name);
    if (file != nullptr) section = file->section;
    std::uint32_t done_count = 0;
    if (section == Section::kDatabase) {
      done_count = ReadDatabase(*this, source_, part.first_line, part.line_count, file != nullptr);
      section = Section::kFrr;
    }
    if (file != nullptr && section == Section::kWireGuard && part.line_count != 0)
      BeginWireGuard(*this, WireGuardFileName(part.name), {file_, part.first_line, 1, 0});
    vendor.stanzas = vendor.stanzas || (file != nullptr && section == Section::kInterfaces);
    nodes_.clear();  // a file begins at the top level
    vrf.clear();
    for (std::uint32_t i = done_count; i < part.line_count; ++i) {
      if (file == nullptr) section = SectionOf(section, source_.line(part.first_line + i));
      ReadLine(part.first_line + i, section);
    }
  }
}

void Reader::ReadLine(std::uint32_t number, Section section) {
  const std::string_view line = source_.line(number);
  if (line.size() > kLineBytesMax) {
    diagnostics.Add({base::DiagnosticKind::kLineTooLong,
                     {file_, number, 1, static_cast<std::uint32_t>(kLineBytesMax)},
                     fmt::format("the line has {} bytes, the limit is {}", line.size(), kLineBytesMax)});
    fates.Unknown(number);
    return;
  }
  Statement statement{WordCursor(line, file_, number)};
  if (section == Section::kWireGuard) {
    const std::string_view name = source_.parts().size() == 1 ? WireGuardMark(line) : std::string_view();
    if (!name.empty()) BeginWireGuard(*this, name, statement.span());
    return Store(number, ReadWireGuardLine(*this, statement), model::Impact::kAll);
  }
  const std::string_view first = statement.words.Peek().text;
  if (first.empty() || first.starts_with('#') || (section == Section::kFrr && first.starts_with('!'))) {
    fates.Blank(number);
  } else if (section == Section::kFrr) {
    ReadFrrLine(number);
  } else if (section == Section::kHostName) {
    vendor.hostname = {std::string(statement.words.Next().text), statement.span()};
    Store(number, statement.words.done() ? kUnderstood : kNotKnown, model::Impact::kAll);
  } else if (section == Section::kDaemons) {
    Store(number, ReadDaemonLine(*this, line), model::Impact::kAll);
  } else if (section == Section::kResolver) {
    Store(number, kNoEffect, model::Impact::kAll);
  } else if (section == Section::kSnmp) {
    Store(number, NotModelled(model::Impact::kManagement, "SNMP"), model::Impact::kAll);
  } else {
    Verdict verdict = section == Section::kPorts ? ReadPortLine(statement) : ReadStanzaLine(*this, statement);
    if (verdict.fate == model::Fate::kModelled && !statement.words.done()) verdict = kNotKnown;
    Store(number, verdict, model::Impact::kAll);
  }
}

bool Reader::ReadLeave(std::uint32_t line_number, std::string_view word) {
  const bool one = word == "exit" || word == "quit" || word == "exit-address-family" || word == "exit-vni" ||
                   word == "exit-link-params" || word == "exit-srv6-locator";
  const bool all = word == "end" || word == "exit-vrf";
  if (!one && !all) return false;
  if (one && !nodes_.empty()) nodes_.pop_back();
  if (all) nodes_.clear();
  if (nodes_.empty()) vrf.clear();
  fates.Blank(line_number);
  return true;
}

void Reader::ReadFrrLine(std::uint32_t line_number) {
  Statement statement{WordCursor(source_.line(line_number), file_, line_number)};
  if (statement.words.indent() > kNestingMax) {
    diagnostics.Add({base::DiagnosticKind::kNestingTooDeep, statement.span(),
                     fmt::format("indented by more than {}", kNestingMax)});
    return fates.Unknown(line_number);
  }
  if (ReadLeave(line_number, statement.words.Peek().text)) return;
  statement.negated = statement.words.Accept("no");
  const std::uint8_t unknown_impact =
      nodes_.empty() ? kTopLevel.unknown_impact : nodes_.back()->unknown_impact;
  Store(line_number, Judge(statement), unknown_impact);
}

Verdict Reader::Judge(Statement& statement) {
  const std::size_t reported_count = diagnostics.items().size();
  for (std::size_t depth = nodes_.size() + 1; depth-- > 0;) {
    Statement attempt = statement;
    opened_ = nullptr;
    Verdict verdict = JudgeIn(depth == 0 ? kTopLevel : *nodes_[depth - 1], attempt);
    // Words that nobody took make it another command.
    if (verdict.fate == model::Fate::kModelled && !attempt.words.done()) verdict = kNotKnown;
    if (verdict.fate == model::Fate::kUnknown && diagnostics.items().size() == reported_count) continue;
    nodes_.resize(depth);
    // The `vrf` node lies at depth 1: what is read outside it stands in no VRF.
    if (depth == 0 && opened_ == nullptr) vrf.clear();
    if (opened_ != nullptr && nodes_.size() < kNodesMax) nodes_.push_back(opened_);
    return verdict;
  }
  return kNotKnown;
}

Verdict Reader::JudgeIn(const Node& node, Statement& statement) {
  Statement attempt = statement;
  const Verdict verdict = Dispatch(node.keywords, attempt);
  if (verdict.fate != model::Fate::kUnknown || node.others.fate == model::Fate::kUnknown) {
    statement = attempt;
    return verdict;
  }
  const std::string_view first = statement.words.Peek().text;
  const bool outside = std::ranges::binary_search(kTopLevel.keywords, first, {}, &Keyword::word);
  return outside ? kNotKnown : node.others;
}

Verdict Reader::Dispatch(std::span<const Keyword> table, Statement& statement) {
  const std::string_view word = statement.words.Peek().text;
  if (word.empty()) return kNotKnown;
  const auto found = std::ranges::lower_bound(table, word, {}, &Keyword::word);
  if (found == table.end() || !found->word.starts_with(word)) return kNotKnown;
  const bool ambiguous =
      found->word != word && found + 1 != table.end() && (found + 1)->word.starts_with(word);
  if (ambiguous) return kNotKnown;
  statement.words.Next();
  if (found->handler != nullptr) return found->handler(*this, statement);
  // Without the feature the answers are what the model says.
  if (statement.negated && found->verdict.fate == model::Fate::kUnmodelled) return kNoEffect;
  return found->verdict;
}

void Reader::Store(std::uint32_t line_number, Verdict verdict, std::uint8_t unknown_impact) {
  switch (verdict.fate) {
    case model::Fate::kBlank:
      return fates.Blank(line_number);
    case model::Fate::kModelled:
      return fates.Modelled(line_number);
    case model::Fate::kIrrelevant:
      return fates.Irrelevant(line_number);
    case model::Fate::kUnmodelled:
      return fates.Unmodelled(line_number, verdict.impact, verdict.reason);
    case model::Fate::kUnknown:
      return fates.Unknown(line_number, unknown_impact);
  }
}

InterfaceText& Reader::InterfaceOf(std::string_view name, base::Span span) {
  const auto known = std::ranges::find(vendor.interfaces, name, &InterfaceText::name);
  if (known != vendor.interfaces.end()) return *known;
  InterfaceText text;
  text.name = name;
  text.span = span;
  vendor.interfaces.push_back(std::move(text));
  return vendor.interfaces.back();
}

}  // namespace ringfence::formats::frr
