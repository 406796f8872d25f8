// What a reader made of a file, as text: counts of fates, the lines that are not understood, the diagnostics.
#pragma once

#include <string>

#include "formats/format.h"

namespace ringfence::formats {

/// First line: "lines 34: blank 5 modelled 20 irrelevant 4 unmodelled 3 unknown 2". Then one line for each
/// unmodelled and unknown line with the letters of its impact (4 6 Forwarding Management Protection Copying),
/// the reason and nothing of the line's text, which may hold secrets. Then one line for each diagnostic.
/// Goldens start with it.
std::string Census(const ParsedFile& parsed);

}  // namespace ringfence::formats
