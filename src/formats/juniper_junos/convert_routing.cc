// Routing of every instance: its VRF, what is copied between tables, then its protocols.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"
#include "formats/juniper_junos/names.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::RouteMatch;
using model::RouteMatchKind;
using model::RouteSource;
using routing::VrfConfig;
using routing::VrfLeak;

VrfConfig& VrfOf(routing::DeviceConfig& config, std::string_view name) {
  for (VrfConfig& vrf : config.vrfs) {
    if (vrf.name == name) return vrf;
  }
  VrfConfig& vrf = config.vrfs.emplace_back();
  vrf.name = name;
  return vrf;
}

bool SpeaksVpn6(const JunosText& text) {
  const auto has = [](const BgpLevel& level) {
    if (!level.families) return false;
    for (const BgpFamilyText& family : *level.families) {
      if (family.family == routing::bgp::BgpFamily::kVpnIpv6) return true;
    }
    return false;
  };
  if (!text.main().bgp) return false;
  if (has(text.main().bgp->level)) return true;
  for (const BgpGroup& group : text.main().bgp->groups) {
    if (has(group.level)) return true;
    for (const BgpPeer& peer : group.peers) {
      if (has(peer.level)) return true;
    }
  }
  return false;
}

void ConvertVrf(RoutingScope& scope, const InstanceText& instance, bool vpn6) {
  VrfConfig& vrf = VrfOf(scope.config, instance.name);
  vrf.span = instance.span;
  vrf.route_distinguisher = instance.route_distinguisher;
  vrf.import_targets4 = instance.import_targets;
  vrf.export_targets4 = instance.export_targets;
  // Policies stand in for the targets of the statement. What they do not accept stays out.
  if (!instance.vrf_imports.empty()) {
    vrf.import_policies = scope.book.Names(instance.vrf_imports, PolicyPlace::kExport);
    vrf.import_targets4.clear();
  }
  if (!instance.vrf_exports.empty()) {
    vrf.export_policies = ExportNames(scope, instance, instance.vrf_exports, PolicyPlace::kExport);
    vrf.export_targets4.clear();
  }
  if (vpn6) {
    vrf.import_targets6 = vrf.import_targets4;
    vrf.export_targets6 = vrf.export_targets4;
  }
  vrf.label_per_table = instance.kind == InstanceKind::kVrf && instance.table_label;
  // VRFs of one device share routes only when told.
  vrf.imports_from_own_device = instance.kind != InstanceKind::kVrf || instance.auto_export;
  // A copy is the same route once more, not one of BGP.
  vrf.imports_keep_protocol = true;
}

void ConvertRibGroups(RoutingScope& scope, const InstanceText& instance) {
  for (const RibGroupUse& use : instance.rib_groups) {
    const RibGroup* group = nullptr;
    for (const RibGroup& other : scope.text.rib_groups) {
      if (other.name == use.group.name) group = &other;
    }
    if (group == nullptr) {
      scope.reader.Undefined(use.group.node, "rib-group");
      continue;
    }
    for (std::size_t i = 1; i < group->tables.size(); ++i) {
      const auto [target, family] = TableOf(group->tables[i]);
      // Next hops of VPN routes are looked for in inet.3; tables for multicast do not matter.
      if (!family && !group->tables[i].ends_with(".2"))
        scope.reader.Unmodelled(use.group.node, kPaths, "routes copied to tables beside the main ones");
      if (!family || (use.family && use.family != family)) continue;
      VrfLeak leak;
      leak.from_vrf = instance.name;
      leak.family = *family;
      leak.sources = use.sources;
      if (!group->policies.empty())
        leak.policies = {scope.book.Subroutine(group->policies, PolicyPlace::kImport)};
      leak.span = scope.reader.SpanOf(use.group.node);
      VrfOf(scope.config, target).leaks.push_back(std::move(leak));
    }
  }
  scope.book.Names({}, PolicyPlace::kImport);
}

// `instance-import`: routes of the instances the policy names, or of all.
void ConvertInstanceImport(RoutingScope& scope, const InstanceText& instance) {
  if (instance.instance_imports.empty()) return;
  const std::vector<std::string> names = scope.book.Names(instance.instance_imports, PolicyPlace::kExport);
  std::set<std::string> from = scope.book.InstancesIn(names);
  if (from.empty()) {
    for (const InstanceText& other : scope.text.instances) from.emplace(other.name);
  }
  bool v6 = false;
  for (const model::Interface& interface : scope.config.device.interfaces) {
    for (const model::InterfaceAddress& own : interface.addresses)
      v6 = v6 || own.address.address.family == net::Family::kIpv6;
  }
  for (const std::string& source : from) {
    if (source == instance.name) continue;
    for (const net::Family family : {net::Family::kIpv4, net::Family::kIpv6}) {
      if (family == net::Family::kIpv6 && !v6) continue;
      VrfLeak leak;
      leak.from_vrf = source;
      leak.family = family;
      leak.policies = names;
      leak.span = scope.reader.SpanOf(instance.instance_imports.front().node);
      VrfOf(scope.config, instance.name).leaks.push_back(std::move(leak));
    }
  }
}

// Equal-cost next hops that forward: 1 unless a policy exported to the forwarding table balances load.
std::uint32_t ForwardingPaths(Reader& reader, const JunosText& text, const PolicyBook& book) {
  std::uint32_t paths = 1;
  for (const NameUse& use : text.forwarding_exports) {
    const NodeId definition = book.Definition("policy-statement", use.name);
    if (definition == kNone) {
      reader.Undefined(use.node, "policy");
      continue;
    }
    reader.ModelledAll(definition);
    std::vector<NodeId> terms{definition};
    if (const NodeId named = reader.tree.Find(definition, "term"); named != kNone) {
      for (const NodeId term : Children(reader, named)) terms.push_back(term);
    }
    for (const NodeId term : terms) {
      const NodeId then = reader.tree.Find(term, "then");
      if (then == kNone || reader.tree.Find(then, "load-balance") == kNone) continue;
      if (reader.tree.Find(term, "from") == kNone) {
        paths = text.maximum_ecmp.value_or(kPathsBalanced);
      } else {
        reader.Unmodelled(term, kPaths, "load balancing for some routes");
      }
    }
  }
  return paths;
}

}  // namespace

std::vector<std::string> ExportNames(RoutingScope& scope, const InstanceText& instance,
                                     const std::vector<NameUse>& uses, PolicyPlace place) {
  std::vector<std::string> names = scope.book.Names(uses, place);
  if (names.empty()) return names;
  model::RoutePolicy held{std::string(kHeldBack), {}, model::PolicyEnd::kNextPolicy, instance.span};
  if (!instance.name.empty()) held.name.append(" ").append(instance.name);
  const auto add = [&held](std::string_view name, RouteSource source) -> model::RouteTerm& {
    model::RouteTerm& term = held.terms.emplace_back();
    term.name = name;
    RouteMatch match;
    match.kind = RouteMatchKind::kSource;
    match.sources.push_back(source);
    term.all_of.push_back({{std::move(match)}});
    term.flow = model::TermFlow::kReject;
    return term;
  };
  add("local", RouteSource::kLocal);
  model::PrefixList list{held.name, {}, instance.span};
  for (const StaticEntry& entry : instance.statics) {
    if (entry.readvertise.value_or(instance.static_defaults.readvertise.value_or(true))) continue;
    list.lines.push_back({true, entry.prefix, entry.prefix.length, entry.prefix.length, entry.span});
  }
  if (!list.lines.empty()) {
    RouteMatch match;
    match.kind = RouteMatchKind::kPrefixList;
    match.names.push_back(list.name);
    add("no-readvertise", RouteSource::kStatic).all_of.push_back({{std::move(match)}});
    if (model::FindPrefixList(scope.book.set, list.name) == nullptr)
      scope.book.AddPrefixList(std::move(list));
  }
  names.insert(names.begin(), held.name);
  scope.book.Add(std::move(held));
  return names;
}

const model::InterfaceAddress* DefaultAddress(const RoutingScope& scope, std::string_view vrf,
                                              net::Family family) {
  for (const bool loopbacks : {true, false}) {
    for (const model::Interface& interface : scope.config.device.interfaces) {
      const bool loopback = interface.kind == model::InterfaceKind::kLoopback;
      if (interface.vrf != vrf || loopback != loopbacks || !interface.admin_up) continue;
      for (const model::InterfaceAddress& own : interface.addresses) {
        const net::IpAddress& address = own.address.address;
        const bool this_host = family == net::Family::kIpv4 && address.v4() >> 24U == 127;
        if (address.family == family && !this_host) return &own;
      }
    }
  }
  return nullptr;
}

std::optional<net::IpAddress> RouterId(const RoutingScope& scope, const InstanceText& instance,
                                       base::Span* span) {
  if (instance.router_id) {
    *span = instance.router_id->span;
    return instance.router_id->value;
  }
  for (const std::string_view vrf : {instance.name, std::string_view()}) {
    if (vrf.empty() && scope.text.main().router_id) {
      *span = scope.text.main().router_id->span;
      return scope.text.main().router_id->value;
    }
    if (const model::InterfaceAddress* own = DefaultAddress(scope, vrf, net::Family::kIpv4)) {
      *span = own->span;
      return own->address.address;
    }
  }
  return std::nullopt;
}

void ConvertRouting(Reader& reader, const JunosText& text, routing::DeviceConfig& config) {
  PolicyBook book(reader, text, config.policies);
  RoutingScope scope{reader, text, config, book, {}, 1};
  for (const Port& port : text.ports) {
    for (const Unit& unit : port.units)
      scope.units.emplace(std::string(port.name) + "." + std::string(unit.number), &unit);
  }
  scope.forwarding_paths = ForwardingPaths(reader, text, book);
  const bool vpn6 = SpeaksVpn6(text);
  for (const InstanceText& instance : text.instances) {
    if (instance.kind == InstanceKind::kOther) continue;
    if (instance.kind != InstanceKind::kMain) ConvertVrf(scope, instance, vpn6);
    ConvertRibGroups(scope, instance);
    ConvertInstanceImport(scope, instance);
    ConvertStatics(scope, instance);
    ConvertOspf(scope, instance);
    ConvertIsis(scope, instance);
    ConvertRip(scope, instance);
    ConvertBgp(scope, instance);
  }
  ConvertLdp(scope);
  ConvertSr(scope);
  CheckTableLabels(scope);
  // Lists have no order of their own.
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(config.policies.prefix_lists.begin(), config.policies.prefix_lists.end(), by_name);
  std::sort(config.policies.as_path_lists.begin(), config.policies.as_path_lists.end(), by_name);
  std::sort(config.policies.community_lists.begin(), config.policies.community_lists.end(), by_name);
}

}  // namespace ringfence::formats::juniper_junos
