// Access lists: the implicit end, and lists as route filters.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"
#include "formats/discovery_lines.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

/// Lengths of prefixes a line takes.
struct Lengths {
  std::uint8_t min = 0, max = 32;
};

/// A list as a route filter compares the network address of a route with a source (and its mask with a
/// destination), so shorter prefixes with that address match as well: 10.0.0.0 0.0.255.255 takes 10.0.0.0/8
/// too. They get lines of their own.
void AddAddress(model::PrefixList& filter, const model::AclLine& line, const net::IpAddress& address,
                std::uint8_t length, Lengths lengths) {
  const bool permit = line.action == model::AclAction::kPermit;
  if (lengths.max >= length) {
    filter.lines.push_back(
        {permit, net::Prefix::Of(address, length), std::max(lengths.min, length), lengths.max, line.span});
  }
  for (int shorter = std::min<int>(length - 1, lengths.max); shorter >= lengths.min; --shorter) {
    const net::Prefix prefix = net::Prefix::Of(address, static_cast<std::uint8_t>(shorter));
    if (prefix.address != address) break;
    filter.lines.push_back({permit, prefix, prefix.length, prefix.length, line.span});
  }
}

/// The masks that the destination of an extended line stands for; nullopt when they are no range.
std::optional<Lengths> LengthsOf(const model::AclLine& line) {
  if (line.match.destination.empty()) return Lengths{};
  if (line.match.destination.size() > 1) return std::nullopt;
  const net::AddressMatch& mask = line.match.destination.front();
  const auto least = net::LengthOfMask(mask.address);
  if (!least) return std::nullopt;
  if (mask.ignore.v4() == 0) return Lengths{*least, *least};
  const bool all_longer = mask.ignore == net::Not(mask.address);
  return all_longer ? std::optional(Lengths{*least, 32}) : std::nullopt;
}

std::optional<model::PrefixList> FilterOfAcl(const AclText& acl) {
  if (acl.has_unmodelled_lines) return std::nullopt;
  model::PrefixList filter{acl.name, {}, acl.span};
  for (const auto& [sequence, line] : acl.lines) {
    const auto lengths = acl.standard ? Lengths{} : LengthsOf(line);
    const bool plain =
        line.match.protocol.empty() && line.match.source_port.empty() && line.match.destination_port.empty();
    if (!lengths || !plain) return std::nullopt;
    if (line.match.source.empty()) AddAddress(filter, line, net::IpAddress::V4(0), 0, *lengths);
    for (const net::AddressMatch& match : line.match.source) {
      // The prefix an address condition stands for: none when its wildcard has holes.
      const auto length = net::LengthOfWildcard(match.ignore);
      if (!length) return std::nullopt;
      AddAddress(filter, line, match.address, *length, *lengths);
    }
  }
  return filter;
}

}  // namespace

void ConvertAcls(Reader& reader, routing::DeviceConfig& config) {
  for (const AclText& text : reader.vendor.acls) {
    model::Acl acl;
    acl.name = text.name;
    acl.family = text.family;
    acl.span = text.span;
    AddLines(text.lines, text.open, acl);
    // A list without lines permits everything; the implicit deny comes with the first line.
    const bool empty = acl.lines.empty() && !text.has_unmodelled_lines;
    acl.end_action = empty ? model::AclAction::kPermit : model::AclAction::kDeny;
    EndWithDiscovery(kNeighborTypes, acl);
    config.device.acls.push_back(std::move(acl));
  }
}

void AddRouteFilters(Reader& reader) {
  for (const AclText& acl : reader.vendor.acls) {
    const bool v4 = acl.family == net::Family::kIpv4;
    const std::string name = ListName(v4 ? ListKind::kAccess4 : ListKind::kAccess6, acl.name);
    reader.vendor.policies.access_lists[name] = v4 ? FilterOfAcl(acl) : std::nullopt;
  }
}

void ConvertStatics(Reader& reader, routing::DeviceConfig& config) {
  for (const StaticText& text : reader.vendor.statics) {
    routing::static_routes::StaticRoute route = text.route;
    if (text.track.set()) {
      const auto tracked = reader.vendor.tracked_interfaces.find(text.track.value);
      if (tracked != reader.vendor.tracked_interfaces.end()) {
        route.track_interface = tracked->second;
      } else if (reader.vendor.other_tracks.contains(text.track.value)) {
        const auto family =
            route.prefix.family() == net::Family::kIpv4 ? Impact::kRouting4 : Impact::kRouting6;
        reader.Demote(text.route.span, family, "route that depends on a probe");
        continue;
      } else {
        reader.Undefined(text.track.span, "track object", std::to_string(text.track.value));
      }
    }
    config.static_routes.routes.push_back(std::move(route));
  }
}

}  // namespace ringfence::formats::cisco_ios
