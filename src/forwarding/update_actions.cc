#include "forwarding/update_actions.h"

#include <algorithm>

#include "forwarding/update_outcome.h"

namespace ringfence::forwarding::updates {
namespace {

template <class T>
void MakeSet(std::vector<T>& list) {
  std::ranges::sort(list);
  const auto rest = std::ranges::unique(list);
  list.erase(rest.begin(), rest.end());
}

}  // namespace

ActionTable::ActionTable() { records_.push_back({.ends = Outcome::kUnrouted}); }

ActionId ActionTable::Add(Action action) {
  MakeSet(action.routers);
  MakeSet(action.ports);
  const auto [at, is_new] = ids_.try_emplace(std::move(action), ActionId(records_.size()));
  if (!is_new) return at->second;
  const Action& added = at->first;
  Record record{.first = static_cast<std::uint32_t>(routers_.size()),
                .count = static_cast<std::uint32_t>(added.routers.size())};
  if (!added.ports.empty()) record.ends = Outcome::kDelivered;
  if (added.ports.empty() && added.routers.empty()) record.ends = Outcome::kDropped;
  routers_.insert(routers_.end(), added.routers.begin(), added.routers.end());
  if (!added.routers.empty()) router_bound_ = std::max(router_bound_, added.routers.back().index() + 1);
  records_.push_back(record);
  return at->second;
}

}  // namespace ringfence::forwarding::updates
