// Two tables: verdicts (one line a statement) and the exposure matrix (one line a flow and element). Lines
// end in CR LF, as RFC 4180 has it.

#include "report/csv/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/items.h"
#include "report/names.h"
#include "report/report.h"

namespace ringfence::report::csv {
namespace {

std::string Row(const std::vector<std::string>& fields) {
  std::string row;
  for (std::size_t i = 0; i < fields.size(); ++i) row += (i == 0 ? "" : ",") + Field(fields[i]);
  return row + "\r\n";
}

/// Levels of all showings of an item, and the fewest failures that show one.
std::pair<std::string, std::string> LevelsOf(const Item& item) {
  exposure::LevelSet levels;
  std::string text;
  std::string fewest;
  for (const Showing& showing : item.showings) {
    if (showing.offender != nullptr) levels = levels | showing.offender->levels;
    if (fewest.empty()) fewest = std::to_string(showing.finding->failed.size());
  }
  for (exposure::Level level : exposure::kLevels) {
    if (levels.has(level)) text += (text.empty() ? "" : " ") + std::string(exposure::NameOf(level));
  }
  return {text, fewest};
}

std::string Check(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  const Names names(snapshot);
  std::string out = Row({"rule", "kind", "party", "flow", "subject", "verdict", "levels", "failures", "file",
                         "line", "message", "waived_by", "waived_until", "because"});
  for (const Item& item : ItemsOf(snapshot, result)) {
    const auto [levels, failures] = LevelsOf(item);
    const bool waived = item.waiver != nullptr;
    out += Row({item.rule->id, item.rule->kind, names.Party(item.rule->party),
                item.flow == nullptr ? "" : names.Flow(item.flow->flow), item.subject,
                std::string(rules::NameOf(item.state)), levels, failures,
                FileOf(snapshot, item.place, style.folder), std::to_string(LineOf(snapshot, item.place)),
                item.message, waived ? item.waiver->owner : "",
                waived ? base::ToString(item.waiver->expires) : "", item.rule->because});
  }
  return out;
}

/// "nominal" wins over "under failure".
using Cells = std::array<std::string_view, exposure::kLevelCount>;

std::map<std::string, Cells> CellsOf(const Names& names, const study::FlowExposure& flow) {
  std::map<std::string, Cells> rows;
  for (const study::ExposureGain& gain : flow.gains)
    rows[names.Element(gain.element)][exposure::IndexOf(gain.level)] = "under failure";
  for (exposure::Level level : exposure::kLevels) {
    const std::size_t i = exposure::IndexOf(level);
    for (const std::string& element : names.Elements(flow.nominal.exposed[i])) rows[element][i] = "nominal";
  }
  return rows;
}

std::string Exposure(const study::Snapshot& snapshot, const study::ExposureResult& result, const Style&) {
  const Names names(snapshot);
  std::vector<std::string> head = {"flow", "element", "makers", "owners", "operators"};
  for (exposure::Level level : exposure::kLevels) head.emplace_back(exposure::NameOf(level));
  std::string out = Row(head);
  for (const study::FlowExposure& flow : result.flows) {
    for (const auto& [name, cells] : CellsOf(names, flow)) {
      const exposure::WorldElement& element =
          snapshot.world->elements[snapshot.world->FindElement(name).index()];
      std::vector<std::string> row = {names.Flow(flow.flow), name};
      for (const model::PartyRole role :
           {model::PartyRole::kMaker, model::PartyRole::kOwner, model::PartyRole::kOperator}) {
        std::string parties;
        for (std::size_t i = 0; i < element.parties.size(); ++i) {
          if (element.facts.parties[i].role == role)
            parties += (parties.empty() ? "" : " ") + names.Party(element.parties[i]);
        }
        row.push_back(std::move(parties));
      }
      row.insert(row.end(), cells.begin(), cells.end());
      out += Row(row);
    }
  }
  return out;
}

}  // namespace

std::string Field(std::string_view text) {
  std::string field = Printable(text);
  std::size_t first = 0;
  while (first < field.size() && field[first] == ' ') ++first;
  const std::string_view rest = std::string_view(field).substr(first);
  constexpr std::string_view kFormulas[] = {
      "=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0", "\xEF\xBF\xBD"};
  if (std::ranges::any_of(kFormulas, [rest](std::string_view start) { return rest.starts_with(start); }))
    field.insert(0, 1, '\'');
  if (field.find_first_of(",\"") == std::string::npos && !field.starts_with(' ') && !field.ends_with(' '))
    return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

extern const Format kFormat;
const Format kFormat = {.name = "csv", .check = &Check, .exposure = &Exposure};

}  // namespace ringfence::report::csv
