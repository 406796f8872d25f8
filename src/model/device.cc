#include "model/device.h"

#include <algorithm>

namespace ringfence::model {

InterfaceIndex FindInterface(const Device& device, std::string_view name) {
  const auto found = std::ranges::find(device.interfaces, name, &Interface::name);
  if (name.empty() || found == device.interfaces.end()) return {};
  return InterfaceIndex(static_cast<std::size_t>(found - device.interfaces.begin()));
}

const Acl* FindAcl(const Device& device, std::string_view name, net::Family family) {
  for (const Acl& acl : device.acls) {
    if (acl.family == family && acl.name == name) return &acl;
  }
  return nullptr;
}

}  // namespace ringfence::model
