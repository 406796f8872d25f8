// Forwarding under updates: how long one takes with all verdicts current, how much memory the whole takes,
// and what comes out. Prints a line of JSON per run.
//
//   update_rules TRACE.xz [--by-router] [--idle ROWS] [--runs N]     each line of a recorded stream, one
//   after the other update_rules --fabric PODS [--shuffled]            LNet0 of so many pods (112), all rules
//   at once
//
// Of N runs the first N - 1 read no clock between updates and give mean_us; the last reads it before and
// after each and gives the percentiles, the clock's own time included. Reading the text is not measured;
// peak_mb is of the whole process.

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "forwarding/update_trace_testing.h"

namespace ringfence::forwarding::updates {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Processor time of this process.
double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/// Largest resident memory of this program. What getrusage() says starts from the memory of the parent.
double PeakMb() {
  FILE* const status = std::fopen("/proc/self/status", "r");
  double kilobytes = 0;
  char line[256];
  while (status != nullptr && std::fgets(line, sizeof line, status) != nullptr) {
    if (std::string_view(line).starts_with("VmHWM:")) kilobytes = std::strtod(line + 6, nullptr);
  }
  if (status != nullptr) std::fclose(status);
  return kilobytes / 1024;
}

/// Returns how many atoms have another row than before.
std::size_t Apply(UpdateEngine& engine, const TraceStep& step) {
  const UpdateResult result = step.is_insert ? engine.Insert(step.rule) : engine.Remove(step.rule);
  RF_CHECK(result == UpdateResult::kApplied);
  std::size_t moved = 0;
  for (const Move& move : engine.moves()) moved += move.atoms;
  return moved;
}

/// What stands between insertions and removals.
struct Middle {
  std::size_t atoms = 0, classes = 0, looping = 0;
  std::uint64_t checksum = 0;
};

Middle MiddleOf(const UpdateEngine& engine) {
  return {engine.atoms(), engine.classes(), engine.looping_classes(), ChecksumOf(engine)};
}

void PrintTimes(std::vector<float>& times_us) {
  std::ranges::sort(times_us);
  const auto at = [&](double part) {
    return static_cast<double>(
        times_us[static_cast<std::size_t>(static_cast<double>(times_us.size() - 1) * part)]);
  };
  fmt::print("\"p50_us\":{:.2f},\"p99_us\":{:.2f},\"p999_us\":{:.2f},\"max_us\":{:.0f},", at(0.5), at(0.99),
             at(0.999), at(1));
}

/// One run over the whole stream; `times_us` is filled when given.
void RunTrace(const Trace& trace, std::size_t idle_rows, std::vector<float>* times_us) {
  UpdateEngine engine(trace.actions, trace.parties(), idle_rows);
  const std::size_t inserts =
      static_cast<std::size_t>(std::ranges::count(trace.steps, true, &TraceStep::is_insert));
  Middle middle;
  double seconds = 0, cpu_seconds = 0;
  std::size_t moved = 0;
  for (const auto& [begin, end] :
       {std::pair(std::size_t{0}, inserts), std::pair(inserts, trace.steps.size())}) {
    const Clock::time_point start = Clock::now();
    const double cpu_start = CpuSeconds();
    for (std::size_t i = begin; i < end; ++i) {
      if (times_us == nullptr) {
        moved += Apply(engine, trace.steps[i]);
        continue;
      }
      const Clock::time_point before = Clock::now();
      moved += Apply(engine, trace.steps[i]);
      times_us->push_back(std::chrono::duration<float, std::micro>(Clock::now() - before).count());
    }
    seconds += SecondsSince(start);
    cpu_seconds += CpuSeconds() - cpu_start;
    if (end == inserts) middle = MiddleOf(engine);
  }
  const auto updates = static_cast<double>(trace.steps.size());
  fmt::print("{{\"updates\":{},\"mean_us\":{:.3f},\"cpu_us\":{:.3f},", trace.steps.size(),
             seconds * 1e6 / updates, cpu_seconds * 1e6 / updates);
  if (times_us != nullptr) PrintTimes(*times_us);
  fmt::print(
      "\"moved\":{:.2f},\"atoms\":{},\"classes\":{},\"looping\":{},\"checksum\":\"{:016x}\",\"judged\":{},"
      "\"kept\":{},"
      "\"left\":{},\"peak_mb\":{:.1f}}}\n",
      static_cast<double>(moved) / updates, middle.atoms, middle.classes, middle.looping, middle.checksum,
      engine.rows().judged(), engine.rows().kept(),
      engine.rules() + engine.atoms() - 1 + engine.entries_in_use(), PeakMb());
}

int MeasureTrace(const char* file, bool by_router, std::size_t idle_rows, int runs) {
  Trace trace = ReadTrace(file);
  if (trace.steps.empty()) {
    fmt::print(stderr, "{}: no trace\n", file);
    return 1;
  }
  if (by_router) SortByRouter(trace.steps);
  std::vector<float> times_us;
  times_us.reserve(trace.steps.size());
  for (int i = 1; i < runs; ++i) RunTrace(trace, idle_rows, nullptr);
  RunTrace(trace, idle_rows, &times_us);
  return 0;
}

/// A permutation of the 2^25 numbers without any order to the eye.
std::uint32_t Shuffled(std::uint32_t number) {
  constexpr std::uint32_t kMask = (1U << 25U) - 1;
  for (const std::uint32_t odd : {0x9e3779b1U, 0x85ebca6bU, 0xc2b2ae35U}) {
    number = (number * odd) & kMask;
    number ^= number >> 13U;
  }
  return number;
}

/// Mean microseconds of taking a rule out, which makes a row that never was, and of putting it back, which
/// returns to one.
struct Flap {
  double remove_us = 0, insert_us = 0;
};

Flap FlapOf(UpdateEngine& engine, const Fabric& fabric) {
  constexpr std::uint32_t kFlaps = 500;
  Flap flap;
  for (std::uint32_t i = 0; i < kFlaps; ++i) {
    const auto number = static_cast<std::uint32_t>(Mixed(i) % fabric.rules());
    const ForwardingRule rule = fabric.RuleOf(number / fabric.switches(), number % fabric.switches());
    const Clock::time_point start = Clock::now();
    RF_CHECK(engine.Remove(rule) == UpdateResult::kApplied);
    flap.remove_us += SecondsSince(start) * 1e6 / kFlaps;
    const Clock::time_point middle = Clock::now();
    RF_CHECK(engine.Insert(rule) == UpdateResult::kApplied);
    flap.insert_us += SecondsSince(middle) * 1e6 / kFlaps;
  }
  return flap;
}

int MeasureFabric(std::uint32_t pods, bool shuffled) {
  const Fabric fabric{.pods = pods};
  ActionTable actions;
  fabric.AddActions(actions);
  const Clock::time_point start = Clock::now();
  const double cpu_start = CpuSeconds();
  UpdateEngine engine(actions, fabric.Parties(), 64);
  const std::uint64_t numbers = shuffled ? 1U << 25U : fabric.rules();
  for (std::uint32_t i = 0; i < numbers; ++i) {
    const std::uint32_t rule = shuffled ? Shuffled(i) : i;
    if (rule < fabric.rules())
      engine.Stage(fabric.RuleOf(rule / fabric.switches(), rule % fabric.switches()));
  }
  const double stage_s = SecondsSince(start);
  engine.Settle();
  const double total_s = SecondsSince(start);
  const double cpu_s = CpuSeconds() - cpu_start;
  const double peak_mb = PeakMb();
  const std::uint64_t checksum = ChecksumOf(engine);
  const Flap flap = FlapOf(engine, fabric);
  RF_CHECK(ChecksumOf(engine) == checksum);
  fmt::print("{{\"switches\":{},\"rules\":{},\"stage_s\":{:.2f},\"total_s\":{:.2f},\"cpu_s\":{:.2f},",
             fabric.switches(), engine.rules(), stage_s, total_s, cpu_s);
  fmt::print(
      "\"remove_us\":{:.1f},\"insert_us\":{:.1f},\"atoms\":{},\"classes\":{},\"looping\":{},\"checksum\":\"{:"
      "016x}\","
      "\"peak_mb\":{:.0f}}}\n",
      flap.remove_us, flap.insert_us, engine.atoms(), engine.classes(), engine.looping_classes(), checksum,
      peak_mb);
  return 0;
}

int Run(int count, char** words) {
  const char* file = nullptr;
  std::uint32_t pods = 0;
  bool by_router = false, shuffled = false;
  int runs = 3;
  std::size_t idle_rows = UpdateEngine::kIdleRows;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--by-router")
      by_router = true;
    else if (word == "--shuffled")
      shuffled = true;
    else if (word == "--runs" && i + 1 < count)
      runs = std::atoi(words[++i]);
    else if (word == "--idle" && i + 1 < count)
      idle_rows = std::strtoul(words[++i], nullptr, 10);
    else if (word == "--fabric" && i + 1 < count)
      pods = static_cast<std::uint32_t>(std::atoi(words[++i]));
    else
      file = words[i];
  }
  if (pods != 0) return MeasureFabric(pods, shuffled);
  if (file != nullptr) return MeasureTrace(file, by_router, idle_rows, runs);
  fmt::print(stderr,
             "update_rules TRACE.xz [--by-router] [--idle ROWS] [--runs N] | --fabric PODS [--shuffled]\n");
  return 2;
}

}  // namespace
}  // namespace ringfence::forwarding::updates

int main(int argc, char** argv) { return ringfence::forwarding::updates::Run(argc, argv); }
