// Tunnel policies. Without one a VPN route takes the LSP to its next hop, and the model knows LSPs of LDP
// alone. A policy that names them in its sequence says the same where the device begins no tunnel of another
// kind; every other one is left open at its sequence and where it is used.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

constexpr std::string_view kReason = "choice of tunnels";

bool SaysTheDefault(const VrpConfig& config, const VrpTunnelPolicy& policy) {
  const bool lsps =
      std::ranges::count(policy.sequence, "lsp") + std::ranges::count(policy.sequence, "ldp") > 0;
  return policy.complete && lsps && !config.other_tunnels;
}

}  // namespace

void ConvertTunnelPolicies(Conversion& conversion) {
  const VrpConfig& config = conversion.from;
  for (const VrpTunnelPolicy& policy : config.tunnel_policies) {
    if (policy.span.valid() && !SaysTheDefault(config, policy))
      MarkUnmodelled(conversion, policy.span, kPaths, kReason);
  }
  for (const VrpVpnInstance& vpn : config.vpn_instances) {
    for (const NameUse& use : {vpn.tunnel_policy4, vpn.tunnel_policy6}) {
      if (use.name.empty()) continue;
      const auto policy = std::ranges::find(config.tunnel_policies, use.name, &VrpTunnelPolicy::name);
      if (policy == config.tunnel_policies.end() || !SaysTheDefault(config, *policy))
        MarkUnmodelled(conversion, use.span, kPaths, kReason);
    }
  }
}

}  // namespace ringfence::formats::huawei_vrp
