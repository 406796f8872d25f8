// Policy routing of what comes in by interfaces: route maps over access lists (../steering_text.h).

#include "formats/cisco_nxos/convert.h"
#include "formats/cisco_nxos/policies.h"
#include "formats/steering_text.h"

namespace ringfence::formats::cisco_nxos {

void NoteSteeringMaps(Reader& reader) {
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const model::AclUse& use : {interface.policy_in4, interface.policy_in6}) {
      if (use.applies()) reader.policies.steering_maps.insert(use.name);
    }
  }
}

void ConvertSteering(Conversion& conversion) {
  Reader& reader = conversion.reader;
  model::Device& device = conversion.config.device;
  const auto used = [&](const model::AclUse& use) {
    if (!use.applies() || !reader.FeatureOn("pbr", use.span)) return model::AclUse{};
    return UseSteeringMap(use, reader.policies, conversion.policies, Dialect(), reader, device);
  };
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    // A port that switches has no layer 3.
    if (device.interfaces[i].switch_port) continue;
    device.interfaces[i].policy_in4 = used(reader.vendor.interfaces[i].policy_in4);
    device.interfaces[i].policy_in6 = used(reader.vendor.interfaces[i].policy_in6);
  }
}

}  // namespace ringfence::formats::cisco_nxos
