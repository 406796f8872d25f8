#include "routing/static_lsps/static_lsp_plan.h"

namespace ringfence::routing::static_lsps {
namespace {

template <class Ways, class Key>
std::span<const StaticWay> Found(const Ways& ways, const Key& key) {
  const auto found = ways.find(key);
  return found == ways.end() ? std::span<const StaticWay>() : std::span<const StaticWay>(found->second);
}

}  // namespace

StaticLspPlan::StaticLspPlan(const Network& network)
    : network_(network), takes_(network.slot_count(), false) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const DeviceConfig& config = network.nodes()[n].config;
    for (const std::string& name : config.static_lsps.interfaces) {
      const model::InterfaceIndex index = model::FindInterface(config.device, name);
      if (index.valid()) takes_[network.SlotOf({model::NodeId(n), index})] = true;
    }
    for (const StaticLsp& lsp : config.static_lsps.lsps) Add(model::NodeId(n), lsp);
  }
}

void StaticLspPlan::Add(model::NodeId node, const StaticLsp& lsp) {
  const model::Device& device = network_.nodes()[node.index()].config.device;
  StaticWay way{&lsp, {}, {}};
  if (!lsp.in_interface.empty()) way.in = model::FindInterface(device, lsp.in_interface);
  if (!lsp.out_interface.empty()) way.out = model::FindInterface(device, lsp.out_interface);
  // What names an interface that is not there cannot come up; the reader reports the name.
  const bool broken =
      (!lsp.in_interface.empty() && !way.in.valid()) || (!lsp.out_interface.empty() && !way.out.valid());
  if (broken) return;
  if (lsp.begins_for) begins_[{node, *lsp.begins_for}].push_back(way);
  if (lsp.in_label) received_[{node, *lsp.in_label}].push_back(way);
}

std::span<const StaticWay> StaticLspPlan::BeginningAt(model::NodeId node, const net::Prefix& prefix) const {
  return Found(begins_, std::pair(node, prefix));
}

std::span<const StaticWay> StaticLspPlan::ReceivedAt(model::NodeId node, std::uint32_t label) const {
  return Found(received_, std::pair(node, label));
}

bool StaticLspPlan::KnowsLabels(model::NodeId node) const {
  const auto first = received_.lower_bound({node, 0});
  return first != received_.end() && first->first.first == node;
}

}  // namespace ringfence::routing::static_lsps
