// Which unmodelled lines lie in the cone of an answer.
#pragma once

#include <string>
#include <vector>

#include "base/bit_set.h"
#include "exposure/world.h"
#include "model/fate.h"
#include "net/ip.h"

namespace ringfence::exposure {

/// A line that is not in the model.
struct OpenLine {
  model::NodeId node;
  model::Impact impact;
  std::string reason;  ///< the feature, or "unknown line"
  base::Span span;
};

/// Questions asked of the cone.
struct ConeQuery {
  net::Family family = net::Family::kIpv4;
  const base::BitSet* handlers = nullptr;  ///< elements on a used path in any tried state
  model::NodeId end;                       ///< an end of the flow: names its connected part of the network
  /// Impacts that matter besides routing (which always does): for a proof all, for a violation those that
  /// could take it back.
  std::uint8_t impact_bits = model::Impact::kAll;
};

/// All open lines of a snapshot, ready to be asked. Immutable.
class Cones {
 public:
  /// Reads fates of every device; `fates` holds per node the fates of its files.
  Cones(const World& world, const std::vector<std::vector<const model::FileFates*>>& fates);

  /// Lines that could change the answer, in order of node and line.
  /// Routing lines count on every device of the connected network; the others where the flow is handled.
  std::vector<const OpenLine*> LinesIn(const ConeQuery& query) const;
  const std::vector<OpenLine>& lines() const { return lines_; }

 private:
  /// True when whoever handles the flow forwards by what it printed: no computed route takes part.
  bool ByPrintedTables(const ConeQuery& query) const;

  const World& world_;
  std::vector<OpenLine> lines_;
  std::vector<std::uint8_t> prints_all_;  ///< by NodeId: all its tables are printed ones
  std::vector<std::uint32_t> component_;  ///< by NodeId: connected part of the network with nothing failed
};

}  // namespace ringfence::exposure
