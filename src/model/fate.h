// What became of every line of a configuration. A proof may rest only on lines whose meaning is known, so
// each line ends in exactly one fate, and what is not modelled says which questions it could change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"

namespace ringfence::model {

/// Fate of one line.
enum class Fate : std::uint8_t {
  kBlank,       ///< empty, comment or pure decoration (`!`, `#`, closing brace)
  kModelled,    ///< its meaning is in the model
  kIrrelevant,  ///< known, and cannot change any answer
  kUnmodelled,  ///< known, may change answers, not in the model
  kUnknown,     ///< not known to the reader
};

/// Questions a line that is not modelled could change. Bits, combined in Impact.
struct Impact {
  static constexpr std::uint8_t kRouting4 = 1;  ///< IPv4 routing tables, of any device in the network
  static constexpr std::uint8_t kRouting6 = 2;  ///< IPv6 routing tables, of any device in the network
  static constexpr std::uint8_t kRouting = kRouting4 | kRouting6;
  static constexpr std::uint8_t kForwarding = 4;  ///< what this device does with packets it handles
  static constexpr std::uint8_t kPaths = kRouting | kForwarding;
  static constexpr std::uint8_t kManagement = 8;   ///< who can write to this device
  static constexpr std::uint8_t kProtection = 16;  ///< encryption or integrity on this device
  static constexpr std::uint8_t kCopying =
      32;  ///< copies of packets or metadata sent elsewhere (mirror, flow export)
  static constexpr std::uint8_t kAll = 63;

  std::uint8_t bits = 0;

  bool has(std::uint8_t bit) const { return (bits & bit) != 0; }
  friend bool operator==(Impact, Impact) = default;
};

/// The fate of one line with what people need to judge it.
struct LineFate {
  Fate fate = Fate::kUnknown;
  Impact impact = {};       ///< empty unless kUnmodelled or kUnknown
  std::string reason = {};  ///< for kUnmodelled: the feature, for example "policy routing"; else empty
};

/// Fates of all lines of one file; index 0 is line 1.
struct FileFates {
  base::FileId file;
  std::vector<LineFate> lines;
};

}  // namespace ringfence::model
