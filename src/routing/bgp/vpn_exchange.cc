// Routes between the BGP tables of VRFs (RFC 4364 sections 4.2, 4.3 and 5).
//
// Problem: a VRF gives its routes, marked with route targets, to every VRF that asks for one of the targets,
// on the same device or on one at the other end of sessions that carry VPN routes. There a route is told
// apart by its route distinguisher, is compared only with routes under the same one, and keeps the next hop
// of the device that gave it. What a VRF takes it may tell its own neighbours, whose other end may stand in
// a VRF that gives again.
// Idea: routes of different prefixes never meet here, so one prefix is settled at a time: the fixpoint of the
// unicast family over all tables with what each takes held fixed; what each table then gives; for each
// distinguisher in use the fixpoint of the VPN family with the gifts as its own routes (a layer); what each
// table then takes. Rounds go on until all take what they took before. That is a fixpoint of the whole. A
// table gives its best route, unless that was taken: a route is never passed on from VRF to VRF.
// Tables that wait for each other go round and round here, and count as unstable.
//
// Cost: rounds x (a fixpoint of the unicast family + one for each layer whose gifts changed + tables x
// layers). Two rounds where no site announces further what it was told.

#include "routing/bgp/vpn_exchange.h"

#include <algorithm>

#include "routing/bgp/origination.h"
#include "routing/vpn_marks.h"

namespace ringfence::routing::bgp {
namespace {

const BgpFamilyConfig* ConfigOf(const BgpVrf& vrf, BgpFamily family) {
  const auto found = std::ranges::find(vrf.families, family, &BgpFamilyConfig::family);
  return found == vrf.families.end() ? nullptr : &*found;
}

VpnState& StateOf(BgpScratch& scratch, const VpnPlan& plan) {
  return scratch.vpn[plan.family() == net::Family::kIpv4 ? 0 : 1];
}

AttributesId WithDistance(AttributePool& pool, AttributesId id, std::uint32_t distance) {
  PathAttributes attributes = pool[id];
  attributes.distance = distance;
  return pool.Intern(attributes);
}

/// Which speakers leave out what no VRF of their device asks for. A policy that takes routes without a target
/// asks for all.
void SetWanted(const VpnPlan& plan, const SessionPlan& sessions, FamilyState& state, BgpScratch& scratch) {
  state.wanted.assign(sessions.speakers().size(), std::nullopt);
  for (std::size_t s = 0; s < sessions.speakers().size(); ++s) {
    if (state.config[s] == nullptr || state.config[s]->keeps != VpnKeeping::kWanted) continue;
    std::vector<CommunityId> targets;
    bool all = false;
    for (std::size_t t = 0; t < sessions.speakers().size(); ++t) {
      if (sessions.speakers()[t].node != sessions.speakers()[s].node) continue;
      const VpnPart& part = plan.parts()[t];
      all = all || part.imports_by_policy;
      if (part.evpn) continue;
      for (const model::CommunityText& target : part.import_targets)
        targets.push_back(scratch.pool.InternCommunity(target));
    }
    if (!all) state.wanted[s] = std::move(targets);
  }
}

bool IsImported(const LocalRoute& local) { return local.route.origin == RouteOrigin::kImported; }

/// The imports after one turn: all new ones, or in turn those of one table only.
std::vector<LocalRoute> NextImports(const std::vector<LocalRoute>& had, std::vector<LocalRoute> wanted,
                                    ActivationOrder order) {
  if (order != ActivationOrder::kDescending) return wanted;
  const auto of = [](const std::vector<LocalRoute>& all, std::uint32_t speaker) {
    return std::ranges::equal_range(all, speaker, {}, &LocalRoute::speaker);
  };
  std::vector<std::uint32_t> changed;
  const auto compare = [&](const std::vector<LocalRoute>& side) {
    for (const LocalRoute& local : side) {
      if (!std::ranges::equal(of(had, local.speaker), of(wanted, local.speaker)))
        changed.push_back(local.speaker);
    }
  };
  compare(had);
  compare(wanted);
  std::ranges::sort(changed);
  changed.erase(std::ranges::unique(changed).begin(), changed.end());
  if (changed.empty() || changed.size() > kTakersInTurnMax) return wanted;
  std::vector<LocalRoute> next;
  std::ranges::copy_if(had, std::back_inserter(next),
                       [&](const LocalRoute& local) { return local.speaker != changed.back(); });
  std::ranges::copy(of(wanted, changed.back()), std::back_inserter(next));
  std::ranges::stable_sort(next, {}, &LocalRoute::speaker);
  return next;
}

}  // namespace

VpnExchange::VpnExchange(const VpnPlan& plan, const SessionPlan& sessions, const PrefixTable& prefixes,
                         BgpSurroundings& around, Transfer& transfer, BgpScratch& scratch,
                         FamilyState& unicast)
    : plan_(plan),
      sessions_(sessions),
      prefixes_(prefixes),
      around_(around),
      transfer_(transfer),
      scratch_(scratch),
      unicast_(unicast),
      state_(StateOf(scratch, plan)),
      far_(sessions, prefixes, around, transfer, scratch, state_.family, nullptr),
      far_evpn_(sessions, prefixes, around, transfer, scratch, state_.evpn, nullptr) {}

void VpnExchange::Prepare(const VpnPlan& plan, const SessionPlan& sessions, const PolicyPrograms& programs,
                          const PrefixTable& prefixes, BgpScratch& scratch) {
  VpnState& state = StateOf(scratch, plan);
  state.family.family = plan.family() == net::Family::kIpv4 ? BgpFamily::kVpnIpv4 : BgpFamily::kVpnIpv6;
  state.evpn.family = BgpFamily::kEvpn;
  for (FamilyState* family : {&state.family, &state.evpn}) {
    family->config.clear();
    for (const Speaker& speaker : sessions.speakers())
      family->config.push_back(ConfigOf(*speaker.vrf, family->family));
    MakeChannels(sessions, programs, scratch, *family);
    family->local.assign(prefixes.size(), {});
    family->table.assign(prefixes.size(), {});
    family->condition_holds.assign(family->classes.size(), 0);
  }
  SetWanted(plan, sessions, state.family, scratch);
  state.layers.assign(prefixes.size(), {});
  state.import_targets.assign(sessions.speakers().size(), {});
  for (const std::uint32_t taker : plan.takers()) {
    for (const model::CommunityText& target : plan.parts()[taker].import_targets)
      state.import_targets[taker].push_back(scratch.pool.InternCommunity(target));
  }
}

PrefixResult VpnExchange::Settle(Convergence& convergence, PrefixIndex prefix, ActivationOrder order) {
  std::vector<LocalRoute>& local = unicast_.local[prefix];
  lost_doubtfully_ = unstable_ = false;
  layers_.clear();
  std::erase_if(local, IsImported);
  PrefixResult result = convergence.SettleAlone(prefix, order);
  Imports imports;
  const std::size_t rounds_max = kExchangeRoundsMax + kTakersInTurnMax;
  for (std::size_t round = 0;; ++round) {
    lost_doubtfully_ = false;
    Give(convergence, prefix, result);
    SettleLayers(prefix, order);
    Imports next = NextImports(imports, Take(convergence, prefix), order);
    if (next == imports) break;
    if (round == rounds_max) {
      unstable_ = true;
      break;
    }
    imports = std::move(next);
    std::erase_if(local, IsImported);
    local.insert(local.end(), imports.begin(), imports.end());
    result = convergence.SettleAlone(prefix, order);
  }
  DoubtRivals(convergence, imports, result);
  result.unstable = result.unstable || unstable_;
  result.may_be_bgp = result.may_be_bgp || may_be_bgp();
  if (!unstable_ && !lost_doubtfully_) return result;
  // What is missing may turn up anywhere: nothing is proved on this prefix.
  result.present = true;
  for (std::size_t s = 0; s < result.choices.size(); ++s) {
    if (unicast_.config[s] != nullptr) result.choices[s].doubtful = true;
  }
  return result;
}

void VpnExchange::ForgetMayBeBgp() {
  way_may_be_bgp_ = false;
  far_.ForgetMayBeBgp();
  far_evpn_.ForgetMayBeBgp();
}

void VpnExchange::Keep(PrefixIndex prefix) { state_.layers[prefix] = layers_; }

void VpnExchange::Give(Convergence& convergence, PrefixIndex prefix, const PrefixResult& result) {
  gifts_.clear();
  for (const std::uint32_t giver : plan_.givers()) {
    if (unicast_.config[giver] == nullptr) continue;
    PolicyRoute view;
    const std::optional<BgpRoute> best =
        BestOf(convergence, giver, prefix, Convergence::Unpack(result, giver), view);
    if (!best) continue;
    Gift gift{giver, *best, view.source, {}};
    if (plan_.parts()[giver].exports) gift.marked = Mark(giver, *best, prefix, view);
    gifts_.push_back(gift);
  }
}

/// What another protocol made in a table of the same device, given as it stands there; nullptr: another
/// route.
const VpnExchange::Gift* VpnExchange::TableGiftOf(const BgpRoute& imported) const {
  const auto gift = std::ranges::find(gifts_, imported.source, &Gift::speaker);
  return gift == gifts_.end() || gift->plain.origin != RouteOrigin::kTable ? nullptr : &*gift;
}

/// Such a route has the distance of its protocol on some systems and that of BGP on others: where it meets
/// another route of BGP nothing is certain.
void VpnExchange::DoubtRivals(const Convergence& convergence, const Imports& imports,
                              PrefixResult& result) const {
  for (const auto& [taker, route] : imports) {
    if (TableGiftOf(route) != nullptr && convergence.CandidateCount(taker) > 1)
      result.choices[taker].doubtful = true;
  }
}

/// The best route of a table, or the route another protocol put there where such routes are given too.
std::optional<BgpRoute> VpnExchange::BestOf(Convergence& convergence, std::uint32_t giver, PrefixIndex prefix,
                                            const Choice& choice, PolicyRoute& view) {
  const TableRoute* other =
      unicast_.config[giver]->exports_from_table ? convergence.TableRouteOf(giver, prefix) : nullptr;
  if (other != nullptr &&
      (choice.routes.empty() || convergence.Beaten(giver, prefix, choice.routes.front(), *other))) {
    const auto index =
        static_cast<std::uint32_t>(other - around_.RoutesOf(sessions_.speakers()[giver].table).data());
    const BgpRoute route = TableRouteAsBgp(giver, *other, index, unicast_, sessions_, scratch_.pool);
    view = transfer_.ViewOf(route, prefix);
    view.source = other->source;
    view.kind = other->kind;
    view.process = other->process;
    view.interfaces = other->interfaces;
    view.metric = other->metric;
    return route;
  }
  if (choice.routes.empty()) {
    lost_doubtfully_ = lost_doubtfully_ || choice.doubtful;
    return std::nullopt;
  }
  BgpRoute route = choice.routes.front();
  if (route.origin == RouteOrigin::kImported) return std::nullopt;
  route.doubtful = route.doubtful || choice.doubtful || !choice.tied.empty();
  view = transfer_.ViewOf(route, prefix);
  return route;
}

/// RFC 4577 section 4.2.6, of a route that BGP has from OSPF. Whether a system marks what a network statement
/// brings is not known.
void VpnExchange::AddOspfMarks(std::uint32_t giver, const BgpRoute& route, PrefixIndex prefix,
                               std::vector<CommunityId>& communities) {
  const bool listed = route.origin == RouteOrigin::kNetwork;
  if (!listed && route.origin != RouteOrigin::kTable && route.origin != RouteOrigin::kRedistributed) return;
  const std::span<const TableRoute> routes = around_.RoutesOf(sessions_.speakers()[giver].table);
  const auto made = std::ranges::lower_bound(routes, prefix, {}, &TableRoute::prefix);
  if (made == routes.end() || made->prefix != prefix) return;
  const bool redistributed =
      route.origin == RouteOrigin::kRedistributed &&
      unicast_.config[giver]->redistributions[route.source].source == model::RouteSource::kOspf;
  if (!redistributed && made->source != model::RouteSource::kOspf) {
    // A subnet of the process' own interfaces that is taken as a connected one: some systems also count it
    // as a route of OSPF.
    const bool open = std::ranges::any_of(unicast_.config[giver]->redistributions, [](const auto& one) {
      return one.source == model::RouteSource::kOspf && one.subnets_of.empty();
    });
    if (open && !made->marks.empty()) communities.push_back(scratch_.pool.InternCommunity(kUnknownDomain));
    return;
  }
  for (const std::string& mark : made->marks) communities.push_back(scratch_.pool.InternCommunity(mark));
  if (listed && !made->marks.empty()) communities.push_back(scratch_.pool.InternCommunity(kUnknownDomain));
}

/// Puts the route targets on, then asks the export policies.
std::optional<BgpRoute> VpnExchange::Mark(std::uint32_t giver, BgpRoute route, PrefixIndex prefix,
                                          PolicyRoute view) {
  const VpnPart& part = plan_.parts()[giver];
  std::vector<CommunityId> communities = scratch_.pool[view.attributes.extended];
  for (const model::CommunityText& target : part.export_targets)
    communities.push_back(scratch_.pool.InternCommunity(target));
  AddOspfMarks(giver, route, prefix, communities);
  view.attributes.extended = scratch_.pool.InternSet(std::move(communities));
  view.vrf = part.vrf->name;
  view.own_as = sessions_.speakers()[giver].as;
  const PolicyResult decision = transfer_.Evaluate(giver, part.export_chain, view);
  if (!decision.accepted) {
    lost_doubtfully_ = lost_doubtfully_ || decision.doubtful;
    return std::nullopt;
  }
  if (view.metric_set && view.source != model::RouteSource::kBgp) {
    view.attributes.med = view.metric;
    view.attributes.has_med = true;
  }
  view.attributes.tag = view.attributes.distance = 0;
  view.attributes.sid = part.srv6 != nullptr && part.srv6->gives ? giver + 1 : 0;
  route.attributes = scratch_.pool.Intern(view.attributes);
  // Next hops that a policy sets, and routes of an internal neighbour in the VRF (RFC 6368), are not
  // followed.
  route.doubtful = route.doubtful || decision.doubtful || view.next_hop_change != NextHopChange::kNone ||
                   route.kind == PeerKind::kInternal;
  return route;
}

std::size_t VpnExchange::GiversOf(std::uint32_t distinguisher) const {
  return static_cast<std::size_t>(std::ranges::count_if(gifts_, [&](const Gift& gift) {
    return gift.marked && plan_.parts()[gift.speaker].distinguisher == distinguisher;
  }));
}

bool VpnExchange::MakesDefault(PrefixIndex prefix) const {
  return !plan_.lower_defaults().empty() && prefixes_[prefix] == net::Prefix::Default(plan_.family());
}

/// Default routes of VRFs for the PEs below: they stand in no table, and have the VRF's targets.
void VpnExchange::AddLowerDefaults(PrefixIndex prefix, std::vector<VpnLayer>& layers) {
  if (!MakesDefault(prefix)) return;
  for (const std::uint32_t speaker : plan_.lower_defaults()) {
    const VpnPart& part = plan_.parts()[speaker];
    auto layer = std::ranges::find(layers, part.distinguisher, &VpnLayer::distinguisher);
    if (layer == layers.end()) layer = layers.insert(layer, {part.distinguisher, false, {}, {}});
    BgpRoute route = OwnRoute(part.hub, RouteOrigin::kImported, state_.family, sessions_, scratch_.pool);
    PathAttributes attributes = scratch_.pool[route.attributes];
    std::vector<CommunityId> targets;
    for (const model::CommunityText& target : part.export_targets)
      targets.push_back(scratch_.pool.InternCommunity(target));
    attributes.extended = scratch_.pool.InternSet(std::move(targets));
    route.attributes = scratch_.pool.Intern(attributes);
    route.source = speaker;
    route.for_lower = true;
    // Which of a real default route and this one is told to whom is not known.
    for (LocalRoute& other : layer->given) {
      if (other.speaker != part.hub) continue;
      other.route.doubtful = route.doubtful = true;
    }
    layer->given.push_back({part.hub, route});
  }
}

void VpnExchange::SettleLayers(PrefixIndex prefix, ActivationOrder order) {
  std::vector<VpnLayer> layers;
  for (const Gift& gift : gifts_) {
    const VpnPart& part = plan_.parts()[gift.speaker];
    if (!gift.marked || part.hub == kNone || part.distinguisher == kNone) continue;
    auto layer = std::ranges::find(layers, part.distinguisher, &VpnLayer::distinguisher);
    if (layer == layers.end()) layer = layers.insert(layer, {part.distinguisher, part.evpn, {}, {}});
    BgpRoute route = *gift.marked;
    route.next_hop = part.tunnel_end ? scratch_.pool.Intern(*part.tunnel_end) : AddressId();
    route.channel = kNone;
    route.source = gift.speaker;
    route.origin = RouteOrigin::kImported;
    layer->given.push_back({part.hub, route});
  }
  AddLowerDefaults(prefix, layers);
  std::ranges::sort(layers, {}, &VpnLayer::distinguisher);
  for (VpnLayer& layer : layers) {
    const auto known = std::ranges::find(layers_, layer.distinguisher, &VpnLayer::distinguisher);
    if (known != layers_.end() && known->given == layer.given) {
      layer.result = std::move(known->result);
    } else {
      (layer.evpn ? state_.evpn : state_.family).local[prefix] = layer.given;
      layer.result = (layer.evpn ? far_evpn_ : far_).SettleAlone(prefix, order);
    }
    unstable_ = unstable_ || layer.result.unstable;
  }
  layers_ = std::move(layers);
}

VpnExchange::Imports VpnExchange::Take(Convergence& convergence, PrefixIndex prefix) {
  Imports imports;
  for (const std::uint32_t taker : plan_.takers()) {
    if (unicast_.config[taker] == nullptr) continue;
    TakeHere(convergence, taker, prefix, imports);
    TakeFar(taker, prefix, imports);
  }
  return imports;
}

/// From other tables of the same device. A route that was made there counts as learned from outside here.
/// Where another protocol has the prefix as well, the one whose distance is not certain may win.
void VpnExchange::TakeHere(Convergence& convergence, std::uint32_t taker, PrefixIndex prefix,
                           Imports& imports) {
  const VpnPart& part = plan_.parts()[taker];
  for (const Gift& gift : gifts_) {
    const bool same = sessions_.speakers()[gift.speaker].node == sessions_.speakers()[taker].node;
    if (!same || gift.speaker == taker) continue;
    const auto leak = std::ranges::find(part.leaks, gift.speaker, &VpnLeak::from);
    const bool by_target = part.imports && part.vrf->imports_from_own_device && gift.marked;
    if (leak == part.leaks.end() && !(by_target && Wanted(taker, *gift.marked))) continue;
    BgpRoute route = leak != part.leaks.end() ? gift.plain : *gift.marked;
    route.source = gift.speaker;
    route.doubtful = route.doubtful || route.labelled;  // some systems leave labelled routes out
    if (part.vrf->imports_keep_protocol) route.shown = gift.source;
    if (route.kind == PeerKind::kLocal) route.kind = PeerKind::kExternal;
    const std::size_t had = imports.size();
    Enter(taker, route, leak != part.leaks.end() ? leak->chain : part.import_chain, gift.speaker, prefix,
          imports);
    if (imports.size() == had || TableGiftOf(route) == nullptr || !convergence.TableRouteOf(taker, prefix))
      continue;
    imports.back().route.doubtful = true;
    imports.back().route.attributes = WithDistance(scratch_.pool, imports.back().route.attributes, 1);
  }
}

/// Distinguishers under which the taker is offered the prefix by other devices.
std::size_t VpnExchange::OffersTo(std::uint32_t taker) const {
  const VpnPart& part = plan_.parts()[taker];
  return static_cast<std::size_t>(std::ranges::count_if(layers_, [&](const VpnLayer& layer) {
    if (layer.evpn != part.evpn) return false;
    const Choice choice = Convergence::Unpack(layer.result, part.hub);
    return std::ranges::any_of(
        choice.routes, [&](const BgpRoute& route) { return route.channel != kNone && Wanted(taker, route); });
  }));
}

/// From other devices, by way of the one of this device that has sessions.
void VpnExchange::TakeFar(std::uint32_t taker, PrefixIndex prefix, Imports& imports) {
  const VpnPart& part = plan_.parts()[taker];
  if (!part.imports || part.hub == kNone) return;
  const BgpFamilyConfig& config = *unicast_.config[taker];
  for (const VpnLayer& layer : layers_) {
    if (layer.evpn != part.evpn) continue;
    const Choice choice = Convergence::Unpack(layer.result, part.hub);
    if (choice.routes.empty()) lost_doubtfully_ = lost_doubtfully_ || choice.doubtful;
    for (BgpRoute route : choice.routes) {
      if (route.channel == kNone || !Wanted(taker, route)) continue;
      route.source = kFromOtherDevice | layer.distinguisher;
      // Which of several paths under one distinguisher are taken differs between systems.
      const bool several =
          std::max(config.ebgp_paths_max, config.ibgp_paths_max) > 1 && GiversOf(layer.distinguisher) > 1;
      // Tunnel ends that spines pass on as they are: whichever spine told it first, the route is the same.
      const bool one_way = part.tunnel_end && OffersTo(taker) == 1 &&
                           std::ranges::all_of(choice.tied, [&route](const BgpRoute& other) {
                             return other.next_hop == route.next_hop && other.kind == route.kind &&
                                    other.attributes == route.attributes && !other.doubtful;
                           });
      const bool open = !choice.tied.empty() && !one_way;
      route.doubtful = route.doubtful || choice.doubtful || open || !route.next_hop.valid() || several;
      if (!HasWay(taker, route)) continue;
      Enter(taker, route, part.import_chain, kNone, prefix, imports);
    }
  }
}

/// RFC 9252 section 5: a route with a SID needs a way to the SID instead of a label. What a system does with
/// a route that offers one of the two to a VRF that uses the other, or both, is left open.
bool VpnExchange::HasWay(std::uint32_t taker, BgpRoute& route) {
  const VpnPart& part = plan_.parts()[taker];
  const std::uint32_t sid = scratch_.pool[route.attributes].sid;
  const bool takes = part.srv6 != nullptr && part.srv6->takes;
  if (sid == 0) {
    route.doubtful = route.doubtful || takes;
    return true;
  }
  const DeviceConfig& device = sessions_.network().nodes()[sessions_.speakers()[taker].node.index()].config;
  const bool labels = device.ldp.enabled || device.sr.enabled || !device.static_lsps.lsps.empty();
  if (!takes) {
    // It was heard without a look at labels.
    const bool demands = state_.family.config[part.hub]->demands_label;
    lost_doubtfully_ = lost_doubtfully_ || (demands && !labels);
    route.doubtful = true;
    return !demands || labels;
  }
  const net::IpAddress& target = plan_.parts()[sid - 1].srv6->gives->address;
  const Resolution way = around_.Reach(sessions_.speakers()[part.hub].table, target);
  way_may_be_bgp_ = way_may_be_bgp_ || way.may_be_bgp;
  route.doubtful = route.doubtful || way.ambiguous || way.by_default;
  route.doubtful = route.doubtful || !way.reachable;
  if (way.reachable || !part.srv6->needs_route) return true;
  lost_doubtfully_ = lost_doubtfully_ || labels;
  return false;
}

bool VpnExchange::Wanted(std::uint32_t taker, const BgpRoute& route) const {
  if (plan_.parts()[taker].imports_by_policy) return true;
  const CommunitySetId communities = scratch_.pool[route.attributes].extended;
  return std::ranges::any_of(state_.import_targets[taker],
                             [&](CommunityId target) { return scratch_.pool.Has(communities, target); });
}

void VpnExchange::Enter(std::uint32_t taker, BgpRoute route, const CompiledChain& chain, std::uint32_t giver,
                        PrefixIndex prefix, Imports& imports) {
  PolicyRoute view = transfer_.ViewOf(route, prefix);
  view.own_as = sessions_.speakers()[taker].as;
  if (giver != kNone) view.vrf = sessions_.speakers()[giver].vrf->vrf;
  const PolicyResult decision = transfer_.Evaluate(taker, chain, view);
  if (!decision.accepted) {
    lost_doubtfully_ = lost_doubtfully_ || decision.doubtful;
    return;
  }
  view.attributes.tag = view.attributes.distance = 0;
  route.attributes = scratch_.pool.Intern(view.attributes);
  route.doubtful = route.doubtful || decision.doubtful || view.next_hop_change != NextHopChange::kNone;
  route.origin = RouteOrigin::kImported;
  route.channel = kNone;
  route.from_client = false;
  imports.push_back({taker, route});
}

}  // namespace ringfence::routing::bgp
