// Names of links and cables by what they join.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "model/topology.h"
#include "routing/network.h"
#include "routing/segments.h"

namespace ringfence::routing {

/// Names each link and each cable of switches "a--b" by its nodes, with the ports when several of them join
/// the same nodes; the ends of a cable come into the order of their names. What comes with a link stays as it
/// is.
void NameLinks(std::span<const Node> nodes, std::span<SwitchedCable> cables,
               std::span<std::pair<model::Link, std::size_t>> links);

}  // namespace ringfence::routing
