// The state in which RIP rests.
//
// Problem: RIP (RFC 2453 section 3, RFC 2080) is a stream of updates and timers; we only want its result.
// Idea: in the end every router holds, per prefix, the least metric among what it hears, each raised by the
// offsets of both ports, and below infinity. Every step costs at least one, so this state is unique: the
// least entry cannot depend on a greater one, and so on upwards. It is found by rounds from nothing
// (Bellman-Ford with a queue of routers), in any order. Counting to infinity is a matter of time, not of the
// result. Split horizon and policies only remove reports, which keeps the argument; but a policy may set a
// metric, and a report that is not worse than what it reports is doubtful: the order of events may decide.
// What is doubtful may also be better than it looks, so it makes the entries of all who hear it doubtful.
// What a router originates itself is its entry whatever it hears. Of equal metrics all are kept in the entry;
// a device that installs fewer keeps those it heard first. Which ones matters to others only by split
// horizon, and there a report that hangs on the choice is uncertain.
// A redistributed route whose next hop lies on the link is announced with that next hop (RFC 2453 section
// 4.4, RFC 2080 section 2.1.1: link-local addresses only); the next hop itself drops it. Where nobody has
// told whether a system does so, the report is uncertain. Cost: prefixes * edges * diameter. Steps are
// bounded by kVisitsMax a router; what has not settled then is ambiguous.

#include "routing/rip/rip_engine.h"

#include <algorithm>
#include <deque>

#include "routing/links.h"

namespace ringfence::routing::rip {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;
/// Visits of a router (origin: metrics only fall, at most from infinity to 1, and hops and tags come with
/// them; policies that set metrics may need more and then do not settle).
constexpr std::size_t kVisitsMax = 8 * kInfinity;

std::uint32_t Sum(std::uint32_t a, std::uint32_t b) {
  return std::min(kInfinity, std::min(a, kInfinity) + std::min(b, kInfinity));
}

}  // namespace

/// Computes one prefix.
class DestinationSolver {
 public:
  DestinationSolver(const RipEngine& engine, RipScratch& scratch, Destination& destination)
      : engine_(engine), graph_(engine.graph_), scratch_(scratch), destination_(destination) {}

  void Run() {
    destination_.entries.assign(graph_.routers.size(), Entry{});
    SeedConnected();
    SeedInjected();
    Spread();
    for (Entry& entry : destination_.entries) {
      if (entry.hops.empty()) continue;
      const auto next = static_cast<std::uint32_t>(scratch_.known.size() + 1);
      entry.hop_set = scratch_.known.try_emplace(entry.hops, next).first->second;
    }
  }

 private:
  /// What one neighbour gives.
  struct Report {
    Hop hop;
    std::uint32_t metric = kInfinity;
    std::uint32_t tag = 0;
    bool doubtful = false;   ///< it may also be better
    bool uncertain = false;  ///< it may also be absent
    bool hop_open = false;   ///< it may have another next hop
  };

  /// 0: down; else the part of its link.
  std::uint8_t Up(std::uint32_t port) const { return (*scratch_.up)[graph_.ports[port].slot]; }
  const RipProcess& ProcessOf(std::uint32_t router) const { return *graph_.routers[router].process; }

  void SeedConnected() {
    for (std::uint32_t p = 0; p < graph_.ports.size(); ++p) {
      const Port& port = graph_.ports[p];
      Entry& held = destination_.entries[port.router];
      if (held.reached() || Up(p) == 0 || std::ranges::count(port.subnets, destination_.prefix) == 0)
        continue;
      held.origin = Origin::kConnected;
      held.source = p;
      held.metric = ProcessOf(port.router).subnet_metric;
    }
  }

  void SeedInjected() {
    const auto range =
        std::ranges::equal_range(scratch_.injected, destination_.prefix, {}, &Injected::prefix);
    for (const Injected& injected : range) {
      Entry& held = destination_.entries[injected.router];
      held.withheld = held.withheld || injected.kind == Injected::Kind::kWithheld;
      held.shaky = held.shaky || injected.kind == Injected::Kind::kShaky;
      if (injected.kind != Injected::Kind::kRoute || held.origin == Origin::kConnected) continue;
      if (held.reached() && injected.metric >= held.metric) continue;
      held.origin = Origin::kInjected;
      held.doubtful = injected.doubtful;
      held.source = static_cast<std::uint32_t>(&injected - scratch_.injected.data());
      held.metric = injected.metric;
      held.tag = injected.tag;
    }
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
    std::size_t steps = graph_.routers.size() * kVisitsMax;
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
    Entry chosen;
    chosen.withheld = held.withheld;
    chosen.shaky = held.shaky;
    bool doubtful = false;
    bool uncertain = false;
    for (const std::uint32_t edge : graph_.routers[router].edges) {
      const std::optional<Report> report = Hear(edge);
      if (!report) continue;
      doubtful = doubtful || report->doubtful;
      if (report->metric > chosen.metric) continue;
      if (report->metric < chosen.metric) {
        chosen.origin = Origin::kLearnt;
        chosen.metric = report->metric;
        chosen.tag = report->tag;
        chosen.hops.clear();
        chosen.hop_open = uncertain = false;
      }
      uncertain = uncertain || report->uncertain || report->tag != chosen.tag;
      chosen.hop_open = chosen.hop_open || report->hop_open;
      chosen.hops.push_back(report->hop);
    }
    chosen.doubtful = chosen.reached() && (doubtful || uncertain || chosen.shaky);
    std::ranges::sort(chosen.hops);
    if (chosen == held) return false;
    held = std::move(chosen);
    return true;
  }

  std::optional<Report> Hear(std::uint32_t number) {
    const Edge& edge = graph_.edges[number];
    const Port& mine = graph_.ports[edge.from];
    const Port& theirs = graph_.ports[edge.to];
    const Entry& entry = destination_.entries[theirs.router];
    if (Up(edge.from) == 0 || Up(edge.from) != Up(edge.to) || !entry.reached()) return std::nullopt;
    if (entry.origin == Origin::kLearnt && entry.withheld) return std::nullopt;
    Report report{{number, edge.gateway}, entry.metric, entry.tag, entry.doubtful, false, edge.doubtful};
    if (entry.origin == Origin::kLearnt && !PassesHorizon(edge.to, entry, report)) return std::nullopt;
    if (entry.origin == Origin::kInjected && !PointsOn(mine, theirs, entry, report)) return std::nullopt;
    if (entry.origin != Origin::kInjected && !PassesExport(theirs, entry, report)) return std::nullopt;
    report.metric = Sum(report.metric, theirs.config->metric_out);
    if (report.metric >= kInfinity) return std::nullopt;
    report.metric = Sum(report.metric, mine.config->metric_in);
    if (!PassesImport(mine, report) || report.metric >= kInfinity) return std::nullopt;
    if (entry.origin == Origin::kLearnt && report.metric <= entry.metric) report.doubtful = true;
    return report;
  }

  /// Split horizon: what was learnt over the port is not sent over it.
  bool PassesHorizon(std::uint32_t port, const Entry& entry, Report& report) const {
    if (!graph_.ports[port].config->split_horizon) return true;
    const auto here = static_cast<std::size_t>(std::ranges::count_if(
        entry.hops, [&](const Hop& hop) { return graph_.edges[hop.edge].from == port; }));
    if (here == 0) return true;
    const std::size_t kept = std::max<std::size_t>(1, ProcessOf(graph_.ports[port].router).max_paths);
    if (entry.hops.size() - here < kept) return false;
    report.uncertain = true;
    return true;
  }

  /// Sets the next hop of a redistributed route that leaves by the port it is announced over; false when the
  /// hearer is that next hop.
  bool PointsOn(const Port& mine, const Port& theirs, const Entry& entry, Report& report) const {
    const std::vector<Way>& ways = scratch_.injected[entry.source].ways;
    const auto way = std::ranges::find_if(
        ways, [&](const Way& w) { return w.gateway && w.interface == theirs.interface; });
    if (way == ways.end()) return true;
    if (!ProcessOf(theirs.router).names_next_hops || ways.size() > 1) return report.uncertain = true;
    const net::IpAddress& gateway = *way->gateway;
    if (gateway.family == net::Family::kIpv6 && !IsLinkLocal(gateway)) return true;
    if (std::ranges::find(mine.addresses, gateway, &net::HostPrefix::address) != mine.addresses.end())
      return false;
    const bool near = std::ranges::any_of(
        mine.addresses, [&](const net::HostPrefix& own) { return own.subnet().Contains(gateway); });
    if (near) report.hop.gateway = gateway;
    return true;
  }

  bool PassesExport(const Port& port, const Entry& entry, Report& report) {
    const RipEngine::Chains& chains = engine_.chains_[port.router];
    const bool own = entry.origin == Origin::kConnected;
    const auto& chain = own && chains.subnets ? chains.subnets : chains.export_chain;
    return !chain ||
           Passes(port, own ? model::RouteSource::kConnected : model::RouteSource::kRip, *chain, report);
  }
  bool PassesImport(const Port& port, Report& report) {
    const auto& chain = engine_.chains_[port.router].import;
    return !chain || Passes(port, model::RouteSource::kRip, *chain, report);
  }

  bool Passes(const Port& port, model::RouteSource source, const CompiledChain& chain, Report& report) {
    const Router& router = graph_.routers[port.router];
    PolicyRoute asked;
    asked.prefix = engine_.prefixes_[destination_.prefix];
    asked.source = source;
    asked.process = router.process->id;
    asked.vrf = router.process->vrf;
    asked.metric = report.metric;
    asked.attributes.tag = report.tag;
    const std::string_view name = port.config->name;
    asked.interfaces = {&name, 1};
    asked.next_hop = asked.neighbor = report.hop.gateway;
    PolicyEvaluator& evaluator = scratch_.policies->Of(router.node, *engine_.programs_[router.node.index()]);
    const RedistributionResult result = evaluator.Redistribute(chain, asked);
    report.doubtful = report.doubtful || result.doubtful;
    report.metric = std::min(kInfinity, result.metric.value_or(report.metric));
    report.tag = result.tag.value_or(report.tag);
    return result.accepted;
  }

  const RipEngine& engine_;
  const Graph& graph_;
  RipScratch& scratch_;
  Destination& destination_;
};

RipEngine::RipEngine(const Network& network, const PrefixTable& prefixes,
                     std::span<const std::unique_ptr<PolicyProgram>> programs, base::Diagnostics& findings)
    : prefixes_(prefixes),
      programs_(programs),
      graph_(BuildGraph(network, prefixes, findings)),
      chains_(graph_.routers.size()),
      heard_(graph_.routers.size()) {
  for (std::size_t r = 0; r < graph_.routers.size(); ++r) {
    const RipProcess& process = *graph_.routers[r].process;
    const PolicyProgram& program = *programs_[graph_.routers[r].node.index()];
    if (process.import) chains_[r].import = program.Compile(*process.import);
    if (process.export_chain) chains_[r].export_chain = program.Compile(*process.export_chain);
    if (!process.subnet_policies.empty()) chains_[r].subnets = program.Compile(process.subnet_policies);
  }
  for (const Edge& edge : graph_.edges)
    heard_[graph_.ports[edge.to].router].push_back(graph_.ports[edge.from].router);
  for (auto& routers : heard_) {
    std::ranges::sort(routers);
    const auto rest = std::ranges::unique(routers);
    routers.erase(rest.begin(), rest.end());
  }
}

void RipEngine::Begin(const std::vector<std::uint8_t>& up, PolicyMemory& policies,
                      RipScratch& scratch) const {
  scratch.up = &up;
  scratch.policies = &policies;
  scratch.injected.clear();
  scratch.known.clear();
  scratch.done = false;
}

void RipEngine::Inject(std::vector<Injected> injected, RipScratch& scratch) const {
  scratch.injected = std::move(injected);
  std::ranges::stable_sort(scratch.injected, {},
                           [](const Injected& i) { return std::pair(i.prefix, i.router); });
  scratch.done = false;
}

std::vector<PrefixIndex> RipEngine::ActivePrefixes(const RipScratch& scratch) const {
  std::vector<PrefixIndex> active;
  for (const Port& port : graph_.ports) {
    if ((*scratch.up)[port.slot] != 0) active.insert(active.end(), port.subnets.begin(), port.subnets.end());
  }
  for (const Injected& injected : scratch.injected) {
    if (injected.kind == Injected::Kind::kRoute) active.push_back(injected.prefix);
  }
  std::ranges::sort(active);
  const auto rest = std::ranges::unique(active);
  active.erase(rest.begin(), rest.end());
  return active;
}

const std::vector<Destination>& RipEngine::DestinationsOf(RipScratch& scratch) const {
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

const Entry* RipEngine::EntryOf(std::uint32_t router, PrefixIndex prefix, RipScratch& scratch) const {
  DestinationsOf(scratch);
  const std::uint32_t place = scratch.destination_of[prefix];
  if (place == kNone) return nullptr;
  const Entry& entry = scratch.destinations[place].entries[router];
  return entry.reached() ? &entry : nullptr;
}

Explanation RipEngine::Explain(std::uint32_t router, PrefixIndex prefix, RipScratch& scratch) const {
  Explanation explanation;
  std::set<std::uint32_t> seen = {router};
  std::vector<std::uint32_t> open = {router};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    const Entry* entry = EntryOf(at, prefix, scratch);
    if (entry == nullptr) continue;
    for (const Hop& hop : entry->hops) {
      const Edge& edge = graph_.edges[hop.edge];
      explanation.spans.insert(graph_.ports[edge.from].config->span);
      explanation.spans.insert(graph_.ports[edge.to].config->span);
      const std::uint32_t next = graph_.ports[edge.to].router;
      if (seen.insert(next).second) open.push_back(next);
    }
    if (entry->origin == Origin::kLearnt) continue;
    explanation.origins.insert(graph_.routers[at].node);
    if (entry->origin == Origin::kConnected)
      explanation.spans.insert(graph_.ports[entry->source].config->span);
    if (entry->origin == Origin::kInjected) {
      explanation.spans.insert(scratch.injected[entry->source].span);
      explanation.spans.insert(scratch.injected[entry->source].more_span);
    }
  }
  explanation.spans.erase(base::Span{});
  return explanation;
}

}  // namespace ringfence::routing::rip
