// `apply-groups`: what a group says is put where it is applied.
#pragma once

#include "formats/nokia_sros/reader.h"

namespace ringfence::formats::nokia_sros {

/// Nodes that groups may add to one file (origin: 10 times the largest real expansion seen).
inline constexpr std::uint32_t kInheritedNodesMax = 200'000;

/// Copies the words of all applied groups into the places that apply them and marks the statements of groups.
/// Reports undefined groups and expansion over the limit.
void ApplyGroups(Reader& reader);

}  // namespace ringfence::formats::nokia_sros
