#include "formats/cisco_iosxr/cisco_iosxr.h"

#include "formats/cisco_iosxr/convert.h"
#include "formats/cisco_iosxr/reader.h"
#include "formats/parse_blocks.h"

namespace ringfence::formats::cisco_iosxr {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  return ParseBlocks<Reader>(source, file, Convert);
}

namespace {

/// One line card.
std::string PortName(model::InterfaceKind kind, std::uint32_t number) {
  return kind == model::InterfaceKind::kLoopback ? "Loopback" + std::to_string(number)
                                                 : "TenGigE0/0/0/" + std::to_string(number);
}

}  // namespace

const Format kFormat{.name = "cisco_iosxr",
                     .title = "Cisco IOS-XR",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .port_name = PortName,
                     .prints_isis_vpn = true,
                     .maker = "Cisco"};

}  // namespace ringfence::formats::cisco_iosxr
