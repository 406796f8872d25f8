// Invariant checks that stay in release builds: a broken invariant in a proof tool must stop the
// program (exit code 4, never 0), because going on could print a wrong "proved".
#pragma once

namespace ringfence::base {

/// Prints `file:line: check failed: condition` on stderr and ends the process with std::abort().
[[noreturn]] void CheckFailed(const char* file, int line, const char* condition);

}  // namespace ringfence::base

/// Stops the program when `condition` is false. For our own bugs only, never for bad input.
#define RF_CHECK(condition)                                           \
  do {                                                                \
    if (!(condition)) [[unlikely]] {                                  \
      ::ringfence::base::CheckFailed(__FILE__, __LINE__, #condition); \
    }                                                                 \
  } while (false)
