#include "formats/arista_eos/vlan_set.h"

#include <algorithm>

namespace ringfence::formats::arista_eos {

VlanBits BitsOf(const std::vector<model::VlanRange>& ranges) {
  VlanBits bits{};
  for (const model::VlanRange& range : ranges)
    std::fill(bits.begin() + range.first, bits.begin() + range.last + 1, true);
  return bits;
}

std::vector<model::VlanRange> RangesOf(const VlanBits& bits) {
  std::vector<model::VlanRange> ranges;
  for (std::uint16_t vlan = 1; vlan <= kVlanMax; ++vlan) {
    if (!bits[vlan]) continue;
    if (!ranges.empty() && ranges.back().last + 1 == vlan) {
      ranges.back().last = vlan;
    } else {
      ranges.push_back({vlan, vlan});
    }
  }
  return ranges;
}

}  // namespace ringfence::formats::arista_eos
