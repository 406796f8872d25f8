// Interface names: full names from abbreviations, ranges, and what a name says about the port.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/word_cursor.h"
#include "model/device.h"

namespace ringfence::formats::arista_eos {

/// Most interfaces one range may name (origin: the largest chassis has below 2,000 ports).
inline constexpr std::size_t kRangeNamesMax = 4096;

/// The name as the running configuration prints it: "et1" gives "Ethernet1". Names of unknown types are kept
/// as written.
std::string FullInterfaceName(std::string_view name);
/// Takes a name that may be written in one word or two ("Ethernet 1"). Empty at the end of the line.
std::string TakeInterfaceName(WordCursor& words);
/// True when the word begins like an interface name of a known type, its number included or not.
bool LooksLikeInterface(std::string_view word);
/// All names of a list with ranges: "Ethernet1-3,5" gives four. A name that is no range gives itself; empty
/// when the list cannot be read or names more than kRangeNamesMax.
std::vector<std::string> NamesOfRange(std::string_view range);
/// What the name says about the interface; a dot makes it a sub-interface.
model::InterfaceKind KindOfName(std::string_view full_name);
/// "Ethernet1" of "Ethernet1.100"; empty when it is no sub-interface.
std::string_view ParentOfName(std::string_view full_name);
/// The VLAN of "Vlan100".
std::optional<std::uint16_t> VlanOfName(std::string_view full_name);

}  // namespace ringfence::formats::arista_eos
