// JSON text into a ValueTree, quickly, where the text is plain. See plain_json.cc.
#pragma once

#include <optional>

#include "base/value_tree.h"

namespace ringfence::base {

/// The tree that ReadYaml makes of the text; nullopt when this reader is not sure of it, which says nothing
/// about the text. O(bytes).
std::optional<ValueTree> ReadPlainJson(const SourceFile& source, FileId file);

}  // namespace ringfence::base
