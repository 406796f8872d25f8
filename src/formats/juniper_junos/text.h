// Grammar: braces and `set` lines to the word tree.
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"
#include "formats/juniper_junos/tree.h"

namespace ringfence::formats::juniper_junos {

/// Reads the whole text into a tree. Broken structure gives kSyntaxBroken, kLineTooLong or kNestingTooDeep
/// and the statement is unknown; reading goes on. `source` must outlive the tree. Linear in the text.
Tree ReadTree(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics);

}  // namespace ringfence::formats::juniper_junos
