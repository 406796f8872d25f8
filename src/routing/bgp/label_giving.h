// Which label a route has: the one that the router named by its next hop has given. See label_giving.cc.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/bgp/bgp_route.h"
#include "routing/bgp/bgp_scratch.h"
#include "routing/bgp/sessions.h"
#include "routing/bgp/vpn_plan.h"
#include "routing/label.h"

namespace ringfence::routing::bgp {

/// The label of a labelled route of a unicast family that `speaker` has chosen with this next hop. kUnknown:
/// who gave it was not found.
Label UnicastLabelOf(const SessionPlan& sessions, const BgpScratch& scratch, const FamilyState& state,
                     const PrefixResult& result, std::uint32_t speaker, AddressId next_hop,
                     PrefixIndex prefix);

/// The label of a VPN route that `hub` has chosen under a distinguisher; in EVPN kVxlan or kBridge as well.
Label VpnLabelOf(const VpnPlan& plan, const SessionPlan& sessions, const BgpScratch& scratch,
                 std::uint32_t hub, std::uint32_t distinguisher, AddressId next_hop, PrefixIndex prefix,
                 const PrefixTable& prefixes);

/// Appends the next hops and labels of what `hub` has chosen under a distinguisher. True when it may choose
/// otherwise.
bool AppendVpnHops(const VpnPlan& plan, const SessionPlan& sessions, const BgpScratch& scratch,
                   std::uint32_t hub, std::uint32_t distinguisher, PrefixIndex prefix,
                   const PrefixTable& prefixes, std::vector<BgpHop>& hops);

}  // namespace ringfence::routing::bgp
