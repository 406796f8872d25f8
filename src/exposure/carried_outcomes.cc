// An evaluation is a function of the routes, of the flow, and of what the nodes that its packets come to do
// with packets. Where an edit leaves the routes to its hosts alone (edit_scope.h), it stands for every flow
// that asks what one before asked and met none of the nodes with other lists; so does its certificate, for
// packets take the same ways under every set that it speaks of. Who inherits powers may have changed:
// outcomes are closed again. Doubts name places, and are taken over where these still say the same. Flows are
// known again by what they ask, for their order and names may be new. Twin: a check from the start
// (serve/reread_twin_test.cc).

#include "exposure/carried_outcomes.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace ringfence::exposure {
namespace {

/// All that an evaluation reads of a flow.
using FlowQuestion = std::tuple<model::NodeId, model::NodeId, std::vector<net::Prefix>,
                                std::vector<net::Prefix>, net::HeaderMatch, bool, bool>;

FlowQuestion QuestionOf(const World& world, std::size_t flow) {
  const model::Flow& facts = world.policy->flows[flow];
  return {world.flow_ends[0][flow],
          world.flow_ends[1][flow],
          facts.hosts[0],
          facts.hosts[1],
          facts.packets,
          facts.end_to_end_confidentiality,
          facts.end_to_end_integrity};
}

/// Some packet of the flow, or of the answers to it, may go to one of the prefixes.
bool GoesTo(const model::Flow& flow, const TouchedPrefixes& prefixes) {
  if (prefixes.empty()) return false;
  const auto meets = [&](const net::Prefix& hosts) { return prefixes.Meet(hosts); };
  return std::ranges::any_of(flow.hosts, [&](const std::vector<net::Prefix>& hosts) {
    return hosts.empty() || std::ranges::any_of(hosts, meets);
  });
}

/// By flow before the edit: those after it that ask the same and go to none of the prefixes.
std::vector<std::vector<model::FlowId>> FlowsAfter(const World& before, const World& after,
                                                   const TouchedPrefixes& prefixes) {
  std::map<FlowQuestion, std::vector<model::FlowId>> asking;
  for (std::size_t f = 0; f < after.policy->flows.size(); ++f) asking[QuestionOf(after, f)].emplace_back(f);
  std::vector<std::vector<model::FlowId>> flows(before.policy->flows.size());
  for (std::size_t f = 0; f < flows.size(); ++f) {
    if (GoesTo(before.policy->flows[f], prefixes)) continue;
    const auto found = asking.find(QuestionOf(before, f));
    if (found != asking.end()) flows[f] = found->second;
  }
  return flows;
}

bool StandsIn(const Edit& edit, const std::vector<Doubt>& doubts) {
  return std::ranges::all_of(doubts, [&edit](const Doubt& doubt) { return edit.lines.Stands(doubt.span); });
}

/// Outcomes as they are after the edit, each made once.
class Outcomes {
 public:
  Outcomes(const Edit& edit, const KnownOutcomes& from, KnownOutcomes& to)
      : edit_(edit), from_(from), to_(to) {}

  /// Nullopt: it names places that may say something else now.
  std::optional<std::uint32_t> After(std::uint32_t number) {
    const auto [at, added] = after_.try_emplace(number);
    if (!added) return at->second;
    FlowOutcome outcome = from_.OutcomeAt(number);
    if (!StandsIn(edit_, outcome.doubts) || !StandsIn(edit_, outcome.copy_doubts) ||
        !StandsIn(edit_, outcome.spare_doubts))
      return std::nullopt;
    CloseOutcome(outcome, edit_.after.world().inherit);
    return at->second = to_.NumberOf(std::move(outcome));
  }

 private:
  const Edit& edit_;
  const KnownOutcomes& from_;
  KnownOutcomes& to_;
  std::map<std::uint32_t, std::optional<std::uint32_t>> after_;  ///< by number in `from_`
};

}  // namespace

CarriedAnswers::CarriedAnswers(const Edit& edit) : edit_(edit) {
  if (edit.before.failures().known() != edit.after.failures().known()) return;
  scope_ = FindEditScope(edit.before, edit.after, edit.lines);
  if (scope_) flows_ = FlowsAfter(edit.before.world(), edit.after.world(), scope_->prefixes);
}

std::optional<base::Span> CarriedAnswers::PlaceAfter(const base::Span& cited) const {
  if (edit_.lines.Stands(cited)) return cited;
  return scope_ && scope_->follows_lines ? edit_.lines.After(cited) : std::nullopt;
}

void CarriedAnswers::Carry(const KnownOutcomes& from, KnownOutcomes& to,
                           const std::function<void(const Carried&)>& visit) const {
  if (!scope_) return;
  Outcomes outcomes(edit_, from, to);
  from.ForEach([&](const FailureSet& failed, const KnownOutcomes::Known& known) {
    const std::vector<model::FlowId>& flows = flows_[known.flow.index()];
    if (flows.empty() || from.HandlersAt(known.handlers).Intersects(scope_->lists)) return;
    const auto outcome = outcomes.After(known.outcome);
    if (!outcome) return;
    KnownOutcomes::Known kept = known;
    kept.outcome = *outcome;
    kept.certificate = to.NumberOf(from.CertificateAt(known.certificate));
    kept.handlers = to.NumberOf(from.HandlersAt(known.handlers));
    for (const model::FlowId flow : flows) {
      kept.flow = flow;
      to.Keep(failed, kept);
      visit({failed, known.flow, flow, to.OutcomeAt(*outcome)});
    }
  });
}

}  // namespace ringfence::exposure
