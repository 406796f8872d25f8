// Policies of the text as neutral ones, for the conversions that use them.
//
// Problem: a condition may name lists of mixed kinds, an entry may hold only for some uses, expressions
// cannot be said at all; what stays unsaid must not let more routes through.
// Idea: all policies are converted once, first of all, with the uses of the whole text known. Names that the
// model demands unique per kind get endings; conditions that cannot be said become kNotModelled. Every policy
// falls through at its end: the place of use decides then. Cost: O(text).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/nokia_sros/reader.h"
#include "formats/nokia_sros/vendor_routing.h"
#include "model/route_policy.h"

namespace ringfence::formats::nokia_sros {

/// Sources of routes that export policies see, in the order of the model.
inline constexpr model::RouteSource kTableSources[] = {
    model::RouteSource::kConnected, model::RouteSource::kStatic, model::RouteSource::kOspf,
    model::RouteSource::kIsis,      model::RouteSource::kBgp,    model::RouteSource::kRip,
    model::RouteSource::kAggregate};

/// Endings of names of community lists: of communities with members of several kinds, and of lists for
/// deletions, of which any member counts.
inline constexpr std::string_view kKindEndings[] = {" standard", " extended", " large"};
inline constexpr std::string_view kAnyEnding = " any";

/// A member of a community: its kind, and text or regular expression.
struct CommunityMember {
  model::CommunityKind kind = model::CommunityKind::kStandard;
  std::string text;
  bool regex = false;
};
/// Reads a member; nullopt when it cannot be said.
std::optional<CommunityMember> ReadCommunityMember(std::string_view text);
/// The spelling that ReadCommunityMember reads as this regular expression. REQUIRES: it made `regex`.
std::string MemberOfRegex(std::string_view regex);

/// Converts all policies at construction. References are kept.
class Policies {
 public:
  Policies(Reader& reader, const SrosText& text, model::PolicySet& set);

  /// Names for a chain; undefined ones are reported and left out.
  std::vector<std::string> Names(const std::vector<Name>& uses);
  /// Could the chain accept a route from there? Looks at conditions on protocols only.
  bool MayAccept(const std::vector<std::string>& names, model::RouteSource source) const;
  /// Adds a policy made by the reader, once; gives its name.
  std::string Made(std::string_view name, std::vector<model::RouteTerm> terms);
  /// Adds a prefix list made by the reader.
  void AddPrefixList(model::PrefixList list) { set_.prefix_lists.push_back(std::move(list)); }

 private:
  void CollectPlaces();
  void AddPolicy(const PolicyText& policy);
  void AddEntry(const PolicyEntryText& entry, model::RoutePolicy& to);
  bool HoldsFor(const PolicyEntryText& entry, model::RouteTerm& term) const;
  void CutCycles();
  void Resolve(model::RouteTerm& term, const PolicyEntryText& entry);
  void ResolveClause(const model::RouteClause& clause, std::vector<model::RouteClause>& to);
  bool ResolveLists(model::RouteMatch& match);
  void ResolveCommunity(const model::RouteMatch& match, std::vector<model::RouteClause>& to, bool& ok);
  void ResolveAction(const model::RouteAction& action, const PolicyEntryText& entry,
                     std::vector<model::RouteAction>& to);
  void ResolveCommunityAction(const model::RouteAction& action, const PolicyEntryText& entry,
                              std::vector<model::RouteAction>& to);
  bool ResolveAsPathAction(model::RouteAction& action) const;
  void ReportUndefined(const PolicyEntryText& entry);
  bool UsePrefixList(const std::string& name);
  bool UseAsPathList(const std::string& name);
  std::vector<std::string> UseCommunity(const std::string& name, bool any, bool& ok);

  Reader& reader_;
  const SrosText& text_;
  model::PolicySet& set_;
  std::map<std::string_view, std::set<std::string_view>> places_;  ///< protocols that each policy exports to
  std::map<std::string_view, bool> prefix_lists_;                  ///< made ones: can they be said?
  std::map<std::string, bool> as_path_lists_;
  std::set<std::string> community_lists_;
  std::set<std::string> made_;
  std::string policy_name_;
};

}  // namespace ringfence::formats::nokia_sros
