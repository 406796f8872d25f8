#include "routing/vpn_marks.h"

#include <fmt/format.h>

#include <charconv>

namespace ringfence::routing {
namespace {

/// "0x0306:" (RFC 4577 section 4.2.6); 0x8000 is the type that older systems send.
constexpr std::string_view kRouteTypes[] = {"0x0306:", "0x8000:"};
/// Types of the domain identifier (section 4.2.4).
constexpr std::string_view kDomainTypes[] = {"0x0005:", "0x0105:", "0x0205:"};
/// Hexadecimal digits of the value of an extended community.
constexpr std::size_t kValueDigits = 12;

std::optional<std::uint8_t> OctetAt(std::string_view value, std::size_t octet) {
  const std::string_view digits = value.substr(octet * 2, 2);
  std::uint8_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? std::optional(number)
                                                                             : std::nullopt;
}

void ReadType(std::string_view value, OspfOrigin& origin) {
  if (value.size() != kValueDigits) return;
  const auto type = OctetAt(value, 4);
  const auto options = OctetAt(value, 5);
  if (!type || !options) return;
  const auto known = [&](std::uint8_t number) { return *type == number; };
  if (known(1) || known(2)) origin.type = OspfRouteType::kIntra;
  if (known(3)) origin.type = OspfRouteType::kInter;
  if (known(5)) origin.type = OspfRouteType::kExternal;
  if (known(7)) origin.type = OspfRouteType::kNssa;
  origin.type2 = (*options & 1U) != 0;
}

}  // namespace

model::CommunityText RouteTypeText(std::uint32_t area, OspfRouteType type, bool type2) {
  const bool external = type == OspfRouteType::kExternal || type == OspfRouteType::kNssa;
  return fmt::format("{}{:08x}{:02x}{:02x}", kRouteTypes[0], area, static_cast<unsigned>(type),
                     external && type2 ? 1 : 0);
}

OspfOrigin OspfOriginOf(std::string_view communities) {
  OspfOrigin origin;
  bool named = false;
  while (!communities.empty()) {
    const std::size_t end = std::min(communities.find(' '), communities.size());
    const std::string_view one = communities.substr(0, end);
    communities.remove_prefix(std::min(end + 1, communities.size()));
    // Names that policies of some systems give to them, in values of their own.
    named = named || one.starts_with("domain-id:") || one.starts_with("rte-type:") ||
            one.starts_with("ospf-route-type:");
    for (const std::string_view type : kRouteTypes) {
      if (one.starts_with(type)) ReadType(one.substr(type.size()), origin);
    }
    for (const std::string_view type : kDomainTypes) {
      if (!one.starts_with(type)) continue;
      // Of several nothing says which one counts.
      origin.domain_known = origin.domain_known && origin.domain.empty() && one != kUnknownDomain;
      origin.domain = one;
    }
  }
  origin.domain_known = origin.domain_known && !named;
  // An identifier of zeros is none (section 4.2.4).
  if (origin.domain.size() > 7 && origin.domain.find_first_not_of('0', 7) == std::string::npos)
    origin.domain.clear();
  return origin;
}

bool SameLeadingOctets(std::string_view a, std::string_view b) {
  constexpr std::size_t kFirst = 7, kDigits = 8;  // behind "0x0005:"
  return a.size() > kFirst && b.size() > kFirst && a.substr(kFirst, kDigits) == b.substr(kFirst, kDigits);
}

}  // namespace ringfence::routing
