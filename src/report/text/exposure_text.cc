// `exposure` for people: a matrix of who can do what, grouped as asked.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

/// Names under which an element is shown.
std::vector<std::string> GroupsOf(const study::Snapshot& snapshot, model::ElementId element, GroupBy by) {
  const exposure::WorldElement& facts = snapshot.world->elements[element.index()];
  if (by == GroupBy::kElement) return {facts.facts.name};
  std::set<std::string> groups;
  for (std::size_t i = 0; i < facts.parties.size(); ++i) {
    const model::PartyRole role = facts.facts.parties[i].role;
    const bool supplies = role == model::PartyRole::kMaker || role == model::PartyRole::kServiceProvider;
    const bool runs = role == model::PartyRole::kOperator;
    const bool centre = facts.facts.kind == model::ElementKind::kOperationsCentre;
    if (!facts.parties[i].valid()) continue;
    const model::Party& party = snapshot.policy.parties[facts.parties[i].index()];
    if (by == GroupBy::kSupplier && (supplies || (centre && runs))) groups.insert(party.id);
    if (by == GroupBy::kOperator && runs) groups.insert(party.id);
    if (by == GroupBy::kCountry && supplies && !party.jurisdiction.empty()) groups.insert(party.jurisdiction);
  }
  if (groups.empty()) return {"(not stated)"};
  return {groups.begin(), groups.end()};
}

/// "R" for a level held by handling the flow, "r" through management or hosting only, "." for none.
char Mark(char letter, bool carries, bool exposed) {
  if (carries) return letter;
  return exposed ? static_cast<char>(letter - 'A' + 'a') : '.';
}

/// Gains of one element under the same failure sets share a line.
std::string GainsText(const Names& names, const study::FlowExposure& flow) {
  std::string out;
  for (std::size_t i = 0; i < flow.gains.size(); ++i) {
    const auto same = [&](const study::ExposureGain& gain) {
      return gain.element == flow.gains[i].element && gain.minimal == flow.gains[i].minimal;
    };
    const auto begin = flow.gains.begin();
    if (std::any_of(begin, begin + static_cast<std::ptrdiff_t>(i), same)) continue;
    std::string levels;
    for (const study::ExposureGain& gain : flow.gains) {
      if (same(gain)) levels += (levels.empty() ? "" : ", ") + std::string(exposure::NameOf(gain.level));
    }
    out += fmt::format("  + {}: {} under", names.Element(flow.gains[i].element), levels);
    for (const exposure::FailureSet& set : flow.gains[i].minimal)
      out += fmt::format(" {{{}}}", fmt::join(names.Failures(set), ", "));
    out += '\n';
  }
  return out;
}

}  // namespace

std::string ExposureText(const study::Snapshot& snapshot, const study::ExposureResult& result,
                         const Style& style) {
  constexpr char kLetters[] = {'R', 'M', 'A', 'C', 'S'};
  const Names names(snapshot);
  const Paint paint(style.color);
  std::string out =
      "R read  M meta  A alter  C cut  S steer; small letter: through management or hosting only\n\n";
  for (const study::FlowExposure& flow : result.flows) {
    out += fmt::format("{}{}{}  {}\n", paint.bold, names.Flow(flow.flow), paint.off,
                       flow.nominal.delivered ? "delivered" : "no path: nothing is exposed");
    struct Row {
      bool carries[exposure::kLevelCount] = {};
      bool exposed[exposure::kLevelCount] = {};
    };
    std::map<std::string, Row> rows;
    for (std::size_t e = 0; e < snapshot.world->elements.size(); ++e) {
      bool any = false;
      for (const base::BitSet& level : flow.nominal.exposed) any = any || level.Test(e);
      if (!any) continue;
      for (const std::string& group : GroupsOf(snapshot, model::ElementId(e), style.by)) {
        Row& row = rows[group];
        for (std::size_t i = 0; i < exposure::kLevelCount; ++i) {
          row.carries[i] = row.carries[i] || flow.nominal.carriers[i].Test(e);
          row.exposed[i] = row.exposed[i] || flow.nominal.exposed[i].Test(e);
        }
      }
    }
    std::vector<std::vector<std::string>> table;
    for (const auto& [name, row] : rows) {
      std::string marks;
      for (std::size_t i = 0; i < exposure::kLevelCount; ++i)
        marks += Mark(kLetters[i], row.carries[i], row.exposed[i]);
      table.push_back({"  " + name, marks});
    }
    out += Table(table);
    out += GainsText(names, flow);
    for (const exposure::FailureSet& set : flow.undeliverable)
      out += fmt::format("  no path under {{{}}}\n", fmt::join(names.Failures(set), ", "));
    out += '\n';
  }
  return out;
}

}  // namespace ringfence::report::text
