// The tiny snapshot read and judged with nothing but the modules below rules. Test support only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "exposure/cone.h"
#include "exposure/engine.h"
#include "exposure/sweep.h"
#include "formats/formats.h"
#include "formats/inventory_reader.h"
#include "formats/policy_reader.h"
#include "rules/conflicts.h"
#include "rules/evidence_pass.h"
#include "rules/rule.h"
#include "rules/stanza.h"
#include "rules/tiny_text_testing.h"

namespace ringfence::rules {

/// Schema of rules of these kinds. Made once: the policy reader keeps the first rule schema it is given, so
/// all calls in one program must name the same kinds.
inline const base::RecordSchema& TinySchema(std::span<const RuleKind* const> kinds) {
  using base::Shape;
  using base::TextForm;
  static constexpr base::FieldSchema kCommon[] = {
      {"party", Shape::kText, TextForm::kAny, true, "party that demands it"},
      {"because", Shape::kText, TextForm::kAny, true, "source"},
      {"from", Shape::kText, TextForm::kDate, false, "first day it holds"},
  };
  struct Tables {
    std::vector<std::vector<base::FieldSchema>> fields;
    std::vector<base::RecordSchema> kinds;
    std::vector<const base::RecordSchema*> pointers;
    base::RecordSchema rule;
  };
  static Tables tables;
  if (!tables.kinds.empty()) return tables.rule;
  for (const RuleKind* kind : kinds) {
    tables.fields.emplace_back(std::begin(kCommon), std::end(kCommon));
    tables.fields.back().insert(tables.fields.back().end(), kind->fields.begin(), kind->fields.end());
  }
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    tables.kinds.push_back({kinds[i]->name, kinds[i]->meaning, tables.fields[i]});
  }
  for (const base::RecordSchema& kind : tables.kinds) tables.pointers.push_back(&kind);
  tables.rule = {"rule", "what a party demands", {}, tables.pointers};
  return tables.rule;
}

/// World, policy and engine of a tiny text whose rules are of the given kinds.
class TinyRulesWorld {
 public:
  /// `kinds` must outlive it. Input errors are kept in `ids()`; then nothing can be judged.
  TinyRulesWorld(std::span<const RuleKind* const> kinds, const TinyText& text) : kinds_(kinds) {
    const base::MemoryFiles files = text.InMemory();
    ReadNodes(text);
    const base::FileId file = sources_.Add("inventory.yaml", text.files.at("inventory.yaml"));
    formats::ReadInventoryYaml(sources_.file(file), file, inventory_, diagnostics_);
    policy_ = formats::ReadPolicy(files, "net", "ringfence.yaml", TinySchema(kinds), sources_, diagnostics_);
    network_ =
        std::make_unique<routing::Network>(std::move(nodes_), std::span<const model::Cable>(), diagnostics_);
    const exposure::WorldParts parts{*network_, inventory_, policy_};
    world_ = std::make_unique<exposure::World>(exposure::BuildWorld(parts, diagnostics_));
    if (diagnostics_.has_errors()) return;
    engine_ = std::make_unique<exposure::ExposureEngine>(*world_);
    std::vector<std::vector<const model::FileFates*>> fates;
    for (const model::FileFates& of_node : fates_) fates.push_back({&of_node});
    cones_ = std::make_unique<exposure::Cones>(*world_, fates);
    for (const model::RuleStanza& stanza : policy_.rules) ReadRule(stanza);
  }

  /// Stable ids of the errors so far, each with what is wrong: "name-unknown: there is no ...".
  std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    for (const base::Diagnostic& diagnostic : diagnostics_.items()) {
      if (base::InfoOf(diagnostic.kind).severity != base::Severity::kError) continue;
      ids.push_back(std::string(base::InfoOf(diagnostic.kind).id) + ": " + diagnostic.what);
    }
    return ids;
  }
  const exposure::World& world() const { return *world_; }
  const base::Diagnostics& diagnostics() const { return diagnostics_; }

  /// Judges the first rule on the policy's day; fails the test when something was wrong with the input.
  RuleResult Judge() {
    EXPECT_THAT(ids(), testing::IsEmpty());
    if (rules_.empty() || rules_[0].rule == nullptr) return {};
    Prepare();
    RuleResult result = rules_[0].rule->Judge(*context_);
    const Judged judged[] = {{rules_[0].rule, &result}};
    WriteEvidence(judged, *context_, *evaluators_);
    return result;
  }
  /// Conflicts among all rules.
  std::vector<Conflict> Conflicts() {
    EXPECT_THAT(ids(), testing::IsEmpty());
    Prepare();
    return FindConflicts(*context_, rules_, *evaluators_);
  }
  /// Judges the first rule and tells what came out, one fact a line: see Tell().
  std::string Verdict() { return Tell(Judge()); }

  /// "violated" and below it what proves it: for a flow "records violated", its findings "{failed} who:
  /// levels", its cures "clean {failed}"; elements "north (Risky) why"; clauses "count 1/3 holds"; reasons
  /// "because ...".
  std::string Tell(const RuleResult& result) const {
    std::string out = std::string(NameOf(result.state)) + "\n";
    for (const FlowResult& flow : result.flows) TellFlow(flow, out);
    for (const ElementResult& element : result.elements) {
      out += world_->NameOf(element.element) + " (" + policy_.parties[element.party.index()].id + ") " +
             element.why + (element.offends ? "\n" : ", near miss\n");
    }
    for (const Clause& clause : result.clauses) {
      out += clause.measure + " " + std::to_string(clause.numerator) + "/" +
             std::to_string(clause.denominator) + (clause.holds ? " holds" : " fails") +
             (clause.judged ? "\n" : ", not judged\n");
    }
    TellReasons(result.reasons, out);
    return out;
  }

 private:
  void ReadNodes(const TinyText& text) {
    for (const auto& [path, content] : text.files) {
      if (!path.starts_with("configs/")) continue;
      const base::FileId file = sources_.Add(path, content);
      const formats::Format* format = formats::DetectFormat(sources_.file(file), file, diagnostics_);
      ASSERT_NE(format, nullptr) << path;
      formats::ParsedFile parsed = format->parse(sources_.file(file), file);
      diagnostics_.Append(parsed.diagnostics);
      nodes_.push_back({std::move(parsed.config), false});
      fates_.push_back(std::move(parsed.fates));
    }
  }

  void ReadRule(const model::RuleStanza& stanza) {
    StanzaReader reader(policy_, *world_, stanza, diagnostics_);
    for (const RuleKind* kind : kinds_) {
      if (!reader.has(kind->name)) continue;
      owned_.push_back(kind->read(reader));
      rules_.push_back({stanza.id, owned_.back().get(), {}});
      if (owned_.back() != nullptr) rules_.back().needs = owned_.back()->needs(*policy_.as_of);
    }
  }

  /// Sweeps what all rules need and makes the context.
  void Prepare() {
    exposure::SweepQuery query;
    for (const ActiveRule& rule : rules_) {
      for (model::FlowId flow : rule.needs.flows)
        query.flows.push_back({flow, rule.needs.under.failures_max});
      for (exposure::FailureKind kind : rule.needs.under.kinds) query.kinds.push_back(kind);
    }
    evaluators_ = std::make_unique<exposure::Evaluators>(*engine_, 2);
    sweep_ = exposure::RunSweep(query, *evaluators_, {});
    context_.reset(
        new RuleContext{*world_, policy_, *engine_, evaluators_->Of(0), sweep_, *cones_, *policy_.as_of, {}});
  }

  std::string Failed(const exposure::FailureSet& set) const {
    std::string text = "{";
    for (std::uint32_t unit : set) text += (text.size() > 1 ? " " : "") + world_->failures[unit].Label();
    return text + "}";
  }

  void TellFlow(const FlowResult& flow, std::string& out) const {
    out += policy_.flows[flow.flow.index()].id + " " + std::string(NameOf(flow.state)) + "\n";
    for (const FailureFinding& finding : flow.findings) {
      out += "  " + Failed(finding.failed);
      for (const exposure::Offender& offender : finding.offenders) {
        out += " " + world_->NameOf(offender.who.element) + ":";
        for (exposure::Level level : exposure::kLevels) {
          if (offender.levels.has(level)) out += " " + std::string(exposure::NameOf(level));
        }
      }
      out += "\n";
    }
    for (const exposure::FailureSet& set : flow.clean) out += "  clean " + Failed(set) + "\n";
    TellReasons(flow.reasons, out);
  }

  static void TellReasons(const std::vector<Reason>& reasons, std::string& out) {
    for (const Reason& reason : reasons) out += "because " + reason.text + "\n";
  }

  std::span<const RuleKind* const> kinds_;
  base::SourceMap sources_;
  base::Diagnostics diagnostics_;
  std::vector<routing::Node> nodes_;
  std::vector<model::FileFates> fates_;  ///< by node
  model::Inventory inventory_;
  model::Policy policy_;
  std::unique_ptr<routing::Network> network_;
  std::unique_ptr<exposure::World> world_;
  std::unique_ptr<exposure::ExposureEngine> engine_;
  std::unique_ptr<exposure::Cones> cones_;
  std::vector<std::unique_ptr<Rule>> owned_;
  std::vector<ActiveRule> rules_;
  exposure::Sweep sweep_;
  std::unique_ptr<exposure::Evaluators> evaluators_;
  std::unique_ptr<RuleContext> context_;
};

}  // namespace ringfence::rules
