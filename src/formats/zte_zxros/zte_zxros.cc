#include "formats/zte_zxros/zte_zxros.h"

#include "formats/parse_blocks.h"
#include "formats/zte_zxros/convert.h"
#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  return ParseBlocks<Reader>(source, file, Convert);
}

const Format kFormat{.name = "zte_zxros",
                     .title = "ZTE ZXROS (ZXR10)",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .maker = "ZTE"};

}  // namespace ringfence::formats::zte_zxros
