#include "formats/cisco_ios/cisco_ios.h"

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  Reader reader(source, file);
  reader.ReadAll();
  ParsedFile parsed;
  parsed.config = Convert(reader);
  parsed.fates = reader.fates.Take();
  parsed.diagnostics = std::move(reader.diagnostics);
  return parsed;
}

const Format kFormat{.name = "cisco_ios",
                     .title = "Cisco IOS / IOS-XE",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .maker = "Cisco"};

}  // namespace ringfence::formats::cisco_ios
