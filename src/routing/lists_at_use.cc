#include "routing/lists_at_use.h"

namespace ringfence::routing {
namespace {

model::Acl UnknownList(net::Family family) {
  model::Acl acl;
  acl.family = family;
  acl.end_action = model::AclAction::kPermit;
  acl.open_lines.emplace_back().match.family = family;
  return acl;
}

}  // namespace

std::vector<const model::Acl*> ListsAt(const model::Device& device, const model::AclUse& use,
                                       net::Family family) {
  static const model::Acl kUnknown4 = UnknownList(net::Family::kIpv4);
  static const model::Acl kUnknown6 = UnknownList(net::Family::kIpv6);
  std::vector<const model::Acl*> lists;
  // A list that nobody defines is a doubt of the reader.
  const model::Acl* named = use.applies() ? model::FindAcl(device, use.name, family) : nullptr;
  if (named != nullptr) lists.push_back(named);
  if (use.open) lists.push_back(family == net::Family::kIpv4 ? &kUnknown4 : &kUnknown6);
  return lists;
}

}  // namespace ringfence::routing
