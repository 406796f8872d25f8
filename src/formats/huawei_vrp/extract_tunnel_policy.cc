// `tunnel-policy T`, its uses by VPN instances, and whether the device begins tunnels beside those of LDP and
// RSVP.
#include <algorithm>

#include "formats/huawei_vrp/reader.h"
#include "formats/huawei_vrp/values.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

/// Kinds of tunnels that may stand in a sequence.
constexpr std::string_view kKinds[] = {"bgp", "cr-lsp", "flex-algo-lsp", "gre",          "ldp",
                                       "lsp", "sr-lsp", "sr-te",         "sr-te-policy", "te"};

/// `tunnel binding destination A te T [down-switch]`.
Verdict ReadBinding(VrpTunnelPolicy& policy, const Line& line) {
  const auto destination = net::ParseIpv4(line.at(3));
  const NameTaken name = TakeInterfaceName(line, 5);
  const bool falls_back = line.at(name.next) == "down-switch";
  const bool known = line.at(2) == "destination" && destination && line.at(4) == "te" && !name.name.empty() &&
                     line.size() == name.next + (falls_back ? 1 : 0);
  if (!known || line.undo()) {
    policy.complete = false;
    return Unmodelled(kPaths, "choice of tunnels");
  }
  std::erase_if(policy.bound, [&](const VrpTunnelBinding& one) { return one.destination == *destination; });
  policy.bound.push_back({*destination, name.name, falls_back, line.span()});
  return Modelled();
}

}  // namespace

Verdict OpenTunnelPolicy(Reader& reader, const Line& line) {
  std::vector<VrpTunnelPolicy>& policies = reader.config.tunnel_policies;
  if (line.size() != 2) return KnownForm(View::kSystem, line);
  auto found = std::ranges::find(policies, line.at(1), &VrpTunnelPolicy::name);
  if (line.undo()) {
    if (found != policies.end()) policies.erase(found);
    return Modelled(View::kInherit);
  }
  if (found == policies.end()) {
    policies.push_back({.name = std::string(line.at(1))});
    found = policies.end() - 1;
  }
  reader.open_object = static_cast<std::size_t>(found - policies.begin());
  return Modelled(View::kTunnelPolicy);
}

Verdict ReadTunnelPolicy(Reader& reader, const Line& line) {
  VrpTunnelPolicy& policy = reader.config.tunnel_policies[reader.open_object];
  if (line.at(0) == "description") return Irrelevant();
  if (line.at(0) == "tunnel" && line.at(1) == "select-seq" && !line.undo()) {
    std::size_t word = 2;
    policy.sequence.clear();
    for (; std::ranges::count(kKinds, line.at(word)) > 0; ++word) policy.sequence.emplace_back(line.at(word));
    const bool one = line.at(word) == "load-balance-number" && line.at(word + 1) == "1";
    policy.span = line.span();
    if (!policy.sequence.empty() && one && line.size() == word + 2) return Modelled();
  }
  if (line.at(0) == "tunnel" && line.at(1) == "binding") return ReadBinding(policy, line);
  policy.complete = false;
  return Unmodelled(kPaths, "choice of tunnels");
}

Verdict ReadTunnelPolicyUse(Reader& reader, const Line& line) {
  VrpVpnInstance& vpn = reader.config.vpn_instances[reader.open_vpn];
  const bool v6 = reader.open_vpn_family == net::Family::kIpv6;
  const bool evpn = line.at(line.size() - 1) == "evpn" && line.size() > (line.undo() ? 1U : 2U);
  NameUse& use = evpn ? (v6 ? vpn.evpn6 : vpn.evpn4).tunnel_policy
                 : v6 ? vpn.tunnel_policy6
                      : vpn.tunnel_policy4;
  use = {};
  if (line.undo()) return Modelled();
  if (line.size() != (evpn ? 3U : 2U)) return KnownForm(View::kVpnFamily, line);
  use = {std::string(line.at(1)), line.span()};
  return Modelled();
}

void NoteTunnels(VrpConfig& config, const Line& line) {
  const std::string_view word = line.at(0);
  if (line.undo() || word == "description") return;
  // Ways of SIDs along shortest paths: `segment-routing [mpls | global-block ...]`, `isis prefix-sid ...`.
  const std::string_view kind = line.at(1);
  const bool plain =
      (word == "segment-routing" && (kind.empty() || kind == "mpls" || kind == "global-block")) ||
      (word == "tunnel-prefer" && line.size() == 2) ||
      ((word == "isis" || word == "ospf") && kind == "prefix-sid" && line.size() == 4);
  if (plain) {
    config.segment_tunnels = true;
    return;
  }
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::string_view part = line.at(i);
    const bool begins = part == "segment-routing" || part == "label-route-capability" ||
                        part == "prefix-sid" || part == "srv6-te" || part == "sr-te" ||
                        part.starts_with("auto-") || part == "cr-static";
    config.other_tunnels = config.other_tunnels || begins;
  }
  const bool te = line.at(1) == "mpls" && line.at(2) == "te";
  const bool tunnel = word == "tunnel-protocol" && line.at(1) != "ipsec" && line.at(1) != "none" && !te;
  config.other_tunnels = config.other_tunnels || tunnel || word == "static-lsp" || word == "static-cr-lsp" ||
                         word == "bidirectional";
}

}  // namespace ringfence::formats::huawei_vrp
