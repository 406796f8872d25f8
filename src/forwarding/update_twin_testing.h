// The slow obvious form of the update engine: keeps rules in a list and asks all of them each time.
#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include "forwarding/update_engine.h"

namespace ringfence::forwarding::updates {

/// What becomes of packets in a row, from each router: routers that can be reached by any number of hops are
/// found by adding hops until nothing is new; a router that reaches itself by one hop or more is in a loop.
inline std::vector<Outcome> TwinOutcomes(const std::vector<ActionId>& row, const ActionTable& actions,
                                         const std::vector<std::uint8_t>& parties) {
  std::vector<std::set<std::size_t>> behind(row.size());  // routers one hop or more away
  for (std::size_t pass = 0; pass <= row.size(); ++pass) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      for (const RouterId hop : actions.RoutersOf(row[i])) {
        const std::set<std::size_t> further = behind[hop.index()];
        behind[i].insert(hop.index());
        behind[i].insert(further.begin(), further.end());
      }
    }
  }
  std::vector<Outcome> outcomes(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    std::set<std::size_t> met = behind[i];
    met.insert(i);
    for (const std::size_t router : met) {
      outcomes[i].bits |= (std::uint64_t{1} << parties[router]) | actions.EndsOf(row[router]);
      if (behind[router].contains(router)) outcomes[i].bits |= Outcome::kLoops;
    }
  }
  return outcomes;
}

/// Rules of all routers in one list.
struct UpdateTwin {
  const ActionTable* actions = nullptr;
  std::vector<std::uint8_t> parties;
  std::vector<ForwardingRule> rules;

  static bool SameName(const ForwardingRule& a, const ForwardingRule& b) {
    return a.prefix == b.prefix && a.router == b.router && a.priority == b.priority;
  }
  bool Insert(const ForwardingRule& rule) {
    if (std::ranges::any_of(rules, [&](const ForwardingRule& known) { return SameName(known, rule); }))
      return false;
    rules.push_back(rule);
    return true;
  }
  bool Remove(const ForwardingRule& rule) {
    return std::erase_if(rules, [&](const ForwardingRule& known) {
             return SameName(known, rule) && known.action == rule.action;
           }) != 0;
  }
  /// What each router does with packets to an address: the rule that holds it, is longest, has the greatest
  /// priority.
  std::vector<ActionId> RowOf(std::uint32_t address) const {
    std::vector<ActionId> row(parties.size(), ActionTable::kNoRule);
    for (std::size_t router = 0; router < row.size(); ++router) {
      std::pair<int, int> best{-1, -1};
      for (const ForwardingRule& rule : rules) {
        if (rule.router.index() != router || !rule.prefix.Contains(address)) continue;
        const std::pair<int, int> rank{rule.prefix.length, rule.priority};
        if (rank > best) row[router] = rule.action;
        best = std::max(best, rank);
      }
    }
    return row;
  }
};

}  // namespace ringfence::forwarding::updates
