// Reader and printer for Huawei VRP5 and VRP8 configurations as `display current-configuration` prints them.
#pragma once

#include "formats/format.h"

namespace ringfence::formats::huawei_vrp {

/// The unit's entry in the table of formats.
extern const Format kFormat;

/// True for VRP texts; H3C Comware texts, which look alike, are refused. See Format::detect.
Claim Detect(std::string_view text);
/// See Format::parse.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// See Format::print. Keys and passwords are not in the model and never printed.
std::string Print(const routing::DeviceConfig& config);

}  // namespace ringfence::formats::huawei_vrp
