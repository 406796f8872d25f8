#include "formats/nokia_sros/convert.h"

#include <algorithm>

#include "formats/nokia_sros/policies.h"

namespace ringfence::formats::nokia_sros {

routing::DeviceConfig Convert(Reader& reader, const SrosText& text) {
  routing::DeviceConfig config;
  config.device.nos = "nokia_sros";
  // Own addresses have no routes of their own in this system's tables.
  config.local_routes = false;
  config.device.name = text.name.value;
  config.device.name_span = text.name.span;
  ConvertFilters(reader, text, config);
  ConvertInterfaces(reader, text, config);
  ConvertL2Services(reader, text, config);
  Policies policies(reader, text, config.policies);
  for (const RouterText& router : text.routers) {
    // A service that is not enabled has no table.
    if (!router.vrf.empty() && !router.admin.value_or(false)) continue;
    ConvertStatic(reader, router, config);
    ConvertAggregates(reader, router, policies, config);
    ConvertOspf(reader, router, policies, config);
    ConvertIsis(reader, router, policies, config);
    ConvertRip(reader, router, policies, config);
  }
  ConvertBgp(reader, text, policies, config);
  ConvertSr(reader, text, config);
  ConvertServiceEvpn(reader, text, config);
  ConvertLdp(reader, text, config);
  ConvertCopying(reader, text, config);
  ConvertManagement(reader, text, config);
  return config;
}

std::string_view InterfaceIn(const RouterText& router, std::string_view name) {
  const auto found = std::ranges::find(router.interfaces, name, &RouterInterface::name);
  return found == router.interfaces.end() ? std::string_view() : std::string_view(found->model_name);
}

// The system address, else the last 32 bits of the chassis' MAC address, which no text shows.
std::optional<net::IpAddress> SystemAddress(const model::Device& device, base::Span& span) {
  const model::InterfaceIndex index = model::FindInterface(device, "system");
  if (!index.valid()) return std::nullopt;
  for (const model::InterfaceAddress& address : device.interfaces[index.index()].addresses) {
    if (address.address.address.family != net::Family::kIpv4) continue;
    span = address.span;
    return address.address.address;
  }
  return std::nullopt;
}

std::optional<net::IpAddress> RouterIdOf(const RouterText& router, const model::Device& device,
                                         base::Span& span) {
  if (!router.router_id.set()) return SystemAddress(device, span);
  span = router.router_id.span;
  return router.router_id.value;
}

}  // namespace ringfence::formats::nokia_sros
