// Bills of material in CycloneDX's JSON.
#pragma once

#include "importers/importer.h"

namespace ringfence::importers::cyclonedx {

/// The unit's entry in the table.
extern const Importer kImporter;

}  // namespace ringfence::importers::cyclonedx
