// Which speakers may ever come to hear of each other's routes, whatever fails. See speaker_groups.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/bgp/sessions.h"
#include "routing/bgp/vpn_plan.h"

namespace ringfence::routing::bgp {

/// Speakers apart by what may get from one to another.
struct SpeakerGroups {
  SpeakerGroups(const SessionPlan& sessions, const VpnPlan& ipv4, const VpnPlan& ipv6);

  /// Takes all speakers as one group, which is never wrong.
  void Unite();

  /// By speaker: the group in which next hops travel, over sessions.
  std::vector<std::uint32_t> asking;
  /// By speaker: the group in which prefixes travel, over sessions and from VRF to VRF.
  std::vector<std::uint32_t> bringing;
  /// Speakers of each asking group, ascending.
  std::vector<std::vector<std::uint32_t>> members;
};

}  // namespace ringfence::routing::bgp
