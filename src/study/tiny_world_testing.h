// The tiny snapshot of the rules, loaded from memory. Test support only.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "rules/tiny_text_testing.h"
#include "study/questions.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// Loads a tiny text; fails the test when the environment is broken.
inline std::unique_ptr<Snapshot> Load(const rules::TinyText& text) {
  const base::MemoryFiles files = text.InMemory();
  auto snapshot = LoadSnapshot(files, "net");
  EXPECT_TRUE(snapshot.has_value());
  return snapshot ? std::move(*snapshot) : std::make_unique<Snapshot>();
}

/// Stable ids of all diagnostics of a snapshot, in order.
inline std::vector<std::string> IdsOf(const Snapshot& snapshot) {
  std::vector<std::string> ids;
  for (const base::Diagnostic& diagnostic : snapshot.diagnostics.items()) {
    ids.emplace_back(base::InfoOf(diagnostic.kind).id);
  }
  return ids;
}

/// The computed table of a device as lines of the contract.
inline std::string Table(const rules::TinyText& text, const std::string& device) {
  const auto snapshot = Load(text);
  const auto failures = ReadFailures(*snapshot, {});
  std::string lines;
  const auto routes = Routes(*snapshot, *failures, {device, ""});
  for (const RouteRow& row : routes->rows) {
    const auto& interfaces = snapshot->network->nodes()[row.node.index()].config.device.interfaces;
    lines += fmt::format(
        R"({{"node":"{}","vrf":"{}","prefix":"{}","protocol":"{}","next_hop_ip":{},"next_hop_interface":{},)"
        R"("metric":{},"admin_distance":{}}})"
        "\n",
        device, row.vrf, net::ToString(row.route.prefix),
        routing::kProtocolNames[static_cast<std::size_t>(row.route.protocol)],
        row.hop.gateway ? "\"" + net::ToString(*row.hop.gateway) + "\"" : "null",
        row.hop.interface.valid() ? "\"" + interfaces[row.hop.interface.index()].name + "\"" : "null",
        row.route.metric, row.route.distance);
  }
  return lines;
}

/// Labels of the units of a failure set.
inline std::vector<std::string> LabelsOf(const Snapshot& snapshot, const exposure::FailureSet& set) {
  std::vector<std::string> labels;
  for (std::uint32_t unit : set) labels.push_back(snapshot.world->failures[unit].Label());
  return labels;
}

}  // namespace ringfence::study
