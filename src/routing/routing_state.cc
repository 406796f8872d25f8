#include "routing/routing_state.h"

namespace ringfence::routing {

const FibEntry* RoutingState::Receives(model::NodeId node, const net::IpAddress& address) const {
  const FibEntry* entry = fib(node).Lookup(address);
  return entry != nullptr && entry->receive ? entry : nullptr;
}

}  // namespace ringfence::routing
