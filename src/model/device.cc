#include "model/device.h"

#include <algorithm>

namespace ringfence::model {

InterfaceIndex FindInterface(const Device& device, std::string_view name) {
  const auto found = std::ranges::find(device.interfaces, name, &Interface::name);
  if (name.empty() || found == device.interfaces.end()) return {};
  return InterfaceIndex(static_cast<std::size_t>(found - device.interfaces.begin()));
}

std::optional<std::uint32_t> MtuOf(const Device& device, const Interface& interface) {
  if (interface.mtu_bytes) return interface.mtu_bytes;
  switch (interface.kind) {
    case InterfaceKind::kPhysical:
    case InterfaceKind::kLag:
    case InterfaceKind::kSubinterface:
    case InterfaceKind::kSvi:
      return device.mtu_default_bytes;
    default:
      return std::nullopt;
  }
}

const Acl* FindAcl(const Device& device, std::string_view name, net::Family family) {
  for (const Acl& acl : device.acls) {
    if (acl.family == family && acl.name == name) return &acl;
  }
  return nullptr;
}

const PolicyRouting* FindPolicyRouting(const Device& device, std::string_view name) {
  const auto found = std::ranges::find(device.policy_routing, name, &PolicyRouting::name);
  return found == device.policy_routing.end() ? nullptr : &*found;
}

}  // namespace ringfence::model
