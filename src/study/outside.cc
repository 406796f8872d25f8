// Who announces and who receives are names and addresses in a file; sessions are statements of
// configurations. Whatever finds no session is said aloud and left out: then the neighbour stays unknown, and
// what rests on it undecided.

#include "study/outside.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest_word.h"
#include "routing/links.h"

namespace ringfence::study {
namespace {

using base::DiagnosticKind;
using routing::OutsideNeighbor;
using routing::bgp::BgpNeighbor;
using routing::bgp::BgpVrf;
using routing::bgp::RemoteAs;

const std::string& NameOf(const routing::Node& node) { return node.config.device.name; }

bool IsInternal(const routing::Node& node, const BgpVrf& vrf, const BgpNeighbor& neighbor) {
  const std::uint32_t own = neighbor.local_as ? neighbor.local_as->as : vrf.as.value_or(node.config.bgp.as);
  return neighbor.remote_as_kind == RemoteAs::kInternal ||
         (neighbor.remote_as_kind == RemoteAs::kNumber && neighbor.remote_as == own);
}

const routing::bgp::NeighborFamily* FamilyFor(const BgpNeighbor& neighbor, net::Family family) {
  const auto wanted = family == net::Family::kIpv4 ? routing::bgp::BgpFamily::kIpv4Unicast
                                                   : routing::bgp::BgpFamily::kIpv6Unicast;
  const auto found = std::ranges::find(neighbor.families, wanted, &routing::bgp::NeighborFamily::family);
  return found == neighbor.families.end() ? nullptr : &*found;
}

}  // namespace

OutsidePlacer::OutsidePlacer(std::span<routing::Node* const> nodes, base::Diagnostics& diagnostics)
    : nodes_(nodes), diagnostics_(diagnostics) {
  for (const routing::Node* node : nodes) {
    for (const model::Interface& interface : node->config.device.interfaces) {
      for (const model::InterfaceAddress& address : interface.addresses)
        owners_.emplace(address.address.address, node);
    }
  }
}

void OutsidePlacer::Unused(base::Span span, std::string what) {
  diagnostics_.Add({DiagnosticKind::kAnnouncementUnused, span, std::move(what)});
}

routing::Node* OutsidePlacer::DeviceOf(const std::string& name, base::Span span) {
  const std::string wanted = routing::LowerCase(name);
  std::vector<std::string_view> names;
  routing::Node* found = nullptr;
  for (routing::Node* node : nodes_) {
    if (node->is_host) continue;
    names.push_back(NameOf(*node));
    if (NameOf(*node) == name) return node;
    if (found == nullptr && routing::LowerCase(NameOf(*node)) == wanted) found = node;
  }
  if (found != nullptr) return found;
  const auto nearest = base::NearestWord(name, names);
  diagnostics_.Add({DiagnosticKind::kNameUnknown,
                    span,
                    fmt::format("there is no device '{}' that could receive announcements", name),
                    {},
                    nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
  return nullptr;
}

routing::Node* OutsidePlacer::ReceiverOf(const formats::StatedAnnouncement& stated) {
  const auto owner = stated.to ? owners_.find(*stated.to) : owners_.end();
  if (stated.device.empty()) {
    if (owner != owners_.end()) return DeviceOf(NameOf(*owner->second), stated.span);
    Unused(stated.span, fmt::format("no device has the address {}", net::ToString(*stated.to)));
    return nullptr;
  }
  routing::Node* device = DeviceOf(stated.device, stated.device_span);
  if (device == nullptr || !stated.to || (owner != owners_.end() && owner->second == device)) return device;
  Unused(stated.span,
         fmt::format("'{}' does not have the address {}", NameOf(*device), net::ToString(*stated.to)));
  return nullptr;
}

OutsidePlacer::Session OutsidePlacer::Find(routing::Node& node, const std::string& vrf,
                                           const net::IpAddress& from, base::Span span) {
  const bool first = !reported_.contains({NameOf(node), vrf, from});
  const auto refuse = [&](std::string what) {
    reported_.emplace(NameOf(node), vrf, from);
    if (first) Unused(span, std::move(what));
    return Session{};
  };
  if (const auto owner = owners_.find(from); owner != owners_.end()) {
    return refuse(fmt::format("{} is an address of '{}': what it announces is computed", net::ToString(from),
                              NameOf(*owner->second)));
  }
  const auto& vrfs = node.config.bgp.vrfs;
  const auto in = std::ranges::find(vrfs, vrf, &BgpVrf::vrf);
  const BgpNeighbor* listener = nullptr;
  if (in != vrfs.end()) {
    for (const BgpNeighbor& neighbor : in->neighbors) {
      if (neighbor.address == from) return {&node, &*in, &neighbor};
      if (neighbor.listen_range && neighbor.listen_range->Contains(from)) listener = &neighbor;
    }
  }
  if (listener != nullptr) return {&node, &*in, listener};
  return refuse(fmt::format("'{}' has no BGP neighbour {}{}", NameOf(node), net::ToString(from),
                            vrf.empty() ? "" : fmt::format(" in VRF '{}'", vrf)));
}

bool OutsidePlacer::KindFits(const Session& session, const formats::StatedAnnouncement& stated) {
  const bool internal = IsInternal(*session.node, *session.vrf, *session.neighbor);
  if (internal != stated.external) return true;
  diagnostics_.Add({DiagnosticKind::kValueInvalid,
                    stated.span,
                    fmt::format("announced on an {} session, but '{}' has an {} one with {}",
                                stated.external ? "external" : "internal", NameOf(*session.node),
                                internal ? "internal" : "external", net::ToString(stated.from)),
                    {session.neighbor->span}});
  return false;
}

bool OutsidePlacer::Carries(const Session& session, const net::Prefix& prefix, base::Span span) {
  if (FamilyFor(*session.neighbor, prefix.family()) != nullptr) return true;
  Unused(span,
         fmt::format("the session does not carry {}: its family is not active on it", net::ToString(prefix)));
  return false;
}

OutsideNeighbor& OutsidePlacer::At(const Session& session, const net::IpAddress& from, base::Span span) {
  for (OutsideNeighbor& known : session.node->outside) {
    if (known.vrf == session.vrf->vrf && known.address == from) return known;
  }
  OutsideNeighbor& one = session.node->outside.emplace_back();
  one.vrf = session.vrf->vrf;
  one.address = from;
  one.span = span;
  return one;
}

void OutsidePlacer::Add(const Session& session, OutsideNeighbor& to, routing::AnnouncedRoute route) {
  const auto* family = FamilyFor(*session.neighbor, route.prefix.family());
  const auto [place, is_new] =
      places_.try_emplace({NameOf(*session.node), to.vrf, to.address, route.prefix}, to.routes.size());
  if (is_new || family->add_path_receive) {
    to.routes.push_back(route);
    return;
  }
  routing::AnnouncedRoute& before = to.routes[place->second];
  diagnostics_.Add(
      {DiagnosticKind::kAnnouncementReplaced,
       route.span,
       fmt::format("{} from {} is announced to '{}' twice, and the session takes one path",
                   net::ToString(route.prefix), net::ToString(to.address), NameOf(*session.node)),
       {before.span}});
  before = route;
}

void OutsidePlacer::Place(std::span<const formats::StatedAnnouncement> stated) {
  for (const formats::StatedAnnouncement& one : stated) {
    routing::Node* receiver = ReceiverOf(one);
    if (receiver == nullptr) continue;
    const Session session = Find(*receiver, one.vrf, one.from, one.span);
    if (session.node == nullptr || !KindFits(session, one) || !Carries(session, one.prefix, one.span))
      continue;
    OutsideNeighbor& to = At(session, one.from, one.span);
    // A neighbour of any AS is in the one that its own paths begin with.
    const auto& path = one.path.as_path;
    if (!to.as && session.neighbor->remote_as_kind != RemoteAs::kNumber && one.external &&
        !one.path.imported && !path.empty())
      to.as = path.front().numbers.front();
    to.paths.push_back(one.path);
    Add(session, to, {one.prefix, static_cast<std::uint32_t>(to.paths.size() - 1), one.span});
  }
}

void OutsidePlacer::Place(const std::string& device, base::Span at, OutsideNeighbor neighbor) {
  routing::Node* receiver = DeviceOf(device, at);
  if (receiver == nullptr) return;
  const Session session = Find(*receiver, neighbor.vrf, neighbor.address, neighbor.span);
  if (session.node == nullptr) return;
  OutsideNeighbor& to = At(session, neighbor.address, neighbor.span);
  if (neighbor.as) to.as = neighbor.as;
  if (neighbor.router_id != 0) to.router_id = neighbor.router_id;
  const auto first = static_cast<std::uint32_t>(to.paths.size());
  to.paths.insert(to.paths.end(), std::make_move_iterator(neighbor.paths.begin()),
                  std::make_move_iterator(neighbor.paths.end()));
  for (routing::AnnouncedRoute& route : neighbor.routes) {
    if (FamilyFor(*session.neighbor, route.prefix.family()) == nullptr) continue;
    route.path += first;
    Add(session, to, route);
  }
}

void OutsidePlacer::PlaceIsp(const Session& session, const net::IpAddress& from,
                             const formats::IspConfig& config, base::Span span) {
  const std::uint32_t as = session.neighbor->remote_as;
  const auto node = std::ranges::find(config.nodes, as, &formats::IspNode::as);
  std::vector<net::Prefix> prefixes;
  if (node == config.nodes.end() || node->transit)
    prefixes = {net::Prefix::Default(net::Family::kIpv4), net::Prefix::Default(net::Family::kIpv6)};
  if (node != config.nodes.end())
    prefixes.insert(prefixes.end(), node->announcements.begin(), node->announcements.end());
  OutsideNeighbor& to = At(session, from, span);
  routing::AnnouncedPath& path = to.paths.emplace_back();
  path.as_path = {{routing::AsSegmentKind::kSequence, {as}}};
  path.origin = model::BgpOrigin::kIgp;
  const auto place = static_cast<std::uint32_t>(to.paths.size() - 1);
  for (const net::Prefix& prefix : prefixes) {
    if (FamilyFor(*session.neighbor, prefix.family()) != nullptr) Add(session, to, {prefix, place, span});
  }
}

void OutsidePlacer::Place(const formats::IspConfig& config) {
  const auto wanted = [&](const routing::Node& node, const BgpVrf& vrf, const BgpNeighbor& neighbor) {
    const auto in = [](const auto& list, const auto& value) {
      return list.empty() || std::ranges::find(list, value) != list.end();
    };
    return neighbor.address && neighbor.remote_as_kind == RemoteAs::kNumber &&
           !IsInternal(node, vrf, neighbor) && !owners_.contains(*neighbor.address) &&
           in(config.only_as, neighbor.remote_as) && in(config.only_address, *neighbor.address);
  };
  for (const formats::IspBorder& border : config.borders) {
    routing::Node* node = DeviceOf(border.device, border.device_span);
    if (node == nullptr) continue;
    const model::Device& device = node->config.device;
    const model::InterfaceIndex index = model::FindInterface(device, border.interface);
    if (!border.peer && !index.valid()) {
      diagnostics_.Add({DiagnosticKind::kNameUnknown, border.span,
                        fmt::format("'{}' has no interface '{}'", NameOf(*node), border.interface)});
      continue;
    }
    bool used = false;
    for (const BgpVrf& vrf : node->config.bgp.vrfs) {
      const std::string& wanted_vrf = border.peer ? border.vrf : device.interfaces[index.index()].vrf;
      for (const BgpNeighbor& neighbor : vrf.neighbors) {
        if (vrf.vrf != wanted_vrf || !wanted(*node, vrf, neighbor)) continue;
        const auto beside = [&](const model::InterfaceAddress& own) {
          return own.address.subnet().Contains(*neighbor.address);
        };
        const bool here = border.peer
                              ? *border.peer == *neighbor.address
                              : std::ranges::any_of(device.interfaces[index.index()].addresses, beside);
        if (!here) continue;
        PlaceIsp({node, &vrf, &neighbor}, *neighbor.address, config, border.span);
        used = true;
      }
    }
    if (!used)
      Unused(border.span, fmt::format("'{}' has no external BGP neighbour {}", NameOf(*node),
                                      border.peer ? net::ToString(*border.peer) : "on " + border.interface));
  }
}

}  // namespace ringfence::study
