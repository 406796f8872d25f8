// Which interfaces are joined.
//
// Problem: configurations name no neighbours. A layer-1 file names cables between ports; without one, only a
// shared subnet hints at a link.
// Idea: union-find over the layer-3 interfaces. A cable joins the layer-3 interfaces that stand on its two
// ports (the port itself, router interfaces and units on it, the LAG it is a member of) when their VLANs
// agree. Interfaces that no cable reaches are joined when they share a subnet. Each class of two or more is a
// link. Loopbacks, tunnels and null interfaces stand on no cable and are never joined. Cost: O(cables *
// interfaces of a device + interfaces * log).

#include "routing/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

namespace ringfence::routing {
namespace {

using base::DiagnosticKind;
using model::Endpoint;
using model::InterfaceKind;

/// A physical port (or the LAG above it) of one node, in lower case.
struct Port {
  std::size_t node = 0;
  std::string base;
  friend auto operator<=>(const Port&, const Port&) = default;
};

/// Equal but for letter case; `lower` has no capitals.
bool IsSame(std::string_view name, std::string_view lower) {
  return std::ranges::equal(name, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

bool CanLink(const model::Interface& interface) {
  switch (interface.kind) {
    case InterfaceKind::kLoopback:
    case InterfaceKind::kTunnel:
    case InterfaceKind::kNull:
      return false;
    default:
      return !interface.addresses.empty() || !interface.unnumbered_from.empty();
  }
}

bool IsHostLoopback(const net::IpAddress& address) {
  return address.family == net::Family::kIpv4 && (address.v4() >> 24) == 127;
}

/// Subnets that can join interfaces.
std::vector<net::Prefix> SubnetsOf(const model::Interface& interface) {
  std::vector<net::Prefix> subnets;
  for (const model::InterfaceAddress& address : interface.addresses) {
    const net::HostPrefix& host = address.address;
    if (host.length == net::AddressBits(host.address.family) || IsLinkLocal(host.address)) continue;
    subnets.push_back(host.subnet());
  }
  return subnets;
}

/// True when other routers are meant to have the address as well.
bool IsAnycast(const model::Interface& interface, const net::IpAddress& address) {
  return std::ranges::any_of(interface.virtual_routers, [&address](const model::VirtualRouter& group) {
    return group.protocol == model::RedundancyProtocol::kAnycast &&
           std::ranges::count(group.addresses, address) > 0;
  });
}

class LinkBuilder {
 public:
  LinkBuilder(std::span<const Node> nodes, std::span<const model::Cable> cables,
              base::Diagnostics& diagnostics)
      : nodes_(nodes), cables_(cables), diagnostics_(diagnostics) {}

  std::vector<model::Link> Build() {
    CollectEnds();
    for (const model::Cable& cable : cables_) JoinByCable(cable);
    JoinBySubnet();
    CheckAddresses();
    CheckOverlaps();
    return MakeLinks();
  }

 private:
  const model::Interface& At(std::size_t index) const {
    return nodes_[ends_[index].node.index()].config.device.interfaces[ends_[index].interface.index()];
  }
  const std::string& NameOf(std::size_t node) const { return nodes_[node].config.device.name; }
  std::string Describe(std::size_t index) const {
    return fmt::format("{}[{}]", NameOf(ends_[index].node.index()), At(index).name);
  }

  std::size_t Root(std::size_t index) {
    while (parent_[index] != index) index = parent_[index] = parent_[parent_[index]];
    return index;
  }
  void Join(std::size_t a, std::size_t b) {
    const std::size_t x = Root(a);
    const std::size_t y = Root(b);
    parent_[std::max(x, y)] = std::min(x, y);
  }

  void CollectEnds() {
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      const model::Device& device = nodes_[n].config.device;
      node_by_name_.emplace(device.name, n);
      node_by_name_.emplace(LowerCase(device.name), n);
      first_end_.push_back(ends_.size());
      for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
        if (CanLink(device.interfaces[i])) ends_.push_back({model::NodeId(n), model::InterfaceIndex(i)});
      }
    }
    first_end_.push_back(ends_.size());
    parent_.resize(ends_.size());
    std::iota(parent_.begin(), parent_.end(), 0);
    cabled_.assign(ends_.size(), false);
    group_.assign(ends_.size(), std::nullopt);
  }

  /// The node and port of a cable end, or nullopt with a diagnostic.
  std::optional<Port> Resolve(const model::CableEnd& end) {
    auto node = node_by_name_.find(end.node);
    if (node == node_by_name_.end()) node = node_by_name_.find(LowerCase(end.node));
    if (node == node_by_name_.end()) {
      diagnostics_.Add(
          {DiagnosticKind::kLinkUnknownEnd, end.span, fmt::format("there is no node '{}'", end.node)});
      return std::nullopt;
    }
    const std::string wanted = LowerCase(end.interface);
    bool known = false;
    for (const model::Interface& interface : nodes_[node->second].config.device.interfaces) {
      const bool same = IsSame(interface.name, wanted);
      if (same && !interface.lag.empty()) return Port{node->second, LowerCase(interface.lag)};
      known = known || same || IsSame(interface.parent, wanted);
    }
    if (known) return Port{node->second, wanted};
    diagnostics_.Add({DiagnosticKind::kLinkUnknownEnd, end.span,
                      fmt::format("'{}' has no interface or port '{}'", end.node, end.interface)});
    return std::nullopt;
  }

  /// Layer-3 interfaces that stand on a port.
  std::vector<std::size_t> EndsOn(const Port& port) const {
    std::vector<std::size_t> found;
    for (std::size_t e = first_end_[port.node]; e < first_end_[port.node + 1]; ++e) {
      if (IsSame(At(e).name, port.base) || IsSame(At(e).parent, port.base)) found.push_back(e);
    }
    return found;
  }

  void JoinByCable(const model::Cable& cable) {
    std::optional<Port> a = Resolve(cable.ends[0]);
    std::optional<Port> b = Resolve(cable.ends[1]);
    if (!a || !b) return;
    if (*b < *a) std::swap(a, b);
    const auto key = std::make_pair(*a, *b);
    const std::uint32_t group =
        groups_.try_emplace(key, static_cast<std::uint32_t>(groups_.size())).first->second;
    const std::vector<std::size_t> on_a = EndsOn(*a);
    const std::vector<std::size_t> on_b = EndsOn(*b);
    bool joined = false;
    for (std::size_t x : on_a) {
      for (std::size_t y : on_b) {
        if (At(x).vlan != At(y).vlan || x == y) continue;
        Join(x, y);
        group_[x] = group_[y] = group;
        joined = true;
      }
    }
    for (std::size_t x : on_a) cabled_[x] = true;
    for (std::size_t y : on_b) cabled_[y] = true;
    if (joined || (on_a.empty() && on_b.empty())) return;
    diagnostics_.Add(
        {DiagnosticKind::kLinkAmbiguous,
         cable.ends[0].span,
         fmt::format("the cable {}[{}] to {}[{}] joins no pair of addressed interfaces with one VLAN",
                     cable.ends[0].node, cable.ends[0].interface, cable.ends[1].node,
                     cable.ends[1].interface),
         {cable.ends[1].span},
         "Give both ends an address in one subnet and VLAN, or remove the cable."});
  }

  void JoinBySubnet() {
    std::map<net::Prefix, std::vector<std::size_t>> by_subnet;
    for (std::size_t e = 0; e < ends_.size(); ++e) {
      if (cabled_[e]) continue;
      for (const net::Prefix& subnet : SubnetsOf(At(e))) by_subnet[subnet].push_back(e);
    }
    for (const auto& [subnet, members] : by_subnet) {
      const std::set<std::size_t> distinct(members.begin(), members.end());
      if (distinct.size() < 2) continue;
      for (std::size_t e : distinct) Join(*distinct.begin(), e);
      if (distinct.size() > 2 || !cables_.empty()) ReportGuess(subnet, {distinct.begin(), distinct.end()});
    }
  }

  void ReportGuess(const net::Prefix& subnet, const std::vector<std::size_t>& members) {
    std::string names;
    std::vector<base::Span> also;
    for (std::size_t e : members) {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", Describe(e));
      if (e != members.front()) also.push_back(At(e).span);
    }
    diagnostics_.Add({DiagnosticKind::kLinkAmbiguous, At(members.front()).span,
                      fmt::format("no cable names {}; taken as one {} because they share {}", names,
                                  members.size() == 2 ? "link" : "shared segment", net::ToString(subnet)),
                      std::move(also)});
  }

  void CheckAddresses() {
    std::map<net::IpAddress, std::pair<std::string, base::Span>> owners;
    for (const Node& node : nodes_) {
      for (const model::Interface& interface : node.config.device.interfaces) {
        if (!interface.admin_up) continue;
        for (const model::InterfaceAddress& address : interface.addresses) {
          const net::IpAddress& ip = address.address.address;
          if (IsLinkLocal(ip) || IsHostLoopback(ip) || IsAnycast(interface, ip)) continue;
          const std::string owner = fmt::format("{}[{}]", node.config.device.name, interface.name);
          const auto [first, added] = owners.try_emplace(ip, owner, address.span);
          if (added) continue;
          diagnostics_.Add(
              {DiagnosticKind::kAddressDuplicate,
               address.span,
               fmt::format("{} has {}, and so has {}", owner, net::ToString(ip), first->second.first),
               {first->second.second}});
        }
      }
    }
  }

  void CheckOverlaps() {
    std::map<net::Prefix, std::vector<std::size_t>> by_subnet;
    for (std::size_t e = 0; e < ends_.size(); ++e) {
      for (const net::Prefix& subnet : SubnetsOf(At(e))) by_subnet[subnet].push_back(e);
    }
    for (const auto& [subnet, members] : by_subnet) {
      const auto other =
          std::ranges::find_if(members, [&](std::size_t e) { return Root(e) != Root(members[0]); });
      if (other == members.end()) continue;
      diagnostics_.Add({DiagnosticKind::kSubnetOverlap,
                        At(*other).span,
                        fmt::format("{} stands on {} and on {}, which no link joins", net::ToString(subnet),
                                    Describe(*other), Describe(members[0])),
                        {At(members[0]).span}});
    }
  }

  std::vector<model::Link> MakeLinks() {
    std::map<std::size_t, std::vector<std::size_t>> classes;
    for (std::size_t e = 0; e < ends_.size(); ++e) classes[Root(e)].push_back(e);
    std::vector<model::Link> links;
    std::uint32_t next_group = static_cast<std::uint32_t>(groups_.size());
    for (auto& [root, members] : classes) {
      if (members.size() < 2) continue;
      std::ranges::sort(members, {}, [this](std::size_t e) {
        return std::tuple<const std::string&, std::uint32_t>(NameOf(ends_[e].node.index()),
                                                             ends_[e].interface.value);
      });
      model::Link link;
      std::set<net::Prefix> subnets;
      for (std::size_t e : members) {
        link.ends.push_back(ends_[e]);
        for (const net::Prefix& subnet : SubnetsOf(At(e))) subnets.insert(subnet);
      }
      link.subnets.assign(subnets.begin(), subnets.end());
      link.from_cable = group_[members[0]].has_value();
      // A segment of three or more ends is no single cable: it fails alone.
      link.group = link.from_cable && members.size() == 2 ? *group_[members[0]] : next_group++;
      CheckSameSubnet(members);
      links.push_back(std::move(link));
    }
    NameLinks(links);
    std::ranges::sort(links, {}, &model::Link::name);
    return links;
  }

  void CheckSameSubnet(const std::vector<std::size_t>& members) {
    if (members.size() != 2) return;
    const auto v4 = [this](std::size_t e) {
      std::vector<net::Prefix> subnets = SubnetsOf(At(e));
      std::erase_if(subnets, [](const net::Prefix& p) { return p.family() != net::Family::kIpv4; });
      return subnets;
    };
    const std::vector<net::Prefix> a = v4(members[0]);
    const std::vector<net::Prefix> b = v4(members[1]);
    if (a.empty() || b.empty()) return;
    if (std::ranges::any_of(a, [&](const net::Prefix& p) { return std::ranges::count(b, p) > 0; })) return;
    diagnostics_.Add({DiagnosticKind::kAdjacencyUnmet,
                      At(members[0]).addresses.front().span,
                      fmt::format("{} stands in {}, the far end {} in {}", Describe(members[0]),
                                  net::ToString(a[0]), Describe(members[1]), net::ToString(b[0])),
                      {At(members[1]).addresses.front().span}});
  }

  void NameLinks(std::vector<model::Link>& links) const {
    std::map<std::string, int> uses;
    const auto plain = [this](const model::Link& link) {
      std::string name;
      for (const Endpoint& end : link.ends) name += (name.empty() ? "" : "--") + NameOf(end.node.index());
      return name;
    };
    for (model::Link& link : links) ++uses[link.name = plain(link)];
    for (model::Link& link : links) {
      if (uses[link.name] < 2) continue;
      std::string name;
      for (const Endpoint& end : link.ends) {
        name += fmt::format("{}{}[{}]", name.empty() ? "" : "--", NameOf(end.node.index()),
                            nodes_[end.node.index()].config.device.interfaces[end.interface.index()].name);
      }
      link.name = std::move(name);
    }
  }

  std::span<const Node> nodes_;
  std::span<const model::Cable> cables_;
  base::Diagnostics& diagnostics_;
  std::map<std::string, std::size_t, std::less<>> node_by_name_;
  std::vector<Endpoint> ends_;          ///< layer-3 interfaces that can be joined
  std::vector<std::size_t> first_end_;  ///< by node
  std::vector<std::size_t> parent_;     ///< union-find
  std::vector<bool> cabled_;
  std::vector<std::optional<std::uint32_t>> group_;
  std::map<std::pair<Port, Port>, std::uint32_t> groups_;
};

}  // namespace

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

std::vector<model::Link> BuildLinks(std::span<const Node> nodes, std::span<const model::Cable> cables,
                                    base::Diagnostics& diagnostics) {
  return LinkBuilder(nodes, cables, diagnostics).Build();
}

}  // namespace ringfence::routing
