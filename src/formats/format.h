// What a configuration reader is: a detector that claims texts, a parser that gives every line a fate, and a
// printer that writes the model back. One unit folder per operating system, one line in formats.def.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"
#include "model/fate.h"
#include "routing/device_config.h"

namespace ringfence::formats {

/// Longest line a reader takes, in bytes (origin: longest real lines are certificates and banners, below 8
/// KiB).
inline constexpr std::size_t kLineBytesMax = 65536;
/// Largest file a reader takes, in bytes (origin: largest real configurations are about 20 MiB).
inline constexpr std::size_t kFileBytesMax = 64U << 20U;
/// Deepest nesting of blocks (origin: deepest YANG trees are below 30).
inline constexpr std::uint32_t kNestingMax = 64;

/// How sure a detector is. Exactly one unit must claim a file.
enum class Claim : std::uint8_t { kNo, kYes };

/// What came out of one file.
struct ParsedFile {
  routing::DeviceConfig config;
  model::FileFates fates;  ///< one entry per line of the file
  base::Diagnostics diagnostics;
};

/// One operating system. The functions must not keep references to their arguments, must not recurse on
/// input, and must terminate in time linear (times a small logarithm) in the text.
struct Format {
  std::string_view name;   ///< unit name, for example "cisco_ios"
  std::string_view title;  ///< for people, with the releases it knows
  /// Looks at the text only.
  Claim (*detect)(std::string_view text);
  /// Parses a whole file. `file` is the id under which `source` is known; spans carry it.
  ParsedFile (*parse)(const base::SourceFile& source, base::FileId file);
  /// Prints the neutral model as configuration text of this system: Parse(Print(m)) gives m again, spans
  /// and lines that are not modelled aside.
  std::string (*print)(const routing::DeviceConfig& config);
  /// Where devices may come as a folder with several files of the host: the place of a file of that name in
  /// their common text, the lowest first; nullopt when it is none of them. nullptr: a device is one file.
  std::optional<int> (*part_rank)(std::string_view file_name) = nullptr;
  /// Name of a port (kPhysical) or a loopback (kLoopback), numbered from 0, for networks that are generated.
  /// nullptr: none are generated for this system.
  std::string (*port_name)(model::InterfaceKind kind, std::uint32_t number) = nullptr;
  bool prints_isis_vpn = false;  ///< `print` has words for IS-IS, LDP and routes of a VPN
  /// Company that makes the devices the system runs on; empty where several do. A starting point for people
  /// who state makers, never a fact.
  std::string_view maker = {};
};

}  // namespace ringfence::formats
