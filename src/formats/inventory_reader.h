// The inventory: who makes, owns and runs what, as YAML or CSV.
#pragma once

#include "base/decode.h"
#include "base/diagnostic.h"
#include "model/inventory.h"

namespace ringfence::formats {

/// Table of inventory.yaml; also published as JSON Schema.
const base::RecordSchema& InventorySchema();

/// Adds what an inventory in YAML (or JSON) says to `inventory`.
void ReadInventoryYaml(const base::SourceFile& source, base::FileId file, model::Inventory& inventory,
                       base::Diagnostics& diagnostics);

/// Adds the elements of a CSV table (RFC 4180): a header line with the element keys of the YAML form
/// (`element` for the name, `latitude` and `longitude` for the position, lists separated by ';'), then one
/// line an element.
void ReadInventoryCsv(const base::SourceFile& source, base::FileId file, model::Inventory& inventory,
                      base::Diagnostics& diagnostics);

/// Adds makers of parts to an element: more makers, behind the one of the whole, who must be known: or else
/// an element with parts alone would pass for one whose maker somebody states (diagnosed).
void AddPartMakers(const std::vector<model::ElementParty>& parts, model::Element& element,
                   base::Diagnostics& diagnostics);

/// Reports elements, circuits and sites that are stated twice (kNameDuplicate).
void CheckInventoryNames(const model::Inventory& inventory, base::Diagnostics& diagnostics);

}  // namespace ringfence::formats
