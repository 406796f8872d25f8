// Lists of OpenSanctions and entities of FollowTheMoney.
#pragma once

#include "importers/importer.h"

namespace ringfence::importers::opensanctions {

/// The unit's entry in the table.
extern const Importer kImporter;

}  // namespace ringfence::importers::opensanctions
