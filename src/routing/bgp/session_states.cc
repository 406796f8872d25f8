// Sessions under one failure state, and what to say about those that are down.

#include <algorithm>

#include "base/check.h"
#include "routing/bgp/sessions.h"

namespace ringfence::routing::bgp {
namespace {

/// True when the number names a member of the speaker's confederation.
bool IsMember(const Speaker& speaker, AsNumber as) {
  return speaker.confederation != 0 &&
         (as == speaker.as || std::ranges::find(speaker.config->confederation_members, as) !=
                                  speaker.config->confederation_members.end());
}

/// What the speaker calls itself on a session with a neighbour of that AS.
AsNumber IdentityOf(const Speaker& speaker, const BgpNeighbor& neighbor, AsNumber far_as) {
  if (neighbor.local_as) return neighbor.local_as->as;
  if (speaker.confederation == 0 || IsMember(speaker, far_as)) return speaker.as;
  return speaker.confederation;
}

/// True when the neighbour may call itself `far` while this end calls itself `own`.
bool Expects(const BgpNeighbor& neighbor, AsNumber own, AsNumber far) {
  switch (neighbor.remote_as_kind) {
    case RemoteAs::kNumber:
      return far == neighbor.remote_as;
    case RemoteAs::kExternal:
      return far != own;
    case RemoteAs::kInternal:
      return far == own;
    case RemoteAs::kListed:
      return std::ranges::any_of(neighbor.remote_as_ranges, [far](const model::ValueRange& range) {
        return far >= range.first && far <= range.last;
      });
  }
  return false;
}

/// Numbers an end may call itself, the usual one first.
std::vector<AsNumber> IdentitiesOf(const Speaker& speaker, const BgpNeighbor& neighbor, AsNumber far_as) {
  std::vector<AsNumber> numbers = {IdentityOf(speaker, neighbor, far_as)};
  if (neighbor.local_as && neighbor.local_as->dual_as) numbers.push_back(speaker.as);
  return numbers;
}

std::uint32_t FamiliesOf(const BgpNeighbor& neighbor) {
  std::uint32_t families = 0;
  for (const NeighborFamily& family : neighbor.families)
    families |= 1U << static_cast<unsigned>(family.family);
  return families;
}

std::string TextOf(const BgpNeighbor& neighbor) {
  if (neighbor.address) return net::ToString(*neighbor.address);
  return neighbor.listen_range ? net::ToString(*neighbor.listen_range) : neighbor.interface;
}

std::string_view PhraseOf(SessionCause cause) {
  constexpr std::string_view kPhrases[] = {
      "is up",
      "is shut on one of its ends",
      "cannot come up: no known device has that address",
      "cannot come up: the device with that address runs no BGP there",
      "cannot come up: the far end does not name this one as its neighbour",
      "is down: the interface with the neighbour's address is down",
      "is down: one end has no route to the other",
      "cannot come up: the neighbour is not on a connected subnet, and no more hops are allowed",
      "cannot come up: its packets come from another address than the far end expects",
      "cannot come up: both ends wait for the other",
      "cannot come up: the AS numbers of the two ends do not fit",
      "cannot come up: the authentication differs",
      "cannot come up: the router ids are equal or missing",
      "carries nothing: the two ends have no address family in common",
  };
  return kPhrases[static_cast<std::size_t>(cause)];
}

}  // namespace

std::string_view NameOf(SessionCause cause) {
  constexpr std::string_view kNames[] = {
      "up",          "shutdown",      "unknown-address", "no-speaker", "not-configured", "interface-down",
      "unreachable", "not-connected", "source-mismatch", "passive",    "as-mismatch",    "authentication",
      "router-id",   "no-family"};
  return kNames[static_cast<std::size_t>(cause)];
}

Session SessionPlan::Compute(const Pair& pair, BgpSurroundings& around) const {
  if (pair.outside != kNone) return TryOutside(pair, around);
  return pair.link[0].node.valid() ? TryUnnumbered(pair, around) : Try(pair, around);
}

std::vector<Session> SessionPlan::Compute(BgpSurroundings& around) const {
  std::vector<Session> sessions;
  sessions.reserve(pairs_.size());
  for (const Pair& pair : pairs_) sessions.push_back(Compute(pair, around));
  return sessions;
}

std::optional<net::IpAddress> SessionPlan::ExplicitSource(const SessionEnd& end, net::Family family) const {
  if (end.neighbor->update_source) return end.neighbor->update_source;
  if (end.neighbor->update_source_interface.empty()) return std::nullopt;
  const auto& device = network_.nodes()[speakers_[end.speaker].node.index()].config.device;
  const model::InterfaceIndex index = model::FindInterface(device, end.neighbor->update_source_interface);
  if (!index.valid()) return std::nullopt;
  for (const model::InterfaceAddress& address : device.interfaces[index.index()].addresses) {
    if (address.address.address.family == family) return address.address.address;
  }
  return std::nullopt;
}

std::optional<net::IpAddress> SessionPlan::SourceOf(const SessionEnd& end, const net::IpAddress& target,
                                                    const Resolution& route) const {
  if (const auto source = ExplicitSource(end, target.family)) return source;
  if (!route.interface.valid()) return std::nullopt;
  const auto& device = network_.nodes()[speakers_[end.speaker].node.index()].config.device;
  const net::IpAddress towards = route.gateway.value_or(target);
  const model::Interface& out = device.interfaces[route.interface.index()];
  const model::InterfaceIndex lender =
      out.unnumbered_from.empty() ? route.interface : model::FindInterface(device, out.unnumbered_from);
  if (!lender.valid()) return std::nullopt;
  std::optional<net::IpAddress> first;
  for (const model::InterfaceAddress& address : device.interfaces[lender.index()].addresses) {
    if (address.address.address.family != target.family) continue;
    if (address.address.subnet().Contains(towards)) return address.address.address;
    if (!first) first = address.address.address;
  }
  return first;
}

SessionPlan::Attempt SessionPlan::Open(std::uint32_t from, std::uint32_t to, SessionKind kind,
                                       BgpSurroundings& around) const {
  const SessionEnd& near = ends_[from];
  const SessionEnd& far = ends_[to];
  Attempt attempt;
  if (!near.neighbor->address) return attempt.cause = SessionCause::kPassive, attempt;
  const net::IpAddress target = *near.neighbor->address;
  const TableId far_table = speakers_[far.speaker].table;
  attempt.route = around.Reach(speakers_[near.speaker].table, target);
  // The same address may stand on several segments: only the one on the own segment is meant.
  model::LinkId link;
  const model::Endpoint out{speakers_[near.speaker].node, attempt.route.interface};
  if (attempt.route.connected && attempt.route.interface.valid()) link = network_.LinkOf(out);
  const bool alive = std::ranges::any_of(owners_.at(target), [&](const Owner& owner) {
    return owner.table == far_table && around.InterfaceUp(owner.end) &&
           (!link.valid() ||
            (network_.LinkOf(owner.end) == link && around.PartOf(owner.end) == around.PartOf(out)));
  });
  if (!alive) return attempt.cause = SessionCause::kInterfaceDown, attempt;
  if (!attempt.route.reachable || attempt.route.discard) {
    return attempt.cause = SessionCause::kUnreachable, attempt;
  }
  const bool one_hop = kind != SessionKind::kIbgp && near.neighbor->ebgp_hops_max <= 1;
  if (one_hop && near.neighbor->connected_check && !attempt.route.connected) {
    return attempt.cause = SessionCause::kNotConnected, attempt;
  }
  const auto source = SourceOf(near, target, attempt.route);
  const auto expected = ExplicitSource(far, target.family);
  const bool named = source && (far.neighbor->address ? *far.neighbor->address == *source
                                                      : far.neighbor->listen_range->Contains(*source));
  if (!named || (expected && *expected != target)) return attempt.cause = SessionCause::kSource, attempt;
  attempt.source = *source;
  const Resolution back = around.Reach(far_table, *source);
  if (!back.reachable || back.discard) return attempt.cause = SessionCause::kUnreachable, attempt;
  const bool far_one_hop = kind != SessionKind::kIbgp && far.neighbor->ebgp_hops_max <= 1;
  if (far_one_hop && far.neighbor->connected_check && !back.connected) {
    return attempt.cause = SessionCause::kNotConnected, attempt;
  }
  if (near.neighbor->passive) attempt.cause = SessionCause::kPassive;
  return attempt;
}

bool SessionPlan::NumbersFit(const Pair& pair, Session& session) const {
  const SessionEnd& a = ends_[pair.a];
  const SessionEnd& b = ends_[pair.b];
  const Speaker& speaker_a = speakers_[a.speaker];
  const Speaker& speaker_b = speakers_[b.speaker];
  const auto far_of = [](const BgpNeighbor& neighbor, const Speaker& far) {
    return neighbor.remote_as_kind == RemoteAs::kNumber ? neighbor.remote_as : far.as;
  };
  for (const AsNumber as_a : IdentitiesOf(speaker_a, *a.neighbor, far_of(*a.neighbor, speaker_b))) {
    for (const AsNumber as_b : IdentitiesOf(speaker_b, *b.neighbor, far_of(*b.neighbor, speaker_a))) {
      if (!Expects(*a.neighbor, as_a, as_b) || !Expects(*b.neighbor, as_b, as_a)) continue;
      session.as = {as_a, as_b};
      session.kind = as_a == as_b                                        ? SessionKind::kIbgp
                     : IsMember(speaker_a, as_b) && as_a == speaker_a.as ? SessionKind::kConfederation
                                                                         : SessionKind::kEbgp;
      return true;
    }
  }
  session.as = {IdentityOf(speaker_a, *a.neighbor, far_of(*a.neighbor, speaker_b)),
                IdentityOf(speaker_b, *b.neighbor, far_of(*b.neighbor, speaker_a))};
  session.kind = session.as[0] == session.as[1] ? SessionKind::kIbgp : SessionKind::kEbgp;
  return false;
}

void SessionPlan::CheckRest(const Pair& pair, Session& session) const {
  const SessionEnd& a = ends_[pair.a];
  const SessionEnd& b = ends_[pair.b];
  const std::uint32_t id_a = speakers_[a.speaker].router_id;
  const std::uint32_t id_b = speakers_[b.speaker].router_id;
  session.families = FamiliesOf(*a.neighbor) & FamiliesOf(*b.neighbor);
  if (a.neighbor->authentication != b.neighbor->authentication) {
    session.cause = SessionCause::kAuthentication;
  } else if (id_a == 0 || id_b == 0 || id_a == id_b) {
    session.cause = SessionCause::kRouterId;
  } else if (session.families == 0) {
    session.cause = SessionCause::kFamily;
  }
}

Session SessionPlan::Try(const Pair& pair, BgpSurroundings& around) const {
  Session session{{pair.a, pair.b}, pair.cause, SessionKind::kEbgp, {}, {}, {}, 0};
  const BgpNeighbor& near = *ends_[pair.a].neighbor;
  if (near.shutdown) session.cause = SessionCause::kShutdown;
  if (pair.b == kNone || session.cause != SessionCause::kUp) return session;
  if (ends_[pair.b].neighbor->shutdown) return session.cause = SessionCause::kShutdown, session;
  const bool numbers_fit = NumbersFit(pair, session);
  Attempt attempt = Open(pair.a, pair.b, session.kind, around);
  const bool reversed = attempt.cause != SessionCause::kUp;
  if (reversed) {
    const Attempt second = Open(pair.b, pair.a, session.kind, around);
    if (second.cause != SessionCause::kUp) {
      // Waiting ends say nothing about what else is wrong: the attempt that got further does.
      session.cause = attempt.cause == SessionCause::kPassive ? second.cause : attempt.cause;
      return session;
    }
    attempt = second;
  }
  const std::size_t opener = reversed ? 1 : 0;
  const SessionEnd& opening = ends_[session.ends[opener]];
  const SessionEnd& accepting = ends_[session.ends[1 - opener]];
  session.addresses[opener] = attempt.source;
  session.addresses[1 - opener] = *opening.neighbor->address;
  if (attempt.route.connected) {
    session.interfaces[opener] = attempt.route.interface;
    const Resolution back = around.Reach(speakers_[accepting.speaker].table, attempt.source);
    if (back.connected) session.interfaces[1 - opener] = back.interface;
  }
  if (!numbers_fit) return session.cause = SessionCause::kAs, session;
  CheckRest(pair, session);
  return session;
}

Session SessionPlan::TryUnnumbered(const Pair& pair, BgpSurroundings& around) const {
  Session session{{pair.a, pair.b}, pair.cause, SessionKind::kEbgp, {}, {}, {}, 0};
  if (ends_[pair.a].neighbor->shutdown || ends_[pair.b].neighbor->shutdown) {
    return session.cause = SessionCause::kShutdown, session;
  }
  const bool numbers_fit = NumbersFit(pair, session);
  if (!around.InterfaceUp(pair.link[0]) || around.PartOf(pair.link[0]) != around.PartOf(pair.link[1])) {
    return session.cause = SessionCause::kInterfaceDown, session;
  }
  session.interfaces = {pair.link[0].interface, pair.link[1].interface};
  if (!numbers_fit) return session.cause = SessionCause::kAs, session;
  CheckRest(pair, session);
  return session;
}

bool SessionPlan::NumbersFitOutside(const Pair& pair, Session& session) const {
  const SessionEnd& end = ends_[pair.a];
  const BgpNeighbor& neighbor = *end.neighbor;
  const Speaker& speaker = speakers_[end.speaker];
  AsNumber far = neighbor.remote_as_kind == RemoteAs::kInternal ? speaker.as : neighbor.remote_as;
  if (neighbor.remote_as_kind == RemoteAs::kListed && !neighbor.remote_as_ranges.empty())
    far = neighbor.remote_as_ranges.front().first;
  far = outside_[pair.outside]->as.value_or(far);
  for (const AsNumber own : IdentitiesOf(speaker, neighbor, far)) {
    session.as = {own, far};
    session.kind = own == far                                    ? SessionKind::kIbgp
                   : IsMember(speaker, far) && own == speaker.as ? SessionKind::kConfederation
                                                                 : SessionKind::kEbgp;
    if (Expects(neighbor, own, far)) return true;
  }
  return false;
}

/// Nothing is known of the far end but its address and what it announces: all else is taken to fit.
Session SessionPlan::TryOutside(const Pair& pair, BgpSurroundings& around) const {
  const SessionEnd& end = ends_[pair.a];
  const Speaker& speaker = speakers_[end.speaker];
  const OutsideNeighbor& far = *outside_[pair.outside];
  Session session;
  session.ends[0] = pair.a;
  session.outside = pair.outside;
  session.addresses[1] = far.address;
  session.families = FamiliesOf(*end.neighbor);
  const bool numbers_fit = NumbersFitOutside(pair, session);
  if (end.neighbor->shutdown) return session.cause = SessionCause::kShutdown, session;
  const Resolution route = around.Reach(speaker.table, far.address);
  if (!route.reachable || route.discard) return session.cause = SessionCause::kUnreachable, session;
  const bool one_hop = session.kind != SessionKind::kIbgp && end.neighbor->ebgp_hops_max <= 1;
  if (one_hop && end.neighbor->connected_check && !route.connected)
    return session.cause = SessionCause::kNotConnected, session;
  session.addresses[0] = SourceOf(end, far.address, route);
  if (!session.addresses[0]) return session.cause = SessionCause::kSource, session;
  if (route.connected) session.interfaces[0] = route.interface;
  if (!numbers_fit) return session.cause = SessionCause::kAs, session;
  if (speaker.router_id == 0 || speaker.router_id == far.router_id) session.cause = SessionCause::kRouterId;
  if (session.families == 0) session.cause = SessionCause::kFamily;
  return session;
}

base::Diagnostic SessionPlan::Describe(const Session& session) const {
  const SessionEnd& a = ends_[session.ends[0]];
  const auto name = [this](const SessionEnd& end) {
    return network_.nodes()[speakers_[end.speaker].node.index()].config.device.name;
  };
  base::Diagnostic finding{base::DiagnosticKind::kAdjacencyUnmet, a.neighbor->span, {}, {}, {}};
  finding.what = "BGP session of '" + name(a) + "' with " + TextOf(*a.neighbor);
  if (session.ends[1] != kNone) {
    const SessionEnd& b = ends_[session.ends[1]];
    finding.what += " ('" + name(b) + "')";
    finding.also.push_back(b.neighbor->span);
    if (session.cause == SessionCause::kAs) finding.also.push_back(b.neighbor->remote_as_span);
  }
  if (session.cause == SessionCause::kAs)
    finding.what += " (AS " + std::to_string(session.as[0]) + " and " + std::to_string(session.as[1]) + ")";
  if (session.cause == SessionCause::kAs && a.neighbor->remote_as_span.valid()) {
    finding.span = a.neighbor->remote_as_span;
  }
  finding.what += " " + std::string(PhraseOf(session.cause));
  return finding;
}

}  // namespace ringfence::routing::bgp
