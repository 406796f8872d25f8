// What tests share that write one thing for several systems. For tests only: needs GoogleTest.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "formats/formats.h"
#include "formats/reader_testing.h"

namespace ringfence::formats {

/// The reader of that name, which there must be.
inline const Format& FormatOf(std::string_view name) {
  const auto& all = AllFormats();
  return **std::ranges::find_if(all, [&](const Format* format) { return format->name == name; });
}

/// The text with `lines` in the place of its "%".
inline std::string With(std::string text, const std::string& lines) {
  return text.replace(text.find('%'), 1, lines);
}

}  // namespace ringfence::formats
