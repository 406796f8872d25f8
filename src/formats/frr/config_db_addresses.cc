// VRFs, addresses, static routes, and the sessions that FRR is expected to have.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/config_db.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;
using model::InterfaceKind;
using routing::static_routes::StaticRoute;

constexpr std::string_view kManagementVrf = "mgmt";

std::string VrfNamed(std::string_view name) { return name == "default" ? std::string() : std::string(name); }

void DefineVrf(Reader& reader, const std::string& name, base::Span span) {
  if (name == "default") return;
  reader.vendor.vrfs.emplace(name, span);
  reader.vendor.database.vrfs.insert(name);
}

/// The VRF a row names, "" when it is the default one; nullopt, reported, when it is not defined.
std::optional<std::string> VrfOf(Reader& reader, std::string_view name, base::Span span) {
  std::string vrf = VrfNamed(name);
  if (vrf.empty() || reader.vendor.database.vrfs.contains(vrf)) return vrf;
  reader.Undefined(span, "VRF", vrf);
  return std::nullopt;
}

/// `PORT|ADDRESS`.
Verdict ReadAddress(DbRow& row, InterfaceText& interface) {
  const auto host = net::ParseHostPrefix(row.parts()[1]);
  if (!host)
    return row.Invalid(row.span(), fmt::format("'{}' is not an address with a length", row.parts()[1]));
  const bool known = std::ranges::find(interface.addresses, *host, &model::InterfaceAddress::address) !=
                     interface.addresses.end();
  const Setting<bool> secondary = row.TakeSwitch("secondary", "true", "false");
  const bool first = std::ranges::none_of(interface.addresses, [&host](const model::InterfaceAddress& other) {
    return other.address.address.family == host->address.family;
  });
  if (secondary.value && first) return NotModelled(kPaths, "secondary address before the primary one");
  if (!known) interface.addresses.push_back({*host, false, row.span()});
  return kUnderstood;
}

/// `PORT`: what it is bound to.
Verdict ReadAttachment(Reader& reader, DbRow& row, InterfaceText& interface) {
  const Setting<std::string> vrf = row.Take("vrf_name");
  if (vrf.set()) {
    // The interface waits for its VRF.
    const auto known = VrfOf(reader, vrf.value, vrf.span);
    if (!known) interface.enabled = {false, vrf.span};
    interface.vrf = {known.value_or(vrf.value), vrf.span};
  }
  const Setting<std::string> mpls = row.Take("mpls");
  if (mpls.value == "enable") row.Judge("mpls", NotModelled(Impact::kForwarding, "MPLS"));
  const Setting<std::string> proxy = row.Take("proxy_arp");
  if (proxy.value == "enabled")
    row.Judge("proxy_arp", NotModelled(Impact::kForwarding, "answers to address resolution for others"));
  return kUnderstood;
}

Verdict ReadRowOf(Reader& reader, DbRow& row, InterfaceText& interface) {
  if (row.parts().size() == 1) return ReadAttachment(reader, row, interface);
  return row.parts().size() == 2 ? ReadAddress(row, interface) : kNotKnown;
}

/// "Ethernet0" of "Ethernet0.10" and of "Eth0.10".
std::string ParentOf(std::string_view name) {
  const std::string_view parent = name.substr(0, name.rfind('.'));
  for (const auto& [shortened, full] :
       {std::pair<std::string_view, std::string_view>{"Eth", "Ethernet"}, {"Po", "PortChannel"}}) {
    if (IsNumbered(parent, shortened))
      return std::string(full) + std::string(parent.substr(shortened.size()));
  }
  return std::string(parent);
}

/// The item of a list that belongs to a next hop; "" behind its end.
std::string ItemOf(const std::vector<Setting<std::string>>& items, std::size_t index) {
  return index < items.size() ? items[index].value : std::string();
}

}  // namespace

Verdict ReadDbVrf(Reader& reader, DbRow& row) {
  if (row.parts().size() != 1) return kNotKnown;
  DefineVrf(reader, row.parts()[0], row.span());
  const Setting<std::string> fallback = row.Take("fallback");
  if (fallback.set() && fallback.value != "false")
    row.Judge("fallback", NotModelled(kPaths, "routes of the default VRF where a VRF has none"));
  const Setting<std::string> vni = row.Take("vni");
  if (vni.set() && vni.value != "0") row.Judge("vni", NotModelled(kPaths, "EVPN"));
  return kUnderstood;
}

Verdict ReadDbManagementVrf(Reader& reader, DbRow& row) {
  if (row.parts().size() != 1) return kNotKnown;
  const Setting<bool> on = row.TakeSwitch("mgmtVrfEnabled", "true", "false");
  if (on.value) DefineVrf(reader, std::string(kManagementVrf), on.span);
  return kUnderstood;
}

Verdict ReadDbInterface(Reader& reader, DbRow& row) {
  InterfaceText* interface = FindDbInterface(reader, row.parts()[0]);
  if (interface == nullptr) {
    // Nothing happens until the port is there.
    reader.Undefined(row.span(), "port", row.parts()[0]);
    return kUnderstood;
  }
  return ReadRowOf(reader, row, *interface);
}

Verdict ReadDbLoopback(Reader& reader, DbRow& row) {
  if (!IsNumbered(row.parts()[0], "Loopback")) return kNotKnown;
  InterfaceText& interface = reader.InterfaceOf(row.parts()[0], row.span());
  interface.kind = InterfaceKind::kLoopback;
  if (row.parts().size() == 1) {
    if (const auto up = row.TakeSwitch("admin_status", "up", "down"); up.set()) interface.enabled = up;
  }
  return ReadRowOf(reader, row, interface);
}

Verdict ReadDbSubinterface(Reader& reader, DbRow& row) {
  const std::string& name = row.parts()[0];
  const auto number = ParseNumber(name.substr(std::min(name.rfind('.') + 1, name.size())), 1, 4094);
  const InterfaceText* parent = FindDbInterface(reader, ParentOf(name));
  if (name.find('.') == std::string::npos || !number) return kNotKnown;
  if (parent == nullptr) return reader.Undefined(row.span(), "port", ParentOf(name)), kUnderstood;
  const Setting<std::uint32_t> parent_mtu = parent->mtu;
  InterfaceText& interface = reader.InterfaceOf(name, row.span());
  interface.kind = InterfaceKind::kSubinterface;
  interface.raw_device = {ParentOf(name), row.span()};
  if (!interface.vlan.set()) interface.vlan = {*number, row.span()};
  if (!interface.mtu.set()) interface.mtu = parent_mtu;
  if (row.parts().size() == 1) {
    if (const auto vlan = row.TakeNumber("vlan", 1, 4094); vlan.set()) interface.vlan = vlan;
    if (const auto mtu = row.TakeNumber("mtu", 68, 65535); mtu.set()) interface.mtu = mtu;
    if (const auto up = row.TakeSwitch("admin_status", "up", "down"); up.set()) interface.enabled = up;
  }
  return ReadRowOf(reader, row, interface);
}

Verdict ReadDbManagementPort(Reader& reader, DbRow& row) {
  if (!IsNumbered(row.parts()[0], "eth")) return kNotKnown;
  InterfaceText& interface = reader.InterfaceOf(row.parts()[0], row.span());
  interface.kind = InterfaceKind::kPhysical;
  const auto vrf = reader.vendor.vrfs.find(std::string(kManagementVrf));
  const bool apart = vrf != reader.vendor.vrfs.end();
  if (apart) interface.vrf = {std::string(kManagementVrf), vrf->second};
  if (row.parts().size() != 2) return row.parts().size() == 1 ? kUnderstood : kNotKnown;
  const Verdict verdict = ReadAddress(row, interface);
  const Setting<std::string> gateway = row.Take("gwaddr");
  const auto address = net::ParseAddress(gateway.value);
  if (gateway.set() && !address)
    row.Judge("gwaddr", row.Invalid(gateway.span, fmt::format("'{}' is not an address", gateway.value)));
  if (gateway.set() && !apart) {
    // It stands in a table of the kernel that only the host's own packets reach.
    row.Judge("gwaddr", NotModelled(Impact::kManagement, "default route of the management port"));
  } else if (address) {
    StaticRoute route;
    route.prefix = net::Prefix::Default(address->family);
    route.next_hop = address;
    route.interface = interface.name;
    route.distance = 0;
    route.span = gateway.span;
    interface.gateways.push_back(std::move(route));
  }
  if (verdict.fate == model::Fate::kModelled && !apart)
    reader.vendor.database.doubts.push_back(
        {row.span(), Impact::kForwarding,
         "the switch forwards nothing to the subnet of its management port"});
  return verdict;
}

Verdict ReadDbStaticRoute(Reader& reader, DbRow& row) {
  if (row.parts().size() > 2) return kNotKnown;
  const auto host = net::ParseHostPrefix(row.parts().back());
  if (!host) return row.Invalid(row.span(), fmt::format("'{}' is not address/length", row.parts().back()));
  const std::string vrf_name = row.parts().size() == 2 ? row.parts()[0] : "default";
  const auto vrf = VrfOf(reader, vrf_name, row.span());
  const auto hops = row.TakeList("nexthop"), ports = row.TakeList("ifname"),
             vrfs = row.TakeList("nexthop-vrf"), distances = row.TakeList("distance"),
             discards = row.TakeList("blackhole");
  const Setting<std::string> bfd = row.Take("bfd"), advertised = row.Take("advertise");
  if (bfd.set() && bfd.value != "false")
    row.Judge("bfd", NotModelled(kRouting, "static route that follows a BFD session"));
  if (advertised.set() && advertised.value != "false")
    row.Judge("advertise", NotModelled(kRouting, "static route that a daemon redistributes"));
  const std::size_t count = std::max({hops.size(), ports.size(), discards.size()});
  for (std::size_t i = 0; i < count; ++i) {
    StaticRoute route;
    route.span = row.span();
    route.vrf = vrf.value_or(vrf_name);
    route.prefix = host->subnet();
    route.next_hop = net::ParseAddress(ItemOf(hops, i));
    const bool none = route.next_hop && route.next_hop->high == 0 && route.next_hop->low == 0;
    if (none) route.next_hop.reset();
    route.interface = ItemOf(ports, i);
    route.discard = ItemOf(discards, i) == "true";
    if (route.discard) route.next_hop.reset(), route.interface.clear();
    // 0 is the default.
    const auto distance = ParseNumber(ItemOf(distances, i), 1, 255);
    if (distance) route.distance = *distance;
    if (const std::string other = ItemOf(vrfs, i); !other.empty() && !route.discard) {
      const auto known = VrfOf(reader, other, row.span());
      if (known && *known != route.vrf) route.next_hop_vrf = *known;
    }
    const bool family = !route.next_hop || route.next_hop->family == host->address.family;
    const bool plain = route.interface.empty() || IsPlainName(route.interface);
    if ((!route.next_hop && route.interface.empty() && !route.discard) || !family || !plain)
      return row.Invalid(row.span(), "neither a next hop nor an interface");
    if (!route.interface.empty() && FindDbInterface(reader, route.interface) == nullptr)
      reader.Undefined(row.span(), "interface", route.interface);
    PutStaticRoute(reader, std::move(route), false);
  }
  return count == 0 ? row.Invalid(row.span(), "neither a next hop nor an interface") : kUnderstood;
}

Verdict ReadDbNeighbor(Reader& reader, DbRow& row) {
  if (row.parts().size() > 2) return kNotKnown;
  DbSessionText session;
  session.span = row.span();
  if (row.parts().size() == 2) session.vrf = VrfNamed(row.parts()[0]);
  session.name = row.parts().back();
  const Setting<std::string> as = row.Take("asn");
  session.as = ParseAs(as.value);
  if (as.set() && !session.as)
    row.Judge("asn", row.Invalid(as.span, fmt::format("'{}' is not an AS number", as.value)));
  const Setting<bool> up = row.TakeSwitch("admin_status", "up", "down");
  session.up = up.value_or(reader.vendor.database.sessions_up);
  reader.vendor.database.sessions.push_back(std::move(session));
  return kUnderstood;
}

Verdict ReadDbBgpState(Reader&, DbRow& row) {
  for (const std::string_view member : {"tsa_enabled", "wcmp_enabled"}) {
    const Setting<std::string> state = row.Take(member);
    const Verdict on = NotModelled(kRouting, "routing settings that a daemon makes from the database");
    row.Judge(member, state.value == "false" ? kNoEffect : on);
  }
  return kUnderstood;
}

Verdict ReadDbPeerRange(Reader& reader, DbRow& row) {
  for (const Setting<std::string>& range : row.TakeList("ip_range")) {
    DbSessionText session;
    session.span = range.span;
    if (row.parts().size() == 2) session.vrf = VrfNamed(row.parts()[0]);
    session.range = true;
    session.name = range.value;
    reader.vendor.database.sessions.push_back(std::move(session));
  }
  return kUnderstood;
}

}  // namespace ringfence::formats::frr
