// What stands beside the configurations of a generated network: cables, inventory, policy.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/format.h"
#include "workload/blueprint.h"
#include "workload/dice.h"

namespace ringfence::workload {

/// layer1_topology.json: every cable once.
std::string CablesText(const Blueprint& network, const formats::Format& system);
/// inventory.yaml: every router, of the maker "Unwanted" or "Wanted".
std::string InventoryText(const Blueprint& network);

/// What the policy asks.
struct Questions {
  std::uint32_t flows = 10;
  std::uint32_t failures = 0;                         ///< that may happen at a time
  std::vector<std::string> kinds = {"link", "node"};  ///< of what fails
  bool deliver = false;                               ///< also that the flows arrive while nothing fails
};

/// ringfence.yaml: flows between hosts of two different wanted routers each, and the rule AWAY that keeps
/// them away from the unwanted maker under failures; with `deliver`, the rule ARRIVE. REQUIRES: two wanted
/// routers inside have hosts.
std::string PolicyText(const Blueprint& network, const Questions& questions, Dice& dice);

}  // namespace ringfence::workload
