// `[a] AND NOT ([b] OR [c])` over communities as a conjunction of alternatives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ringfence::formats::nokia_sros {

/// A community that is there, or is not.
struct CommunityLiteral {
  std::string name;
  bool negated = false;
  friend bool operator==(const CommunityLiteral&, const CommunityLiteral&) = default;
};
/// All clauses hold; of each at least one literal.
using CommunityClauses = std::vector<std::vector<CommunityLiteral>>;

/// Clauses an expression may become; real ones need below 20.
inline constexpr std::size_t kExpressionClausesMax = 64;
/// Depth of parentheses and negations.
inline constexpr std::size_t kExpressionNestingMax = 32;

/// The clauses of an expression, or of one plain name; nullopt when it is broken or over a limit.
std::optional<CommunityClauses> ParseCommunityExpression(std::string_view text);
/// An expression that ParseCommunityExpression turns into the same clauses.
std::string CommunityExpressionOf(const CommunityClauses& clauses);

}  // namespace ringfence::formats::nokia_sros
