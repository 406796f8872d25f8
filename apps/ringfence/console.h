// What all commands say the same way.
#pragma once

#include <string>

#include "base/result.h"

/// Says on standard error why the program cannot do what was asked; the exit code of that.
int Refuse(const std::string& message);

/// What a snapshot is called on a page: the last part of its path.
std::string TitleOf(const std::string& snapshot);

/// Writes a file that is not there, or replaces it with `force`; how many bytes.
ringfence::base::Result<std::size_t> WriteFile(const std::string& path, const std::string& text, bool force);
