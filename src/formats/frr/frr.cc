#include "formats/frr/frr.h"

#include "formats/frr/config_db.h"

namespace ringfence::formats::frr {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  Reader reader(source, file);
  reader.ReadAll();
  ParsedFile parsed;
  CheckDaemonFiles(source, reader);
  parsed.config = Convert(reader);
  CheckDatabase(reader, parsed.config);
  parsed.fates = reader.fates.Take();
  parsed.diagnostics = std::move(reader.diagnostics);
  return parsed;
}

std::optional<int> PartRank(std::string_view file_name) {
  const HostFile* file = FindHostFile(file_name);
  return file == nullptr ? std::nullopt : std::optional(file->rank);
}

const Format kFormat{"frr",   "FRR 7 to 10, layouts of Cumulus Linux and SONiC", Detect, Parse, Print,
                     PartRank};

}  // namespace ringfence::formats::frr
