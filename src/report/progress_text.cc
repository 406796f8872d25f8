#include "report/progress_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringfence::report {
namespace {

/// Longest time that is told (origin: more than two days means that nobody waits).
constexpr std::chrono::milliseconds kTimeMax = std::chrono::hours(48);

}  // namespace

std::string DurationText(std::chrono::milliseconds time) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time).count();
  if (time > kTimeMax) return "more than 48 h";
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds % 3600 / 60);
}

std::string ProgressText(std::string_view what, std::size_t done, std::size_t total,
                         std::chrono::milliseconds elapsed) {
  std::string text = fmt::format("{} of {} {}", done, total, what);
  if (done == 0 || total == 0 || done > total) return text;
  const double share = static_cast<double>(done) / static_cast<double>(total);
  const double left = static_cast<double>(elapsed.count()) * (1 - share) / share;
  const auto most = static_cast<double>(kTimeMax.count() + 1);
  const auto rest = std::chrono::milliseconds(static_cast<std::int64_t>(std::min(left, most)));
  return text + fmt::format(", {:.0f} %, about {} left", 100 * share, DurationText(rest));
}

std::string WaitingText(std::string_view what, std::chrono::milliseconds elapsed) {
  return fmt::format("{}, {}", what, DurationText(elapsed));
}

}  // namespace ringfence::report
