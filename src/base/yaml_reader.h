// YAML 1.2 and JSON text into a ValueTree, with positions of every key and value.
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "base/value_tree.h"

namespace ringfence::base {

/// Deepest nesting (origin: our files nest below 8).
inline constexpr std::size_t kYamlDepthMax = 64;
/// Largest file, in bytes (origin: inventories of 100,000 elements are about 30 MiB).
inline constexpr std::size_t kYamlBytesMax = 64U << 20U;

/// Reads one document. Duplicate keys, broken text, anchors, aliases and tags, bytes that are not
/// UTF-8 text, too deep nesting and too large files
/// are diagnostics; nullopt when there is no usable tree.
std::optional<ValueTree> ReadYaml(const SourceFile& source, FileId file, Diagnostics& diagnostics);

}  // namespace ringfence::base
