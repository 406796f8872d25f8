// Texts that announce themselves with a header end with a closing word: without it, the rest is missing.
#pragma once

#include <span>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source.h"

namespace ringfence::formats {

/// Lines at the top of a file in which a header is looked for (origin: prompts and banners of a captured
/// session).
inline constexpr std::uint32_t kHeaderLinesMax = 40;

/// Reports kSyntaxBroken at the last line when one of the first lines starts with one of `headers`, but the
/// last line that is not empty is not `closing`. A device prints both or neither.
void CheckTruncation(const base::SourceFile& source, base::FileId file,
                     std::span<const std::string_view> headers, std::string_view closing,
                     base::Diagnostics& diagnostics);

}  // namespace ringfence::formats
