#include "routing/highest_address.h"

#include <utility>

namespace ringfence::routing {

std::optional<net::IpAddress> HighestAddress(const model::Device& device) {
  std::optional<std::pair<bool, net::IpAddress>> best;  // loopbacks are higher
  for (const model::Interface& interface : device.interfaces) {
    if (!interface.admin_up || !interface.vrf.empty()) continue;
    for (const model::InterfaceAddress& one : interface.addresses) {
      const std::pair here(interface.kind == model::InterfaceKind::kLoopback, one.address.address);
      if (here.second.family == net::Family::kIpv4 && (!best || *best < here)) best = here;
    }
  }
  return best ? std::optional(best->second) : std::nullopt;
}

}  // namespace ringfence::routing
