#include "routing/ldp/ldp_plan.h"

#include <algorithm>

#include "routing/highest_address.h"

namespace ringfence::routing::ldp {

LdpPlan::LdpPlan(const Network& network) : network_(network), speaks_(network.slot_count(), false) {
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    const DeviceConfig& config = network.nodes()[n].config;
    transports_.emplace_back();
    any_open_ = any_open_ || network.nodes()[n].open_forwarding;
    if (!config.ldp.enabled) continue;
    any_ = true;
    any_ordered_ = any_ordered_ || config.ldp.ordered;
    transports_.back() = config.ldp.transport ? config.ldp.transport : HighestAddress(config.device);
    for (const model::PrefixList& list : config.policies.prefix_lists) {
      for (const LdpChoice* choice : {&config.ldp.owns, &config.ldp.passes_on, &config.ldp.begins}) {
        if (choice->kind == LdpChoice::kListed && choice->list == list.name)
          lists_.try_emplace(std::pair(model::NodeId(n), list.name), list);
      }
    }
    for (const LdpInterface& interface : config.ldp.interfaces) {
      const model::InterfaceIndex index = model::FindInterface(config.device, interface.name);
      if (index.valid()) speaks_[network.SlotOf({model::NodeId(n), index})] = true;
    }
  }
}

bool LdpPlan::BindsOwn(model::NodeId node, const net::Prefix& prefix) const {
  const LdpConfig& config = ConfigOf(node);
  const bool host = prefix == net::Prefix::Host(prefix.address);
  if (!Chooses(node, config.owns, prefix)) return false;
  if (config.own == OwnBindings::kHosts) return host;
  if (config.own == OwnBindings::kTransport) return host && TransportOf(node) == prefix.address;
  return !config.hosts_only || host;
}

bool LdpPlan::Chooses(model::NodeId node, const LdpChoice& choice, const net::Prefix& prefix) const {
  if (choice.kind == LdpChoice::kHosts) return prefix == net::Prefix::Host(prefix.address);
  if (choice.kind != LdpChoice::kListed) return choice.kind == LdpChoice::kAll;
  const auto list = lists_.find({node, choice.list});
  return list != lists_.end() && list->second.Permits(prefix);
}

}  // namespace ringfence::routing::ldp
