// Problem: a router may send packets of BGP routes with a colour (RFC 9012 section 4.3) along paths of their
// own to the next hop (RFC 9256 section 8.4). Idea: the colour is an extended community of the selected
// route, the configuration says which colour stands for which algorithm, and without a path of it packets go
// as without a colour (section 8.8.1), which is for LabelWays to find out. Several colours that the router
// knows are tried from the greatest down, and flags of a colour allow other ends than the next hop
// (section 8.8.2): not computed. Of several next hops of one route each may have come with colours of its
// own: not computed.

#include "routing/registry_steering.h"

#include <string>
#include <string_view>
#include <vector>

#include "routing/policy_memory.h"
#include "routing/registry_tables.h"

namespace ringfence::routing {
namespace {

/// The algorithm of a community "color:0:7"; none: of another kind, or the router does not know the colour.
Steer SteerBy(std::string_view text, const std::vector<sr::ColourSteering>& known) {
  constexpr std::string_view kKind = "color:";
  if (!text.starts_with(kKind)) return {};
  text.remove_prefix(kKind.size());
  const std::string_view flags = text.substr(0, text.find(':'));
  const std::string_view colour = text.substr(flags.size() + 1);
  for (const sr::ColourSteering& one : known) {
    if (std::to_string(one.colour) != colour) continue;
    return flags == "0" ? Steer{Steer::kAlgorithm, one.algorithm} : Steer{Steer::kOpen};
  }
  return {};
}

}  // namespace

Steer SteerOf(const EnginePlan& plan, const PolicyMemory& policies, const Selection& selection,
              PrefixIndex prefix) {
  const sr::SrConfig& config = plan.ConfigOf(selection.table()).sr;
  if (!config.enabled || config.steering.empty()) return {};
  const AttributesId id = selection.AttributesOf(prefix);
  if (!id.valid()) return {};
  std::vector<ProtocolHop> hops;
  selection.ProtocolHopsOf(prefix, hops);
  if (hops.size() > 1) return {Steer::kOpen};
  const AttributePool& pool = policies.pool();
  Steer steer;
  for (const CommunityId member : pool[pool[id].extended]) {
    const Steer one = SteerBy(pool.TextOf(member), config.steering);
    if (one.kind == Steer::kNone) continue;
    steer = steer.kind == Steer::kNone ? one : Steer{Steer::kOpen};
  }
  return steer;
}

}  // namespace ringfence::routing
