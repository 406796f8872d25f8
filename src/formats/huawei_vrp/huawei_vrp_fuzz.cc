#include "formats/huawei_vrp/huawei_vrp.h"
#include "formats/reader_fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return ringfence::formats::FuzzReader(ringfence::formats::huawei_vrp::kFormat, data, size);
}
