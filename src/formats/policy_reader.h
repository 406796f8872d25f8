// ringfence.yaml: parties, lists, sets, information, flows, and rules as stanzas that rule kinds read.
#pragma once

#include <string>
#include <vector>

#include "base/decode.h"
#include "base/diagnostic.h"
#include "base/files.h"
#include "model/policy.h"

namespace ringfence::formats {

/// Most files one policy may include, itself counted (origin: nobody writes more by hand).
inline constexpr std::size_t kPolicyFilesMax = 256;

/// Table of a policy file whose rules follow `rule`. The result refers to `rule`, which must outlive the
/// program's use of it. Also published as JSON Schema.
const base::RecordSchema& PolicySchema(const base::RecordSchema& rule);

/// Reads `name` below `root` and everything it includes. Names are resolved across all files.
model::Policy ReadPolicy(const base::FileSystem& files, const std::string& root, const std::string& name,
                         const base::RecordSchema& rule, base::SourceMap& sources,
                         base::Diagnostics& diagnostics);

}  // namespace ringfence::formats
