// Policies and filters at their places of use.
//
// In a route map of this system the last entry that is looked at decides: a route that went on after an entry
// (on-match, continue) and does not meet the conditions of any later one is rejected, and so is what the end
// of a called map rejects. A map that is not defined is no call. Closing the maps with an entry that rejects
// says this in the neutral model.

#include <algorithm>
#include <set>

#include "formats/frr/convert.h"
#include "formats/impacts.h"
#include "formats/policy_conversion.h"

namespace ringfence::formats::frr {
namespace {

ListKind KindOf(const FilterText& filter, net::Family family) {
  const bool v4 = family == net::Family::kIpv4;
  if (filter.kind == FilterText::Kind::kAccessList) return v4 ? ListKind::kAccess4 : ListKind::kAccess6;
  return v4 ? ListKind::kPrefix4 : ListKind::kPrefix6;
}

/// The lines that say what one entry does with what it matches; false: it needs more than a prefix list.
bool AddLines(const model::PolicySet& set, const model::RouteTerm& term, net::Family family,
              std::vector<model::PrefixListLine>& lines) {
  const bool permit = term.flow == model::TermFlow::kAccept;
  if ((!permit && term.flow != model::TermFlow::kReject) || !term.actions.empty()) return false;
  if (term.all_of.empty()) {
    lines.push_back({permit, net::Prefix::Default(family), 0, net::AddressBits(family), term.span});
    return true;
  }
  if (term.all_of.size() != 1 || term.all_of.front().any_of.size() != 1) return false;
  const model::RouteMatch& match = term.all_of.front().any_of.front();
  if (match.kind != model::RouteMatchKind::kPrefixList || match.negated || match.names.size() != 1)
    return false;
  const model::PrefixList* list = model::FindPrefixList(set, match.names.front());
  if (list == nullptr) return false;
  for (model::PrefixListLine line : list->lines) {
    if (!line.permit) return false;
    line.permit = permit;
    lines.push_back(line);
  }
  return true;
}

/// Largest number of an entry.
constexpr std::uint32_t kEntryMax = 65535;

/// True when no route gets past the entry.
bool DecidesAll(const RouteMapEntry& entry) {
  return entry.clauses.empty() && entry.call.empty() && !entry.continues;
}

/// Adds a last entry that rejects, unless the last one decides about every route.
void Close(RouteMapText& map) {
  auto& [number, last] = *map.entries.rbegin();
  if (DecidesAll(last)) return;
  if (number == kEntryMax) return last.not_modelled.push_back(last.span);
  map.entries[number + 1].permit = false;
}

/// A route that goes on behind the last entry is accepted. True when some route goes on inside the map.
bool EndJumps(RouteMapText& map) {
  bool goes_on = false;
  const std::uint32_t last = map.entries.rbegin()->first;
  for (auto& [number, entry] : map.entries) {
    if (entry.continues && std::max(*entry.continues, number + 1) > last) entry.continues.reset();
    goes_on = goes_on || entry.continues;
    // The daemon goes on after the called map has accepted; the model ends there.
    if (entry.continues && !entry.call.empty()) entry.not_modelled.push_back(entry.call_span);
  }
  return goes_on;
}

}  // namespace

void CloseRouteMaps(Reader& reader) {
  std::set<std::string> called;
  auto& maps = reader.policies.route_maps;
  for (auto& [name, map] : maps) {
    for (auto& [number, entry] : map.entries) {
      if (entry.call.empty()) continue;
      called.insert(entry.call);
      if (maps.contains(entry.call)) continue;
      reader.Undefined(entry.call_span, "route map", entry.call);
      entry.call.clear();
    }
  }
  for (auto& [name, map] : maps) {
    if (map.entries.empty()) continue;
    if (EndJumps(map) || called.contains(name)) Close(map);
  }
}

std::vector<std::string> PoliciesOf(Reader& reader, routing::DeviceConfig&,
                                    const Setting<std::string>& route_map) {
  if (!route_map.set()) return {};
  return {reader.converter->UseRouteMap(route_map.value, route_map.span, kRouting)};
}

void DemoteUnknownConditions(Reader& reader, const RedistributeText& text,
                             std::initializer_list<std::string_view> known) {
  const auto map = reader.policies.route_maps.find(text.route_map.value);
  if (!text.route_map.set() || map == reader.policies.route_maps.end()) return;
  const bool all_known = std::ranges::all_of(map->second.entries, [known](const auto& numbered) {
    const RouteMapEntry& entry = numbered.second;
    return entry.call.empty() && std::ranges::all_of(entry.clauses, [known](const RouteMapClause& clause) {
             return std::ranges::find(known, clause.kind) != known.end();
           });
  });
  if (!all_known)
    reader.Demote(text.span, kRouting, "route map with conditions that the daemon does not know");
}

std::optional<ospf::PrefixFilter> FilterOf(Reader& reader, const FilterText& filter, net::Family family) {
  return reader.converter->UsePrefixes(KindOf(filter, family), filter.name, filter.span, kRouting);
}

std::vector<std::string> PolicyOfAccessList(Reader& reader, routing::DeviceConfig& config,
                                            const FilterText& filter, net::Family family) {
  const auto list = FilterOf(reader, filter, family);
  if (!list) return {};
  // A map that says what the list says; the text cannot hold one of that name.
  const std::string name = "list:" + list->name;
  if (model::FindPolicy(config.policies, name) != nullptr) return {name};
  model::RouteTerm term;
  term.name = "10";
  term.flow = model::TermFlow::kAccept;
  term.span = filter.span;
  model::RouteMatch match{.kind = model::RouteMatchKind::kPrefixList};
  match.names = {list->name};
  match.span = filter.span;
  term.all_of.push_back({{std::move(match)}});
  config.policies.policies.push_back({name, {std::move(term)}, model::PolicyEnd::kReject, filter.span});
  return {name};
}

std::optional<ospf::PrefixFilter> FlatFilterOf(Reader& reader, const routing::DeviceConfig& config,
                                               const ProtocolFilterText& use) {
  const std::string name = reader.converter->UseRouteMap(use.route_map, use.span, kRouting);
  const model::RoutePolicy* policy = model::FindPolicy(config.policies, name);
  ospf::PrefixFilter filter{name, {}, use.span};
  for (const model::RouteTerm& term : policy->terms) {
    if (AddLines(config.policies, term, use.family, filter.lines)) continue;
    reader.Demote(use.span, kRouting, "route map between OSPF and the routing table");
    return std::nullopt;
  }
  return filter;
}

}  // namespace ringfence::formats::frr
