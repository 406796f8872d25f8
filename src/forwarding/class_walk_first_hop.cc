// Addresses that routers of a segment share (routing/first_hop.h): who receives what is sent to or through
// them. Where several may answer, all are followed and the walk says that it is not certain.

#include <algorithm>

#include "forwarding/class_walk.h"

namespace ringfence::forwarding {

using model::Endpoint;
using model::InterfaceIndex;

bool ClassWalk::CrossToShared(StepId step, InterfaceIndex out, const net::IpAddress& target,
                              bool via_gateway) {
  const Step at = graph_.steps[step.index()];
  const Endpoint here{at.node, out};
  if (!via_gateway) {
    // Each packet goes to whoever answers for its own destination.
    for (const net::IpAddress& address : walker_.first_hops_.SharedOn(here)) {
      if (Ask(step, walker_.space_.ToPrefix(net::Prefix::Host(address))) == Verdict::kSplit) return true;
    }
  }
  const auto answer = walker_.first_hops_.Answering(state_, here, target);
  if (!answer) return false;
  if (answer->several) graph_.spare_ways.push_back(at.node);
  if (answer->ambiguous) graph_.ambiguous_nodes.push_back(at.node);
  bool followed = false;
  for (const Endpoint& end : answer->routers) {
    if (end == here) continue;
    followed = true;
    FollowOver(walker_.network_.LinkOf(here), step,
               {end.node, end.interface, TableOf(end), at.depth, at.stack}, out);
  }
  for (const Endpoint& end : answer->routers) {
    const model::NodeId peer = walker_.network_.ChassisPeer(end.node);
    const bool both = std::ranges::count(answer->routers, peer, &Endpoint::node) > 0;
    if (!both && PassesPeer(end)) graph_.ambiguous_nodes.push_back(at.node);
  }
  if (!followed && StretchedAt(here) != nullptr) {
    std::vector<Endpoint> beyond;  // of a tunnel
    for (const Endpoint& end : walker_.network_.links()[walker_.network_.LinkOf(here).index()].ends) {
      const auto theirs = walker_.first_hops_.Answering(state_, end, target);
      if (end != here && theirs && std::ranges::count(theirs->routers, end) > 0) beyond.push_back(end);
    }
    if (beyond.size() > 1) graph_.ambiguous_nodes.push_back(at.node);
    followed = !beyond.empty();
    if (followed) CrossStretched(step, out, beyond);
  }
  if (!followed) End(step, Disposition::kNoNeighbor, out);
  return true;
}

bool ClassWalk::ReceiveShared(StepId step) {
  const Step at = graph_.steps[step.index()];
  for (const routing::SharedAddress& shared : walker_.first_hops_.SharedBy(at.table)) {
    const Verdict verdict = Ask(step, walker_.space_.ToPrefix(net::Prefix::Host(shared.address)));
    if (verdict == Verdict::kSplit) return true;
    if (verdict == Verdict::kNone) continue;
    const auto answer = walker_.first_hops_.Answering(state_, shared.end, shared.address);
    if (!answer || std::ranges::find(answer->routers, shared.end) == answer->routers.end()) continue;
    Lookup(step);
    if (split_) return true;
    const bool surely = answer->everywhere || (!answer->ambiguous && answer->accepts);
    if (!surely) graph_.ambiguous_nodes.push_back(at.node);
    Arrive(step);
    // Those who sent it over the segment took this router for the one that answers; else another may be.
    const bool alone = answer->routers.size() == 1;
    if (answer->everywhere || alone || at.in == shared.end.interface) return true;
  }
  return false;
}

}  // namespace ringfence::forwarding
