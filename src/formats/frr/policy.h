// Policies of this system by the shared texts: the dialect, and the statements outside route maps.
#pragma once

#include "formats/frr/reader.h"
#include "formats/policy_text.h"

namespace ringfence::formats::frr {

/// How FRR differs from its relatives.
extern const PolicyDialect kDialect;

// `ip prefix-list`, `ipv6 prefix-list`, `ipv6 access-list`, `bgp as-path` and the older `ip as-path`, ...
Verdict ReadPrefixList4(Reader& reader, Statement& statement);
Verdict ReadPrefixList6(Reader& reader, Statement& statement);
Verdict ReadAccessList6(Reader& reader, Statement& statement);
Verdict ReadAsPath(Reader& reader, Statement& statement);
Verdict ReadStandard(Reader& reader, Statement& statement);
Verdict ReadExtended(Reader& reader, Statement& statement);
Verdict ReadLarge(Reader& reader, Statement& statement);

}  // namespace ringfence::formats::frr
