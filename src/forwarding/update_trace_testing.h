// Streams of rules for tests and benchmarks of the update engine: recorded ones, and a made fabric.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "forwarding/update_engine.h"
#include "net/ip.h"

namespace ringfence::forwarding::updates {

/// One line of a trace.
struct TraceStep {
  ForwardingRule rule;
  bool is_insert = true;
};

/// A recorded stream. A line is `(+|-)prefix,router,next,priority`; next is a router (hands on),
/// `router:port` (lets out) or `drop`. Routers are numbered by name, each a party of its own.
struct Trace {
  std::vector<std::string> routers;
  ActionTable actions;
  std::vector<TraceStep> steps;

  std::vector<std::uint8_t> parties() const {
    std::vector<std::uint8_t> parties;
    for (std::size_t i = 0; i < routers.size(); ++i) parties.push_back(static_cast<std::uint8_t>(i));
    return parties;
  }
};

/// Turns lines into a trace: first Name() all lines, then Add() all again, so that numbers follow the names'
/// order.
class TraceReader {
 public:
  void Name(std::string_view line) { routers_.try_emplace(std::string(Field(line, 1))); }

  /// False when the line is none of a trace.
  bool Add(std::string_view line, Trace& trace) {
    if (trace.routers.empty()) Number(trace);
    if (line.empty() || (line[0] != '+' && line[0] != '-')) return false;
    const auto prefix = net::ParsePrefix(Field(line, 0).substr(1));
    if (!prefix || prefix->family() != net::Family::kIpv4) return false;
    ForwardingRule rule;
    rule.prefix = {prefix->address.v4(), prefix->length};
    rule.router = RouterId(routers_.at(std::string(Field(line, 1))));
    rule.priority = static_cast<std::uint16_t>(std::atoi(std::string(Field(line, 3)).c_str()));
    rule.action = ActionOf(std::string(Field(line, 2)), trace);
    trace.steps.push_back({rule, line[0] == '+'});
    return true;
  }

 private:
  static std::string_view Field(std::string_view line, int index) {
    for (; index > 0; --index) line.remove_prefix(std::min(line.size(), line.find(',') + 1));
    return line.substr(0, line.find(','));
  }
  void Number(Trace& trace) {
    for (auto& [name, number] : routers_) {
      number = static_cast<std::uint32_t>(trace.routers.size());
      trace.routers.push_back(name);
    }
  }
  ActionId ActionOf(const std::string& next, Trace& trace) {
    const auto [known, is_new] = actions_.try_emplace(next);
    if (!is_new) return known->second;
    Action action;
    if (const auto router = routers_.find(next); router != routers_.end()) {
      action.routers.emplace_back(router->second);
    } else if (next != "drop") {
      action.ports.push_back(static_cast<std::uint32_t>(actions_.size()));
    }
    return known->second = trace.actions.Add(action);
  }

  std::map<std::string, std::uint32_t> routers_;
  std::map<std::string, ActionId> actions_;
};

/// Reads a trace from a compressed file; no steps when it cannot be read (no such file, no xz, another
/// format).
inline Trace ReadTrace(const std::filesystem::path& file) {
  Trace trace;
  TraceReader reader;
  for (const bool is_second : {false, true}) {
    FILE* const lines = popen(("xz -dc '" + file.string() + "' 2>/dev/null").c_str(), "r");
    char line[256];
    bool ok = lines != nullptr;
    while (ok && std::fgets(line, sizeof line, lines) != nullptr) {
      std::string_view text(line);
      text.remove_suffix(text.ends_with('\n') ? 1 : 0);
      if (is_second)
        ok = reader.Add(text, trace);
      else
        reader.Name(text);
    }
    if (lines != nullptr) pclose(lines);
    if (!ok) trace.steps.clear();
  }
  return trace;
}

/// Router by router, in the order of names: all insertions, then all removals; else the order stays.
inline void SortByRouter(std::vector<TraceStep>& steps) {
  std::ranges::stable_sort(
      steps, {}, [](const TraceStep& step) { return std::pair(!step.is_insert, step.rule.router); });
}

/// LNet0: a fabric of pods, each with `tors` racks and 4 fabric switches, and 4 planes of `tors` spines.
/// Every switch has a rule for the prefix of every rack.
struct Fabric {
  static constexpr std::uint32_t kPlanes = 4;
  std::uint32_t pods = 112;
  std::uint32_t tors = 48;

  std::uint32_t pod_size() const { return tors + kPlanes; }
  std::uint32_t switches() const { return pods * pod_size() + kPlanes * tors; }
  std::uint32_t prefixes() const { return pods * tors; }
  std::uint64_t rules() const { return std::uint64_t{switches()} * prefixes(); }

  /// One party per plane of spines, and one per two pods.
  std::vector<std::uint8_t> Parties() const {
    std::vector<std::uint8_t> parties;
    for (std::uint32_t i = 0; i < pods * pod_size(); ++i)
      parties.push_back(static_cast<std::uint8_t>(kPlanes + i / pod_size() / 2));
    for (std::uint32_t i = 0; i < kPlanes * tors; ++i) parties.push_back(static_cast<std::uint8_t>(i / tors));
    return parties;
  }
  /// Fills a table so that action 1 + i hands packets to switch i, and that many more are each switch's own
  /// delivery.
  void AddActions(ActionTable& actions) const {
    for (std::uint32_t i = 0; i < switches(); ++i) actions.Add({.routers = {RouterId(i)}, .ports = {}});
    for (std::uint32_t i = 0; i < switches(); ++i) actions.Add({.routers = {}, .ports = {i}});
  }
  /// The rule of a switch for the rack `destination`.
  ForwardingRule RuleOf(std::uint32_t destination, std::uint32_t number) const {
    const std::uint32_t pod = destination / tors, tor = destination % tors;
    const std::uint32_t home = pod * pod_size() + tor;
    std::uint32_t next = 0;
    if (number >= pods * pod_size()) {  // a spine: to the destination's pod
      next = pod * pod_size() + tors + (number - pods * pod_size()) / tors;
    } else if (number % pod_size() < tors) {  // a rack: up
      next = number / pod_size() * pod_size() + tors + tor % kPlanes;
    } else if (number / pod_size() == pod) {  // a fabric switch of the pod: down
      next = home;
    } else {  // another: to its plane
      next = pods * pod_size() + (number % pod_size() - tors) * tors + tor;
    }
    const std::uint32_t action = number == home ? 1 + switches() + home : 1 + next;
    return {{0x0a000000U + (destination << 8U), 24}, RouterId(number), 24, ActionId(action)};
  }
};

/// A number that depends on all outcomes of all destinations, and on nothing else.
inline std::uint64_t ChecksumOf(const UpdateEngine& engine) {
  std::uint64_t sum = 0;
  engine.ForEachAtom([&](DestinationPrefix prefix, RowId row) {
    sum = Mixed(sum ^ ((std::uint64_t{prefix.address} << 8U) | prefix.length));
    for (const Outcome& outcome : engine.rows().outcomes(row)) sum = Mixed(sum ^ outcome.bits);
  });
  return sum;
}

}  // namespace ringfence::forwarding::updates
