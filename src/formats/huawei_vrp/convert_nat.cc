// Address translation, interface by interface: what leaves is routed, translated, then filtered; what comes
// in is filtered, translated, then routed.
//
// Order: `nat static` and `nat server` come before `nat outbound`, and ports before whole addresses. That two
// of a kind may take one packet the devices mostly refuse; which of them counts is not known, so the later
// one is left open. The same of two `nat outbound` whose lists decide about one packet.
//
// Packets that a server sends first: what `nat server` makes of their source depends on the release (their
// address is translated and the port is not, or neither; characterization.md). The rule says so: the address
// is one of those the server has outside, its own, or one that `nat outbound` gives, and nobody knows which.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/translation_overlap.h"
#include "net/packet_hull.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;
using model::PacketEnd;
using model::Translation;
using model::TranslationMoment;

constexpr std::string_view kReason = "address translation";
constexpr net::NumberRange kAnyPort{1, 65535};

/// A mapping as it holds at one interface.
struct Mapping {
  const VrpNatMapping* from = nullptr;
  net::IpAddress global;
  std::string interface;  ///< whose address that is; empty: written as such
  base::Span enabled;     ///< `nat static enable`

  net::Prefix outside() const { return net::Prefix::Of(global, from->length); }
  net::Prefix inside() const { return net::Prefix::Of(from->inside, from->length); }
  bool has_ports() const { return from->global_ports.has_value(); }
};

/// A `nat outbound` as it holds at one interface: addresses of a pool, or the one of an interface.
struct Outbound {
  const VrpNatOutbound* from = nullptr;
  const VrpAcl* acl = nullptr;
  const VrpNatGroup* group = nullptr;
  net::IpAddress address;
  std::string interface;
};

/// Range of one address.
model::AddressRange Only(const net::IpAddress& address) { return {address, address}; }

bool PortsMeet(const std::optional<net::NumberRange>& a, const std::optional<net::NumberRange>& b) {
  return !a || !b || net::Meet(*a, *b);
}

/// True when both may take one packet and none is known to come first.
bool Conflict(const Mapping& a, const Mapping& b) {
  const bool same_inside = a.inside().Overlaps(b.inside());
  if (a.from->server != b.from->server && same_inside) return true;
  if (a.has_ports() != b.has_ports() || a.from->protocol != b.from->protocol) return false;
  if (a.outside().Overlaps(b.outside()) && PortsMeet(a.from->global_ports, b.from->global_ports)) return true;
  return !a.from->server && same_inside && PortsMeet(a.from->inside_ports, b.from->inside_ports);
}

/// True when some packet is perhaps in rules of both lists, and one of them permits it.
bool MayDecideTogether(const VrpAcl& a, const VrpAcl& b) {
  return std::ranges::any_of(a.rules, [&b](const VrpRule& one) {
    return std::ranges::any_of(b.rules, [&one](const VrpRule& other) {
      const bool permits =
          one.line.action == model::AclAction::kPermit || other.line.action == model::AclAction::kPermit;
      return permits && MayMeet(one.line.match, other.line.match);
    });
  });
}

/// True when packets of a VPN instance leave by the default one, or the other way round. Answers to what was
/// translated then go back to the instance, as the session says and no table does.
bool MixesTables(const VrpConfig& config) {
  const auto crosses = [](const std::string& a, const std::string& b) { return a.empty() != b.empty(); };
  return std::ranges::any_of(config.statics,
                             [&](const VrpStatic& route) {
                               return route.next_hop_vrf && crosses(route.vrf, *route.next_hop_vrf);
                             }) ||
         std::ranges::any_of(config.rib_imports,
                             [&](const VrpRibImport& one) { return crosses(one.into, one.from); });
}

/// The translations of one interface.
class PortNat {
 public:
  PortNat(Conversion& conversion, const VrpInterface& from)
      : conversion_(conversion), from_(from), device_(conversion.to.device) {}

  void Run();

 private:
  void Open(base::Span span, std::string_view reason = kReason) {
    MarkUnmodelled(conversion_, span, Impact::kForwarding, reason);
  }
  void OpenAll(std::string_view reason);
  std::optional<net::IpAddress> AddressOf(const std::string& interface) const;
  bool IsOwn(const net::Prefix& prefix) const;
  void TakeMapping(const VrpNatMapping& from, base::Span enabled);
  void TakeOutbound(const VrpNatOutbound& from);
  const VrpNatGroup* GroupOf(const VrpNatOutbound& from);
  Translation Leaving(std::string name, base::Span span) const;
  void AddStatic(const Mapping& mapping);
  void AddEntering(const Mapping& mapping);
  void AddServers();
  void AddOutbound(const Outbound& outbound);

  Conversion& conversion_;
  const VrpInterface& from_;
  model::Device& device_;
  std::vector<Mapping> mappings_;
  std::vector<Outbound> outbound_;
};

void PortNat::OpenAll(std::string_view reason) {
  if (from_.nat.enabled.valid()) Open(from_.nat.enabled, reason);
  for (const VrpNatMapping& mapping : from_.nat.mappings) Open(mapping.span, reason);
  for (const VrpNatOutbound& outbound : from_.nat.outbound) Open(outbound.acl.span, reason);
}

/// The first IPv4 address of an interface of the default instance.
std::optional<net::IpAddress> PortNat::AddressOf(const std::string& interface) const {
  const auto found = std::ranges::find(device_.interfaces, interface, &model::Interface::name);
  if (found == device_.interfaces.end() || !found->vrf.empty()) return std::nullopt;
  for (const model::InterfaceAddress& address : found->addresses) {
    if (address.address.address.family == net::Family::kIpv4) return address.address.address;
  }
  return std::nullopt;
}

/// What the device is itself called is no matter of whole addresses: its sessions would go astray.
bool PortNat::IsOwn(const net::Prefix& prefix) const {
  return std::ranges::any_of(device_.interfaces, [&prefix](const model::Interface& interface) {
    return std::ranges::any_of(interface.addresses, [&prefix](const model::InterfaceAddress& address) {
      return prefix.Contains(address.address.address);
    });
  });
}

void PortNat::TakeMapping(const VrpNatMapping& from, base::Span enabled) {
  const auto port = std::ranges::find(device_.interfaces, from_.name, &model::Interface::name);
  if (port != device_.interfaces.end() && port->policy_in4.applies())
    return Open(from.span, "address translation beside policy routing");
  Mapping mapping{.from = &from, .global = {}, .interface = {}, .enabled = enabled};
  if (from.global) {
    mapping.global = *from.global;
  } else {
    mapping.interface = from.global_interface.empty() ? from_.name : from.global_interface;
    const auto address = AddressOf(mapping.interface);
    if (!address) return Open(from.span, "address translation by an interface without an address");
    mapping.global = *address;
  }
  if (!mapping.has_ports() && IsOwn(mapping.outside()))
    return Open(from.span, "address translation of an address of the device");
  mappings_.push_back(std::move(mapping));
}

/// The pool; nullptr, with the lines marked, when it is not defined or says more than the model holds.
const VrpNatGroup* PortNat::GroupOf(const VrpNatOutbound& from) {
  const std::vector<VrpNatGroup>& groups = conversion_.from.nat.groups;
  const auto found = std::ranges::find(groups, from.group, &VrpNatGroup::name);
  if (found == groups.end()) {
    ReportUndefined(conversion_, {from.group, from.acl.span}, "address group", Impact::kForwarding);
    return nullptr;
  }
  if (found->complete && !found->ranges.empty() && !(found->pat && from.keeps_ports)) return &*found;
  Open(found->span, "address group with options");
  Open(from.acl.span, "address group with options");
  return nullptr;
}

void PortNat::TakeOutbound(const VrpNatOutbound& from) {
  const base::Span span = from.acl.span;
  Outbound outbound{.from = &from, .acl = FindVrpAcl(conversion_.from, from.acl.name, net::Family::kIpv4)};
  if (outbound.acl == nullptr)
    return ReportUndefined(conversion_, from.acl, "access list", Impact::kForwarding);
  if (outbound.acl->rules.empty()) return Open(span, "address translation by an empty access list");
  if (!from.group.empty()) {
    outbound.group = GroupOf(from);
    if (outbound.group == nullptr) return;
  } else {
    outbound.interface = from.interface.empty() ? from_.name : from.interface;
    const auto address = AddressOf(outbound.interface);
    if (!address) return Open(span, "address translation by an interface without an address");
    outbound.address = *address;
  }
  const bool known_order = std::ranges::none_of(
      outbound_, [&](const Outbound& other) { return MayDecideTogether(*other.acl, *outbound.acl); });
  if (!known_order) return Open(span, "order of address translations");
  outbound_.push_back(std::move(outbound));
}

Translation PortNat::Leaving(std::string name, base::Span span) const {
  return {.name = std::move(name), .out = {from_.name}, .span = span};
}

void PortNat::AddStatic(const Mapping& mapping) {
  const bool host = mapping.from->length == net::AddressBits(net::Family::kIpv4);
  const std::string inside = host ? net::ToString(mapping.from->inside) : net::ToString(mapping.inside());
  Translation rule = Leaving(std::string(kNatStaticPrefix) + inside, mapping.from->span);
  rule.match.source = {net::AddressMatch::Of(mapping.inside())};
  if (mapping.has_ports()) {
    rule.match.protocol = {{*mapping.from->protocol, *mapping.from->protocol}};
    rule.match.source_port = {*mapping.from->inside_ports};
    const net::NumberRange& ports = *mapping.from->global_ports;
    if (ports.first == ports.last) rule.ports = {ports};
  }
  rule.interface = mapping.interface;
  if (!host) rule.prefix = mapping.outside();
  if (host && rule.interface.empty()) rule.pool = {Only(mapping.global)};
  if (mapping.enabled.valid()) rule.more_spans = {mapping.enabled};
  device_.translations.push_back(std::move(rule));
}

void PortNat::AddEntering(const Mapping& mapping) {
  const bool host = mapping.from->length == net::AddressBits(net::Family::kIpv4);
  const std::string inside = host ? net::ToString(mapping.from->inside) : net::ToString(mapping.inside());
  const std::string_view kind = mapping.from->server ? kNatServerPrefix : kNatStaticPrefix;
  Translation rule{.name = std::string(kind) + inside,
                   .end = PacketEnd::kDestination,
                   .moment = TranslationMoment::kEntering,
                   .in = {from_.name},
                   .span = mapping.from->span};
  rule.match.destination = {net::AddressMatch::Of(mapping.outside())};
  if (mapping.has_ports()) {
    rule.match.protocol = {{*mapping.from->protocol, *mapping.from->protocol}};
    rule.match.destination_port = {*mapping.from->global_ports};
    const net::NumberRange& ports = *mapping.from->inside_ports;
    if (ports.first == ports.last) rule.ports = {ports};
  }
  if (!host) rule.prefix = mapping.inside();
  if (host) rule.pool = {Only(mapping.from->inside)};
  if (mapping.enabled.valid()) rule.more_spans = {mapping.enabled};
  device_.translations.push_back(std::move(rule));
}

/// One rule for each server, whatever ports of it have a name outside.
void PortNat::AddServers() {
  std::vector<net::IpAddress> done;
  for (const Mapping& mapping : mappings_) {
    const net::IpAddress& server = mapping.from->inside;
    if (!mapping.from->server || std::ranges::count(done, server) > 0) continue;
    done.push_back(server);
    Translation rule = Leaving(std::string(kNatServerPrefix) + net::ToString(server), mapping.from->span);
    rule.match.source = {net::AddressMatch::Of(net::Prefix::Host(server))};
    const auto add = [&rule](const model::AddressRange& range) {
      if (std::ranges::count(rule.pool, range) == 0) rule.pool.push_back(range);
    };
    add(Only(server));
    for (const Mapping& other : mappings_) {
      if (other.from->server && other.from->inside == server) add(Only(other.global));
    }
    for (const Outbound& outbound : outbound_) {
      if (outbound.group == nullptr) add(Only(outbound.address));
      if (outbound.group == nullptr) continue;
      for (const auto& [section, range] : outbound.group->ranges) add(range);
    }
    rule.ports = {kAnyPort};
    device_.translations.push_back(std::move(rule));
  }
}

void PortNat::AddOutbound(const Outbound& outbound) {
  Translation rule = Leaving(ModelNameOf(*outbound.acl), outbound.from->acl.span);
  rule.acls = {ModelNameOf(*outbound.acl)};
  rule.interface = outbound.interface;
  if (!outbound.from->keeps_ports) rule.ports = {kAnyPort};
  if (outbound.group != nullptr) {
    for (const auto& [section, range] : outbound.group->ranges) rule.pool.push_back(range);
    rule.more_spans = {outbound.group->span};
  }
  device_.translations.push_back(std::move(rule));
}

void PortNat::Run() {
  if (!from_.vpn_instance.empty()) return OpenAll("address translation in a VPN instance");
  if (MixesTables(conversion_.from)) return OpenAll("address translation between VPN instances");
  // Selectors of tunnels see translated packets there; that they do in the model is not taken for certain.
  if (!from_.ipsec.name.empty()) return OpenAll("address translation beside IPsec");
  if (from_.nat.enabled.valid()) {
    for (const VrpNatMapping& mapping : conversion_.from.nat.mappings)
      TakeMapping(mapping, from_.nat.enabled);
  }
  for (const VrpNatMapping& mapping : from_.nat.mappings) TakeMapping(mapping, {});
  for (const VrpNatOutbound& outbound : from_.nat.outbound) TakeOutbound(outbound);
  std::vector<Mapping> all = std::move(mappings_);
  mappings_.clear();
  std::ranges::stable_partition(all, &Mapping::has_ports);
  for (Mapping& mapping : all) {
    const bool alone = std::ranges::none_of(
        mappings_, [&mapping](const Mapping& other) { return Conflict(other, mapping); });
    if (alone)
      mappings_.push_back(std::move(mapping));
    else
      Open(mapping.from->span, "order of address translations");
  }
  for (const Mapping& mapping : mappings_) {
    if (!mapping.from->server) AddStatic(mapping);
    AddEntering(mapping);
  }
  AddServers();
  for (const Outbound& outbound : outbound_) AddOutbound(outbound);
}

}  // namespace

void ConvertNat(Conversion& conversion) {
  for (const VrpInterface& interface : conversion.from.interfaces) PortNat(conversion, interface).Run();
}

}  // namespace ringfence::formats::huawei_vrp
