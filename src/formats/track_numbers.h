// Printing tracked interfaces of groups as numbered objects, for systems whose objects have numbers.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <set>
#include <string>

#include "model/device.h"

namespace ringfence::formats {

/// First number given to them; static routes have those below.
inline constexpr std::size_t kGroupTrackFirst = 500;

/// The number of the object for an interface.
inline std::size_t TrackNumberOf(const model::Device& device, const model::PriorityTrack& track) {
  const model::InterfaceIndex index = model::FindInterface(device, track.interface);
  return kGroupTrackFirst + (index.valid() ? index.index() + 1 : 0);
}

/// All objects that groups of the device track.
inline std::string PrintGroupTracks(const model::Device& device) {
  std::set<std::string> lines;
  for (const model::Interface& interface : device.interfaces) {
    for (const model::VirtualRouter& group : interface.virtual_routers) {
      for (const model::PriorityTrack& track : group.tracks)
        lines.insert(fmt::format("track {} interface {} line-protocol\n", TrackNumberOf(device, track),
                                 track.interface));
    }
  }
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace ringfence::formats
