// What remains of a set of packets, line by line.
//
// Problem: to say for all packets of a protocol at once whether a list lets them through. Idea: each line
// takes its part of those that no line before it took; the first line that takes some of them and denies is
// the answer. Long lists speak of other packets for the most part: lines that miss the box around the set
// are passed over without a set operation. Cost: one comparison of boxes for each line, set operations for
// the few that meet. Twin: packet by packet (dropped_packets_test.cc).

#include "routing/dropped_packets.h"

#include <algorithm>

namespace ringfence::routing {
namespace {

/// Place of the line that drops some packet, or that of the end; nullopt: none is dropped.
std::optional<std::size_t> DropPlace(const model::Acl& acl, net::PacketSet rest, net::PacketSpace& space) {
  if (space.exhausted()) return 0;
  if (rest.empty()) return std::nullopt;
  const net::PacketHull hull = space.HullOf(rest);
  for (std::size_t i = 0; i < acl.lines.size(); ++i) {
    const model::AclLine& line = acl.lines[i];
    if (!net::Meet(line.match, hull)) continue;
    const net::PacketSet taken = space.And(rest, space.Of(line.match, hull));
    rest = space.Minus(rest, taken);
    if (space.exhausted() || (!taken.empty() && line.action == model::AclAction::kDeny)) return i;
    if (rest.empty()) return std::nullopt;
  }
  return acl.end_action == model::AclAction::kPermit ? std::nullopt : std::optional(acl.lines.size());
}

std::optional<base::Span> SpanAt(const model::Acl& acl, std::optional<std::size_t> place) {
  if (!place) return std::nullopt;
  return *place < acl.lines.size() ? acl.lines[*place].span : acl.span;
}

}  // namespace

std::optional<base::Span> FirstDropped(const model::Acl& acl, std::span<const net::HeaderMatch> packets,
                                       net::PacketSpace& space) {
  std::optional<std::size_t> first;
  for (const net::HeaderMatch& match : packets) {
    if (match.family != acl.family) continue;
    const std::optional<std::size_t> place = DropPlace(acl, space.Of(match), space);
    if (place) first = std::min(first.value_or(*place), *place);
  }
  return SpanAt(acl, first);
}

std::optional<base::Span> FirstDropped(const model::Acl& acl, net::PacketSet packets,
                                       net::PacketSpace& space) {
  return SpanAt(acl, DropPlace(acl, packets, space));
}

}  // namespace ringfence::routing
