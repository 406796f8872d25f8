// Any bytes as a file of NetBox: no crash, and what is written passes the readers of the program.

#include "importers/netbox/netbox.h"

#include "importers/import_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ringfence::importers::FuzzImport(ringfence::importers::netbox::kImporter, data, size);
  return 0;
}
