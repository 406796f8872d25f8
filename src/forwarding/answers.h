// What comes back when packets were given other addresses on their way.
#pragma once

#include <optional>
#include <vector>

#include "forwarding/walk.h"

namespace ringfence::forwarding {

/// The other direction of walks with translations.
struct Answers {
  /// Queries for the walks back; where they start and end is for the caller to say.
  std::vector<WalkQuery> queries;
  std::optional<net::IpAddress> host;  ///< an address of the far end as packets arrive there
};

/// Nothing when no packet that arrives has been given another address or port. Of packets that do not arrive
/// those come back that would, so that a flow is followed both ways.
std::optional<Answers> AnswersTo(const std::vector<WalkGraph>& graphs, net::PacketSpace& space);

}  // namespace ringfence::forwarding
