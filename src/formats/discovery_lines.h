// The line that some systems add to lists of IPv6 before their end denies all the rest: without it neighbours
// on a link would not find each other (RFC 4861).
#pragma once

#include <span>

#include "model/acl.h"

namespace ringfence::formats {

/// A line that permits these types of ICMPv6 from anybody to anybody.
inline model::AclLine DiscoveryLine(net::NumberRange types, base::Span span) {
  net::HeaderMatch match{.family = net::Family::kIpv6};
  match.protocol = {{net::kProtocolIcmp6, net::kProtocolIcmp6}};
  match.icmp_type = {types};
  return {model::AclAction::kPermit, std::move(match), span};
}

/// Adds it to a list of IPv6 whose end denies; it stands where the list does.
inline void EndWithDiscovery(net::NumberRange types, model::Acl& acl) {
  if (acl.family == net::Family::kIpv6 && acl.end_action == model::AclAction::kDeny)
    acl.lines.push_back(DiscoveryLine(types, acl.span));
}

/// The lines without it.
inline std::span<const model::AclLine> LinesBeforeDiscovery(net::NumberRange types, const model::Acl& acl) {
  const std::span<const model::AclLine> lines(acl.lines);
  const bool added = !lines.empty() && lines.back() == DiscoveryLine(types, acl.span);
  return added ? lines.first(lines.size() - 1) : lines;
}

/// Solicitations and advertisements of neighbours.
inline constexpr net::NumberRange kNeighborTypes = {net::kNeighborSolicitation, net::kNeighborAdvertisement};
/// The same, and those of routers.
inline constexpr net::NumberRange kRouterAndNeighborTypes = {net::kRouterSolicitation,
                                                             net::kNeighborAdvertisement};

}  // namespace ringfence::formats
