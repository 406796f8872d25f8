// Packets to SIDs of SRv6 (RFC 8986).
//
// Problem: a route of a VPN may lead to a SID: the packet travels there inside of IPv6 (H.Encaps with one
// segment, which needs no routing header: section 5.1), every router on the way can read it, and the device
// that owns the SID takes it out into the VRF that the SID stands for (End.DT4, DT6, DT46).
// Idea: a tunnel in the clear, like VXLAN. The outer packet is followed by its destination like every packet,
// so access lists, policies and labels of the network below it count. Which address of its locator a SID is,
// most systems choose themselves, so the tunnel stands for all of them: where a condition on the way tells
// some from others (a list, a route inside of the locator that leads elsewhere), the node is doubtful. The
// owner knows its SIDs before it looks at its routes; what else comes to a locator of its own is for SIDs
// that are not computed.
// Cost: one search among the tunnels, and among the routes inside of a locator.

#include <algorithm>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {

void ClassWalk::EnterSrv6(StepId step, const routing::Label& to) {
  const Step at = graph_.steps[step.index()];
  const TunnelId tunnel = walker_.tunnels_.FindSrv6(at.node, to.table, HeaderAt(step).source.family);
  if (!tunnel.valid()) {
    graph_.ambiguous_nodes.push_back(at.node);
    return End(step, Disposition::kLeavesNetwork);
  }
  const bool known = std::ranges::any_of(graph_.branches, [&](const Branch& branch) {
    const Step& next = graph_.steps[branch.to.index()];
    return branch.from == step && next.depth == at.depth + 1 && next.stack[at.depth] == tunnel;
  });
  if (!known) Encapsulate(step, tunnel);  // equal ways may begin with the same tunnel
}

bool ClassWalk::EndsAtLocator(StepId step) {
  const Step at = graph_.steps[step.index()];
  const std::vector<routing::srv6::Locator>& locators =
      walker_.network_.nodes()[at.node.index()].config.srv6.locators;
  const bool main = at.table == walker_.network_.MainTable(at.node);
  if (locators.empty() || !main || HeaderAt(step).source.family != net::Family::kIpv6) return false;
  const Tunnel* tunnel = at.depth == 0 ? nullptr : &walker_.tunnels_[at.stack[at.depth - 1]];
  if (tunnel != nullptr && tunnel->sid_table.valid() && tunnel->peer.node == at.node) {
    Step inner{at.node, {}, tunnel->sid_table};
    inner.depth = static_cast<std::uint8_t>(at.depth - 1);
    inner.stack = at.stack;
    inner.stack[inner.depth] = {};
    Follow(BranchKind::kDecapsulate, step, inner);
    return true;
  }
  for (const routing::srv6::Locator& locator : locators) {
    const Verdict verdict = Ask(step, walker_.space_.ToPrefix(locator.prefix));
    if (verdict == Verdict::kSplit) return true;
    if (verdict == Verdict::kNone) continue;
    graph_.ambiguous_nodes.push_back(at.node);
    End(step, Disposition::kDiscardRoute, {}, locator.span);
    return true;
  }
  return false;
}

void ClassWalk::DoubtSid(StepId step, const routing::FibEntry* entry) {
  const Step& at = graph_.steps[step.index()];
  const Tunnel& tunnel = walker_.tunnels_[at.stack[at.depth - 1]];
  if (!tunnel.locator) return;
  const routing::Fib& fib = state_.fib(at.table);
  for (const net::Prefix& inner : fib.MoreSpecific(*tunnel.locator)) {
    const routing::FibEntry* other = fib.Find(inner);
    const bool same = entry != nullptr && std::ranges::equal(fib.HopsOf(*other), fib.HopsOf(*entry)) &&
                      other->receive == entry->receive;
    if (!same) return graph_.ambiguous_nodes.push_back(at.node);
  }
}

}  // namespace ringfence::forwarding
