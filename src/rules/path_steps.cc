// Hops of a walk as evidence steps: one depth-first pass prints each branch once, in the order of the graph.

#include <fmt/format.h>

#include <algorithm>

#include "rules/exposure_evidence.h"

namespace ringfence::rules {
namespace {

using forwarding::Branch;
using forwarding::BranchKind;

const model::Interface& InterfaceOf(const routing::Network& network, model::NodeId node,
                                    model::InterfaceIndex index) {
  return network.nodes()[node.index()].config.device.interfaces[index.index()];
}

/// Lines that give an interface its addresses.
void AddInterfaceLines(const model::Interface& interface, net::Family family,
                       std::vector<base::Span>& lines) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.address.address.family == family) lines.push_back(address.span);
  }
  if (interface.switch_port) lines.push_back(interface.switch_port->span);
  if (lines.empty()) lines.push_back(interface.span);
}

std::string AddressOf(const model::Interface& interface, net::Family family) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.address.address.family == family) return net::ToString(address.address);
  }
  return "";
}

class PathSteps {
 public:
  PathSteps(const RuleContext& context, const forwarding::WalkGraph& graph, std::string_view direction,
            Evidence& evidence)
      : context_(context), graph_(graph), direction_(direction), evidence_(evidence) {}

  void Add() {
    for (const Branch& branch : graph_.branches) {
      if (branch.kind == BranchKind::kHop) AddHop(branch);
      if (branch.kind == BranchKind::kEncapsulate) AddWrap(branch);
      if (branch.kind == BranchKind::kLookup) AddLookup(branch);
      if (branch.kind == BranchKind::kTranslate) AddTranslation(branch);
    }
    for (const forwarding::Ending& ending : graph_.endings) AddEnding(ending);
  }

 private:
  std::string_view NodeName(forwarding::StepId step) const {
    return context_.world.NameOf(context_.world.element_of_node[graph_.steps[step.index()].node.index()]);
  }

  void AddHop(const Branch& branch) {
    const forwarding::Step& from = graph_.steps[branch.from.index()];
    const forwarding::Step& to = graph_.steps[branch.to.index()];
    const net::Family family = graph_.sample.source.family;
    const model::Interface& out = InterfaceOf(*context_.world.network, from.node, branch.out);
    const model::Interface& in = InterfaceOf(*context_.world.network, to.node, to.in);
    EvidenceStep step{StepKind::kHop, {}, {}};
    // A switch forwards the frame: its ports have no addresses, and the subnet is that of both ends of the
    // link.
    const bool switched = from.switches() || to.switches();
    step.values = {{"direction", direction_},
                   {"from", std::string(NodeName(branch.from))},
                   {"from-interface", out.name},
                   {"from-address", switched ? "" : AddressOf(out, family)},
                   {"to", std::string(NodeName(branch.to))},
                   {"to-interface", in.name},
                   {"to-address", switched ? "" : AddressOf(in, family)}};
    if (switched) step.values.emplace_back("switched", "yes");
    AddInterfaceLines(out, family, step.lines);
    std::vector<base::Span> far;
    AddInterfaceLines(in, family, far);
    step.lines.insert(step.lines.end(), far.begin(), far.end());
    // A gateway may be an address that the far end shares with others.
    for (const model::VirtualRouter& group : in.virtual_routers) step.lines.push_back(group.span);
    if (from.term != nullptr) {
      step.values.emplace_back("policy", from.policy->name);
      step.values.emplace_back("term", from.term->name);
    }
    if (from.entry != nullptr) step.values.emplace_back("route", net::ToString(from.entry->prefix));
    for (base::Span span : forwarding::DecidingLines(from)) step.lines.push_back(span);
    evidence_.push_back(std::move(step));
  }

  void AddWrap(const Branch& branch) {
    const forwarding::Step& inside = graph_.steps[branch.to.index()];
    const forwarding::Tunnel& tunnel = context_.engine.tunnels()[inside.stack[inside.depth - 1U]];
    const model::TunnelConfig& config = tunnel.config(*context_.world.network);
    EvidenceStep step{StepKind::kWraps, {}, {config.span}};
    step.values = {{"direction", direction_},
                   {"at", std::string(NodeName(branch.from))},
                   {"until", context_.world.NameOf(context_.world.element_of_node[tunnel.peer.node.index()])},
                   {"tunnel", config.name},
                   {"confidentiality", tunnel.confidentiality ? "yes" : "no"},
                   {"integrity", tunnel.integrity ? "yes" : "no"}};
    step.lines.insert(step.lines.end(), config.more_spans.begin(), config.more_spans.end());
    evidence_.push_back(std::move(step));
  }

  /// A policy that moves packets to another table, or labels that come on or off: the hop that follows rests
  /// on these lines as well.
  void AddLookup(const Branch& branch) {
    const forwarding::Step& from = graph_.steps[branch.from.index()];
    EvidenceStep step{StepKind::kLine, {}, forwarding::DecidingLines(from)};
    const forwarding::Step& to = graph_.steps[branch.to.index()];
    step.values = {{"direction", direction_}, {"at", std::string(NodeName(branch.from))}};
    if (from.term != nullptr) {
      step.values.emplace_back("policy", from.policy->name);
      step.values.emplace_back("term", from.term->name);
    } else {
      step.values.emplace_back(
          "labels", to.labels.valid() || to.frame_labels.valid() ? std::string(to.label_text) : "none");
    }
    evidence_.push_back(std::move(step));
  }

  /// Addresses or ports change: the hops that follow are those of this packet.
  void AddTranslation(const Branch& branch) {
    const forwarding::Step& from = graph_.steps[branch.from.index()];
    const forwarding::Step& to = graph_.steps[branch.to.index()];
    EvidenceStep step{StepKind::kLine, {}, {}};
    std::string names;
    for (const forwarding::Translated* made : graph_.TranslationsBetween(from, to)) {
      names += (names.empty() ? "" : ", ") + made->rule->name;
      step.lines.push_back(made->rule->span);
      step.lines.insert(step.lines.end(), made->rule->more_spans.begin(), made->rule->more_spans.end());
    }
    step.values = {{"direction", direction_},
                   {"at", std::string(NodeName(branch.from))},
                   {"translation", names},
                   {"packet", net::ToString(graph_.SampleAt(to))}};
    evidence_.push_back(std::move(step));
  }

  void AddEnding(const forwarding::Ending& ending) {
    EvidenceStep step{StepKind::kArrives, {}, {}};
    const auto disposition = static_cast<std::size_t>(ending.disposition);
    step.values = {{"direction", direction_},
                   {"at", std::string(NodeName(ending.step))},
                   {"ending", std::string(forwarding::kDispositionNames[disposition])}};
    if (ending.span.valid()) step.lines.push_back(ending.span);
    evidence_.push_back(std::move(step));
  }

  const RuleContext& context_;
  const forwarding::WalkGraph& graph_;
  std::string direction_;
  Evidence& evidence_;
};

}  // namespace

void AddPathSteps(const RuleContext& context, const forwarding::WalkGraph& graph, std::string_view direction,
                  Evidence& evidence) {
  PathSteps(context, graph, direction, evidence).Add();
}

}  // namespace ringfence::rules
