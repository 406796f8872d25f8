#include "formats/juniper_junos/convert.h"

#include <algorithm>

namespace ringfence::formats::juniper_junos {

routing::DeviceConfig Convert(Reader& reader, JunosText& text) {
  routing::DeviceConfig config;
  config.device.nos = "juniper_junos";
  config.device.mtu_default_bytes = 1500;
  if (text.system.host_name) {
    config.device.name = text.system.host_name->value;
    config.device.name_span = text.system.host_name->span;
  }
  for (const InstanceText& instance : text.instances) {
    if (instance.kind == InstanceKind::kMain || instance.kind == InstanceKind::kForwarding) continue;
    for (const std::string& unit : instance.units) text.instance_units.emplace_back(unit, instance.name);
  }
  std::sort(text.instance_units.begin(), text.instance_units.end());
  ConvertFilters(reader, text, config.device);
  ConvertInterfaces(reader, text, config.device);
  ConvertManagement(reader, text, config.device);
  ConvertProtection(reader, text, config);
  ConvertTunnels(reader, text, config.device);
  ConvertCopying(reader, text, config.device);
  ConvertRouting(reader, text, config);
  ConvertSteering(reader, text, config);
  CheckZones(reader, text, config);
  return config;
}

}  // namespace ringfence::formats::juniper_junos
