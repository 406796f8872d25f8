// Which fate a line takes of several that its statements have.
#pragma once

#include "model/fate.h"

namespace ringfence::formats {

/// A line takes the gravest fate.
constexpr int GravityOf(model::Fate fate) {
  constexpr int kGravity[] = {0, 2, 1, 3, 4};  // known and of no effect says less than modelled
  return kGravity[static_cast<std::size_t>(fate)];
}

}  // namespace ringfence::formats
