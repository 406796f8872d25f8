// Interface names: full names from abbreviations, and what a name says about the port.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/word_cursor.h"
#include "model/device.h"

namespace ringfence::formats::cisco_iosxr {

/// The name as the running configuration prints it: "gi0/0/0/1" gives "GigabitEthernet0/0/0/1". Names of
/// unknown types are kept as written.
std::string FullInterfaceName(std::string_view name);
/// Takes a name that may be written in one word or two ("Bundle-Ether 10"). Empty at the end of the line.
std::string TakeInterfaceName(WordCursor& words);
/// True when the word is a known type of interface with its number.
bool IsInterfaceName(std::string_view word);
/// What the name says about the interface; a dot makes it a sub-interface.
model::InterfaceKind KindOfName(std::string_view full_name);
/// Nominal bandwidth of the type in bits per second, when the type has one.
std::optional<std::uint64_t> BandwidthOfName(std::string_view full_name);
/// "Bundle-Ether1" of "Bundle-Ether1.100"; empty when it is no sub-interface.
std::string_view ParentOfName(std::string_view full_name);
/// "10" of "Bundle-Ether10"; empty when the type has no number.
std::string_view NumberOfName(std::string_view full_name);

}  // namespace ringfence::formats::cisco_iosxr
