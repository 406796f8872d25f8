// Which bytes are UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace ringfence::base {

/// Length in bytes of the valid UTF-8 sequence at `at`, or 0 when there is none (RFC 3629: no overlong forms,
/// no surrogates, nothing beyond U+10FFFF). REQUIRES: at < text.size().
std::size_t Utf8Length(std::string_view text, std::size_t at);

/// The number of one character. REQUIRES: `bytes` are its valid UTF-8 sequence.
char32_t Utf8Code(std::string_view bytes);

}  // namespace ringfence::base
