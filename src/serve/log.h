// One line on standard error for every request that is refused and every change of the snapshot.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace ringfence::serve {

/// The text in visible ASCII: other bytes, quotes and backslashes as \xNN. At most kLoggedTargetBytesMax
/// bytes of it.
std::string Escaped(std::string_view text);

/// Writes lines, at most kLogLinesPerSecondMax a second; says how many it left out. For one thread.
class Log {
 public:
  /// "ringfence serve: <line>". REQUIRES: no line ends; what clients sent is Escaped.
  void Write(std::string_view line);

 private:
  std::chrono::steady_clock::time_point second_{};
  std::size_t count_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace ringfence::serve
