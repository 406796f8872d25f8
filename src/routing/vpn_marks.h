// What routes of OSPF carry through a VPN (RFC 4577 section 4.2.6), as extended communities in their texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/route_policy.h"

namespace ringfence::routing {

/// Stands for a domain identifier that is not known.
inline constexpr std::string_view kUnknownDomain = "0x0005:unknown";

/// Kinds of OSPF routes as the route type attribute has them.
enum class OspfRouteType : std::uint8_t { kIntra = 1, kInter = 3, kExternal = 5, kNssa = 7 };

/// What a route of a VPN tells about the OSPF it was taken from.
struct OspfOrigin {
  std::string domain;  ///< text of the identifier; empty: none
  bool domain_known = true;
  std::optional<OspfRouteType> type;  ///< absent: it was no route of OSPF
  bool type2 = true;                  ///< of an external one: its metric is of type 2
};

/// The route type attribute.
model::CommunityText RouteTypeText(std::uint32_t area, OspfRouteType type, bool type2);
/// Reads what `communities`, texts joined by blanks, say.
OspfOrigin OspfOriginOf(std::string_view communities);

/// How a domain identifier relates to those of a process.
enum class DomainMatch : std::uint8_t { kSame, kOther, kUnsure };
/// True when the texts have type and value with the same first four octets of the value.
bool SameLeadingOctets(std::string_view a, std::string_view b);

/// Compares the eight octets. Of identifiers that differ in the type or in the last two octets alone, where
/// systems have habits of their own, nothing is certain.
template <class Texts>
DomainMatch MatchDomain(const Texts& own, std::string_view theirs) {
  if (own.empty() || theirs.empty())
    return own.empty() && theirs.empty() ? DomainMatch::kSame : DomainMatch::kOther;
  DomainMatch best = DomainMatch::kOther;
  for (const auto& one : own) {
    if (one == theirs) return DomainMatch::kSame;
    if (SameLeadingOctets(one, theirs)) best = DomainMatch::kUnsure;
  }
  return best;
}

}  // namespace ringfence::routing
