// What the walks of a flow rest on.
#pragma once

#include "exposure/engine.h"
#include "exposure/outcome.h"
#include "routing/routing_state.h"
#include "routing/support.h"

namespace ringfence::exposure {

/// Adds what `trace` and `outcome` of the flow, found under `state`, rest on. REQUIRES: FailurePlan::known().
void AddFlowSupport(const World& world, model::FlowId flow, const FlowTrace& trace,
                    const FlowOutcome& outcome, const routing::RoutingState& state,
                    routing::Support& support);

}  // namespace ringfence::exposure
