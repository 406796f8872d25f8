// A random provider network with flows for tests of failures. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "exposure/exposure_testing.h"
#include "routing/isis_world_testing.h"
#include "routing/provider_testing.h"

namespace ringfence::exposure {

/// What a random provider has besides.
struct ProviderKind {
  bool isis = false;  ///< in the place of OSPF
  bool vpn = false;   ///< labels, VRFs and flows between their sites
  bool nat = false;   ///< routers that translate addresses
};

/// A provider with circuits, line systems, lists, and flows between offices and loopbacks.
class RandomProvider : public Snapshot {
 public:
  explicit RandomProvider(routing::Dice& dice, ProviderKind kind = {}) : dice_(dice) {
    const routing::Provider provider(net, dice, dice.OneIn(5));
    routers_ = provider.routers();
    if (dice.OneIn(3)) ElectOnLinks();
    if (dice.OneIn(3)) ShutPorts();
    if (dice.OneIn(3)) MixProtocols();
    if (dice.OneIn(5)) FilterTables();
    if (kind.vpn) AddVpn();
    if (kind.nat) AddTranslations();
    if (kind.isis) TurnProviderToIsis();
    AddOptics();
    if (dice.OneIn(3)) AddList();
    for (int f = 0; f < 4; ++f) {
      const auto [a, b] = dice.Two(routers_);
      const bool hosts = dice.OneIn(3);
      if (kind.vpn && f > 0) {
        AddFlow("f" + std::to_string(f), routing::RouterOf(a), SiteAt(a), routing::RouterOf(b), SiteAt(b));
        continue;
      }
      AddFlow("f" + std::to_string(f), routing::RouterOf(a), AddressIn(a, hosts), routing::RouterOf(b),
              AddressIn(b, hosts));
      if (hosts && dice.OneIn(2))
        policy.flows.back().hosts[1] = {*net::ParsePrefix(routing::Provider::OfficeOf(b))};
      if (kind.nat && f > 1) SendToName(b);
    }
    if (dice.OneIn(6)) FilterSessions();
    // Fewer where certificates are rare anyway.
    if (dice.OneIn(kind.nat ? 24 : 6))
      CheckSources(net[routing::RouterOf(dice.Below(routers_))].device, net.NewSpan(), dice);
    Build();
  }

 private:
  static std::string AddressIn(int router, bool host) {
    return host ? "10.8." + std::to_string(router) + ".7" : routing::LoopbackOf(router);
  }
  /// Some links elect a designated router, and where nobody will be one there are no neighbours.
  void ElectOnLinks() {
    for (int r = 0; r < routers_; ++r) {
      for (routing::ospf::OspfInterface& interface : net[routing::RouterOf(r)].ospf.processes[0].interfaces) {
        if (interface.name[0] != 'r' || (r + interface.name[1]) % 3 != 0) continue;
        interface.type = routing::ospf::NetworkType::kBroadcast;
        if (r + interface.name[1] - '0' == 3) interface.priority = 0;
      }
    }
  }
  /// Some ports are shut, or are no part of OSPF.
  void ShutPorts() {
    for (int r = 0; r < routers_; ++r) {
      for (model::Interface& port : net[routing::RouterOf(r)].device.interfaces) {
        if (port.name[0] == 'r' && dice_.OneIn(8)) port.admin_up = false;
      }
      auto& interfaces = net[routing::RouterOf(r)].ospf.processes[0].interfaces;
      std::erase_if(interfaces, [this](const auto& one) { return one.name[0] == 'r' && dice_.OneIn(12); });
    }
  }
  /// Several protocols and routers bring the subnets of hosts, and which wins differs from router to router.
  void MixProtocols() {
    for (int r = 0; r < routers_; ++r) {
      const std::string office = routing::Provider::OfficeOf(dice_.Below(routers_));
      auto& family = net[routing::RouterOf(r)].bgp.vrfs[0].families[0];
      if (dice_.OneIn(3)) family.distance_ibgp = 90;
      if (dice_.OneIn(3)) net.Run(routing::RouterOf(r), "office", 0, 5).passive = true;
      if (dice_.OneIn(4)) net.Static(routing::RouterOf(r), office, "").distance = dice_.OneIn(2) ? 150 : 250;
      if (!dice_.OneIn(4)) continue;
      family.networks.push_back(
          {.prefix = *net::ParsePrefix(office), .needs_route = false, .span = net.NewSpan()});
    }
  }
  /// Some routers leave what OSPF knows out of their tables.
  void FilterTables() {
    for (int r = 0; r < routers_; ++r) {
      auto& process = net[routing::RouterOf(r)].ospf.processes[0];
      if (dice_.OneIn(4)) process.distances.intra = 255;
      if (!dice_.OneIn(3)) continue;
      const std::string hidden = routing::LoopbackOf(dice_.Below(routers_)) + "/32";
      process.table_filter.emplace().lines = {
          {.permit = false, .prefix = *net::ParsePrefix(hidden), .length_min = 32},
          {.prefix = *net::ParsePrefix("0.0.0.0/0")}};
    }
  }
  /// Most often at one level with wide metrics.
  void TurnProviderToIsis() {
    const bool odd = dice_.OneIn(4);
    for (int r = 0; r < routers_; ++r) {
      routing::DeviceConfig& config = net[routing::RouterOf(r)];
      const bool hides = config.ospf.processes[0].distances.intra == 255;
      routing::TurnToIsis(config, r);
      routing::isis::IsisProcess& process = config.isis.processes[0];
      process.max_paths = 64;
      if (hides) process.distance_level2 = 255;
      if (!odd || !dice_.OneIn(3)) continue;
      if (dice_.OneIn(2)) process.overload = true;
      if (dice_.OneIn(2)) process.levels = routing::isis::kLevelBoth;
      if (dice_.OneIn(2)) process.interfaces[0].metric_level2 = 0;
      if (dice_.OneIn(2)) process.style_level2 = routing::isis::MetricStyle::kBoth;
    }
  }
  /// Routers hide sources behind addresses of a subnet of their own as these leave by some of their ports,
  /// and give names in it to hosts of others.
  void AddTranslations() {
    const bool at_links = dice_.OneIn(3);
    for (int r = 0; r < routers_; ++r) {
      const std::string node = routing::RouterOf(r), own = "10.9." + std::to_string(r);
      net.Port(node, "names", own + ".1/28");
      net.Run(node, "names", 0, 1).passive = true;
      model::Device& device = net[node].device;
      // Where it must not meet sessions most often: at ports that no IGP speaks on.
      std::vector<std::string> ports;
      for (const model::Interface& port : device.interfaces) {
        if (at_links || port.name[0] != 'r') ports.push_back(port.name);
      }
      const auto drawn = [&] {
        return ports[static_cast<std::size_t>(dice_.Below(static_cast<int>(ports.size())))];
      };
      for (int rule = dice_.Below(3); rule > 0; --rule) {
        model::Translation& hide = device.translations.emplace_back();
        hide.name = "hide";
        hide.span = net.NewSpan();
        const std::string whom =
            dice_.OneIn(2) ? "10.8.0.0/21" : AddressIn(dice_.Below(routers_), false) + "/32";
        hide.match.source = {net::AddressMatch::Of(*net::ParsePrefix(whom))};
        if (dice_.OneIn(2))
          hide.in = {device
                         .interfaces[static_cast<std::size_t>(
                             dice_.Below(static_cast<int>(device.interfaces.size())))]
                         .name};
        if (!at_links || dice_.OneIn(2)) hide.out = {drawn(), drawn()};
        const net::IpAddress first = *net::ParseAddress(own + ".2");
        const int kind = dice_.Below(4);
        if (kind == 0) hide.interface = drawn();
        if (kind > 0) hide.pool = {{first, kind > 1 ? first : *net::ParseAddress(own + ".3")}};
        if (dice_.OneIn(2)) hide.ports = {{1, 65535}};
      }
      for (int b = 0; b < routers_; ++b) {
        model::Translation& name = device.translations.emplace_back();
        name.name = "name";
        name.end = model::PacketEnd::kDestination;
        name.moment = model::TranslationMoment::kEntering;
        name.span = net.NewSpan();
        name.match.destination = {net::AddressMatch::Of(net::Prefix::Host(NameOf(r, b)))};
        const net::IpAddress host = *net::ParseAddress(AddressIn(b, dice_.OneIn(2)));
        name.pool = {{host, host}};
      }
    }
  }
  static net::IpAddress NameOf(int router, int host) {
    return net::IpAddress::V4(0x0a090004U + 0x100U * static_cast<std::uint32_t>(router) +
                              static_cast<std::uint32_t>(host));
  }
  /// The last flow goes to a name that some router translates.
  void SendToName(int host) {
    policy.flows.back().hosts[1] = {net::Prefix::Host(NameOf(dice_.Below(routers_), host))};
  }
  static std::string SiteAt(int router) { return "10.20." + std::to_string(router) + ".7"; }

  /// Most often labels on all links, targets without policies, and each prefix at one site.
  void AddVpn() {
    const bool odd = dice_.OneIn(3);
    for (int r = 0; r < routers_; ++r) {
      routing::DeviceConfig& config = net[routing::RouterOf(r)];
      AddLabels(config, odd);
      routing::bgp::BgpVrf& main = config.bgp.vrfs[0];
      main.families.emplace_back().family = routing::bgp::BgpFamily::kVpnIpv4;
      main.families.back().demands_label = dice_.OneIn(2);
      for (routing::bgp::BgpNeighbor& neighbor : main.neighbors) {
        if (neighbor.remote_as != config.bgp.as) continue;
        const bool client = neighbor.families[0].reflector_client;
        neighbor.families.emplace_back().family = routing::bgp::BgpFamily::kVpnIpv4;
        neighbor.families.back().reflector_client = client;
      }
      AddVrf(r, "v", r, odd);
      if (dice_.OneIn(3)) AddVrf(r, "w", dice_.Below(2 * routers_), odd);
    }
  }
  void AddLabels(routing::DeviceConfig& config, bool odd) {
    config.ldp.enabled = !odd || !dice_.OneIn(6);
    config.ldp.ordered = dice_.OneIn(4);
    config.ldp.hosts_only = config.ldp.ordered || dice_.OneIn(2);
    if (config.ldp.ordered) config.ldp.own = routing::ldp::OwnBindings::kTransport;
    config.ldp.carries_igp = dice_.OneIn(3);
    for (const model::Interface& port : config.device.interfaces) {
      if (port.name[0] == 'r' && !(odd && dice_.OneIn(8))) config.ldp.interfaces.push_back({port.name, {}});
    }
  }
  void AddVrf(int router, const std::string& name, int site, bool odd) {
    const std::string node = routing::RouterOf(router);
    const std::string lan = "10.20." + std::to_string(site);
    net.Port(node, "site-" + name, lan + ".1/24").vrf = name;
    routing::VrfConfig vrf;
    vrf.name = name;
    vrf.route_distinguisher = "65000:" + std::to_string(odd && dice_.OneIn(3) ? 1 : 100 * site + router);
    const auto target = [&] { return "target:65000:" + std::to_string(dice_.OneIn(4) ? 1 : 0); };
    vrf.import_targets4 = {target()};
    vrf.export_targets4 = {target()};
    vrf.imports_from_own_device = dice_.OneIn(2);
    vrf.label_per_table = dice_.OneIn(3);
    vrf.span = net.NewSpan();
    routing::bgp::BgpVrf speaker;
    speaker.vrf = name;
    speaker.router_id = net::IpAddress::V4(0x0a000000U + static_cast<std::uint32_t>(++vrfs_));
    routing::bgp::BgpFamilyConfig& family = speaker.families.emplace_back();
    const auto bring = [&](model::RouteSource source) {
      routing::bgp::BgpRedistribution& one = family.redistributions.emplace_back();
      one.source = source;
      one.span = net.NewSpan();
    };
    if (!dice_.OneIn(6)) bring(model::RouteSource::kConnected);
    if (dice_.OneIn(3)) bring(model::RouteSource::kStatic);
    // Behind the connected route, or the one that comes from elsewhere.
    const std::string other = dice_.OneIn(2) ? lan : "10.20." + std::to_string(dice_.Below(routers_));
    if (dice_.OneIn(4)) {
      routing::static_routes::StaticRoute& route = net.Static(node, other + ".0/24", "");
      route.vrf = name;
      route.distance = dice_.OneIn(2) ? 1 : 250;
    }
    net[node].bgp.vrfs.push_back(speaker);
    net[node].vrfs.push_back(vrf);
  }
  /// Circuits over two line systems below some of the links.
  void AddOptics() {
    for (const char* system : {"north", "south"}) Add(system, model::ElementKind::kLineSystem);
    for (int r = 0; r < routers_; ++r) {
      for (const model::Interface& port : net[routing::RouterOf(r)].device.interfaces) {
        const int far = port.name[0] == 'r' && port.name.size() == 2 ? port.name[1] - '0' : r;
        if (far <= r || !dice_.OneIn(2)) continue;
        std::vector<std::string> over;
        if (!dice_.OneIn(3)) over.push_back(dice_.OneIn(2) ? "north" : "south");
        AddCircuit("c" + port.name + std::to_string(r), {routing::RouterOf(r), port.name, {}},
                   {routing::RouterOf(far), routing::RouterOf(r), {}}, over);
      }
    }
  }
  /// A router drops some packets that come in.
  void AddList() {
    model::Device& device = net[routing::RouterOf(dice_.Below(routers_))].device;
    model::Acl acl;
    acl.name = "some";
    model::AclLine deny;
    deny.match.destination = {net::AddressMatch::Of(*net::ParsePrefix("10.8.0.0/23"))};
    deny.match.destination_port = {{80, 80}};
    deny.match.protocol = {{6, 6}};
    model::AclLine permit;
    permit.action = model::AclAction::kPermit;
    acl.lines = {deny, permit};
    device.acls.push_back(acl);
    for (model::Interface& port : device.interfaces) {
      if (dice_.OneIn(2)) port.acl_in4 = {.name = "some", .span = net.NewSpan()};
    }
  }
  /// Some port drops packets of sessions of BGP: of one router, or those that open them to it.
  void FilterSessions() {
    model::Device& device = net[routing::RouterOf(dice_.Below(routers_))].device;
    model::Acl acl;
    acl.name = "sessions";
    model::AclLine deny;
    const auto whose = {
        net::AddressMatch::Of(*net::ParsePrefix(routing::LoopbackOf(dice_.Below(routers_)) + "/32"))};
    (dice_.OneIn(2) ? deny.match.source : deny.match.destination) = whose;
    (dice_.OneIn(2) ? deny.match.source_port : deny.match.destination_port) = {{179, 179}};
    deny.match.protocol = {{6, 6}};
    deny.span = net.NewSpan();
    model::AclLine permit;
    permit.action = model::AclAction::kPermit;
    acl.lines = {deny, permit};
    device.acls.push_back(acl);
    model::Interface& port =
        device.interfaces[static_cast<std::size_t>(dice_.Below(static_cast<int>(device.interfaces.size())))];
    const model::AclUse use{.name = "sessions", .span = net.NewSpan()};
    if (dice_.OneIn(2))
      port.acl_in4 = use;
    else
      port.acl_out4 = use;
  }

  routing::Dice& dice_;
  int routers_ = 0;
  int vrfs_ = 0;
};

}  // namespace ringfence::exposure
