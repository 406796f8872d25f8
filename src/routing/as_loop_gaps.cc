// Routes that outlive their origin.
//
// Problem: BGP finds loops by the numbers in the AS path (RFC 4271, 9.1.2). Where policies take numbers out,
// two systems may give each other a route after its origin is gone: each prefers what the other returns, and
// nothing ever ends it. Such tables are stable, live routers keep them, and no computation from nothing comes
// upon them, as they hang on what was there before a failure. Idea: a route that goes round passes only
// systems whose numbers leave the path somewhere, else the one whose number stays refuses it. So collect the
// numbers that another system may take out, and name the sessions between two systems of that kind; without
// such a session there is no circle. Tolerating the own number (`allowas-in`) makes none: its count ends it.
// Which policy a session uses, and whether the path keeps its length, is not looked at. Cost: O(statements).

#include "routing/as_loop_gaps.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "model/fate.h"
#include "model/route_policy.h"
#include "routing/as_number.h"

namespace ringfence::routing {
namespace {

using model::RouteActionKind;

/// Numbers that may leave paths, and the systems that take them out: in its own routers' hands a path does
/// not carry a system's number yet, or has been refused for it.
class Removable {
 public:
  void AddEvery(bgp::AsNumber by) { every_.insert(by); }
  void AddPrivate(bgp::AsNumber by) { private_.insert(by); }
  void Add(bgp::AsNumber as, bgp::AsNumber by) { numbers_[as].insert(by); }
  /// Its own system does not look for the number everywhere.
  void AddHidden(bgp::AsNumber as) { numbers_[as].insert(0); }  // 0: nobody's number

  bool Has(bgp::AsNumber as) const {
    const auto known = numbers_.find(as);
    return ByAnother(every_, as) || (IsPrivateAs(as) && ByAnother(private_, as)) ||
           (known != numbers_.end() && ByAnother(known->second, as));
  }

 private:
  static bool ByAnother(const std::set<bgp::AsNumber>& takers, bgp::AsNumber as) {
    return takers.size() > takers.count(as);
  }

  std::set<bgp::AsNumber> every_, private_;
  std::map<bgp::AsNumber, std::set<bgp::AsNumber>> numbers_;
};

void AddActions(const DeviceConfig& config, Removable& removable) {
  for (const model::RoutePolicy& policy : config.policies.policies) {
    for (const model::RouteTerm& term : policy.terms) {
      for (const model::RouteAction& action : term.actions) {
        const bool own = action.kind == RouteActionKind::kAsPathReplaceOwn;
        if (action.kind == RouteActionKind::kAsPathReplace || (own && action.numbers.empty()))
          removable.AddEvery(config.bgp.as);
        if (!own && action.kind != RouteActionKind::kAsPathRemove) continue;
        for (const bgp::AsNumber number : action.numbers) removable.Add(number, config.bgp.as);
      }
    }
  }
}

/// Calls `visit(own AS, AS shown to the neighbour, neighbour)` for every neighbour of the network.
template <class Visit>
void ForEachNeighbor(const Network& network, const Visit& visit) {
  for (const Node& node : network.nodes()) {
    const bgp::BgpConfig& config = node.config.bgp;
    for (const bgp::BgpVrf& vrf : config.vrfs) {
      for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
        const bgp::AsNumber own = vrf.as.value_or(config.as);
        const bool replaced = neighbor.local_as && neighbor.local_as->replace_as;
        visit(own, replaced ? neighbor.local_as->as : own, neighbor);
      }
    }
  }
}

void AddNeighbor(const bgp::BgpNeighbor& neighbor, bgp::AsNumber shown, Removable& removable) {
  for (const bgp::NeighborFamily& family : neighbor.families) {
    if (family.remove_private != bgp::RemovePrivate::kNo) removable.AddPrivate(shown);
    if (!family.as_override) continue;
    if (neighbor.remote_as_kind == bgp::RemoteAs::kNumber) {
      removable.Add(neighbor.remote_as, shown);
    } else {
      removable.AddEvery(shown);
    }
  }
}

/// A system that shows several numbers looks for another one only where it shows it.
void AddHidden(const Network& network, Removable& removable) {
  std::map<bgp::AsNumber, std::set<bgp::AsNumber>> shown_by;
  ForEachNeighbor(network, [&](bgp::AsNumber own, bgp::AsNumber shown, const bgp::BgpNeighbor&) {
    shown_by[own].insert(shown);
  });
  for (const auto& [own, numbers] : shown_by) {
    for (const bgp::AsNumber number : numbers) {
      if (number != own && numbers.size() > 1) removable.AddHidden(number);
    }
  }
}

/// A session from a removable system to another.
struct Exit {
  bgp::AsNumber from = 0;
  const bgp::BgpNeighbor* to = nullptr;
};

std::vector<Exit> ExitsOf(const Network& network, const Removable& removable) {
  std::vector<Exit> found;
  ForEachNeighbor(network, [&](bgp::AsNumber own, bgp::AsNumber shown, const bgp::BgpNeighbor& neighbor) {
    const bool one = neighbor.remote_as_kind == bgp::RemoteAs::kNumber;
    const bool within =
        neighbor.remote_as_kind == bgp::RemoteAs::kInternal || (one && neighbor.remote_as == own);
    if (within || !removable.Has(shown) || (one && !removable.Has(neighbor.remote_as))) return;
    found.push_back({shown, &neighbor});
  });
  return found;
}

/// A system that keeps from a neighbour what came from its system goes round over a third one only.
bool GoesOn(const Exit& exit, const std::vector<Exit>& all) {
  const bool sends_back = std::ranges::any_of(exit.to->families, &bgp::NeighborFamily::send_to_as_in_path);
  return sends_back || std::ranges::any_of(all, [&](const Exit& other) {
           return other.from == exit.from && other.to->remote_as != exit.to->remote_as;
         });
}

/// A default route that is sent while there is one begins a new path, whoever the one came from.
void AddDefaults(const Network& network, std::vector<Gap>& gaps) {
  std::vector<base::Span> conditional;
  ForEachNeighbor(network, [&](bgp::AsNumber, bgp::AsNumber, const bgp::BgpNeighbor& neighbor) {
    for (const bgp::NeighborFamily& family : neighbor.families) {
      if (family.default_originate && family.default_originate_if_present)
        conditional.push_back(neighbor.span);
    }
  });
  if (conditional.size() < 2) return;
  for (const base::Span& span : conditional) {
    gaps.push_back({span, model::Impact::kRouting,
                    "default routes that need one at several sessions may keep each other alive"});
  }
}

}  // namespace

void AddAsLoopGaps(const Network& network, std::vector<Gap>& gaps) {
  AddDefaults(network, gaps);
  Removable removable;
  for (const Node& node : network.nodes()) AddActions(node.config, removable);
  AddHidden(network, removable);
  ForEachNeighbor(network, [&](bgp::AsNumber, bgp::AsNumber shown, const bgp::BgpNeighbor& neighbor) {
    AddNeighbor(neighbor, shown, removable);
  });
  const std::vector<Exit> exits = ExitsOf(network, removable);
  for (const Exit& exit : exits) {
    if (!GoesOn(exit, exits)) continue;
    gaps.push_back({exit.to->span, model::Impact::kRouting,
                    "numbers of both autonomous systems may leave AS paths: a route may outlive its origin"});
  }
}

}  // namespace ringfence::routing
