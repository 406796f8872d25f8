// Random networks of several AS and protocols for tests, the widest there are. Test support only.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "routing/mixed_policies_testing.h"
#include "routing/provider_testing.h"

namespace ringfence::routing {

/// Routers r0, r1, ... of one to three AS, each over OSPF, IS-IS or both with routers between that take
/// routes from one into the other, and customers of an AS each on one or several of them.
class MixedNetwork {
 public:
  /// What is drawn.
  struct Shape {
    int routers_max = 6;  ///< at least 4
    /// One AS over one area of OSPF, whose customers have no others: what certificates speak of. Policies
    /// stand on sessions to customers only.
    bool plain = false;
    /// Protocols take routes from each other both ways. Else one of two takes from the other, the same one
    /// everywhere: circles have several outcomes, which takes long to find.
    bool circles = false;
  };
  /// Two routers that share a link; the ports of both have the same name.
  struct Wire {
    int a = 0, b = 0;
    std::string port;
  };

  MixedNetwork(World& net, Dice& dice, const Shape& shape)
      : net_(net), dice_(dice), plain_(shape.plain), circles_(shape.circles), first_(dice.Below(3)) {
    const int all = 4 + dice.Below(shape.routers_max - 3);
    routers_.resize(static_cast<std::size_t>(all));
    inside_ = all - 1 - dice.Below(std::min(2, all - 2));
    ChooseDomains();
    for (int r = 0; r < all; ++r) AddRouter(r);
    for (int r = 1; r < all; ++r) JoinNew(r);
    for (int more = 1 + dice.Below(all); more > 0; --more) JoinAny();
    if (!plain_ && dice.OneIn(5)) ShareLan();
    for (int r = 0; r < all; ++r) JoinInside(r);
    for (int r = 0; r < all; ++r) {
      AddStatics(r);
      if (!plain_) TakeRoutes(r);
    }
    for (int n = plain_ ? 0 : dice.Below(3); n > 0; --n) AddOutside(n);
  }

  int routers() const { return static_cast<int>(routers_.size()); }
  const std::vector<Wire>& wires() const { return wires_; }
  /// The subnet of hosts that a router brings into BGP.
  static std::string OfficeOf(int router) { return Provider::OfficeOf(router); }

 private:
  /// Of one router.
  struct Facts {
    int domain = 0;
    bool ospf = false, isis = false;
  };
  /// Of one AS.
  struct Domain {
    bool both = false, isis = false;  ///< protocols
    bool meshed = false;              ///< sessions between all, else one reflector
    int levels = 0;                   ///< of IS-IS: 0 level 2, 1 level 1, 2 both in two areas
    isis::MetricStyle style = isis::MetricStyle::kWide;
  };
  static constexpr const char* kIsisTag = "X";

  static std::string NameOf(int router) { return RouterOf(router); }
  bool IsCustomer(int router) const { return router >= inside_; }
  Facts& FactsOf(int router) { return routers_[static_cast<std::size_t>(router)]; }
  Domain& DomainOf(int router) { return domains_[static_cast<std::size_t>(FactsOf(router).domain)]; }
  bool Apart(int a, int b) { return FactsOf(a).domain != FactsOf(b).domain; }
  bgp::AsNumber AsOf(int router) { return static_cast<bgp::AsNumber>(65000 + FactsOf(router).domain); }
  bgp::BgpFamilyConfig& FamilyOf(int router) { return net_[NameOf(router)].bgp.vrfs[0].families[0]; }

  /// The first routers are of the AS with several, the last ones of one each.
  void ChooseDomains() {
    const int shared = plain_ ? 1 : 1 + dice_.Below(2);
    for (int d = 0; d < shared + routers() - inside_; ++d) {
      const isis::MetricStyle styles[] = {isis::MetricStyle::kWide, isis::MetricStyle::kNarrow,
                                          isis::MetricStyle::kBoth};
      const int igp = plain_ ? 0 : dice_.Below(3);
      domains_.push_back({igp == 2, igp == 1, dice_.OneIn(2), dice_.Below(3), styles[dice_.Below(3)]});
    }
    for (int r = 0; r < routers(); ++r) {
      Facts& facts = FactsOf(r);
      facts.domain = IsCustomer(r) ? shared + r - inside_ : r * shared / inside_;
      const Domain& own = DomainOf(r);
      facts.ospf = !IsCustomer(r) && (own.both ? !dice_.OneIn(3) : !own.isis);
      facts.isis = !IsCustomer(r) && (own.isis || (own.both && (!facts.ospf || dice_.OneIn(2))));
    }
  }

  void AddRouter(int r) {
    const std::string name = NameOf(r);
    bgp::BgpFamilyConfig& family = AddBgp(net_, name, AsOf(r), LoopbackOf(r));
    family.ibgp_paths_max = dice_.OneIn(3) ? 4 : 1;
    family.ebgp_paths_max = dice_.OneIn(3) ? 4 : 1;
    family.resolves_by_default_route = dice_.OneIn(2);
    family.redistributes_internal = dice_.OneIn(3);
    bgp::DecisionRules& decision = net_[name].bgp.decision;
    decision.oldest_external_wins = dice_.OneIn(3);
    decision.always_compare_med = plain_ || dice_.OneIn(2);
    decision.deterministic_med = dice_.OneIn(2);
    if (!FactsOf(r).ospf) net_[name].ospf.processes.clear();
    if (FactsOf(r).isis) AddIsis(r);
    const std::string number = std::to_string(r);
    net_.Port(name, "lo", LoopbackOf(r) + "/32", model::InterfaceKind::kLoopback);
    net_.Port(name, "lan", "10.9." + number + ".1/24");
    net_.Port(name, "office", "10.8." + number + ".1/24");
    Run(r, "lo", 0, true);
    Run(r, "lan", 1, true);
    Announce(r, OfficeOf(r), true);
    if (dice_.OneIn(4)) Announce(r, "203.0.113.0/24", false);
    if (dice_.OneIn(8)) Announce(r, OfficeOf(dice_.Below(routers())), false);
  }
  void Announce(int r, const std::string& prefix, bool needs_route) {
    FamilyOf(r).networks.push_back({.prefix = P(prefix), .needs_route = needs_route, .span = net_.NewSpan()});
  }

  void AddIsis(int r) {
    const Domain& own = DomainOf(r);
    isis::IsisProcess& process = net_[NameOf(r)].isis.processes.emplace_back();
    process.tag = kIsisTag;
    process.area_ids = {own.levels == 2 && r % 2 == 0 ? "49.0002" : "49.0001"};
    process.system_id = "0000.0000.000" + std::to_string(r);
    process.levels = own.levels == 0                      ? isis::kLevel2
                     : own.levels == 1                    ? isis::kLevel1
                     : dice_.OneIn(4) && !FactsOf(r).ospf ? isis::kLevel1
                                                          : isis::kLevelBoth;
    process.style_level1 = process.style_level2 = dice_.OneIn(8) ? isis::MetricStyle::kBoth : own.style;
    process.leaks_level1_to_level2 = !dice_.OneIn(6);
    process.overload = dice_.OneIn(15);
    process.max_paths = dice_.OneIn(3) ? 1 : 64;
    process.span = net_.NewSpan();
    if (own.levels != 2 || !dice_.OneIn(3)) return;
    isis::IsisRedistribution leak{.source = model::RouteSource::kIsis, .into = isis::kLevel1};
    leak.from_level = isis::kLevel2;
    if (dice_.OneIn(2)) leak.policies = {Policies().Taken(NameOf(r))};
    leak.span = net_.NewSpan();
    process.redistributions.push_back(leak);
  }

  /// Policies may name what anybody brings.
  PolicyDice Policies() const {
    std::vector<std::string> prefixes = {"203.0.113.0/24", "0.0.0.0/0"};
    for (int r = 0; r < routers(); ++r) prefixes.push_back(OfficeOf(r));
    for (int r = 0; r < routers(); ++r) prefixes.push_back(LoopbackOf(r) + "/32");
    return {net_, dice_, std::move(prefixes)};
  }

  /// The router's own protocols run on the port.
  void Run(int r, const std::string& port, std::uint32_t cost, bool passive) {
    if (FactsOf(r).ospf) RunOspf(r, port, cost, passive);
    if (FactsOf(r).isis) RunIsis(r, port, cost, passive);
  }
  void RunOspf(int r, const std::string& port, std::uint32_t cost, bool passive) {
    const bool loop = port == "lo";
    const auto type = loop ? ospf::NetworkType::kLoopback : ospf::NetworkType::kPointToPoint;
    ospf::OspfInterface& interface = net_.Run(NameOf(r), port, 0, cost, type);
    interface.advertise_host = loop;
    interface.passive = passive && !loop;
  }
  void RunIsis(int r, const std::string& port, std::uint32_t cost, bool passive) {
    isis::IsisProcess& process = net_[NameOf(r)].isis.processes[0];
    isis::IsisInterface& interface = process.interfaces.emplace_back();
    interface.name = port;
    interface.levels = process.levels;
    interface.passive = passive;
    interface.type = port == "lo" ? isis::IsisNetworkType::kLoopback : isis::IsisNetworkType::kPointToPoint;
    interface.metric_level1 = cost;
    interface.metric_level2 = dice_.OneIn(4) ? cost + 1 : cost;
    interface.span = interface.metric_span = net_.NewSpan();
  }

  /// To a router before it, of the same AS if there is one: so each AS is joined, and all are.
  void JoinNew(int r) {
    const int first_own =
        static_cast<int>(std::ranges::find(routers_, FactsOf(r).domain, &Facts::domain) - routers_.begin());
    if (first_own < r) {
      Join(r, first_own + dice_.Below(r - first_own));
    } else {
      Join(r, dice_.Below(std::min(r, inside_)));
    }
  }
  void JoinAny() {
    const auto [a, b] = dice_.Two(routers());
    // Two customers would be neighbours of two AS, which a plain network has not.
    if (!plain_ || !IsCustomer(a) || !IsCustomer(b)) Join(a, b);
  }
  void Join(int a, int b) {
    const auto number = static_cast<std::uint32_t>(wires_.size());
    const std::string port = "w" + std::to_string(number);
    const std::string subnet = "10.0." + std::to_string(number) + ".";
    net_.Port(NameOf(a), port, subnet + "0/31");
    net_.Port(NameOf(b), port, subnet + "1/31");
    wires_.push_back({a, b, port});
    if (Apart(a, b)) return JoinApart(wires_.back());
    bool ospf = FactsOf(a).ospf && FactsOf(b).ospf, isis = FactsOf(a).isis && FactsOf(b).isis;
    if (ospf && isis && !dice_.OneIn(3)) (dice_.OneIn(2) ? ospf : isis) = false;
    for (const int side : {a, b}) {
      const auto cost = static_cast<std::uint32_t>(1 + dice_.Below(3));
      if (ospf) RunOspf(side, port, cost, false);
      if (isis) RunIsis(side, port, cost, false);
    }
  }
  /// A session of two AS over the wire.
  void JoinApart(const Wire& wire) {
    for (const int side : {wire.a, wire.b}) {
      const int far = side == wire.a ? wire.b : wire.a;
      if (dice_.OneIn(2)) Run(side, wire.port, 5, true);
      bgp::BgpNeighbor& neighbor = AddNeighbor(
          net_, NameOf(side), "10.0." + wire.port.substr(1) + (side == wire.a ? ".1" : ".0"), AsOf(far));
      AddPolicies(side, neighbor.families[0], 60);
      if (dice_.OneIn(10)) neighbor.families[0].next_hop_self = bgp::NextHopSelf::kUnchanged;
      if (!plain_ && dice_.OneIn(8)) neighbor.families[0].default_originate = true;
    }
  }
  void AddPolicies(int router, bgp::NeighborFamily& family, int percent) {
    if (dice_.Chance(percent)) family.import.names = {Policies().Bgp(NameOf(router))};
    if (dice_.Chance(percent / 2)) family.export_chain.names = {Policies().Bgp(NameOf(router))};
    if (!plain_ && dice_.OneIn(10)) family.weight = static_cast<std::uint32_t>(dice_.Below(2) * 100);
  }

  /// Sessions of the router to those of its AS before it.
  void JoinInside(int r) {
    const Domain& own = DomainOf(r);
    const auto begin = std::ranges::find(routers_, FactsOf(r).domain, &Facts::domain);
    for (int far = static_cast<int>(begin - routers_.begin()); far < r; ++far) {
      const bool reflector = far == begin - routers_.begin();
      if (!own.meshed && !reflector) continue;
      for (const int side : {r, far}) {
        bgp::BgpNeighbor& neighbor =
            AddNeighbor(net_, NameOf(side), LoopbackOf(side == r ? far : r), AsOf(r));
        neighbor.update_source_interface = "lo";
        bgp::NeighborFamily& family = neighbor.families[0];
        family.next_hop_self = dice_.OneIn(3) ? bgp::NextHopSelf::kDefault : bgp::NextHopSelf::kLearnedByEbgp;
        family.reflector_client = side == far && !own.meshed;
        if (!plain_) AddPolicies(side, family, 15);
      }
    }
  }

  /// Three routers on one subnet, in OSPF where they speak it.
  void ShareLan() {
    for (int r = 0; r < std::min(3, inside_); ++r) {
      net_.Port(NameOf(r), "shared", "10.10.0." + std::to_string(r + 1) + "/24");
      if (FactsOf(r).ospf)
        net_.Run(NameOf(r), "shared", 0, 2, ospf::NetworkType::kBroadcast).priority = r == 1 ? 0 : 1;
    }
  }

  void AddStatics(int r) {
    // Where a route of BGP hides a static one, nothing is known of failures.
    const int rare = plain_ ? 30 : 5;
    if (dice_.OneIn(rare)) net_.Static(NameOf(r), OfficeOf(dice_.Below(routers())), "").distance = 250;
    if (dice_.OneIn(rare)) net_.Static(NameOf(r), "203.0.113.0/24", "").distance = 210;
    for (const Wire& wire : wires_) {
      if ((wire.a != r && wire.b != r) || !dice_.OneIn(6)) continue;
      const int far = wire.a == r ? wire.b : wire.a;
      const std::string hop = "10.0." + wire.port.substr(1) + (wire.a == r ? ".1" : ".0");
      const bool office = plain_ ? !dice_.OneIn(12) : dice_.OneIn(2);  // a session's end is one router's
      auto& route = net_.Static(NameOf(r), office ? OfficeOf(far) : LoopbackOf(far) + "/32", hop);
      route.distance = !dice_.OneIn(plain_ ? 20 : 2) ? 1 : 180;
      route.recursive = !plain_ && dice_.OneIn(3);
      if (dice_.OneIn(3)) route.tag = 7;
    }
  }

  /// What the router's protocols take from each other.
  void TakeRoutes(int r) {
    const Facts& facts = FactsOf(r);
    using Source = model::RouteSource;
    for (const Source source :
         {Source::kConnected, Source::kStatic, Source::kOspf, Source::kIsis, Source::kBgp}) {
      const bool border = facts.ospf && facts.isis && (source == Source::kOspf || source == Source::kIsis);
      const int percent = border ? 80 : 15;
      if (facts.ospf && Gives(source, Source::kOspf) && dice_.Chance(percent)) TakeIntoOspf(r, source);
      if (facts.isis && Gives(source, Source::kIsis) && dice_.Chance(percent)) TakeIntoIsis(r, source);
      if (Gives(source, Source::kBgp) && dice_.Chance(15)) TakeIntoBgp(r, source);
    }
  }
  /// Where protocols stand in the one direction of routes.
  int RankOf(model::RouteSource source) const {
    const int place = source == model::RouteSource::kOspf ? 0 : source == model::RouteSource::kIsis ? 1 : 2;
    return source < model::RouteSource::kOspf ? -1 : (place + first_) % 3;
  }
  bool Gives(model::RouteSource source, model::RouteSource to) const {
    return source != to && (circles_ || RankOf(source) < RankOf(to));
  }
  std::vector<std::string> MaybePolicies(int r) {
    return dice_.OneIn(2) ? std::vector<std::string>{Policies().Taken(NameOf(r))}
                          : std::vector<std::string>();
  }
  void TakeIntoOspf(int r, model::RouteSource source) {
    ospf::Redistribution taken{.source = source};
    taken.metric = static_cast<std::uint32_t>(1 + dice_.Below(20));
    taken.type = dice_.OneIn(2) ? ospf::ExternalType::kType1 : ospf::ExternalType::kType2;
    if (dice_.OneIn(2)) taken.tag = 7;
    taken.bgp_internal = dice_.OneIn(3);
    taken.policies = MaybePolicies(r);
    taken.span = net_.NewSpan();
    net_[NameOf(r)].ospf.processes[0].redistributions.push_back(taken);
  }
  void TakeIntoIsis(int r, model::RouteSource source) {
    isis::IsisProcess& process = net_[NameOf(r)].isis.processes[0];
    isis::IsisRedistribution taken{.source = source, .into = process.levels};
    if (dice_.OneIn(2)) taken.metric = static_cast<std::uint32_t>(1 + dice_.Below(20));
    taken.external_metric = dice_.OneIn(3);
    taken.bgp_internal = dice_.OneIn(3);
    taken.policies = MaybePolicies(r);
    taken.span = net_.NewSpan();
    process.redistributions.push_back(taken);
  }
  void TakeIntoBgp(int r, model::RouteSource source) {
    bgp::BgpRedistribution taken{.source = source};
    taken.policies = MaybePolicies(r);
    taken.span = net_.NewSpan();
    FamilyOf(r).redistributions.push_back(taken);
  }

  /// A neighbour without a device of whom announcements are known.
  void AddOutside(int number) {
    const int border = dice_.Below(inside_);
    const std::string subnet = "198.51.100." + std::to_string(number * 2);
    const std::string far = "198.51.100." + std::to_string(number * 2 + 1);
    net_.Port(NameOf(border), "x" + std::to_string(number), subnet + "/31");
    bgp::BgpNeighbor& neighbor = AddNeighbor(net_, NameOf(border), far, 64500);
    AddPolicies(border, neighbor.families[0], 60);
    OutsideNeighbor& outside = net_.OutsideOf(NameOf(border)).emplace_back();
    outside.address = A(far);
    outside.span = net_.NewSpan();
    const std::string brought[] = {"203.0.113.0/24", "0.0.0.0/0", OfficeOf(dice_.Below(routers()))};
    for (const std::string& prefix : brought) {
      if (!dice_.OneIn(2)) continue;
      outside.routes.push_back({P(prefix), static_cast<std::uint32_t>(outside.paths.size()), net_.NewSpan()});
      AnnouncedPath& path = outside.paths.emplace_back();
      path.as_path = {{AsSegmentKind::kSequence, {64500}}};
      for (int more = dice_.Below(3); more > 0; --more)
        path.as_path[0].numbers.push_back(static_cast<std::uint32_t>(64600 + dice_.Below(3)));
      if (dice_.OneIn(2)) path.med = static_cast<std::uint32_t>(dice_.Below(3) * 10);
      if (dice_.OneIn(2)) path.standard = {"65000:" + std::to_string(dice_.Below(2))};
    }
  }

  World& net_;
  Dice& dice_;
  bool plain_, circles_;
  int first_;       ///< the protocol that gives to the others
  int inside_ = 0;  ///< routers that are no customers
  std::vector<Facts> routers_;
  std::vector<Domain> domains_;
  std::vector<Wire> wires_;
};

}  // namespace ringfence::routing
