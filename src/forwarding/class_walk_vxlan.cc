// Packets in VXLAN (RFC 7348).
//
// Problem: a route of a VRF may lead to a tunnel end in another table (RFC 9136): the packet travels there
// inside of a UDP packet that every router on the way can read, and the network identifier in it says which
// VRF it belongs to.
// Idea: a tunnel like any other, but in the clear. The outer packet is followed by its addresses like every
// packet, so access lists and labels of the network below it count; several devices may have the address of
// one tunnel end, and whoever gets the packet looks it up by its own meaning of the identifier.
// Cost: one search among the tunnels.

#include <algorithm>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {
namespace {

/// The interface that has the address of the device's own tunnel end.
model::InterfaceIndex SourceOf(const model::Device& device) {
  for (std::size_t i = 0; device.vxlan && i < device.interfaces.size(); ++i) {
    const auto has = [&device](const model::InterfaceAddress& own) {
      return own.address.address == device.vxlan->local;
    };
    if (std::ranges::any_of(device.interfaces[i].addresses, has)) return model::InterfaceIndex(i);
  }
  return {};
}

/// What an identifier stands for on a device whose tunnel end has the address, or nullptr.
const model::VxlanSegment* SegmentOf(const model::Device& device, const net::IpAddress& end,
                                     std::uint32_t vni) {
  if (!device.vxlan || device.vxlan->local != end) return nullptr;
  const auto segment = std::ranges::find(device.vxlan->segments, vni, &model::VxlanSegment::vni);
  return segment == device.vxlan->segments.end() ? nullptr : &*segment;
}

}  // namespace

void ClassWalk::TakePush(StepId step, routing::LabelStackId push) {
  const routing::Label& top = state_.labels()[push].front();
  if (top.kind == routing::LabelKind::kVxlan) return EnterVxlan(step, top);
  if (top.kind == routing::LabelKind::kSrv6) return EnterSrv6(step, top);
  Relabel(step, push, walker_.network_.MainTable(graph_.steps[step.index()].node));
}

void ClassWalk::EnterVxlan(StepId step, const routing::Label& to) {
  WrapInVxlan(step, state_.labels().PrefixOf(to).address, to.number);
}

StepId ClassWalk::WrapInVxlan(StepId step, const net::IpAddress& end, std::uint32_t vni) {
  const Step at = graph_.steps[step.index()];
  const TunnelId tunnel = walker_.tunnels_.FindVxlan(at.node, end, vni);
  if (!tunnel.valid()) {
    graph_.ambiguous_nodes.push_back(at.node);
    End(step, Disposition::kLeavesNetwork);
    return {};
  }
  // Without its own end the device has no such route; what it has instead is not computed.
  const model::InterfaceIndex source = SourceOf(DeviceAt(step));
  if (!source.valid() || !state_.interface_up({at.node, source})) {
    graph_.ambiguous_nodes.push_back(at.node);
    End(step, Disposition::kTunnelDown, {}, DeviceAt(step).vxlan->span);
    return {};
  }
  const auto outside = [&](const Branch& branch) {
    const Step& next = graph_.steps[branch.to.index()];
    return branch.from == step && next.depth == at.depth + 1 && next.stack[at.depth] == tunnel;
  };
  // Equal ways may begin with the same tunnel.
  if (std::ranges::none_of(graph_.branches, outside)) Encapsulate(step, tunnel);
  const auto entered = std::ranges::find_if(graph_.branches, outside);
  return entered == graph_.branches.end() ? StepId() : entered->to;
}

void ClassWalk::LeaveVxlan(StepId step, const Tunnel& tunnel) {
  const Step at = graph_.steps[step.index()];
  const model::TunnelConfig& ends = tunnel.config(walker_.network_);
  const model::VxlanSegment* segment = SegmentOf(DeviceAt(step), ends.peer, *tunnel.vni);
  const bool listens =
      segment != nullptr && DeviceAt(step).vxlan->udp_port == HeaderAt(step).destination_port;
  if (listens && segment->bridges()) return arrivals_.push_back(step);
  const routing::TableId table =
      listens ? walker_.network_.FindTable(at.node, segment->vrf) : routing::TableId();
  if (!table.valid()) return End(step, Disposition::kWrongNode);
  Step inner{at.node, {}, table};
  inner.depth = static_cast<std::uint8_t>(at.depth - 1);
  inner.stack = at.stack;
  inner.stack[inner.depth] = {};
  Follow(BranchKind::kDecapsulate, step, inner);
}

}  // namespace ringfence::forwarding
