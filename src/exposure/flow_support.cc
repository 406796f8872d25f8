// A walk reads, at each step: whether the node works, the rows that hold destinations of the flow or, where
// it has labels, what the outermost one stands for, and whether the two ends of a link hear each other. What
// ends there ends there in states that fail more as well: what is down stays down, and no row appears
// (routing/registry_support.cc). Access lists are no state. A flow enters the network where its end has a row
// to its hosts. Where packets get other addresses on their way, the destinations looked up behind that are
// the new ones, and an address of an interface is there while that is up; what rules say is no state, and
// what answers begin with follows from the way there. Whatever is doubtful rests on anything.

#include "exposure/flow_support.h"

#include <algorithm>
#include <utility>

namespace ringfence::exposure {
namespace {

using routing::TableId;

class Collector {
 public:
  Collector(const World& world, const model::Flow& flow, const routing::RoutingState& state,
            routing::Support& support)
      : network_(*world.network), flow_(flow), state_(state), support_(support) {}

  /// Both the address and what the end would answer to.
  void AddEnd(model::NodeId end, const std::vector<net::Prefix>& hosts) {
    support_.nodes.Set(end.index());
    for (std::size_t t = network_.MainTable(end).index();
         t < network_.tables().size() && network_.tables()[t].node == end; ++t) {
      for (const net::Prefix& prefix : hosts) state_.AddSupport(TableId(t), prefix, support_);
    }
  }

  void AddWalk(const forwarding::WalkGraph& graph, int direction) {
    for (const forwarding::Step& step : graph.steps) {
      support_.nodes.Set(step.node.index());
      if (step.in.valid()) support_.interfaces.Set(network_.SlotOf({step.node, step.in}));
      if (step.labels.valid()) {
        state_.AddLabelSupport(step.node, state_.labels()[step.labels].front(), support_);
      } else if (step.stage != forwarding::Stage::kLeaves) {  // routed already
        AddTable(graph, step, direction);
      }
    }
    for (const forwarding::Translated& made : graph.translations) AddTranslation(made);
    for (const forwarding::Branch& branch : graph.branches) {
      if (branch.kind != forwarding::BranchKind::kHop) continue;
      for (const model::Endpoint& end : network_.links()[branch.link.index()].ends)
        support_.interfaces.Set(network_.SlotOf(end));
    }
  }

 private:
  void AddTable(const forwarding::WalkGraph& graph, const forwarding::Step& step, int direction) {
    const std::vector<net::Prefix> destinations =
        step.translation.valid() ? std::vector{graph.translations[step.translation.index()].destinations}
                                 : flow_.hosts[1 - direction];
    for (const net::Prefix& destination : destinations) {
      const std::pair key(step.table, destination);
      if (std::ranges::count(asked_, key) > 0) continue;
      asked_.push_back(key);
      state_.AddSupport(step.table, destination, support_);
    }
  }

  void AddTranslation(const forwarding::Translated& made) {
    if (made.rule->interface.empty()) return;
    const model::Device& device = network_.nodes()[made.node.index()].config.device;
    support_.interfaces.Set(network_.SlotOf({made.node, model::FindInterface(device, made.rule->interface)}));
  }

  const routing::Network& network_;
  const model::Flow& flow_;
  const routing::RoutingState& state_;
  routing::Support& support_;
  std::vector<std::pair<TableId, net::Prefix>> asked_;
};

bool IsSure(const FlowOutcome& outcome) {
  const auto from_the_walk = [](const Doubt& doubt) { return doubt.kind == Doubt::Kind::kLeavesNetwork; };
  return std::ranges::all_of(outcome.doubts, from_the_walk) && outcome.copy_doubts.empty() &&
         outcome.spare_doubts.empty();
}

}  // namespace

void AddFlowSupport(const World& world, model::FlowId flow, const FlowTrace& trace,
                    const FlowOutcome& outcome, const routing::RoutingState& state,
                    routing::Support& support) {
  const model::Flow& facts = world.policy->flows[flow.index()];
  support.open |= !IsSure(outcome) || facts.hosts[0].empty() || facts.hosts[1].empty();
  Collector collector(world, facts, state, support);
  for (int side = 0; side < 2 && !support.open; ++side) {
    const model::NodeId end = world.flow_ends[side][flow.index()];
    if (end.valid()) collector.AddEnd(end, HostsAt(trace, facts, side));
  }
  for (int direction = 0; direction < 2; ++direction) {
    for (const forwarding::WalkGraph& graph : direction == 0 ? trace.forward : trace.backward) {
      if (support.open) return;
      collector.AddWalk(graph, direction);
    }
  }
}

}  // namespace ringfence::exposure
