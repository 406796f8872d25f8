#include "importers/import.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/date.h"
#include "report/starter_yaml.h"

namespace ringfence::importers {

using base::DiagnosticKind;

bool Import::HasRoom(base::Span span) {
  if (statement_count_ == kStatementsMax)
    Add(DiagnosticKind::kFileTooLarge, span, fmt::format("more than {} statements", kStatementsMax));
  return ++statement_count_ <= kStatementsMax;
}

Record& Import::At(Section section, std::string_view name, base::Span span, std::string_view because) {
  nowhere_ = {};
  if (name.empty() || !report::YamlName(name)) {
    Add(DiagnosticKind::kValueInvalid, span,
        name.empty() ? "a name is needed here" : "the name is not UTF-8 text");
    return nowhere_;
  }
  auto& records = records_[static_cast<std::size_t>(section)];
  auto at = records.find(name);
  if (at == records.end()) {
    if (!HasRoom(span)) return nowhere_;
    at = records.emplace(std::string(name), Record{std::string(name), span, {}, {}}).first;
  }
  Record& record = at->second;
  if (!because.empty() && std::ranges::count(record.because, because) == 0)
    record.because.emplace_back(because);
  return record;
}

void Import::Set(Record& record, std::string_view key, std::string_view text, base::Span span) {
  if (text.empty()) return;
  auto yaml = report::YamlName(text);
  if (!yaml) return Add(DiagnosticKind::kValueInvalid, span, fmt::format("'{}' is not UTF-8 text", key));
  SetYaml(record, key, *std::move(yaml), span);
}

void Import::SetYaml(Record& record, std::string_view key, std::string yaml, base::Span span) {
  if (&record == &nowhere_) return;
  const auto before = std::ranges::find(record.values, key, &Value::key);
  if (before == record.values.end()) {
    if (HasRoom(span)) record.values.push_back({std::string(key), std::move(yaml), span});
  } else if (before->yaml != yaml) {
    diagnostics_.Add(
        {DiagnosticKind::kNameDuplicate,
         span,
         fmt::format("'{}' of '{}' is {} here and {} elsewhere", key, record.name, yaml, before->yaml),
         {before->span},
         "Correct one of the sources: which is right is not for a program to say."});
  }
}

void Import::Join(Port a, Port b, base::Span span) {
  if (b < a) std::swap(a, b);
  if (HasRoom(span)) cables_.emplace(Cable{std::move(a), std::move(b)}, span);
}

void Import::Leave(std::string what, base::Span span) {
  const auto known = left_index_.find(what);
  if (known != left_index_.end()) {
    ++left_[known->second].count;
  } else if (left_.size() == kLeftMax) {
    ++left_more_count_;
  } else {
    left_index_.emplace(what, left_.size());
    left_.push_back({std::move(what), span, 1});
  }
}

void Import::CheckWhole() {
  for (const auto& [name, record] : records(Section::kElements)) {
    const auto parts = std::ranges::find(record.values, "parts", &Value::key);
    if (parts == record.values.end() || std::ranges::count(record.values, "maker", &Value::key) > 0) continue;
    Add(DiagnosticKind::kKeyMissing, parts->span,
        fmt::format("makers of parts of '{}' are named, and not who makes the whole", name),
        "Say its maker too.");
  }
}

void Import::Add(DiagnosticKind kind, base::Span span, std::string what, std::string hint) {
  diagnostics_.Add({kind, span, std::move(what), {}, std::move(hint)});
}

std::vector<Cable> Import::cables() const {
  std::vector<Cable> cables;
  for (const auto& [cable, span] : cables_) cables.push_back(cable);
  return cables;
}

std::string ListOf(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (const auto yaml = report::YamlName(text)) out += (out.empty() ? "" : ", ") + *yaml;
  }
  return "[" + out + "]";
}

std::string_view FileNameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view DayOf(std::string_view text) {
  const std::string_view day = text.substr(0, 10);
  return base::ParseDate(day) ? day : std::string_view();
}

}  // namespace ringfence::importers
