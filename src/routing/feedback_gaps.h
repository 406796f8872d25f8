// Where protocols give each other routes at more than one device.
#pragma once

#include <cstddef>
#include <vector>

#include "routing/gaps.h"

namespace ringfence::routing {

/// Adds the statements that redistribute around a circle of protocols, when two devices or more do so. See
/// feedback_gaps.cc.
void AddFeedbackGaps(const Network& network, std::vector<Gap>& gaps);

/// The devices on which the order of events may decide, ascending: those that have such statements, and those
/// that give BGP the routes of a protocol which another speaker of BGP runs too, while they hear BGP from
/// other systems.
std::vector<std::size_t> OrderedDevices(const Network& network);

}  // namespace ringfence::routing
