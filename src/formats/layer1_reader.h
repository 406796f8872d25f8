// Cables from Batfish's layer1_topology.json.
#pragma once

#include <vector>

#include "base/diagnostic.h"
#include "model/topology.h"

namespace ringfence::formats {

/// Edges of a layer-1 topology: {"edges": [{"node1": {"hostname": "a", "interfaceName": "x"}, "node2":
/// {...}}]}. The two directions of one cable may both stand there; doubles are removed.
std::vector<model::Cable> ReadLayer1(const base::SourceFile& source, base::FileId file,
                                     base::Diagnostics& diagnostics);

}  // namespace ringfence::formats
