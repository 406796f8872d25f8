// Two devices that end the bundles of others together (MLAG, vPC). See chassis_pairs.cc.
#pragma once

#include <vector>

#include "model/topology.h"

namespace ringfence::routing {

class Network;

/// The peer link of two chassis.
struct ChassisPair {
  model::Endpoint links[2];  ///< at each of them, in order of nodes
};

/// Pairs whose peer links a cable joins, each device in one pair, in order of the first device.
std::vector<ChassisPair> FindChassisPairs(const Network& network);

/// The bundle that an interface is a member of, else the interface itself.
model::Endpoint BundleAt(const Network& network, model::Endpoint port);

}  // namespace ringfence::routing
