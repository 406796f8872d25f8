#include "model/policy.h"

#include <algorithm>

namespace ringfence::model {
namespace {

template <class IdType, class T>
IdType FindById(const std::vector<T>& items, std::string_view id) {
  const auto found = std::ranges::find(items, id, &T::id);
  if (found == items.end()) return {};
  return IdType(static_cast<std::size_t>(found - items.begin()));
}

}  // namespace

PartyId FindParty(const Policy& policy, std::string_view id) { return FindById<PartyId>(policy.parties, id); }
PartySetId FindSet(const Policy& policy, std::string_view id) {
  return FindById<PartySetId>(policy.sets, id);
}
FlowId FindFlow(const Policy& policy, std::string_view id) { return FindById<FlowId>(policy.flows, id); }

}  // namespace ringfence::model
