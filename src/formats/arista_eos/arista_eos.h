// Reader and printer for Arista EOS running configurations.
#pragma once

#include <string>
#include <string_view>

#include "formats/format.h"

namespace ringfence::formats::arista_eos {

/// The unit's entry in the table of formats.
extern const Format kFormat;

/// True for texts of this system; see Format::detect. Linear in the text.
Claim Detect(std::string_view text);
/// See Format::parse.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// See Format::print. Keys are printed as digests, never as secrets.
std::string Print(const routing::DeviceConfig& config);

}  // namespace ringfence::formats::arista_eos
