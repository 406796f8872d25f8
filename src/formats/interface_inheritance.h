// What interfaces take from those they stand on or consist of.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/device.h"

namespace ringfence::formats {

/// Bundles without a bandwidth get that of their members that are up together.
inline void FillBundles(model::Device& device) {
  std::map<std::string, std::uint64_t> sums_bps;
  for (const model::Interface& member : device.interfaces) {
    if (!member.lag.empty() && member.admin_up) sums_bps[member.lag] += member.bandwidth_bps.value_or(0);
  }
  for (model::Interface& bundle : device.interfaces) {
    const auto sum = sums_bps.find(bundle.name);
    if (bundle.kind == model::InterfaceKind::kLag && !bundle.bandwidth_bps && sum != sums_bps.end())
      bundle.bandwidth_bps = sum->second;
  }
}

/// Sub-interfaces take bandwidth and MTU of their parent where their own statements (`texts`, parallel to the
/// interfaces) say nothing.
template <class InterfaceText>
void FillSubinterfaces(const std::vector<InterfaceText>& texts, model::Device& device) {
  std::map<std::string, std::size_t> indices;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) indices[device.interfaces[i].name] = i;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    model::Interface& child = device.interfaces[i];
    if (child.kind != model::InterfaceKind::kSubinterface) continue;
    const auto parent = indices.find(child.parent);
    if (parent == indices.end()) continue;
    const model::Interface& port = device.interfaces[parent->second];
    if (!texts[i].bandwidth_bps.set()) child.bandwidth_bps = port.bandwidth_bps;
    if (!child.mtu_bytes) child.mtu_bytes = port.mtu_bytes;
  }
}

}  // namespace ringfence::formats
