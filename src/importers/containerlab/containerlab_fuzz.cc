// Any bytes as a file of Containerlab: no crash, and what is written passes the readers of the program.

#include "importers/containerlab/containerlab.h"

#include "importers/import_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ringfence::importers::FuzzImport(ringfence::importers::containerlab::kImporter, data, size);
  return 0;
}
