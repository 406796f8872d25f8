// A name where it is used.
#pragma once

#include <string>

#include "base/source.h"

namespace ringfence::formats::huawei_vrp {

/// A name used somewhere, with the place of the use.
struct NameUse {
  std::string name;
  base::Span span;
};

}  // namespace ringfence::formats::huawei_vrp
