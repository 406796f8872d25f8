#include "routing/attachments.h"

#include <algorithm>

namespace ringfence::routing {

using model::Endpoint;

Attachments::Attachments(std::span<const Node> nodes) : nodes_(nodes) {
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    const model::Device& device = nodes[n].config.device;
    for (std::size_t s = 0; s < device.l2_services.size(); ++s) {
      for (const model::Attachment& one : device.l2_services[s].attachments) {
        const Endpoint end{model::NodeId(n), model::FindInterface(device, one.interface)};
        if (end.interface.valid())
          uses_.try_emplace(end, Use{static_cast<std::uint32_t>(s + 1), one.keeps_tag});
      }
    }
  }
}

std::optional<ServiceEntry> Attachments::On(const Port& port, std::optional<std::uint16_t> tag) const {
  std::optional<ServiceEntry> whole;
  const Endpoint first{model::NodeId(port.node), model::InterfaceIndex(0)};
  for (auto at = uses_.lower_bound(first); at != uses_.end() && at->first.node == first.node; ++at) {
    const auto& [end, use] = *at;
    const model::Interface& one = At(end);
    const bool same = IsSame(one.name, port.base);
    if (same && !one.vlan) whole = {end.interface, use.service, tag.value_or(0)};
    if ((same || IsSame(one.parent, port.base)) && tag && one.vlan == tag)
      return ServiceEntry{end.interface, use.service, use.keeps_tag ? *tag : std::uint16_t{0}};
  }
  if (!whole || !tag) return whole;
  const auto& interfaces = nodes_[port.node].config.device.interfaces;
  const bool taken = std::ranges::any_of(interfaces, [&](const model::Interface& one) {
    return IsSame(one.parent, port.base) && one.vlan == tag;
  });
  return taken ? std::nullopt : whole;
}

bool Attachments::Any(const Port& port) const {
  return std::ranges::any_of(uses_, [&](const auto& one) { return StandsOn(one.first, port); });
}

std::vector<model::InterfaceIndex> Attachments::CarriersOn(const Port& port) const {
  std::vector<model::InterfaceIndex> found;
  for (const auto& [end, use] : uses_) {
    if (StandsOn(end, port) && At(end).admin_up) found.push_back(end.interface);
  }
  return found;
}

}  // namespace ringfence::routing
