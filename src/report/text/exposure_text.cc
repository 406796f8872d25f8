// `exposure` for people: a matrix of flows and of who can do what over them, in blocks that fit; then what
// failures add, flow by flow.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/text/text.h"

namespace ringfence::report::text {
namespace {

/// Columns of a cell: a letter for each level, and a sign for what failures add.
constexpr std::size_t kCellColumns = exposure::kLevelCount + 1;
/// Widest name of a column and of a row.
constexpr std::size_t kHeadColumnsMax = 12;
constexpr std::size_t kRowColumnsMax = 20;
constexpr char kLetters[] = {'R', 'M', 'A', 'C', 'S'};

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

/// What a group holds over a flow.
struct Power {
  bool carries[exposure::kLevelCount] = {};
  bool exposed[exposure::kLevelCount] = {};
  bool more = false;  ///< some failures add to it
};

/// "R" for a level held by handling the flow, "r" through management or hosting only, "." for none; "+" at
/// the end for what failures add.
std::string CellText(const Power& power) {
  std::string text;
  for (std::size_t i = 0; i < exposure::kLevelCount; ++i) {
    const char small = static_cast<char>(kLetters[i] - 'A' + 'a');
    text += power.carries[i] ? kLetters[i] : power.exposed[i] ? small : '.';
  }
  return text + (power.more ? "+" : "");
}

class ExposureWriter {
 public:
  ExposureWriter(const study::Snapshot& snapshot, const study::ExposureResult& result, const Style& style)
      : snapshot_(snapshot), result_(result), by_(style.by), names_(snapshot), page_(style) {}

  std::string Write() {
    page_.Line(0, {"R read  M meta  A alter  C cut  S steer; small: by management or hosting only"});
    const bool failures =
        std::ranges::any_of(result_.flows, [](const auto& flow) { return !flow.gains.empty(); });
    if (failures) page_.Line(0, {"+ more under failures, listed below the matrix"});
    Gather();
    Matrix();
    for (std::size_t i = 0; i < result_.flows.size(); ++i) Details(result_.flows[i]);
    return page_.Take();
  }

 private:
  void Gather() {
    std::set<std::string> groups;
    powers_.resize(result_.flows.size());
    for (std::size_t f = 0; f < result_.flows.size(); ++f) {
      const study::FlowExposure& flow = result_.flows[f];
      for (std::size_t e = 0; e < snapshot_.world->elements.size(); ++e) GatherElement(flow, e, powers_[f]);
      for (const study::ExposureGain& gain : flow.gains) {
        for (const std::string& group : GroupsOf(snapshot_, gain.element, by_)) {
          Power& power = powers_[f][group];
          power.more = power.more || !power.exposed[static_cast<std::size_t>(gain.level)];
        }
      }
      for (const auto& [group, power] : powers_[f]) groups.insert(group);
    }
    groups_.assign(groups.begin(), groups.end());
  }

  void GatherElement(const study::FlowExposure& flow, std::size_t element,
                     std::map<std::string, Power>& powers) const {
    const bool any =
        std::ranges::any_of(flow.nominal.exposed, [&](const auto& level) { return level.Test(element); });
    if (!any) return;
    for (const std::string& group : GroupsOf(snapshot_, model::ElementId(element), by_)) {
      Power& power = powers[group];
      for (std::size_t i = 0; i < exposure::kLevelCount; ++i) {
        power.carries[i] = power.carries[i] || flow.nominal.carriers[i].Test(element);
        power.exposed[i] = power.exposed[i] || flow.nominal.exposed[i].Test(element);
      }
    }
  }

  /// Blocks of as many columns as fit; a name that was cut is given in full below its block.
  void Matrix() {
    std::vector<std::string> flows;
    for (const study::FlowExposure& flow : result_.flows) flows.push_back(names_.Flow(flow.flow));
    const std::vector<std::string> rows = FittedNames(flows, kRowColumnsMax);
    const std::vector<std::string> heads = FittedNames(groups_, kHeadColumnsMax);
    std::size_t row_columns = 0;
    for (const std::string& row : rows) row_columns = std::max(row_columns, ColumnsOf(row));
    for (std::size_t begin = 0; begin < groups_.size();) {
      std::size_t end = begin, taken = row_columns;
      while (end < groups_.size()) {
        const std::size_t wide = 2 + std::max(kCellColumns, ColumnsOf(heads[end]));
        if (end > begin && taken + wide > page_.width()) break;
        taken += wide;
        ++end;
      }
      Block(rows, heads, begin, end);
      begin = end;
    }
    bool cut = false;
    for (std::size_t i = 0; i < rows.size(); ++i) cut = Legend(rows[i], flows[i], cut);
    for (std::size_t i = 0; i < heads.size(); ++i) cut = Legend(heads[i], groups_[i], cut);
  }

  bool Legend(const std::string& fitted, const std::string& name, bool cut) {
    if (fitted == Shown(name)) return cut;
    if (!cut) page_.Blank();
    page_.Line(0, {fitted, " = ", name});
    return true;
  }

  void Block(const std::vector<std::string>& rows, const std::vector<std::string>& heads, std::size_t begin,
             std::size_t end) {
    const Paint& paint = page_.paint();
    Rows table = {{{""}}};
    for (std::size_t g = begin; g < end; ++g) table[0].push_back({heads[g], paint.bold});
    for (std::size_t f = 0; f < rows.size(); ++f) {
      std::vector<Cell> row = {{rows[f], paint.bold}};
      bool any = false;
      for (std::size_t g = begin; g < end; ++g) {
        const auto power = powers_[f].find(groups_[g]);
        any = any || power != powers_[f].end();
        row.push_back({power == powers_[f].end() ? std::string() : CellText(power->second)});
      }
      if (any || begin == 0) table.push_back(std::move(row));
    }
    page_.Blank();
    page_.Table(0, table, heads.size());
  }

  void Details(const study::FlowExposure& flow) {
    const bool quiet = flow.nominal.delivered && flow.gains.empty() && flow.undeliverable.empty();
    if (quiet) return;
    const Paint& paint = page_.paint();
    page_.Blank();
    page_.Line(0, {paint.bold, names_.Flow(flow.flow), paint.off,
                   flow.nominal.delivered ? "" : "  no path: nothing is exposed"});
    Gains(flow);
    for (const exposure::FailureSet& set : flow.undeliverable)
      page_.Line(2, {"- no path under {", fmt::format("{}", fmt::join(names_.Failures(set), ", ")), "}"});
  }

  /// Gains of one element under the same failure sets share a line.
  void Gains(const study::FlowExposure& flow) {
    for (std::size_t i = 0; i < flow.gains.size(); ++i) {
      const auto same = [&](const study::ExposureGain& gain) {
        return gain.element == flow.gains[i].element && gain.minimal == flow.gains[i].minimal;
      };
      const auto begin = flow.gains.begin();
      if (std::any_of(begin, begin + static_cast<std::ptrdiff_t>(i), same)) continue;
      exposure::LevelSet levels;
      for (const study::ExposureGain& gain : flow.gains) {
        if (same(gain)) levels.Add(gain.level);
      }
      std::string sets;
      for (const exposure::FailureSet& set : flow.gains[i].minimal)
        sets += fmt::format(" {{{}}}", fmt::join(names_.Failures(set), ", "));
      page_.Line(2, {"+ ", names_.Element(flow.gains[i].element), ": ", LevelWords(levels), " under", sets});
    }
  }

  const study::Snapshot& snapshot_;
  const study::ExposureResult& result_;
  GroupBy by_;
  Names names_;
  Page page_;
  std::vector<std::map<std::string, Power>> powers_;  ///< by flow, by group
  std::vector<std::string> groups_;                   ///< ascending
};

}  // namespace

std::string ExposureText(const study::Snapshot& snapshot, const study::ExposureResult& result,
                         const Style& style) {
  return ExposureWriter(snapshot, result, style).Write();
}

}  // namespace ringfence::report::text
