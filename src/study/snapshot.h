// A snapshot in memory: everything read, nothing judged yet.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
#include "base/source.h"
#include "exposure/cone.h"
#include "exposure/engine.h"
#include "exposure/world.h"
#include "model/fate.h"
#include "model/inventory.h"
#include "model/policy.h"
#include "routing/network.h"

namespace ringfence::study {

/// One configuration file with what became of its lines.
struct ConfigFile {
  base::FileId file;
  std::string device;  ///< host name, or the file's name when it has none
  std::string format;  ///< unit name of the reader; empty when none claimed it
  model::FileFates fates;
};

/// A loaded snapshot. Not movable once `world` is built: world and engine point into it.
struct Snapshot {
  Snapshot() = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  base::SourceMap sources;
  base::Diagnostics diagnostics;
  std::vector<ConfigFile> configs;
  model::Inventory inventory;
  bool has_inventory = false;
  model::Policy policy;
  bool has_policy = false;
  std::unique_ptr<routing::Network> network;
  std::unique_ptr<exposure::World> world;
  std::unique_ptr<exposure::ExposureEngine> engine;
  std::unique_ptr<exposure::Cones> cones;
};

/// Reads and assembles the snapshot at `root` of `files`. Bad input ends up in diagnostics; only a broken
/// environment (no such folder) is an Error. With errors among the diagnostics, network, world, engine and
/// cones may be missing. Configurations are read on up to `threads` threads; the result does not depend on
/// them.
base::Result<std::unique_ptr<Snapshot>> LoadSnapshot(const base::FileSystem& files, const std::string& root,
                                                     unsigned threads = 1);

}  // namespace ringfence::study
