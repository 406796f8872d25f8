#include "formats/bgp_conversion.h"
#include "formats/impacts.h"

#include <algorithm>

namespace ringfence::formats {
namespace {

namespace bgp = routing::bgp;

/// Templates may inherit from templates so often; more is a circle.
constexpr int kInheritanceDepthMax = 16;

template <class T>
void Fill(Setting<T>& child, const Setting<T>& parent) {
  if (!child.set()) child = parent;
}

/// State of one conversion.
class Converter {
 public:
  Converter(const BgpText& text, const BgpDialect& dialect, PolicyConverter& policies,
            StatementReport& report)
      : text_(text), dialect_(dialect), policies_(policies), report_(report) {}

  bgp::BgpConfig Run() {
    bgp::BgpConfig config;
    config.as = text_.as;
    config.span = text_.span;
    if (text_.cluster_id.set()) config.cluster_id = text_.cluster_id.value;
    config.client_to_client = text_.client_to_client.value_or(true);
    if (text_.confederation.set()) config.confederation = text_.confederation.value;
    config.confederation_members = text_.confederation_members;
    config.decision = text_.decision.value_or(dialect_.decision);
    for (const BgpVrfText& vrf : text_.vrfs) config.vrfs.push_back(ConvertVrf(vrf));
    std::ranges::sort(config.vrfs, {}, &bgp::BgpVrf::vrf);
    return config;
  }

 private:
  bgp::BgpVrf ConvertVrf(const BgpVrfText& text) {
    bgp::BgpVrf vrf;
    vrf.vrf = text.vrf;
    vrf.span = text.span;
    if (text.router_id.set()) vrf.router_id = text.router_id.value;
    if (text.as.set()) vrf.as = text.as.value;
    for (const auto& [family, families] : text.families)
      vrf.families.push_back(ConvertFamily(family, families));
    for (const NeighborText& neighbor : text.neighbors) {
      if (!neighbor.is_group && !IsTemplateOnly(neighbor)) ConvertNeighbor(neighbor, text, vrf);
    }
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      for (const bgp::NeighborFamily& family : neighbor.families) {
        if (std::ranges::find(vrf.families, family.family, &bgp::BgpFamilyConfig::family) ==
            vrf.families.end())
          vrf.families.push_back(ConvertFamily(family.family, {}));
      }
    }
    std::ranges::sort(vrf.families, {}, &bgp::BgpFamilyConfig::family);
    return vrf;
  }

  /// A group may be declared by its settings alone: its name is neither an address nor an interface.
  bool IsTemplateOnly(const NeighborText& neighbor) const {
    if (neighbor.listen_range || net::ParseAddress(neighbor.name)) return false;
    return dialect_.is_interface == nullptr || !dialect_.is_interface(neighbor.name);
  }

  std::vector<std::string> Maps(const Setting<std::string>& map) {
    if (!map.set() || map.value.empty()) return {};
    return {policies_.UseRouteMap(map.value, map.span, kRouting)};
  }

  bgp::BgpFamilyConfig ConvertFamily(bgp::BgpFamily family, const BgpFamilyText& text) {
    bgp::BgpFamilyConfig out;
    out.family = family;
    out.span = text.span;
    for (const NetworkText& network : text.networks) {
      out.networks.push_back(network.value);
      out.networks.back().policies = Maps(network.map);
    }
    for (const BgpRedistributeText& redistribute : text.redistributions) {
      out.redistributions.push_back(redistribute.value);
      out.redistributions.back().policies = Maps(redistribute.map);
      if (!redistribute.value.metric && text.default_metric.set())
        out.redistributions.back().metric = text.default_metric.value;
    }
    for (const AggregateText& aggregate : text.aggregates) {
      out.aggregates.push_back(aggregate.value);
      bgp::BgpAggregate& value = out.aggregates.back();
      value.suppress_policies = Maps(aggregate.suppress_map);
      value.contributor_policies = Maps(aggregate.advertise_map);
      value.attribute_policies = Maps(aggregate.attribute_map);
      value.origin_of_contributors = dialect_.aggregate_origin_of_contributors;
    }
    out.ebgp_paths_max = text.ebgp_paths.value_or(dialect_.ebgp_paths);
    out.ibgp_paths_max = text.ibgp_paths.value_or(dialect_.ibgp_paths);
    out.mixed_multipath = text.mixed_multipath;
    out.multipath_relax_as = text_.relax_as.value_or(false);
    out.distance_ebgp = text.distance_ebgp.value_or(dialect_.distance_ebgp);
    out.distance_ibgp = text.distance_ibgp.value_or(dialect_.distance_ibgp);
    out.distance_local = text.distance_local.value_or(dialect_.distance_local);
    out.default_local_preference = text_.local_preference.value_or(100);
    out.advertises_only_installed = text.only_installed.value_or(dialect_.advertises_only_installed);
    out.redistributes_internal = text.redistributes_internal;
    out.resolves_by_default_route = dialect_.resolves_by_default_route;
    out.keeps = text.keeps.value_or(bgp::VpnKeeping::kOpen);
    if (text.table_map.set() && !text.table_map.value.empty())
      out.table_policy = model::PolicyChain{Maps(text.table_map), true, text.table_map.span};
    return out;
  }

  /// Session templates in the order given, each with its own ancestors.
  void InheritTemplates(NeighborText& neighbor) {
    std::vector<std::string> pending = neighbor.templates;
    for (int depth = 0; depth < kInheritanceDepthMax && !pending.empty(); ++depth) {
      std::vector<std::string> next;
      for (const std::string& name : pending) {
        const auto found = text_.session_templates.find(name);
        if (found == text_.session_templates.end()) {
          report_.Undefined(neighbor.span, "template", name);
          continue;
        }
        InheritNeighbor(neighbor, found->second);
        next.insert(next.end(), found->second.templates.begin(), found->second.templates.end());
      }
      pending = std::move(next);
    }
  }

  /// Of policy templates the later ones win over the earlier ones, and all over their ancestors.
  void InheritPolicies(NeighborFamilyText& family) {
    std::vector<std::string> pending = family.templates;
    for (int depth = 0; depth < kInheritanceDepthMax && !pending.empty(); ++depth) {
      std::vector<std::string> next;
      for (auto name = pending.rbegin(); name != pending.rend(); ++name) {
        const auto found = text_.policy_templates.find(*name);
        if (found == text_.policy_templates.end()) {
          report_.Undefined(family.span, "template", *name);
          continue;
        }
        InheritFamily(family, found->second);
        next.insert(next.end(), found->second.templates.begin(), found->second.templates.end());
      }
      pending = std::move(next);
    }
  }

  NeighborText Merge(const NeighborText& own, const BgpVrfText& vrf) {
    NeighborText merged = own;
    if (merged.group.set() && !merged.group.value.empty()) {
      const NeighborText* group = GroupOf(merged.group.value, vrf);
      if (group == nullptr)
        report_.Undefined(merged.group.span, "peer group", merged.group.value);
      else
        InheritNeighbor(merged, *group);
    }
    InheritTemplates(merged);
    for (auto& [kind, family] : merged.families) InheritPolicies(family);
    return merged;
  }

  const NeighborText* GroupOf(const std::string& name, const BgpVrfText& vrf) const {
    for (const NeighborText& known : vrf.neighbors) {
      if (known.name == name) return &known;
    }
    for (const BgpVrfText& other : text_.vrfs) {
      if (!other.vrf.empty()) continue;
      for (const NeighborText& known : other.neighbors) {
        if (known.name == name) return &known;
      }
    }
    return nullptr;
  }

  bool Internal(const bgp::BgpNeighbor& neighbor, const BgpVrfText& vrf) const {
    if (neighbor.remote_as_kind == bgp::RemoteAs::kInternal) return true;
    const std::uint32_t own = neighbor.local_as ? neighbor.local_as->as : vrf.as.value_or(text_.as);
    return neighbor.remote_as_kind == bgp::RemoteAs::kNumber &&
           (neighbor.remote_as == own || neighbor.remote_as == text_.as);
  }

  void ConvertNeighbor(const NeighborText& own, const BgpVrfText& vrf_text, bgp::BgpVrf& vrf) {
    const NeighborText text = Merge(own, vrf_text);
    if (!text.remote_kind.set()) return;
    bgp::BgpNeighbor out;
    out.span = own.span;
    out.address = net::ParseAddress(text.name);
    out.listen_range = text.listen_range;
    if (!out.address && !out.listen_range) out.interface = text.name;
    out.group = text.group.value;
    out.remote_as_kind = text.remote_kind.value;
    out.remote_as = text.remote_as.value;
    out.remote_as_span = text.remote_kind.span;
    if (!text.listen_as.empty()) {
      out.remote_as_kind = bgp::RemoteAs::kListed;
      out.remote_as_ranges = text.listen_as;
      out.remote_as_ranges.insert(out.remote_as_ranges.begin(), {out.remote_as, out.remote_as});
    }
    if (text.local_as.set() && text.local_as.value.as != 0) out.local_as = text.local_as.value;
    out.update_source = net::ParseAddress(text.update_source.value);
    if (!out.update_source) out.update_source_interface = text.update_source.value;
    out.ebgp_hops_max = text.ebgp_hops.value_or(1);
    out.connected_check = text.connected_check.value_or(true);
    out.shutdown = text.shutdown.value_or(false);
    out.passive = text.passive.value_or(false);
    out.authentication = text.authentication.value;
    if (text.cluster_id.set()) out.cluster_id = text.cluster_id.value;
    out.enforce_first_as =
        text.enforce_first_as.value_or(text_.enforce_first_as.value_or(dialect_.enforces_first_as));
    const bool internal = Internal(out, vrf_text);
    NeighborText families = text;
    // A family without a statement may be active all the same.
    if (ActiveByDefault(vrf_text)) families.families[bgp::BgpFamily::kIpv4Unicast];
    for (const auto& [kind, family] : families.families) {
      if (!IsActive(kind, family, vrf_text)) continue;
      const auto process = vrf_text.families.find(kind);
      out.families.push_back(ConvertFamilyOf(
          kind, family, process == vrf_text.families.end() ? BgpFamilyText{} : process->second, internal));
    }
    vrf.neighbors.push_back(std::move(out));
  }

  bool ActiveByDefault(const BgpVrfText& vrf) const {
    return vrf.vrf.empty() && text_.ipv4_active.value_or(dialect_.ipv4_active_by_default);
  }

  bool IsActive(bgp::BgpFamily kind, const NeighborFamilyText& family, const BgpVrfText& vrf) const {
    const bool silent = dialect_.mention_activates || !vrf.vrf.empty() ||
                        (kind == bgp::BgpFamily::kIpv4Unicast && ActiveByDefault(vrf));
    return family.activate.value_or(silent);
  }

  bgp::NeighborFamily ConvertFamilyOf(bgp::BgpFamily kind, const NeighborFamilyText& text,
                                      const BgpFamilyText& process, bool internal) {
    bgp::NeighborFamily out;
    out.family = kind;
    out.span = text.span;
    out.import =
        Chain(kind, text.prefix_list_in, text.access_list_in, text.path_list_in, text.map_in, internal);
    out.export_chain =
        Chain(kind, text.prefix_list_out, text.access_list_out, text.path_list_out, text.map_out, internal);
    out.next_hop_self = text.next_hop_self.value_or(bgp::NextHopSelf::kDefault);
    const bool silent = dialect_.silent_to_ebgp && !internal;
    out.send_standard = text.send_standard.value_or(!silent && dialect_.sends_standard);
    // Route targets are what makes these families work: they are always sent.
    const bool needs_targets = kind != bgp::BgpFamily::kIpv4Unicast && kind != bgp::BgpFamily::kIpv6Unicast;
    out.send_extended = needs_targets || text.send_extended.value_or(!silent && dialect_.sends_extended);
    out.send_large = text.send_large.value_or(!silent && dialect_.sends_large);
    out.remove_private = text.remove_private.value_or(bgp::RemovePrivate::kNo);
    out.as_override = text.as_override.value_or(false);
    const bool vpn = kind == bgp::BgpFamily::kVpnIpv4 || kind == bgp::BgpFamily::kVpnIpv6;
    out.carries_sids = text.carries_sids.value_or(!vpn || dialect_.carries_sids);
    out.allow_own_as = text.allow_own_as.value_or(0);
    out.send_to_as_in_path = text.send_to_as_in_path.value_or(dialect_.send_to_as_in_path);
    out.reflector_client = text.reflector_client.value_or(false);
    if (text.weight.set()) out.weight = text.weight.value;
    out.default_originate = text.default_originate.value_or(false);
    if (out.default_originate) out.default_originate_policy = {Maps(text.default_originate_map), true, {}};
    out.add_path_send = text.add_path_send.value_or(process.add_path_send.value_or(false)) &&
                        (!dialect_.add_path_needs_advertise || text.advertise_paths.value_or(false));
    out.add_path_receive = text.add_path_receive.value_or(process.add_path_receive.value_or(false));
    out.labels = text.labels.value_or(bgp::LabelUse::kNone);
    out.lower_pe = text.lower_pe.value_or(false);
    out.default_vrfs = text.default_vrfs.value;
    out.unsuppress_policies = Maps(text.unsuppress_map);
    if (text.conditional.set()) {
      const ConditionalText& conditional = text.conditional.value;
      const base::Span span = text.conditional.span;
      out.conditional = bgp::ConditionalAdvertisement{
          {{policies_.UseRouteMap(conditional.advertise, span, kRouting)}, false, span},
          {{policies_.UseRouteMap(conditional.condition, span, kRouting)}, false, span},
          conditional.when_present,
          span};
    }
    return out;
  }

  model::PolicyChain Chain(bgp::BgpFamily kind, const Setting<std::string>& prefixes,
                           const Setting<std::string>& access, const Setting<std::string>& paths,
                           const Setting<std::string>& map, bool internal) {
    model::PolicyChain chain;
    const bool v6 = kind == bgp::BgpFamily::kIpv6Unicast || kind == bgp::BgpFamily::kVpnIpv6;
    bool any = false;
    const auto filter = [&](const Setting<std::string>& list, ListKind list_kind) {
      if (!list.set() || list.value.empty()) return;
      any = true;
      if (auto name = policies_.UseFilter(list_kind, list.value, list.span, kRouting))
        chain.names.push_back(*name);
    };
    filter(prefixes, v6 ? ListKind::kPrefix6 : ListKind::kPrefix4);
    filter(access, v6 ? ListKind::kAccess6 : ListKind::kAccess4);
    filter(paths, ListKind::kAsPath);
    for (const std::string& name : Maps(map)) any = true, chain.names.push_back(name);
    const bool needs_policy = text_.needs_policy.value_or(dialect_.ebgp_needs_policy);
    chain.accept_by_default = any || internal || !needs_policy;
    return chain;
  }

  const BgpText& text_;
  const BgpDialect& dialect_;
  PolicyConverter& policies_;
  StatementReport& report_;
};

}  // namespace

void InheritFamily(NeighborFamilyText& child, const NeighborFamilyText& parent) {
  Fill(child.activate, parent.activate);
  Fill(child.reflector_client, parent.reflector_client);
  Fill(child.as_override, parent.as_override);
  Fill(child.carries_sids, parent.carries_sids);
  Fill(child.send_standard, parent.send_standard);
  Fill(child.send_extended, parent.send_extended);
  Fill(child.send_large, parent.send_large);
  Fill(child.default_originate, parent.default_originate);
  Fill(child.default_originate_map, parent.default_originate_map);
  Fill(child.add_path_send, parent.add_path_send);
  Fill(child.add_path_receive, parent.add_path_receive);
  Fill(child.send_to_as_in_path, parent.send_to_as_in_path);
  Fill(child.next_hop_self, parent.next_hop_self);
  Fill(child.remove_private, parent.remove_private);
  Fill(child.allow_own_as, parent.allow_own_as);
  Fill(child.weight, parent.weight);
  Fill(child.map_in, parent.map_in);
  Fill(child.map_out, parent.map_out);
  Fill(child.prefix_list_in, parent.prefix_list_in);
  Fill(child.prefix_list_out, parent.prefix_list_out);
  Fill(child.path_list_in, parent.path_list_in);
  Fill(child.path_list_out, parent.path_list_out);
  Fill(child.access_list_in, parent.access_list_in);
  Fill(child.access_list_out, parent.access_list_out);
  Fill(child.unsuppress_map, parent.unsuppress_map);
  Fill(child.conditional, parent.conditional);
  Fill(child.advertise_paths, parent.advertise_paths);
  Fill(child.labels, parent.labels);
  Fill(child.lower_pe, parent.lower_pe);
  Fill(child.default_vrfs, parent.default_vrfs);
  if (child.templates.empty()) child.templates = parent.templates;
  if (!child.span.valid()) child.span = parent.span;
}

void InheritNeighbor(NeighborText& child, const NeighborText& parent) {
  if (!child.remote_kind.set()) {
    child.remote_kind = parent.remote_kind;
    child.remote_as = parent.remote_as;
  }
  if (child.listen_range && child.listen_as.empty()) child.listen_as = parent.listen_as;
  Fill(child.ebgp_hops, parent.ebgp_hops);
  Fill(child.local_as, parent.local_as);
  Fill(child.connected_check, parent.connected_check);
  Fill(child.shutdown, parent.shutdown);
  Fill(child.passive, parent.passive);
  Fill(child.enforce_first_as, parent.enforce_first_as);
  Fill(child.update_source, parent.update_source);
  Fill(child.authentication, parent.authentication);
  Fill(child.cluster_id, parent.cluster_id);
  if (child.templates.empty()) child.templates = parent.templates;
  for (const auto& [kind, family] : parent.families) InheritFamily(child.families[kind], family);
}

routing::bgp::BgpConfig ConvertBgp(const BgpText& text, const BgpDialect& dialect, PolicyConverter& policies,
                                   StatementReport& report) {
  return Converter(text, dialect, policies, report).Run();
}

}  // namespace ringfence::formats
