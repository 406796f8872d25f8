// Access lists, checks of sources and translations that packets of BGP sessions over routers between may
// meet. See session_lists.cc.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "net/packet_set.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Where lists stand. Prepared once. Immutable.
class SessionLists {
 public:
  /// `network` must outlive it.
  explicit SessionLists(const Network& network);

  /// True when some interface has a list, or some device a guard.
  bool any() const { return any_; }
  /// True when some interface checks sources.
  bool check_sources() const { return check_sources_; }
  /// True when packets may meet such a check where labels are taken off.
  bool check_sources_behind_labels(bool of_vrf) const { return check_sources_behind_labels_[of_vrf ? 1 : 0]; }
  /// Lists that packets of the family may meet where labels are taken off: those on links of an IGP, and for
  /// packets of a VRF those in VRFs.
  const std::vector<const model::Acl*>& BehindLabels(net::Family family, bool of_vrf) const {
    return behind_labels_[family == net::Family::kIpv4 ? 0 : 1][of_vrf ? 1 : 0];
  }

 private:
  bool any_ = false;
  bool check_sources_ = false;
  bool check_sources_behind_labels_[2] = {};
  std::vector<const model::Acl*> behind_labels_[2][2];
};

/// All packets of BGP sessions from these addresses to those. Empty: any.
std::vector<net::HeaderMatch> SessionPackets(net::Family family, std::span<const net::IpAddress> from,
                                             std::span<const net::IpAddress> to);

/// What lists do with packets of sessions, each asked once. Confined to one thread; for lists of one network.
class SessionListMemory {
 public:
  /// True when the list may drop packets of a session from one end to the other; without `from` from
  /// anywhere.
  bool MayDrop(const model::Acl& acl, const std::optional<net::IpAddress>& from, const net::IpAddress& to);

 private:
  using Asked = std::tuple<const model::Acl*, net::IpAddress, std::optional<net::IpAddress>>;
  std::map<Asked, bool> known_;  ///< never iterated
  std::unique_ptr<net::PacketSpace> space_;
};

/// True when the rule may give packets to that address others, whoever sends them.
bool MayTranslateTo(const model::Translation& rule, const net::IpAddress& address);

}  // namespace ringfence::routing
