// The policy evaluators of all nodes with the memory they share, for one thread.
#pragma once

#include <memory>
#include <vector>

#include "model/device.h"
#include "routing/path_attributes.h"
#include "routing/policy_eval.h"

namespace ringfence::routing {

/// Evaluators are made when they are first asked for. Programs must outlive the memory.
class PolicyMemory {
 public:
  /// With a pool of its own.
  PolicyMemory() : own_(std::make_unique<AttributePool>()), pool_(*own_) {}
  /// With that of somebody whose attributes policies look at. It must outlive the memory.
  explicit PolicyMemory(AttributePool& pool) : pool_(pool) {}

  /// The evaluator of a node's policies.
  PolicyEvaluator& Of(model::NodeId node, const PolicyProgram& program) {
    if (evaluators_.size() <= node.index()) evaluators_.resize(node.index() + 1);
    auto& evaluator = evaluators_[node.index()];
    if (!evaluator) evaluator = std::make_unique<PolicyEvaluator>(program, pool_);
    return *evaluator;
  }
  AttributePool& pool() { return pool_; }
  const AttributePool& pool() const { return pool_; }

 private:
  std::unique_ptr<AttributePool> own_;
  AttributePool& pool_;
  std::vector<std::unique_ptr<PolicyEvaluator>> evaluators_;
};

}  // namespace ringfence::routing
