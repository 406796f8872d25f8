// Two lines of defence. The system counts what is asked for and refuses what is beyond the limit
// (setrlimit(2), RLIMIT_DATA); that ends the process. Before, whoever remembers things asks whether memory is
// short, forgets and goes on more slowly. Most memory is that of threads, so a command line is run once more
// with one thread before it ends without an answer. Sanitizers map terabytes that they never touch, so under
// them the system cannot count, and only those who ask keep to the limit.

#include "base/memory_limit.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <new>
#include <string_view>

namespace ringfence::base {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSystemCounts = false;
#else
constexpr bool kSystemCounts = true;
#endif

struct Limit {
  std::uint64_t bytes = 0;
  std::uint64_t short_at = 0;
};
Limit limit;                         // written before threads begin
char* const* run_instead = nullptr;  // as well

/// Nothing here may allocate.
[[noreturn]] void End() {
  rlimit data = {};
  if (run_instead != nullptr && getrlimit(RLIMIT_DATA, &data) == 0) {
    data.rlim_cur = data.rlim_max;  // for the loader; then the program limits itself again
    if (setrlimit(RLIMIT_DATA, &data) == 0) execv("/proc/self/exe", run_instead);
  }
  constexpr std::string_view kWhat =
      "\nringfence: there is not enough memory for this question, so there is no answer.\n"
      "  fix: Allow more (--memory), use fewer threads (--threads 1), or ask for fewer failures or flows.\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kWhat.data(), kWhat.size());
  _exit(2);
}

}  // namespace

void LimitMemory(std::uint64_t bytes, std::uint64_t short_at) {
  limit = {bytes, short_at != 0 ? short_at : bytes - bytes / 8};
  std::set_new_handler(&End);
  rlimit data = {};
  if (!kSystemCounts || bytes == 0 || getrlimit(RLIMIT_DATA, &data) != 0) return;
  if (data.rlim_max != RLIM_INFINITY && data.rlim_max < bytes) return;  // stricter already
  data.rlim_cur = bytes;
  if (setrlimit(RLIMIT_DATA, &data) != 0) End();
}

void OnShortageRun(char* const* arguments) { run_instead = arguments; }

std::uint64_t ResidentBytes() {
  const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  std::array<char, 128> buffer = {};
  const ssize_t size = read(file, buffer.data(), buffer.size());
  close(file);
  const std::string_view text(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::size_t second = text.find(' ');  // the first is what is mapped
  if (second == std::string_view::npos) return 0;
  std::uint64_t pages = 0;
  std::from_chars(text.data() + second + 1, text.data() + text.size(), pages);
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

bool IsMemoryShort() { return limit.bytes != 0 && ResidentBytes() > limit.short_at; }

void ReturnMemory() {
  malloc_trim(0);
  if (limit.bytes != 0 && ResidentBytes() > limit.bytes) End();
}

}  // namespace ringfence::base
