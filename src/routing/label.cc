#include "routing/label.h"

#include "routing/network.h"

namespace ringfence::routing {

LabelStackId LabelStacks::Intern(std::vector<Label> labels) {
  if (labels.empty()) return {};
  const auto [known, added] = ids_.try_emplace(std::move(labels), stacks_.size());
  if (added) {
    stacks_.push_back(&known->first);
    std::string& text = texts_.emplace_back();
    for (const Label& label : known->first) text += (text.empty() ? "" : " | ") + TextOf(label);
  }
  return LabelStackId(known->second);
}

LabelStackId LabelStacks::Below(LabelStackId id) {
  const std::span<const Label> labels = (*this)[id];
  return Intern({labels.begin() + 1, labels.end()});
}

LabelStackId LabelStacks::Joined(LabelStackId above, LabelStackId below) {
  if (!above.valid()) return below;
  if (!below.valid()) return above;
  const std::span<const Label> upper = (*this)[above];
  const std::span<const Label> lower = (*this)[below];
  std::vector<Label> labels(upper.begin(), upper.end());
  labels.insert(labels.end(), lower.begin(), lower.end());
  return Intern(std::move(labels));
}

LabelStackId LabelStacks::WithTop(LabelStackId id, const Label& top) {
  const std::span<const Label> labels = (*this)[id];
  std::vector<Label> changed(labels.begin(), labels.end());
  changed.front() = top;
  return Intern(std::move(changed));
}

std::string LabelStacks::TextOf(const Label& label) const {
  if (label.kind == LabelKind::kUnknown) return "unknown";
  if (label.kind == LabelKind::kNumber) return "label " + std::to_string(label.number);
  const std::string prefix = label.prefix == kNoPrefix ? "" : net::ToString(prefixes_[label.prefix]);
  if (label.kind == LabelKind::kPrefix) return "to " + prefix;
  if (label.kind == LabelKind::kSid)
    return "SID " + prefix + (label.number == 0 ? "" : " by algorithm " + std::to_string(label.number));
  if (label.kind == LabelKind::kVxlan) return "VNI " + std::to_string(label.number) + " to " + prefix;
  const TableOwner& owner = network_.tables()[label.table.index()];
  const DeviceConfig& config = network_.nodes()[owner.node.index()].config;
  if (label.kind == LabelKind::kTunnel)
    return "tunnel " + config.te.tunnels[label.number].name + " of " + config.device.name;
  if (label.kind == LabelKind::kPseudowire)
    return "pseudowire " + std::to_string(label.number) + " of " + config.device.name;
  if (label.kind == LabelKind::kBridge) return owner.vrf + " of " + config.device.name;
  if (label.kind == LabelKind::kVpnRoute) return "VPN route " + prefix + " of " + config.device.name;
  const std::string table =
      "table " + (owner.vrf.empty() ? std::string("default") : owner.vrf) + " of " + config.device.name;
  if (label.kind == LabelKind::kSrv6) return "SID of " + prefix + " for " + table;
  return label.kind == LabelKind::kTable ? table : "route " + prefix + " in " + table;
}

}  // namespace ringfence::routing
