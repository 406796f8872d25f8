// Route policies in one form for all systems: route maps, policy statements and policy languages become the
// same flat program of terms over named lists.
//
// Problem: one system decides by the first matching entry, another falls through chains of statements, a
// third is a language with nested conditions. Evaluation, memory of results and explanation want one form.
// Idea: a policy is a list of terms. A term is a condition in conjunctive normal form, actions, and what
// comes next. Nested conditions become jumps forward (`kGoto`), so evaluation is one pass without recursion,
// and every line keeps its span. What a system does at the end of a policy, with an undefined list or an
// empty set is written into the terms by its reader: nothing here knows a system.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::model {

/// One line of a prefix list.
struct PrefixListLine {
  bool permit = true;
  net::Prefix prefix;
  std::uint8_t length_min = 0;  ///< matches prefixes inside `prefix` whose length is within [min, max]
  std::uint8_t length_max = 32;
  base::Span span;
  friend bool operator==(const PrefixListLine&, const PrefixListLine&) = default;
};

/// Ordered prefix filter; what matches no line is denied.
struct PrefixList {
  std::string name;
  std::vector<PrefixListLine> lines;
  base::Span span;
  friend bool operator==(const PrefixList&, const PrefixList&) = default;
};

/// One line of an AS-path list. `regex` is in RE2 syntax, searched (not anchored) in the path written as
/// decimal numbers separated by single blanks, sets as "{1 2}", confederation parts as "(1 2)"; the empty
/// path is "".
struct AsPathListLine {
  bool permit = true;
  std::string regex;
  base::Span span;
  friend bool operator==(const AsPathListLine&, const AsPathListLine&) = default;
};

/// Ordered AS-path filter; what matches no line is denied.
struct AsPathList {
  std::string name;
  std::vector<AsPathListLine> lines;
  base::Span span;
  friend bool operator==(const AsPathList&, const AsPathList&) = default;
};

/// Kinds of communities: RFC 1997, RFC 4360 (and 5701), RFC 8092.
enum class CommunityKind : std::uint8_t { kStandard, kExtended, kLarge };

/// A community as text in one spelling: "65000:1", "no-export" as "65535:65281"; extended "target:65000:1",
/// "origin:1.2.3.4:5", "color:0:7", anything else "0x0102:..." by type and value; large "65000:1:2".
using CommunityText = std::string;

/// One line of a community list: all of `all_of` are present, and each regex (RE2, searched in the text of
/// single communities; with `on_whole_list` in all of them sorted and joined by blanks) finds a match.
struct CommunityListLine {
  bool permit = true;
  std::vector<CommunityText> all_of;
  std::vector<std::string> regexes;
  bool on_whole_list = false;
  base::Span span;
  friend bool operator==(const CommunityListLine&, const CommunityListLine&) = default;
};

/// Ordered community filter; what matches no line is denied. As the target of a deletion: every community
/// that alone would be permitted is removed.
struct CommunityList {
  std::string name;
  CommunityKind kind = CommunityKind::kStandard;
  std::vector<CommunityListLine> lines;
  base::Span span;
  friend bool operator==(const CommunityList&, const CommunityList&) = default;
};

/// Where a route in a routing table comes from, as policies and redistribution name it.
enum class RouteSource : std::uint8_t {
  kConnected,
  kLocal,
  kStatic,
  kOspf,  ///< OSPFv2 or OSPFv3
  kIsis,
  kBgp,
  kRip,
  kEigrp,
  kAggregate,
};

/// Name of a source in policies and output: "connected", "static", "ospf" ...
std::string_view NameOf(RouteSource source);

/// BGP origin (RFC 4271 section 5.1.1), in order of preference.
enum class BgpOrigin : std::uint8_t { kIgp, kEgp, kIncomplete };

/// What a match looks at. Fields used are named in parentheses.
enum class RouteMatchKind : std::uint8_t {
  kPrefixList,       ///< destination prefix is permitted by one of the lists (names)
  kNextHopList,      ///< the next hop as a host prefix is permitted by one of the lists (names)
  kRouteSourceList,  ///< the advertising neighbour's address is permitted by one of the lists (names)
  kAsPathList,       ///< (names)
  kAsPathLength,     ///< number of ASes as BGP counts them (ranges)
  kCommunityList,    ///< permitted by one of the lists (names; exact: and no other community of that kind)
  kCommunityCount,   ///< number of standard communities (ranges)
  kSource,           ///< protocol the route comes from (sources; names: process ids or tags, empty for any)
  kOspfInternal,     ///< OSPF intra- or inter-area
  kOspfExternal,     ///< OSPF external or NSSA (ranges: metric types 1, 2; empty for any)
  kBgpInternal,      ///< learned by iBGP
  kBgpExternal,      ///< learned by eBGP
  kBgpLocal,         ///< made by this router's BGP: network, redistribution, aggregate
  kIsisLevel,        ///< (ranges: 1, 2)
  kIsisTargetLevel,  ///< level the route is about to enter (ranges: 1, 2)
  kInterface,        ///< leaves by one of these (names)
  kTag,              ///< (ranges); a route without a tag has tag 0
  kMetric,           ///< MED of BGP routes, metric of others (ranges)
  kLocalPreference,  ///< (ranges)
  kWeight,           ///< (ranges)
  kDistance,         ///< administrative distance, preference (ranges)
  kOrigin,           ///< (origins)
  kFamily,           ///< (families)
  kNeighbor,         ///< BGP neighbour the route comes from, or goes to when exported (prefixes)
  kNeighborGroup,    ///< name of its group (names)
  kVrf,              ///< routing instance the route comes from (names; "" is the default one)
  kPolicy,           ///< the named policies, evaluated without keeping their actions, all accept (names)
  kLabelled,         ///< of BGP: it came with a label
  kAlways,           ///< every route
  kNotModelled,      ///< not expressible: a route that reaches it makes the result undecided
};

/// Inclusive range.
struct ValueRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0xffffffff;
  friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

/// One literal of a condition. Several values are alternatives.
struct RouteMatch {
  RouteMatchKind kind = RouteMatchKind::kAlways;
  bool negated = false;
  bool exact = false;
  std::vector<std::string> names = {};
  std::vector<ValueRange> ranges = {};
  std::vector<RouteSource> sources = {};
  std::vector<BgpOrigin> origins = {};
  std::vector<net::Family> families = {};
  std::vector<net::Prefix> prefixes = {};
  base::Span span = {};
  friend bool operator==(const RouteMatch&, const RouteMatch&) = default;
};

/// At least one literal holds.
struct RouteClause {
  std::vector<RouteMatch> any_of;
  friend bool operator==(const RouteClause&, const RouteClause&) = default;
};

/// What an action changes. Fields used are named in parentheses.
enum class RouteActionKind : std::uint8_t {
  kLocalPreference,  ///< (op, value)
  kMetric,           ///< MED of BGP, metric of others (op, value; numbers: the five parts of a vector metric)
  kMetricOfIgp,      ///< MED becomes the IGP cost of the next hop
  kMetricNone,       ///< MED is removed
  kWeight,           ///< (value)
  kOrigin,           ///< (origin)
  kNextHop,          ///< (address)
  kNextHopSelf,
  kNextHopPeer,  ///< address of the neighbour
  kNextHopUnchanged,
  kNextHopDiscard,       ///< installed as a discard route
  kAsPathPrepend,        ///< (numbers, first is outermost)
  kAsPathPrependLast,    ///< outermost AS, `value` more times
  kAsPathPrependOwn,     ///< own AS, `value` times
  kAsPathReplaceOwn,     ///< every AS (numbers; empty: all) becomes the own AS
  kAsPathReplace,        ///< the whole path (numbers)
  kAsPathRemove,         ///< every AS of (numbers) is removed
  kCommunity,            ///< (community_op, community_kind, communities or names of lists)
  kTag,                  ///< (value)
  kMetricType,           ///< OSPF external type 1 or 2; IS-IS 0 internal, 1 external (value)
  kLevel,                ///< IS-IS level 1, 2 or 3 for both (value)
  kDistance,             ///< administrative distance (value)
  kLabel,                ///< of BGP: it is sent with a label of this router
  kAttributeNotModelled  ///< an attribute no decision depends on here
};

/// How a value changes: replaced, added to, taken from (stops at 0 and at the maximum).
enum class ValueOp : std::uint8_t { kSet, kAdd, kSubtract };
/// How communities change.
enum class CommunityOp : std::uint8_t {
  kSet,  ///< only these remain
  kAdd,
  kDelete,  ///< all that the lists permit, and the literals
  kKeep,    ///< all but what the lists permit and the literals are removed
  kClear    ///< none of the kind remains
};

/// One action.
struct RouteAction {
  RouteActionKind kind = RouteActionKind::kAttributeNotModelled;
  ValueOp op = ValueOp::kSet;
  std::uint32_t value = 0;
  std::optional<net::IpAddress> address = {};
  std::vector<std::uint32_t> numbers = {};
  BgpOrigin origin = BgpOrigin::kIgp;
  CommunityOp community_op = CommunityOp::kAdd;
  CommunityKind community_kind = CommunityKind::kStandard;
  std::vector<CommunityText> communities = {};
  std::vector<std::string> names = {};
  base::Span span = {};
  friend bool operator==(const RouteAction&, const RouteAction&) = default;
};

/// What follows when the condition of a term holds, after its actions. When it does not hold the next term is
/// tried.
enum class TermFlow : std::uint8_t {
  kAccept,      ///< the route passes; evaluation ends
  kReject,      ///< the route is dropped; evaluation ends
  kNext,        ///< the next term
  kNextPolicy,  ///< the next policy of the chain
  kGoto,        ///< term `target`, which lies ahead
  kPass,  ///< accepted unless something later rejects it; term `target` when it lies ahead, else the next
  kCall,  ///< runs policy `callee` with its actions; a reject or an accept in it ends all, else the next term
};

/// One term.
struct RouteTerm {
  std::string name = {};                 ///< sequence number or name, for people and printing
  std::vector<RouteClause> all_of = {};  ///< empty: every route
  std::vector<RouteAction> actions = {};
  TermFlow flow = TermFlow::kNext;
  /// Of kGoto and kPass: index of a later term, or the number of terms for the end.
  std::uint32_t target = 0;
  std::string callee = {};
  base::Span span = {};
  friend bool operator==(const RouteTerm&, const RouteTerm&) = default;
};

/// What happens to a route that reaches the end of a policy without a decision.
enum class PolicyEnd : std::uint8_t {
  kReject,  ///< dropped (unless a kPass came before)
  kAccept,
  kNextPolicy,  ///< the chain goes on; at its end the default of the place where it is used decides
};

/// A named policy.
struct RoutePolicy {
  std::string name;
  std::vector<RouteTerm> terms;
  PolicyEnd end = PolicyEnd::kReject;
  base::Span span;
  /// Conditions, also of policies it calls, look at the route as it came, not as actions have changed it.
  bool tests_original = false;
  friend bool operator==(const RoutePolicy&, const RoutePolicy&) = default;
};

/// Policies applied in order, and what becomes of a route that none of them decides. Without names the
/// default decides alone.
struct PolicyChain {
  std::vector<std::string> names;
  bool accept_by_default = true;
  base::Span span;
  friend bool operator==(const PolicyChain&, const PolicyChain&) = default;
};

/// All policies and lists of a device. Each list of names that policies mention exists: a reader writes what
/// its system does with an undefined one into the policy.
struct PolicySet {
  std::vector<PrefixList> prefix_lists;
  std::vector<AsPathList> as_path_lists;
  std::vector<CommunityList> community_lists;
  std::vector<RoutePolicy> policies;
  friend bool operator==(const PolicySet&, const PolicySet&) = default;
};

/// The object of that name, or nullptr. O(n).
const PrefixList* FindPrefixList(const PolicySet& set, std::string_view name);
const RoutePolicy* FindPolicy(const PolicySet& set, std::string_view name);

}  // namespace ringfence::model
