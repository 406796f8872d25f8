// Routing tables that devices printed, in place of computed ones. See registry_observed.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "base/source.h"
#include "net/ip.h"
#include "routing/route.h"
#include "routing/table_id.h"

namespace ringfence::routing {

/// A route as a device printed it.
struct ObservedRoute {
  net::Prefix prefix;
  Protocol protocol = Protocol::kStatic;
  std::uint32_t metric = 0;
  std::uint32_t distance = 0;
  std::vector<NextHop> hops;  ///< where packets leave
  bool open = false;          ///< what was printed does not say all that packets follow
  base::Span span;            ///< the first line that tells it
};

/// What a device printed of one of its tables.
struct ObservedTable {
  TableId table;
  std::vector<ObservedRoute> routes;  ///< ascending by prefix, each once
};

}  // namespace ringfence::routing
