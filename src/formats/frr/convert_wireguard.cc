// WireGuard interfaces: a tunnel for each peer, and what wg-quick does when it brings the interface up.
//
// Problem: `Table = auto` installs a route for every prefix that a peer may have, and for a default route
// more: the route stands in a table of its own, which packets ask for after all routes of the main table but
// its default, and only when they do not carry the interface's own mark. Idea: the tables of the model have
// no rules in front, so such a default route becomes two halves, prefixes of one bit, which lose to every
// other route of the main table and win over its default route; the interface's own packets pass them by
// (WireGuardPeer::passes_own_default). wg-quick also drops what other interfaces bring for its addresses;
// that is an access list. Where FRR itself would look at these routes, they are left open: it sees those of
// the main table only. Evidence: wg-quick of wireguard-tools
// 1.0.20210914, src (add_route, add_default, cmd_up).

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/frr/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;
using routing::static_routes::StaticRoute;

constexpr std::uint8_t kWhoIsThere = kPaths | Impact::kProtection;

bool IsDefault(const net::Prefix& prefix) { return prefix.length == 0; }

/// The prefixes that the peers of a file may have, each once with its line, the longest first.
std::vector<Setting<net::Prefix>> AllowedOf(const WireGuardText& file) {
  std::vector<Setting<net::Prefix>> all;
  std::set<net::Prefix> known;
  for (const WireGuardPeerText& peer : file.peers) {
    for (const Setting<net::Prefix>& prefix : peer.allowed) {
      if (known.insert(prefix.value).second) all.push_back(prefix);
    }
  }
  std::ranges::stable_sort(all, std::greater(), [](const auto& one) { return one.value.length; });
  return all;
}

/// The public key of the interface; empty: the text does not show it.
std::string OwnKeyOf(const WireGuardText& file) {
  return file.private_key.set() ? KeyText(PublicKeyOf(file.private_key.value)) : file.told.value;
}

bool IsTooLarge(const WireGuardText& file) {
  std::size_t prefixes = 0;
  for (const WireGuardPeerText& peer : file.peers) prefixes += peer.allowed.size();
  return file.peers.size() > kWireGuardPeersMax || prefixes > kWireGuardPrefixesMax;
}

bool HasDefault(const WireGuardText& file, net::Family family) {
  return file.table == WireGuardTable::kAuto &&
         std::ranges::any_of(AllowedOf(file), [family](const Setting<net::Prefix>& one) {
           return one.value == net::Prefix::Default(family);
         });
}

class WireGuardConverter {
 public:
  WireGuardConverter(Reader& reader, routing::DeviceConfig& config) : reader_(reader), config_(config) {}

  void AddTunnels(const WireGuardText& file) {
    own_key_ = OwnKeyOf(file);
    passes_own_default_ = HasDefault(file, net::Family::kIpv4) || HasDefault(file, net::Family::kIpv6);
    CheckFile(file);
    if (IsTooLarge(file))
      return reader_.Demote(file.span, kWhoIsThere, "more WireGuard peers than are followed");
    for (std::size_t i = 0; i < file.peers.size(); ++i) AddPeer(file, i);
  }

  /// After the protocols.
  void AddRoutes(const WireGuardText& file) {
    if (file.table != WireGuardTable::kAuto || IsTooLarge(file)) return;
    const std::vector<Setting<net::Prefix>> all = AllowedOf(file);
    for (const Setting<net::Prefix>& prefix : all) {
      if (IsDefault(prefix.value)) {
        AddDefault(file, prefix);
      } else if (!HasWider(file, prefix.value)) {
        AddRoute(file, prefix.value, prefix.span);
      }
    }
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      if (HasDefault(file, family)) DropForeign(file, family);
    }
  }

 private:
  model::Interface& InterfaceOf(const WireGuardText& file) {
    return config_.device.interfaces[model::FindInterface(config_.device, file.name).index()];
  }

  void CheckFile(const WireGuardText& file) {
    const auto text = std::ranges::find(reader_.vendor.interfaces, file.name, &InterfaceText::name);
    if (own_key_.empty()) {
      const base::Span hidden = file.hidden_span.valid() ? file.hidden_span : file.span;
      reader_.Demote(hidden, kWhoIsThere, "private key that the text does not show");
    }
    if (text->has_stanza) reader_.Demote(file.span, kWhoIsThere, "interface that two files bring up");
    if (!InterfaceOf(file).vrf.empty()) reader_.Demote(file.span, kWhoIsThere, "WireGuard in a VRF");
    if (std::ranges::count(reader_.vendor.wireguards, file.name, &WireGuardText::name) > 1)
      reader_.Demote(file.span, kWhoIsThere, "interface that two files bring up");
  }

  void AddPeer(const WireGuardText& file, std::size_t number) {
    const WireGuardPeerText& peer = file.peers[number];
    if (!peer.key.set()) {
      reader_.diagnostics.Add({base::DiagnosticKind::kValueInvalid, peer.span, "the peer has no public key"});
      return;
    }
    if (!peer.key.value.empty() && peer.key.value == own_key_) {
      reader_.Demote(peer.key.span, kWhoIsThere, "peer with the key of the interface itself");
      return;
    }
    model::TunnelConfig tunnel;
    tunnel.name = file.peers.size() == 1 ? file.name : fmt::format("{} peer {}", file.name, number + 1);
    tunnel.bind_interface = file.name;
    tunnel.encapsulation = model::Encapsulation::kWireGuard;
    tunnel.ipsec = false;
    tunnel.carrier = model::TunnelCarrier::kSelf;
    tunnel.underlay_vrf = "";
    tunnel.span = peer.key.span;
    model::WireGuardPeer& wireguard = tunnel.wireguard.emplace();
    wireguard.own_key = own_key_;
    wireguard.peer_key = peer.key.value;
    wireguard.shared_key = peer.shared_key;
    wireguard.port = file.port;
    wireguard.keeps_alive = peer.keeps_alive;
    wireguard.open = peer.open;
    wireguard.passes_own_default = passes_own_default_;
    if (peer.endpoint.set()) {
      tunnel.peer = peer.endpoint.value;
      wireguard.peer_port = peer.endpoint_port;
      tunnel.more_spans.push_back(peer.endpoint.span);
    }
    for (const Setting<net::Prefix>& prefix : peer.allowed) {
      wireguard.allowed.push_back(prefix.value);
      const bool told = std::ranges::find(tunnel.more_spans, prefix.span) != tunnel.more_spans.end();
      if (!told) tunnel.more_spans.push_back(prefix.span);
    }
    config_.device.tunnels.push_back(std::move(tunnel));
  }

  /// The interface's own subnet leads there already. Wider prefixes of peers come later.
  bool HasWider(const WireGuardText& file, const net::Prefix& prefix) {
    return std::ranges::any_of(InterfaceOf(file).addresses,
                               [&prefix](const auto& own) { return own.address.subnet().Contains(prefix); });
  }

  void AddRoute(const WireGuardText& file, const net::Prefix& prefix, base::Span span) {
    for (const model::Interface& other : config_.device.interfaces) {
      if (other.name == file.name || !other.vrf.empty()) continue;
      for (const model::InterfaceAddress& address : other.addresses) {
        if (address.address.subnet() == prefix)
          reader_.Demote(span, kWhoIsThere, "route to a subnet of another interface");
      }
    }
    StaticRoute route;
    route.prefix = prefix;
    route.interface = file.name;
    route.distance = 0;  // the kernel's route, as good as the gateway of a stanza
    route.span = span;
    config_.static_routes.routes.push_back(std::move(route));
    if (Redistributes(prefix.family()))
      reader_.Demote(span, kRouting, "kernel route beside static routes that are redistributed");
  }

  void AddDefault(const WireGuardText& file, const Setting<net::Prefix>& prefix) {
    const net::Family family = prefix.value.family();
    const auto has = [family](const WireGuardText& other) { return HasDefault(other, family); };
    // The text may say halves as well, and then they are routes like others.
    const bool halves =
        std::ranges::any_of(AllowedOf(file), [](const auto& one) { return one.value.length == 1; });
    if (halves || std::ranges::count_if(reader_.vendor.wireguards, has) > 1)
      reader_.Demote(prefix.span, kWhoIsThere, "several default routes of WireGuard");
    if (RunsProtocols()) reader_.Demote(prefix.span, kRouting, "routing rules beside routing protocols");
    const net::Prefix low = net::Prefix::Of(prefix.value.address, 1);
    AddRoute(file, low, prefix.span);
    AddRoute(file, {net::Next(low.Last()), 1}, prefix.span);
  }

  bool RunsProtocols() const {
    return config_.bgp.as != 0 || !config_.ospf.processes.empty() || !config_.isis.processes.empty() ||
           !config_.rip.processes.empty() ||
           std::ranges::any_of(config_.static_routes.routes, [this](const StaticRoute& route) {
             return route.next_hop && route.interface.empty() && !IsOnSubnet(*route.next_hop);
           });
  }

  bool IsOnSubnet(const net::IpAddress& address) const {
    return std::ranges::any_of(config_.device.interfaces, [&address](const model::Interface& interface) {
      return std::ranges::any_of(interface.addresses, [&address](const auto& own) {
        return own.address.subnet().Contains(address);
      });
    });
  }

  /// FRR calls these routes kernel routes; the model has no such source.
  bool Redistributes(net::Family family) const {
    const auto takes = [family](const auto& processes) {
      return std::ranges::any_of(processes, [family](const auto& process) {
        return process.family == family && std::ranges::any_of(process.redistributions, [](const auto& one) {
                 return one.source == model::RouteSource::kStatic;
               });
      });
    };
    const bool bgp = std::ranges::any_of(config_.bgp.vrfs, [](const auto& vrf) {
      return std::ranges::any_of(vrf.families, [](const auto& of_bgp) {
        return std::ranges::any_of(of_bgp.redistributions,
                                   [](const auto& one) { return one.source == model::RouteSource::kStatic; });
      });
    });
    const bool isis = std::ranges::any_of(config_.isis.processes, [](const auto& process) {
      return std::ranges::any_of(process.redistributions,
                                 [](const auto& one) { return one.source == model::RouteSource::kStatic; });
    });
    return bgp || isis || takes(config_.ospf.processes) || takes(config_.rip.processes);
  }

  /// What comes in by other interfaces for the interface's own addresses is dropped.
  void DropForeign(const WireGuardText& file, net::Family family) {
    model::Acl acl;
    acl.name = fmt::format("wg-quick {}", file.name);
    acl.family = family;
    acl.end_action = model::AclAction::kPermit;
    for (const model::InterfaceAddress& own : InterfaceOf(file).addresses) {
      if (own.address.address.family != family) continue;
      acl.span = own.span;
      net::HeaderMatch match{.family = family};
      match.destination = {net::AddressMatch::Of(net::Prefix::Host(own.address.address))};
      acl.lines.push_back({model::AclAction::kDeny, std::move(match), own.span});
    }
    if (acl.lines.empty()) return;
    for (model::Interface& other : config_.device.interfaces) {
      if (other.name == file.name || other.kind == model::InterfaceKind::kLoopback) continue;
      model::AclUse& use = family == net::Family::kIpv4 ? other.acl_in4 : other.acl_in6;
      if (use.applies()) {
        reader_.Demote(acl.span, kForwarding, "address that is dropped beside another access list");
      } else {
        use = {acl.name, acl.span};
      }
    }
    config_.device.acls.push_back(std::move(acl));
  }

  Reader& reader_;
  routing::DeviceConfig& config_;
  // Of the file that gives tunnels.
  std::string own_key_;
  bool passes_own_default_ = false;
};

}  // namespace

void ConvertWireGuard(Reader& reader, routing::DeviceConfig& config) {
  WireGuardConverter converter(reader, config);
  for (const WireGuardText& file : reader.vendor.wireguards) converter.AddTunnels(file);
}

void AddWireGuardRoutes(Reader& reader, routing::DeviceConfig& config) {
  WireGuardConverter converter(reader, config);
  for (const WireGuardText& file : reader.vendor.wireguards) converter.AddRoutes(file);
}

}  // namespace ringfence::formats::frr
