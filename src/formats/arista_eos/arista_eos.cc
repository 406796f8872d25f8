#include "formats/arista_eos/arista_eos.h"

#include "formats/arista_eos/convert.h"
#include "formats/arista_eos/reader.h"
#include "formats/parse_blocks.h"

namespace ringfence::formats::arista_eos {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  return ParseBlocks<Reader>(source, file, Convert);
}

namespace {

/// Fixed switches.
std::string PortName(model::InterfaceKind kind, std::uint32_t number) {
  return kind == model::InterfaceKind::kLoopback ? "Loopback" + std::to_string(number)
                                                 : "Ethernet" + std::to_string(number + 1);
}

}  // namespace

const Format kFormat{.name = "arista_eos",
                     .title = "Arista EOS 4.20 and later",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .port_name = PortName,
                     .maker = "Arista"};

}  // namespace ringfence::formats::arista_eos
