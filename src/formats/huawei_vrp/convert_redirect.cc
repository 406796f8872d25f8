// Traffic policies whose behaviours send packets to a next hop, and `policy-based-route`: policy routing of
// what comes in. The pairs are terms in their order; a pair that does not redirect lets its packets go by
// their destination. What the lists deny is dropped before (convert_acl.cc).
//
// A redirect holds while the next hop answers; else packets go by their destination (m: `redirect ip-nexthop`
// of S5700 and NE40E). The model asks whether a subnet of a working interface holds the next hop, so one that
// no subnet holds is left open.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

const VrpBehavior* BehaviorOf(const VrpConfig& config, std::string_view name) {
  const auto found = std::ranges::find(config.behaviors, name, &VrpBehavior::name);
  return found == config.behaviors.end() ? nullptr : &*found;
}

const VrpClassifier* ClassifierOf(const VrpConfig& config, std::string_view name) {
  const auto found = std::ranges::find(config.classifiers, name, &VrpClassifier::name);
  return found == config.classifiers.end() ? nullptr : &*found;
}

bool IsOnSubnet(const model::Device& device, const std::string& vrf, const net::IpAddress& next_hop) {
  return std::ranges::any_of(device.interfaces, [&](const model::Interface& interface) {
    return interface.vrf == vrf && std::ranges::any_of(interface.addresses, [&](const auto& address) {
             return address.address.length < net::AddressBits(next_hop.family) &&
                    address.address.subnet().Contains(next_hop);
           });
  });
}

/// The terms of one pair: one for each list, or one for every packet.
void AppendTerms(const VrpConfig& config, const VrpTrafficPolicy::Pair& pair, model::PolicyRouting& policy) {
  const VrpClassifier* classifier = ClassifierOf(config, pair.classifier);
  const VrpBehavior* behavior = BehaviorOf(config, pair.behavior);
  if (classifier == nullptr || behavior == nullptr) return;
  model::PolicyRoutingTerm term;
  term.hops = behavior->hops;
  term.span = pair.span;
  const auto add = [&](std::vector<std::string> acls) {
    term.name = fmt::format("{}", policy.terms.size() + 1);
    term.acls = std::move(acls);
    policy.terms.push_back(term);
  };
  for (const NameUse& use : classifier->acls4) {
    const VrpAcl* acl = FindVrpAcl(config, use.name, net::Family::kIpv4);
    if (acl != nullptr && !acl->rules.empty()) add({ModelNameOf(*acl)});
  }
  if (classifier->any) add({});
}

void CheckNextHops(Conversion& conversion, const model::PolicyRouting& policy, const NameUse& use,
                   const model::Interface& interface) {
  for (const model::PolicyRoutingTerm& term : policy.terms) {
    for (const model::PolicyHop& hop : term.hops) {
      if (!IsOnSubnet(conversion.to.device, interface.vrf, *hop.next_hop))
        MarkUnmodelled(conversion, use.span, Impact::kForwarding, "next hop of a redirect on no subnet");
    }
  }
}

void AddPolicy(Conversion& conversion, model::PolicyRouting policy, const NameUse& use,
               model::Interface& interface) {
  CheckNextHops(conversion, policy, use, interface);
  interface.policy_in4 = {policy.name, use.span};
  std::vector<model::PolicyRouting>& known = conversion.to.device.policy_routing;
  if (std::ranges::count(known, policy.name, &model::PolicyRouting::name) == 0)
    known.push_back(std::move(policy));
}

/// The nodes of a policy by number; nothing when there is none.
std::vector<const VrpPolicyNode*> NodesOf(const VrpConfig& config, std::string_view policy) {
  std::vector<const VrpPolicyNode*> nodes;
  for (const VrpPolicyNode& node : config.policy_nodes) {
    if (node.policy == policy) nodes.push_back(&node);
  }
  std::ranges::sort(nodes, {}, &VrpPolicyNode::number);
  return nodes;
}

/// The node as a term; false when it says more than the model holds.
bool AppendNode(Conversion& conversion, const VrpPolicyNode& node, model::PolicyRouting& policy) {
  model::PolicyRoutingTerm term;
  term.name = fmt::format("{}", node.number);
  term.span = node.span;
  if (!node.acl.name.empty()) {
    const VrpAcl* acl = FindVrpAcl(conversion.from, node.acl.name, net::Family::kIpv4);
    if (acl == nullptr)
      return ReportUndefined(conversion, node.acl, "access list", Impact::kForwarding), false;
    term.acls = {ModelNameOf(*acl)};
  }
  // What a node denies, and what it permits and applies nothing to, goes by its destination.
  if (node.permit && node.hop) term.hops = {*node.hop};
  policy.terms.push_back(std::move(term));
  return node.complete;
}

}  // namespace

void ConvertPolicyRouting(Conversion& conversion, const NameUse& use, model::Interface& interface) {
  if (use.name.empty()) return;
  const std::vector<const VrpPolicyNode*> nodes = NodesOf(conversion.from, use.name);
  if (nodes.empty()) return ReportUndefined(conversion, use, "policy", Impact::kForwarding);
  model::PolicyRouting policy{.name = use.name, .span = nodes.front()->span};
  bool complete = !interface.policy_in4.applies();
  for (const VrpPolicyNode* node : nodes) complete = AppendNode(conversion, *node, policy) && complete;
  if (!complete) return MarkUnmodelled(conversion, use.span, Impact::kForwarding, "policy routing");
  AddPolicy(conversion, std::move(policy), use, interface);
}

bool Redirects(const VrpConfig& config, const VrpTrafficPolicy& policy) {
  return std::ranges::any_of(policy.pairs, [&](const VrpTrafficPolicy::Pair& pair) {
    const VrpBehavior* behavior = BehaviorOf(config, pair.behavior);
    return behavior != nullptr && !behavior->hops.empty();
  });
}

void ConvertRedirect(Conversion& conversion, const VrpTrafficPolicy& from, const NameUse& use,
                     model::Interface& interface) {
  model::PolicyRouting policy;
  policy.name = std::string(kTrafficPolicyPrefix) + from.name;
  for (const VrpTrafficPolicy::Pair& pair : from.pairs) {
    if (!policy.span.valid()) policy.span = pair.span;
    AppendTerms(conversion.from, pair, policy);
  }
  AddPolicy(conversion, std::move(policy), use, interface);
}

}  // namespace ringfence::formats::huawei_vrp
