// What a folder of configurations alone tells about a network: the start of a policy and an inventory.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/snapshot.h"

namespace ringfence::study {

/// A device as its configuration shows it.
struct StarterDevice {
  std::string name;
  std::string file;            ///< as users know it
  std::string system;          ///< for people, for example the title of its reader
  std::string maker_guess;     ///< whoever makes the devices this system runs on; empty: several do
  bool only_switches = false;  ///< no interface has an address
  std::size_t open_lines = 0;  ///< lines that are not modelled, or unknown
  /// Where a flow may begin: a subnet that no other device is in, else an own address; absent when it has
  /// none.
  std::optional<net::Prefix> hosts;
};

/// Interfaces that share a link.
struct StarterLink {
  std::vector<std::string> ends;     ///< "device[interface]", ordered by device
  std::vector<net::Prefix> subnets;  ///< ascending
  bool cabled = false;               ///< the layer-1 file names it; else the subnet tells it
};

/// An interface without a link whose description names exactly one other device.
struct StarterHint {
  std::string end;  ///< "device[interface]"
  std::string description;
  std::string device;  ///< the one that it names
};

/// Everything in the order of names, each device once.
struct Starter {
  std::vector<StarterDevice> devices;
  std::vector<StarterLink> links;   ///< two ends
  std::vector<StarterLink> shared;  ///< three or more: what is cabled with what cannot be told
  std::vector<StarterHint> hints;
  std::vector<std::string> unread;   ///< files that no reader claims
  std::vector<std::string> doubled;  ///< names that several devices have
  std::vector<std::string> outside;  ///< "device to ADDRESS": BGP neighbours that are no device here
  std::vector<std::string> defects;  ///< "place: what": errors that `check` will not go past
};

/// Links, hints or neighbours that a starter lists of each sort (origin: nobody reads more in a comment).
inline constexpr std::size_t kStarterListMax = 500;

/// Loads a folder as if it had no policy, inventory or cables of ours: only what devices print, and the
/// layer-1 file. An Error when there is no such folder.
base::Result<std::unique_ptr<Snapshot>> LoadBare(const base::FileSystem& files, const std::string& root,
                                                 unsigned threads = 1);

/// What the snapshot tells. REQUIRES: it came from LoadBare.
Starter MakeStarter(Snapshot& snapshot);

}  // namespace ringfence::study
