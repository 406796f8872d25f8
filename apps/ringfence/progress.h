// A progress line on standard error, only on a terminal and only when the work takes more than a second.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

/// Shows how far the work is and how long it will still take. Safe to call from any thread.
class Progress {
 public:
  explicit Progress(std::string_view what);
  void Show(std::size_t done, std::size_t total);  ///< at most ten times a second
  /// Removes the line.
  void Clear();

 private:
  std::string_view what_;
  bool on_;
  std::atomic<bool> shown_ = false;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point next_;
};

/// While it lives: says what is being waited for and since when. For work that does not know its size.
class Waiting {
 public:
  explicit Waiting(std::string what);
  ~Waiting();
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

 private:
  void Run();

  std::string what_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;  ///< only on a terminal
};
