// A walk reads, at each step: whether the node works, the rows that hold destinations of the flow or, where
// it has labels, what the outermost one stands for, and whether the two ends of a link hear each other. What
// ends there ends there in states that fail more as well: what is down stays down, and no row appears
// (routing/registry_support.cc). Access lists are no state. A flow enters the network where its end has a row
// to its hosts. Whatever is doubtful rests on anything, and so do packets that get other addresses on their
// way.

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
  void AddEnd(model::NodeId end, int side) {
    support_.nodes.Set(end.index());
    for (std::size_t t = network_.MainTable(end).index();
         t < network_.tables().size() && network_.tables()[t].node == end; ++t) {
      for (const net::Prefix& hosts : flow_.hosts[side]) state_.AddSupport(TableId(t), hosts, support_);
    }
  }

  void AddWalk(const forwarding::WalkGraph& graph, int direction) {
    for (const forwarding::Step& step : graph.steps) {
      support_.nodes.Set(step.node.index());
      if (step.in.valid()) support_.interfaces.Set(network_.SlotOf({step.node, step.in}));
      if (step.labels.valid()) {
        state_.AddLabelSupport(step.node, state_.labels()[step.labels].front(), support_);
      } else {
        AddTable(step.table, direction);
      }
    }
    for (const forwarding::Branch& branch : graph.branches) {
      if (branch.kind != forwarding::BranchKind::kHop) continue;
      for (const model::Endpoint& end : network_.links()[branch.link.index()].ends)
        support_.interfaces.Set(network_.SlotOf(end));
    }
  }

 private:
  void AddTable(TableId table, int direction) {
    const std::pair key(table, direction);
    if (std::ranges::count(asked_, key) > 0) return;
    asked_.push_back(key);
    for (const net::Prefix& hosts : flow_.hosts[1 - direction]) state_.AddSupport(table, hosts, support_);
  }

  const routing::Network& network_;
  const model::Flow& flow_;
  const routing::RoutingState& state_;
  routing::Support& support_;
  std::vector<std::pair<TableId, int>> asked_;
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
  const auto translated = [](const forwarding::WalkGraph& graph) { return !graph.translations.empty(); };
  support.open |= !IsSure(outcome) || facts.hosts[0].empty() || facts.hosts[1].empty() ||
                  std::ranges::any_of(trace.forward, translated) ||
                  std::ranges::any_of(trace.backward, translated);
  Collector collector(world, facts, state, support);
  for (int side = 0; side < 2 && !support.open; ++side) {
    const model::NodeId end = world.flow_ends[side][flow.index()];
    if (end.valid()) collector.AddEnd(end, side);
  }
  for (int direction = 0; direction < 2; ++direction) {
    for (const forwarding::WalkGraph& graph : direction == 0 ? trace.forward : trace.backward) {
      if (support.open) return;
      collector.AddWalk(graph, direction);
    }
  }
}

}  // namespace ringfence::exposure
