// Computed against observed routing tables.
//
// Problem: devices print less than the program computes (no metric here, no interface there), and a
// difference is only worth something when nothing that the program does not model explains it. Idea: what one
// side does not tell is not compared; next hops agree when each of one side finds a partner of its own on the
// other, either as the protocol gives them or as they resolve. A difference is undecided when a line that is
// not modelled could change routes of that family somewhere in the connected network (the cone of any verdict
// on it), or when the order of events decides which route the device has; connected subnets hang on lines of
// their own device only. Cost: one sort of both tables, and hops squared for each prefix.

#include "study/drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/nearest_word.h"
#include "routing/links.h"

namespace ringfence::study {
namespace {

using base::DiagnosticKind;

/// Node by order of names, VRF (the default one first), prefix.
struct Key {
  std::string node;
  bool other_vrf = false;
  std::string vrf;
  net::Prefix prefix;
  friend auto operator<=>(const Key&, const Key&) = default;
};
struct Both {
  model::NodeId node;
  std::optional<DriftSide> computed, observed;
};
using Prefixes = std::map<Key, Both>;

bool Fits(const WayText& observed, const WayText& computed) {
  const bool discards = computed.interface == "discard" || observed.interface == "discard";
  if (discards) return observed.interface == computed.interface;
  if (!observed.ip.empty() && !computed.ip.empty() && observed.ip != computed.ip) return false;
  const bool both = !observed.interface.empty() && !computed.interface.empty();
  if (both) return routing::LowerCase(observed.interface) == routing::LowerCase(computed.interface);
  // Nothing in common to compare: an interface against an address.
  return !observed.ip.empty() && !computed.ip.empty();
}

/// One to one; partners that are equal first.
bool Match(const std::vector<WayText>& observed, std::vector<WayText> computed) {
  if (observed.size() != computed.size()) return false;
  std::vector<WayText> rest;
  for (const WayText& way : observed) {
    const auto equal = std::ranges::find(computed, way);
    if (equal == computed.end()) {
      rest.push_back(way);
    } else {
      computed.erase(equal);
    }
  }
  return std::ranges::all_of(rest, [&](const WayText& way) {
    const auto found = std::ranges::find_if(computed, [&](const WayText& one) { return Fits(way, one); });
    if (found == computed.end()) return false;
    computed.erase(found);
    return true;
  });
}

bool SameHops(const DriftSide& observed, const DriftSide& computed) {
  if (!observed.resolved.empty() && !Match(observed.resolved, computed.resolved)) return false;
  if (Match(observed.hops, computed.hops)) return true;
  // Some systems print what a next hop resolves to in its place.
  return observed.resolved.empty() && Match(observed.hops, computed.resolved);
}

void SortAndUnite(std::vector<WayText>& ways) {
  std::ranges::sort(ways);
  const auto rest = std::ranges::unique(ways);
  ways.erase(rest.begin(), rest.end());
}

class Comparison {
 public:
  Comparison(const base::FileSystem& files, const std::string& root, Snapshot& snapshot,
             const DriftFilter& filter)
      : files_(files), root_(root), snapshot_(snapshot), network_(*snapshot.network), filter_(filter) {}

  std::optional<DriftResult> Run(const Failures& failures) {
    if (!IgnoreIsKnown()) return std::nullopt;
    Recompute();
    const ObservedTables observed = ReadObserved(files_, root_, snapshot_);
    if (snapshot_.diagnostics.has_errors() || observed.nodes.empty()) return std::nullopt;
    if (!NodeIsObserved(observed)) return std::nullopt;
    const auto computed = Routes(snapshot_, failures, {filter_.node, filter_.vrf});
    if (!computed) return std::nullopt;
    result_.failed = failures.labels;
    AddObserved(observed);
    AddComputed(computed->rows);
    unsettled_ = computed->unsettled;
    for (auto& [key, both] : prefixes_) Compare(key, both);
    CollectLines();
    return std::move(result_);
  }

 private:
  /// What is compared is computed, also where printed tables stand in elsewhere.
  void Recompute() {
    if (snapshot_.world->observed.empty()) return;
    snapshot_.world->observed.clear();
    snapshot_.engine = std::make_unique<exposure::ExposureEngine>(*snapshot_.world);
  }

  const std::string& NameOf(model::NodeId node) const {
    return network_.nodes()[node.index()].config.device.name;
  }
  bool Ignores(std::string_view word) const {
    return std::ranges::find(filter_.ignore, word) != filter_.ignore.end();
  }
  Key KeyOf(model::NodeId node, const std::string& vrf, const net::Prefix& prefix) const {
    return {NameOf(node), vrf != "default", vrf, prefix};
  }

  bool IgnoreIsKnown() {
    std::vector<std::string_view> words(std::begin(routing::kProtocolNames),
                                        std::end(routing::kProtocolNames));
    words.insert(words.end(), {"metric", "distance"});
    for (const std::string& word : filter_.ignore) {
      if (std::ranges::find(words, word) != words.end()) continue;
      const auto nearest = base::NearestWord(word, words);
      snapshot_.diagnostics.Add({DiagnosticKind::kNameUnknown,
                                 {},
                                 fmt::format("--ignore: there is no protocol '{}'", word),
                                 {},
                                 nearest ? fmt::format("Did you mean '{}'?", *nearest) : ""});
      return false;
    }
    return true;
  }

  bool NodeIsObserved(const ObservedTables& observed) {
    if (filter_.node.empty()) return true;
    const model::NodeId node = network_.FindNode(filter_.node);
    if (!node.valid()) return true;  // said by Routes
    if (std::ranges::find(observed.nodes, node) != observed.nodes.end()) return true;
    snapshot_.diagnostics.Add({DiagnosticKind::kObservedMissing,
                               {},
                               fmt::format("there is no observed table of '{}'", filter_.node)});
    return false;
  }

  void AddObserved(const ObservedTables& observed) {
    for (const model::NodeId node : observed.nodes) {
      if (!filter_.node.empty() && network_.FindNode(filter_.node) != node) continue;
      if (filter_.vrf.empty() || filter_.vrf == "default") tables_.emplace(node, "default");
      nodes_.insert(node);
    }
    for (const ObservedRow& row : observed.rows) {
      if (!nodes_.contains(row.node) || (!filter_.vrf.empty() && filter_.vrf != row.vrf)) continue;
      tables_.emplace(row.node, row.vrf);
      Both& both = prefixes_[KeyOf(row.node, row.vrf, row.prefix)];
      both.node = row.node;
      if (!both.observed)
        both.observed = DriftSide{row.protocol, row.metric, row.distance, {}, {}, false, row.span};
      both.observed->hops.push_back(row.hop);
      both.observed->resolved.insert(both.observed->resolved.end(), row.resolved.begin(), row.resolved.end());
    }
    result_.tables = tables_.size();
  }

  WayText WayOf(model::NodeId node, const std::optional<net::IpAddress>& ip, model::InterfaceIndex interface,
                bool discard) const {
    WayText way{ip ? net::ToString(*ip) : "", discard ? "discard" : ""};
    if (!discard && interface.valid())
      way.interface = network_.nodes()[node.index()].config.device.interfaces[interface.index()].name;
    return way;
  }

  void AddComputed(const std::vector<RouteRow>& rows) {
    std::set<std::pair<model::NodeId, std::string>> skipped;
    for (const RouteRow& row : rows) {
      if (!nodes_.contains(row.node)) continue;
      if (!tables_.contains({row.node, row.vrf})) {
        if (skipped.emplace(row.node, row.vrf).second)
          result_.not_observed.push_back(fmt::format("{} {}", NameOf(row.node), row.vrf));
        continue;
      }
      Both& both = prefixes_[KeyOf(row.node, row.vrf, row.route.prefix)];
      both.node = row.node;
      if (!both.computed) {
        both.computed =
            DriftSide{std::string(routing::kProtocolNames[static_cast<std::size_t>(row.route.protocol)]),
                      row.route.metric,
                      row.route.distance,
                      {},
                      {},
                      row.route.ambiguous,
                      {}};
      }
      both.computed->hops.push_back(WayOf(row.node, row.hop.gateway, row.hop.interface, row.hop.discard));
      for (const routing::NextHop& hop : row.resolved)
        both.computed->resolved.push_back(WayOf(row.node, hop.gateway, hop.interface, hop.discard));
    }
  }

  void Compare(const Key& key, Both& both) {
    for (std::optional<DriftSide>* side : {&both.computed, &both.observed}) {
      if (!*side) continue;
      SortAndUnite((*side)->hops);
      SortAndUnite((*side)->resolved);
    }
    const auto ignored = [this](const std::optional<DriftSide>& side) {
      return !side || Ignores(side->protocol);
    };
    if (ignored(both.computed) && ignored(both.observed)) return;
    ++result_.prefixes;
    Drift drift{both.node, key.vrf, key.prefix, KindsOf(both), true, {}, {}};
    if (drift.kinds.empty()) return;
    drift.computed = std::move(both.computed);
    drift.observed = std::move(both.observed);
    result_.drifts.push_back(std::move(drift));
  }

  std::vector<DriftKind> KindsOf(const Both& both) const {
    if (!both.computed) return {DriftKind::kMissing};
    if (!both.observed) return {DriftKind::kExtra};
    const DriftSide& a = *both.computed;
    const DriftSide& b = *both.observed;
    const auto other = [](const auto& x, const auto& y) { return x && y && *x != *y; };
    std::vector<DriftKind> kinds;
    if (!SameHops(b, a)) kinds.push_back(DriftKind::kNextHop);
    if (a.protocol != b.protocol) kinds.push_back(DriftKind::kProtocol);
    if (other(a.distance, b.distance) && !Ignores("distance")) kinds.push_back(DriftKind::kDistance);
    if (other(a.metric, b.metric) && !Ignores("metric")) kinds.push_back(DriftKind::kMetric);
    return kinds;
  }

  /// Which lines may explain each difference, and all of them in order.
  void CollectLines() {
    std::map<std::pair<model::NodeId, net::Family>, std::vector<const exposure::OpenLine*>> known;
    std::set<const exposure::OpenLine*> used;
    for (Drift& drift : result_.drifts) {
      const auto [lines, is_new] = known.try_emplace({drift.node, drift.prefix.family()});
      if (is_new)
        lines->second =
            snapshot_.cones->LinesIn({.family = drift.prefix.family(), .end = drift.node, .impact_bits = 0});
      const auto own = [](const std::optional<DriftSide>& side) {
        return !side || side->protocol == "connected" || side->protocol == "local";
      };
      const bool only_own = own(drift.computed) && own(drift.observed);
      drift.decided = !unsettled_ && (!drift.computed || !drift.computed->ambiguous);
      for (const exposure::OpenLine* line : lines->second) {
        if (only_own && line->node != drift.node) continue;
        drift.decided = false;
        used.insert(line);
      }
    }
    for (const exposure::OpenLine& line : snapshot_.cones->lines()) {
      if (used.contains(&line)) result_.open_lines.push_back(&line);
    }
  }

  const base::FileSystem& files_;
  const std::string& root_;
  Snapshot& snapshot_;
  const routing::Network& network_;
  const DriftFilter& filter_;
  std::set<model::NodeId> nodes_;                           ///< asked for and observed
  std::set<std::pair<model::NodeId, std::string>> tables_;  ///< the same with VRFs
  Prefixes prefixes_;
  bool unsettled_ = false;
  DriftResult result_;
};

}  // namespace

bool DriftResult::differs() const { return std::ranges::any_of(drifts, &Drift::decided); }

bool DriftResult::undecided() const {
  return std::ranges::any_of(drifts, [](const Drift& drift) { return !drift.decided; });
}

std::optional<DriftResult> FindDrift(const base::FileSystem& files, const std::string& root,
                                     Snapshot& snapshot, const Failures& failures,
                                     const DriftFilter& filter) {
  return Comparison(files, root, snapshot, filter).Run(failures);
}

}  // namespace ringfence::study
