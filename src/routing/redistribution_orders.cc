// Other outcomes of redistribution.
//
// Problem: two borders that give routes of P to Q and of Q to P have several stable tables: whoever is first
// takes the native route and feeds the other, who from then on sees a route of the other protocol with a
// better distance and stops feeding (Le, Xie, Zhang: Understanding Route Redistribution, ICNP 2007). Tables
// settle in rounds from nothing, which gives one of them. Idea: settle again while one device of a circle
// waits, then let it in; and while all others wait for one; and while it waits with its sessions of BGP
// alone, so that what its IGP says is in BGP before others speak. Under failures also start from what the
// whole network injected, as a real network does: routes that only feed each other outlive their origin
// there. A row that is not the same in all outcomes is ambiguous, also where it is missing. A prefix that all
// lose by a failure may still go round, for what one border hears late the other gives back: its rows are
// possible. This finds outcomes and does not prove that there is no further one: feedback_gaps.cc keeps
// verdicts undecided. Cost: three computations for each such device, nothing where there is none.

#include "routing/redistribution_orders.h"

#include <algorithm>

namespace ringfence::routing {
namespace {

bool SameHops(const Rib& one, const Route& a, const Rib& other, const Route& b) {
  return std::ranges::equal(one.HopsOf(a), other.HopsOf(b), [&](const RouteHop& x, const RouteHop& y) {
    return x.gateway == y.gateway && x.interface == y.interface && x.discard == y.discard &&
           std::ranges::equal(one.ResolvedOf(x), other.ResolvedOf(y));
  });
}

bool SameRow(const Rib& one, const Route& a, const Rib& other, const Route& b) {
  return a.protocol == b.protocol && a.metric == b.metric && a.distance == b.distance && a.tag == b.tag &&
         SameHops(one, a, other, b);
}

}  // namespace

std::vector<Order> OrdersOf(std::span<const std::size_t> devices) {
  const std::size_t count = std::min(devices.size(), kOrderedDevicesMax);
  std::vector<Order> orders;
  for (std::size_t i = 0; i < count; ++i) orders.push_back({.late = {devices[i]}});
  for (std::size_t i = 0; i < count && count > 2; ++i) {
    std::vector<std::size_t>& others = orders.emplace_back().late;
    others.assign(devices.begin(), devices.end());
    std::erase(others, devices[i]);
  }
  for (std::size_t i = 0; i < count; ++i) orders.push_back({.late = {devices[i]}, .in_bgp = true});
  // Beyond the limit all at once: what an IGP says is in BGP everywhere before anybody speaks.
  if (devices.size() > count) orders.push_back({.late = {devices.begin(), devices.end()}, .in_bgp = true});
  return orders;
}

void AppendDifferences(const Rib& one, const Rib& other, const PrefixTable& prefixes,
                       std::vector<PrefixIndex>& found) {
  auto a = one.routes().begin();
  auto b = other.routes().begin();
  while (a != one.routes().end() || b != other.routes().end()) {
    const bool only_a = b == other.routes().end() || (a != one.routes().end() && a->prefix < b->prefix);
    const bool only_b = !only_a && (a == one.routes().end() || b->prefix < a->prefix);
    const Route& row = only_b ? *b : *a;
    if (only_a || only_b || !SameRow(one, *a, other, *b)) found.push_back(prefixes.Find(row.prefix));
    if (!only_b) ++a;
    if (!only_a) ++b;
  }
}

std::vector<PrefixIndex> LostOf(std::span<const Rib> before, std::span<const Rib> after,
                                const PrefixTable& prefixes) {
  std::vector<PrefixIndex> lost;
  for (std::size_t t = 0; t < before.size(); ++t) {
    for (const Route& route : before[t].routes()) {
      if (after[t].Find(route.prefix) == nullptr) lost.push_back(prefixes.Find(route.prefix));
    }
  }
  std::ranges::sort(lost);
  const auto rest = std::ranges::unique(lost);
  lost.erase(rest.begin(), rest.end());
  return lost;
}

void AppendMissing(std::span<const PrefixIndex> asked, const Rib& rib, const PrefixTable& prefixes,
                   std::vector<PrefixIndex>& found) {
  for (const PrefixIndex prefix : asked) {
    if (rib.Find(prefixes[prefix]) == nullptr) found.push_back(prefix);
  }
}

}  // namespace ringfence::routing
