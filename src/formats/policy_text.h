// Route policies as the line-oriented systems write them: route maps over prefix lists, access lists, AS-path
// lists and community lists. A vendor model that several readers share; what differs between them stands in a
// PolicyDialect. Read by route_map_text, prefix_list_text and community_list_text, turned into the neutral
// form by policy_conversion, written by print_policy_text.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "formats/word_cursor.h"
#include "model/policy_routing.h"
#include "model/route_policy.h"

namespace ringfence::formats {

/// The kinds of lists: each is a space of names of its own in the text, all are one in the neutral model.
enum class ListKind : std::uint8_t {
  kPrefix4,
  kPrefix6,
  kAccess4,  ///< access list used as a route filter
  kAccess6,
  kAsPath,
  kCommunity,
  kExtendedCommunity,
  kLargeCommunity
};

/// Name of a list in the neutral model: the same for kPrefix4, kAsPath and kCommunity, else with a mark:
/// "ipv6:", "acl:", "acl6:", "ext:", "large:". A name with the mark already is kept.
std::string ListName(ListKind kind, std::string_view name);

/// What differs between systems in policies.
struct PolicyDialect {
  /// A condition on a list that is not defined holds for every route; else for none.
  bool undefined_list_matches = true;
  /// A route that passed an entry with `continue` and meets no deciding entry any more is accepted; else the
  /// end rejects it.
  bool continue_accepts = true;
  /// A second condition of one kind in an entry replaces the first; else it adds alternatives.
  bool match_replaces = false;
  /// Patterns of community lists see all communities of a route as one text.
  bool patterns_on_whole_list = true;
  /// What an undefined route map at a place of use does with every route.
  bool undefined_map_accepts = false;
  /// What undefined names do differs between releases, or is not known: a line that uses one is not modelled.
  bool undefined_is_unsure = false;
  /// What an undefined list used as a filter does with every route.
  bool undefined_filter_accepts = true;
  /// Next hops for packets are tried in the order of the text, also where the line does not say so.
  bool next_hops_in_order = true;
  /// Community lists name their form: "standard", "expanded"; else only patterns have a word, "regexp".
  bool community_form_words = true;
  std::string_view map_word = "route map";  ///< what the system calls one, for people
  std::string_view as_path_command = "ip as-path access-list";
  std::string_view community_command = "ip community-list";
  std::string_view extended_community_command = "ip extcommunity-list";
  std::string_view large_community_command = "ip large-community-list";
  /// Takes an interface name in the notation of the system and gives its full form.
  std::string (*take_interface)(WordCursor& words) = nullptr;
};

/// Lines of a prefix list by sequence number.
struct PrefixListText {
  std::map<std::uint32_t, model::PrefixListLine> lines;
  base::Span span;
};

/// Lines of an AS-path list by sequence number.
struct AsPathListText {
  std::map<std::uint32_t, model::AsPathListLine> lines;
  base::Span span;
};

/// Lines of a community list by sequence number.
struct CommunityListText {
  model::CommunityKind kind = model::CommunityKind::kStandard;
  std::map<std::uint32_t, model::CommunityListLine> lines;
  base::Span span;
};

/// A condition whose names are lists of the kind, or a condition without lists.
struct RouteMapMatch {
  model::RouteMatch value;
  std::optional<ListKind> list;
};

/// Conditions of one kind in an entry: alternatives.
struct RouteMapClause {
  std::string kind;  ///< words of the statement that later ones of the same kind join
  std::vector<RouteMapMatch> any_of;
};

/// A change; its names are lists of the kind.
struct RouteMapSet {
  model::RouteAction value;
  std::optional<ListKind> list;
};

/// A line that sends packets: what it means where the map is for packets.
struct SteerText {
  std::vector<model::PolicyHop> hops;  ///< empty: cannot be expressed
  base::Span span;
};

/// One entry of a route map.
struct RouteMapEntry {
  bool permit = true;
  std::vector<RouteMapClause> clauses;
  std::vector<RouteMapSet> sets;
  std::optional<std::uint32_t> continues;  ///< at the entry of this number or after it; 0: the next one
  std::string call;                        ///< route map run after the changes
  std::vector<SteerText> steers;
  std::vector<base::Span> not_modelled;  ///< lines that count only when the route map is used
  base::Span call_span;
  base::Span span;
};

/// `route-map NAME`, entries by sequence number.
struct RouteMapText {
  std::map<std::uint32_t, RouteMapEntry> entries;
  base::Span span;
};

/// All policies of a text; keys are names in the neutral model (ListName).
struct PolicyTexts {
  std::map<std::string, PrefixListText> prefix_lists;
  std::map<std::string, AsPathListText> as_path_lists;
  std::map<std::string, CommunityListText> community_lists;
  std::map<std::string, RouteMapText> route_maps;
  /// Maps used for packets: they are policies for routes only where they are used so as well.
  std::set<std::string> steering_maps;
  /// Access lists as filters on prefixes, for the conversion; nullopt: cannot be said as one.
  std::map<std::string, std::optional<model::PrefixList>> access_lists;
};

}  // namespace ringfence::formats
