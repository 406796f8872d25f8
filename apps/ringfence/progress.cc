#include "progress.h"

#include <unistd.h>

#include <cstdio>

#include "report/progress_text.h"

namespace {

using std::chrono::steady_clock;

constexpr auto kFirst = std::chrono::seconds(1);
constexpr auto kEvery = std::chrono::milliseconds(100);

void ShowLine(const std::string& text) {
  std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
  std::fflush(stderr);
}

std::chrono::milliseconds Since(steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - start);
}

}  // namespace

Progress::Progress(std::string_view what)
    : what_(what), on_(isatty(STDERR_FILENO) == 1), start_(steady_clock::now()), next_(start_ + kFirst) {}

void Progress::Show(std::size_t done, std::size_t total) {
  if (!on_) return;
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock.owns_lock() || steady_clock::now() < next_) return;
  next_ = steady_clock::now() + kEvery;
  shown_ = true;
  ShowLine(ringfence::report::ProgressText(what_, done, total, Since(start_)));
}

void Progress::Clear() {
  if (shown_.exchange(false)) ShowLine("");
}

Waiting::Waiting(std::string what) : what_(std::move(what)) {
  if (isatty(STDERR_FILENO) == 1) thread_ = std::thread([this] { Run(); });
}

Waiting::~Waiting() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Waiting::Run() {
  const auto start = steady_clock::now();
  std::unique_lock lock(mutex_);
  bool shown = false;
  while (!wake_.wait_for(lock, kFirst, [this] { return done_; })) {
    ShowLine(ringfence::report::WaitingText(what_, Since(start)));
    shown = true;
  }
  if (shown) ShowLine("");
}
