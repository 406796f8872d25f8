// Topologies of containerlab.
#pragma once

#include "importers/importer.h"

namespace ringfence::importers::containerlab {

/// The unit's entry in the table.
extern const Importer kImporter;

}  // namespace ringfence::importers::containerlab
