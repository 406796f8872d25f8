// Cisco IOS-XR running configurations.
#pragma once

#include <string>
#include <string_view>

#include "formats/format.h"

namespace ringfence::formats::cisco_iosxr {

/// Claims texts with marks that only this system prints.
Claim Detect(std::string_view text);
/// Reads a running configuration. Linear in the text and in the policies that places of use instantiate.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// Writes the model as configuration text that Parse reads back.
std::string Print(const routing::DeviceConfig& config);

/// The reader of Cisco IOS-XR 5 to 24.
extern const Format kFormat;

}  // namespace ringfence::formats::cisco_iosxr
