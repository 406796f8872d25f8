// The JSON and YAML forms of a configuration as the word tree of the command line.
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"
#include "formats/nokia_srlinux/reader.h"

namespace ringfence::formats::nokia_srlinux {

/// Reads a text in JSON or YAML. A text without a usable tree leaves every line unknown. The tree owns its
/// words.
Tree ReadValues(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics);

}  // namespace ringfence::formats::nokia_srlinux
