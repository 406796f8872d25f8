// From text to routing tables, for any number of snapshots in one process: what benchmarks measure and tests
// of speed ask. Prints a line of JSON for each snapshot and one for all: configurations, routes, next hops,
// seconds of reading and of routing, and of the process so far its processor time and its largest memory.
//
//   read_snapshots FOLDER...
//
// RINGFENCE_THREADS sets the number of threads. Nothing is printed of the tables themselves, so that only
// their making is measured; every table of every device is made, with all next hops resolved.

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/files.h"
#include "base/parallel.h"
#include "routing/routing_engine.h"
#include "study/snapshot.h"

namespace ringfence {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

rusage Used() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// What one snapshot, or all of them, took.
struct Figures {
  std::size_t configs = 0, routes = 0, hops = 0;
  double read_s = 0, route_s = 0;
};

void Print(const char* name, const Figures& figures) {
  const rusage used = Used();
  fmt::print(
      "{{\"snapshot\":\"{}\",\"configs\":{},\"routes\":{},\"hops\":{},\"read_s\":{:.3f},\"route_s\":{:.3f},"
      "\"total_s\":{:.3f},\"cpu_s\":{:.3f},\"peak_mb\":{:.0f}}}\n",
      name, figures.configs, figures.routes, figures.hops, figures.read_s, figures.route_s,
      figures.read_s + figures.route_s, Seconds(used.ru_utime) + Seconds(used.ru_stime),
      static_cast<double>(used.ru_maxrss) / 1024);
}

/// False when the snapshot gives no tables.
bool Measure(const base::FileSystem& files, const char* folder, unsigned threads, Figures& figures) {
  const Clock::time_point begin = Clock::now();
  const auto snapshot = study::LoadSnapshot(files, folder, threads);
  if (!snapshot || (*snapshot)->network == nullptr || (*snapshot)->engine == nullptr) {
    fmt::print(stderr, "{}: no tables\n", folder);
    return false;
  }
  figures.read_s = SecondsSince(begin);
  const Clock::time_point read = Clock::now();
  const routing::Network& network = *(*snapshot)->network;
  routing::Scratch scratch(threads);
  const routing::RoutingState state =
      (*snapshot)->engine->routing().Compute(routing::FailureState(network), scratch);
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    const routing::Rib& rib = state.rib(routing::TableId(t));
    figures.routes += rib.routes().size();
    for (const routing::Route& route : rib.routes()) figures.hops += rib.HopsOf(route).size();
  }
  figures.configs = (*snapshot)->configs.size();
  figures.route_s = SecondsSince(read);
  return true;
}

int Run(int count, char** folders) {
  const base::RealFiles files;
  const char* wanted = std::getenv("RINGFENCE_THREADS");
  const unsigned threads =
      base::ThreadCount(wanted == nullptr ? 0 : static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)));
  Figures all;
  bool ok = true;
  for (int i = 0; i < count; ++i) {
    Figures one;
    ok = Measure(files, folders[i], threads, one) && ok;
    Print(folders[i], one);
    all.configs += one.configs;
    all.routes += one.routes;
    all.hops += one.hops;
    all.read_s += one.read_s;
    all.route_s += one.route_s;
  }
  Print("all", all);
  return ok ? 0 : 1;
}

}  // namespace
}  // namespace ringfence

int main(int argc, char** argv) { return ringfence::Run(argc - 1, argv + 1); }
