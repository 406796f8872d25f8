// Expands importers.def into the table. The only file of the module that knows all units.

#include "importers/importer.h"

namespace ringfence::importers {

#define RF_UNIT(unit)              \
  namespace unit {                 \
  extern const Importer kImporter; \
  }
#include "importers/importers.def"
#undef RF_UNIT

std::span<const Importer* const> AllImporters() {
  static constexpr const Importer* kTable[] = {
#define RF_UNIT(unit) &unit::kImporter,
#include "importers/importers.def"
#undef RF_UNIT
      nullptr};
  return std::span(kTable, std::size(kTable) - 1);
}

const Importer* FindImporter(std::string_view name) {
  for (const Importer* importer : AllImporters()) {
    if (importer->name == name) return importer;
  }
  return nullptr;
}

}  // namespace ringfence::importers
