// Neutral policies as route maps and lists: what the readers of this form read back to the same policies.
#pragma once

#include <string>

#include "formats/policy_text.h"
#include "model/route_policy.h"

namespace ringfence::formats {

/// All lists and route maps; policies made of a list used as a filter are left out, for the place of use
/// names the list. REQUIRES: the policies come from a PolicyConverter of the same dialect.
std::string PrintPolicies(const model::PolicySet& policies, const PolicyDialect& dialect);

/// A name without the mark of its kind of list ("ipv6:X" gives "X"); other names unchanged.
std::string_view BareListName(std::string_view name);

}  // namespace ringfence::formats
