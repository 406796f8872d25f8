// Reader and printer for running configurations of ZTE ZXROS (ZXR10 routers and switches).
#pragma once

#include <string>
#include <string_view>

#include "formats/format.h"

namespace ringfence::formats::zte_zxros {

/// The unit's entry in the table of formats.
extern const Format kFormat;

/// True for texts of this system; see Format::detect. Linear in the text.
Claim Detect(std::string_view text);
/// See Format::parse.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// See Format::print.
std::string Print(const routing::DeviceConfig& config);

}  // namespace ringfence::formats::zte_zxros
