// NetBox: answers of its REST interface, fixtures, tables.
#pragma once

#include "importers/importer.h"

namespace ringfence::importers::netbox {

/// The unit's entry in the table.
extern const Importer kImporter;

}  // namespace ringfence::importers::netbox
