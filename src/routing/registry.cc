// The engine: all protocols under one roof.
//
// Order of a computation: states of interfaces; OSPF without injected routes; what routers inject, first from
// connected and static routes alone; then, for tables that something else rests on (redistribution between
// protocols, static routes that a protocol carries or beats, BGP), rounds of "select, show, compare" until
// nothing changes. In the first round BGP has no routes yet. Tables that nothing rests on are made when asked
// for. A table is the only place where protocols meet. What does not settle within kRedistributionRoundsMax
// rounds leaves every external and every BGP route ambiguous: a device would oscillate or settle by timing.
// Where the order of events may decide all is settled again in other orders (redistribution_orders.cc).
// Cost: the tables asked for, and those that others rest on, once a round.

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "routing/bgp/recall.h"
#include "routing/ospf/near_base.h"
#include "routing/redistribution_orders.h"
#include "routing/registry_eigrp_inject.h"
#include "routing/registry_isis_inject.h"
#include "routing/registry_ospf_inject.h"
#include "routing/registry_rip_inject.h"
#include "routing/registry_scratch.h"

namespace ringfence::routing {
namespace {

/// Units whose routes the tables above unite; one line each in protocols.def.
constexpr std::string_view kProtocolUnits[] = {
#define RF_UNIT(folder) #folder,
#include "routing/protocols.def"
#undef RF_UNIT
};
static_assert(std::size(kProtocolUnits) == 12, "a new protocol needs its place in registry_tables.cc");

}  // namespace

namespace {
constexpr std::uint64_t kNever = ~std::uint64_t{0};
}

void Scratch::Impl::Start(const EnginePlan& new_plan, const FailureState& failure) {
  if (plan_serial != new_plan.serial) {  // what was remembered belongs to another network
    labels.emplace(new_plan.network, new_plan.prefixes);
    bgp.emplace().threads = threads;
    if (remembers) bgp->recalls = std::make_shared<bgp::Recalls>();
    ospf.near.base.reset();
    lender.reset();
    arrivals = {};
    session_lists = {};
    read = {};
    kept.Clear();
    policies.emplace(bgp->pool);
    isis.emplace();
    eigrp.emplace();
    rip.emplace();
    plan_serial = new_plan.serial;
  }
  plan = &new_plan;
  outdated = is_kept = false;
  other_rows.reset();
  finder.reset();
  leads_to_no_hop.reset();
  unstable = gave_up = false;
  doubts.assign(plan->tables.size(), {});
  tables.resize(plan->tables.size());
  for (Tables& table : tables) table.rib_done = table.fib_done = false;
  ways.emplace(new_plan, *this, *labels, te);
  by_rows = plan->by_rows && !whole_tables;
  Fail(failure);
  if (borrows) return StartBorrowing();
  unstable |= !plan->observed.empty() && !(failure == FailureState(plan->network));
  SettleFrom(false, {});
  if (!plan->ordered_devices.empty()) LookForOrders(failure);
  LookFurther();
  states_by_rows += by_rows ? 1 : 0;
  if (lends || (remembers && bgp->recalls->learns)) {
    plan->ospf.KeepAsBase(ospf);
    plan->isis.KeepAsBase(*isis);
  }
  if (bgp->recalls == nullptr) return;
  const bool learned = std::exchange(bgp->recalls->learns, false);
  if (learned && plan->bgp.runs()) read.covers = bgp_tables->CoversOfMemory();
  is_kept = learned && by_rows && !unstable;
  if (is_kept) kept.Begin(tables.size(), bgp_tables->Doubted());
}

void Scratch::Impl::Fail(const FailureState& failure) {
  nodes_down = failure.nodes_down();
  const bool complete = plan->interfaces.Compute(failure, up);
  const bool tunnels = te.Begin(plan->network, plan->te, up);
  unstable |= failure.undecided() || !complete || !tunnels;
}

void Scratch::Impl::Begin(bool keep_injected) {
  ospf.near.remembers = isis->near.remembers = borrows || lends || remembers;
  plan->ospf.Begin(up, ospf);
  unstable = unstable || ospf.split;
  ospf_tables.emplace(plan->ospf, ospf);
  shams.Begin(plan->ospf.graph());
  plan->isis.Begin(up, *policies, *isis);
  plan->eigrp.Begin(up, *policies, *eigrp);
  plan->rip.Begin(up, *policies, *rip);
  isis_tables.emplace(plan->isis, *isis);
  eigrp_tables.emplace(plan->eigrp, *eigrp);
  rip_tables.emplace(plan->rip, *rip);
  if (lender == nullptr) bgp->by_rows = false;
  bgp_tables.emplace(*plan, up, lender == nullptr ? *bgp : *lender->bgp);
  ospf_tables->UseBgp(*bgp_tables);
  protocols.emplace();
  leak_tables.emplace(*plan, *policies, *protocols);
  protocols->Add(*ospf_tables, {Protocol::kOspf, Protocol::kOspfIa, Protocol::kOspfE1, Protocol::kOspfE2,
                                Protocol::kOspfN1, Protocol::kOspfN2});
  protocols->Add(*isis_tables, {Protocol::kIsisL1, Protocol::kIsisL2});
  protocols->Add(*eigrp_tables, {Protocol::kEigrp, Protocol::kEigrpExternal});
  protocols->Add(*rip_tables, {Protocol::kRip});
  protocols->Add(*bgp_tables, {Protocol::kEbgp, Protocol::kIbgp, Protocol::kBgpAggregate, Protocol::kBgpVpn,
                               Protocol::kEvpn});
  protocols->Add(*leak_tables, {Protocol::kLeaked});
  protocols->Add(possible.emplace(*plan), {});
  selection.Begin(*plan, up, *protocols, *policies, *labels, te);
  igp_fibs.Begin(*plan, up, *protocols, *bgp_tables, *policies, *labels, te);
  LookAtLabelsAnew();
  shown_after.assign(plan->tables.size(), kNever);
  if (keep_injected) return;
  externals.Clear(plan->tables.size());
  isis_injected.Clear(plan->tables.size());
  eigrp_injected.Clear(plan->tables.size());
  rip_injected.Clear(plan->tables.size());
}

bool Scratch::Impl::HandOver(bool everything) {
  bool changed = false;
  const auto give = [&](Receiver receiver, auto& injection, const auto& engine, auto& scratch) {
    if (!injection.TakeChanged() && !everything) return;
    engine.Inject(injection.United(), scratch);
    possible->Set(receiver, injection.Doubted());
    changed = true;
    ++news;
  };
  give(Receiver::kOspf, externals, plan->ospf, ospf);
  give(Receiver::kIsis, isis_injected, plan->isis, *isis);
  give(Receiver::kEigrp, eigrp_injected, plan->eigrp, *eigrp);
  give(Receiver::kRip, rip_injected, plan->rip, *rip);
  if (shams.TakeChanged()) {
    plan->ospf.SetShamLinks(shams.up(), shams.unsure(), ospf);
    changed = true;
    ++news;
  }
  if (std::exchange(bgp_changed, false)) {
    bgp_tables->Compute();
    changed = true;
  }
  return changed;
}

void Scratch::Impl::SettleFrom(bool keep_injected, const Order& order) {
  Begin(keep_injected);
  bool settles = false;
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    settles = settles || (Runs(t) && plan->tables[t].depends_on_tables);
    const bool silent = Waits(t, order) && !order.in_bgp;
    if (Runs(t) && !silent && plan->tables[t].injects) {
      selection.Run(TableId(t), {});
      Injection<ospf::External>::Share found;
      CollectExternals(*plan, selection, *policies, found.items, found.doubted);
      externals.Replace(t, std::move(found));
    } else if (!Runs(t)) {
      externals.Replace(t, {});
      isis_injected.Replace(t, {});
      eigrp_injected.Replace(t, {});
      rip_injected.Replace(t, {});
    }
  }
  HandOver(keep_injected);
  if (by_rows && SettleByRows()) return;
  by_rows = false;
  if (!settles) return;
  Settle(order);
  if (!order.late.empty()) Settle({});
}

bool Scratch::Impl::Waits(std::size_t table, const Order& order) const {
  return std::ranges::count(order.late, plan->network.tables()[table].node.index()) > 0;
}

bool Scratch::Impl::SpeaksBgp(std::size_t node) const {
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    if (plan->network.tables()[t].node.index() == node && bgp_tables->Speaks(TableId(t))) return true;
  }
  return false;
}

std::vector<Rib> Scratch::Impl::AllRibs() {
  std::vector<Rib> all(plan->tables.size());
  for (std::size_t t = 0; t < all.size(); ++t) {
    if (!Runs(t)) continue;
    selection.Run(TableId(t), protocols->all());
    selection.WriteRib(all[t], false);
  }
  return all;
}

void Scratch::Impl::LookForOrders(const FailureState& failure) {
  const std::vector<Rib> first = AllRibs();
  const auto compare = [&] {
    const std::vector<Rib> other = AllRibs();
    for (std::size_t t = 0; t < first.size(); ++t)
      AppendDifferences(first[t], other[t], plan->prefixes, doubts[t]);
  };
  for (const Order& order : OrdersOf(plan->ordered_devices)) {
    if (order.in_bgp && !std::ranges::any_of(order.late, [&](std::size_t node) { return SpeaksBgp(node); }))
      continue;
    SettleFrom(false, order);
    compare();
  }
  const FailureState whole(plan->network);
  if (!(failure == whole)) {
    Fail(whole);
    SettleFrom(false, {});
    const std::vector<Rib> before = AllRibs();
    const std::vector<PrefixIndex> lost = LostOf(before, first, plan->prefixes);
    for (std::size_t t = 0; t < first.size(); ++t) AppendMissing(lost, first[t], plan->prefixes, doubts[t]);
    Fail(failure);
    SettleFrom(true, {});
    compare();
  }
  SettleFrom(false, {});
}

void Scratch::Impl::Show(std::size_t index, bool to_bgp) {
  const TablePlan& table = plan->tables[index];
  selection.Run(TableId(index), protocols->all());
  if (table.leaks) leaks_changed |= leak_tables->Observe(selection);
  shams.Observe(plan->ospf.graph(), selection);
  if (to_bgp && bgp_tables->Speaks(TableId(index))) bgp_changed |= bgp_tables->Observe(selection, true);
  if (table.injects) {
    Injection<ospf::External>::Share found;
    CollectExternals(*plan, selection, *policies, found.items, found.doubted);
    externals.Replace(index, std::move(found));
  }
  if (table.feeds_isis) {
    Injection<isis::Injected>::Share found;
    CollectIsis(*plan, selection, plan->isis, *policies, found.items, found.doubted);
    isis_injected.Replace(index, std::move(found));
  }
  if (table.runs_eigrp) {
    Injection<eigrp::Injected>::Share found;
    CollectEigrp(*plan, selection, plan->eigrp, *eigrp, *policies, found.items, found.doubted);
    eigrp_injected.Replace(index, std::move(found));
  }
  if (table.runs_rip) {
    Injection<rip::Injected>::Share found;
    CollectRip(*plan, selection, *rip, *policies, found.items, found.doubted);
    rip_injected.Replace(index, std::move(found));
  }
}

void Scratch::Impl::ShowSessions(std::size_t index) {
  if (!bgp_tables->Speaks(TableId(index))) return;
  selection.Run(TableId(index), protocols->all());
  bgp_changed |= bgp_tables->Observe(selection, false);
}

void Scratch::Impl::LookAtLabelsAnew() {
  igp_fibs.Forget();
  bgp_tables->UseLabels(igp_ways.emplace(*plan, igp_fibs, *labels, te), igp_fibs);
}

bool Scratch::Impl::StandsAsShown(std::size_t table, const Order& order) const {
  return order.late.empty() && shown_after[table] == news && !plan->tables[table].rests_on_bgp &&
         bgp_tables->computed() && bgp_tables->LeavesAlone(TableId(table));
}

bool Scratch::Impl::Round(const Order& order) {
  LookAtLabelsAnew();
  bgp_changed = leaks_changed = false;
  bool changed = false;
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    if (!plan->tables[t].depends_on_tables || !Runs(t) || StandsAsShown(t, order)) continue;
    const bool waits = Waits(t, order);
    waits && !order.in_bgp ? ShowSessions(t) : Show(t, !waits);
    shown_after[t] = waits ? kNever : news;
    // Two who act at the same moment on a circle may take turns for ever, as devices do not.
    if (plan->tables[t].ordered) changed |= HandOver(false);
  }
  changed |= HandOver(false);
  return changed || leaks_changed;
}

void Scratch::Impl::Settle(const Order& order) {
  for (int round = 0; Round(order); ++round) {
    if (round + 1 < kRedistributionRoundsMax) continue;
    unstable = gave_up = true;
    return;
  }
}

SupportFinder::Rows Scratch::Impl::OpenRows() {
  igp_protocols = {&*ospf_tables, &*isis_tables};
  all_protocols = {&*ospf_tables, &*isis_tables, &*bgp_tables};
  views.resize(plan->tables.size());
  const std::vector<const Selection*> none(plan->tables.size(), nullptr);
  SupportFinder::Rows rows{none, none};
  for (std::size_t t = 0; t < plan->tables.size(); ++t) {
    if (!Runs(t)) continue;
    tables[t].chosen.Begin(*plan, up, *protocols, *policies, *labels, te);
    tables[t].chosen.Open(TableId(t), all_protocols);
    rows.all[t] = &tables[t].chosen;
    if (!plan->reads_labels && !bgp_tables->Speaks(TableId(t))) continue;
    views[t].Begin(*plan, up, *protocols, *policies, *labels, te);
    views[t].Open(TableId(t), igp_protocols);
    if (bgp_tables->Speaks(TableId(t))) rows.without_bgp[t] = &views[t];
  }
  return rows;
}

void Scratch::Impl::OpenIgpFibs() {
  std::vector<Selection*> rows(plan->tables.size(), nullptr);
  for (std::size_t t = 0; t < rows.size(); ++t) {
    if (Runs(t)) rows[t] = &views[t];
  }
  igp_fibs.ReadByRows(std::move(rows));
}

void Scratch::Impl::MakeLender() {
  lender = std::make_unique<Impl>();
  lender->threads = threads;
  lender->whole_tables = whole_tables;
  lender->lends = true;
  lender->supports = supports;
  lender->Start(*plan, FailureState(plan->network));
  policies.emplace(lender->bgp->pool);
  lender->leads_to_no_hop = lender->bgp_tables->LeadsToNoHop();
  borrowed.Keep(*supports, *lender->bgp, lender->bgp_tables->several_states());
}

void Scratch::Impl::StartBorrowing() {
  if (lender == nullptr) MakeLender();
  outdated = !lender->by_rows || lender->unstable || !*lender->leads_to_no_hop;
  leads_to_no_hop = true;
  if (outdated) return;
  Begin(false);
  SupportFinder::Rows rows = OpenRows();
  for (const Selection* table : rows.all) outdated |= table != nullptr && table->StaticsAsk();
  if (outdated) return;
  if (plan->reads_labels) OpenIgpFibs();
  bgp_tables->ReadByRows(rows.without_bgp, {}, {});
  finder.emplace(*plan, *supports, std::move(rows), up, ospf, *isis, *lender->bgp);
  borrowed.Begin(*finder);
  if (plan->bgp.runs()) bgp_tables->Borrow(borrowed, outdated);
  ++states_by_rows;
}

bool Scratch::Impl::SettleByRows() {
  SupportFinder::Rows rows = OpenRows();
  for (const Selection* table : rows.all) {
    if (table != nullptr && table->StaticsAsk()) return false;
  }
  if (!plan->bgp.runs()) return true;
  bgp->by_rows = true;
  bgp->is_asked_in_time = true;
  if (plan->reads_labels) OpenIgpFibs();
  bgp_tables->ReadByRows(std::move(rows.without_bgp), FindChangedRows(*plan, up, ospf, *isis), read);
  bgp_tables->Compute();
  if (bgp->recalls != nullptr && bgp->recalls->learns) read = bgp_tables->Read();
  if (bgp_tables->LeavesAllAlone() &&
      (!bgp_tables->LookForOtherStates() || bgp_tables->OtherStatesLeaveAllAlone()))
    return true;
  Begin(false);
  return false;
}

void Scratch::Impl::LookFurther() {
  if (gave_up) bgp_tables->GiveUp();
  int round = 0;
  while (!by_rows && bgp_tables->computed() && bgp_tables->LookForOtherStates()) {
    // Other protocols take routes of BGP, with the doubt that was just found; BGP may hear of it in turn.
    const int computations = bgp_tables->computations();
    Settle({});
    unstable = unstable || ++round == kRedistributionRoundsMax;
    if (unstable || bgp_tables->computations() == computations) break;
  }
  if (unstable || !bgp_tables->computed()) return;
  const SessionSurroundings in{plan->network,       plan->prefixes, plan->bgp.plan(),
                               plan->session_lists, session_lists,  RoutingState(this)};
  unstable = by_rows && remembers ? !SessionsArriveRecalling(in, bgp->sessions, bgp_tables->Changed(),
                                                             bgp->recalls->learns, arrivals)
                                  : !SessionsArrive(in, bgp->sessions);
  if (!unstable) return;
  for (Tables& table : tables) table.rib_done = table.fib_done = false;  // made when they seemed certain
}

Scratch::Scratch(unsigned threads) : impl_(std::make_unique<Impl>()) { impl_->threads = threads; }
Scratch::~Scratch() = default;

void Scratch::Remember() {
  impl_->remembers = true;
  impl_->plan_serial = 0;
}

void Scratch::Borrow() {
  impl_->borrows = true;
  impl_->plan_serial = 0;
}

void Scratch::MakeWholeTables() { impl_->whole_tables = true; }

std::size_t Scratch::states_by_rows() const { return impl_->states_by_rows; }

std::size_t Scratch::rows_taken() const { return impl_->kept.rows_taken(); }

struct RoutingEngine::Impl {
  Impl(const Network& network, std::vector<ObservedTable> observed)
      : plan(network, std::move(observed)), support(plan) {}
  EnginePlan plan;
  SupportPlan support;
};

RoutingEngine::RoutingEngine(const Network& network, std::vector<ObservedTable> observed)
    : impl_(std::make_unique<Impl>(network, std::move(observed))) {}
RoutingEngine::~RoutingEngine() = default;

const base::Diagnostics& RoutingEngine::findings() const { return impl_->plan.findings; }

bool RoutingEngine::knows_support() const { return impl_->support.known(); }
std::vector<IgpNeighbors> RoutingEngine::Neighbors() const {
  return impl_->support.Neighbors(InterfacesUp(FailureState(impl_->plan.network)));
}

std::vector<std::uint8_t> RoutingEngine::InterfacesUp(const FailureState& failure) const {
  std::vector<std::uint8_t> up;
  impl_->plan.interfaces.Compute(failure, up);
  return up;
}

RoutingState RoutingEngine::Compute(const FailureState& failure, Scratch& scratch) const {
  scratch.impl_->supports = &impl_->support;
  scratch.impl_->Start(impl_->plan, failure);
  return RoutingState(scratch.impl_.get());
}

}  // namespace ringfence::routing
