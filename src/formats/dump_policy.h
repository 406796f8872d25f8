// The part of Dump that shows route policies, their lists, and VRFs.
#pragma once

#include <string>
#include <string_view>

#include "routing/device_config.h"

namespace ringfence::formats {

/// Appends lists and policies, one fact a line, spans left out.
void DumpPolicies(std::string& out, const model::PolicySet& policies);
/// Appends one VRF.
void DumpVrf(std::string& out, const routing::VrfConfig& vrf);
/// A chain on one line: " WORD a b (else accept)".
void DumpChain(std::string& out, std::string_view word, const model::PolicyChain& chain);

}  // namespace ringfence::formats
