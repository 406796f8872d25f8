// `check` for people: the verdict first, a table of the rules, then rule by rule, each violation like a
// compiler error.

#include <fmt/format.h>

#include <algorithm>

#include "report/text/text.h"
#include "report/text/verdict_text.h"
#include "report/waivers.h"
#include "rules/stanza.h"

namespace ringfence::report::text {
namespace {

using rules::VerdictState;

/// "a, b, c", or of many the first ones and how many there are besides.
std::string ListText(std::vector<std::string> parts) {
  if (parts.size() > kShownMax) {
    const std::size_t more = parts.size() - kShownMax;
    parts.resize(kShownMax);
    parts.push_back(fmt::format("and {} more", more));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// What decided a rule, in a few words.
std::string AboutText(const rules::RuleResult& rule, const Names& names) {
  std::vector<std::string> parts;
  for (const rules::FlowResult& flow : rule.flows) {
    if (flow.state == rule.state || rule.flows.size() == 1) parts.push_back(names.Flow(flow.flow));
  }
  for (const rules::Clause& clause : rule.clauses) {
    if (clause.judged && (!clause.holds || rule.state == VerdictState::kProved))
      parts.push_back(fmt::format("{} {}", clause.measure, ShareText(clause)));
  }
  if (rule.clauses.empty()) {
    for (const rules::ElementResult& element : rule.elements) {
      if (element.offends) parts.push_back(names.Element(element.element));
    }
  }
  return ListText(std::move(parts));
}

class CheckWriter {
 public:
  CheckWriter(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style)
      : snapshot_(snapshot),
        result_(result),
        names_(snapshot),
        page_(style),
        writer_(snapshot, page_, style.explain) {}

  std::string Write() {
    Verdict();
    if (!result_.baseline) Costs();
    Overview();
    for (const rules::RuleResult& rule : result_.rules) Rule(rule);
    for (const rules::Conflict& conflict : result_.conflicts) Conflict(conflict);
    if (!result_.rules.empty()) {
      page_.Blank();
      Verdict();  // a long document ends where the reader is
    }
    return page_.Take();
  }

 private:
  void Verdict() {
    if (result_.baseline) return AgainstBaseline();
    constexpr VerdictState kOrder[] = {VerdictState::kViolated, VerdictState::kUndecided,
                                       VerdictState::kWaived, VerdictState::kProved,
                                       VerdictState::kNotInForce};
    std::string counts;
    for (const VerdictState state : kOrder) {
      const auto count = std::ranges::count(result_.rules, state, &rules::RuleResult::state);
      if (count > 0)
        counts += fmt::format("{}{} {}", counts.empty() ? ": " : ", ", count, rules::NameOf(state));
    }
    if (result_.first && !result_.first->not_judged.empty())
      counts += fmt::format(", {} not judged", result_.first->not_judged.size());
    const std::size_t conflicts = result_.conflicts.size();
    if (conflicts > 0) counts += fmt::format("; {} {}", conflicts, conflicts == 1 ? "conflict" : "conflicts");
    page_.Line(0, {page_.paint().Of(result_.state), MarkOf(result_.state), " ", rules::NameOf(result_.state),
                   page_.paint().off, " as of ", base::ToString(result_.as_of), counts});
  }

  /// What the reader has not seen yet counts; the rest is named.
  void AgainstBaseline() {
    for (const std::string& line : BaselineLines(*result_.baseline)) page_.Line(0, {line});
    page_.Line(0, {page_.paint().Of(result_.state), MarkOf(result_.state), " ", rules::NameOf(result_.state),
                   page_.paint().off, " as of ", base::ToString(result_.as_of), ", known or not"});
  }

  void Costs() {
    const study::Census& census = result_.census;
    page_.Line(2,
               {fmt::format("failure sets tried: {}, by computing {} {} of the network", result_.failure_sets,
                            result_.states_computed, result_.states_computed == 1 ? "state" : "states")});
    page_.Line(2, {fmt::format("lines: {} modelled, {} irrelevant, {} not modelled, {} unknown",
                               census.modelled, census.irrelevant, census.unmodelled, census.unknown)});
    const bool in_force = std::ranges::any_of(
        result_.rules, [](const auto& rule) { return rule.state != VerdictState::kNotInForce; });
    if (!in_force) page_.Line(2, {"no rule is in force, so nothing is proved"});
    if (result_.first) Ended(*result_.first);
  }

  /// What an answer that ends at its first violation leaves unsaid.
  void Ended(const study::FirstViolation& first) {
    page_.Line(2, {"ended at the first violation, with ",
                   first.failures == 0 ? "no failure"
                   : first.failures == 1
                       ? "1 failure; with none, none was established"
                       : fmt::format("{} failures; with fewer, none was established", first.failures)});
    page_.Line(4, {"what else is violated was not looked for"});
    if (!first.not_judged.empty()) page_.Line(4, {"not judged: ", ListText(first.not_judged)});
  }

  void Overview() {
    if (result_.rules.size() < 2) return;
    const Paint& paint = page_.paint();
    Rows rows;
    for (const rules::RuleResult& rule : result_.rules) {
      rows.push_back({{std::string(MarkOf(rule.state)), paint.Of(rule.state)},
                      {rule.id, paint.bold},
                      {std::string(rules::NameOf(rule.state)), paint.Of(rule.state)},
                      {rule.kind},
                      {names_.Party(rule.party)},
                      {rule.state == VerdictState::kNotInForce ? "" : AboutText(rule, names_)}});
    }
    page_.Blank();
    page_.Table(2, rows, 4);
  }

  static std::string_view MeaningOf(const rules::RuleResult& rule) {
    for (const rules::RuleKind* kind : rules::AllRuleKinds()) {
      if (kind->name == rule.kind) return kind->meaning;
    }
    return "";
  }

  void Rule(const rules::RuleResult& rule) {
    const Paint& paint = page_.paint();
    page_.Blank();
    page_.Line(0, {paint.Of(rule.state), MarkOf(rule.state), " ", rules::NameOf(rule.state), paint.off, "  ",
                   paint.bold, rule.id, paint.off, "  (", rule.kind, ", ", names_.Party(rule.party),
                   "): ", MeaningOf(rule)});
    page_.Line(2, {"because: ", rule.because});
    writer_.frames().ShowAgain();
    const base::Span span = rule.span;
    if (rule.state == VerdictState::kViolated || rule.state == VerdictState::kUndecided) {
      writer_.frames().Show(2, std::span(&span, 1));
    } else {
      page_.Line(2, {paint.faint, "--> ", snapshot_.sources.Describe(span), paint.off});
    }
    writer_.Write(rule);
    for (const std::string& line : WaiverLines(snapshot_, result_, rule.id)) page_.Line(2, {line});
  }

  void Conflict(const rules::Conflict& conflict) {
    page_.Blank();
    page_.Line(0, {page_.paint().bad, "x conflict", page_.paint().off, "  ", conflict.deny_rule, " and ",
                   conflict.deliver_rule, " cannot both hold for ", names_.Flow(conflict.flow),
                   ": without what ", conflict.deny_rule, " forbids, the flow has no path"});
    for (const std::vector<std::string>& core : conflict.minimal_cores)
      page_.Line(2, {"because of ", fmt::format("{}", fmt::join(core, " and "))});
  }

  const study::Snapshot& snapshot_;
  const study::CheckResult& result_;
  Names names_;
  Page page_;
  VerdictWriter writer_;
};

}  // namespace

std::string CheckText(const study::Snapshot& snapshot, const study::CheckResult& result, const Style& style) {
  if (!style.explain_rule.empty()) return ExplainText(snapshot, result, style);
  return CheckWriter(snapshot, result, style).Write();
}

}  // namespace ringfence::report::text
