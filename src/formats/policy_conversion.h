// From the route maps and lists of a text to the neutral policies.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "formats/policy_text.h"
#include "formats/statement_report.h"

namespace ringfence::formats {

/// Begin of the names of policies that are made of a list used as a filter; the name of the list follows.
inline constexpr std::string_view kPrefixFilter = "prefix-list:";
inline constexpr std::string_view kAsPathFilter = "as-path:";

/// Converts all lists and route maps of a text at once, then answers the places of use. Policies that are in
/// `out` already, made by a reader with another language, count as defined. The arguments must outlive it;
/// `out` is complete and sorted by names after Finish.
class PolicyConverter {
 public:
  PolicyConverter(const PolicyTexts& texts, const PolicyDialect& dialect, StatementReport& report,
                  model::PolicySet& out);

  /// The policy of a route map that is used at `span`. Undefined: reported, and a policy of that name does
  /// what the system does. Lines that are not expressed are demoted with `impact`.
  std::string UseRouteMap(const std::string& name, base::Span span, std::uint8_t impact);

  /// A policy that rejects what the list does not permit and lets the chain go on with the rest. Undefined:
  /// reported; nullopt when the system then passes everything. An access list that is no filter on prefixes:
  /// the line is demoted with `impact`, nullopt.
  std::optional<std::string> UseFilter(ListKind kind, const std::string& name, base::Span span,
                                       std::uint8_t impact);

  /// A policy that accepts everything, for the end of a list of filters that nothing else follows.
  std::string UseRest();

  /// The list as such, for filters that are no policies. Undefined or not expressible: as UseFilter.
  std::optional<model::PrefixList> UsePrefixes(ListKind kind, const std::string& name, base::Span span,
                                               std::uint8_t impact);

  /// True when the route map is a policy for routes: for a map of PolicyTexts::steering_maps, once it is
  /// used.
  bool IsConverted(const std::string& name) const { return policy_names_.contains(name); }

  /// Sorts the output. Nothing may be used afterwards.
  void Finish();

 private:
  void ConvertLists();
  void ConvertRouteMap(const std::string& name, const RouteMapText& text);
  std::optional<model::RouteTerm> ConvertEntry(std::uint32_t number, const RouteMapEntry& entry);
  bool ConvertClause(const RouteMapClause& clause, model::RouteTerm& term);
  /// Reports a name that is not defined.
  void Undefined(base::Span use, std::string_view kind, std::string_view name);
  bool ResolveLists(const RouteMapMatch& match, model::RouteMatch& out, bool& always);
  bool IsDefined(ListKind kind, const std::string& name) const;
  bool TakeAccessList(const std::string& name);
  bool UseList(ListKind kind, const std::string& written, base::Span span, std::uint8_t impact);
  void AddPrefixList(model::PrefixList list);
  void AddConstant(const std::string& name, bool accepts);

  const PolicyTexts& texts_;
  const PolicyDialect& dialect_;
  StatementReport& report_;
  model::PolicySet& out_;
  std::set<std::string> prefix_names_;  ///< names in out_
  std::set<std::string> policy_names_;  ///< likewise
  std::set<std::string> given_names_;   ///< of policies that were in out_ before
};

}  // namespace ringfence::formats
