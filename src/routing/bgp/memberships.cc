// Who asks whom for which VPN routes (RFC 4684).
//
// Problem: where both ends of a session exchange memberships, VPN routes pass only with a route target that
// the receiver has asked for. A device asks for the targets its VRFs import; others tell that further as they
// tell routes, so that a way of routes opens from every giver to every taker. A membership that is lost on
// the way loses routes.
// Idea: a membership has no attribute that counts but who it is from, so no decision process is needed: each
// speaker holds it for all neighbours (its own, or from a client or another AS: RFC 4684 section 3.2 demands
// that a path from a client is told to all even where another is best) or for its clients (from another
// internal neighbour), or not. That spreads from its origins session by session, nearest first. Where a
// device may refuse what it is told, because it may have come from itself, what it is told is a maybe; so is
// what rests on import policies that take routes by something else than targets, on the wishes of neighbours
// that say none, on defaults that somebody may pass on, on policies for memberships and on confederations.
// What is asked for maybe is sent in doubt. Next hops of memberships are taken as reached: they belong to
// devices that ask.
//
// Cost: memberships x sessions, once for each failure state; only networks that use the family pay.

#include "routing/bgp/memberships.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace ringfence::routing::bgp {
namespace {

bool Carries(const Session& session, BgpFamily family) {
  return (session.families >> static_cast<unsigned>(family) & 1U) != 0;
}

bool CarriesVpn(const Session& session) {
  return Carries(session, BgpFamily::kVpnIpv4) || Carries(session, BgpFamily::kVpnIpv6) ||
         Carries(session, BgpFamily::kEvpn);
}

const NeighborFamily* FamilyOf(const BgpNeighbor& neighbor, BgpFamily family) {
  const auto found = std::ranges::find(neighbor.families, family, &NeighborFamily::family);
  return found == neighbor.families.end() ? nullptr : &*found;
}

bool HasPolicy(const model::PolicyChain& chain) { return !chain.names.empty() || !chain.accept_by_default; }

/// Routes of some VPN family that come from the neighbour go to all others.
bool IsVpnClient(const BgpNeighbor& neighbor) {
  return std::ranges::any_of(neighbor.families, [](const NeighborFamily& one) {
    const bool vpn = one.family != BgpFamily::kIpv4Unicast && one.family != BgpFamily::kIpv6Unicast;
    return vpn && (one.reflector_client || one.lower_pe);
  });
}

bool HasTargets(const VrfConfig& vrf) {
  return !vrf.import_targets4.empty() || !vrf.import_targets6.empty() || !vrf.evpn_import_targets.empty();
}

/// Adds the targets by which the term accepts routes; false: it accepts some by something else.
bool AddTargetsOf(const model::PolicySet& policies, const model::RouteTerm& term,
                  std::vector<model::CommunityText>& targets) {
  if (term.flow == model::TermFlow::kReject || term.flow == model::TermFlow::kNext) return true;
  if (term.flow != model::TermFlow::kAccept) return false;
  const auto by_lists = [](const model::RouteClause& clause) {
    return std::ranges::all_of(clause.any_of, [](const model::RouteMatch& match) {
      return match.kind == model::RouteMatchKind::kCommunityList && !match.negated;
    });
  };
  const auto clause = std::ranges::find_if(term.all_of, by_lists);
  if (clause == term.all_of.end()) return false;
  for (const model::RouteMatch& match : clause->any_of) {
    for (const std::string& name : match.names) {
      const auto list = std::ranges::find(policies.community_lists, name, &model::CommunityList::name);
      if (list == policies.community_lists.end()) return false;
      for (const model::CommunityListLine& line : list->lines) {
        if (!line.permit) continue;
        if (!line.regexes.empty() || line.all_of.empty()) return false;
        targets.insert(targets.end(), line.all_of.begin(), line.all_of.end());
      }
    }
  }
  return true;
}

/// The targets that import policies take routes by; nothing when they may take others.
std::optional<std::vector<model::CommunityText>> TargetsOf(const model::PolicySet& policies,
                                                           const std::vector<std::string>& names) {
  std::vector<model::CommunityText> targets;
  for (const std::string& name : names) {
    const model::RoutePolicy* policy = model::FindPolicy(policies, name);
    if (policy == nullptr) return std::nullopt;
    for (const model::RouteTerm& term : policy->terms) {
      if (!AddTargetsOf(policies, term, targets)) return std::nullopt;
    }
    const bool closed = std::ranges::any_of(policy->terms, [](const model::RouteTerm& term) {
      return term.all_of.empty() && term.flow == model::TermFlow::kReject;
    });
    if (!closed && policy->end != model::PolicyEnd::kReject) return std::nullopt;
  }
  return targets;
}

}  // namespace

void Memberships::Compute(const SessionPlan& plan, std::span<const Session> sessions, AttributePool& pool) {
  sides_.clear();
  memberships_.clear();
  of_target_.clear();
  const bool any = std::ranges::any_of(sessions, [](const Session& session) {
    return session.up() && session.outside == kNone && Carries(session, BgpFamily::kRouteTarget);
  });
  if (!any) return;
  AddSides(plan, sessions);
  memberships_.push_back({{}, 0, std::vector<Holding>(plan.speakers().size())});
  OriginateUnknown(plan, sessions);
  for (std::uint32_t speaker = 0; speaker < plan.speakers().size(); ++speaker) {
    if (!sides_of_[speaker].empty()) Originate(plan, speaker, pool);
  }
  for (Membership& membership : memberships_) Spread(membership);
}

void Memberships::AddSides(const SessionPlan& plan, std::span<const Session> sessions) {
  sides_.assign(sessions.size() * 2, {});
  sides_of_.assign(plan.speakers().size(), {});
  one_way_.assign(plan.speakers().size(), 0);
  for (std::size_t s = 0; s < plan.speakers().size(); ++s)
    one_way_[s] = plan.speakers()[s].config->client_to_client ? 0 : 1;
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    const Session& session = sessions[s];
    if (!session.up() || session.outside != kNone || !Carries(session, BgpFamily::kRouteTarget)) continue;
    for (std::size_t end = 0; end < 2; ++end) {
      const SessionEnd& near = plan.ends()[session.ends[end]];
      const SessionEnd& far = plan.ends()[session.ends[1 - end]];
      const NeighborFamily& out = *FamilyOf(*near.neighbor, BgpFamily::kRouteTarget);
      const NeighborFamily& in = *FamilyOf(*far.neighbor, BgpFamily::kRouteTarget);
      Side& side = sides_[s * 2 + end];
      side.filters = true;
      side.asks_for_all = out.default_originate;
      side.to_client = out.reflector_client;
      side.from_client = in.reflector_client;
      side.uncertain =
          session.kind == SessionKind::kConfederation || HasPolicy(out.export_chain) || HasPolicy(in.import);
      side.own_as_passes = in.allow_own_as > 0 || out.as_override;
      side.kind = session.kind;
      side.speaker = near.speaker;
      side.far = far.speaker;
      side.far_as = session.as[1 - end];
      sides_of_[near.speaker].push_back(static_cast<std::uint32_t>(s * 2 + end));
    }
  }
}

Memberships::Membership& Memberships::MembershipOf(const SessionPlan& plan, CommunityId target,
                                                   AsNumber origin) {
  std::vector<std::uint32_t>& places = of_target_[target];
  for (const std::uint32_t place : places) {
    if (memberships_[place].origin == origin) return memberships_[place];
  }
  places.push_back(static_cast<std::uint32_t>(memberships_.size()));
  return memberships_.emplace_back(Membership{target, origin, std::vector<Holding>(plan.speakers().size())});
}

void Memberships::Raise(Holding& holding, Asked Holding::* what, Asked to) {
  holding.*what = std::max(holding.*what, to);
}

/// A VRF that BGP does not serve may or may not be asked for.
void Memberships::Originate(const SessionPlan& plan, std::uint32_t speaker, AttributePool& pool) {
  const Speaker& own = plan.speakers()[speaker];
  if (!own.vrf->vrf.empty()) return;
  const DeviceConfig& config = plan.network().nodes()[own.node.index()].config;
  for (const VrfConfig& vrf : config.vrfs) {
    const bool served = std::ranges::find(config.bgp.vrfs, vrf.name, &BgpVrf::vrf) != config.bgp.vrfs.end();
    const bool by_policy = !HasTargets(vrf) && !vrf.import_policies.empty();
    const auto of_policies = by_policy ? TargetsOf(config.policies, vrf.import_policies) : std::nullopt;
    if (by_policy && !of_policies) {
      memberships_[0].held[speaker].level = 0;
      Raise(memberships_[0].held[speaker], &Holding::to_all, Asked::kMaybe);
    }
    const std::vector<model::CommunityText> named = of_policies.value_or(std::vector<model::CommunityText>{});
    for (const auto* targets :
         {&vrf.import_targets4, &vrf.import_targets6, &vrf.evpn_import_targets, &named}) {
      for (const model::CommunityText& target : *targets) {
        Holding& holding = MembershipOf(plan, pool.InternCommunity(target), own.as).held[speaker];
        holding.level = 0;
        Raise(holding, &Holding::to_all, served ? Asked::kYes : Asked::kMaybe);
      }
    }
  }
}

/// Neighbours that say no memberships take every VPN route; whether anybody asks for them in their stead
/// differs between systems. So does whether a default is passed on.
void Memberships::OriginateUnknown(const SessionPlan& plan, std::span<const Session> sessions) {
  const auto hear = [this](std::uint32_t speaker, bool for_all) {
    Holding& holding = memberships_[0].held[speaker];
    holding.level = std::min<std::uint32_t>(holding.level, 1);
    Raise(holding, for_all ? &Holding::to_all : &Holding::to_clients, Asked::kMaybe);
  };
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    const Session& session = sessions[s];
    if (!session.up() || session.outside != kNone) continue;
    for (std::size_t end = 0; end < 2; ++end) {
      const Side& side = sides_[s * 2 + end];
      const bool external = session.kind != SessionKind::kIbgp;
      if (side.asks_for_all) hear(side.far, external || side.from_client);
      if (side.filters || !CarriesVpn(session)) continue;
      const SessionEnd& near = plan.ends()[session.ends[end]];
      hear(near.speaker, external || IsVpnClient(*near.neighbor));
    }
  }
}

Asked Memberships::Told(const Side& side, const Membership& membership) const {
  const Holding& own = membership.held[side.speaker];
  Asked told = side.to_client ? std::max(own.to_all, own.to_clients) : own.to_all;
  if (told == Asked::kNo) return told;
  bool certain = !side.uncertain;
  if (side.kind == SessionKind::kEbgp && membership.target.valid()) {
    // The path would begin and end in the AS of the far end.
    if (membership.origin == side.far_as && !side.own_as_passes) return Asked::kNo;
    // It may have come from there.
    certain = certain && membership.origin != side.far_as && own.level <= membership.held[side.far].level;
  }
  if (side.to_client && one_way_[side.speaker] != 0 && own.level > 0) certain = false;
  // Beside the default some systems tell no other.
  if (side.asks_for_all && membership.target.valid()) certain = false;
  return certain ? told : Asked::kMaybe;
}

bool Memberships::Tell(const Side& side, Membership& membership) const {
  Asked told = Told(side, membership);
  Holding& far = membership.held[side.far];
  if (told == Asked::kNo || far.to_all == Asked::kYes) return false;
  const std::uint32_t level = membership.held[side.speaker].level;
  // A speaker that was no nearer to an origin may have it from the far end.
  if (far.level != kNone && level >= far.level) told = Asked::kMaybe;
  const bool for_all = side.kind != SessionKind::kIbgp || side.from_client;
  Asked Holding::* what = for_all ? &Holding::to_all : &Holding::to_clients;
  if (far.*what >= told) return false;
  far.*what = told;
  if (far.level == kNone) far.level = level + 1;
  return true;
}

void Memberships::Spread(Membership& membership) const {
  std::deque<std::uint32_t> open;
  for (std::uint32_t speaker = 0; speaker < membership.held.size(); ++speaker) {
    if (membership.held[speaker].level == 0) open.push_back(speaker);
  }
  for (std::uint32_t speaker = 0; speaker < membership.held.size(); ++speaker) {
    if (membership.held[speaker].level == 1) open.push_back(speaker);
  }
  while (!open.empty()) {
    const std::uint32_t speaker = open.front();
    open.pop_front();
    for (const std::uint32_t side : sides_of_[speaker]) {
      if (Tell(sides_[side], membership)) open.push_back(sides_[side].far);
    }
  }
}

Asked Memberships::AskedFor(std::uint32_t side, std::span<const CommunityId> communities) const {
  const Side& asks = sides_[side];
  if (asks.asks_for_all) return Asked::kYes;
  Asked asked = Told(asks, memberships_[0]);
  for (const CommunityId community : communities) {
    const auto places = of_target_.find(community);
    if (places == of_target_.end()) continue;
    for (const std::uint32_t place : places->second) asked = std::max(asked, Told(asks, memberships_[place]));
  }
  return asked;
}

}  // namespace ringfence::routing::bgp
