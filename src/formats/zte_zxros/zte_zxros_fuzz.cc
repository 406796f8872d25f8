#include "formats/reader_fuzzing.h"
#include "formats/zte_zxros/zte_zxros.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return ringfence::formats::FuzzReader(ringfence::formats::zte_zxros::kFormat, data, size);
}
