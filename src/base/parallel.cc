#include "base/parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <thread>

namespace ringfence::base {
namespace {

bool IsSet(const std::atomic<bool>* flag) { return flag != nullptr && flag->load(std::memory_order_relaxed); }

}  // namespace

bool ParallelFor(std::size_t count, unsigned threads, const std::function<void(std::size_t, unsigned)>& body,
                 const std::atomic<bool>* cancelled) {
  threads = std::min(threads, kThreadsMax);
  std::atomic<std::size_t> done = 0;
  const auto run = [&](std::size_t index, unsigned worker) {
    if (IsSet(cancelled)) return;
    body(index, worker);
    done.fetch_add(1, std::memory_order_relaxed);
  };
  if (threads <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) run(i, 0);
    return done == count;
  }
  // Without this TBB keeps to the number of processors and says so on standard error.
  const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, count), [&](const tbb::blocked_range<std::size_t>& range) {
          const auto worker = static_cast<unsigned>(tbb::this_task_arena::current_thread_index());
          for (std::size_t i = range.begin(); i != range.end(); ++i) run(i, worker);
        });
  });
  return done == count;
}

unsigned ThreadCount(unsigned wanted) {
  return std::clamp(wanted != 0 ? wanted : std::thread::hardware_concurrency(), 1U, kThreadsMax);
}

}  // namespace ringfence::base
