#include "routing/self_guards.h"

namespace ringfence::routing {

std::vector<model::AclUse> GuardsIn(const model::Device& device, std::string_view vrf, bool v4) {
  std::vector<model::AclUse> uses;
  for (const model::SelfGuard& guard : device.guards) {
    if (guard.vrf == vrf) uses.push_back(v4 ? guard.in4 : guard.in6);
  }
  return uses;
}

std::vector<model::AclUse> GuardsOut(const model::Device& device, std::string_view vrf, bool v4) {
  std::vector<model::AclUse> uses;
  for (const model::SelfGuard& guard : device.guards) {
    if (guard.vrf == vrf) uses.push_back(v4 ? guard.out4 : guard.out6);
  }
  return uses;
}

}  // namespace ringfence::routing
