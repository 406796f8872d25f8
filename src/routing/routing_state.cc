#include "routing/routing_state.h"

#include "routing/adjacency_list.h"

namespace ringfence::routing {

const FibEntry* RoutingState::Receives(TableId table, const net::IpAddress& address) const {
  if (!tables_->Owns(table, address)) return nullptr;  // most are not asked for their own
  const FibEntry* entry = fib(table).Lookup(address);
  return entry != nullptr && entry->receive ? entry : nullptr;
}

std::vector<Adjacency> RoutingState::Adjacencies() const { return tables_->Adjacencies(); }

}  // namespace ringfence::routing
