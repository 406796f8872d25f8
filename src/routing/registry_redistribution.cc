// What routers inject into OSPF: redistributed routes and default routes, read off the selected routes of the
// node (a route that another source beats is not redistributed).

#include <fmt/format.h>

#include <algorithm>

#include "routing/registry_ospf.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {
namespace {

using ospf::External;
using ospf::OspfProcess;
using ospf::Redistribution;
using ospf::RedistributionSource;
using ospf::RedistributionTerm;

/// Length of the class of an address, for `redistribute` without `subnets`.
std::uint8_t ClassfulLength(const net::IpAddress& address) {
  const std::uint32_t first = address.v4() >> 24;
  if (first < 128) return 8;
  return first < 192 ? 16 : 24;
}

/// A selected route as policies see it.
struct Source {
  PrefixIndex index = kNoPrefix;
  net::Prefix prefix;
  const Candidate* candidate = nullptr;
  std::vector<std::string> interfaces;  ///< of connected routes
  std::vector<model::InterfaceIndex> interface_indices;
  std::optional<std::uint32_t> tag;
  base::Span span;
};

class Injector {
 public:
  Injector(const EnginePlan& plan, const Selection& selection, const std::vector<std::uint8_t>& up,
           std::vector<External>& externals)
      : plan_(plan), table_(selection.table()), selection_(selection), up_(up), externals_(externals) {}

  void Run() {
    for (std::uint32_t router : plan_.ospf.graph().routers_of_table[table_.index()]) {
      const OspfProcess& process = *plan_.ospf.graph().routers[router].process;
      if (process.default_origination) Default(router, process);
      for (const Redistribution& redistribution : process.redistributions)
        Redistribute(router, process, redistribution);
    }
  }

 private:
  const DeviceConfig& config() const { return plan_.ConfigOf(table_); }

  void Default(std::uint32_t router, const OspfProcess& process) {
    const ospf::DefaultOrigination& origination = *process.default_origination;
    const PrefixIndex all = plan_.prefixes.Find(net::Prefix::Default(net::Family::kIpv4));
    const Candidate& held = selection_.best()[all];
    const bool own = IsOspf(held.protocol) && (held.source & ~kDiscardBit) == router;
    if (!origination.always && (!held.present || own)) return;
    base::Span more;
    if (!origination.always && held.protocol == Protocol::kStatic) more = Describe(all).span;
    externals_.push_back({router, all, origination.metric, origination.type, origination.tag, std::nullopt,
                          origination.span, more});
  }

  bool Fits(const Redistribution& redistribution, const Candidate& candidate, std::uint32_t router) const {
    switch (redistribution.source) {
      case RedistributionSource::kConnected:
        return candidate.protocol == Protocol::kConnected;
      case RedistributionSource::kStatic:
        return candidate.protocol == Protocol::kStatic;
      case RedistributionSource::kOspf:
        break;
      default:
        return false;
    }
    if (!IsOspf(candidate.protocol) || (candidate.source & ~kDiscardBit) == router) return false;
    const ospf::Router& from = plan_.ospf.graph().routers[candidate.source & ~kDiscardBit];
    return redistribution.process.empty() || fmt::format("{}", from.process->id) == redistribution.process;
  }

  Source Describe(PrefixIndex index) const {
    const TablePlan& plan = plan_.tables[table_.index()];
    Source source{index, plan_.prefixes[index], &selection_.best()[index], {}, {}, {}, {}};
    const Candidate& candidate = *source.candidate;
    if (candidate.protocol == Protocol::kStatic) {
      source.tag = plan.statics[candidate.source].route->tag;
      source.span = plan.statics[candidate.source].route->span;
    } else if (candidate.protocol == Protocol::kConnected) {
      source.span = plan.connected[candidate.source].span;
      for (const connected::ConnectedRoute& route : plan.connected) {
        if (route.prefix != index || route.protocol != Protocol::kConnected || up_[route.slot] == 0) continue;
        source.interface_indices.push_back(route.interface);
        source.interfaces.push_back(config().device.interfaces[route.interface.index()].name);
      }
    }
    return source;
  }

  static bool Matches(const RedistributionTerm& term, const Source& source) {
    if (term.prefixes && !ospf::Permits(*term.prefixes, source.prefix)) return false;
    if (!term.tags.empty() && std::ranges::count(term.tags, source.tag.value_or(0)) == 0) return false;
    if (term.interfaces.empty()) return true;
    return std::ranges::any_of(source.interfaces, [&](const std::string& name) {
      return std::ranges::count(term.interfaces, name) > 0;
    });
  }

  /// A default is redistributed only where a policy names it; else it takes default origination.
  static bool NamesDefault(const RedistributionTerm& term) {
    return term.prefixes && std::ranges::any_of(term.prefixes->lines, [](const ospf::PrefixFilterLine& line) {
             return line.permit && line.prefix.length == 0 && line.length_min == 0;
           });
  }

  void Redistribute(std::uint32_t router, const OspfProcess& process, const Redistribution& redistribution) {
    const auto& best = selection_.best();
    for (PrefixIndex i = 0; i < best.size(); ++i) {
      if (!best[i].present || plan_.prefixes[i].family() != net::Family::kIpv4) continue;
      if (!Fits(redistribution, best[i], router)) continue;
      const Source source = Describe(i);
      if (redistribution.classful_only && source.prefix.length != ClassfulLength(source.prefix.address))
        continue;
      if (redistribution.source == RedistributionSource::kConnected && redistribution.skip_own_interfaces &&
          std::ranges::any_of(source.interface_indices, [&](model::InterfaceIndex index) {
            return plan_.ospf.RunsOn(router, index);
          })) {
        continue;
      }
      if (process.export_filter && !ospf::Permits(*process.export_filter, source.prefix)) continue;
      const RedistributionTerm* taken = nullptr;
      for (const RedistributionTerm& term : redistribution.terms) {
        if (taken == nullptr && Matches(term, source)) taken = &term;
      }
      if (!redistribution.terms.empty() && (taken == nullptr || !taken->permit)) continue;
      if (source.prefix.length == 0 && (taken == nullptr || !NamesDefault(*taken))) continue;
      Add(router, redistribution, taken, source);
    }
  }

  void Add(std::uint32_t router, const Redistribution& redistribution, const RedistributionTerm* term,
           const Source& source) {
    External external;
    external.router = router;
    external.prefix = source.index;
    external.metric = redistribution.metric.value_or(source.candidate->metric);
    external.type = redistribution.type;
    external.tag = redistribution.tag ? redistribution.tag : source.tag;
    if (term != nullptr) {
      external.metric = term->set_metric.value_or(external.metric);
      external.type = term->set_type.value_or(external.type);
      if (term->set_tag) external.tag = term->set_tag;
    }
    external.forwarding = ForwardingOf(router, source);
    external.span = redistribution.span;
    external.more_span = source.span;
    externals_.push_back(external);
  }

  /// RFC 2328 section 12.4.4.1: when the next hop stands on a segment that runs OSPF, others send there
  /// directly. The next hop as configured: a recursive one is only found by this router's own table.
  std::optional<net::IpAddress> ForwardingOf(std::uint32_t router, const Source& source) const {
    if (source.candidate->protocol != Protocol::kStatic) return std::nullopt;
    const std::vector<NextHop>& hops = selection_.statics()[source.candidate->source].hops;
    if (hops.size() != 1 || !hops[0].gateway) return std::nullopt;
    const static_routes::StaticRoute& route =
        *plan_.tables[table_.index()].statics[source.candidate->source].route;
    if (route.next_hop != hops[0].gateway) return std::nullopt;
    const std::string& name = config().device.interfaces[hops[0].interface.index()].name;
    for (const ospf::OspfInterface& ospf : plan_.ospf.graph().routers[router].process->interfaces) {
      const bool shared =
          ospf.type == ospf::NetworkType::kBroadcast || ospf.type == ospf::NetworkType::kNonBroadcast;
      if (ospf.name == name && !ospf.passive && shared) return hops[0].gateway;
    }
    return std::nullopt;
  }

  const EnginePlan& plan_;
  TableId table_;
  const Selection& selection_;
  const std::vector<std::uint8_t>& up_;
  std::vector<External>& externals_;
};

}  // namespace

void CollectExternals(const EnginePlan& plan, const Selection& selection, const std::vector<std::uint8_t>& up,
                      std::vector<ospf::External>& externals) {
  Injector(plan, selection, up, externals).Run();
}

}  // namespace ringfence::routing
