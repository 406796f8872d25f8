#include "progress.h"

#include <unistd.h>

#include <cstdio>

namespace {

constexpr auto kFirst = std::chrono::milliseconds(500);
constexpr auto kEvery = std::chrono::milliseconds(100);

}  // namespace

Progress::Progress(std::string_view what)
    : what_(what), on_(isatty(STDERR_FILENO) == 1), next_(std::chrono::steady_clock::now() + kFirst) {}

void Progress::Show(std::size_t done, std::size_t total) {
  if (!on_) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock() || std::chrono::steady_clock::now() < next_) return;
  next_ = std::chrono::steady_clock::now() + kEvery;
  shown_ = true;
  std::fprintf(stderr, "\r%zu/%zu %.*s", done, total, static_cast<int>(what_.size()), what_.data());
  std::fflush(stderr);
}

void Progress::Clear() {
  if (!shown_.exchange(false)) return;
  std::fprintf(stderr, "\r\x1b[K");
  std::fflush(stderr);
}
