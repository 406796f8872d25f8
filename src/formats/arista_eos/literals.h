// Multi-line literals: banners, comments and scripts hold any text and end with a line "EOF".
#pragma once

#include <string_view>

namespace ringfence::formats::arista_eos {

/// Follows a text line by line and tells which lines lie in a literal. A value.
class LiteralTracker {
 public:
  /// True when the line belongs to a literal that an earlier line opened (its end line included). A line that
  /// opens one is not covered itself.
  bool Covers(std::string_view line);
  /// True after a line that opened a literal, until the line that ends it.
  bool open() const { return !construct_.empty(); }
  /// Name of the construct that is open: "banner", "comment", "script".
  std::string_view construct() const { return construct_; }

 private:
  std::string_view construct_;
};

}  // namespace ringfence::formats::arista_eos
