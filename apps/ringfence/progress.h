// A progress line on standard error, only on a terminal and only when the work takes long.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string_view>

/// Shows "done/total what". Safe to call from any thread.
class Progress {
 public:
  explicit Progress(std::string_view what);
  void Show(std::size_t done, std::size_t total);
  /// Removes the line.
  void Clear();

 private:
  std::string_view what_;
  bool on_;
  std::atomic<bool> shown_ = false;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point next_;
};
