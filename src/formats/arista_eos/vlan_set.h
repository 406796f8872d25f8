// Sets of VLANs as sorted ranges.
#pragma once

#include <array>
#include <vector>

#include "model/device.h"

namespace ringfence::formats::arista_eos {

/// Highest VLAN number.
inline constexpr std::uint16_t kVlanMax = 4094;
/// One bit a VLAN keeps adding and removing simple.
using VlanBits = std::array<bool, kVlanMax + 1>;

/// The set that ranges name.
VlanBits BitsOf(const std::vector<model::VlanRange>& ranges);
/// The least number of ranges for a set, ascending.
std::vector<model::VlanRange> RangesOf(const VlanBits& bits);

}  // namespace ringfence::formats::arista_eos
