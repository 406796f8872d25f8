// Which routes of a table BGP reads for what they are, rather than to find a way over them.
#pragma once

#include <span>
#include <vector>

#include "routing/bgp/sessions.h"
#include "routing/prefix_table.h"

namespace ringfence::routing {

/// Routes of one table.
struct BgpReads {
  bool all = false;
  std::vector<PrefixIndex> prefixes;  ///< unless all; ascending, each once
};

/// What the speaker of a table reads to bring routes in. `own`: prefixes of the table's connected and static
/// routes.
BgpReads BgpReadsOf(const bgp::Speaker& speaker, const PrefixTable& prefixes,
                    std::span<const PrefixIndex> own);

}  // namespace ringfence::routing
