// Characters and their bytes in UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ringfence::base {

/// Length in bytes of the valid UTF-8 sequence at `at`, or 0 when there is none (RFC 3629: no overlong forms,
/// no surrogates, nothing beyond U+10FFFF). REQUIRES: at < text.size().
std::size_t Utf8Length(std::string_view text, std::size_t at);

/// The number of one character. REQUIRES: `bytes` are its valid UTF-8 sequence.
char32_t Utf8Code(std::string_view bytes);

/// Appends the sequence of one character. REQUIRES: `code` is one, no surrogate.
void AppendUtf8(std::string& text, char32_t code);

/// True for a character that YAML 1.1 and YAML 1.2 both read as itself within a line: no controls but
/// the tab, no separators of lines and paragraphs, no byte order marks, nothing outside c-printable of YAML
/// 1.2.2, section 5.1.
bool StandsInLine(char32_t code);

}  // namespace ringfence::base
