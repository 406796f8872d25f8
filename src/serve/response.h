// Heads of responses. Nothing that a client sent stands in them.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::serve {

/// What a head says.
struct ResponseHead {
  unsigned status = 200;
  std::string_view content_type = "application/json";
  /// Content-Security-Policy; for all but the page: nothing at all.
  std::string_view policy = "default-src 'none'; frame-ancestors 'none'";
  std::size_t length_bytes = 0;
  bool endless = false;  ///< events: no length, ends with the connection
  bool keep = true;      ///< the connection stays
};

/// The head with its empty line.
std::string WriteHead(const ResponseHead& head);

}  // namespace ringfence::serve
