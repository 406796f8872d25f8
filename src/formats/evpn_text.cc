#include "formats/evpn_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::formats {

void EvpnVlanText::Change(bool import, bool export_too, bool negated, const std::string& target) {
  const auto change = [&](std::vector<std::string>& targets) {
    std::erase(targets, target);
    if (!negated) targets.push_back(target);
  };
  if (import) change(imports);
  if (export_too) change(exports);
}

std::vector<std::string> ExpandTargets(const std::vector<std::string>& texts, std::uint32_t as,
                                       std::uint32_t vni) {
  std::vector<std::string> targets;
  for (const std::string& text : texts) {
    if (text != kAutoTarget) {
      targets.push_back(text);
    } else if (as != 0) {
      targets.push_back(fmt::format("target:{}:{}", as, vni));
    }
  }
  return targets;
}

bool IsOpenTarget(const EvpnVlanText& text, std::uint32_t as) {
  constexpr std::uint32_t kTwoOctetsMax = 0xffff;
  return as > kTwoOctetsMax && (std::ranges::count(text.imports, kAutoTarget) > 0 ||
                                std::ranges::count(text.exports, kAutoTarget) > 0);
}

void AddVlan(model::Vxlan& vxlan, std::uint32_t vni, std::uint16_t vlan, const EvpnVlanText& text,
             std::uint32_t as, base::Span span) {
  model::VxlanSegment& segment = vxlan.segments.emplace_back();
  segment.vni = vni;
  segment.vlan = vlan;
  segment.import_targets = ExpandTargets(text.imports, as, vni);
  segment.export_targets = ExpandTargets(text.exports, as, vni);
  segment.span = span;
}

model::VirtualRouter AnycastGateway(const std::vector<model::InterfaceAddress>& addresses, base::Span span) {
  model::VirtualRouter group;
  group.protocol = model::RedundancyProtocol::kAnycast;
  for (const model::InterfaceAddress& own : addresses) group.addresses.push_back(own.address.address);
  group.span = span;
  return group;
}

}  // namespace ringfence::formats
