// Fields of comma-separated values.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::report::csv {

/// A field (RFC 4180): quoted where it must be. A spreadsheet takes text that begins with one of = + - @ as a
/// formula, also behind blanks and after its full-width form; such a field gets an apostrophe in front.
std::string Field(std::string_view text);

}  // namespace ringfence::report::csv
