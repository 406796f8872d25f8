// What the policy of the control plane drops, as lists that guard the device.
//
// Policers drop what exceeds their rate and are no filters. A class that is dropped whole takes the packets
// of its access lists, whatever their lines say about them; a class before it may have taken some of them,
// which is not looked at: the guards drop at least what the device does, so that who manages it is not asked
// of them. Lists that are known by nothing but their name, or not in full, leave the line open.

#include <algorithm>

#include "formats/cisco_nxos/convert.h"
#include "formats/discovery_lines.h"

namespace ringfence::formats::cisco_nxos {
namespace {

constexpr std::string_view kDropped = "class whose packets are dropped";
// The system's own policies are not printed.
constexpr std::string_view kOwnPolicy = "copp-system";

/// Guards the device with what the list holds; false when nobody defines the list for this family.
bool AddDropped(const DroppedClassText& dropped, const std::string& list, net::Family family,
                model::Device& device) {
  const model::Acl* known = model::FindAcl(device, list, family);
  if (known == nullptr) return false;
  model::Acl acl = *known;
  acl.lines.resize(LinesBeforeDiscovery(kRouterAndNeighborTypes, acl).size());
  acl.name = std::string(kDroppedPrefix) + list;
  acl.end_action = model::AclAction::kPermit;
  acl.span = dropped.span;
  if (model::FindAcl(device, acl.name, family) != nullptr) return true;
  for (model::AclLine& line : acl.lines) {
    line.action = model::AclAction::kDeny;
    line.span = dropped.span;
  }
  AddGuard({.name = acl.name, .family = family, .vrf = {}, .span = dropped.span}, device);
  device.acls.push_back(std::move(acl));
  return true;
}

/// Lines that are not modelled take packets of the class, too, whatever their action.
bool HasOpenLines(const Reader& reader, const std::string& list) {
  return std::ranges::any_of(
      reader.vendor.acls, [&list](const AclText& text) { return text.name == list && !text.open.empty(); });
}

void ConvertDropped(Reader& reader, const DroppedClassText& dropped, model::Device& device) {
  const auto text = reader.vendor.control_classes.find(dropped.name);
  bool open = text == reader.vendor.control_classes.end() || text->second.other;
  if (!open) {
    for (const std::string& list : text->second.lists) {
      const bool v4 = AddDropped(dropped, list, net::Family::kIpv4, device);
      const bool v6 = AddDropped(dropped, list, net::Family::kIpv6, device);
      open = open || (!v4 && !v6) || HasOpenLines(reader, list);
    }
  }
  if (open) reader.Demote(dropped.span, kOwnPackets, kDropped);
}

}  // namespace

void ConvertControlPlane(Reader& reader, routing::DeviceConfig& config) {
  const Setting<std::string>& use = reader.vendor.control_policy;
  if (use.value.empty()) return;
  const auto policy = reader.vendor.control_policies.find(use.value);
  if (policy == reader.vendor.control_policies.end()) {
    if (!use.value.starts_with(kOwnPolicy)) reader.Demote(use.span, kOwnPackets, kDropped);
    return;
  }
  for (const DroppedClassText& dropped : policy->second) ConvertDropped(reader, dropped, config.device);
}

}  // namespace ringfence::formats::cisco_nxos
