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

namespace {

/// Linux has one loopback.
std::string PortName(model::InterfaceKind kind, std::uint32_t number) {
  return kind == model::InterfaceKind::kLoopback && number == 0 ? "lo" : "eth" + std::to_string(number);
}

}  // namespace

const Format kFormat{.name = "frr",
                     .title = "FRR 7 to 10, layouts of Cumulus Linux and SONiC",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .part_rank = PartRank,
                     .port_name = PortName,
                     .prints_isis_vpn = true};

}  // namespace ringfence::formats::frr
