// What remains of a set of packets, line by line.
//
// Problem: to say for all packets of a protocol at once whether a list lets them through. Idea: each line
// takes its part of those that no line before it took; the first line that takes some of them and denies is
// the answer. So is an open line that some of them reach: it may drop them, and if it does not, it takes none
// away from the lines behind it. Long lists speak of other packets for the most part: lines that miss the box
// around the set are passed over without a set operation. Cost: one comparison of boxes for each line, set
// operations for the few that meet. Twin: packet by packet (dropped_packets_test.cc).

#include "routing/dropped_packets.h"

#include <algorithm>

namespace ringfence::routing {
namespace {

/// Where some packet is dropped, or may be.
struct DropPlace {
  std::size_t rank = 0;  ///< among all lines, open ones counted; the end of the list is behind them
  base::Span span;
};

/// Packets on their way through a list.
class Passage {
 public:
  Passage(const model::Acl& acl, net::PacketSet packets, net::PacketSpace& space)
      : acl_(acl), rest_(packets), space_(space) {}

  std::optional<DropPlace> Run() {
    if (space_.exhausted()) return DropPlace{0, acl_.lines.empty() ? acl_.span : acl_.lines[0].span};
    if (rest_.empty()) return std::nullopt;
    const net::PacketHull hull = space_.HullOf(rest_);
    for (std::size_t i = 0; i < acl_.lines.size(); ++i) {
      if (const auto open = MeetOpenLines(i, hull)) return open;
      const model::AclLine& line = acl_.lines[i];
      if (!net::Meet(line.match, hull)) continue;
      const net::PacketSet taken = space_.And(rest_, space_.Of(line.match, hull));
      rest_ = space_.Minus(rest_, taken);
      if (space_.exhausted() || (!taken.empty() && line.action == model::AclAction::kDeny))
        return DropPlace{i + next_open_, line.span};
      if (rest_.empty()) return std::nullopt;
    }
    if (const auto open = MeetOpenLines(acl_.lines.size(), hull)) return open;
    if (acl_.end_action == model::AclAction::kPermit) return std::nullopt;
    return DropPlace{acl_.lines.size() + next_open_, acl_.span};
  }

 private:
  /// The open line before the line of that index that some packet reaches.
  std::optional<DropPlace> MeetOpenLines(std::size_t index, const net::PacketHull& hull) {
    for (; next_open_ < acl_.open_lines.size() && acl_.open_lines[next_open_].place <= index; ++next_open_) {
      const model::OpenLine& line = acl_.open_lines[next_open_];
      if (!net::Meet(line.match, hull)) continue;
      const bool reached = !space_.And(rest_, space_.Of(line.match, hull)).empty();
      if (reached || space_.exhausted()) return DropPlace{index + next_open_, line.span};
    }
    return std::nullopt;
  }

  const model::Acl& acl_;
  net::PacketSet rest_;  ///< those that no line took
  net::PacketSpace& space_;
  std::size_t next_open_ = 0;
};

}  // namespace

std::optional<base::Span> FirstDropped(const model::Acl& acl, std::span<const net::HeaderMatch> packets,
                                       net::PacketSpace& space) {
  std::optional<DropPlace> first;
  for (const net::HeaderMatch& match : packets) {
    if (match.family != acl.family) continue;
    const std::optional<DropPlace> place = Passage(acl, space.Of(match), space).Run();
    if (place && (!first || place->rank < first->rank)) first = place;
  }
  return first ? std::optional(first->span) : std::nullopt;
}

std::optional<base::Span> FirstDropped(const model::Acl& acl, net::PacketSet packets,
                                       net::PacketSpace& space) {
  const std::optional<DropPlace> place = Passage(acl, packets, space).Run();
  return place ? std::optional(place->span) : std::nullopt;
}

}  // namespace ringfence::routing
