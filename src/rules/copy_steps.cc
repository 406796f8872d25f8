// Copies as evidence steps: where a copy is made, and its way as hops of a direction of its own.

#include <fmt/format.h>

#include "rules/exposure_evidence.h"

namespace ringfence::rules {
namespace {

const std::string& NameOf(const RuleContext& context, model::NodeId node) {
  return context.world.NameOf(context.world.element_of_node[node.index()]);
}

/// The hop from an observing port to whoever is at its other end.
EvidenceStep HopTo(const RuleContext& context, const exposure::CopyReceiver& receiver,
                   const std::string& direction) {
  const routing::Network& network = *context.world.network;
  EvidenceStep step{
      StepKind::kHop, {{"direction", direction}, {"from", NameOf(context, receiver.near.node)}}, {}};
  if (!receiver.cable) {
    const auto side = [&](std::string_view key, const model::Endpoint& end) {
      const model::Interface& interface = network.InterfaceAt(end);
      step.values.emplace_back(fmt::format("{}-interface", key), interface.name);
      const bool numbered = !interface.addresses.empty();
      step.values.emplace_back(fmt::format("{}-address", key),
                               numbered ? net::ToString(interface.addresses[0].address) : "");
      step.lines.push_back(numbered ? interface.addresses[0].span : interface.span);
    };
    side("from", receiver.near);
    step.values.emplace_back("to", NameOf(context, receiver.far.node));
    side("to", receiver.far);
    return step;
  }
  const routing::PortCable& cable = network.port_cables()[*receiver.cable];
  const int far = network.EndsAt(cable.ends[0], receiver.near) ? 1 : 0;
  step.values.emplace_back("from-interface", cable.ends[1 - far].name);
  step.values.emplace_back("to", NameOf(context, receiver.far.node));
  step.values.emplace_back("to-interface", cable.ends[far].name);
  step.values.emplace_back("cable", "yes");
  step.lines = {cable.ends[1 - far].span, cable.ends[far].span};
  return step;
}

}  // namespace

void AddCopySteps(const RuleContext& context, const exposure::FlowCopies& copies, Evidence& evidence) {
  for (std::size_t i = 0; i < copies.traces.size(); ++i) {
    const exposure::CopyTrace& trace = copies.traces[i];
    const std::string direction = fmt::format("copy {}", i + 1);
    const forwarding::CopyTable& table = context.engine.copy_table();
    const model::CopySession& session = table.SessionOf(trace.point);
    const model::CopyTarget& target = session.targets[trace.target];
    const bool routed = target.address.has_value();
    const model::Interface& crossed =
        context.world.network->InterfaceAt({trace.point.node, trace.point.interface});
    evidence.push_back(
        {StepKind::kCopies,
         {{"direction", direction},
          {"at", NameOf(context, trace.point.node)},
          {"interface", crossed.name},
          {"way", trace.point.outbound ? "out" : "in"},
          {"session", session.name},
          {"shows", trace.packets ? "packets" : "records"},
          {routed ? "to-address" : "to-port", routed ? net::ToString(*target.address) : target.interface}},
         {table.SourceOf(trace.point).span, target.span}});
    for (const forwarding::WalkGraph& graph : trace.graphs) AddPathSteps(context, graph, direction, evidence);
    for (const exposure::CopyReceiver& receiver : trace.receivers)
      evidence.push_back(HopTo(context, receiver, direction));
  }
}

}  // namespace ringfence::rules
