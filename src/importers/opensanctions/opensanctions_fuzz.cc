// Any bytes as a file of OpenSanctions: no crash, and what is written passes the readers of the program.

#include "importers/opensanctions/opensanctions.h"

#include "importers/import_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ringfence::importers::FuzzImport(ringfence::importers::opensanctions::kImporter, data, size);
  return 0;
}
