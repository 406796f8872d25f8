#include "formats/nokia_srlinux/convert.h"

#include <algorithm>

#include "formats/self_guard_text.h"

namespace ringfence::formats::nokia_srlinux {

std::vector<const InstanceText*> InOrder(const SrlText& text) {
  std::vector<const InstanceText*> instances;
  for (const InstanceText& instance : text.instances) instances.push_back(&instance);
  std::ranges::stable_partition(instances, [](const InstanceText* one) { return one->vrf().empty(); });
  return instances;
}

bool Routes(const InstanceText& instance) {
  return instance.admin.value_or(true) && instance.type.value != "mac-vrf";
}

const model::Interface* InterfaceOf(Reader& reader, const InstanceText& instance, std::string_view name,
                                    NodeId node, const model::Device& device) {
  const model::InterfaceIndex index = model::FindInterface(device, name);
  const model::Interface* found = index.valid() ? &device.interfaces[index.index()] : nullptr;
  const bool member = std::ranges::find(instance.interfaces, name, &Name::value) != instance.interfaces.end();
  if (found != nullptr && member && found->vrf == instance.vrf()) return found;
  reader.Undefined(node, "interface of the instance");
  return nullptr;
}

std::optional<net::IpAddress> RouterIdOf(const InstanceText& instance, const model::Device& device) {
  if (instance.router_id.set()) return instance.router_id.value;
  const model::InterfaceIndex index = model::FindInterface(device, kSystemInterface);
  if (!index.valid() || !instance.vrf().empty()) return std::nullopt;
  for (const model::InterfaceAddress& address : device.interfaces[index.index()].addresses) {
    if (address.address.address.family == net::Family::kIpv4) return address.address.address;
  }
  return std::nullopt;
}

routing::DeviceConfig Convert(Reader& reader, const SrlText& text) {
  routing::DeviceConfig config;
  config.device.nos = "nokia_srlinux";
  config.device.name = text.host_name.value;
  config.device.name_span = text.host_name.span;
  config.device.mtu_default_bytes = text.default_ip_mtu.value_or(kIpMtu);
  config.local_routes = false;
  ConvertFilters(reader, text, config);
  ConvertInterfaces(reader, text, config);
  ConvertGuards(reader, text, config);
  Policies policies(reader, text, config.policies);
  for (const InstanceText* each : InOrder(text)) {
    const InstanceText& instance = *each;
    if (!Routes(instance)) continue;
    if (!instance.vrf().empty()) {
      routing::VrfConfig vrf;
      vrf.name = instance.name;
      vrf.span = instance.span;
      config.vrfs.push_back(std::move(vrf));
    }
    ConvertStatic(reader, instance, config);
    ConvertOspf(reader, instance, policies, config);
    ConvertIsis(reader, instance, policies, config);
  }
  ConvertBgp(reader, text, policies, config);
  ConvertCopying(reader, text, config);
  ConvertManagement(text, config);
  return config;
}

// The services that the text enables; without a word about SSH the wider reading, that it is on. Who may log
// in is not modelled: an account that may write stands for all.
void ConvertManagement(const SrlText& text, routing::DeviceConfig& config) {
  model::ManagementPlane& plane = config.device.management;
  bool ssh = false;
  for (const ServiceText& service : text.services) {
    ssh = ssh || service.service == model::ManagementService::kSsh;
    if (service.admin.set() && !service.admin.value) continue;
    const auto port = static_cast<std::uint16_t>(service.port.value_or(service.default_port));
    plane.services.push_back(
        {service.service, port, {}, service.admin.set() ? service.admin.span : service.span});
  }
  if (!ssh) plane.services.push_back({model::ManagementService::kSsh, 22, {}, {}});
  for (model::ManagementAccess& service : plane.services) AddGuardFilters(config.device, "", service.filters);
  model::Account all;
  all.user = "admin";
  all.role = model::ManagementRole::kWrite;
  plane.accounts.push_back(std::move(all));
}

}  // namespace ringfence::formats::nokia_srlinux
