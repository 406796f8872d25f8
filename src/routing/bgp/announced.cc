// Routes of neighbours outside of the network.
//
// Problem: a border router chooses among what its neighbours outside announce, and nothing computes that.
// Idea: it is data; a session to such a neighbour is a channel without a far channel, and what it announces
// are adverts that stand from the beginning and never change, so the fixpoint only hears them once for each
// prefix. From there on they are received like any others: first AS, loops, import policy, next hop. Cost:
// the announcements of the sessions that are up, once for each failure state.

#include "routing/bgp/announced.h"

namespace ringfence::routing::bgp {
namespace {

CommunitySetId SetOf(AttributePool& pool, const std::vector<model::CommunityText>& texts) {
  std::vector<CommunityId> members;
  for (const model::CommunityText& text : texts) members.push_back(pool.InternCommunity(text));
  return pool.InternSet(std::move(members));
}

AttributesId AttributesOf(AttributePool& pool, const AnnouncedPath& path, const Channel& channel,
                          std::uint32_t usual_preference) {
  PathAttributes attributes;
  // Only inside an AS does a preference cross the session.
  const bool carries = path.imported || channel.kind != SessionKind::kEbgp;
  attributes.local_preference = carries ? path.local_preference.value_or(usual_preference) : std::uint32_t{0};
  attributes.has_med = path.med.has_value();
  attributes.med = path.med.value_or(0);
  attributes.weight = path.weight;
  attributes.originator = path.originator;
  attributes.as_path = pool.Intern(path.as_path);
  attributes.standard = SetOf(pool, path.standard);
  attributes.extended = SetOf(pool, path.extended);
  attributes.large = SetOf(pool, path.large);
  attributes.clusters = pool.InternClusters(path.clusters);
  attributes.origin = path.origin;
  return pool.Intern(attributes);
}

}  // namespace

void TakeAnnouncements(const SessionPlan& plan, const PrefixTable& prefixes, BgpScratch& scratch,
                       FamilyState& state) {
  state.announced.clear();
  if (plan.outside().empty()) return;
  state.announced.resize(prefixes.size());
  const net::Family family =
      state.family == BgpFamily::kIpv4Unicast ? net::Family::kIpv4 : net::Family::kIpv6;
  for (std::uint32_t c = 0; c < state.channels.size(); ++c) {
    const Channel& channel = state.channels[c];
    if (!channel.from_outside()) continue;
    const OutsideNeighbor& from = *plan.outside()[scratch.sessions[channel.session / 2].outside];
    const std::uint32_t usual = state.config[channel.speaker]->default_local_preference;
    std::vector<Advert> adverts(from.paths.size());
    for (std::size_t p = 0; p < from.paths.size(); ++p) {
      const AnnouncedPath& path = from.paths[p];
      adverts[p].attributes = AttributesOf(scratch.pool, path, channel, usual);
      if (path.next_hop) adverts[p].next_hop = scratch.pool.Intern(*path.next_hop);
      adverts[p].imported = path.imported;
    }
    for (const AnnouncedRoute& route : from.routes) {
      if (route.prefix.family() == family)
        state.announced[prefixes.Find(route.prefix)].push_back({c, adverts[route.path], route.span});
    }
  }
}

}  // namespace ringfence::routing::bgp
