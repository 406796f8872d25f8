// Passwords and keys in configuration lines that a report would carry to people who need not know them.
#pragma once

#include <string>
#include <string_view>

namespace ringfence::report {

/// The line, with what follows a word that announces a password, key or community replaced by "****". Errs on
/// the side of hiding too much: the words are those of all systems. ASCII case does not matter.
std::string MaskSecrets(std::string_view line);

/// A line of a file as a masked report shows it: our own YAML files at the root of a snapshot, which hold
/// prose and no secrets, word for word; every other line as MaskSecrets gives it.
std::string ShownLine(std::string_view file, std::string_view line);

}  // namespace ringfence::report
