// First match decides: walk the lines, giving each the packets that no earlier line took.
//
// Problem: the set that a list of thousands of lines permits is large, and a flow meets little of it. Idea: ask
// only for the packets that come. They lie in a box; only lines that meet the box can take any of them
// (net/match_index.h), conditions that the whole box meets need no nodes, and the walk ends when no packet is
// left. Packets outside of the box are decided wrongly on the way and never looked at: everything starts from
// `packets`. Cost: set operations on parts of `packets` for each line that meets their box, once for each set
// of packets that asks; all packets at once cost what the whole list costs.

#include "forwarding/access_lists.h"

namespace ringfence::forwarding {

AccessLists::List& AccessLists::ListOf(const model::Acl& acl) {
  const auto known = lists_.find(&acl);
  if (known != lists_.end()) return known->second;
  std::vector<const net::HeaderMatch*> matches;
  for (const model::AclLine& line : acl.lines) matches.push_back(&line.match);
  return lists_.emplace(&acl, List{net::MatchIndex(acl.family, std::move(matches)), {}}).first->second;
}

net::PacketSet AccessLists::Permitted(const model::Acl& acl, net::PacketSet packets) {
  net::PacketSet rest = space_.And(packets, space_.All(acl.family));
  if (rest.empty()) return rest;
  List& list = ListOf(acl);
  const auto known = list.permitted.find(rest);
  if (known != list.permitted.end()) return known->second;
  const net::PacketSet asked = rest;
  net::PacketSet permitted = space_.None();
  const net::PacketHull hull = space_.HullOf(asked);
  for (const std::uint32_t place : list.index.Meeting(hull)) {
    const model::AclLine& line = acl.lines[place];
    const net::PacketSet match = space_.Of(line.match, hull);
    if (line.action == model::AclAction::kPermit) permitted = space_.Or(permitted, space_.And(rest, match));
    rest = space_.Minus(rest, match);
    if (rest.empty()) break;
  }
  if (acl.end_action == model::AclAction::kPermit) permitted = space_.Or(permitted, rest);
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
