// Interface names: full names from abbreviations and ranges, and what a name says about the port.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/word_cursor.h"
#include "model/device.h"

namespace ringfence::formats::cisco_nxos {

/// The name as the running configuration prints it: "eth1/1" and "Ethernet 1/1" give "Ethernet1/1". Names of
/// unknown types are kept as written.
std::string FullInterfaceName(std::string_view name);
/// Takes a name that may be written in one word or two ("port-channel 10"). Empty at the end of the line.
std::string TakeInterfaceName(WordCursor& words);
/// Names of "Ethernet1/1-4, Ethernet1/7" and "Vlan10-12", at most `count_max`; empty when it is none.
std::vector<std::string> TakeInterfaceRange(WordCursor& words, std::size_t count_max);
/// True when the word begins like an interface name of a known type.
bool LooksLikeInterface(std::string_view word);
/// What the name says about the interface; a dot makes it a sub-interface.
model::InterfaceKind KindOfName(std::string_view full_name);
/// True for ports with frames: Ethernet and port-channel, not their sub-interfaces.
bool IsSwitchable(std::string_view full_name);
/// Nominal bandwidth of the type in bits per second, when the type has one.
std::optional<std::uint64_t> BandwidthOfName(std::string_view full_name);
/// "Ethernet1/1" of "Ethernet1/1.100"; empty when it is no sub-interface.
std::string_view ParentOfName(std::string_view full_name);
/// "10" of "Vlan10"; empty when the type has no number.
std::string_view NumberOfName(std::string_view full_name);

}  // namespace ringfence::formats::cisco_nxos
