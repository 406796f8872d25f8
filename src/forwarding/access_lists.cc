// First match decides: walk the lines, giving each the packets that no earlier line took.
// Cost: O(lines) set operations, once per list.

#include "forwarding/access_lists.h"

namespace ringfence::forwarding {

net::PacketSet AccessLists::Permitted(const model::Acl& acl) {
  const auto known = permitted_.find(&acl);
  if (known != permitted_.end()) return known->second;
  net::PacketSet rest = space_.All(acl.family);
  net::PacketSet permitted = space_.None();
  for (const model::AclLine& line : acl.lines) {
    const net::PacketSet taken = space_.And(rest, space_.Of(line.match));
    if (line.action == model::AclAction::kPermit) permitted = space_.Or(permitted, taken);
    rest = space_.Minus(rest, taken);
    if (rest.empty()) break;
  }
  if (acl.end_action == model::AclAction::kPermit) permitted = space_.Or(permitted, rest);
  permitted_.emplace(&acl, permitted);
  return permitted;
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
