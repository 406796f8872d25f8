// Reader and printer for Nokia SR OS configurations of the MD-CLI: braces, flat lines and mixtures of both.
#pragma once

#include "formats/format.h"

namespace ringfence::formats::nokia_sros {

/// The unit's entry in the table of formats.
extern const Format kFormat;

/// True for texts in MD-CLI notation; see Format::detect.
Claim Detect(std::string_view text);
/// See Format::parse.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// See Format::print. Prints braces; keys are printed as digests, never as secrets.
std::string Print(const routing::DeviceConfig& config);

}  // namespace ringfence::formats::nokia_sros
