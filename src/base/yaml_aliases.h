// YAML as other programs write it: anchors, aliases and merge keys are followed.
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "base/value_tree.h"

namespace ringfence::base {

/// Most values that aliases and merges may stand for together (origin: a lab of thousands of nodes).
inline constexpr std::size_t kYamlExpandedMax = 1'000'000;

/// As ReadYaml, but an alias stands for the value of its anchor, with the place where that is written: the
/// same node under several parents. "<<" adds the entries of a map, or of several in order, that are not
/// there. An alias to an anchor that is not there or not closed yet, and more than kYamlExpandedMax values,
/// are diagnostics.
std::optional<ValueTree> ReadYamlWithAliases(const SourceFile& source, FileId file, Diagnostics& diagnostics);

}  // namespace ringfence::base
