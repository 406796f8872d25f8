// Forwarding under a stream of rules that come and go, all verdicts current after each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/check.h"
#include "forwarding/update_actions.h"
#include "forwarding/update_atoms.h"
#include "forwarding/update_batch.h"
#include "forwarding/update_ids.h"
#include "forwarding/update_outcome.h"
#include "forwarding/update_rows.h"
#include "forwarding/update_rule_lists.h"

namespace ringfence::forwarding::updates {

/// What a router does with packets to a prefix. Of one router the longest prefix wins; of one prefix the
/// greatest priority. Router, prefix and priority name the rule: there is one at a time.
struct ForwardingRule {
  DestinationPrefix prefix;
  RouterId router;
  std::uint16_t priority = 0;
  ActionId action;
};

/// What became of an update. Only kApplied changes anything.
enum class UpdateResult : std::uint8_t {
  kApplied,
  kKnown,    ///< inserted: there is a rule with this router, prefix and priority
  kUnknown,  ///< removed: there is none, or its action is another
  kFull,     ///< inserted: RuleLists::kEntriesMax rules at the prefix
};

/// Atoms whose row an update changed.
struct Move {
  RowId from;
  RowId to;
  std::uint32_t atoms = 0;
};

/// Staged rules that were not added.
struct Settled {
  std::size_t known = 0;  ///< another with this router, prefix and priority was there or was staged before
  std::size_t full = 0;   ///< RuleLists::kEntriesMax rules at the prefix

  friend bool operator==(const Settled&, const Settled&) = default;
};

/// Rules of all routers and what follows from them: an outcome for each destination and each router that
/// packets come in at. One thread.
class UpdateEngine {
 public:
  /// Most routers: their numbers have 16 bits in memory.
  static constexpr std::size_t kRoutersMax = 65535;
  /// How many rows without packets are kept for their return, unless the caller says otherwise.
  static constexpr std::size_t kIdleRows = 4096;

  /// Routers are 0 .. party_of_router.size() - 1. REQUIRES: as many as kRoutersMax; each party <
  /// Outcome::kPartiesMax; `actions` outlives the engine and has every action of a rule.
  UpdateEngine(const ActionTable& actions, std::vector<std::uint8_t> party_of_router,
               std::size_t idle_rows_max = kIdleRows);

  /// Adds a rule, takes one away. Everything below is current afterwards. REQUIRES: the router and the action
  /// exist; no Stage() without Settle().
  UpdateResult Insert(const ForwardingRule& rule);
  UpdateResult Remove(const ForwardingRule& rule);
  /// The rows that the last Insert() or Remove() changed; the same pair may stand there several times. Valid,
  /// and the rows readable, until the next update.
  std::span<const Move> moves() const { return moves_; }

  /// Adds a rule of many, in any order; nothing is current until Settle() is called.
  void Stage(const ForwardingRule& rule);
  /// Makes everything current. Of rules with one name the first is added. O(rules + atoms * routers).
  Settled Settle();

  /// The row of an address, and what may become of packets to it that come in at a router. O(depth of the
  /// tree).
  RowId RowOf(std::uint32_t address) const {
    RF_CHECK(!is_staging_);
    return tree_[tree_.AtomOf(address)].row;
  }
  Outcome OutcomeOf(std::uint32_t address, RouterId router) const;
  /// Calls `see(prefix, row)` for each atom that has addresses, in the order of the tree.
  void ForEachAtom(const std::function<void(DestinationPrefix, RowId)>& see) const;
  /// The rows, for cells and outcomes. Valid as long as the engine.
  const RowTable& rows() const { return rows_; }

  /// Numbers of rules, of prefixes with rules and where two part, of classes of destinations that all routers
  /// forward alike, and of those in which some packet may loop.
  std::size_t rules() const { return rules_; }
  std::size_t atoms() const { return tree_.size(); }
  std::size_t classes() const { return rows_.occupied(); }
  std::size_t looping_classes() const { return rows_.looping(); }
  /// Memory cut off for lists of rules, in entries.
  std::size_t entries_in_use() const { return lists_.entries_in_use(); }

 private:
  RuleEntry EntryOf(const ForwardingRule& rule) const;
  AtomId Place(DestinationPrefix prefix);
  void Spread();
  void Inherit(AtomId id, AtomId from);
  void Recount(AtomId id);
  void Vacate(AtomId id);
  bool IsTop(const RuleList& list, std::uint32_t position) const;
  const RuleEntry* TopOf(const Atom& atom, RouterId router) const;
  ActionId Effective(const Atom& atom, RouterId router) const;
  void Repaint(AtomId id, RouterId router, ActionId action);
  void Recolor(Atom& atom, RouterId router, ActionId action);
  void Assign(Atom& atom, RowId row);
  RowId RowFromParent(const Atom& atom);

  const ActionTable* actions_;
  AtomTree tree_;
  RuleLists lists_;
  RowTable rows_;
  RuleBatch batch_;
  bool is_staging_ = false;
  AtomId staged_ = AtomTree::kRoot;  ///< of the last staged rule: the next one is often of the same prefix
  Settled refused_;
  std::vector<Move> moves_;
  std::vector<ActionId> scratch_;
  std::size_t routers_;
  std::size_t rules_ = 0;
};

}  // namespace ringfence::forwarding::updates
