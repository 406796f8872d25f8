#include "formats/cisco_ios/cisco_ios.h"

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"
#include "formats/parse_blocks.h"

namespace ringfence::formats::cisco_ios {

ParsedFile Parse(const base::SourceFile& source, base::FileId file) {
  return ParseBlocks<Reader>(source, file, Convert);
}

namespace {

constexpr std::uint32_t kPortsOfModule = 48;

/// Fixed switches with modules of 48 ports.
std::string PortName(model::InterfaceKind kind, std::uint32_t number) {
  if (kind == model::InterfaceKind::kLoopback) return fmt::format("Loopback{}", number);
  return fmt::format("TenGigabitEthernet{}/{}", number / kPortsOfModule + 1, number % kPortsOfModule + 1);
}

}  // namespace

const Format kFormat{.name = "cisco_ios",
                     .title = "Cisco IOS / IOS-XE",
                     .detect = Detect,
                     .parse = Parse,
                     .print = Print,
                     .port_name = PortName,
                     .maker = "Cisco"};

}  // namespace ringfence::formats::cisco_ios
