// ACL-based forwarding: lines of a list for incoming packets name next hops.
//
// The list filters as any other. What its lines send elsewhere is a policy beside it, of its name: a term for
// each permitting line up to the last that sends, with a list of that line alone, so that the first line that
// holds decides in both. Packets none of whose next hops has a route go by their destination.

#include <set>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::AclUse;
using model::Impact;

class Steering {
 public:
  Steering(Reader& reader, routing::DeviceConfig& config) : reader_(reader), config_(config) {}

  /// The policy beside the list; none where its lines send nothing.
  AclUse UseOf(const AclUse& use, net::Family family) {
    if (!use.applies()) return {};
    const AclText* text = nullptr;
    for (const AclText& acl : reader_.vendor.acls) {
      if (acl.name == use.name && acl.family == family) text = &acl;
    }
    if (text == nullptr || text->steers.empty()) return {};
    if (!made_.insert({use.name, family}).second)
      return lacking_.contains({use.name, family}) ? AclUse{} : use;
    if (model::FindPolicyRouting(config_.device, use.name) != nullptr || !HasTables(*text)) {
      // Lists of the two families may have one name, policies may not.
      Lack(*text);
      lacking_.insert({use.name, family});
      return {};
    }
    Make(*text);
    return use;
  }

 private:
  bool HasTables(const AclText& text) {
    bool all = true;
    for (const auto& [number, hops] : text.steers) {
      for (const model::PolicyHop& hop : hops)
        all = all && (!hop.table || IsVrf(reader_, *hop.table, hop.span));
    }
    return all;
  }

  void Lack(const AclText& text) {
    for (const auto& [number, hops] : text.steers)
      reader_.Demote(text.lines.at(number).span, Impact::kForwarding, "policy routing");
  }

  void Make(const AclText& text) {
    model::PolicyRouting policy{text.name, {}, text.span};
    const std::uint32_t last = text.steers.rbegin()->first;
    for (const auto& [number, line] : text.lines) {
      if (number > last || line.action != model::AclAction::kPermit) continue;
      model::PolicyRoutingTerm& term = policy.terms.emplace_back();
      term.name = std::to_string(policy.terms.size());
      term.acls = {std::string(kSteeringLineList) + text.name + " " + term.name};
      term.span = line.span;
      const auto steers = text.steers.find(number);
      if (steers != text.steers.end()) term.hops = steers->second;
      config_.device.acls.push_back({term.acls[0], text.family, {line}, model::AclAction::kDeny, line.span});
    }
    config_.device.policy_routing.push_back(std::move(policy));
  }

  Reader& reader_;
  routing::DeviceConfig& config_;
  std::set<std::pair<std::string, net::Family>> made_, lacking_;
};

}  // namespace

void ConvertSteering(Reader& reader, routing::DeviceConfig& config) {
  Steering steering(reader, config);
  for (model::Interface& interface : config.device.interfaces) {
    interface.policy_in4 = steering.UseOf(interface.acl_in4, net::Family::kIpv4);
    interface.policy_in6 = steering.UseOf(interface.acl_in6, net::Family::kIpv6);
  }
}

}  // namespace ringfence::formats::cisco_iosxr
