// Reader and printer for FRR configurations (vtysh), alone or as part of a Cumulus or SONiC layout.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/format.h"

namespace ringfence::formats::frr {

/// The unit's entry in the table of formats.
extern const Format kFormat;

/// True for texts of this system; see Format::detect. Linear in the text.
Claim Detect(std::string_view text);
/// See Format::part_rank.
std::optional<int> PartRank(std::string_view file_name);
/// See Format::parse.
ParsedFile Parse(const base::SourceFile& source, base::FileId file);
/// See Format::print. Keys are printed as digests, never as secrets.
std::string Print(const routing::DeviceConfig& config);

}  // namespace ringfence::formats::frr
