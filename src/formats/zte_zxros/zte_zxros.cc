#include "formats/zte_zxros/zte_zxros.h"

#include "formats/zte_zxros/convert.h"
#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  Reader reader(source, file);
  reader.ReadAll();
  ParsedFile parsed;
  parsed.config = Convert(reader);
  parsed.fates = reader.fates.Take();
  parsed.diagnostics = std::move(reader.diagnostics);
  return parsed;
}

const Format kFormat{.name = "zte_zxros",
                     .title = "ZTE ZXROS (ZXR10)",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .maker = "ZTE"};

}  // namespace ringfence::formats::zte_zxros
