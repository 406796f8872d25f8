// An import as the files of a snapshot.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "importers/import.h"

namespace ringfence::importers {

/// Name below the snapshot's folder and text of each file that the import needs: inventory.yaml,
/// batfish/layer1_topology.json and parties.yaml (a file that a policy includes). What was left out stands
/// at the head of the first one. `origins` says where it all comes from.
std::vector<std::pair<std::string, std::string>> FilesOf(const Import& import, const base::SourceMap& sources,
                                                         const std::string& origins);

/// "what (12 times, first at FILE:LINE:COLUMN)".
std::string TextOf(const Left& left, const base::SourceMap& sources);

}  // namespace ringfence::importers
