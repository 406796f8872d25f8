// Passwords and keys in configuration lines that a report would carry to people who need not know them.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::report {

/// The line, with what follows a word that announces a password, key or community replaced by "****". Errs on
/// the side of hiding too much: the words are those of all systems. ASCII case does not matter.
std::string MaskSecrets(std::string_view line);

}  // namespace ringfence::report
