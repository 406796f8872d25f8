// Sets of route policies as lists of the neutral model: named ones, and those written in place.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formats/cisco_iosxr/rpl_text.h"
#include "formats/statement_report.h"
#include "model/route_policy.h"

namespace ringfence::formats::cisco_iosxr {

/// Begin of the names of lists made of sets that are written in place.
inline constexpr std::string_view kInlineName = "inline:";
/// Begin of the names of community lists that ask for every element of a set at once; its name follows.
inline constexpr std::string_view kEveryName = "every:";
/// Begin of the names of lists of all extended communities of a type.
inline constexpr std::string_view kAllName = "ext:all:";

/// Converts all named sets of a text at once, then answers conditions and actions. The arguments must outlive
/// it. A set with an element that cannot be said as a line is not expressible as a whole: then the lines of
/// such elements are added to `notes` of the place that asks.
class RplLists {
 public:
  RplLists(const RplTexts& texts, StatementReport& report, model::PolicySet& out);

  /// Takes a name or elements in parentheses; gives the name of the list, nullopt when it is not expressible.
  /// `type` is that of extended communities. An undefined set is reported and is one without elements.
  std::optional<std::string> Take(RplCursor& cursor, RplSetKind kind, std::string_view type,
                                  std::vector<base::Span>& notes);
  /// The same for "every element is there".
  std::optional<std::string> TakeEvery(RplCursor& cursor, RplSetKind kind, std::string_view type,
                                       std::vector<base::Span>& notes);
  /// The communities of a set that holds nothing but communities.
  std::optional<std::vector<model::CommunityText>> TakeCommunities(RplCursor& cursor, RplSetKind kind,
                                                                   std::string_view type,
                                                                   std::vector<base::Span>& notes);
  /// Tags of a set.
  std::optional<std::vector<model::ValueRange>> TakeTags(RplCursor& cursor, std::vector<base::Span>& notes);
  /// List of all extended communities of a type ("rt"), nullopt for types without a spelling.
  std::optional<std::string> AllOf(std::string_view type);
  /// List of one line that a condition writes without a set (`as-path passes-through '1'`).
  std::optional<std::string> TakePathTest(RplCursor& cursor, std::vector<base::Span>& notes);

 private:
  using Elements = std::vector<std::vector<RplToken>>;
  std::string Add(RplSetKind kind, std::string name, std::string_view type, const Elements& elements,
                  base::Span span);
  std::string InlineName(RplSetKind kind);
  const model::CommunityList* FindCommunities(std::string_view name) const;

  const RplTexts& texts_;
  StatementReport& report_;
  model::PolicySet& out_;
  std::map<std::string, std::vector<base::Span>> incomplete_[3];  ///< by list name, as names_
  std::map<std::string, std::size_t> communities_;                ///< index in out_ by name
  std::set<std::string> names_[3];  ///< of prefix lists, AS-path lists, community lists
  std::uint32_t inline_count_ = 0;
};

/// One line of a prefix set ("10.0.0.0/8 ge 16 le 24"); nullopt when it is none.
std::optional<model::PrefixListLine> PrefixLineOf(const std::vector<RplToken>& element);
/// The pattern over characters of one line of an AS-path set; nullopt when it is not expressible.
std::optional<std::string> PathPatternOf(const std::vector<RplToken>& element);
/// One line of a community set; nullopt when it is not expressible.
std::optional<model::CommunityListLine> CommunityLineOf(const std::vector<RplToken>& element, RplSetKind kind,
                                                        std::string_view type);
/// A pattern over digits for the numbers of a range, "(6449[6-9]|645[0-9][0-9])".
std::string DigitsOfRange(std::uint32_t first, std::uint32_t last);
/// "5" or "[5..7]".
std::optional<model::ValueRange> RangeOf(std::string_view text);

}  // namespace ringfence::formats::cisco_iosxr
