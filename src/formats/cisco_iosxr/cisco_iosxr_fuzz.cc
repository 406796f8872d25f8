#include "formats/cisco_iosxr/cisco_iosxr.h"
#include "formats/reader_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return ringfence::formats::FuzzReader(ringfence::formats::cisco_iosxr::kFormat, data, size);
}
