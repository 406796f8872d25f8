// From what devices print to the tables that stand in for computed ones.
#pragma once

#include <vector>

#include "routing/observed_table.h"
#include "study/observed.h"
#include "study/snapshot.h"

namespace ringfence::study {

/// Next hops that are found through other printed routes, one after the other (origin: a service over BGP
/// over an IGP takes three).
inline constexpr int kPrintedRecursionMax = 8;

/// The tables of the devices that the inventory names under `observed: replace`. Unknown names, devices
/// without a file, unknown VRFs and next hops that lead nowhere are diagnosed. REQUIRES: the snapshot has a
/// network.
std::vector<routing::ObservedTable> PrintedTables(const ObservedTables& observed, Snapshot& snapshot);

}  // namespace ringfence::study
