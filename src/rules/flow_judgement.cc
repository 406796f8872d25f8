#include "rules/flow_judgement.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sort_unique.h"

namespace ringfence::rules {
namespace {

using exposure::Doubt;

std::string TextOf(const Doubt& doubt, const exposure::World& world) {
  const std::string_view node =
      doubt.node.valid() ? std::string_view(world.NameOf(world.element_of_node[doubt.node.index()])) : "";
  switch (doubt.kind) {
    case Doubt::Kind::kAmbiguousRoute:
      return fmt::format(
          "{} picks among several ways by what happened before, or by a rule its configuration does not show",
          node);
    case Doubt::Kind::kLeavesNetwork:
      return fmt::format("packets leave the modelled network at {}: nobody states who is beyond", node);
    case Doubt::Kind::kTooManyClasses:
      return "the flow falls into more packet classes than the limit";
    case Doubt::Kind::kBudget:
      return "the packet sets outgrew their memory limit";
    case Doubt::Kind::kUnsettled:
      return "routes rest on each other without coming to rest, or in a way that is not computed";
    case Doubt::Kind::kTunnel:
      return fmt::format("whether a tunnel of {} works rests on routes that rest on the tunnel", node);
    case Doubt::Kind::kPrinted:
      return "routing tables that devices printed stand in for computed ones, and say nothing about failures";
    case Doubt::Kind::kCopyReceiver:
      return fmt::format("copies leave {}: nobody states who receives them", node);
    case Doubt::Kind::kSpareWay:
      return fmt::format("frames of {} take some of several ways over switches: which is not computed", node);
    case Doubt::Kind::kTranslation:
      return fmt::format(
          "what becomes of the packets depends on which addresses {} translates them to, or whether it does",
          node);
    case Doubt::Kind::kCopyNarrowed:
      return fmt::format("whether {} copies these packets depends on what is not modelled", node);
  }
  return "";
}

std::vector<Reason> ReasonsOf(const std::vector<Doubt>& doubts, const exposure::World& world) {
  std::vector<Reason> reasons;
  for (const Doubt& doubt : doubts) {
    Reason reason{TextOf(doubt, world), {}};
    if (doubt.span.valid()) reason.spans.push_back(doubt.span);
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

}  // namespace

std::vector<Reason> ReasonsOf(const exposure::FlowOutcome& outcome, const exposure::World& world) {
  return ReasonsOf(outcome.doubts, world);
}

std::vector<Reason> CopyReasonsOf(const exposure::FlowOutcome& outcome, const exposure::World& world) {
  return ReasonsOf(outcome.copy_doubts, world);
}

std::vector<Reason> SpareReasonsOf(const exposure::FlowOutcome& outcome, const exposure::World& world) {
  return ReasonsOf(outcome.spare_doubts, world);
}

void AddConeReasons(const RuleContext& context, model::FlowId flow, const base::BitSet& handlers,
                    std::uint8_t impact_bits, std::vector<Reason>& reasons) {
  exposure::ConeQuery query;
  query.family = context.policy.flows[flow.index()].packets.family;
  query.handlers = &handlers;
  query.end = context.world.flow_ends[0][flow.index()];
  query.impact_bits = impact_bits;
  for (const exposure::OpenLine* line : context.cones.LinesIn(query)) {
    const std::string& device = context.world.NameOf(context.world.element_of_node[line->node.index()]);
    reasons.push_back({fmt::format("{}: not modelled: {}", device, line->reason), {line->span}});
  }
}

void AddMissingFacts(const RuleContext& context, const base::BitSet& handlers, std::vector<Reason>& reasons) {
  base::BitSet touched(handlers.size());
  handlers.ForEach([&](std::size_t element) { touched |= context.world.inherit[element]; });
  touched.ForEach([&](std::size_t e) {
    const exposure::WorldElement& element = context.world.elements[e];
    if (!exposure::NeedsMaker(element)) return;
    reasons.push_back({fmt::format("nobody states who makes {} (inventory key 'maker')", element.facts.name),
                       {element.facts.span}});
  });
  for (const exposure::AccessDoubt& doubt : context.world.access_doubts) {
    if (touched.Test(doubt.target.index()))
      reasons.push_back({fmt::format("not stated: {}", doubt.missing), doubt.spans});
  }
}

void Tidy(std::vector<Reason>& reasons) { base::SortUnique(reasons); }

void ForEachSet(const RuleContext& context, model::FlowId flow, const Under& under,
                const std::function<void(std::size_t)>& visit) {
  for (std::size_t set = 0; set < context.sweep.sets().size(); ++set) {
    if (context.sweep.sets()[set].size() > under.failures_max) break;
    if (context.sweep.has(set, flow) && context.sweep.Within(set, under.kinds, context.world)) visit(set);
  }
}

std::uint64_t CountTried(const RuleContext& context, model::FlowId flow, const Under& under,
                         const std::function<bool(std::uint32_t)>& counts) {
  std::uint64_t units = 0;
  for (std::uint32_t unit = 0; unit < context.world.failures.size(); ++unit) {
    const bool fails = std::ranges::count(under.kinds, context.world.failures[unit].kind) > 0;
    units += fails && counts(unit) ? 1 : 0;
  }
  return exposure::CountSets(units, std::min(under.failures_max, context.sweep.needed(flow)));
}

base::BitSet HandlersOf(const RuleContext& context, model::FlowId flow, const Under& under) {
  base::BitSet handlers(context.world.elements.size());
  ForEachSet(context, flow, under,
             [&](std::size_t set) { handlers |= context.sweep.outcome(set, flow).path; });
  return handlers;
}

}  // namespace ringfence::rules
