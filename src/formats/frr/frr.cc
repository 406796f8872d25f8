#include "formats/frr/frr.h"

#include "formats/frr/reader.h"

namespace ringfence::formats::frr {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  Reader reader(source, file);
  reader.ReadAll();
  ParsedFile parsed;
  parsed.config = Convert(reader);
  parsed.fates = reader.fates.Take();
  parsed.diagnostics = std::move(reader.diagnostics);
  return parsed;
}

const Format kFormat{"frr", "FRR 7 to 10, Cumulus Linux layout", Detect, Parse, Print};

}  // namespace ringfence::formats::frr
