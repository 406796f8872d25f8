// LDP: control is independent, every prefix of an IGP and every connected one has a label.

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

bool IsThere(const model::Device& device, const net::IpAddress& address) {
  return std::ranges::any_of(device.interfaces, [&](const model::Interface& interface) {
    return interface.vrf.empty() && interface.admin_up &&
           std::ranges::any_of(interface.addresses,
                               [&](const auto& one) { return one.address.address == address; });
  });
}

/// The router id is the address of the sessions, unless another one is given; without either the engine
/// takes that of a loopback.
void SetTransport(Reader& reader, routing::DeviceConfig& config) {
  const LdpText& text = reader.vendor.ldp;
  base::Span span = text.router_id.span;
  if (text.transport.set()) {
    config.ldp.transport = text.transport.value;
    span = text.transport.span;
  } else if (const auto address = net::ParseIpv4(text.router_id.value)) {
    config.ldp.transport = address;
  } else if (text.router_id.set()) {
    const model::InterfaceIndex index = model::FindInterface(config.device, text.router_id.value);
    const net::IpAddress* primary =
        index.valid() ? Primary4(config.device.interfaces[index.index()]) : nullptr;
    if (primary != nullptr) config.ldp.transport = *primary;
  } else if (reader.vendor.router_id.set()) {
    config.ldp.transport = reader.vendor.router_id.value;
    span = text.span;
  }
  const bool given = config.ldp.transport || text.router_id.set();
  if (given && (!config.ldp.transport || !IsThere(config.device, *config.ldp.transport)))
    reader.Demote(span, Impact::kForwarding, "address of LDP sessions that no interface has");
}

}  // namespace

void ConvertMpls(Reader& reader, routing::DeviceConfig& config) {
  const LdpText& text = reader.vendor.ldp;
  if (!text.span.valid()) return;
  config.ldp.enabled = true;
  config.ldp.span = text.span;
  config.ldp.hosts_only = text.hosts_only;
  config.ldp.own = text.hosts_only ? routing::ldp::OwnBindings::kHosts : routing::ldp::OwnBindings::kAll;
  config.ldp.explicit_null = text.explicit_null;
  SetTransport(reader, config);
  for (const routing::ldp::LdpInterface& interface : text.interfaces) {
    const model::InterfaceIndex index = model::FindInterface(config.device, interface.name);
    if (index.valid() && !config.device.interfaces[index.index()].vrf.empty()) {
      reader.Demote(interface.span, Impact::kForwarding, "LDP in a VRF");
    } else {
      config.ldp.interfaces.push_back(interface);
    }
  }
}

}  // namespace ringfence::formats::cisco_iosxr
