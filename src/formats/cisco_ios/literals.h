// Multi-line literals: banners, certificates and macros hold any text and are not configuration.
#pragma once

#include <string_view>

namespace ringfence::formats::cisco_ios {

/// Follows a text line by line and tells which lines lie in a literal. A value; keeps views into the lines,
/// which must outlive it.
class LiteralTracker {
 public:
  /// True when the line belongs to a literal that an earlier line opened (its end line included). A line that
  /// opens one is not covered itself.
  bool Covers(std::string_view line);
  /// True after a line that opened a literal, until the line that ends it.
  bool open() const { return !end_.empty(); }
  /// Name of the construct that is open: "banner", "certificate", "macro".
  std::string_view construct() const { return construct_; }

 private:
  void OpenAt(std::string_view line);

  std::string_view end_;  ///< what ends the literal; empty: none is open
  std::string_view construct_;
  bool whole_line_ = false;  ///< the end stands alone on its line
};

}  // namespace ringfence::formats::cisco_ios
