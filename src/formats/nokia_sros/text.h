// From the text of a file to its word tree.
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"
#include "formats/nokia_sros/reader.h"

namespace ringfence::formats::nokia_sros {

/// Reads braces, flat lines and mixtures of both, with later `delete` lines applied. Reports broken
/// structure, long lines and deep nesting and goes on. The tree points into `source`.
Tree ReadTree(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics);

}  // namespace ringfence::formats::nokia_sros
