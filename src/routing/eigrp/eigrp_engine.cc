// The state in which DUAL rests.
//
// Problem: DUAL (RFC 7868 section 3) is a protocol of queries and replies; we only want its result.
// Idea: in the end every router holds, per prefix, the least composite metric among what its neighbours
// report, each report extended by the receiving interface. Every extension is strictly worse than what it
// extends, so this state is unique: the least entry of all unsettled routers cannot depend on a worse one,
// and so on upwards. It is found by rounds from nothing (Bellman-Ford with a queue of routers), in any order.
// The feasibility condition then decides which other neighbours may carry traffic: a neighbour whose reported
// distance is less than ours does not send through us, so that successors never form a loop; with `variance`
// all feasible ones within the multiple are used. Reports follow split horizon (of the successors' ports),
// stubs, summaries and filters; those only remove reports, which keeps the argument.
// What a router originates itself is its entry whatever it hears: the table holds that route, so EIGRP
// cannot install another. Internal routes precede external ones.
// Prefixes are computed longest first, because a summary exists while something inside it does; its metric is
// the least of these. Two successors of equal composite whose vectors differ: the one with less delay is
// reported on. Cost: prefixes * adjacencies * diameter. Steps are bounded by kHopsMax visits of each router;
// what has not settled then is ambiguous.

#include "routing/eigrp/eigrp_engine.h"

#include <algorithm>
#include <deque>
#include <tuple>

namespace ringfence::routing::eigrp {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;

bool StubSends(const EigrpProcess& process, const Entry& entry, const EigrpScratch& scratch) {
  if (entry.origin == Origin::kConnected) return process.stub_connected;
  if (entry.origin == Origin::kSummary) return process.stub_summary;
  if (entry.origin != Origin::kInjected) return false;
  const model::RouteSource source = scratch.injected[entry.source].source;
  return process.stub_redistributed || (process.stub_static && source == model::RouteSource::kStatic) ||
         (process.stub_connected && source == model::RouteSource::kConnected);
}

}  // namespace

/// Computes one prefix.
class DestinationSolver {
 public:
  DestinationSolver(const EigrpEngine& engine, EigrpScratch& scratch, Destination& destination)
      : engine_(engine), graph_(engine.graph_), scratch_(scratch), destination_(destination) {}

  void Run() {
    destination_.entries.assign(graph_.routers.size(), Entry{});
    SeedConnected();
    SeedInjected();
    SeedSummaries();
    Spread();
  }

 private:
  /// What one neighbour gives.
  struct Report {
    std::uint32_t edge = 0;
    const Entry* entry = nullptr;
    EigrpMetric metric;
    std::uint64_t reported = 0;
    std::uint64_t composite = 0;
    bool doubtful = false;
  };

  /// 0: down; else the part of its link.
  std::uint8_t Up(std::uint32_t port) const { return (*scratch_.up)[graph_.ports[port].slot]; }
  const EigrpProcess& ProcessOf(std::uint32_t router) const { return *graph_.routers[router].process; }

  void SeedConnected() {
    for (std::uint32_t p = 0; p < graph_.ports.size(); ++p) {
      const Port& port = graph_.ports[p];
      if (Up(p) == 0 || std::ranges::count(port.connected, destination_.prefix) == 0) continue;
      Entry entry;
      entry.origin = Origin::kConnected;
      entry.source = p;
      entry.metric = Received(ProcessOf(port.router), port.config->metric);
      entry.composite = CompositeOf(ProcessOf(port.router), entry.metric);
      Entry& held = destination_.entries[port.router];
      if (!held.reached() || entry.composite < held.composite) held = std::move(entry);
    }
  }

  void SeedInjected() {
    const auto range =
        std::ranges::equal_range(scratch_.injected, destination_.prefix, {}, &Injected::prefix);
    for (const Injected& injected : range) {
      Entry& held = destination_.entries[injected.router];
      held.withheld = held.withheld || injected.withheld;
      if (injected.withheld || held.origin == Origin::kConnected) continue;
      Entry entry;
      entry.origin = Origin::kInjected;
      entry.external = true;
      entry.ambiguous = injected.doubtful;
      entry.source = static_cast<std::uint32_t>(&injected - scratch_.injected.data());
      entry.tag = injected.tag;
      entry.origin_router = injected.router;
      entry.metric = Received(ProcessOf(injected.router), injected.metric);
      entry.composite = CompositeOf(ProcessOf(injected.router), entry.metric);
      if (entry.composite == kUnreachable) continue;
      if (!held.reached() || entry.composite < held.composite) held = std::move(entry);
    }
  }

  void SeedSummaries() {
    for (std::uint32_t p = 0; p < graph_.ports.size(); ++p) {
      const Port& port = graph_.ports[p];
      Entry& held = destination_.entries[port.router];
      if (Up(p) == 0 || held.reached() || std::ranges::count(port.summaries, destination_.prefix) == 0)
        continue;
      const Entry* component = LeastInside(port.router);
      if (component == nullptr) continue;
      held.origin = Origin::kSummary;
      held.metric = component->metric;
      held.composite = component->composite;
    }
  }

  /// The best entry of the router inside the prefix.
  const Entry* LeastInside(std::uint32_t router) const {
    const PrefixTable::Range inside = engine_.prefixes_.Inside(engine_.prefixes_[destination_.prefix]);
    const Entry* least = nullptr;
    for (PrefixIndex i = inside.first; i < inside.last; ++i) {
      if (scratch_.destination_of[i] == kNone) continue;
      const Entry& entry = scratch_.destinations[scratch_.destination_of[i]].entries[router];
      if (entry.reached() && (least == nullptr || entry.composite < least->composite)) least = &entry;
    }
    return least;
  }

  void Spread() {
    std::deque<std::uint32_t> queue;
    std::vector<std::uint8_t> queued(graph_.routers.size(), 0);
    const auto wake = [&](std::uint32_t router) {
      for (const std::uint32_t other : engine_.heard_[router]) {
        if (queued[other] == 0) queue.push_back(other);
        queued[other] = 1;
      }
    };
    for (std::uint32_t r = 0; r < graph_.routers.size(); ++r) {
      if (destination_.entries[r].reached()) wake(r);
    }
    std::size_t steps = graph_.routers.size() * kHopsMax;
    for (; !queue.empty() && steps > 0; --steps) {
      const std::uint32_t router = queue.front();
      queue.pop_front();
      queued[router] = 0;
      if (Decide(router)) wake(router);
    }
    destination_.settled = queue.empty();
  }

  /// Chooses the router's entry anew; true when it changed.
  bool Decide(std::uint32_t router) {
    Entry& held = destination_.entries[router];
    if (held.reached() && held.origin != Origin::kLearnt) return false;
    std::vector<Report> reports;
    for (const std::uint32_t edge : graph_.routers[router].edges) Hear(edge, reports);
    Entry chosen;
    if (!reports.empty()) chosen = Choose(router, reports);
    chosen.withheld = held.withheld;
    if (chosen == held) return false;
    held = std::move(chosen);
    return true;
  }

  Entry Choose(std::uint32_t router, std::vector<Report>& reports) const {
    const auto key = [](const Report& r) {
      return std::tuple(r.entry->external, r.composite, r.metric.delay_ps, r.entry->hop_count, r.edge);
    };
    std::ranges::sort(reports, {}, key);
    const Report& best = reports[0];
    Entry chosen;
    chosen.origin = Origin::kLearnt;
    chosen.external = best.entry->external;
    chosen.ambiguous = best.doubtful || best.entry->ambiguous;
    chosen.hop_count = best.entry->hop_count + 1;
    chosen.tag = best.entry->tag;
    chosen.origin_router = best.entry->origin_router;
    chosen.metric = best.metric;
    chosen.composite = best.composite;
    const EigrpProcess& process = ProcessOf(router);
    const std::uint64_t limit = std::max<std::uint32_t>(1, process.variance) * best.composite;
    std::uint64_t last = 0;
    for (const Report& report : reports) {
      const bool feasible = report.reported < best.composite ||
                            (report.reported == best.composite && report.entry->hop_count < chosen.hop_count);
      if (report.entry->external != best.entry->external || report.composite > limit || !feasible) continue;
      if (chosen.edges.size() >= process.max_paths) {
        // Among equals the device keeps those it heard first.
        if (report.composite != last) break;
        chosen.ambiguous = true;
      }
      last = report.composite;
      chosen.edges.push_back(report.edge);
    }
    std::ranges::sort(chosen.edges);
    return chosen;
  }

  void Hear(std::uint32_t edge_number, std::vector<Report>& reports) {
    const Edge& edge = graph_.edges[edge_number];
    if (Up(edge.from) == 0 || Up(edge.from) != Up(edge.to)) return;
    const Port& mine = graph_.ports[edge.from];
    const Port& theirs = graph_.ports[edge.to];
    const Entry& entry = destination_.entries[theirs.router];
    if (!Announces(edge.to, entry) || entry.hop_count + 1 > kHopsMax) return;
    if (entry.external && SameRouterId(mine.router, entry.origin_router)) return;
    Report report{.edge = edge_number, .entry = &entry, .metric = entry.metric};
    if (!Passes(theirs, false, report) || !Passes(mine, true, report)) return;
    const EigrpProcess& process = ProcessOf(mine.router);
    report.reported = CompositeOf(process, Received(process, report.metric));
    report.metric = Extended(process, report.metric, mine.config->metric);
    report.composite = CompositeOf(process, report.metric);
    if (report.composite != kUnreachable) reports.push_back(report);
  }

  /// A router drops externals that carry its own id.
  bool SameRouterId(std::uint32_t a, std::uint32_t b) const {
    return a == b || (ProcessOf(a).router_id && ProcessOf(a).router_id == ProcessOf(b).router_id);
  }

  bool Announces(std::uint32_t port_number, const Entry& entry) const {
    const Port& port = graph_.ports[port_number];
    if (!entry.reached() || (entry.withheld && entry.origin == Origin::kLearnt)) return false;
    if (ProcessOf(port.router).stub && !StubSends(ProcessOf(port.router), entry, scratch_)) return false;
    if (entry.origin == Origin::kSummary && std::ranges::count(port.summaries, destination_.prefix) == 0)
      return false;
    const net::Prefix& prefix = engine_.prefixes_[destination_.prefix];
    for (const PrefixIndex summary : port.summaries) {
      if (summary != destination_.prefix && engine_.prefixes_[summary].Contains(prefix)) return false;
    }
    if (!port.config->split_horizon) return true;
    return std::ranges::none_of(entry.edges,
                                [&](std::uint32_t edge) { return graph_.edges[edge].from == port_number; });
  }

  /// Applies the filters of a port in one direction; offsets become delay.
  bool Passes(const Port& port, bool in, Report& report) {
    const Router& router = graph_.routers[port.router];
    for (const EigrpEngine::Filter& filter : engine_.filters_[port.router]) {
      if (filter.filter->in != in) continue;
      if (!filter.filter->interface.empty() && filter.filter->interface != port.config->name) continue;
      const std::uint64_t composite = CompositeOf(*router.process, report.metric);
      PolicyRoute asked;
      asked.prefix = engine_.prefixes_[destination_.prefix];
      asked.source = model::RouteSource::kEigrp;
      asked.process = router.process_name;
      asked.vrf = router.process->vrf;
      asked.metric = TableMetricOf(*router.process, composite);
      asked.attributes.tag = report.entry->tag;
      const std::string_view name = port.config->name;
      asked.interfaces = {&name, 1};
      PolicyEvaluator& evaluator =
          scratch_.policies->Of(router.node, *engine_.programs_[router.node.index()]);
      const RedistributionResult result = evaluator.Redistribute(filter.chain, asked);
      report.doubtful = report.doubtful || result.doubtful;
      if (!result.accepted) return false;
      if (result.metric && *result.metric > asked.metric)
        report.metric = Offset(*router.process, report.metric, *result.metric - asked.metric);
    }
    return true;
  }

  const EigrpEngine& engine_;
  const Graph& graph_;
  EigrpScratch& scratch_;
  Destination& destination_;
};

EigrpEngine::EigrpEngine(const Network& network, const PrefixTable& prefixes,
                         std::span<const std::unique_ptr<PolicyProgram>> programs,
                         base::Diagnostics& findings)
    : prefixes_(prefixes),
      programs_(programs),
      graph_(BuildGraph(network, prefixes, findings)),
      filters_(graph_.routers.size()),
      heard_(graph_.routers.size()) {
  for (std::size_t r = 0; r < graph_.routers.size(); ++r) {
    const Router& router = graph_.routers[r];
    for (const EigrpFilter& filter : router.process->filters)
      filters_[r].push_back({&filter, programs_[router.node.index()]->Compile(filter.chain)});
  }
  for (const Edge& edge : graph_.edges)
    heard_[graph_.ports[edge.to].router].push_back(graph_.ports[edge.from].router);
  for (auto& routers : heard_) {
    std::ranges::sort(routers);
    const auto rest = std::ranges::unique(routers);
    routers.erase(rest.begin(), rest.end());
  }
}

void EigrpEngine::Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies,
                        EigrpScratch& scratch) const {
  scratch.up = &up;
  scratch.policies = &policies;
  scratch.injected.clear();
  scratch.done = false;
}

void EigrpEngine::Inject(std::vector<Injected> injected, EigrpScratch& scratch) const {
  scratch.injected = std::move(injected);
  std::ranges::stable_sort(scratch.injected, {},
                           [](const Injected& i) { return std::pair(i.prefix, i.router); });
  scratch.done = false;
}

std::vector<PrefixIndex> EigrpEngine::ActivePrefixes(const EigrpScratch& scratch) const {
  std::vector<PrefixIndex> active;
  for (const Port& port : graph_.ports) {
    if ((*scratch.up)[port.slot] == 0) continue;
    active.insert(active.end(), port.connected.begin(), port.connected.end());
    active.insert(active.end(), port.summaries.begin(), port.summaries.end());
  }
  for (const Injected& injected : scratch.injected) {
    if (!injected.withheld) active.push_back(injected.prefix);
  }
  std::ranges::sort(active, {}, [this](PrefixIndex i) { return std::pair(-int{prefixes_[i].length}, i); });
  const auto rest = std::ranges::unique(active);
  active.erase(rest.begin(), rest.end());
  return active;
}

const std::vector<Destination>& EigrpEngine::DestinationsOf(EigrpScratch& scratch) const {
  if (scratch.done) return scratch.destinations;
  scratch.done = true;
  scratch.destinations.clear();
  scratch.destination_of.assign(prefixes_.size(), kNone);
  for (const PrefixIndex prefix : ActivePrefixes(scratch)) {
    Destination destination;
    destination.prefix = prefix;
    DestinationSolver(*this, scratch, destination).Run();
    scratch.destination_of[prefix] = static_cast<std::uint32_t>(scratch.destinations.size());
    scratch.destinations.push_back(std::move(destination));
  }
  return scratch.destinations;
}

const Entry* EigrpEngine::EntryOf(std::uint32_t router, PrefixIndex prefix, EigrpScratch& scratch) const {
  DestinationsOf(scratch);
  const std::uint32_t place = scratch.destination_of[prefix];
  if (place == kNone) return nullptr;
  const Entry& entry = scratch.destinations[place].entries[router];
  return entry.reached() ? &entry : nullptr;
}

Explanation EigrpEngine::Explain(std::uint32_t router, PrefixIndex prefix, EigrpScratch& scratch) const {
  Explanation explanation;
  std::set<std::uint32_t> seen = {router};
  std::vector<std::uint32_t> open = {router};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    const Entry* entry = EntryOf(at, prefix, scratch);
    if (entry == nullptr) continue;
    for (const std::uint32_t edge : entry->edges) {
      explanation.spans.insert(graph_.ports[graph_.edges[edge].from].config->span);
      explanation.spans.insert(graph_.ports[graph_.edges[edge].to].config->span);
      const std::uint32_t next = graph_.ports[graph_.edges[edge].to].router;
      if (seen.insert(next).second) open.push_back(next);
    }
    if (entry->origin == Origin::kLearnt) continue;
    explanation.origins.insert(graph_.routers[at].node);
    if (entry->origin == Origin::kConnected)
      explanation.spans.insert(graph_.ports[entry->source].config->span);
    if (entry->origin == Origin::kSummary) explanation.spans.insert(graph_.routers[at].process->span);
    if (entry->origin == Origin::kInjected) {
      explanation.spans.insert(scratch.injected[entry->source].span);
      explanation.spans.insert(scratch.injected[entry->source].more_span);
    }
  }
  explanation.spans.erase(base::Span{});
  return explanation;
}

}  // namespace ringfence::routing::eigrp
