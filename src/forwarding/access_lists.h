// Access lists as packet sets, computed once per list and packet space.
#pragma once

#include <unordered_map>

#include "model/device.h"
#include "net/packet_set.h"

namespace ringfence::forwarding {

/// Caches the permitted set of each access list. Confined to the thread of its PacketSpace.
class AccessLists {
 public:
  /// `space` must outlive this object.
  explicit AccessLists(net::PacketSpace& space) : space_(space) {}

  /// Packets that the list permits. `acl` must stay at its address while this object lives.
  net::PacketSet Permitted(const model::Acl& acl);

 private:
  net::PacketSpace& space_;
  std::unordered_map<const model::Acl*, net::PacketSet> permitted_;
};

/// The line that decides `packet`, or nullptr when the end of the list does.
const model::AclLine* DecidingLine(const model::Acl& acl, const net::PacketHeader& packet);
/// What the list does with one packet: the plain meaning, line by line.
model::AclAction Decide(const model::Acl& acl, const net::PacketHeader& packet);

}  // namespace ringfence::forwarding
