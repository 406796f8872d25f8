// Interface names: full names from abbreviations, and what a name says about the port.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/word_cursor.h"
#include "model/device.h"

namespace ringfence::formats::cisco_ios {

/// The name as the running configuration prints it: "gi0/1" and "Gig0/1" give "GigabitEthernet0/1". Names of
/// unknown types are kept as written.
std::string FullInterfaceName(std::string_view name);
/// Takes a name that may be written in one word or two ("GigabitEthernet 0/1"). Empty at the end of the line.
std::string TakeInterfaceName(WordCursor& words);
/// True when the word begins like an interface name of a known type (with its number, or the type alone).
bool LooksLikeInterface(std::string_view word);
/// What the name says about the interface; a dot makes it a sub-interface.
model::InterfaceKind KindOfName(std::string_view full_name);
/// Nominal bandwidth of the port type in bits per second, when the type has one.
std::optional<std::uint64_t> BandwidthOfName(std::string_view full_name);
/// True for serial lines and the like, whose OSPF network type is point-to-point without a word.
bool IsPointToPointMedium(std::string_view full_name);
/// "GigabitEthernet0/1" of "GigabitEthernet0/1.100"; empty when it is no sub-interface.
std::string_view ParentOfName(std::string_view full_name);

}  // namespace ringfence::formats::cisco_ios
