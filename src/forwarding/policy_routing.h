// Policy routing at one step of a walk: which packets a term takes, and which of its ways out works.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "forwarding/access_lists.h"
#include "model/policy_routing.h"
#include "routing/network.h"
#include "routing/routing_state.h"

namespace ringfence::forwarding {

struct Step;

/// The use of a policy for packets of a family that come in by `end`, or nullptr when none applies: also when
/// the interface is invalid, for packets that start at a node meet no policy.
const model::AclUse* PolicyUseAt(const routing::Network& network, const model::Endpoint& end,
                                 net::Family family);

/// Those of `packets` and of the family that a term with lists takes. A name without a list of the family
/// takes none.
net::PacketSet TakenBy(const model::PolicyRoutingTerm& term, const model::Device& device,
                       net::PacketSet packets, net::Family family, AccessLists& lists,
                       net::PacketSpace& space);

/// The way out as a next hop for packets of the family that are routed in `table`; nothing while it does not
/// work. REQUIRES: it is no table.
std::optional<routing::NextHop> WayOut(const routing::Network& network, const routing::RoutingState& state,
                                       routing::TableId table, const model::PolicyHop& hop,
                                       net::Family family);

/// "NAME TERM" of the policy that took the packets of a step, else "".
std::string PolicyNameAt(const Step& step);
/// Lines that decided at a step: the use of the policy, its term and way out; the route. Each once.
std::vector<base::Span> DecidingLines(const Step& step);

}  // namespace ringfence::forwarding
