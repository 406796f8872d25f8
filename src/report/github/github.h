// Text in workflow commands.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::report::github {

/// Text behind "::": '%' escaped as the runner unescapes it; control characters and line ends are U+FFFD, so
/// that no text can begin a command of its own.
std::string EscapeData(std::string_view text);
/// Value of a property: ':' and ',' escaped too.
std::string EscapeProperty(std::string_view text);

}  // namespace ringfence::report::github
