// Evidence of an exposure: what failed, the hops of both directions, then for each offender the chain from
// the path to it (below a link, manager of, host of) and why it belongs to the parties the rule names.

#include "rules/exposure_evidence.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::rules {
namespace {

using exposure::Relation;
using model::ElementId;

void AddFailures(const RuleContext& context, const exposure::FailureSet& failed, Evidence& evidence) {
  for (std::uint32_t unit : failed) {
    evidence.push_back({StepKind::kFails, {{"element", context.world.failures[unit].Label()}}, {}});
  }
}

exposure::FlowCopies AddTrace(const RuleContext& context, model::FlowId flow, Evidence& evidence) {
  exposure::FlowTrace trace = context.evaluator.Trace(flow);
  for (const forwarding::WalkGraph& graph : trace.forward) AddPathSteps(context, graph, "forward", evidence);
  for (const forwarding::WalkGraph& graph : trace.backward)
    AddPathSteps(context, graph, "backward", evidence);
  AddCopySteps(context, trace.copies, evidence);
  return std::move(trace.copies);
}

/// Relations from some element of `carriers` up to `target`, last first; empty when target is a carrier.
std::vector<const Relation*> ChainTo(const exposure::World& world, const base::BitSet& carriers,
                                     ElementId target) {
  std::vector<const Relation*> reached_by(world.elements.size(), nullptr);
  base::BitSet seen = carriers;
  std::vector<ElementId> work;
  carriers.ForEach([&](std::size_t e) { work.push_back(ElementId(e)); });
  for (std::size_t next = 0; next < work.size() && !seen.Test(target.index()); ++next) {
    for (const Relation& relation : world.relations) {
      if (!relation.effective || relation.object != work[next] || seen.Test(relation.subject.index()))
        continue;
      seen.Set(relation.subject.index());
      reached_by[relation.subject.index()] = &relation;
      work.push_back(relation.subject);
    }
  }
  std::vector<const Relation*> chain;
  for (const Relation* step = reached_by[target.index()]; step != nullptr;
       step = reached_by[step->object.index()]) {
    chain.push_back(step);
  }
  return chain;
}

void AddChain(const RuleContext& context, const base::BitSet& carriers, ElementId target,
              Evidence& evidence) {
  std::vector<const Relation*> chain = ChainTo(context.world, carriers, target);
  for (const Relation* relation : std::vector(chain.rbegin(), chain.rend())) {
    const bool manages = relation->kind == exposure::RelationKind::kManages;
    evidence.push_back({manages ? StepKind::kManages : StepKind::kHosts,
                        {{"subject", context.world.NameOf(relation->subject)},
                         {"object", context.world.NameOf(relation->object)},
                         {"because", relation->because}},
                        relation->spans});
  }
}

/// For a line system or circuit: the step that says which link it carries, when it is below that link.
void AddUnder(const RuleContext& context, const exposure::LinkLayer& layer, std::string link,
              ElementId element, Evidence& evidence) {
  if (std::ranges::count(layer.line_systems, element) + std::ranges::count(layer.circuits, element) == 0)
    return;
  EvidenceStep step{
      StepKind::kUnder, {{"element", context.world.NameOf(element)}, {"link", std::move(link)}}, {}};
  for (ElementId circuit : layer.circuits) {
    step.values.emplace_back("circuit", context.world.NameOf(circuit));
    step.lines.push_back(context.world.elements[circuit.index()].facts.span);
  }
  evidence.push_back(std::move(step));
}

/// Links on the path, and cables over which copies leave.
void AddBelowLink(const RuleContext& context, const exposure::FlowOutcome& outcome,
                  const exposure::FlowCopies& copies, ElementId element, Evidence& evidence) {
  const exposure::World& world = context.world;
  for (std::size_t link = 0; link < world.layers.size(); ++link) {
    if (outcome.links.Test(link))
      AddUnder(context, world.layers[link], world.network->WireName(link), element, evidence);
  }
  for (const exposure::CopyTrace& trace : copies.traces) {
    for (const exposure::CopyReceiver& receiver : trace.receivers) {
      if (!receiver.cable) continue;
      const auto& ends = world.network->port_cables()[*receiver.cable].ends;
      const auto name = [&](int side) {
        return world.NameOf(world.element_of_node[ends[side].node.index()]);
      };
      AddUnder(context, world.cable_layers[*receiver.cable], fmt::format("{}--{}", name(0), name(1)), element,
               evidence);
    }
  }
}

std::string Percent(std::uint32_t basis_points) {
  return fmt::format("{}.{:02}%", basis_points / 100, basis_points % 100);
}

}  // namespace

void AddMembershipSteps(const RuleContext& context, const exposure::Coverage& coverage,
                        const exposure::ElementInSet& who, Evidence& evidence) {
  const model::Party& party = context.policy.parties[who.party.index()];
  evidence.push_back({StepKind::kRole,
                      {{"element", context.world.NameOf(who.element)},
                       {"party", party.id},
                       {"role", std::string(model::kPartyRoleNames[static_cast<std::size_t>(who.role)])}},
                      {who.span}});
  const exposure::MembershipReason& reason = coverage.parties[who.party.index()];
  if (reason.seed) {
    evidence.push_back({StepKind::kListed, {{"party", party.id}}, reason.spans});
    return;
  }
  evidence.push_back({StepKind::kOwned,
                      {{"party", party.id},
                       {"covered-share", Percent(reason.share_min_bp)},
                       {"threshold", Percent(reason.owned_from_bp)}},
                      reason.spans});
  for (const model::Ownership& share : party.owners) {
    if (coverage.of(share.owner) == exposure::Membership::kNo) continue;
    const model::Party& owner = context.policy.parties[share.owner.index()];
    const exposure::MembershipReason& above = coverage.parties[share.owner.index()];
    evidence.push_back({above.seed ? StepKind::kListed : StepKind::kOwned,
                        {{"party", owner.id}, {"holds", Percent(share.share_min_bp)}, {"of", party.id}},
                        above.spans});
  }
}

Evidence ExposureEvidence(const RuleContext& context, const exposure::Coverage& coverage, model::FlowId flow,
                          const FailureFinding& finding) {
  Evidence evidence;
  AddFailures(context, finding.failed, evidence);
  const exposure::FlowCopies copies = AddTrace(context, flow, evidence);
  const exposure::FlowOutcome outcome = context.evaluator.Evaluate(flow);
  for (const exposure::Offender& offender : finding.offenders) {
    base::BitSet carriers(context.world.elements.size());
    for (exposure::Level level : exposure::kLevels) {
      if (offender.levels.has(level)) carriers |= outcome.carriers[exposure::IndexOf(level)];
    }
    AddBelowLink(context, outcome, copies, offender.who.element, evidence);
    AddChain(context, carriers, offender.who.element, evidence);
    AddMembershipSteps(context, coverage, offender.who, evidence);
  }
  return evidence;
}

Evidence DeliveryEvidence(const RuleContext& context, model::FlowId flow, const FailureFinding& finding) {
  Evidence evidence;
  AddFailures(context, finding.failed, evidence);
  AddTrace(context, flow, evidence);
  return evidence;
}

}  // namespace ringfence::rules
