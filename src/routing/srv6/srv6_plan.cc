#include "routing/srv6/srv6_plan.h"

#include <algorithm>
#include <optional>

#include "routing/links.h"

namespace ringfence::routing::srv6 {
namespace {

bool IsGlobal(const net::IpAddress& address) {
  return address.family == net::Family::kIpv6 && !IsLinkLocal(address);
}

}  // namespace

void CollectPrefixes(const Network& network, std::vector<net::Prefix>& prefixes) {
  for (const Node& node : network.nodes()) {
    for (const Locator& locator : node.config.srv6.locators) prefixes.push_back(locator.prefix);
    for (const Service& service : node.config.srv6.services) {
      if (service.gives) prefixes.push_back(*service.gives);
    }
  }
}

const Service* ServiceOf(const Srv6Config& config, std::string_view vrf, net::Family family) {
  const auto found = std::ranges::find_if(config.services, [&](const Service& service) {
    return service.vrf == vrf && service.family == family;
  });
  return found == config.services.end() ? nullptr : &*found;
}

net::IpAddress SourceOf(const DeviceConfig& config) {
  if (config.srv6.source) return *config.srv6.source;
  std::optional<net::IpAddress> other;
  for (const model::Interface& interface : config.device.interfaces) {
    for (const model::InterfaceAddress& one : interface.addresses) {
      if (!interface.vrf.empty() || !IsGlobal(one.address.address)) continue;
      if (interface.kind == model::InterfaceKind::kLoopback) return one.address.address;
      if (!other) other = one.address.address;
    }
  }
  return other.value_or(net::Prefix::Default(net::Family::kIpv6).address);
}

}  // namespace ringfence::routing::srv6
