// Policy routing at interfaces: an entry of a policy map takes what the lists of its class permit.

#include <algorithm>

#include "formats/arista_eos/convert.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

/// Lists of a class. Nothing when some condition is not expressed, or no list is left to permit a packet.
std::vector<std::string> ListsOf(Reader& reader, const model::Device& device, const SteeringClassText& text) {
  std::vector<std::string> lists;
  bool expressed = text.expressed;
  for (const SteeringListText& list : text.lists) {
    const bool v4 = list.family == net::Family::kIpv4;
    if (model::FindAcl(device, list.name, list.family) == nullptr) {
      reader.Undefined(list.span, "access list", list.name);
      continue;
    }
    // A name stands for the lists of both families in the model: the other one must be meant as well.
    const net::Family other = v4 ? net::Family::kIpv6 : net::Family::kIpv4;
    const bool both = std::ranges::any_of(text.lists, [&](const SteeringListText& more) {
      return more.name == list.name && more.family == other;
    });
    if (!both && model::FindAcl(device, list.name, other) != nullptr) {
      reader.Demote(list.span, Impact::kForwarding, "policy routing");
      expressed = false;
    }
    if (std::ranges::find(lists, list.name) == lists.end()) lists.push_back(list.name);
  }
  std::ranges::stable_partition(lists, [&](const std::string& name) {
    return model::FindAcl(device, name, net::Family::kIpv4) != nullptr;
  });
  return expressed ? lists : std::vector<std::string>{};
}

model::PolicyRouting ConvertPolicy(Reader& reader, const model::Device& device, const std::string& name,
                                   const SteeringPolicyText& text) {
  model::PolicyRouting policy{name, {}, text.span};
  for (const auto& [number, entry] : text.entries) {
    const auto known = reader.vendor.steering_classes.find(entry.class_name);
    if (known == reader.vendor.steering_classes.end()) {
      reader.Undefined(entry.span, "class map", entry.class_name);
      continue;
    }
    model::PolicyRoutingTerm term;
    term.name = std::to_string(number);
    term.acls = ListsOf(reader, device, known->second);
    term.hops = entry.hops;
    term.span = entry.span;
    if (!term.acls.empty()) policy.terms.push_back(std::move(term));
  }
  return policy;
}

}  // namespace

void ConvertSteering(Conversion& conversion) {
  Reader& reader = conversion.reader;
  model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const model::AclUse& use = reader.vendor.interfaces[i].steering;
    if (!use.applies()) continue;
    const auto known = reader.vendor.steering_policies.find(use.name);
    if (known == reader.vendor.steering_policies.end()) {
      reader.Undefined(use.span, "policy map", use.name);
      continue;
    }
    if (model::FindPolicyRouting(device, use.name) == nullptr)
      device.policy_routing.push_back(ConvertPolicy(reader, device, use.name, known->second));
    device.interfaces[i].policy_in4 = device.interfaces[i].policy_in6 = use;
  }
}

}  // namespace ringfence::formats::arista_eos
