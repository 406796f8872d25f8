// Printing interfaces that groups track as objects with numbers, for systems whose objects have numbers.
#pragma once

#include <cstddef>
#include <string>

#include "model/device.h"

namespace ringfence::formats {

/// The number of the object for the interface of a track; static routes have those below 500.
std::size_t TrackNumberOf(const model::Device& device, const model::PriorityTrack& track);

/// `track N interface X line-protocol` for each interface that groups of the device track.
std::string PrintGroupTracks(const model::Device& device);

}  // namespace ringfence::formats
