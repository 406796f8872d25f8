// The Beneficial Ownership Data Standard, versions 0.2 to 0.4.
#pragma once

#include "importers/importer.h"

namespace ringfence::importers::bods {

/// The unit's entry in the table.
extern const Importer kImporter;

}  // namespace ringfence::importers::bods
