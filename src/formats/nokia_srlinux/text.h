// From the text of a file, in whichever of its forms, to its word tree.
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"
#include "formats/nokia_srlinux/reader.h"

namespace ringfence::formats::nokia_srlinux {

/// Reads braces and `set` lines with later `delete` lines applied, or JSON and YAML. Reports broken
/// structure, long lines and deep nesting and goes on. The tree points into `source` or owns its words.
Tree ReadTree(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics);

}  // namespace ringfence::formats::nokia_srlinux
