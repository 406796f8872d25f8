// How far an edit of the files reaches: see edit_scope.cc.
#pragma once

#include <optional>

#include "base/bit_set.h"
#include "base/moved_lines.h"
#include "exposure/engine.h"
#include "exposure/touched_prefixes.h"

namespace ringfence::exposure {

/// What an edit may have changed of the answers about flows, beside who inherits whose powers.
struct EditScope {
  base::BitSet lists;  ///< by NodeId: what the node does with packets it meets at interfaces without a link
  TouchedPrefixes prefixes;  ///< where packets to them go
  /// What is the same of devices on both sides, and is read by walks and protocols, stands on lines that
  /// MovedLines follows.
  bool follows_lines = false;
};

/// Compares the networks before and after an edit, wherever the files say it; nullopt: any answer may have
/// changed. A name, a unit of failure or an element that comes or goes is such a change. Cost: the texts of
/// all devices once.
std::optional<EditScope> FindEditScope(const ExposureEngine& before, const ExposureEngine& after,
                                       const base::MovedLines& lines);

}  // namespace ringfence::exposure
