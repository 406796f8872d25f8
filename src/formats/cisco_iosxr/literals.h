// Text in a configuration that is no statement: banners.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::formats::cisco_iosxr {

/// Follows banners line by line. A value.
class LiteralTracker {
 public:
  /// True when the line lies inside a banner or closes it; the line that opens one is a statement.
  bool Covers(std::string_view line);
  /// A banner has begun and not ended.
  bool open() const { return !end_.empty(); }

 private:
  std::string end_;  ///< what closes the open banner
};

}  // namespace ringfence::formats::cisco_iosxr
