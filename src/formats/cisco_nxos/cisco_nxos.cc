#include "formats/cisco_nxos/cisco_nxos.h"

#include "formats/cisco_nxos/reader.h"
#include "formats/parse_blocks.h"

namespace ringfence::formats::cisco_nxos {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  return ParseBlocks<Reader>(source, file, Convert);
}

namespace {

/// Fixed switches.
std::string PortName(model::InterfaceKind kind, std::uint32_t number) {
  return kind == model::InterfaceKind::kLoopback ? "loopback" + std::to_string(number)
                                                 : "Ethernet1/" + std::to_string(number + 1);
}

}  // namespace

const Format kFormat{.name = "cisco_nxos",
                     .title = "Cisco NX-OS",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .port_name = PortName,
                     .maker = "Cisco"};

}  // namespace ringfence::formats::cisco_nxos
