// Where protocols give each other routes at more than one device.
#pragma once

#include <cstddef>
#include <vector>

#include "routing/gaps.h"

namespace ringfence::routing {

/// Adds the statements that redistribute around a circle of protocols, when two devices or more do so. See
/// feedback_gaps.cc.
void AddFeedbackGaps(const Network& network, std::vector<Gap>& gaps);

/// The devices that have such statements, ascending; empty where there are none.
std::vector<std::size_t> DevicesOnCircles(const Network& network);

}  // namespace ringfence::routing
