// A device's policies compiled once: names become indices, prefix lists fast structures, regular expressions
// automata. What cannot be compiled (an unknown name, an expression that is none) makes the routes that reach
// it doubtful, never something else.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/route_policy.h"
#include "routing/prefix_list_index.h"

namespace re2 {
class RE2;
}

namespace ringfence::routing {

/// Memory of one compiled regular expression (origin: the longest seen in real lists need a hundredth).
inline constexpr std::int64_t kRegexBytesMax = 4 << 20;
/// "No such object".
inline constexpr std::uint32_t kUndefined = 0xffffffff;

/// A literal with its names resolved.
struct CompiledMatch {
  const model::RouteMatch* match = nullptr;
  std::vector<std::uint32_t> targets;  ///< lists or policies in order of names; kUndefined: unknown name
};

/// An action with the names of its community lists resolved.
struct CompiledAction {
  const model::RouteAction* action = nullptr;
  std::vector<std::uint32_t> lists;
  std::uint32_t first_literal = 0;  ///< its communities are literals [first_literal, ...) of the program
};

/// A term: clauses are ranges of `matches`.
struct CompiledTerm {
  const model::RouteTerm* term = nullptr;
  std::vector<std::vector<CompiledMatch>> all_of;
  std::vector<CompiledAction> actions;
  std::uint32_t callee = kUndefined;
};

/// A policy.
struct CompiledPolicy {
  const model::RoutePolicy* policy = nullptr;
  std::vector<CompiledTerm> terms;
};

/// A line of an AS-path list; null: not an expression.
struct CompiledAsPathLine {
  bool permit = true;
  std::unique_ptr<re2::RE2> regex;
};

/// A line of a community list.
struct CompiledCommunityLine {
  const model::CommunityListLine* line = nullptr;
  std::vector<std::unique_ptr<re2::RE2>> regexes;
  std::uint32_t first_regex = 0;    ///< number of its first expression in the program
  std::uint32_t first_literal = 0;  ///< its `all_of` are literals [first_literal, ...) of the program
};

/// A community list.
struct CompiledCommunityList {
  model::CommunityKind kind = model::CommunityKind::kStandard;
  std::vector<CompiledCommunityLine> lines;
};

/// What the result of a chain depends on besides the attribute block and the kind of the route.
struct PolicyUses {
  bool next_hop = false;
  bool neighbor = false;  ///< address or group of a BGP neighbour
  bool interface = false;
  bool table = false;  ///< metric, VRF or source: fixed for BGP routes of one speaker
  friend bool operator==(const PolicyUses&, const PolicyUses&) = default;
};

/// What is known of a condition beforehand.
enum class Certainty : std::uint8_t { kNo, kMaybe, kYes };

/// True when an action may change what BGP compares before the length of paths, or shorten a path.
bool SetsRank(const CompiledAction& action);

/// A chain ready to be evaluated.
struct CompiledChain {
  std::vector<std::uint32_t> policies;  ///< kUndefined: unknown name
  bool accept_by_default = true;
  PolicyUses uses;
  bool sets_rank = false;  ///< changes what BGP compares before the length of paths, or may shorten a path
  std::vector<std::uint32_t> prefix_lists;  ///< all that the chain may ask about the destination, ascending
  friend bool operator==(const CompiledChain&, const CompiledChain&) = default;
};

/// Immutable after construction.
class PolicyProgram {
 public:
  /// `set` must outlive the program and not move.
  explicit PolicyProgram(const model::PolicySet& set);
  ~PolicyProgram();
  PolicyProgram(const PolicyProgram&) = delete;
  PolicyProgram& operator=(const PolicyProgram&) = delete;

  /// The chain; O(policies and terms reached from it).
  CompiledChain Compile(const model::PolicyChain& chain) const;
  /// The chain of `names`; what none of them decides is accepted or not by `accept_by_default`. Without
  /// names everything is accepted.
  CompiledChain Compile(std::span<const std::string> names, bool accept_by_default = false) const;

  /// Whether the condition of a term holds for routes to `prefix`, by its prefix lists alone.
  Certainty Holds(const CompiledTerm& term, const net::Prefix& prefix) const;

  const std::vector<CompiledPolicy>& policies() const { return policies_; }
  const std::vector<PrefixListIndex>& prefix_list_indices() const { return prefix_list_indices_; }
  const std::vector<std::vector<CompiledAsPathLine>>& as_path_lists() const { return as_path_lists_; }
  const std::vector<CompiledCommunityList>& community_lists() const { return community_lists_; }
  /// Communities written in policies and lists.
  const std::vector<model::CommunityText>& literals() const { return literals_; }
  /// Number of expressions in community lists.
  std::uint32_t community_regex_count() const { return community_regex_count_; }

 private:
  CompiledMatch CompileMatch(const model::RouteMatch& match) const;
  CompiledTerm CompileTerm(const model::RouteTerm& term);
  CompiledCommunityList CompileCommunityList(const model::CommunityList& list);
  std::uint32_t AddLiterals(const std::vector<model::CommunityText>& texts);
  std::vector<std::uint32_t> CommunityListsNamed(const std::vector<std::string>& names) const;
  Certainty Holds(const CompiledMatch& match, const net::Prefix& prefix) const;
  void NoteUses(const CompiledMatch& match, CompiledChain& chain, std::vector<std::uint32_t>& reached) const;

  const model::PolicySet& set_;
  std::vector<CompiledPolicy> policies_;
  std::vector<PrefixListIndex> prefix_list_indices_;
  std::vector<std::vector<CompiledAsPathLine>> as_path_lists_;
  std::vector<CompiledCommunityList> community_lists_;
  std::vector<model::CommunityText> literals_;
  std::uint32_t community_regex_count_ = 0;
};

}  // namespace ringfence::routing
