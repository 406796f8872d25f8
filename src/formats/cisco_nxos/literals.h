// Banners hold any text and are not configuration.
#pragma once

#include <string_view>

namespace ringfence::formats::cisco_nxos {

/// Follows a text line by line and tells which lines lie in a banner. A value; keeps views into the lines,
/// which must outlive it.
class LiteralTracker {
 public:
  /// True when the line belongs to a banner that an earlier line opened (its end line included). A line that
  /// opens one is not covered itself.
  bool Covers(std::string_view line);
  /// True after a line that opened a banner, until the line that ends it.
  bool open() const { return !end_.empty(); }

 private:
  std::string_view end_;  ///< what ends the banner; empty: none is open
};

}  // namespace ringfence::formats::cisco_nxos
