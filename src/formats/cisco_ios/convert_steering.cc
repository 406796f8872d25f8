// Policy routing of what comes in by interfaces: route maps over access lists (../steering_text.h).

#include "formats/cisco_ios/reader.h"
#include "formats/steering_text.h"

namespace ringfence::formats::cisco_ios {

void NoteSteeringMaps(Reader& reader) {
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const model::AclUse& use : {interface.policy_in4, interface.policy_in6}) {
      if (use.applies()) reader.vendor.policies.steering_maps.insert(use.name);
    }
  }
}

void ConvertSteering(Reader& reader, const PolicyConverter& routes, model::Device& device) {
  const auto used = [&](const model::AclUse& use) {
    return UseSteeringMap(use, reader.vendor.policies, routes, Policies(), reader, device);
  };
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    device.interfaces[i].policy_in4 = used(reader.vendor.interfaces[i].policy_in4);
    device.interfaces[i].policy_in6 = used(reader.vendor.interfaces[i].policy_in6);
  }
}

}  // namespace ringfence::formats::cisco_ios
