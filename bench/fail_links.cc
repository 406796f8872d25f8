// Every link of a snapshot down, one after the other: tables from the memory of the state in which all work
// against tables made from nothing, and what each costs. Prints a line of JSON for each snapshot; the exit
// code is 1 where some table differs in a byte. With --near nothing is made from nothing, which is for profilers.
//
//   fail_links [--near] FOLDER...

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "routing/routing_engine.h"
#include "study/snapshot.h"

namespace ringfence {
namespace {

using Clock = std::chrono::steady_clock;

double Milliseconds(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// All tables with all that they say. Adds the time of making them, without that of writing them down.
std::string Tables(const routing::RoutingEngine& engine, const routing::Network& network,
                   const routing::FailureState& failure, routing::Scratch& scratch, double& spent_ms) {
  const Clock::time_point begin = Clock::now();
  const routing::RoutingState state = engine.Compute(failure, scratch);
  for (std::size_t t = 0; t < network.tables().size(); ++t) state.rib(routing::TableId(t));
  spent_ms = Milliseconds(begin);
  std::string out;
  for (std::size_t t = 0; t < network.tables().size(); ++t) {
    const routing::Rib& rib = state.rib(routing::TableId(t));
    fmt::format_to(std::back_inserter(out), "table {}\n", t);
    for (const routing::Route& route : rib.routes()) {
      fmt::format_to(std::back_inserter(out), "{} {} {} {}/{} {} {}", net::ToString(route.prefix), static_cast<int>(route.protocol),
                     route.ambiguous, route.distance, route.metric, route.tag.value_or(0), route.tag.has_value());
      for (const routing::RouteHop& hop : rib.HopsOf(route)) {
        fmt::format_to(std::back_inserter(out), " via {} {}", hop.gateway ? net::ToString(*hop.gateway) : "-", hop.discard);
        for (const routing::NextHop& next : rib.ResolvedOf(hop))
          fmt::format_to(std::back_inserter(out), " [{} {} {}]", next.gateway ? net::ToString(*next.gateway) : "-",
                         next.interface.valid() ? static_cast<int>(next.interface.index()) : -1, next.discard);
      }
      out += '\n';
    }
    for (const net::Prefix& prefix : rib.possible()) fmt::format_to(std::back_inserter(out), "perhaps {}\n", net::ToString(prefix));
  }
  return out;
}

double MedianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

/// False when there are no tables, or some differ.
bool Measure(const base::FileSystem& files, const char* folder, bool only_near) {
  const Clock::time_point begin = Clock::now();
  const auto snapshot = study::LoadSnapshot(files, folder);
  if (!snapshot || (*snapshot)->network == nullptr || (*snapshot)->engine == nullptr) {
    fmt::print(stderr, "{}: no tables\n", folder);
    return false;
  }
  const double read_ms = Milliseconds(begin);
  const routing::Network& network = *(*snapshot)->network;
  const routing::RoutingEngine& engine = (*snapshot)->engine->routing();
  routing::Scratch memory;
  memory.Remember();
  double base_ms = 0;
  Tables(engine, network, routing::FailureState(network), memory, base_ms);
  std::vector<double> near_ms, anew_ms;
  std::size_t different = 0;
  for (std::size_t link = 0; link < network.links().size(); ++link) {
    routing::FailureState failure(network);
    failure.FailLink(model::LinkId(link));
    if (only_near) {
      Tables(engine, network, failure, memory, near_ms.emplace_back());
      continue;
    }
    routing::Scratch fresh;
    const std::string near = Tables(engine, network, failure, memory, near_ms.emplace_back());
    different += near != Tables(engine, network, failure, fresh, anew_ms.emplace_back()) ? 1 : 0;
  }
  fmt::print(
      "{{\"snapshot\":\"{}\",\"links\":{},\"differ\":{},\"read_ms\":{:.2f},\"base_ms\":{:.2f},\"failure_median_ms\":{:.3f},"
      "\"failure_max_ms\":{:.3f},\"anew_median_ms\":{:.3f}}}\n",
      folder, near_ms.size(), different, read_ms, base_ms, MedianOf(near_ms),
      near_ms.empty() ? 0 : *std::ranges::max_element(near_ms), MedianOf(anew_ms));
  return different == 0;
}

}  // namespace
}  // namespace ringfence

int main(int argc, char** argv) {
  const ringfence::base::RealFiles files;
  const bool only_near = argc > 1 && std::string_view(argv[1]) == "--near";
  const int first = only_near ? 2 : 1;
  bool ok = argc > first;
  for (int i = first; i < argc; ++i) ok = ringfence::Measure(files, argv[i], only_near) && ok;
  return ok ? 0 : 1;
}
