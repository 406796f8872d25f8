// Deterministic parallel loops: work is taken by index, results go to the slot of the index.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace ringfence::base {

/// Most threads of a loop (origin: above what one machine of today has to offer a single run).
inline constexpr unsigned kThreadsMax = 256;

/// Calls body(index, worker) for 0 <= index < count, each once, on up to `threads` threads. `worker` is below
/// `threads` and never used by two calls at the same time, so it may index scratch memory. With threads <= 1
/// everything runs in the calling thread in order. `threads` above kThreadsMax count as that. Once
/// `*cancelled` is true (it may be null) no further index is begun. True when every index was done.
bool ParallelFor(std::size_t count, unsigned threads, const std::function<void(std::size_t, unsigned)>& body,
                 const std::atomic<bool>* cancelled = nullptr);

/// Threads to use: `wanted`, or the number of processors when it is 0; 1 .. kThreadsMax.
unsigned ThreadCount(unsigned wanted);

}  // namespace ringfence::base
