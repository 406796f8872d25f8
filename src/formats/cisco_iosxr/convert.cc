// From the vendor model to the neutral one. Defaults of this system are applied in the convert_*.cc files and
// nowhere else; characterization.md lists them with their certainty.

#include "formats/cisco_iosxr/convert.h"

#include <algorithm>

namespace ringfence::formats::cisco_iosxr {

bool IsVrf(Reader& reader, const std::string& name, base::Span use) {
  if (name.empty()) return true;
  if (std::ranges::find(reader.vendor.vrfs, name, &VrfText::name) != reader.vendor.vrfs.end()) return true;
  reader.Undefined(use, "VRF", name);
  return false;
}

std::vector<std::string> PoliciesOf(Conversion& conversion, const Setting<std::string>& use) {
  if (use.value.empty()) return {};
  return {conversion.policies.Use(use.value, use.span, kRouting)};
}

std::string KeyOfChain(Reader& reader, const std::string& name, base::Span use) {
  const auto chain = reader.vendor.key_chains.find(name);
  if (chain == reader.vendor.key_chains.end()) {
    reader.Undefined(use, "key chain", name);
    return "undefined";
  }
  return chain->second.empty() ? "none" : chain->second.rbegin()->second;
}

const net::IpAddress* Primary4(const model::Interface& interface) {
  if (!interface.admin_up) return nullptr;
  for (const model::InterfaceAddress& address : interface.addresses) {
    if (address.address.address.family == net::Family::kIpv4 && !address.secondary)
      return &address.address.address;
  }
  return nullptr;
}

routing::DeviceConfig Convert(Reader& reader) {
  routing::DeviceConfig config;
  config.device.name = reader.vendor.hostname.value;
  config.device.name_span = reader.vendor.hostname.span;
  config.device.nos = "cisco_iosxr";
  config.device.mtu_default_bytes = 1500;
  config.device.lists_spare_own_packets = true;
  ConvertInterfaces(reader, config);
  ConvertAcls(reader, config);
  ConvertSteering(reader, config);
  ConvertMpls(reader, config);
  ConvertL2Vpn(reader, config);
  PolicyBook policies(reader.vendor.rpl, reader, config.policies);
  Conversion conversion{reader, config, policies};
  ConvertVrfs(conversion);
  ConvertStatics(conversion);
  ConvertOspf(conversion);
  ConvertIsis(conversion);
  ConvertSr(conversion);
  ConvertBgp(conversion);
  policies.Finish();
  ConvertTunnels(reader, config);
  ConvertCopying(reader, config);
  ConvertManagement(reader, config);
  return config;
}

}  // namespace ringfence::formats::cisco_iosxr
