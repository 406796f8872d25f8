// Access lists as packet sets, for the packets that ask.
#pragma once

#include <unordered_map>

#include "model/device.h"
#include "net/match_index.h"
#include "net/packet_set.h"

namespace ringfence::forwarding {

/// What access lists do with sets of packets. Indexes each list and remembers each answer once; confined to
/// the thread of its PacketSpace. Lists must stay at their addresses while this object lives.
class AccessLists {
 public:
  /// `space` must outlive this object.
  explicit AccessLists(net::PacketSpace& space) : space_(space) {}

  /// Those of `packets` that the list permits; none of another family than the list's.
  net::PacketSet Permitted(const model::Acl& acl, net::PacketSet packets);
  /// All packets that the list permits. May be large where the answers for flows are small.
  net::PacketSet Permitted(const model::Acl& acl) { return Permitted(acl, space_.All(acl.family)); }
  /// The line that decides `packet`, or nullptr when the end of the list does.
  const model::AclLine* DecidingLine(const model::Acl& acl, const net::PacketHeader& packet);

 private:
  struct List {
    net::MatchIndex index;
    std::unordered_map<net::PacketSet, net::PacketSet> permitted = {};  ///< never iterated
    /// The last set for which lines were walked: classes that a walk splits off are parts of it.
    net::PacketSet last_asked = {};
    std::size_t wide_line_count = 0;  ///< lines walked for sets that meet many
  };
  /// Walks the lines in `places`, which are all that can take any of `asked`.
  net::PacketSet WalkLines(const model::Acl& acl, const std::vector<std::uint32_t>& places,
                           const net::PacketHull& hull, net::PacketSet asked);
  List& ListOf(const model::Acl& acl);

  net::PacketSpace& space_;
  std::unordered_map<const model::Acl*, List> lists_;
};

/// The line that decides `packet`, or nullptr when the end of the list does: the plain meaning, line by line.
const model::AclLine* DecidingLine(const model::Acl& acl, const net::PacketHeader& packet);
/// What the list does with one packet.
model::AclAction Decide(const model::Acl& acl, const net::PacketHeader& packet);

}  // namespace ringfence::forwarding
