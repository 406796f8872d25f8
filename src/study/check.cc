// Judging a policy: read the rules, enumerate once the failure sets that all of them need, judge each rule on
// the results, look for conflicts.

#include "study/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"
#include "rules/conflicts.h"
#include "rules/evidence_pass.h"
#include "rules/stanza.h"

namespace ringfence::study {
namespace {

using rules::VerdictState;

/// A rule of the policy with its stanza.
struct ReadRule {
  const model::RuleStanza* stanza = nullptr;
  const rules::RuleKind* kind = nullptr;
  std::unique_ptr<rules::Rule> rule;
  std::optional<std::uint32_t> failures_max = {};  ///< under which it is judged; of rules that are
};

/// What was judged while the search went on.
struct Early {
  std::vector<std::optional<rules::RuleResult>> ended;  ///< by place in the policy: nothing can change it
  /// The first violated rule, with what became of its waivers.
  struct Violated {
    std::size_t place = 0;
    std::uint32_t failures = 0;
    rules::RuleResult rule;
    std::vector<WaiverResult> waivers;
  };
  std::optional<Violated> violated;
};

const rules::RuleKind* KindOf(const model::Policy& policy, const model::RuleStanza& stanza) {
  for (const rules::RuleKind* kind : rules::AllRuleKinds()) {
    if (policy.trees[stanza.tree].Find(stanza.node, kind->name).valid()) return kind;
  }
  return nullptr;
}

std::vector<ReadRule> ReadRules(Snapshot& snapshot) {
  std::vector<ReadRule> all;
  for (const model::RuleStanza& stanza : snapshot.policy.rules) {
    ReadRule read{&stanza, KindOf(snapshot.policy, stanza), nullptr};
    RF_CHECK(read.kind != nullptr);  // the schema demands exactly one kind
    rules::StanzaReader reader(snapshot.policy, *snapshot.world, stanza, snapshot.diagnostics);
    read.rule = read.kind->read(reader);
    all.push_back(std::move(read));
  }
  return all;
}

/// Rules the caller asked for; unknown ids are diagnosed.
bool Wanted(const CheckOptions& options, const std::string& id) {
  return options.rules.empty() || std::ranges::count(options.rules, id) > 0;
}

void CheckWantedIds(Snapshot& snapshot, const CheckOptions& options) {
  std::vector<std::string_view> known;
  for (const model::RuleStanza& stanza : snapshot.policy.rules) known.push_back(stanza.id);
  for (const std::string& id : options.rules) {
    if (std::ranges::count(known, id) > 0) continue;
    const auto nearest = base::NearestWord(id, known);
    snapshot.diagnostics.Add({base::DiagnosticKind::kNameUnknown,
                              {},
                              fmt::format("there is no rule '{}'", id),
                              {},
                              nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  }
}

/// One sweep that covers the needs of all rules: each flow under the largest number any rule asks for it.
exposure::SweepQuery Combine(const std::vector<rules::ActiveRule>& active, std::size_t flow_count) {
  std::vector<std::optional<std::uint32_t>> failures(flow_count);
  exposure::SweepQuery query;
  for (const rules::ActiveRule& rule : active) {
    for (model::FlowId flow : rule.needs.flows) {
      auto& most = failures[flow.index()];
      most = std::max(most.value_or(0), rule.needs.under.failures_max);
    }
    for (exposure::FailureKind kind : rule.needs.under.kinds) {
      if (std::ranges::count(query.kinds, kind) == 0) query.kinds.push_back(kind);
    }
  }
  for (std::size_t flow = 0; flow < flow_count; ++flow) {
    if (failures[flow]) query.flows.push_back({model::FlowId(flow), *failures[flow]});
  }
  return query;
}

rules::RuleResult HeadOf(const ReadRule& read) {
  rules::RuleResult result;
  result.id = read.stanza->id;
  result.kind = read.kind->name;
  result.party = read.stanza->party;
  result.because = read.stanza->because;
  result.span = read.stanza->span;
  return result;
}

rules::RuleResult JudgeOne(const ReadRule& read, const rules::RuleContext& context) {
  rules::RuleResult result = read.rule->Judge(context);
  const rules::RuleResult head = HeadOf(read);
  result.id = head.id;
  result.kind = head.kind;
  result.party = head.party;
  result.because = head.because;
  result.span = head.span;
  return result;
}

}  // namespace

Census CountFates(const Snapshot& snapshot) {
  Census census;
  for (const ConfigFile& config : snapshot.configs) {
    for (const model::LineFate& line : config.fates.lines) {
      std::size_t* counts[] = {&census.blank, &census.modelled, &census.irrelevant, &census.unmodelled,
                               &census.unknown};
      ++*counts[static_cast<std::size_t>(line.fate)];
    }
  }
  return census;
}

namespace {

/// A policy on a day, to be judged in one network or another.
class Judging {
 public:
  enum class Depth : std::uint8_t { kVerdicts, kWithEvidence };

  /// Nullopt when names do not exist or there is no day (diagnosed).
  static std::optional<Judging> Begin(Snapshot& snapshot, const CheckOptions& options) {
    RF_CHECK(snapshot.world != nullptr && snapshot.engine != nullptr && snapshot.has_policy);
    CheckWantedIds(snapshot, options);
    Judging judging(snapshot, options);
    const std::optional<base::Date> day = options.as_of ? options.as_of : snapshot.policy.as_of;
    if (!day) {
      snapshot.diagnostics.Add({base::DiagnosticKind::kKeyMissing,
                                {},
                                "for which day? The policy has no 'as-of'",
                                {},
                                "Add 'as-of: YYYY-MM-DD' to ringfence.yaml or give --as-of."});
    }
    CheckWaivers(snapshot);
    if (snapshot.diagnostics.has_errors()) return std::nullopt;
    judging.day_ = *day;
    judging.FindActive();
    return judging;
  }

  exposure::Steer steer() const { return steer_; }

  /// Sets of failures that the rules speak of.
  std::uint64_t CountSets() const {
    std::uint32_t most = 0;
    for (const exposure::FlowNeed& need : query_.flows) most = std::max(most, need.failures_max);
    const auto units =
        std::ranges::count_if(snapshot_.world->failures, [this](const exposure::FailureUnit& unit) {
          return std::ranges::count(query_.kinds, unit.kind) > 0;
        });
    return exposure::CountSets(static_cast<std::uint64_t>(units), most);
  }

  /// In the network as it is. Nullopt when the answer is not wanted any more.
  std::optional<CheckResult> Run(Depth depth) {
    if (options_.inquiry == nullptr) return Run(*snapshot_.world, *snapshot_.engine, depth);
    options_.inquiry->Observe(query_);
    return Run(*snapshot_.world, options_.inquiry->evaluators(), depth);
  }
  /// In another one.
  std::optional<CheckResult> Run(const exposure::World& world, const exposure::ExposureEngine& engine,
                                 Depth depth) const {
    exposure::Evaluators evaluators(engine, options_.threads, steer_);
    return Run(world, evaluators, depth);
  }

 private:
  std::optional<CheckResult> Run(const exposure::World& world, exposure::Evaluators& evaluators,
                                 Depth depth) const {
    CheckResult result;
    result.as_of = day_;
    result.census = CountFates(snapshot_);
    // A policy of which nothing is in force proves nothing.
    if (active_.empty()) result.state = VerdictState::kUndecided;
    Early early{std::vector<std::optional<rules::RuleResult>>(all_.size()), {}};
    const exposure::Sweep sweep = Search(world, evaluators, early);
    if (options_.stop && options_.stop()) return std::nullopt;
    result.failure_sets = sweep.sets_covered();
    result.states_computed = sweep.sets().size();
    if (options_.audit_sets > 0) {
      result.audit = exposure::AuditSweep(sweep, query_, evaluators, options_.audit_sets, options_.progress);
      if (options_.stop && options_.stop()) return std::nullopt;
      if (result.audit->difference) {
        result.state = VerdictState::kUndecided;
        return result;
      }
    }
    const rules::RuleContext context = ContextOf(world, evaluators, sweep, options_.failures_max);
    const std::vector<rules::Judged> judged =
        early.violated ? Leave(std::move(*early.violated), result) : JudgeEach(context, early, result);
    if (depth == Depth::kVerdicts) return result;
    rules::WriteEvidence(judged, context, evaluators);
    if (!result.first) result.conflicts = rules::FindConflicts(context, active_, evaluators);
    return result;
  }

  rules::RuleContext ContextOf(const exposure::World& world, exposure::Evaluators& evaluators,
                               const exposure::Sweep& sweep,
                               std::optional<std::uint32_t> failures_max) const {
    return {world, snapshot_.policy, evaluators.engine(), evaluators.Of(0), sweep, *snapshot_.cones,
            day_,  failures_max};
  }

  /// All failure sets, or those up to the first violation when no more is asked for.
  exposure::Sweep Search(const exposure::World& world, exposure::Evaluators& evaluators, Early& early) const {
    if (!options_.first) return exposure::RunSweep(query_, evaluators, options_.progress);
    RF_CHECK(options_.audit_sets == 0);
    exposure::SweepQuery query = query_;
    query.enough = [&](const exposure::Sweep& sweep, std::uint32_t size) {
      return FindViolated(ContextOf(world, evaluators, sweep, size), size, early);
    };
    return exposure::RunSweep(query, evaluators, options_.progress);
  }

  /// Judges by the sets of at most `size` failures, which the context says: what has more to come as far as
  /// that goes. True when something is violated.
  bool FindViolated(const rules::RuleContext& context, std::uint32_t size, Early& early) const {
    for (std::size_t place = 0; place < all_.size(); ++place) {
      const ReadRule& read = all_[place];
      if (!read.failures_max || *read.failures_max < size) continue;
      rules::RuleResult rule = JudgeOne(read, context);
      if (*read.failures_max == size) early.ended[place] = rule;
      std::vector<WaiverResult> waivers = ApplyWaivers(snapshot_, day_, rule);
      if (rule.state != VerdictState::kViolated) continue;
      early.violated = {place, size, std::move(rule), std::move(waivers)};
      return true;
    }
    return false;
  }

  /// Makes the first violation the whole answer.
  std::vector<rules::Judged> Leave(Early::Violated violated, CheckResult& result) const {
    LeaveFirst(snapshot_, day_, violated.rule);
    result.state = VerdictState::kViolated;
    result.first = FirstViolation{violated.failures, {}};
    for (const ReadRule& read : all_) {
      if (read.failures_max && read.stanza->id != violated.rule.id)
        result.first->not_judged.push_back(read.stanza->id);
    }
    // A waiver that covers nothing so far may still do so.
    std::erase_if(violated.waivers, [](const WaiverResult& one) { return one.use == WaiverUse::kUnused; });
    result.waivers = std::move(violated.waivers);
    result.rules.push_back(std::move(violated.rule));
    return {{all_[violated.place].rule.get(), &result.rules.back()}};
  }

  Judging(Snapshot& snapshot, const CheckOptions& options)
      : snapshot_(snapshot), options_(options), all_(ReadRules(snapshot)) {}

  void FindActive() {
    for (ReadRule& read : all_) {
      if (!Wanted(options_, read.stanza->id) || !read.stanza->window.Holds(day_)) continue;
      rules::Needs needs = read.rule->needs(day_);
      if (options_.failures_max) needs.under.failures_max = *options_.failures_max;
      read.failures_max = needs.under.kinds.empty() ? 0 : needs.under.failures_max;
      active_.push_back({read.stanza->id, read.rule.get(), std::move(needs)});
      const auto denial = read.rule->denial(day_);
      if (denial && denial->levels.has(exposure::Level::kSteer)) steer_ = exposure::Steer::kComplete;
    }
    query_ = Combine(active_, snapshot_.policy.flows.size());
    query_.stop = options_.stop;
  }

  /// Judges what has not been judged to its end.
  std::vector<rules::Judged> JudgeEach(const rules::RuleContext& context, Early& early,
                                       CheckResult& result) const {
    std::vector<rules::Judged> judged;
    result.rules.reserve(all_.size());  // what is judged is pointed at
    for (std::size_t place = 0; place < all_.size(); ++place) {
      const ReadRule& read = all_[place];
      if (!Wanted(options_, read.stanza->id)) continue;
      if (!read.stanza->window.Holds(day_)) {
        result.rules.push_back(HeadOf(read));
        result.rules.back().state = VerdictState::kNotInForce;
        continue;
      }
      std::optional<rules::RuleResult>& ended = early.ended[place];
      result.rules.push_back(ended ? std::move(*ended) : JudgeOne(read, context));
      judged.push_back({read.rule.get(), &result.rules.back()});
      const auto uses = ApplyWaivers(snapshot_, day_, result.rules.back());
      result.waivers.insert(result.waivers.end(), uses.begin(), uses.end());
      result.state = rules::Worst(result.state, result.rules.back().state);
    }
    return judged;
  }

  Snapshot& snapshot_;
  const CheckOptions& options_;
  std::vector<ReadRule> all_;
  base::Date day_;
  std::vector<rules::ActiveRule> active_;
  exposure::SweepQuery query_;
  exposure::Steer steer_ = exposure::Steer::kOnPath;  ///< complete where a rule asks for it
};

}  // namespace

std::vector<DeliveryDemand> DeliveryDemands(Snapshot& snapshot, base::Date day) {
  std::vector<DeliveryDemand> demands;
  for (const ReadRule& read : ReadRules(snapshot)) {
    if (read.rule == nullptr || !read.stanza->window.Holds(day) || !read.rule->demands_delivery()) continue;
    demands.push_back({read.stanza->id, read.rule->needs(day).flows});
  }
  return demands;
}

std::optional<CheckResult> Check(Snapshot& snapshot, const CheckOptions& options) {
  auto judging = Judging::Begin(snapshot, options);
  if (!judging) return std::nullopt;
  return judging->Run(Judging::Depth::kWithEvidence);
}

exposure::Steer SteerNeeded(Snapshot& snapshot, const CheckOptions& options) {
  const base::Diagnostics before = snapshot.diagnostics;
  const auto judging = Judging::Begin(snapshot, options);
  snapshot.diagnostics = before;
  return judging ? judging->steer() : exposure::Steer::kOnPath;
}

std::optional<CheckResult> JudgeOnly(Snapshot& snapshot, const CheckOptions& options) {
  auto judging = Judging::Begin(snapshot, options);
  if (!judging) return std::nullopt;
  return judging->Run(Judging::Depth::kVerdicts);
}

base::Result<std::optional<CheckResult>> JudgeWithout(Snapshot& snapshot, const CheckOptions& options,
                                                      const Outage& outage) {
  auto judging = Judging::Begin(snapshot, options);
  if (!judging) return std::optional<CheckResult>();
  const std::uint64_t sets = judging->CountSets();
  if (sets > outage.sets_max)
    return base::Fail(
        fmt::format("the rules speak of {} sets of failures, and with something out at most {} "
                    "are computed",
                    sets, outage.sets_max));
  const exposure::World world = exposure::Without(*snapshot.world, outage.gone);
  const exposure::ExposureEngine engine(world, outage.down);
  return judging->Run(world, engine, Judging::Depth::kVerdicts);
}

}  // namespace ringfence::study
