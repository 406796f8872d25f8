// The line that says how far a long piece of work is.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace ringfence::report {

/// "1203 of 5000 failure sets, 24 %, about 12 s left"; without the rest while nothing is done yet. The time
/// left is what the rest takes at the pace so far.
std::string ProgressText(std::string_view what, std::size_t done, std::size_t total,
                         std::chrono::milliseconds elapsed);

/// "reading the snapshot, 3 s": work of which nobody knows how much there is.
std::string WaitingText(std::string_view what, std::chrono::milliseconds elapsed);

/// "12 s", "3 min 05 s", "2 h 07 min": rounded up to a second.
std::string DurationText(std::chrono::milliseconds time);

}  // namespace ringfence::report
