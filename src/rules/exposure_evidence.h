// Evidence for exposures and for broken delivery: hop lists with configuration lines, and how each guilty
// element got its power.
#pragma once

#include "exposure/ownership.h"
#include "rules/rule.h"

namespace ringfence::rules {

/// Steps that show how each offender of the finding holds its levels over the flow.
/// REQUIRES: the context's evaluator has entered the failure set of the finding.
Evidence ExposureEvidence(const RuleContext& context, const exposure::Coverage& coverage, model::FlowId flow,
                          const FailureFinding& finding);

/// Steps that show where packets of the flow end under the failure set of the finding. REQUIRES: as above.
Evidence DeliveryEvidence(const RuleContext& context, model::FlowId flow, const FailureFinding& finding);

/// Steps that show why `element` belongs to the covered parties: role line, list line, shares.
void AddMembershipSteps(const RuleContext& context, const exposure::Coverage& coverage,
                        const exposure::ElementInSet& who, Evidence& evidence);

/// Hops of one direction as steps, with interface, route and tunnel lines.
void AddPathSteps(const RuleContext& context, const forwarding::WalkGraph& graph, std::string_view direction,
                  Evidence& evidence);

/// Copies of the flow: where each is made, and its way as hops of a direction of its own.
void AddCopySteps(const RuleContext& context, const exposure::FlowCopies& copies, Evidence& evidence);

}  // namespace ringfence::rules
