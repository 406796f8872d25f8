// Text in XML.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::report::junit {

/// Text for an attribute or an element of XML 1.0: markup escaped, everything that XML forbids or an
/// attribute would change (control characters, U+FFFE, U+FFFF, bytes that are no UTF-8) as U+FFFD.
std::string XmlText(std::string_view text);

}  // namespace ringfence::report::junit
