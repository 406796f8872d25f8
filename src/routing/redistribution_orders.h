// Which outcomes redistribution in a circle may have: who waits for whom, and where two outcomes differ.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "routing/prefix_table.h"
#include "routing/rib.h"

namespace ringfence::routing {

/// Devices on circles whose order is tried, at most (origin: two or three borders join two domains; the rest
/// starts with the others).
inline constexpr std::size_t kOrderedDevicesMax = 16;

/// Who waits until all others have settled.
struct Order {
  std::vector<std::size_t> late;  ///< indices of nodes
  bool in_bgp = false;  ///< they wait in BGP alone, without sessions; else they redistribute nothing
  friend bool operator==(const Order&, const Order&) = default;
};

/// The orders to try for the devices (indices of nodes) whose order matters. See redistribution_orders.cc.
std::vector<Order> OrdersOf(std::span<const std::size_t> devices);

/// Appends the prefixes whose rows differ between two tables of one VRF, whatever may only be possible.
void AppendDifferences(const Rib& one, const Rib& other, const PrefixTable& prefixes,
                       std::vector<PrefixIndex>& found);

/// The prefixes that have a row before a failure and none after it in some table, ascending.
std::vector<PrefixIndex> LostOf(std::span<const Rib> before, std::span<const Rib> after,
                                const PrefixTable& prefixes);

/// Appends those of the prefixes that have no row.
void AppendMissing(std::span<const PrefixIndex> asked, const Rib& rib, const PrefixTable& prefixes,
                   std::vector<PrefixIndex>& found);

}  // namespace ringfence::routing
