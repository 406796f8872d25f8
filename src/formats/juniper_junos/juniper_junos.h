// Reader and printer for Junos configurations (brace form, set form, and mixtures of both).
#pragma once

#include "formats/format.h"

namespace ringfence::formats::juniper_junos {

/// The unit's entry in the table of formats.
extern const Format kFormat;

/// True for texts in Junos notation; see Format::detect.
Claim Detect(std::string_view text);
/// See Format::parse.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// See Format::print. Keys and passwords are printed as digests or masks, never as secrets.
std::string Print(const routing::DeviceConfig& config);

}  // namespace ringfence::formats::juniper_junos
