// The part of Dump that several of its files need: header conditions as text.
#pragma once

#include <string>

#include "net/header_match.h"

namespace ringfence::formats {

/// "src 10.0.0.0/24 dst 10.1.0.0?0.0.3.0 proto 6 dport 22-23": every condition of the match, "any" when there
/// is none.
std::string DumpMatch(const net::HeaderMatch& match);

}  // namespace ringfence::formats
