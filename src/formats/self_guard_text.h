// Access lists in front of the device itself: what is sent to it must pass them, from its neighbours too.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/device.h"

namespace ringfence::formats {

/// One such list as a text names it.
struct SelfGuardText {
  std::string name;
  net::Family family = net::Family::kIpv4;
  std::optional<std::string> vrf;  ///< absent: the same in all VRFs
  base::Span span;
};

/// The list of that VRF and family becomes this one; a negated statement takes it away.
inline void SetGuard(std::vector<SelfGuardText>& guards, SelfGuardText guard, bool negated) {
  std::erase_if(guards, [&guard](const SelfGuardText& known) {
    return known.vrf == guard.vrf && known.family == guard.family;
  });
  if (!negated && !guard.name.empty()) guards.push_back(std::move(guard));
}

/// Puts the list in front of the device. REQUIRES: the list is among its lists, its interfaces are known.
inline void AddGuard(const SelfGuardText& text, model::Device& device) {
  std::set<std::string> vrfs;
  if (text.vrf) {
    vrfs.insert(*text.vrf);
  } else {
    vrfs.insert("");
    for (const model::Interface& interface : device.interfaces) vrfs.insert(interface.vrf);
  }
  for (const std::string& vrf : vrfs) {
    model::SelfGuard guard;
    guard.vrf = vrf;
    model::AclUse& use = text.family == net::Family::kIpv4 ? guard.in4 : guard.in6;
    use = {text.name, text.span};
    device.guards.push_back(std::move(guard));
  }
}

/// Services are behind what stands before the device in their VRF, besides filters of their own.
inline void AddGuardFilters(const model::Device& device, const std::string& vrf,
                            std::vector<model::AclUse>& filters) {
  for (const model::SelfGuard& guard : device.guards) {
    if (guard.vrf != vrf) continue;
    for (const model::AclUse* use : {&guard.in4, &guard.in6}) {
      if (use->applies() && std::ranges::count(filters, use->name, &model::AclUse::name) == 0)
        filters.push_back(*use);
    }
  }
}

}  // namespace ringfence::formats
