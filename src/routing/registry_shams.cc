#include "routing/registry_shams.h"

#include <algorithm>

namespace ringfence::routing {

void ShamStates::Begin(const ospf::Graph& graph) {
  ends_.assign(graph.shams.size(), {});
  up_.assign(graph.shams.size(), 0);
  unsure_ = changed_ = false;
}

/// A host route by BGP. Systems may take a shorter one too.
ShamStates::End ShamStates::Look(const Selection& selection, const net::IpAddress& far) {
  const PrefixIndex prefix = selection.Longest(far);
  if (prefix == kNoPrefix) return End::kDown;
  const Candidate& best = selection.best()[prefix];
  if (best.phantom) return End::kUnsure;
  if (best.protocol != Protocol::kBgpVpn) return best.ambiguous ? End::kUnsure : End::kDown;
  return best.ambiguous || !selection.IsHost(prefix) ? End::kUnsure : End::kUp;
}

void ShamStates::Observe(const ospf::Graph& graph, const Selection& selection) {
  for (std::size_t s = 0; s < ends_.size(); ++s) {
    for (std::size_t e = 0; e < 2; ++e) {
      const ospf::Router& router = graph.routers[graph.shams[s].routers[e]];
      if (router.table != selection.table()) continue;
      const End now = Look(selection, graph.shams[s].ends[e]->destination);
      changed_ = changed_ || now != ends_[s][e];
      ends_[s][e] = now;
    }
  }
  if (!changed_) return;
  unsure_ = false;
  for (std::size_t s = 0; s < ends_.size(); ++s) {
    const End least = std::min(ends_[s][0], ends_[s][1]);
    up_[s] = least == End::kUp ? 1 : 0;
    unsure_ = unsure_ || least == End::kUnsure;
  }
}

}  // namespace ringfence::routing
