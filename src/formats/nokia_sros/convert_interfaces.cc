// Ports, groups and router interfaces. A port and a group are down until the text enables them; a router
// interface is up until the text disables it, and carries packets only while its port does too.
#include <algorithm>
#include <utility>

#include "formats/nokia_sros/convert.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::Interface;
using model::InterfaceKind;

constexpr std::uint64_t kMega = 1'000'000;
// Bytes of the Ethernet header that the MTU of a port counts and the IP MTU does not.
constexpr std::uint32_t kHeaderBytes = 14;
constexpr std::uint32_t kTagBytes = 4;
constexpr std::uint32_t kVlanMax = 4094;
// The owner of the address of a virtual router (RFC 5798).
constexpr std::uint32_t kOwnerPriority = 255;

const Port* FindPort(const SrosText& text, std::string_view name) {
  const auto port = std::ranges::find(text.ports, name, &Port::name);
  return port == text.ports.end() ? nullptr : &*port;
}

// Ports of a connector have its name and a number: 1/1/c1/1 of 1/1/c1.
std::optional<std::uint64_t> SpeedOf(const SrosText& text, const Port& port) {
  if (port.speed_mbps.set()) return port.speed_mbps.value * kMega;
  const std::size_t slash = port.name.rfind('/');
  const Port* connector =
      slash == std::string_view::npos ? nullptr : FindPort(text, port.name.substr(0, slash));
  if (connector == nullptr || !connector->breakout.set()) return std::nullopt;
  return SpeedOfBreakout(connector->breakout.value);
}

bool Encrypts(const SrosText& text, const MacsecSubPort& sub_port) {
  if (!sub_port.admin.value_or(false) || sub_port.partial || !sub_port.all_match.value_or(true)) return false;
  const auto association =
      std::ranges::find(text.associations, sub_port.association.value, &MacsecAssociation::name);
  return association != text.associations.end() && association->admin.value_or(false) &&
         association->encrypt.value_or(true);
}

void ConvertMacsec(Reader& reader, const SrosText& text, const Port& port, Interface& to) {
  for (const MacsecSubPort& sub_port : port.sub_ports) {
    const Name& use = sub_port.association;
    if (use.set() && std::ranges::find(text.associations, use.value, &MacsecAssociation::name) ==
                         text.associations.end()) {
      reader.Undefined(use.node, "connectivity association");
    }
  }
  const bool encrypts =
      std::ranges::any_of(port.sub_ports, [&](const auto& sub) { return Encrypts(text, sub); });
  if (!port.must_encrypt.value_or(false) || !encrypts) return;
  to.macsec = true;
  to.macsec_span = port.must_encrypt.span;
}

void SetAdmin(const Flagged& admin, bool by_default, Interface& to) {
  to.admin_up = admin.value_or(by_default);
  if (admin.set() && !admin.value) to.down_span = admin.span;
}

void AddPort(Reader& reader, const SrosText& text, const Port& port, routing::DeviceConfig& config) {
  Interface to;
  to.name = port.name;
  to.span = port.span;
  to.description = port.description.value;
  SetAdmin(port.admin, false, to);
  to.bandwidth_bps = SpeedOf(text, port);
  for (const Lag& lag : text.lags) {
    const auto member = std::ranges::find(lag.ports, port.name, &Name::value);
    if (member != lag.ports.end()) to.lag = lag.name;
  }
  ConvertMacsec(reader, text, port, to);
  config.device.interfaces.push_back(std::move(to));
}

void AddLag(Reader& reader, const SrosText& text, const Lag& lag, routing::DeviceConfig& config) {
  Interface to;
  to.name = lag.name;
  to.kind = InterfaceKind::kLag;
  to.span = lag.span;
  to.description = lag.description.value;
  SetAdmin(lag.admin, false, to);
  std::uint64_t sum_bps = 0;
  bool known = !lag.ports.empty();
  for (const Name& member : lag.ports) {
    const model::InterfaceIndex index = model::FindInterface(config.device, member.value);
    if (!index.valid()) {
      reader.Undefined(member.node, "port");
    } else if (config.device.interfaces[index.index()].lag != lag.name) {
      reader.Invalid(member.node, "a port that another group has too");
    }
    const Port* port = FindPort(text, member.value);
    const std::optional<std::uint64_t> speed = port == nullptr ? std::nullopt : SpeedOf(text, *port);
    known = known && speed.has_value();
    sum_bps += speed.value_or(0);
  }
  if (known) to.bandwidth_bps = sum_bps;
  config.device.interfaces.push_back(std::move(to));
}

// `1/1/1:100`: the port and its outer tag. False when the tag is no single VLAN.
bool SplitPort(std::string_view binding, std::string_view& port, std::optional<std::uint16_t>& vlan) {
  const std::size_t colon = binding.find(':');
  port = binding.substr(0, colon);
  if (colon == std::string_view::npos) return true;
  const std::string_view tags = binding.substr(colon + 1);
  const std::optional<std::uint32_t> tag = ParseNumber(tags.substr(0, tags.find('.')), 0, kVlanMax);
  if (!tag) return tags == "*";
  if (*tag != 0) vlan = static_cast<std::uint16_t>(*tag);
  return true;
}

// A port that the text only uses has all its defaults: it exists and is down.
void AddUsedPort(const Name& use, std::string_view lag, routing::DeviceConfig& config) {
  std::string_view name;
  std::optional<std::uint16_t> vlan;
  if (!use.set() || !SplitPort(use.value, name, vlan) || name.empty() || name[0] < '0' || name[0] > '9')
    return;
  if (model::FindInterface(config.device, name).valid()) return;
  Interface to;
  to.name = name;
  to.span = use.span;
  to.admin_up = false;
  to.lag = lag;
  config.device.interfaces.push_back(std::move(to));
}

std::uint32_t OverheadBytes(const Name& encapsulation) {
  const std::uint32_t tags = encapsulation.value == "qinq" ? 2 : encapsulation.value == "dot1q" ? 1 : 0;
  return kHeaderBytes + tags * kTagBytes;
}

// What the port under the interface says about it.
void BindPort(Reader& reader, const SrosText& text, const RouterInterface& from, Interface& to,
              const routing::DeviceConfig& config) {
  std::string_view name;
  if (!SplitPort(from.port.value, name, to.vlan)) reader.Invalid(from.port.node, "not a port and a VLAN");
  const model::InterfaceIndex below = model::FindInterface(config.device, name);
  if (!below.valid()) {
    reader.Undefined(from.port.node, "port");
    return;
  }
  to.parent = name;
  to.bandwidth_bps = config.device.interfaces[below.index()].bandwidth_bps;
  const Port* port = FindPort(text, name);
  if (port == nullptr || !port->mtu.set()) return;
  const std::uint32_t overhead = OverheadBytes(port->encapsulation);
  const std::uint32_t room = port->mtu.value > overhead ? port->mtu.value - overhead : 0;
  to.mtu_bytes = std::min(to.mtu_bytes.value_or(room), room);
}

void AddAddresses(Reader& reader, const RouterInterface& from, Interface& to) {
  const auto add = [&](const AddressText& address) {
    if (!address.address.set()) return;
    if (!address.length.set()) {
      reader.Invalid(address.address.node, "an address without a prefix length");
      return;
    }
    const auto length = static_cast<std::uint8_t>(address.length.value);
    to.addresses.push_back({{address.address.value, length}, address.secondary, address.address.span});
  };
  for (const AddressText& address : from.addresses) {
    if (!address.secondary) add(address);
  }
  for (const AddressText& address : from.addresses) {
    if (address.secondary) add(address);
  }
}

void UseFilter(Reader& reader, const Name& name, net::Family family, const routing::DeviceConfig& config,
               model::AclUse& to) {
  if (!name.set()) return;
  to = {std::string(name.value), name.span};
  if (model::FindAcl(config.device, name.value, family) == nullptr) reader.Undefined(name.node, "filter");
}

model::VirtualRouter ConvertVrrp(const VrrpText& from) {
  model::VirtualRouter to;
  to.group = from.group;
  to.span = from.span;
  to.priority = from.owner.value_or(false) ? kOwnerPriority : from.priority.value_or(to.priority);
  to.preempt = from.preempt.value_or(true);
  for (const Stated<net::IpAddress>& address : from.addresses) to.addresses.push_back(address.value);
  return to;
}

void AddVrrp(const RouterInterface& from, Interface& to) {
  for (const VrrpText& group : from.vrrp) {
    if (group.admin.value_or(true)) to.virtual_routers.push_back(ConvertVrrp(group));
  }
  const auto order = [](const model::VirtualRouter& group) {
    const bool v6 = !group.addresses.empty() && group.addresses[0].family == net::Family::kIpv6;
    return std::pair(group.group, v6);
  };
  std::ranges::stable_sort(to.virtual_routers, {}, order);
}

void AddRouterInterface(Reader& reader, const SrosText& text, const RouterText& router,
                        const RouterInterface& from, routing::DeviceConfig& config) {
  Interface to;
  to.name = from.model_name;
  to.vrf = router.vrf;
  to.kind = from.name == "system" || from.loopback.value_or(false) ? InterfaceKind::kLoopback
                                                                   : InterfaceKind::kLogical;
  if (from.vpls.set()) to.kind = InterfaceKind::kSvi;
  to.span = from.span;
  to.description = from.description.value;
  SetAdmin(from.admin, true, to);
  if (from.ip_mtu.set()) to.mtu_bytes = from.ip_mtu.value;
  if (from.port.set()) BindPort(reader, text, from, to, config);
  // Without a port an interface is no way out of the router.
  if (!from.port.set() && to.kind == InterfaceKind::kLogical) to.admin_up = false;
  if (from.service_down) to.admin_up = false;
  AddAddresses(reader, from, to);
  if (from.unnumbered.set()) {
    const std::string_view lender = InterfaceIn(router, from.unnumbered.value);
    to.unnumbered_from = lender.empty() ? from.unnumbered.value : lender;
  }
  AddVrrp(from, to);
  to.source_check = from.source_check;
  UseFilter(reader, from.ingress.ip, net::Family::kIpv4, config, to.acl_in4);
  UseFilter(reader, from.egress.ip, net::Family::kIpv4, config, to.acl_out4);
  UseFilter(reader, from.ingress.ipv6, net::Family::kIpv6, config, to.acl_in6);
  UseFilter(reader, from.egress.ipv6, net::Family::kIpv6, config, to.acl_out6);
  config.device.interfaces.push_back(std::move(to));
}

}  // namespace

std::optional<std::uint64_t> SpeedOfBreakout(std::string_view breakout) {
  const std::size_t dash = breakout.find('-');
  if (!breakout.starts_with('c') || dash == std::string_view::npos || !breakout.ends_with('g'))
    return std::nullopt;
  const auto gigabits = ParseNumber(breakout.substr(dash + 1, breakout.size() - dash - 2), 1, 1600);
  if (!gigabits) return std::nullopt;
  return *gigabits * 1000 * kMega;
}

void ConvertInterfaces(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  for (const Port& port : text.ports) AddPort(reader, text, port, config);
  for (const Lag& lag : text.lags) {
    for (const Name& member : lag.ports) AddUsedPort(member, lag.name, config);
  }
  for (const RouterText& router : text.routers) {
    for (const RouterInterface& interface : router.interfaces) AddUsedPort(interface.port, {}, config);
  }
  for (const Lag& lag : text.lags) AddLag(reader, text, lag, config);
  for (const RouterText& router : text.routers) {
    for (const RouterInterface& interface : router.interfaces)
      AddRouterInterface(reader, text, router, interface, config);
  }
}

}  // namespace ringfence::formats::nokia_sros
