// First match decides: walk the lines, giving each the packets that no earlier line took.
//
// Problem: the set that a list of thousands of lines permits is large, and a flow meets little of it. Idea:
// ask only for the packets that come. They lie in a box; only lines that meet the box can take any of them
// (net/match_index.h), conditions that the whole box meets need no nodes, and the walk ends when no packet is
// left. Packets outside of the box are decided wrongly on the way and never looked at: everything starts from
// `packets`. Cost: set operations on parts of `packets` for each line that meets their box, once for each set
// of packets that asks; parts of the set asked last are intersected with its answer. Sets that meet a good
// part of the list are intersected with the set of the whole list once there were several of them.

#include "forwarding/access_lists.h"

namespace ringfence::forwarding {
namespace {

/// A set is wide that meets more lines than kFewLines and more than one of kWideShare of the list. Where wide
/// sets have met as many lines as the list has, the whole list is converted, once, and wide sets are
/// intersected with that (origin: bench/generate_acl.py --wide; for others the whole may be much larger than
/// what they ask).
constexpr std::size_t kFewLines = 32;
constexpr std::size_t kWideShare = 16;

}  // namespace

AccessLists::List& AccessLists::ListOf(const model::Acl& acl) {
  const auto known = lists_.find(&acl);
  if (known != lists_.end()) return known->second;
  std::vector<const net::HeaderMatch*> matches;
  for (const model::AclLine& line : acl.lines) matches.push_back(&line.match);
  return lists_.emplace(&acl, List{net::MatchIndex(acl.family, std::move(matches))}).first->second;
}

net::PacketSet AccessLists::WalkLines(const model::Acl& acl, const std::vector<std::uint32_t>& places,
                                      const net::PacketHull& hull, net::PacketSet asked) {
  net::PacketSet rest = asked;
  net::PacketSet permitted = space_.None();
  for (const std::uint32_t place : places) {
    const model::AclLine& line = acl.lines[place];
    const net::PacketSet match = space_.Of(line.match, hull);
    if (line.action == model::AclAction::kPermit) permitted = space_.Or(permitted, space_.And(rest, match));
    rest = space_.Minus(rest, match);
    if (rest.empty()) break;
  }
  return acl.end_action == model::AclAction::kPermit ? space_.Or(permitted, rest) : permitted;
}

net::PacketSet AccessLists::Permitted(const model::Acl& acl, net::PacketSet packets) {
  const net::PacketSet all = space_.All(acl.family);
  const net::PacketSet asked = space_.And(packets, all);
  if (asked.empty()) return asked;
  List& list = ListOf(acl);
  const auto known = list.permitted.find(asked);
  if (known != list.permitted.end()) return known->second;
  net::PacketSet permitted;
  if (!list.last_asked.empty() && space_.Contains(list.last_asked, asked)) {
    permitted = space_.And(asked, list.permitted.at(list.last_asked));
  } else {
    const net::PacketHull hull = space_.HullOf(asked);
    const std::vector<std::uint32_t> places = list.index.Meeting(hull);
    const bool wide = places.size() > kFewLines && places.size() > acl.lines.size() / kWideShare;
    if (wide) list.wide_line_count += places.size();
    if (asked != all && wide && list.wide_line_count > acl.lines.size()) {
      permitted = space_.And(asked, Permitted(acl, all));
    } else {
      permitted = WalkLines(acl, places, hull, asked);
      list.last_asked = asked;
    }
  }
  list.permitted.emplace(asked, permitted);
  return permitted;
}

const model::AclLine* AccessLists::DecidingLine(const model::Acl& acl, const net::PacketHeader& packet) {
  for (const std::uint32_t place : ListOf(acl).index.Meeting(net::PacketHull::Of(packet))) {
    if (net::Matches(acl.lines[place].match, packet)) return &acl.lines[place];
  }
  return nullptr;
}

const model::AclLine* DecidingLine(const model::Acl& acl, const net::PacketHeader& packet) {
  for (const model::AclLine& line : acl.lines) {
    if (net::Matches(line.match, packet)) return &line;
  }
  return nullptr;
}

model::AclAction Decide(const model::Acl& acl, const net::PacketHeader& packet) {
  const model::AclLine* line = DecidingLine(acl, packet);
  return line == nullptr ? acl.end_action : line->action;
}

}  // namespace ringfence::forwarding
