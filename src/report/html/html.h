// The page and its data put together.
#pragma once

#include <string>
#include <string_view>

#include "report/report.h"

namespace ringfence::report::html {

/// JSON that means the same and can stand inside <script type="application/json">: without '<', '>', '&' and
/// the two line ends of Unicode that JavaScript knows. REQUIRES: valid JSON (they occur in strings only).
std::string EscapeForScript(std::string_view json);

/// The whole page with this document.
std::string PageWith(std::string_view json);

/// The page without a document. It may ask the server that it came from, and nobody else.
ServedPage PageOfServer();

}  // namespace ringfence::report::html
