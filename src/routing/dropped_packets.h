// Does an access list let packets through? See dropped_packets.cc.
#pragma once

#include <optional>
#include <span>

#include "model/acl.h"
#include "net/packet_set.h"

namespace ringfence::routing {

/// The first line of the list that drops or may drop (model::OpenLine) one of these packets, or the list
/// where its end does; nullopt when all of them pass. Packets of the other family pass. A line is also named
/// where the sets get too large to tell. Sets are made in `space`. Cost: a comparison for each line, and set
/// operations for lines that such a packet can meet; for each condition.
std::optional<base::Span> FirstDropped(const model::Acl& acl, std::span<const net::HeaderMatch> packets,
                                       net::PacketSpace& space);
/// The same of a set. REQUIRES: of the list's family, or empty.
std::optional<base::Span> FirstDropped(const model::Acl& acl, net::PacketSet packets,
                                       net::PacketSpace& space);

}  // namespace ringfence::routing
