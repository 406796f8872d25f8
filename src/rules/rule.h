// What a rule kind is: reads its own stanza, says which flows it needs under how many failures, and judges.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/decode.h"
#include "base/diagnostic.h"
#include "exposure/cone.h"
#include "exposure/engine.h"
#include "exposure/sweep.h"
#include "rules/verdict.h"

namespace ringfence::rules {

/// Failures a rule asks for.
struct Under {
  std::uint32_t failures_max = 0;
  std::vector<exposure::FailureKind> kinds;
};

/// What a rule needs from the sweeps before it can judge.
struct Needs {
  std::vector<model::FlowId> flows;
  Under under;
};

/// Everything a rule may look at while judging. Confined to one thread.
struct RuleContext {
  const exposure::World& world;
  const model::Policy& policy;
  const exposure::ExposureEngine& engine;
  exposure::Evaluator& evaluator;  ///< for questions beyond the sweep
  const exposure::Sweep& sweep;    ///< covers the rule's needs
  const exposure::Cones& cones;
  base::Date as_of;
  std::optional<std::uint32_t> failures_max = {};  ///< replaces the number in every rule
};

/// Says how the findings of one rule came about. Safe for use by many threads.
class EvidenceWriter {
 public:
  virtual ~EvidenceWriter() = default;
  /// REQUIRES: the context's evaluator has entered `finding.failed`.
  virtual Evidence Of(const RuleContext& context, model::FlowId flow,
                      const FailureFinding& finding) const = 0;
};

/// A rule as read. Immutable.
class Rule {
 public:
  virtual ~Rule() = default;
  /// REQUIRES: the rule is in force on `as_of`.
  virtual Needs needs(base::Date as_of) const = 0;
  /// Judges; id, kind, party, because and span of the result are filled by the caller, and evidence by
  /// WriteEvidence (evidence_pass.h).
  virtual RuleResult Judge(const RuleContext& context) const = 0;
  /// Nullptr for kinds whose findings need no evidence.
  virtual std::unique_ptr<EvidenceWriter> evidence_writer(const RuleContext& context) const;
  /// For confine rules: the party set and levels that deny; nullopt for the others. Used by conflict cores
  /// and by the compliant form of `cut`.
  struct Denial {
    model::PartySetId away_from;
    exposure::LevelSet levels;
    exposure::RoleSet roles;
  };
  virtual std::optional<Denial> denial(base::Date as_of) const;
  /// True for rules whose flows must work.
  virtual bool demands_delivery() const { return false; }
};

class StanzaReader;

/// One rule kind, one line in rule_kinds.def.
struct RuleKind {
  std::string_view name;     ///< unit name and the key that opens its stanza, for example "confine"
  std::string_view meaning;  ///< the sentence a lawyer would sign
  std::span<const base::FieldSchema> fields;  ///< its own keys; those of every rule are added
  /// Reads a stanza that passed the schema check. Nullptr when names in it are unknown (diagnosed).
  std::unique_ptr<Rule> (*read)(StanzaReader& reader);
};

}  // namespace ringfence::rules
