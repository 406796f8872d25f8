// Redistribution in a circle.
//
// Problem: where two borders give routes of P to Q and routes of Q to P, a border may take its route from the
// other border's redistribution or from the first protocol, and keeps what it has: which of several stable
// tables comes about hangs on the order of events (Le, Xie, Zhang: Understanding Route Redistribution, ICNP
// 2007; tests/live/redistribution_live.py shows it). redistribution_orders.cc looks for them, which proves
// nothing. Idea: look for what makes it possible at all, and prove nothing there. Protocols are the vertices
// of a graph, each redistribution between two of them is an edge, and the edges that lie on a circle are
// named when they stand on two devices or more; a single border never hears its own routes again. Policies
// and tags that cut the circle are not looked at: that they do is for an engine to prove. What OSPF takes
// from a VPN is no edge where its marks end it (vpn_sites.cc).
//
// Without a circle, too, order may decide: where a device hears a prefix by an IGP and from another system,
// and gives BGP what the IGP says, then the IGP's route, when it is first, becomes an own route of BGP, beats
// all heard ones and stays, although a heard one would have the better distance and would keep it out of BGP
// (live, redistribution, seed 12). redistribution_orders.cc computes both. Cost: O(statements).

#include "routing/feedback_gaps.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>

#include "model/fate.h"
#include "routing/vpn_sites.h"

namespace ringfence::routing {
namespace {

using model::RouteSource;

/// Protocols that may hear a route of theirs again.
constexpr std::array kSpeakers = {RouteSource::kOspf, RouteSource::kIsis, RouteSource::kRip,
                                  RouteSource::kEigrp, RouteSource::kBgp};
constexpr std::size_t kCount = kSpeakers.size();

std::optional<std::size_t> PlaceOf(RouteSource source) {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (kSpeakers[i] == source) return i;
  }
  return std::nullopt;
}

/// One statement.
struct Giving {
  std::size_t from = 0, to = 0;
  std::size_t node = 0;
  base::Span span;
};

class Circles {
 public:
  void Read(const DeviceConfig& config, std::size_t node, const VpnSites& sites) {
    for (std::size_t p = 0; p < config.ospf.processes.size(); ++p) {
      const bool apart = sites.KeepsApart(node, p);
      for (const ospf::Redistribution& one : config.ospf.processes[p].redistributions) {
        if (one.source != RouteSource::kBgp || !apart) Add(one.source, RouteSource::kOspf, node, one.span);
      }
    }
    for (const isis::IsisProcess& process : config.isis.processes) {
      for (const isis::IsisRedistribution& one : process.redistributions) {
        if (!one.from_level) Add(one.source, RouteSource::kIsis, node, one.span);
      }
    }
    for (const rip::RipProcess& process : config.rip.processes)
      AddAll(process.redistributions, RouteSource::kRip, node);
    for (const eigrp::EigrpProcess& process : config.eigrp.processes)
      AddAll(process.redistributions, RouteSource::kEigrp, node);
    for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
      for (const bgp::BgpFamilyConfig& family : vrf.families) {
        AddAll(family.redistributions, RouteSource::kBgp, node);
        if (family.exports_from_table) AddTable(config, node, vrf.span);
      }
    }
  }

  /// Statements on a circle; empty when one device has them all.
  std::vector<Giving> OnCircles() {
    Close();
    std::vector<Giving> found;
    std::set<std::size_t> nodes;
    for (const Giving& giving : givings_) {
      if (!reaches_[giving.to][giving.from]) continue;
      found.push_back(giving);
      nodes.insert(giving.node);
    }
    if (nodes.size() < 2) found.clear();
    return found;
  }

 private:
  template <class Redistribution>
  void AddAll(const std::vector<Redistribution>& all, RouteSource into, std::size_t node) {
    for (const Redistribution& one : all) Add(one.source, into, node, one.span);
  }
  void Add(RouteSource from, RouteSource into, std::size_t node, base::Span span) {
    if (const auto place = PlaceOf(from)) givings_.push_back({*place, *PlaceOf(into), node, span});
  }
  /// Export chains of BGP may take whatever the device runs.
  void AddTable(const DeviceConfig& config, std::size_t node, base::Span span) {
    if (!config.ospf.processes.empty()) Add(RouteSource::kOspf, RouteSource::kBgp, node, span);
    if (!config.isis.processes.empty()) Add(RouteSource::kIsis, RouteSource::kBgp, node, span);
    if (!config.rip.processes.empty()) Add(RouteSource::kRip, RouteSource::kBgp, node, span);
  }
  /// Warshall 1962.
  void Close() {
    for (const Giving& giving : givings_) reaches_[giving.from][giving.to] = true;
    for (std::size_t through = 0; through < kCount; ++through) {
      for (std::size_t from = 0; from < kCount; ++from) {
        for (std::size_t to = 0; to < kCount; ++to)
          reaches_[from][to] = reaches_[from][to] || (reaches_[from][through] && reaches_[through][to]);
      }
    }
  }

  std::vector<Giving> givings_;
  std::array<std::array<bool, kCount>, kCount> reaches_ = {};
};

bool RunsBesideBgp(const DeviceConfig& config, RouteSource source) {
  if (config.bgp.as == 0) return false;
  switch (source) {
    case RouteSource::kOspf:
      return !config.ospf.processes.empty();
    case RouteSource::kIsis:
      return !config.isis.processes.empty();
    case RouteSource::kRip:
      return !config.rip.processes.empty();
    case RouteSource::kEigrp:
      return !config.eigrp.processes.empty();
    default:
      return false;
  }
}

std::uint32_t GreatestDistance(const DeviceConfig& config, RouteSource source) {
  std::uint32_t most = 0;
  if (source == RouteSource::kOspf) {
    for (const ospf::OspfProcess& process : config.ospf.processes)
      most = std::max({most, process.distances.intra, process.distances.inter, process.distances.external});
  } else if (source == RouteSource::kIsis) {
    for (const isis::IsisProcess& process : config.isis.processes)
      most = std::max({most, process.distance_level1, process.distance_level2,
                       process.distance_external_level1, process.distance_external_level2});
  } else if (source == RouteSource::kRip) {
    for (const rip::RipProcess& process : config.rip.processes) most = std::max(most, process.distance);
  } else if (source == RouteSource::kEigrp) {
    for (const eigrp::EigrpProcess& process : config.eigrp.processes)
      most = std::max({most, process.distance_internal, process.distance_external});
  }
  return most;
}

/// Tells BGP routes of `source` that a route heard from another system would beat in the table.
bool GivesWhatBgpMayBeat(const DeviceConfig& config, RouteSource source) {
  if (!RunsBesideBgp(config, source)) return false;
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    const bgp::AsNumber own = vrf.as.value_or(config.bgp.as);
    const bool hears = std::ranges::any_of(vrf.neighbors, [&](const bgp::BgpNeighbor& neighbor) {
      if (neighbor.remote_as_kind == bgp::RemoteAs::kNumber) return neighbor.remote_as != own;
      return neighbor.remote_as_kind != bgp::RemoteAs::kInternal;
    });
    if (!hears) continue;
    for (const bgp::BgpFamilyConfig& family : vrf.families) {
      const bool gives = family.exports_from_table || std::ranges::count(family.redistributions, source,
                                                                         &bgp::BgpRedistribution::source) > 0;
      if (gives && family.distance_ebgp < GreatestDistance(config, source)) return true;
    }
  }
  return false;
}

std::vector<Giving> GivingsOnCircles(const Network& network) {
  Circles circles;
  const VpnSites sites(network);
  for (std::size_t n = 0; n < network.nodes().size(); ++n) circles.Read(network.nodes()[n].config, n, sites);
  return circles.OnCircles();
}

}  // namespace

void AddFeedbackGaps(const Network& network, std::vector<Gap>& gaps) {
  for (const Giving& giving : GivingsOnCircles(network)) {
    gaps.push_back({giving.span, model::Impact::kRouting4 | model::Impact::kRouting6,
                    "redistribution in a circle at several devices may settle in more than one way"});
  }
}

std::vector<std::size_t> OrderedDevices(const Network& network) {
  std::set<std::size_t> devices;
  for (const Giving& giving : GivingsOnCircles(network)) devices.insert(giving.node);
  std::array<std::size_t, kCount> speakers = {};
  for (const Node& node : network.nodes()) {
    for (std::size_t i = 0; i < kCount; ++i) speakers[i] += RunsBesideBgp(node.config, kSpeakers[i]) ? 1 : 0;
  }
  for (std::size_t n = 0; n < network.nodes().size(); ++n) {
    for (std::size_t i = 0; i < kCount; ++i) {
      if (speakers[i] > 1 && GivesWhatBgpMayBeat(network.nodes()[n].config, kSpeakers[i])) devices.insert(n);
    }
  }
  return {devices.begin(), devices.end()};
}

}  // namespace ringfence::routing
