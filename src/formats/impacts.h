// What a line that is not modelled may change, in the short names of the readers' tables: nearly every line
// of one says it.
#pragma once

#include <cstdint>

#include "model/fate.h"

namespace ringfence::formats {

inline constexpr std::uint8_t kRouting = model::Impact::kRouting;  ///< routing tables of both families
inline constexpr std::uint8_t kForwarding =
    model::Impact::kForwarding;                                ///< what the device does with packets
inline constexpr std::uint8_t kPaths = model::Impact::kPaths;  ///< where packets go: both of these
/// Ports that drop packets of sources to which no way leads back over them: readers note them at the
/// interface (model::Interface::source_check), so that routing asks whether packets of protocols pass.
inline constexpr std::uint8_t kSourceCheck = kForwarding;
/// What the device itself takes: packets of its neighbours' protocols and of who manages it.
inline constexpr std::uint8_t kOwnPackets = kRouting | model::Impact::kManagement;

}  // namespace ringfence::formats
