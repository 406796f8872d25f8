// Sites of a VPN as OSPF sees them: processes that its adjacencies may join without the VPN. See
// vpn_sites.cc.
#pragma once

#include <cstddef>
#include <vector>

#include "routing/gaps.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Made once for a network, which must outlive it.
class VpnSites {
 public:
  explicit VpnSites(const Network& network);

  /// True when no route that the process takes from BGP can come back to BGP, or to any other protocol, by
  /// OSPF: whoever gives routes of OSPF away at its site leaves those out that a provider edge has marked.
  bool KeepsApart(std::size_t node, std::size_t process) const;
  /// Appends provider edges that cannot be computed for what else is at their site.
  void AddGaps(std::vector<Gap>& gaps) const;

 private:
  struct Member {
    std::size_t node = 0;
    std::size_t process = 0;
    std::size_t site = 0;  ///< equal within a site
    bool gives = false;    ///< another protocol takes its routes
  };
  const ospf::OspfProcess& ProcessOf(const Member& member) const {
    return network_.nodes()[member.node].config.ospf.processes[member.process];
  }
  void Join(std::size_t a, std::size_t b);
  void JoinByLinks();
  void JoinByShamLinks();
  bool IsBesideBorder(const Member& member) const;

  const Network& network_;
  std::vector<Member> members_;  ///< of all nodes in order
};

}  // namespace ringfence::routing
