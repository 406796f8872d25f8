// Keys as line-oriented systems store them.
#pragma once

#include <string>

#include "formats/statement.h"

namespace ringfence::formats {

/// Takes the rest of the line as a key with its optional type of encryption (0, 6, 7 ...) and gives its
/// digest; the reversible type 7 is decoded first, because two ends store one key in different type-7 texts.
std::string TakeKeyDigest(Statement& statement);

}  // namespace ringfence::formats
