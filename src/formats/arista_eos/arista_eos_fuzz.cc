#include "formats/arista_eos/arista_eos.h"
#include "formats/reader_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return ringfence::formats::FuzzReader(ringfence::formats::arista_eos::kFormat, data, size);
}
