// The fields of a check result, which the JSON document and the HTML page write alike.

#include "report/json_pieces.h"
#include "report/step_table.h"

namespace ringfence::report {
namespace {

using base::JsonWriter;

/// Writes the fields of one check result.
class CheckWriter {
 public:
  CheckWriter(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
              const study::CheckResult& result)
      : snapshot_(snapshot), result_(result), names_(names), json_(json) {}

  void Write() {
    json_.Field("as_of", base::ToString(result_.as_of)).Field("verdict", rules::NameOf(result_.state));
    json_.Field("failure_sets", std::uint64_t{result_.failure_sets})
        .Field("states_computed", std::uint64_t{result_.states_computed});
    const study::Census& census = result_.census;
    json_.Key("lines")
        .BeginObject()
        .Field("modelled", std::uint64_t{census.modelled})
        .Field("irrelevant", std::uint64_t{census.irrelevant});
    json_.Field("unmodelled", std::uint64_t{census.unmodelled})
        .Field("unknown", std::uint64_t{census.unknown})
        .EndObject();
    if (result_.baseline) Baseline(*result_.baseline);
    if (result_.first) First(*result_.first);
    json_.Key("rules").BeginArray();
    for (const rules::RuleResult& rule : result_.rules) Rule(rule);
    json_.EndArray().Key("conflicts").BeginArray();
    for (const rules::Conflict& conflict : result_.conflicts) Conflict(conflict);
    json_.EndArray().Key("steps").BeginArray();
    for (const rules::EvidenceStep* step : steps_.steps()) Step(*step);
    json_.EndArray();
  }

 private:
  void Baseline(const study::BaselineResult& baseline) {
    json_.Key("baseline").BeginObject().Field("verdict", rules::NameOf(baseline.state));
    for (std::size_t kind = 0; kind < std::size(study::kStatementChangeNames); ++kind) {
      json_.Field(study::kStatementChangeNames[kind],
                  std::uint64_t{baseline.Count(static_cast<study::StatementChange::Kind>(kind))});
    }
    json_.Field("known", std::uint64_t{baseline.known});
    Array(json_, "not_judged", baseline.not_judged);
    StatementChanges(json_, "changes", baseline.changes);
    json_.EndObject();
  }

  void First(const study::FirstViolation& first) {
    json_.Key("first").BeginObject().Field("failures", std::uint64_t{first.failures});
    Array(json_, "not_judged", first.not_judged);
    json_.EndObject();
  }

  void Rule(const rules::RuleResult& rule) {
    rule_ = &rule;
    json_.BeginObject()
        .Field("id", rule.id)
        .Field("kind", rule.kind)
        .Field("party", names_.Party(rule.party));
    json_.Field("because", rule.because).Field("verdict", rules::NameOf(rule.state));
    Lines(json_, "source", names_, snapshot_, {rule.span});
    json_.Key("flows").BeginArray();
    for (const rules::FlowResult& flow : rule.flows) Flow(flow);
    json_.EndArray().Key("elements").BeginArray();
    for (const rules::ElementResult& element : rule.elements) Element(element);
    json_.EndArray().Key("clauses").BeginArray();
    for (const rules::Clause& clause : rule.clauses) Clause(clause, rule.limit_bp);
    json_.EndArray();
    Reasons(rule.reasons);
    Waivers(rule);
    json_.EndObject();
  }

  void Waivers(const rules::RuleResult& rule) {
    json_.Key("waivers").BeginArray();
    for (const study::WaiverResult& use : result_.waivers) {
      const model::Waiver& waiver = snapshot_.policy.waivers[use.waiver];
      if (waiver.rule != rule.id) continue;
      json_.BeginObject().Field("use", study::kWaiverUseNames[static_cast<std::size_t>(use.use)]);
      if (!waiver.flow.empty()) json_.Field("flow", waiver.flow);
      if (!waiver.element.empty()) json_.Field("element", waiver.element);
      json_.Field("owner", waiver.owner).Field("reason", waiver.reason);
      json_.Field("expires", base::ToString(waiver.expires));
      Lines(json_, "source", names_, snapshot_, {waiver.span});
      json_.EndObject();
    }
    json_.EndArray();
  }

  /// "waived": true where a waiver in force covers the element under the rule.
  void Waived(const study::WaiverTarget& target) {
    if (study::WaiverFor(snapshot_, result_.as_of, rule_->id, target) != nullptr) json_.Field("waived", true);
  }

  void Flow(const rules::FlowResult& flow) {
    json_.BeginObject().Field("flow", names_.Flow(flow.flow)).Field("verdict", rules::NameOf(flow.state));
    json_.Field("delivered", flow.delivered).Field("failure_sets", std::uint64_t{flow.sets_tried});
    Levels(json_, "levels", flow.levels);
    json_.Key("findings").BeginArray();
    for (const rules::FailureFinding& finding : flow.findings) Finding(finding, flow.flow);
    json_.EndArray().Key("clean").BeginArray();
    for (const exposure::FailureSet& set : flow.clean) Failed(set);
    json_.EndArray();
    Reasons(flow.reasons);
    json_.EndObject();
  }

  void Failed(const exposure::FailureSet& set) {
    json_.BeginArray();
    for (const std::string& label : names_.Failures(set)) json_.String(label);
    json_.EndArray();
  }

  void Finding(const rules::FailureFinding& finding, model::FlowId flow) {
    json_.BeginObject().Key("failed");
    Failed(finding.failed);
    json_.Field("text", finding.text).Key("offenders").BeginArray();
    for (const exposure::Offender& offender : finding.offenders) {
      json_.BeginObject()
          .Field("element", names_.Element(offender.who.element))
          .Field("party", names_.Party(offender.who.party));
      json_.Field("role", model::kPartyRoleNames[static_cast<std::size_t>(offender.who.role)]);
      Levels(json_, "levels", offender.levels);
      json_.Field("how", offender.copied ? "gets-copies" : offender.carries ? "carries" : "controls");
      json_.Field("certain", offender.who.membership == exposure::Membership::kYes);
      Waived({flow, offender.who.element});
      json_.EndObject();
    }
    json_.EndArray().Key("evidence").BeginArray();
    for (const rules::EvidenceStep& step : finding.evidence) json_.Unsigned(steps_.NumberOf(step));
    json_.EndArray().EndObject();
  }

  void Step(const rules::EvidenceStep& step) {
    json_.BeginObject().Field("step", rules::NameOf(step.kind));
    for (const auto& [key, value] : step.values) json_.Field(key, value);
    Lines(json_, "lines", names_, snapshot_, step.lines);
    json_.EndObject();
  }

  void Element(const rules::ElementResult& element) {
    json_.BeginObject()
        .Field("element", names_.Element(element.element))
        .Field("party", names_.Party(element.party));
    json_.Field("why", element.why).Field("offends", element.offends);
    json_.Field("certain", element.membership == exposure::Membership::kYes);
    if (element.offends) Waived({{}, element.element});
    Lines(json_, "lines", names_, snapshot_, element.spans);
    json_.EndObject();
  }

  void Clause(const rules::Clause& clause, std::uint32_t limit_bp) {
    json_.BeginObject()
        .Field("measure", clause.measure)
        .Field("numerator", clause.numerator)
        .Field("denominator", clause.denominator);
    json_.Key("share_percent");
    if (clause.denominator == 0) {
      json_.Null();
    } else {
      json_.Decimal(100.0 * static_cast<double>(clause.numerator) / static_cast<double>(clause.denominator),
                    2);
    }
    json_.Key("limit_percent").Decimal(limit_bp / 100.0, 2);
    json_.Field("judged", clause.judged).Field("holds", clause.holds).EndObject();
  }

  void Reasons(const std::vector<rules::Reason>& reasons) {
    json_.Key("undecided_because").BeginArray();
    for (const rules::Reason& reason : reasons) {
      json_.BeginObject().Field("text", reason.text);
      Lines(json_, "lines", names_, snapshot_, reason.spans);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void Conflict(const rules::Conflict& conflict) {
    json_.BeginObject().Field("deny_rule", conflict.deny_rule).Field("deliver_rule", conflict.deliver_rule);
    json_.Field("flow", names_.Flow(conflict.flow));
    Array(json_, "denied", conflict.denied);
    json_.Key("minimal_cores").BeginArray();
    for (const std::vector<std::string>& core : conflict.minimal_cores) {
      json_.BeginArray();
      for (const std::string& label : core) json_.String(label);
      json_.EndArray();
    }
    json_.EndArray().EndObject();
  }

  const study::Snapshot& snapshot_;
  const study::CheckResult& result_;
  const Names& names_;
  JsonWriter& json_;
  StepTable steps_;
  const rules::RuleResult* rule_ = nullptr;  ///< that is written
};

}  // namespace

void StatementChanges(JsonWriter& json, std::string_view key,
                      const std::vector<study::StatementChange>& changes) {
  json.Key(key).BeginArray();
  for (const study::StatementChange& change : changes) {
    json.BeginObject()
        .Field("change", study::kStatementChangeNames[static_cast<std::size_t>(change.kind)])
        .Field("rule", change.key.rule)
        .Field("flow", change.key.flow)
        .Field("subject", change.key.subject)
        .Field("verdict", rules::NameOf(change.state))
        .EndObject();
  }
  json.EndArray();
}

void CheckFields(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                 const study::CheckResult& result) {
  CheckWriter(json, names, snapshot, result).Write();
}

}  // namespace ringfence::report
