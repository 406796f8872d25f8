#include "routing/routing_state.h"

namespace ringfence::routing {

const FibEntry* RoutingState::Receives(TableId table, const net::IpAddress& address) const {
  const FibEntry* entry = fib(table).Lookup(address);
  return entry != nullptr && entry->receive ? entry : nullptr;
}

}  // namespace ringfence::routing
