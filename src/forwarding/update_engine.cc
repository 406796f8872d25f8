// Problem: a router inserts or removes a rule, a million times; after each, know for every destination and
// every router that packets come in at who forwards them, and whether they arrive, get lost or go round.
//
// Idea. Three steps, each at a cost that follows what changes:
//   1. Destinations fall into atoms (update_atoms.h), and an atom has the row of its parent but for the
//   routers that
//      have a rule at the atom's own prefix. So what a removed rule leaves behind is a cell of the parent's
//      row: no list of shadowed rules is kept or searched. A rule changes its atom and those below, except
//      where the router has a longer prefix; and when the cell has the new action already it changes none.
//   2. The row with one cell changed is found by its hash (update_rows.h). Neighbours in the tree often have
//   the same
//      row, so the last answer is remembered for the duration of the update.
//   3. The row knows its outcomes. Only a row that was not there before is judged, once.
// Many rules at once are staged: lists are sorted, then one walk down the tree makes each row from its
// parent's.
//
// Cost: an update takes one probe for the prefix, a binary search in the rules of the prefix, and per atom
// that it changes one more search and at most one probe for the row. Wide rules cost what they cover. Memory:
// 8 bytes a rule (up to 16 in a block that is half full), 40 an atom, 12 per router and row. For many routers
// the probe compares 4 bytes per router.
//
// After "Delta-net: Real-time Network Verification Using Atoms" (Horn, Kheradmand, Prasad, NSDI 2017), which
// has atoms and labels on edges, and "APKeep: Realtime Verification for Real Networks" (Zhang et al., NSDI
// 2020), which keeps classes minimal; rows that carry their verdict are in neither.
//
// Not modelled here: conditions other than the IPv4 destination (access lists, labels, policy routing, tables
// per VRF).

#include "forwarding/update_engine.h"

#include <array>
#include <utility>

#include "base/check.h"

namespace ringfence::forwarding::updates {
namespace {

/// Atoms still to visit on a walk down: one on each level at most, and the two below the last.
class Agenda {
 public:
  void Add(const std::array<AtomId, 2>& below) {
    for (const std::size_t side : {1U, 0U}) {
      if (below[side].valid()) atoms_[count_++] = below[side];
    }
  }
  bool empty() const { return count_ == 0; }
  AtomId Take() { return atoms_[--count_]; }

 private:
  std::array<AtomId, 34> atoms_;
  std::size_t count_ = 0;
};

}  // namespace

UpdateEngine::UpdateEngine(const ActionTable& actions, std::vector<std::uint8_t> party_of_router,
                           std::size_t idle_rows_max)
    : actions_(&actions),
      rows_(actions, std::move(party_of_router), idle_rows_max),
      routers_(rows_.cells(RowTable::kEmpty).size()) {
  RF_CHECK(routers_ <= kRoutersMax);
  tree_[AtomTree::kRoot].row = RowTable::kEmpty;  // the table's own hold keeps the empty row for good
  rows_.Hold(RowTable::kEmpty);
  Recount(AtomTree::kRoot);
}

UpdateResult UpdateEngine::Insert(const ForwardingRule& rule) {
  RF_CHECK(!is_staging_);
  const RuleEntry entry = EntryOf(rule);
  moves_.clear();
  rows_.Trim();
  const AtomId id = Place(rule.prefix);
  RuleList& list = tree_[id].rules;
  const std::uint32_t position = lists_.LowerBound(list, entry.key());
  if (position < list.count && lists_.of(list)[position].key() == entry.key()) return UpdateResult::kKnown;
  if (!lists_.Insert(list, position, entry)) return UpdateResult::kFull;
  ++rules_;
  if (IsTop(list, position)) Repaint(id, rule.router, rule.action);
  return UpdateResult::kApplied;
}

UpdateResult UpdateEngine::Remove(const ForwardingRule& rule) {
  RF_CHECK(!is_staging_);
  const RuleEntry entry = EntryOf(rule);
  moves_.clear();
  rows_.Trim();
  const AtomId id = tree_.Find(rule.prefix);
  if (!id.valid()) return UpdateResult::kUnknown;
  Atom& atom = tree_[id];
  const std::uint32_t position = lists_.LowerBound(atom.rules, entry.key());
  if (position == atom.rules.count) return UpdateResult::kUnknown;
  const RuleEntry& known = lists_.of(atom.rules)[position];
  if (known.key() != entry.key() || known.action != entry.action) return UpdateResult::kUnknown;
  const bool was_top = IsTop(atom.rules, position);
  lists_.Erase(atom.rules, position);
  --rules_;
  if (was_top) Repaint(id, rule.router, Effective(atom, rule.router));
  if (atom.rules.count == 0) Vacate(id);
  return UpdateResult::kApplied;
}

RuleEntry UpdateEngine::EntryOf(const ForwardingRule& rule) const {
  RF_CHECK(rule.router.index() < routers_ && rule.action.index() < actions_->size());
  RF_CHECK(rule.prefix.length <= 32 &&
           DestinationPrefix::Of(rule.prefix.address, rule.prefix.length) == rule.prefix);
  return {static_cast<std::uint16_t>(rule.router.value), rule.priority, rule.action};
}

/// The atom of a prefix, made when there is none.
AtomId UpdateEngine::Place(DestinationPrefix prefix) {
  if (const AtomId known = tree_.Find(prefix); known.valid()) return known;
  const auto [atom, fork] = tree_.Add(prefix);
  const AtomId top = fork.valid() ? fork : atom;
  const AtomId parent = tree_[top].parent;
  Inherit(top, parent);
  if (fork.valid()) Inherit(atom, fork);
  Recount(top);
  Recount(parent);
  return atom;
}

/// A new atom takes the row of the one above.
void UpdateEngine::Inherit(AtomId id, AtomId from) {
  Atom& atom = tree_[id];
  atom.row = tree_[from].row;
  rows_.Hold(atom.row);
  Recount(id);
}

/// Counts an atom as one with addresses or not, after prefixes below it came or went.
void UpdateEngine::Recount(AtomId id) {
  Atom& atom = tree_[id];
  const bool has_addresses = tree_.HasAddresses(id);
  if (atom.occupied == has_addresses) return;
  atom.occupied = has_addresses;
  rows_.Occupy(atom.row, has_addresses ? 1 : -1);
}

/// Takes an atom without rules away, and the one above when that was only a fork.
void UpdateEngine::Vacate(AtomId id) {
  for (int i = 0; i < 2; ++i) {
    const Atom atom = tree_[id];
    if (atom.rules.count != 0 || !tree_.Remove(id)) return;
    if (atom.occupied) rows_.Occupy(atom.row, -1);
    rows_.Release(atom.row);
    Recount(atom.parent);
    id = atom.parent;
  }
}

/// True when the entry is the one that its router follows.
bool UpdateEngine::IsTop(const RuleList& list, std::uint32_t position) const {
  const std::span<const RuleEntry> entries = lists_.of(list);
  return position == 0 || entries[position - 1].router != entries[position].router;
}

/// The entry that a router follows at the atom's own prefix; nullptr when it has none there.
const RuleEntry* UpdateEngine::TopOf(const Atom& atom, RouterId router) const {
  if (atom.rules.count == 0) return nullptr;
  const auto number = static_cast<std::uint16_t>(router.value);
  const std::uint32_t position = lists_.LowerBound(atom.rules, RuleEntry::KeyOf(number, 0xffff));
  const std::span<const RuleEntry> entries = lists_.of(atom.rules);
  return position < entries.size() && entries[position].router == number ? &entries[position] : nullptr;
}

/// What a router does at an atom by the rules there and above.
ActionId UpdateEngine::Effective(const Atom& atom, RouterId router) const {
  if (const RuleEntry* const top = TopOf(atom, router); top != nullptr) return top->action;
  return atom.parent.valid() ? rows_.cell(tree_[atom.parent].row, router) : ActionTable::kNoRule;
}

/// A router does `action` from now on at an atom and below, up to its own longer prefixes.
void UpdateEngine::Repaint(AtomId id, RouterId router, ActionId action) {
  Atom& top = tree_[id];
  const ActionId before = rows_.cell(top.row, router);
  if (before == action) return;
  Recolor(top, router, action);
  Agenda agenda;
  agenda.Add(top.below);
  while (!agenda.empty()) {
    Atom& atom = tree_[agenda.Take()];
    // Where the router has a longer prefix nothing changes. Another action than above comes from such a one.
    if (rows_.cell(atom.row, router) != before || TopOf(atom, router) != nullptr) continue;
    Recolor(atom, router, action);
    agenda.Add(atom.below);
  }
}

/// Changes one cell of an atom's row.
void UpdateEngine::Recolor(Atom& atom, RouterId router, ActionId action) {
  if (!moves_.empty() && moves_.back().from == atom.row) {
    rows_.Hold(moves_.back().to);
  } else {
    moves_.push_back({atom.row, rows_.Change(atom.row, router, action)});
  }
  ++moves_.back().atoms;
  Assign(atom, moves_.back().to);
}

/// Gives an atom a row that is held for it.
void UpdateEngine::Assign(Atom& atom, RowId row) {
  if (atom.occupied) {
    rows_.Occupy(atom.row, -1);
    rows_.Occupy(row, 1);
  }
  rows_.Release(atom.row);
  atom.row = row;
}

void UpdateEngine::Stage(const ForwardingRule& rule) {
  const RuleEntry entry = EntryOf(rule);
  is_staging_ = true;
  if (tree_[staged_].prefix != rule.prefix) staged_ = Place(rule.prefix);
  batch_.Add(staged_, entry);
  if (batch_.full()) Spread();
}

/// Moves staged rules behind the lists of their atoms.
void UpdateEngine::Spread() {
  batch_.Empty(tree_.ids(), [&](AtomId id, std::span<const RuleEntry> entries) {
    const std::size_t full = lists_.Append(tree_[id].rules, entries);
    rules_ += entries.size() - full;
    refused_.full += full;
  });
}

Settled UpdateEngine::Settle() {
  Spread();
  batch_.Free();
  is_staging_ = false;
  staged_ = AtomTree::kRoot;
  moves_.clear();
  Agenda agenda;
  agenda.Add({AtomTree::kRoot, AtomId()});
  while (!agenda.empty()) {
    Atom& atom = tree_[agenda.Take()];
    refused_.known += lists_.Sort(atom.rules);
    Assign(atom, RowFromParent(atom));
    agenda.Add(atom.below);
    rows_.Trim();
  }
  rules_ -= refused_.known;
  return std::exchange(refused_, Settled());
}

/// The row above with what the rules at the atom change, held once. REQUIRES: the rules are in order.
RowId UpdateEngine::RowFromParent(const Atom& atom) {
  const RowId above = atom.parent.valid() ? tree_[atom.parent].row : RowTable::kEmpty;
  const std::span<const ActionId> cells = rows_.cells(above);
  scratch_.assign(cells.begin(), cells.end());
  std::uint64_t sum = rows_.sum(above);
  for (std::uint32_t i = 0; i < atom.rules.count; ++i) {
    if (!IsTop(atom.rules, i)) continue;
    const RuleEntry& entry = lists_.of(atom.rules)[i];
    sum = RowTable::SumAfter(sum, RouterId(entry.router), scratch_[entry.router], entry.action);
    scratch_[entry.router] = entry.action;
  }
  return rows_.Find(scratch_, sum);
}

Outcome UpdateEngine::OutcomeOf(std::uint32_t address, RouterId router) const {
  RF_CHECK(router.index() < routers_);
  return rows_.outcomes(RowOf(address))[router.index()];
}

void UpdateEngine::ForEachAtom(const std::function<void(DestinationPrefix, RowId)>& see) const {
  RF_CHECK(!is_staging_);
  Agenda agenda;
  agenda.Add({AtomTree::kRoot, AtomId()});
  while (!agenda.empty()) {
    const Atom& atom = tree_[agenda.Take()];
    if (atom.occupied) see(atom.prefix, atom.row);
    agenda.Add(atom.below);
  }
}

}  // namespace ringfence::forwarding::updates
