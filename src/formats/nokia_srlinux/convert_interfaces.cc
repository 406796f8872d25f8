// Ports, groups and sub-interfaces. Interfaces are up until the text disables them; a sub-interface carries
// packets only as a member of an instance that routes.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_srlinux/convert.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using model::Interface;
using model::InterfaceKind;

constexpr std::uint64_t kMega = 1'000'000, kGiga = 1'000'000'000, kTera = 1'000'000'000'000;

// "100G", "10M", "1T".
std::optional<std::uint64_t> SpeedOf(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const std::uint64_t unit = text.back() == 'G'   ? kGiga
                             : text.back() == 'M' ? kMega
                             : text.back() == 'T' ? kTera
                                                  : 0;
  const auto number = ParseNumber(text.substr(0, text.size() - 1), 1, 10000);
  if (unit == 0 || !number) return std::nullopt;
  return unit * *number;
}

InterfaceKind KindOf(std::string_view name) {
  if (name.starts_with("lo") || name.starts_with("system")) return InterfaceKind::kLoopback;
  if (name.starts_with("lag")) return InterfaceKind::kLag;
  if (name.starts_with("irb")) return InterfaceKind::kSvi;
  return InterfaceKind::kPhysical;
}

// Has the interface something below its sub-interfaces that cables reach?
bool IsPort(InterfaceKind kind) { return kind == InterfaceKind::kLag || kind == InterfaceKind::kPhysical; }

class Converter {
 public:
  Converter(Reader& reader, const SrlText& text, routing::DeviceConfig& config)
      : reader_(reader), text_(text), config_(config) {
    for (const InterfaceText& interface : text.interfaces) {
      for (const SubinterfaceText& sub : interface.subinterfaces)
        knows_admin_ = knows_admin_ || sub.ipv4.admin.set() || sub.ipv6.admin.set();
    }
  }

  void Run();

 private:
  void AddPort(const InterfaceText& from);
  void AddSubinterface(const InterfaceText& port, const SubinterfaceText& from);
  void Join(const InterfaceText& port, const SubinterfaceText& from, Interface& to);
  void AddAddresses(const FamilyText& from, Interface& to);
  void UseFilter(const Name& name, net::Family family, model::AclUse& to);
  void UseFilters(const SubinterfaceText& from, Interface& to);
  std::optional<std::uint64_t> GroupSpeed(std::string_view lag) const;
  void CheckMembers();

  Reader& reader_;
  const SrlText& text_;
  routing::DeviceConfig& config_;
  // `admin-state` of a family came with release 22.11: a text that has one is not older.
  bool knows_admin_ = false;
};

std::optional<std::uint64_t> Converter::GroupSpeed(std::string_view lag) const {
  std::uint64_t sum_bps = 0;
  for (const InterfaceText& member : text_.interfaces) {
    if (member.lag.value != lag) continue;
    const auto speed = SpeedOf(member.speed.value);
    if (!speed) return std::nullopt;
    sum_bps += *speed;
  }
  return sum_bps == 0 ? std::nullopt : std::optional(sum_bps);
}

void Converter::AddPort(const InterfaceText& from) {
  Interface to;
  to.name = from.name;
  to.kind = KindOf(from.name);
  to.span = from.span;
  to.description = from.description.value;
  to.admin_up = from.admin.value_or(true);
  if (!to.admin_up) to.down_span = from.admin.span;
  to.lag = from.lag.value;
  to.bandwidth_bps = to.kind == InterfaceKind::kLag ? GroupSpeed(from.name) : SpeedOf(from.speed.value);
  config_.device.interfaces.push_back(std::move(to));
}

// The routing instance decides where it stands; without one it carries nothing.
void Converter::Join(const InterfaceText& port, const SubinterfaceText& from, Interface& to) {
  const InstanceText* instance = nullptr;
  for (const InstanceText& candidate : text_.instances) {
    if (candidate.type.value == "mac-vrf") continue;
    if (std::ranges::find(candidate.interfaces, from.name, &Name::value) != candidate.interfaces.end())
      instance = &candidate;
  }
  to.admin_up = instance != nullptr;
  if (instance != nullptr) to.vrf = instance->vrf();
  const bool own_port = IsPort(KindOf(port.name));
  for (const Flagged* admin :
       {&from.admin, own_port ? nullptr : &port.admin, instance == nullptr ? nullptr : &instance->admin}) {
    if (admin == nullptr || admin->value_or(true)) continue;
    to.admin_up = false;
    to.down_span = admin->span;
  }
}

void Converter::AddAddresses(const FamilyText& from, Interface& to) {
  if (from.addresses.empty()) return;
  if (!from.admin.set())
    reader_.Unmodelled(from.node, kPaths, "address family without admin-state: releases differ");
  if (!from.admin.value_or(!knows_admin_)) return;
  for (const bool primary : {true, false}) {
    bool first = true;
    for (const AddressText& address : from.addresses) {
      if (address.primary != primary) continue;
      const bool chosen = std::ranges::any_of(from.addresses, &AddressText::primary);
      const bool v4 = address.address.address.family == net::Family::kIpv4;
      to.addresses.push_back({address.address, v4 && (chosen ? !primary || !first : !first), address.span});
      first = false;
    }
  }
}

void Converter::UseFilter(const Name& name, net::Family family, model::AclUse& to) {
  if (!name.set()) return;
  to = {std::string(name.value), name.span};
  const model::Acl* acl = model::FindAcl(config_.device, name.value, family);
  if (acl == nullptr) return reader_.Undefined(name.node, "filter");
  if (!EndsExplicitly(*acl))
    reader_.Unmodelled(name.node, kForwarding, "filter without an entry for the rest");
}

void Converter::UseFilters(const SubinterfaceText& from, Interface& to) {
  to.source_check = from.ipv4.source_check ? from.ipv4.source_check : from.ipv6.source_check;
  UseFilter(from.filter_in4, net::Family::kIpv4, to.acl_in4);
  UseFilter(from.filter_out4, net::Family::kIpv4, to.acl_out4);
  UseFilter(from.filter_in6, net::Family::kIpv6, to.acl_in6);
  UseFilter(from.filter_out6, net::Family::kIpv6, to.acl_out6);
  for (const FilterUseText& use : text_.filter_uses) {
    if (use.name != from.name) continue;
    UseFilter(use.in4, net::Family::kIpv4, to.acl_in4);
    UseFilter(use.out4, net::Family::kIpv4, to.acl_out4);
    UseFilter(use.in6, net::Family::kIpv6, to.acl_in6);
    UseFilter(use.out6, net::Family::kIpv6, to.acl_out6);
  }
}

void Converter::AddSubinterface(const InterfaceText& port, const SubinterfaceText& from) {
  Interface to;
  to.name = from.name;
  to.span = from.span;
  to.description = from.description.value;
  const InterfaceKind below = KindOf(port.name);
  to.kind = IsPort(below) ? InterfaceKind::kLogical : below;
  if (IsPort(below)) {
    to.parent = port.name;
    to.bandwidth_bps =
        config_.device.interfaces[model::FindInterface(config_.device, port.name).index()].bandwidth_bps;
  }
  if (from.vlan.set()) to.vlan = static_cast<std::uint16_t>(from.vlan.value);
  if (from.ip_mtu.set()) to.mtu_bytes = from.ip_mtu.value;
  Join(port, from, to);
  AddAddresses(from.ipv4, to);
  AddAddresses(from.ipv6, to);
  if (from.ipv4.unnumbered_from.set() && from.ipv4.unnumbered_admin.value_or(false))
    to.unnumbered_from = from.ipv4.unnumbered_from.value;
  UseFilters(from, to);
  config_.device.interfaces.push_back(std::move(to));
}

// Names of interfaces that instances and filters use must exist; groups too.
void Converter::CheckMembers() {
  const auto exists = [&](std::string_view name) {
    return model::FindInterface(config_.device, name).valid();
  };
  for (const InstanceText& instance : text_.instances) {
    for (const Name& member : instance.interfaces) {
      if (!exists(member.value)) reader_.Undefined(member.node, "sub-interface");
    }
  }
  for (const FilterUseText& use : text_.filter_uses) {
    if (!exists(use.name)) reader_.Undefined(use.node, "sub-interface");
  }
  for (const InterfaceText& interface : text_.interfaces) {
    if (interface.lag.set() && !exists(interface.lag.value)) reader_.Undefined(interface.lag.node, "group");
  }
}

void Converter::Run() {
  // A list key stands once in the tree: names do not repeat.
  for (const InterfaceText& interface : text_.interfaces) {
    if (IsPort(KindOf(interface.name))) AddPort(interface);
    for (const SubinterfaceText& sub : interface.subinterfaces) AddSubinterface(interface, sub);
  }
  CheckMembers();
}

}  // namespace

void ConvertInterfaces(Reader& reader, const SrlText& text, routing::DeviceConfig& config) {
  Converter(reader, text, config).Run();
}

}  // namespace ringfence::formats::nokia_srlinux
