// What happens to one flow under one failure set.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/bit_set.h"
#include "exposure/level.h"
#include "model/device.h"
#include "model/policy.h"

namespace ringfence::exposure {

/// Why an answer is not certain: a place and a sentence.
struct Doubt {
  /// Kinds in the order they are reported.
  enum class Kind : std::uint8_t {
    kAmbiguousRoute,
    kLeavesNetwork,
    kTooManyClasses,
    kBudget,
    kUnsettled,
    kTunnel,        ///< the tunnel's state rests on routes that rest on it
    kPrinted,       ///< printed tables stand in, which say nothing about failures
    kCopyReceiver,  ///< nobody states who gets what the node copies
    kSpareWay,      ///< switches take some of the ways that are followed
    kTranslation,   ///< which address a packet gets, or gets back, decides
    kCopyNarrowed,  ///< what the node copies is modelled in part: these packets may be copied or not
  };
  Kind kind = Kind::kAmbiguousRoute;
  model::NodeId node;
  base::Span span;
  friend auto operator<=>(const Doubt&, const Doubt&) = default;
};

/// Outcome of a flow. Sets are over ElementId. Equal outcomes of different failure sets compare equal.
struct FlowOutcome {
  bool delivered = false;      ///< some packet arrives, in both directions
  bool delivered_all = false;  ///< every packet arrives on every branch, in both directions
  std::array<base::BitSet, kLevelCount> carriers;  ///< who holds the level by itself
  std::array<base::BitSet, kLevelCount> exposed;   ///< after closure over managers and hosts
  base::BitSet meta_full;  ///< carriers that see headers; other carriers of meta see volume and time only
  base::BitSet path;       ///< nodes and line systems on a used path
  base::BitSet links;      ///< over LinkId: links on a used path, or on the way of a copy
  base::BitSet copied;     ///< nodes and what lies below links that copies or records of the flow pass
  std::vector<Doubt> doubts;
  std::vector<Doubt> copy_doubts;  ///< about copies: more may read or see, nobody less
  /// About ways that may not be taken: nobody else is on the way, and perhaps not all who are listed.
  std::vector<Doubt> spare_doubts;

  /// More may be exposed than `exposed` tells.
  bool may_expose_more() const { return !doubts.empty() || !copy_doubts.empty(); }
  /// Which ways are taken, or what arrives, is not certain; who gets copies is another question.
  bool ways_in_doubt() const { return !doubts.empty() || !spare_doubts.empty(); }
  bool in_doubt() const { return may_expose_more() || !spare_doubts.empty(); }  ///< any of this

  friend bool operator==(const FlowOutcome&, const FlowOutcome&) = default;
};

/// Elements whose `meta` is volume only after closure.
base::BitSet VolumeOnly(const FlowOutcome& outcome, const std::vector<base::BitSet>& inherit);

/// Levels per element that `more` exposes and `less` does not, in order of element.
std::vector<std::pair<model::ElementId, LevelSet>> Surplus(const FlowOutcome& more, const FlowOutcome& less);

/// exposed = closure of carriers under `inherit`.
void CloseOutcome(FlowOutcome& outcome, const std::vector<base::BitSet>& inherit);

}  // namespace ringfence::exposure
