// Numbers of first-hop groups where one protocol has two versions.
#pragma once

#include <cstdint>

namespace ringfence::model {

/// The two versions of HSRP, and of VRRP for IPv4, do not hear each other: VirtualRouter::group of the later
/// one is the number on the wire plus this.
inline constexpr std::uint32_t kLaterVersionGroups = 1'000'000;

/// The number on the wire.
constexpr std::uint32_t WireGroup(std::uint32_t group) { return group % kLaterVersionGroups; }
/// True for a group of the later version.
constexpr bool IsLaterVersion(std::uint32_t group) { return group >= kLaterVersionGroups; }

}  // namespace ringfence::model
