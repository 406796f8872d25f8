// The tiny snapshot of the rules, loaded from memory. Test support only.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "rules/tiny_text_testing.h"
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

/// Labels of the units of a failure set.
inline std::vector<std::string> LabelsOf(const Snapshot& snapshot, const exposure::FailureSet& set) {
  std::vector<std::string> labels;
  for (std::uint32_t unit : set) labels.push_back(snapshot.world->failures[unit].Label());
  return labels;
}

}  // namespace ringfence::study
