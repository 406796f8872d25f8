// Addresses and subnets that stand in two places.
//
// Problem: two interfaces with one address make delivery ambiguous, but customers of different VPNs may use
// the same addresses, and often do. Idea: what matters is who can meet. The tables of VRFs are joined by the
// links between their interfaces (union-find); within such a part of the network an address stands once and a
// subnet on one link. Parts without a VRF are one: what is not joined there lacks a cable. Cost: O(interfaces
// log interfaces).

#include "routing/address_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "routing/links.h"

namespace ringfence::routing {
namespace {

using base::DiagnosticKind;
using model::Endpoint;

bool IsHostLoopback(const net::IpAddress& address) {
  return address.family == net::Family::kIpv4 && (address.v4() >> 24) == 127;
}

/// True when other routers are meant to have the address as well.
bool IsAnycast(const model::Interface& interface, const net::IpAddress& address) {
  return std::ranges::any_of(interface.virtual_routers, [&address](const model::VirtualRouter& group) {
    return group.protocol == model::RedundancyProtocol::kAnycast &&
           std::ranges::count(group.addresses, address) > 0;
  });
}

class AddressChecks {
 public:
  AddressChecks(std::span<const Node> nodes, std::span<const model::Link> links,
                base::Diagnostics& diagnostics)
      : nodes_(nodes), links_(links), diagnostics_(diagnostics) {
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      for (const model::Interface& interface : nodes[n].config.device.interfaces)
        tables_.try_emplace({n, interface.vrf}, tables_.size());
    }
    parent_.resize(tables_.size());
    std::iota(parent_.begin(), parent_.end(), 0);
    for (const model::Link& link : links) {
      for (const Endpoint& end : link.ends) parent_[Root(TableOf(end))] = Root(TableOf(link.ends[0]));
    }
    in_vpn_.resize(tables_.size());
    for (const auto& [owner, table] : tables_) {
      if (!owner.second.empty()) in_vpn_[Root(table)] = 1;
    }
  }

  void CheckAddresses() {
    struct Owner {
      std::string name;
      base::Span span;
      bool tunnel_end = false;  ///< devices may share one on purpose
    };
    std::map<std::pair<std::size_t, net::IpAddress>, Owner> owners;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const auto& interfaces = nodes_[n].config.device.interfaces;
      for (std::size_t i = 0; i < interfaces.size(); ++i) {
        if (!interfaces[i].admin_up) continue;
        const Endpoint end{model::NodeId(n), model::InterfaceIndex(i)};
        for (const model::InterfaceAddress& address : interfaces[i].addresses) {
          const net::IpAddress& ip = address.address.address;
          if (IsLinkLocal(ip) || IsHostLoopback(ip) || IsAnycast(interfaces[i], ip)) continue;
          const auto& vxlan = nodes_[n].config.device.vxlan;
          const bool tunnel_end = vxlan && vxlan->local == ip;
          const auto [first, added] =
              owners.try_emplace({Part(end), ip}, Owner{Describe(end), address.span, tunnel_end});
          if (added || (tunnel_end && first->second.tunnel_end)) continue;
          diagnostics_.Add(
              {DiagnosticKind::kAddressDuplicate,
               address.span,
               fmt::format("{} has {}, and so has {}", Describe(end), net::ToString(ip), first->second.name),
               {first->second.span}});
        }
      }
    }
  }

  void CheckSubnets() {
    std::map<Endpoint, std::size_t> link_of;
    for (std::size_t l = 0; l < links_.size(); ++l) {
      for (const Endpoint& end : links_[l].ends) link_of[end] = l;
    }
    std::map<std::pair<net::Prefix, std::size_t>, std::vector<Endpoint>> by_subnet;
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const auto& interfaces = nodes_[n].config.device.interfaces;
      for (std::size_t i = 0; i < interfaces.size(); ++i) {
        const Endpoint end{model::NodeId(n), model::InterfaceIndex(i)};
        if (!CanLink(interfaces[i])) continue;
        for (const net::Prefix& subnet : SubnetsOf(interfaces[i]))
          by_subnet[{subnet, Part(end)}].push_back(end);
      }
    }
    for (const auto& [subnet, ends] : by_subnet) {
      const auto link = link_of.find(ends[0]);
      const auto other = std::ranges::find_if(ends, [&](const Endpoint& end) {
        const auto found = link_of.find(end);
        return !(end == ends[0]) &&
               (found == link_of.end() || link == link_of.end() || found->second != link->second);
      });
      if (other == ends.end()) continue;
      diagnostics_.Add({DiagnosticKind::kSubnetOverlap,
                        InterfaceAt(*other).span,
                        fmt::format("{} stands on {} and on {}, which no link joins",
                                    net::ToString(subnet.first), Describe(*other), Describe(ends[0])),
                        {InterfaceAt(ends[0]).span}});
    }
  }

 private:
  const model::Interface& InterfaceAt(const Endpoint& end) const {
    return nodes_[end.node.index()].config.device.interfaces[end.interface.index()];
  }
  std::string Describe(const Endpoint& end) const {
    return fmt::format("{}[{}]", nodes_[end.node.index()].config.device.name, InterfaceAt(end).name);
  }
  std::size_t TableOf(const Endpoint& end) const {
    return tables_.at({end.node.index(), InterfaceAt(end).vrf});
  }
  std::size_t Root(std::size_t table) {
    while (parent_[table] != table) table = parent_[table] = parent_[parent_[table]];
    return table;
  }
  /// Number of the part of the network that the interface's table belongs to.
  std::size_t Part(const Endpoint& end) {
    const std::size_t root = Root(TableOf(end));
    return in_vpn_[root] != 0 ? root : tables_.size();
  }

  std::span<const Node> nodes_;
  std::span<const model::Link> links_;
  base::Diagnostics& diagnostics_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> tables_;  ///< (node, VRF)
  std::vector<std::size_t> parent_;                                    ///< by table
  std::vector<std::uint8_t> in_vpn_;                                   ///< by root: a VRF is part of it
};

}  // namespace

void CheckAddresses(std::span<const Node> nodes, std::span<const model::Link> links,
                    base::Diagnostics& diagnostics) {
  AddressChecks checks(nodes, links, diagnostics);
  checks.CheckAddresses();
  checks.CheckSubnets();
}

}  // namespace ringfence::routing
