// The table of configuration readers and the choice of the one that reads a file.
#pragma once

#include <span>

#include "base/diagnostic.h"
#include "base/source.h"
#include "formats/format.h"

namespace ringfence::formats {

/// All readers in the order of formats.def. The entries live as long as the program.
std::span<const Format* const> AllFormats();

/// True when the text can be given to a reader. Otherwise adds kFileTooLarge (over kFileBytesMax),
/// kFileBinary (NUL, DEL or control bytes other than tab, line ends, form feed and ETX, which banners
/// contain) or kLineTooLong (over kLineBytesMax; one for each such line, at most kLongLineReportsMax).
bool CheckText(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics);

/// At most this many long lines are reported for one file (origin: the first ones tell the story).
inline constexpr std::size_t kLongLineReportsMax = 10;

/// The only one of `formats` that claims the text. nullptr with kFormatUnknown when none does, with
/// kFormatAmbiguous (naming the readers) when several do, and with the diagnostics of CheckText when the text
/// is not readable at all.
const Format* ChooseFormat(std::span<const Format* const> formats, const base::SourceFile& source,
                           base::FileId file, base::Diagnostics& diagnostics);

/// ChooseFormat among AllFormats().
const Format* DetectFormat(const base::SourceFile& source, base::FileId file, base::Diagnostics& diagnostics);

/// The reader that takes all these files of one folder as one device, or nullptr. `names` without folders.
const Format* FormatOfParts(std::span<const std::string> names);

}  // namespace ringfence::formats
