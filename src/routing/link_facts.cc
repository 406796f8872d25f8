// What of an interface alone decides whom it can be joined with.
#include <algorithm>

#include "routing/links.h"

namespace ringfence::routing {

bool CanLink(const model::Interface& interface) {
  switch (interface.kind) {
    case model::InterfaceKind::kLoopback:
    case model::InterfaceKind::kTunnel:
    case model::InterfaceKind::kNull:
      return false;
    default:
      return !interface.addresses.empty() || !interface.unnumbered_from.empty();
  }
}

std::vector<net::Prefix> SubnetsOf(const model::Interface& interface) {
  std::vector<net::Prefix> subnets;
  for (const model::InterfaceAddress& address : interface.addresses) {
    const net::HostPrefix& host = address.address;
    if (host.length == net::AddressBits(host.address.family) || IsLinkLocal(host.address)) continue;
    subnets.push_back(host.subnet());
  }
  return subnets;
}

bool Carries(const model::SwitchPort& port, std::uint16_t vlan) {
  if (!port.trunk) return port.vlan == vlan;
  return std::ranges::any_of(port.allowed, [vlan](const model::VlanRange& range) {
    return range.first <= vlan && vlan <= range.last;
  });
}

bool IsLinkLocal(const net::IpAddress& address) {
  return address.family == net::Family::kIpv6 && (address.high >> 54U) == (0xfe80U >> 6U);
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& byte : lower) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return lower;
}

}  // namespace ringfence::routing
