// Any text: every line gets a fate, and what reads without a diagnostic prints back to the same model.
#include <cstdint>
#include <string>

#include "base/check.h"
#include "formats/dump.h"
#include "formats/huawei_vrp/huawei_vrp.h"

namespace {

using ringfence::base::FileId;
using ringfence::base::SourceFile;
using ringfence::formats::ParsedFile;

ParsedFile ParseText(std::string text) {
  const SourceFile source("fuzz.cfg", std::move(text));
  ParsedFile parsed = ringfence::formats::huawei_vrp::Parse(source, FileId(0));
  RF_CHECK(parsed.fates.lines.size() == source.line_count());
  return parsed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  (void)ringfence::formats::huawei_vrp::Detect(text);
  const ParsedFile first = ParseText(std::move(text));
  if (!first.diagnostics.items().empty()) return 0;
  const ParsedFile second = ParseText(ringfence::formats::huawei_vrp::Print(first.config));
  RF_CHECK(ringfence::formats::Dump(first.config) == ringfence::formats::Dump(second.config));
  return 0;
}
