// Access lists that may stop routing protocols. See filter_gaps.cc.
#pragma once

#include <vector>

#include "routing/gaps.h"
#include "routing/network.h"

namespace ringfence::routing {

/// Appends a gap for each line of an access list that may drop what neighbours on a link exchange. Nothing
/// where no list stands on such a link.
void AddFilterGaps(const Network& network, std::vector<Gap>& gaps);

}  // namespace ringfence::routing
