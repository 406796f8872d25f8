#include "model/route_policy.h"

#include <algorithm>
#include <array>

namespace ringfence::model {

std::string_view NameOf(RouteSource source) {
  constexpr std::array<std::string_view, 9> kNames = {"connected", "local", "static", "ospf",     "isis",
                                                      "bgp",       "rip",   "eigrp",  "aggregate"};
  return kNames[static_cast<std::size_t>(source)];
}

const PrefixList* FindPrefixList(const PolicySet& set, std::string_view name) {
  const auto found = std::ranges::find(set.prefix_lists, name, &PrefixList::name);
  return found == set.prefix_lists.end() ? nullptr : &*found;
}

const RoutePolicy* FindPolicy(const PolicySet& set, std::string_view name) {
  const auto found = std::ranges::find(set.policies, name, &RoutePolicy::name);
  return found == set.policies.end() ? nullptr : &*found;
}

}  // namespace ringfence::model
