// A value of a vendor model with the line that sets it.
#pragma once

#include "base/source.h"

namespace ringfence::formats {

/// A value with the line that sets it; `span` invalid: not set.
template <class T>
struct Setting {
  T value{};
  base::Span span;
  bool set() const { return span.valid(); }
  T value_or(T fallback) const { return set() ? value : fallback; }
};

}  // namespace ringfence::formats
