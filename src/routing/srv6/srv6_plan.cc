#include "routing/srv6/srv6_plan.h"

#include <algorithm>

namespace ringfence::routing::srv6 {

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

}  // namespace ringfence::routing::srv6
