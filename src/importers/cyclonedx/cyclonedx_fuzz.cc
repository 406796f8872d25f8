// Any bytes as a file of CycloneDX: no crash, and what is written passes the readers of the program.

#include "importers/cyclonedx/cyclonedx.h"

#include "importers/import_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ringfence::importers::FuzzImport(ringfence::importers::cyclonedx::kImporter, data, size);
  return 0;
}
