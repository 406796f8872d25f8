// Access lists: the implicit end, and lists as route filters.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

/// The length of the prefix an address condition stands for; nullopt when its wildcard has holes.
std::optional<std::uint8_t> LengthOf(const net::AddressMatch& match) {
  return net::LengthOfWildcard(match.ignore);
}

/// A standard list as a route filter compares only the network address of a route, so shorter prefixes with
/// that address match as well: 10.0.0.0 0.0.255.255 takes 10.0.0.0/8 too. They get lines of their own.
void AddAddress(ospf::PrefixFilter& filter, const model::AclLine& line, const net::IpAddress& address,
                std::uint8_t length) {
  const bool permit = line.action == model::AclAction::kPermit;
  filter.lines.push_back({permit, net::Prefix::Of(address, length), length, 32, line.span});
  for (std::uint8_t shorter = length; shorter > 0;) {
    --shorter;
    const net::Prefix prefix = net::Prefix::Of(address, shorter);
    if (prefix.address != address) break;
    filter.lines.push_back({permit, prefix, shorter, shorter, line.span});
  }
}

std::optional<ospf::PrefixFilter> FilterOfAcl(const AclText& acl) {
  if (!acl.standard || acl.has_unmodelled_lines) return std::nullopt;
  ospf::PrefixFilter filter{acl.name, {}, acl.span};
  for (const auto& [sequence, line] : acl.lines) {
    if (line.match.source.empty()) {
      filter.lines.push_back({line.action == model::AclAction::kPermit,
                              net::Prefix::Default(net::Family::kIpv4), 0, 32, line.span});
    }
    for (const net::AddressMatch& match : line.match.source) {
      const auto length = LengthOf(match);
      if (!length) return std::nullopt;
      AddAddress(filter, line, match.address, *length);
    }
  }
  return filter;
}

std::optional<ospf::PrefixFilter> FilterOfPrefixList(Reader& reader, const std::string& name,
                                                     base::Span use) {
  const auto list = reader.vendor.prefix_lists.find(name);
  if (list == reader.vendor.prefix_lists.end()) {
    reader.Undefined(use, "prefix list", name);
    return std::nullopt;
  }
  ospf::PrefixFilter filter{name, {}, list->second.span};
  for (const auto& [sequence, line] : list->second.lines) filter.lines.push_back(line);
  return filter;
}

}  // namespace

void ConvertAcls(Reader& reader, routing::DeviceConfig& config) {
  for (const AclText& text : reader.vendor.acls) {
    model::Acl acl;
    acl.name = text.name;
    acl.family = text.family;
    acl.span = text.span;
    for (const auto& [sequence, line] : text.lines) acl.lines.push_back(line);
    // A list without lines permits everything; the implicit deny comes with the first line.
    const bool empty = acl.lines.empty() && !text.has_unmodelled_lines;
    acl.end_action = empty ? model::AclAction::kPermit : model::AclAction::kDeny;
    config.device.acls.push_back(std::move(acl));
  }
}

std::optional<ospf::PrefixFilter> FilterOf(Reader& reader, bool prefix_list, const std::string& name,
                                           base::Span use) {
  if (prefix_list) return FilterOfPrefixList(reader, name, use);
  const auto acl = std::ranges::find_if(reader.vendor.acls, [&name](const AclText& known) {
    return known.name == name && known.family == net::Family::kIpv4;
  });
  if (acl == reader.vendor.acls.end()) {
    reader.Undefined(use, "access list", name);
    return std::nullopt;
  }
  auto filter = FilterOfAcl(*acl);
  if (!filter) reader.Demote(use, Impact::kRouting4, "access list as a route filter");
  return filter;
}

std::vector<ospf::RedistributionTerm> TermsOf(Reader& reader, const std::string& name, base::Span use,
                                              bool& undefined) {
  std::vector<ospf::RedistributionTerm> terms;
  const auto map = reader.vendor.route_maps.find(name);
  undefined = map == reader.vendor.route_maps.end() || map->second.entries.empty();
  if (undefined) {
    reader.Undefined(use, "route map", name);
    return terms;
  }
  for (const auto& [sequence, entry] : map->second.entries) {
    for (const base::Span& span : entry.not_modelled)
      reader.Demote(span, Impact::kRouting4, "route map condition");
    ospf::RedistributionTerm term = entry.term;
    term.permit = entry.permit;
    term.span = entry.span;
    // Lists named together are alternatives: one term for each, with the same action.
    for (const bool prefix_list : {true, false}) {
      for (const Setting<std::string>& list : prefix_list ? entry.prefix_lists : entry.access_lists) {
        term.prefixes = FilterOf(reader, prefix_list, list.value, list.span);
        if (term.prefixes) terms.push_back(term);
      }
    }
    if (entry.prefix_lists.empty() && entry.access_lists.empty()) terms.push_back(term);
  }
  return terms;
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
