#include "routing/cable_ends.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "routing/links.h"

namespace ringfence::routing {

using base::DiagnosticKind;

bool IsSame(std::string_view name, std::string_view lower) {
  return std::ranges::equal(name, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

CableEnds::CableEnds(std::span<const Node> nodes) : nodes_(nodes) {
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    node_by_name_.emplace(nodes[n].config.device.name, n);
    node_by_name_.emplace(LowerCase(nodes[n].config.device.name), n);
  }
}

std::array<std::optional<CablePort>, 2> CableEnds::Resolve(const model::Cable& cable,
                                                           base::Diagnostics& diagnostics) const {
  std::array<base::Diagnostic, 2> unknown = {};
  const std::array<std::optional<CablePort>, 2> found = {Find(cable.ends[0], unknown[0]),
                                                         Find(cable.ends[1], unknown[1])};
  const bool here = found[0] || found[1] || !unknown[0].also.empty() || !unknown[1].also.empty();
  for (std::size_t side = 0; side < 2; ++side) {
    if (found[side]) continue;
    base::Diagnostic& doubt = unknown[side];
    // Who stands at the other end sends packets there.
    if (found[1 - side]) doubt.also.push_back(PlaceOf(*found[1 - side]));
    if (here) doubt.kind = DiagnosticKind::kLinkUnknownEnd;
    diagnostics.Add(std::move(doubt));
  }
  return found;
}

std::optional<CablePort> CableEnds::Find(const model::CableEnd& end, base::Diagnostic& unknown) const {
  unknown = {DiagnosticKind::kCableElsewhere, end.span, fmt::format("there is no node '{}'", end.node)};
  auto node = node_by_name_.find(end.node);
  if (node == node_by_name_.end()) node = node_by_name_.find(LowerCase(end.node));
  if (node == node_by_name_.end()) return std::nullopt;
  CablePort found{{node->second, LowerCase(end.interface)}, {}};
  bool known = false;
  const auto& interfaces = nodes_[node->second].config.device.interfaces;
  for (std::size_t i = 0; i < interfaces.size(); ++i) {
    const bool same = IsSame(interfaces[i].name, found.port.base);
    known = known || same || IsSame(interfaces[i].parent, found.port.base);
    if (!same) continue;
    found.member = model::InterfaceIndex(i);
    if (interfaces[i].lag.empty()) continue;
    found.port.base = LowerCase(interfaces[i].lag);
    return found;
  }
  if (known) return found;
  unknown.what = fmt::format("'{}' has no interface or port '{}'", end.node, end.interface);
  unknown.also = {nodes_[node->second].config.device.name_span};
  return std::nullopt;
}

base::Span CableEnds::PlaceOf(const CablePort& port) const {
  const model::Device& device = nodes_[port.port.node].config.device;
  return port.member.valid() ? device.interfaces[port.member.index()].span : device.name_span;
}

}  // namespace ringfence::routing
