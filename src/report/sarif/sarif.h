// Pieces of a SARIF log that tests look at alone.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::report::sarif {

/// A relative URI reference of a path: everything but unreserved characters and '/' is percent-encoded (RFC
/// 3986), so that no name becomes a scheme, a query or a fragment.
std::string UriOf(std::string_view path);

/// Text of a message: braces doubled (SARIF 2.1.0, 3.11.5), no embedded links (3.11.6), printable.
std::string MessageText(std::string_view text);

}  // namespace ringfence::report::sarif
