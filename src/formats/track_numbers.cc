#include "formats/track_numbers.h"

#include <fmt/format.h>

#include <set>

namespace ringfence::formats {

std::size_t TrackNumberOf(const model::Device& device, const model::PriorityTrack& track) {
  constexpr std::size_t kFirst = 500;
  const model::InterfaceIndex index = model::FindInterface(device, track.interface);
  return kFirst + (index.valid() ? index.index() + 1 : 0);
}

std::string PrintGroupTracks(const model::Device& device) {
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
