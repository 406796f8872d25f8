// Policies and the lists they use, from the word tree to the neutral form, when something uses them.
//
// Problem: a text holds many policies and most names in them stand for lists of several shapes; only what is
// used may reach the model, and a policy used twice must become one.
// Idea: a book that converts a policy at its first use and puts what it refers to on a list of work, so that
// subroutines need no recursion. Terms become neutral terms one to one; an action at a route filter gives the
// filter a term of its own before it. Every policy falls through at its end: what then happens belongs to the
// place of use. Cost: O(text of the policies in use).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/juniper_junos/vendor_model.h"
#include "routing/device_config.h"

namespace ringfence::formats::juniper_junos {

/// Where a policy is used: decides what becomes of a route in a subroutine that does not decide.
enum class PolicyPlace : std::uint8_t {
  kImport,     ///< accepted
  kBgpExport,  ///< accepted when BGP learned it
  kExport,     ///< rejected
};

/// One prefix condition of a term as a range of lengths, with the index of the action it carries: 0 is the
/// `then` of the term, kDenied none at all.
struct RouteFilter {
  net::Prefix prefix;
  std::uint8_t length_min = 0;
  std::uint8_t length_max = 0;
  std::uint32_t action = 0;
  base::Span span;
};
/// Index of filters that leave their routes to the next term.
inline constexpr std::uint32_t kDenied = 0xffffffffU;

/// The filter lines for one action: among route filters the longest prefix that holds the route decides
/// alone, so a prefix inside another is followed by a denial of itself.
std::vector<model::PrefixListLine> LinesOf(const std::vector<RouteFilter>& filters, std::uint32_t action);

/// Prefix of names of lists made from the route filters of a term, of neighbours, of next hops.
inline constexpr std::string_view kRouteFilterList = "route-filter ", kNeighborList = "neighbor ",
                                  kNextHopList = "next-hop ", kAsPathGroupList = "group ";
/// Endings of names of community lists: members of one kind, and any one member for deletions.
inline constexpr std::string_view kKindEndings[] = {" standard", " extended", " large"};
inline constexpr std::string_view kAnyEnding = " any";
/// Name of the policy that stands for a community with members of several kinds.
inline constexpr std::string_view kMixedCommunity = "community ";
/// Endings of names of policies that say what a subroutine without a decision says, by PolicyPlace.
inline constexpr std::string_view kElseEndings[] = {" else accept", " else bgp", " else reject"};
/// Policy that holds back what is never exported: local routes and static routes with `no-readvertise`.
inline constexpr std::string_view kHeldBack = "held-back";

/// The policies in use. Lives as long as one conversion.
class PolicyBook {
 public:
  /// References are kept.
  PolicyBook(Reader& reader_of_file, const JunosText& text_of_file, model::PolicySet& policies)
      : reader(reader_of_file), text(text_of_file), set(policies) {}

  /// Names for a chain, each converted with all it needs; undefined ones are reported and left out.
  std::vector<std::string> Names(const std::vector<NameUse>& uses, PolicyPlace place);
  /// Could the chain accept a route from there? Looks at the terms' protocols only.
  bool MayAccept(const std::vector<std::string>& names, model::RouteSource source) const;
  /// Does a term of the chain that accepts name these instances? Their names, "" for the main one.
  std::set<std::string> InstancesIn(const std::vector<std::string>& names) const;
  /// Adds a policy made by the reader itself, once.
  void Add(model::RoutePolicy policy);

  /// The node that defines `name` in `policy-options kind`, or kNone.
  NodeId Definition(std::string_view kind, std::string_view name) const;

  // --- for the readers of terms

  /// Makes a policy's condition and returns its name.
  std::string Subroutine(const std::vector<NameUse>& uses, PolicyPlace place);
  /// The list `prefix-list name`, its prefixes widened by a modifier node (kNone: exact); its name.
  std::string PrefixListOf(NodeId name, NodeId modifier);
  /// Condition that one of the communities matches.
  model::RouteMatch CommunityMatch(NodeId name, PolicyPlace place);
  /// Changes that `community add|set|delete name` makes.
  void CommunityActions(NodeId name, std::string_view verb, std::vector<model::RouteAction>& actions);
  /// The AS-path list of `as-path` or `as-path-group`; empty when a pattern cannot be expressed (marked).
  std::string AsPathListOf(NodeId name, bool group);
  /// Adds a list made for one term.
  void AddPrefixList(model::PrefixList list) { set.prefix_lists.push_back(std::move(list)); }

  Reader& reader;
  const JunosText& text;
  model::PolicySet& set;

 private:
  struct Work {
    NodeId definition = kNone;
    std::size_t policy = 0;  // index in set.policies
    PolicyPlace place = PolicyPlace::kImport;
  };
  bool Use(const NameUse& use, PolicyPlace place);
  void Expression(const NameUse& use, PolicyPlace place);
  void Drain();

  std::vector<Work> work_;
  std::set<std::string, std::less<>> made_;
};

/// Reads the terms of a policy statement into `policy`.
void ReadTerms(PolicyBook& book, NodeId definition, PolicyPlace place, model::RoutePolicy& policy);

/// State while one term is read.
struct TermDraft {
  PolicyBook& book;
  PolicyPlace place;
  std::string policy;  ///< name of the policy it belongs to
  model::RouteTerm term;
  std::vector<RouteFilter> filters;
  std::vector<model::RouteTerm> filter_actions;  ///< actions and flow of filters with one; index + 1
  std::vector<std::string> filter_texts;         ///< their words, to find equal ones
  std::vector<model::RouteMatch> prefixes;       ///< alternatives to the filters
  bool prefix_condition = false;
};

/// Name of a list made for a term of that name: "route-filter POLICY TERM".
inline std::string ListNameOf(std::string_view prefix, const TermDraft& draft, std::string_view term) {
  std::string name(prefix);
  name += draft.policy;
  return term.empty() ? name : name.append(" ").append(term);
}

/// Reads `from`, `to`, `then` into the draft.
void ReadFrom(Reader& reader, NodeId node, TermDraft& draft);
void ReadTo(Reader& reader, NodeId node, TermDraft& draft);
void ReadThen(Reader& reader, NodeId node, TermDraft& draft);
/// `route-filter` and its kin.
void FromRouteFilter(Reader& reader, NodeId node, TermDraft& draft);
/// exact, longer, orlonger, upto /N, prefix-length-range /A-/B over a prefix. False: another word. The action
/// nodes stand below `*below`.
bool ReadModifier(Reader& reader, NodeId modifier, RouteFilter& filter, NodeId* below);

/// Adds a condition all of whose alternatives are in `match`.
inline void AddMatch(TermDraft& draft, model::RouteMatch match) {
  draft.term.all_of.push_back({{std::move(match)}});
}
/// A condition the model cannot say: it is marked, and the term does not become wider.
void NotModelled(Reader& reader, NodeId node, TermDraft& draft, const char* reason);

/// Policy names of a statement such as `export`: names, and expressions in one spelling "( A && !B )".
std::vector<NameUse> ReadPolicyNames(Reader& reader, NodeId statement);

}  // namespace ringfence::formats::juniper_junos
