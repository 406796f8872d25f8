// Evaluation of route policies (model/route_policy.h) on one route. See policy_eval.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/source.h"
#include "routing/path_attributes.h"
#include "routing/policy_program.h"
#include "routing/policy_route.h"

namespace ringfence::routing {

/// Policies within policies, as callees or as conditions (origin: systems allow 10 or fewer).
inline constexpr int kPolicyDepthMax = 32;
/// Terms one route may pass (origin: a thousand times what long policies have; jumps only go forward).
inline constexpr std::uint32_t kPolicyStepsMax = 1U << 20;

/// The decision of a chain.
struct PolicyResult {
  bool accepted = false;
  /// Something that is not modelled, not defined or over a limit took part: the device may decide otherwise.
  bool doubtful = false;
  friend bool operator==(const PolicyResult&, const PolicyResult&) = default;
};

/// What redistribution by a protocol other than BGP takes from its policies; absent: nothing was set.
struct RedistributionResult {
  bool accepted = false;
  bool doubtful = false;
  std::optional<std::uint32_t> metric, metric_type, tag, level, distance;
  friend bool operator==(const RedistributionResult&, const RedistributionResult&) = default;
};

/// Evaluates the policies of one device with the memory of one thread: expressions are tried once for each
/// path and community.
class PolicyEvaluator {
 public:
  /// Both must outlive the evaluator.
  PolicyEvaluator(const PolicyProgram& program, AttributePool& pool);

  /// Decides about `route` and changes it. A rejected route is left as it was when the decision fell. With
  /// `trace` the lines of the terms whose condition held are appended.
  PolicyResult Evaluate(const CompiledChain& chain, PolicyRoute& route,
                        std::vector<base::Span>* trace = nullptr);
  /// The same for protocols that only want a few values.
  RedistributionResult Redistribute(const CompiledChain& chain, PolicyRoute route,
                                    std::vector<base::Span>* trace = nullptr);
  /// Equal for prefixes of one family that the chain cannot tell apart, whatever their attributes. Two
  /// prefixes with the same number give the same result.
  std::uint32_t SignatureOf(const CompiledChain& chain, const net::Prefix& prefix);

  const PolicyProgram& program() const { return program_; }
  AttributePool& pool() { return pool_; }

 private:
  enum class Truth : std::uint8_t { kNo, kYes, kUnknown };
  enum class Outcome : std::uint8_t { kAccepted, kRejected, kUndecided };
  /// State of one evaluation.
  struct Run {
    PolicyRoute& route;
    std::vector<base::Span>* trace;
    bool accept_by_default;
    int depth;
    std::uint32_t* steps;
    bool passed = false;
    bool doubtful = false;
    std::optional<PolicyRoute> original = std::nullopt;  ///< set: what conditions look at

    const PolicyRoute& tested() const { return original ? *original : route; }
  };

  PolicyResult EvaluateAtDepth(const CompiledChain& chain, PolicyRoute& route, std::vector<base::Span>* trace,
                               int depth, std::uint32_t* steps);
  Outcome RunPolicy(std::uint32_t policy, Run& run);
  bool Holds(const CompiledTerm& term, Run& run);
  Truth Test(const CompiledMatch& match, Run& run);
  Truth TestLists(const CompiledMatch& match, const Run& run);
  Truth TestPolicies(const CompiledMatch& match, Run& run);
  Truth AsPathPermitted(std::uint32_t list, AsPathId path);
  Truth CommunitiesPermitted(std::uint32_t list, bool exact, CommunitySetId set);
  Truth LineHolds(const CompiledCommunityLine& line, CommunitySetId set);
  Truth RegexFinds(const CompiledCommunityLine& line, std::size_t regex, CommunitySetId set);
  bool RegexFinds(const CompiledCommunityLine& line, std::size_t regex, CommunityId community);
  bool OnlyNamed(const CompiledCommunityLine& line, CommunitySetId set);
  void Act(const CompiledAction& action, Run& run);
  void ActOnPath(const model::RouteAction& action, PolicyRoute& route);
  void ActOnCommunities(const CompiledAction& action, Run& run);
  bool Named(const CompiledAction& action, CommunityId community, Run& run);

  const PolicyProgram& program_;
  AttributePool& pool_;
  std::vector<CommunityId> literals_;
  std::vector<std::vector<Truth>> path_memory_;       ///< [AS-path list][path]; kUnknown: not asked yet
  std::vector<std::vector<Truth>> community_memory_;  ///< [expression][community]; kUnknown: not asked yet
  std::unordered_map<std::string, std::uint32_t> signatures_;
};

}  // namespace ringfence::routing
