// Next hops of selected routes: as their protocols name them, and the interfaces they lead to.
//
// Problem: a route names addresses, and a packet needs an interface (RFC 4271, 9.1.2.1: recursive lookup).
// Idea: level by level; what has no interface is looked up in the same table and replaced by the hops found
// there, until only interfaces are left or the bound is reached; a route never rests on itself. Systems
// differ where one of several next hops leads over the route itself: FRR then does without others as well
// (tests/live/bgp_live.py, seed 120), so such a row is ambiguous. Cost: one lookup for each hop and level.

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "routing/registry_steering.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {
namespace {

void SortUnique(std::vector<NextHop>& hops) {
  std::ranges::sort(hops);
  const auto rest = std::ranges::unique(hops);
  hops.erase(rest.begin(), rest.end());
}

}  // namespace

void Selection::ProtocolHopsOf(PrefixIndex prefix, std::vector<ProtocolHop>& hops) const {
  const Candidate best = At(prefix);
  if (best.phantom) return hops.push_back({{}, {}, true, {}});
  if (TableProtocol* protocol = protocols_->Of(best.protocol))
    return protocol->HopsOf(table_, prefix, best, hops);
  if (best.protocol == Protocol::kAggregate) {
    if (tables().aggregates[best.source].route->forwards_by_contributor)
      return ProtocolHopsOf(contributors_[best.source], hops);
    return hops.push_back({{}, {}, true, {}});
  }
  if (best.protocol == Protocol::kStatic) {
    for (std::size_t i = 0; i < tables().statics.size(); ++i) {
      if (tables().statics[i].prefix != prefix || !SameStatic(best, i)) continue;
      for (const NextHop& hop : statics_[i].hops)
        hops.push_back({hop.gateway, hop.interface, hop.discard, {}});
    }
    return;
  }
  for (std::size_t i = best.source; i < tables().connected.size(); ++i) {
    const connected::ConnectedRoute& route = tables().connected[i];
    if (route.prefix != prefix) break;
    if (route.protocol == best.protocol && (*up_)[route.slot] != 0)
      hops.push_back({{}, route.interface, false, {}});
  }
}

void Selection::OwnHopsOf(PrefixIndex prefix, std::vector<ProtocolHop>& hops) const {
  const auto first = static_cast<std::ptrdiff_t>(hops.size());
  ProtocolHopsOf(prefix, hops);
  FollowElsewhere(prefix, first, hops);
}

/// Hops that another table leads to are replaced by the ways there.
void Selection::FollowElsewhere(PrefixIndex prefix, std::ptrdiff_t first,
                                std::vector<ProtocolHop>& hops) const {
  const auto elsewhere = [](const ProtocolHop& hop) {
    return hop.lookup.valid() && hop.gateway && !hop.interface.valid();
  };
  const auto begin = std::stable_partition(hops.begin() + first, hops.end(), std::not_fn(elsewhere));
  if (begin == hops.end()) return;
  std::vector<ProtocolHop> ways;
  for (auto hop = begin; hop != hops.end(); ++hop) {
    std::vector<NextHop> found;
    const PrefixIndex through =
        protocols_->Of(At(prefix).protocol)->HopsThrough(hop->lookup, *hop->gateway, found);
    const bool boxed = hop->label.kind == LabelKind::kVxlan || hop->label.kind == LabelKind::kSrv6;
    const LabelStackId own = hop->labelled ? labels_->Intern({hop->label}) : LabelStackId();
    const TeWays::Use use = own.valid() && !boxed ? UseOfTunnels(prefix, *hop->gateway) : TeWays::Use{};
    if (use.kind == TeWays::Use::kTunnel && !found.empty()) {
      ways.push_back(IntoTunnel(use.tunnel, own));
      continue;
    }
    for (const NextHop& way : found) {
      ProtocolHop& added = ways.emplace_back();
      added.gateway = way.gateway;
      added.interface = way.interface;
      added.discard = way.discard;
      added.push = way.push;
      added.direct = way.direct;
      if (!own.valid()) continue;
      // What leads into a tunnel already and gets labels as well is not computed.
      if (use.kind == TeWays::Use::kOpen || TunnelOf(way.push)) {
        added.push = labels_->Intern({Label{}});
        added.direct = false;
      } else if (boxed) {
        added.push = own;
        added.direct = false;
      } else {
        PutBelow(prefix, added, through, own);
      }
    }
  }
  hops.erase(begin, hops.end());
  hops.insert(hops.end(), ways.begin(), ways.end());
}

/// Whether packets of the prefix to that next hop take a tunnel of the device.
TeWays::Use Selection::UseOfTunnels(PrefixIndex prefix, const net::IpAddress& next_hop) const {
  const TableOwner& owner = plan_->network.tables()[table_.index()];
  return te_->UseOf(owner.node, owner.vrf, plan_->prefixes[prefix].family(), next_hop);
}

ProtocolHop Selection::IntoTunnel(std::uint32_t number, LabelStackId labels) const {
  const Label label = TunnelLabel(plan_->network.tables()[table_.index()].node, number);
  ProtocolHop way;
  way.push = labels_->Joined(labels_->Intern({label}), labels);
  way.interface = *TunnelOf(way.push);
  return way;
}

std::optional<model::InterfaceIndex> Selection::TunnelOf(LabelStackId push) const {
  if (!push.valid() || (*labels_)[push].front().kind != LabelKind::kTunnel) return std::nullopt;
  const Label& top = (*labels_)[push].front();
  const model::NodeId node = plan_->network.tables()[top.table.index()].node;
  return plan_->te.tunnels()[plan_->te.IndexOf(node, top.number)].interface;
}

Label Selection::TunnelLabel(model::NodeId node, std::uint32_t number) const {
  return {.kind = LabelKind::kTunnel, .table = plan_->network.MainTable(node), .number = number};
}

NextHop Selection::Leaving(const ProtocolHop& hop) const {
  NextHop next{hop.interface, hop.gateway, hop.discard, hop.push, hop.direct};
  const model::NodeId node = plan_->network.tables()[table_.index()].node;
  const std::optional<std::uint32_t> tunnel = te_->TunnelAt({node, hop.interface});
  if (!tunnel || hop.discard || TunnelOf(hop.push)) return next;
  // Labels below that of a tunnel that is just another interface are not computed.
  next.push = labels_->Intern({hop.push.valid() ? Label{} : TunnelLabel(node, *tunnel)});
  next.direct = false;
  return next;
}

/// The way gets these labels below its own: below those of a labelled route, else below the one of the prefix
/// `through`; on a subnet of the router (kNoPrefix) they are all there is.
void Selection::PutBelow(PrefixIndex prefix, ProtocolHop& way, PrefixIndex through,
                         LabelStackId labels) const {
  if (way.push.valid()) {
    // What has a colour and rests on another labelled route is not computed.
    const bool steered = SteerOf(*plan_, *policies_, *this, prefix).kind != Steer::kNone;
    way.push = steered ? labels_->Intern({Label{}}) : labels_->Joined(way.push, labels);
    if (steered) way.direct = false;
  } else if (through == kNoPrefix) {
    way.push = labels;
    way.direct = true;
  } else {
    way.push = labels_->Joined(WayLabel(prefix, through), labels);
  }
}

LabelStackId Selection::WayLabel(PrefixIndex prefix, PrefixIndex through) const {
  const Steer steer = SteerOf(*plan_, *policies_, *this, prefix);
  if (steer.kind == Steer::kNone) return labels_->Intern({{LabelKind::kPrefix, {}, through}});
  if (steer.kind == Steer::kOpen || !IsHost(through)) return labels_->Intern({Label{}});
  return labels_->Intern({{LabelKind::kSid, {}, through, steer.algorithm}});
}

LabelStackId Selection::LabelOver(PrefixIndex prefix, PrefixIndex through) const {
  const model::NodeId node = plan_->network.tables()[table_.index()].node;
  const bool labels = (plan_->ldp.Runs(node) && plan_->ldp.ConfigOf(node).carries_bgp) ||
                      (plan_->sr.Runs(node) && plan_->sr.ConfigOf(node).carries_bgp);
  if (!labels || table_ != plan_->network.MainTable(node) || !IsBgp(At(prefix).protocol) ||
      IsBgp(At(through).protocol) || At(through).protocol <= Protocol::kLocal)
    return {};
  return WayLabel(prefix, through);
}

void Selection::HopsOf(PrefixIndex prefix, std::vector<NextHop>& resolved) const {
  through_bgp_ = false;
  std::vector<ProtocolHop> level;
  OwnHopsOf(prefix, level);
  Resolve(prefix, std::move(level), resolved);
}

/// Follows gateways without an interface through the table until interfaces are found, level by level.
void Selection::Resolve(PrefixIndex prefix, std::vector<ProtocolHop> level,
                        std::vector<NextHop>& resolved) const {
  for (int round = 0; !level.empty() && round < kRecursionRoundsMax; ++round) {
    std::vector<ProtocolHop> next;
    for (const ProtocolHop& hop : level) {
      if (hop.discard || hop.interface.valid()) {
        resolved.push_back(Leaving(hop));
        continue;
      }
      const PrefixIndex through = hop.gateway ? LongestPresent(*hop.gateway) : kNoPrefix;
      if (through == kNoPrefix || through == prefix || At(through).protocol == Protocol::kLocal) continue;
      through_bgp_ = through_bgp_ || IsBgp(At(through).protocol);
      const std::size_t first = next.size();
      OwnHopsOf(through, next);
      const LabelStackId labels =
          hop.labelled ? labels_->Joined(labels_->Intern({hop.label}), hop.inner) : hop.inner;
      const bool subnet = At(through).protocol <= Protocol::kLocal;
      for (std::size_t i = first; i < next.size(); ++i) {
        if (!next[i].gateway && !next[i].discard) next[i].gateway = hop.gateway;
        const bool ends = next[i].push.valid() || next[i].interface.valid();
        if (labels.valid() && ends)
          PutBelow(prefix, next[i], subnet ? kNoPrefix : through, labels);
        else if (labels.valid())
          next[i].inner = labels;
        else if (!next[i].push.valid())
          next[i].push = LabelOver(prefix, through);
      }
    }
    level = std::move(next);
  }
  SortUnique(resolved);
}

bool Selection::LeadsOverItself(PrefixIndex prefix) const {
  if (!IsBgp(At(prefix).protocol)) return false;
  protocol_hops_.clear();
  ProtocolHopsOf(prefix, protocol_hops_);
  if (protocol_hops_.size() < 2) return false;
  return std::ranges::any_of(protocol_hops_, [&](const ProtocolHop& hop) {
    if (hop.discard || hop.interface.valid() || hop.lookup.valid() || !hop.gateway) return false;
    return plan_->prefixes[prefix].Contains(*hop.gateway) && LongestPresent(*hop.gateway) == prefix;
  });
}

}  // namespace ringfence::routing
