// Reader for Nokia SR Linux configurations: braces, `set /` lines and the JSON or YAML form of the same tree.
#pragma once

#include "formats/format.h"

namespace ringfence::formats::nokia_srlinux {

/// The unit's entry in the table of formats.
extern const Format kFormat;

/// True for texts of this system; see Format::detect.
Claim Detect(std::string_view text);
/// See Format::parse.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// See Format::print. Prints `set /` lines; keys are printed as digests, never as secrets.
std::string Print(const routing::DeviceConfig& config);

}  // namespace ringfence::formats::nokia_srlinux
