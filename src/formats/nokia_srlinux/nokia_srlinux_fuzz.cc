#include "formats/nokia_srlinux/nokia_srlinux.h"
#include "formats/reader_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return ringfence::formats::FuzzReader(ringfence::formats::nokia_srlinux::kFormat, data, size);
}
