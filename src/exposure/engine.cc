// Evaluation of a flow under a failure set, from scratch: the brute force that defines the answer.
//
// Tunnels. A tunnel of IPsec is up while its outer packets (ESP and IKE) arrive in both directions; one that
// is not takes its tunnel interface down. The answer is the greatest set of tunnels that can all be up. It is
// found by assuming all up, and checking a tunnel when a walk meets it: one that fails is taken down, routes
// are computed again, and what was found so far is walked again. The set only shrinks, so this ends after one
// round per tunnel. Why waiting is sound: an interface that goes down changes routes of its own device only,
// and every packet those routes would have taken meets the tunnel. Where that is not so for some tunnel - its
// device redistributes, runs a routing protocol, tracks the interface or has an address on it, or its state
// follows from routes - all tunnels are settled before anything else (tunnel_states.h). Cost: routing of the
// touched devices + walks; nothing is kept between sets but scratch memory.

#include "exposure/engine.h"

#include <algorithm>
#include <utility>

#include "base/memory_limit.h"
#include "base/sort_unique.h"
#include "exposure/flow_support.h"
#include "exposure/levels_of_walk.h"
#include "exposure/tunnel_states.h"

namespace ringfence::exposure {
namespace {

/// With more sets a worker begins with the network as it is (origin: one computation more is then cheap).
constexpr std::size_t kSetsToRememberFor = 8;
/// After so many sets that had to be entered in full none is entered lightly (origin: where the first ones
/// are, as with next hops that failures make recursive, nearly all are, and trying costs as much again).
constexpr std::size_t kLightTriesMax = 16;

using forwarding::TunnelId;
using forwarding::WalkGraph;
using forwarding::WalkQuery;
using model::NodeId;

bool AllDeliver(const std::vector<WalkGraph>& graphs) {
  return !graphs.empty() && std::ranges::all_of(graphs, [](const WalkGraph& g) { return g.delivers_all; });
}

bool AnyDelivers(const std::vector<WalkGraph>& graphs) {
  return std::ranges::any_of(graphs, [](const WalkGraph& g) { return g.delivers; });
}

}  // namespace

std::vector<net::Prefix> HostsAt(const FlowTrace& trace, const model::Flow& flow, int side) {
  std::vector<net::Prefix> hosts = flow.hosts[side];
  if (side == 1 && trace.answers && trace.answers->host)
    hosts.insert(hosts.begin(), net::Prefix::Host(*trace.answers->host));
  return hosts;
}

ExposureEngine::ExposureEngine(const World& world)
    : ExposureEngine(world, std::optional<routing::FailureState>()) {}

ExposureEngine::ExposureEngine(const World& world, routing::FailureState down)
    : ExposureEngine(world, std::optional(std::move(down))) {}

ExposureEngine::ExposureEngine(const World& world, std::optional<routing::FailureState> down)
    : world_(world),
      routing_(*world.network, world.observed),
      tunnels_(*world.network),
      copy_table_(*world.network, tunnels_),
      down_(std::move(down)),
      failures_(world, routing_, tunnels_, copy_table_, down_ ? &*down_ : nullptr) {}

routing::FailureState ExposureEngine::StateOf(std::span<const std::uint32_t> failures) const {
  routing::FailureState state = down_ ? *down_ : routing::FailureState(*world_.network);
  for (std::uint32_t index : failures) {
    Fail(world_.failures[index], state);
  }
  return state;
}

struct Evaluator::Impl {
  Impl(const ExposureEngine& engine_in, Steer steer)
      : engine(engine_in),
        with_origins(steer == Steer::kComplete),
        walker(*engine.world().network, engine.tunnels(), space),
        probe(*engine.world().network, engine.tunnels(), walker, space),
        failure(*engine.world().network),
        packets(engine.world().policy->flows.size() * 2) {}

  void Settle();
  void SettleAll();
  std::vector<WalkGraph> WalkSettled(const WalkQuery& query);
  bool CheckConsulted();
  void TakeDown(TunnelId tunnel);
  Doubt::Kind UnsettledBy() const;
  WalkQuery QueryOf(model::FlowId flow, int direction);
  std::vector<WalkGraph> WalkBack(const forwarding::Answers& answers, const WalkQuery& plain);
  model::InterfaceIndex EntryOf(NodeId from, const net::IpAddress& host) const;
  FlowCopies CopiesOf(model::FlowId flow, const FlowTrace& trace);
  FlowOutcome OutcomeOf(model::FlowId flow, const FlowTrace& trace);

  const ExposureEngine& engine;
  const bool with_origins;
  net::PacketSpace space;
  forwarding::Walker walker;
  TunnelProbe probe;
  std::optional<TunnelSettling> settling;  ///< made when it is needed
  routing::Scratch scratch;
  std::optional<routing::Scratch> borrowing;     ///< for the search; made when it is needed
  FailureSet searched;                           ///< as entered for the search
  std::size_t full_sets = 0;                     ///< that were entered in full after all
  std::size_t light_tries = 0;                   ///< of these, before any was enough when entered lightly
  bool light_stood = false;                      ///< one was
  bool remembers = false;                        ///< the scratch keeps what other states can use
  std::optional<routing::FailureState> entered;  ///< as asked for
  routing::FailureState failure;                 ///< with the ends of tunnels that are down
  forwarding::TunnelsUp up;
  std::vector<bool> checked;        ///< by TunnelId: its state is no longer an assumption
  std::vector<TunnelId> waiting;    ///< met by a walk, not checked yet
  std::uint32_t rounds = 0;         ///< grows whenever routes are computed again
  std::vector<TunnelId> undecided;  ///< tunnels whose state rests on itself
  routing::RoutingState state;
  std::vector<std::optional<net::PacketSet>> packets;
};

Evaluator::Evaluator(const ExposureEngine& engine, Steer steer)
    : impl_(std::make_unique<Impl>(engine, steer)) {}
Evaluator::~Evaluator() = default;

void Evaluator::Forget() {
  const ExposureEngine& engine = impl_->engine;
  const Steer steer = impl_->with_origins ? Steer::kComplete : Steer::kOnPath;
  impl_.reset();  // before the new one takes memory
  impl_ = std::make_unique<Impl>(engine, steer);
}

const routing::RoutingState& Evaluator::state() const { return impl_->state; }
net::PacketSpace& Evaluator::space() { return impl_->space; }

void Evaluator::CheckAllTunnels() {
  do {
    for (std::size_t i = 0; i < impl_->up.size(); ++i) {
      if (!impl_->engine.tunnels()[TunnelId(i)].is_overlay()) impl_->waiting.push_back(TunnelId(i));
    }
  } while (impl_->CheckConsulted());
}

void Evaluator::Remember() {
  if (std::exchange(impl_->remembers, true)) return;
  impl_->scratch.Remember();
  impl_->entered.reset();
  // What is kept is kept of a network in which nothing is down, also where something always is.
  Enter(routing::FailureState(*impl_->engine.world().network));
}

void Evaluator::MakeWholeTables() { impl_->scratch.MakeWholeTables(); }

void Evaluator::Enter(std::span<const std::uint32_t> failures) { Enter(impl_->engine.StateOf(failures)); }

void Evaluator::Enter(const routing::FailureState& state) {
  // Many questions follow each other under one state; what was settled for it stays true.
  if (impl_->entered == state) return;
  impl_->entered = state;
  impl_->failure = state;
  impl_->Settle();
}

void Evaluator::Impl::Settle() {
  const auto& tunnels = engine.tunnels().tunnels();
  ++rounds;
  waiting.clear();
  undecided.clear();
  if (engine.tunnels().changes_other_devices()) return SettleAll();
  up.assign(tunnels.size(), false);
  for (std::size_t i = 0; i < tunnels.size(); ++i) {
    up[i] = tunnels[i].state == forwarding::PeerState::kMatched;
    if (tunnels[i].state == forwarding::PeerState::kMismatch && tunnels[i].end.interface.valid()) {
      failure.FailInterface({tunnels[i].end.node, tunnels[i].end.interface});
    }
  }
  checked.assign(tunnels.size(), false);
  state = engine.routing().Compute(failure, scratch);
  walker.TakeConsulted();
}

void Evaluator::Impl::SettleAll() {
  if (!settling) settling.emplace(*engine.world().network, engine.tunnels(), engine.routing(), probe);
  TunnelStates settled = settling->Settle(failure, scratch, state);
  failure = std::move(settled.failure);
  up = std::move(settled.up);
  undecided = std::move(settled.undecided);
  checked.assign(up.size(), true);
  walker.TakeConsulted();
}

Doubt::Kind Evaluator::Impl::UnsettledBy() const {
  const World& world = engine.world();
  const bool whole = failure == routing::FailureState(*world.network);
  return world.observed.empty() || whole ? Doubt::Kind::kUnsettled : Doubt::Kind::kPrinted;
}

/// Walks until no tunnel the packets met has to be taken down.
std::vector<WalkGraph> Evaluator::Impl::WalkSettled(const WalkQuery& query) {
  for (;;) {
    std::vector<WalkGraph> graphs = walker.Walk(query, state, up);
    if (!CheckConsulted()) return graphs;
  }
}

/// Checks every tunnel that walks met since the last call, and those met by checking. True when one went
/// down.
bool Evaluator::Impl::CheckConsulted() {
  bool went_down = false;
  const auto collect = [this] {
    for (TunnelId met : walker.TakeConsulted()) waiting.push_back(met);
  };
  collect();
  while (!waiting.empty()) {
    const TunnelId tunnel = waiting.back();
    waiting.pop_back();
    if (checked[tunnel.index()] || !up[tunnel.index()]) continue;
    checked[tunnel.index()] = checked[engine.tunnels()[tunnel].reverse.index()] = true;
    const bool works = probe.Answers(tunnel, state, up);
    collect();
    if (works) continue;
    TakeDown(tunnel);
    went_down = true;
  }
  return went_down;
}

void Evaluator::Impl::TakeDown(TunnelId tunnel) {
  for (TunnelId side : {tunnel, engine.tunnels()[tunnel].reverse}) {
    up[side.index()] = false;
    const forwarding::TunnelEnd& end = engine.tunnels()[side].end;
    if (end.interface.valid()) failure.FailInterface({end.node, end.interface});
  }
  // Routes change, so what was checked before is an assumption again.
  checked.assign(checked.size(), false);
  ++rounds;
  state = engine.routing().Compute(failure, scratch);
}

net::PacketSet Evaluator::PacketsOf(model::FlowId flow, int direction) {
  std::optional<net::PacketSet>& known =
      impl_->packets[flow.index() * 2 + static_cast<std::size_t>(direction)];
  if (!known) {
    const model::Flow& facts = impl_->engine.world().policy->flows[flow.index()];
    net::HeaderMatch match = facts.packets;
    if (direction == 1) std::swap(match.source_port, match.destination_port);
    match.source.clear();
    match.destination.clear();
    for (const net::Prefix& host : facts.hosts[direction])
      match.source.push_back(net::AddressMatch::Of(host));
    for (const net::Prefix& host : facts.hosts[1 - direction])
      match.destination.push_back(net::AddressMatch::Of(host));
    known = impl_->space.Of(match);
  }
  return *known;
}

/// The service interface by which the host's packets enter the end node: where the node would send packets to
/// that host. Invalid when the end is the host itself.
model::InterfaceIndex Evaluator::Impl::EntryOf(NodeId from, const net::IpAddress& host) const {
  const routing::Network& network = *engine.world().network;
  // The host may stand in any VRF of the end node: the most specific route tells, the default table first.
  const routing::FibEntry* best = nullptr;
  for (std::size_t t = network.MainTable(from).index();
       t < network.tables().size() && network.tables()[t].node == from; ++t) {
    const routing::FibEntry* entry = state.fib(routing::TableId(t)).Lookup(host);
    if (entry != nullptr && (best == nullptr || entry->prefix.length > best->prefix.length)) best = entry;
  }
  if (best == nullptr || best->receive) return {};
  for (const routing::NextHop& hop : state.fib(best->table).HopsOf(*best)) {
    if (hop.discard) continue;
    const model::LinkId link = network.LinkOf({from, hop.interface});
    const routing::Segment* segment = link.valid() ? network.SegmentOf(link) : nullptr;
    // A VLAN in VXLAN is a link whoever else is on it.
    const bool own =
        segment != nullptr && segment->stretched && best->protocol == routing::Protocol::kConnected;
    if (!link.valid() || own) return hop.interface;
  }
  return {};
}

WalkQuery Evaluator::Impl::QueryOf(model::FlowId flow, int direction) {
  const model::Flow& facts = engine.world().policy->flows[flow.index()];
  WalkQuery query;
  query.from = engine.world().flow_ends[direction][flow.index()];
  query.to = engine.world().flow_ends[1 - direction][flow.index()];
  const auto& hosts = facts.hosts[direction];
  if (query.from.valid() && !hosts.empty()) query.in = EntryOf(query.from, hosts.front().address);
  const auto& targets = facts.hosts[1 - direction];
  if (targets.size() == 1 && targets[0].length == net::AddressBits(targets[0].family())) {
    query.single_destination = targets[0].address;
  }
  return query;
}

/// Who answers knows the addresses that it got.
std::vector<WalkGraph> Evaluator::Impl::WalkBack(const forwarding::Answers& answers, const WalkQuery& plain) {
  const model::InterfaceIndex in = answers.host ? EntryOf(plain.from, *answers.host) : plain.in;
  std::vector<WalkGraph> graphs;
  for (WalkQuery query : answers.queries) {
    query.from = plain.from;
    query.to = plain.to;
    query.in = in;
    for (WalkGraph& graph : WalkSettled(query)) graphs.push_back(std::move(graph));
  }
  return graphs;
}

FlowTrace Evaluator::Trace(model::FlowId flow) {
  FlowTrace trace;
  // The walk back may take a tunnel down that the walk forth relied on: then both are walked again.
  for (std::uint32_t round = 0; round != impl_->rounds;) {
    round = impl_->rounds;
    for (int direction = 0; direction < 2; ++direction) {
      WalkQuery query = impl_->QueryOf(flow, direction);
      query.packets = PacketsOf(flow, direction);
      if (!query.from.valid() || !query.to.valid()) continue;
      if (direction == 0) {
        trace.forward = impl_->WalkSettled(query);
        trace.answers = forwarding::AnswersTo(trace.forward, impl_->space);
      } else {
        trace.backward = trace.answers ? impl_->WalkBack(*trace.answers, query) : impl_->WalkSettled(query);
      }
    }
    trace.copies = impl_->CopiesOf(flow, trace);
  }
  return trace;
}

FlowCopies Evaluator::Impl::CopiesOf(model::FlowId flow, const FlowTrace& trace) {
  if (!AnyDelivers(trace.forward) || !AnyDelivers(trace.backward)) return {};
  std::vector<const WalkGraph*> graphs;
  for (const auto* direction : {&trace.forward, &trace.backward}) {
    for (const WalkGraph& graph : *direction) {
      if (graph.delivers) graphs.push_back(&graph);
    }
  }
  const CopyContext context{
      engine.world(), engine.tunnels(), engine.copy_table(), state, space, [this](const WalkQuery& query) {
        return WalkSettled(query);
      }};
  return FollowCopies(context, graphs, engine.world().policy->flows[flow.index()].end_to_end_confidentiality);
}

std::vector<WalkGraph> Evaluator::Walk(const WalkQuery& query) { return impl_->WalkSettled(query); }

namespace {

void AddSpare(const WalkGraph& graph, FlowOutcome& outcome) {
  for (NodeId node : graph.spare_ways) outcome.spare_doubts.push_back({Doubt::Kind::kSpareWay, node, {}});
}

void AddDoubts(const WalkGraph& graph, FlowOutcome& outcome) {
  AddSpare(graph, outcome);
  for (NodeId node : graph.ambiguous_nodes)
    outcome.doubts.push_back({Doubt::Kind::kAmbiguousRoute, node, {}});
  for (const forwarding::DoubtfulTranslation& one : graph.doubtful_translations)
    outcome.doubts.push_back({Doubt::Kind::kTranslation, one.node, one.span});
  for (const forwarding::Ending& end : graph.endings) {
    if (end.disposition != forwarding::Disposition::kLeavesNetwork) continue;
    outcome.doubts.push_back({Doubt::Kind::kLeavesNetwork, graph.steps[end.step.index()].node, end.span});
  }
  if (graph.steps.empty()) outcome.doubts.push_back({Doubt::Kind::kTooManyClasses, {}, {}});
}

}  // namespace

FlowOutcome Evaluator::Evaluate(model::FlowId flow) { return impl_->OutcomeOf(flow, Trace(flow)); }

void Evaluator::EnterLightly(const FailureSet& failures) {
  impl_->searched = failures;
  if (!impl_->engine.failures().known()) return Enter(failures);
  if (impl_->light_tries == kLightTriesMax) {
    Remember();
    return Enter(failures);
  }
  const routing::RoutingEngine& routing = impl_->engine.routing();
  if (!impl_->borrowing) impl_->borrowing.emplace().Borrow();
  // There are no tunnels in such a network.
  impl_->entered.reset();
  ++impl_->rounds;
  impl_->failure = impl_->engine.StateOf(failures);
  impl_->state = routing.Compute(impl_->failure, *impl_->borrowing);
  const bool in_full = MustEnterInFull();
  if (!in_full) impl_->light_stood = true;
  if (in_full && !impl_->light_stood && !failures.empty()) ++impl_->light_tries;
}

bool Evaluator::MustEnterInFull() {
  if (!impl_->state.outdated()) return false;
  if (++impl_->full_sets > kSetsToRememberFor) Remember();
  Enter(impl_->searched);
  return true;
}

Evaluator::Result Evaluator::Find(model::FlowId flow, std::uint32_t size_max) {
  return Sure([&] {
    impl_->walker.TakeVisited();
    const FlowTrace trace = Trace(flow);
    Result result{impl_->OutcomeOf(flow, trace), {}, impl_->walker.TakeVisited()};
    const ExposureEngine& engine = impl_->engine;
    result.certificate.open = !engine.failures().known();
    if (impl_->searched.size() >= size_max || result.certificate.open) return result;
    result.certificate =
        MakeCertificate(engine.failures(), SupportOf(flow, trace, result.outcome), impl_->searched, size_max);
    return result;
  });
}

Evaluator::Result Evaluator::FindNext(model::FlowId flow) {
  return Sure([&] {
    impl_->walker.TakeVisited();
    const FlowTrace trace = Trace(flow);
    Result result{impl_->OutcomeOf(flow, trace), {}, impl_->walker.TakeVisited()};
    const FailurePlan& plan = impl_->engine.failures();
    result.certificate.open = !plan.known();
    if (result.certificate.open) return result;
    result.certificate = MakeNextCertificate(plan, SupportOf(flow, trace, result.outcome), impl_->searched);
    return result;
  });
}

routing::Support Evaluator::SupportOf(model::FlowId flow, const FlowTrace& trace,
                                      const FlowOutcome& outcome) const {
  const World& world = impl_->engine.world();
  routing::Support support(world.network->slot_count(), world.network->nodes().size());
  AddFlowSupport(world, flow, trace, outcome, impl_->state, support);
  return support;
}

Evaluator& Evaluators::EnterLightly(unsigned worker, const FailureSet& failures, std::size_t sets) {
  const bool is_short = base::IsMemoryShort();
  if (is_short) {
    Of(worker).Forget();
    base::ReturnMemory();
  }
  Evaluator& evaluator = Of(worker);
  if (!engine_.failures().known() && sets > kSetsToRememberFor && !is_short) evaluator.Remember();
  evaluator.EnterLightly(failures);
  return evaluator;
}

unsigned Evaluators::ThreadsNow() {
  if (!base::IsMemoryShort()) return threads();
  for (auto& evaluator : of_worker_) {
    if (evaluator) evaluator->Forget();
  }
  base::ReturnMemory();
  return 1;
}

FlowOutcome Evaluator::Impl::OutcomeOf(model::FlowId flow, const FlowTrace& trace) {
  const World& world = engine.world();
  const model::Flow& facts = world.policy->flows[flow.index()];
  FlowOutcome outcome = EmptyOutcome(world);
  outcome.delivered = AnyDelivers(trace.forward) && AnyDelivers(trace.backward);
  outcome.delivered_all = AllDeliver(trace.forward) && AllDeliver(trace.backward);
  EndToEnd protection{facts.end_to_end_confidentiality, facts.end_to_end_integrity, {}};
  for (int side = 0; side < 2; ++side) {
    const NodeId end = world.flow_ends[side][flow.index()];
    const std::vector<net::Prefix> at_end = HostsAt(trace, facts, side);
    const bool is_host =
        end.valid() && !at_end.empty() && state.Receives(end, at_end.front().address) != nullptr;
    if (is_host) protection.hosts[side] = end;
    for (const net::Prefix& hosts : at_end) {
      if (end.valid() && walker.first_hops().MayEnterElsewhere(state, end, hosts))
        outcome.doubts.push_back({Doubt::Kind::kAmbiguousRoute, end, {}});
    }
  }
  for (const auto* graphs : {&trace.forward, &trace.backward}) {
    for (const WalkGraph& graph : *graphs) {
      AddDoubts(graph, outcome);
      if (outcome.delivered && graph.delivers) {
        AddLevels(world, engine.tunnels(), graph, protection, with_origins, outcome);
      }
    }
  }
  AddCopyLevels(world, engine.tunnels(), trace.copies, outcome);
  outcome.copy_doubts = trace.copies.doubts;
  for (const TunnelId tunnel : undecided) {
    const forwarding::Tunnel& loop = engine.tunnels()[tunnel];
    outcome.doubts.push_back({Doubt::Kind::kTunnel, loop.end.node, loop.config(*world.network).span});
  }
  if (state.unsettled()) outcome.doubts.push_back({UnsettledBy(), {}, {}});
  if (space.exhausted()) outcome.doubts.push_back({Doubt::Kind::kBudget, {}, {}});
  for (const CopyTrace& copy : trace.copies.traces) {
    for (const WalkGraph& graph : copy.graphs) AddSpare(graph, outcome);
  }
  for (std::vector<Doubt>* doubts : {&outcome.doubts, &outcome.spare_doubts}) base::SortUnique(*doubts);
  CloseOutcome(outcome, world.inherit);
  return outcome;
}

}  // namespace ringfence::exposure
