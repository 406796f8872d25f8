#include "routing/failure_state.h"

#include "base/check.h"
#include "routing/network.h"

namespace ringfence::routing {

FailureState::FailureState(const Network& network)
    : network_(&network),
      links_down_(network.links().size()),
      nodes_down_(network.nodes().size()),
      interfaces_down_(network.slot_count()),
      links_silent_(network.links().size()) {}

void FailureState::FailLink(model::LinkId link) {
  RF_CHECK(network_ != nullptr);
  const auto& links = network_->links();
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (links[i].group == links[link.index()].group) links_down_.Set(i);
  }
}

void FailureState::FailNode(model::NodeId node) { nodes_down_.Set(node.index()); }

void FailureState::FailInterface(model::Endpoint end) {
  RF_CHECK(network_ != nullptr);
  interfaces_down_.Set(network_->SlotOf(end));
}

void FailureState::SilenceLink(model::LinkId link) { links_silent_.Set(link.index()); }

}  // namespace ringfence::routing
