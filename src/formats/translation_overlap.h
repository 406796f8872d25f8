// Lines of translation that could both decide about one packet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/acl.h"
#include "model/translation.h"

namespace ringfence::formats {

/// Budget of a comparison: lines of access lists, then steps over rules and pairs of lines, then nodes of
/// packet sets (origin: a hundred lines between ten interfaces by lists of a hundred lines stay below).
inline constexpr std::size_t kOverlapListLinesMax = 20'000;
inline constexpr std::size_t kOverlapStepsMax = 20'000;
inline constexpr std::uint32_t kOverlapNodesMax = 1U << 20U;

/// False only when no packet meets both.
bool MayMeet(const net::HeaderMatch& a, const net::HeaderMatch& b);

/// For each line: could another one decide about a packet that it decides about? Lists are found in `lists`,
/// which has them all. When the budget is used up: every one could.
std::vector<bool> LinesThatShare(const std::vector<std::span<const model::Translation>>& lines,
                                 const std::map<std::string, const model::Acl*>& lists);

}  // namespace ringfence::formats
