// Names of ids for output.
#pragma once

#include <string>
#include <vector>

#include "exposure/engine.h"
#include "study/snapshot.h"

namespace ringfence::report {

/// Names of things of one snapshot. The snapshot must outlive it.
class Names {
 public:
  explicit Names(const study::Snapshot& snapshot, bool masked = false)
      : snapshot_(snapshot), masked_(masked) {}

  const std::string& Node(model::NodeId node) const;  ///< REQUIRES: of this snapshot
  /// "" for an invalid index.
  std::string Interface(model::NodeId node, model::InterfaceIndex interface) const;
  const std::string& Element(model::ElementId element) const;
  /// "" for an invalid id.
  std::string Party(model::PartyId party) const;
  const std::string& Flow(model::FlowId flow) const;
  /// Labels of the failing units, sorted as in the set.
  std::vector<std::string> Failures(const exposure::FailureSet& set) const;
  /// Names of the members of a set of elements.
  std::vector<std::string> Elements(const base::BitSet& set) const;
  /// "file:line" of a span.
  std::string Place(base::Span span) const;
  /// Text of the span's line without blanks around it; when `masked`, without what may be a secret in it.
  std::string Line(base::Span span) const;

 private:
  const study::Snapshot& snapshot_;
  bool masked_;
};

}  // namespace ringfence::report
