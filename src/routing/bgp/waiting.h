// Prefixes of one family that are settled when somebody asks for them. See waiting.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/bgp/convergence.h"
#include "routing/bgp/transfer.h"

namespace ringfence::routing::bgp {

/// What settles them under the state at work. Confined to the thread of its scratch.
struct WaitingFamily {
  /// All as of Convergence.
  WaitingFamily(const SessionPlan& plan, const PolicyPrograms& programs, const PrefixTable& prefixes,
                BgpSurroundings& around, BgpScratch& scratch, FamilyState& state, const VpnPlan& vpn)
      : transfer(plan, programs, prefixes, scratch),
        convergence(plan, prefixes, around, transfer, scratch, state, &vpn),
        waits(prefixes.size(), 0) {}

  Transfer transfer;
  Convergence convergence;
  std::vector<std::uint8_t> waits;  ///< by prefix
};

}  // namespace ringfence::routing::bgp
