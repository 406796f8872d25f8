// Both sides are read from the same document, `check -f json`, by the same code: so an earlier result and the
// present one cannot be taken apart differently. Linear in the documents.

#include "study/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/yaml_reader.h"
#include "study/check.h"

namespace ringfence::study {
namespace {

using base::NodeRef;
using base::ValueTree;
using rules::VerdictState;

std::uint64_t NumberOf(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

VerdictState StateOf(std::string_view word) {
  if (word == "proved" || word == "not-in-force") return VerdictState::kProved;
  if (word == "waived") return VerdictState::kWaived;
  return word == "undecided" ? VerdictState::kUndecided : VerdictState::kViolated;
}

constexpr std::string_view kNothingFailed = "nothing failed";

/// Takes one document apart.
class Reading {
 public:
  explicit Reading(const ValueTree& tree) : tree_(tree) {}

  Statements Run() {
    for (NodeRef rule : ItemsIn(tree_.root(), "rules")) Rule(rule);
    return std::move(out_);
  }

 private:
  std::vector<NodeRef> ItemsIn(NodeRef map, std::string_view key) const {
    return tree_.Items(tree_.Find(map, key));
  }
  std::string Text(NodeRef map, std::string_view key) const { return std::string(tree_.Text(map, key)); }

  /// The statement of that subject; the worse state stays.
  Statement& Add(std::string_view flow, std::string subject, VerdictState state) {
    const auto [at, fresh] =
        out_.all.try_emplace({rule_, std::string(flow), std::move(subject)}, Statement{state, {}, 0, 0});
    if (!fresh) at->second.state = rules::Worst(at->second.state, state);
    any_ = true;
    return at->second;
  }

  void Rule(NodeRef rule) {
    rule_ = Text(rule, "id");
    any_ = false;
    const std::string verdict = Text(rule, "verdict");
    if (verdict == "not-in-force") return;
    out_.judged.insert(rule_);
    for (NodeRef flow : ItemsIn(rule, "flows")) Flow(flow);
    for (NodeRef clause : ItemsIn(rule, "clauses")) {
      if (tree_.Text(clause, "judged") != "true" || tree_.Text(clause, "holds") == "true") continue;
      Statement& statement = Add("", Text(clause, "measure"), StateOf(verdict));
      statement.numerator = NumberOf(tree_.Text(clause, "numerator"));
      statement.denominator = NumberOf(tree_.Text(clause, "denominator"));
    }
    if (ItemsIn(rule, "clauses").empty()) {
      for (NodeRef element : ItemsIn(rule, "elements")) {
        if (tree_.Text(element, "offends") == "true")
          Add("", Text(element, "element"), StateIn(element, VerdictState::kViolated));
      }
    }
    Reasons(rule, "");
    if (!any_ && StateOf(verdict) != VerdictState::kProved) Add("", "", StateOf(verdict));
  }

  /// State of an offender or element: what is waived or not certain is not violated.
  VerdictState StateIn(NodeRef offender, VerdictState whole) const {
    if (tree_.Text(offender, "waived") == "true") return VerdictState::kWaived;
    return tree_.Text(offender, "certain") == "false" ? VerdictState::kUndecided : whole;
  }

  void Flow(NodeRef flow) {
    const std::string name = Text(flow, "flow");
    const VerdictState state = StateOf(tree_.Text(flow, "verdict"));
    for (NodeRef finding : ItemsIn(flow, "findings")) {
      const std::vector<NodeRef> failed = ItemsIn(finding, "failed");
      const std::vector<NodeRef> offenders = ItemsIn(finding, "offenders");
      if (offenders.empty()) {
        std::string subject;
        for (NodeRef label : failed)
          subject += (subject.empty() ? "" : " ") + std::string(tree_.TextOf(label));
        Add(name, subject.empty() ? std::string(kNothingFailed) : subject, state);
      }
      for (NodeRef offender : offenders) {
        Statement& statement = Add(name, Text(offender, "element"), StateIn(offender, state));
        for (NodeRef level : ItemsIn(offender, "levels")) {
          const auto [at, fresh] =
              statement.fewest.try_emplace(std::string(tree_.TextOf(level)), failed.size());
          if (!fresh) at->second = std::min(at->second, failed.size());
        }
      }
    }
    Reasons(flow, name);
    if (state != VerdictState::kProved && ItemsIn(flow, "findings").empty() &&
        ItemsIn(flow, "undecided_because").empty())
      Add(name, "", state);
  }

  void Reasons(NodeRef map, std::string_view flow) {
    for (NodeRef reason : ItemsIn(map, "undecided_because"))
      Add(flow, Text(reason, "text"), VerdictState::kUndecided);
  }

  const ValueTree& tree_;
  Statements out_;
  std::string rule_;
  bool any_ = false;  ///< the rule has a statement
};

/// True when the later statement is worse.
bool Worse(const Statement& before, const Statement& after) {
  if (after.state == VerdictState::kWaived) return false;
  if (rules::BadnessOf(after.state) > rules::BadnessOf(before.state)) return true;
  for (const auto& [level, failures] : after.fewest) {
    const auto then = before.fewest.find(level);
    if (then == before.fewest.end() || failures < then->second) return true;
  }
  __extension__ using Wide = unsigned __int128;
  return Wide(after.numerator) * before.denominator > Wide(before.numerator) * after.denominator;
}

}  // namespace

base::Result<Statements> ReadStatements(std::string_view document) {
  base::SourceMap sources;
  base::Diagnostics diagnostics;
  const base::FileId file = sources.Add("baseline", std::string(document));
  const auto tree = base::ReadYaml(sources.file(file), file, diagnostics);
  const NodeRef head = tree ? tree->Find(tree->root(), "ringfence") : NodeRef();
  if (!tree || tree->Text(head, "document") != "check" || tree->Text(head, "version") != "2" ||
      !tree->Find(tree->root(), "rules").valid()) {
    return base::Fail("this is no result of 'ringfence check -f json', version 2");
  }
  if (tree->Find(tree->root(), "baseline").valid())
    return base::Fail(
        "this result holds only what was new when it was made: keep one made without --baseline");
  if (tree->Find(tree->root(), "first").valid())
    return base::Fail("this result ends at the first violation: keep one made without --first");
  return Reading(*tree).Run();
}

std::size_t BaselineResult::Count(StatementChange::Kind kind) const {
  return static_cast<std::size_t>(std::ranges::count(changes, kind, &StatementChange::kind));
}

BaselineResult CompareStatements(const Statements& before, const Statements& after) {
  using Kind = StatementChange::Kind;
  BaselineResult result;
  for (const auto& [key, now] : after.all) {
    const auto then = before.all.find(key);
    const bool fresh = then == before.all.end();
    if (fresh && now.state == VerdictState::kWaived) continue;
    if (!fresh && !Worse(then->second, now)) {
      ++result.known;
      continue;
    }
    result.changes.push_back({fresh ? Kind::kNew : Kind::kWorsened, key, now.state});
    result.state = rules::Worst(result.state, now.state);
  }
  for (const auto& [key, then] : before.all) {
    if (after.judged.contains(key.rule) && !after.all.contains(key))
      result.changes.push_back({Kind::kFixed, key, then.state});
  }
  std::ranges::sort(result.changes, {}, &StatementChange::key);
  std::ranges::set_difference(before.judged, after.judged, std::back_inserter(result.not_judged));
  // Where nothing is judged, nothing is known to be as it was.
  if (after.judged.empty()) result.state = rules::Worst(result.state, VerdictState::kUndecided);
  return result;
}

namespace {

/// Erases from one rule what is not among the news.
class Pruning {
 public:
  Pruning(const Snapshot& snapshot, const std::set<StatementKey>& news, rules::RuleResult& rule)
      : snapshot_(snapshot), news_(news), rule_(rule) {}

  /// True when something is left.
  bool Run() {
    for (rules::FlowResult& flow : rule_.flows) Flow(flow);
    std::erase_if(rule_.flows, [&](const rules::FlowResult& flow) {
      return flow.findings.empty() && flow.reasons.empty() && Old(NameOf(flow), "");
    });
    const bool shares = !rule_.clauses.empty();
    if (!shares) {
      std::erase_if(rule_.elements, [&](const rules::ElementResult& element) {
        return Old("", snapshot_.world->NameOf(element.element));
      });
    }
    std::erase_if(rule_.clauses, [&](const rules::Clause& clause) { return Old("", clause.measure); });
    if (shares && rule_.clauses.empty()) rule_.elements.clear();
    std::erase_if(rule_.reasons, [&](const rules::Reason& reason) { return Old("", reason.text); });
    return !rule_.flows.empty() || !rule_.elements.empty() || !rule_.clauses.empty() ||
           !rule_.reasons.empty() || !Old("", "");
  }

 private:
  const std::string& NameOf(const rules::FlowResult& flow) const {
    return snapshot_.policy.flows[flow.flow.index()].id;
  }
  bool Old(const std::string& flow, const std::string& subject) const {
    return !news_.contains({rule_.id, flow, subject});
  }

  void Flow(rules::FlowResult& flow) {
    const std::string& name = NameOf(flow);
    std::erase_if(flow.findings, [&](rules::FailureFinding& finding) {
      if (finding.offenders.empty()) return Old(name, SubjectOf(finding.failed));
      std::erase_if(finding.offenders, [&](const exposure::Offender& offender) {
        return Old(name, snapshot_.world->NameOf(offender.who.element));
      });
      return finding.offenders.empty();
    });
    std::erase_if(flow.reasons, [&](const rules::Reason& reason) { return Old(name, reason.text); });
  }

  std::string SubjectOf(const exposure::FailureSet& failed) const {
    std::string subject;
    for (const std::uint32_t unit : failed)
      subject += (subject.empty() ? "" : " ") + snapshot_.world->failures[unit].Label();
    return subject.empty() ? std::string(kNothingFailed) : subject;
  }

  const Snapshot& snapshot_;
  const std::set<StatementKey>& news_;
  rules::RuleResult& rule_;
};

}  // namespace

void KeepNews(const Snapshot& snapshot, const BaselineResult& baseline, CheckResult& result) {
  std::set<StatementKey> news;
  for (const StatementChange& change : baseline.changes) {
    if (change.kind != StatementChange::Kind::kFixed) news.insert(change.key);
  }
  std::erase_if(result.rules, [&](rules::RuleResult& rule) { return !Pruning(snapshot, news, rule).Run(); });
}

}  // namespace ringfence::study
