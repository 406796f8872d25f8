// Pieces of `redistribute` that the interior protocols share.
#pragma once

#include <optional>
#include <vector>

#include "formats/frr/reader.h"

namespace ringfence::formats::frr {

/// Takes what is redistributed; a verdict when the line ends here.
std::optional<Verdict> TakeRedistributed(Statement& statement, RedistributeText& text);
/// Takes `metric`, `metric-type`, `route-map` in any order; a verdict when a word is none of them.
std::optional<Verdict> TakeRedistributionOptions(Reader& reader, Statement& statement,
                                                 RedistributeText& text);
/// Replaces the statement about the same source, or removes it.
Verdict StoreRedistribution(std::vector<RedistributeText>& known, RedistributeText text, bool negated);

}  // namespace ringfence::formats::frr
