// Route policies of this system: the shared forms with its own words and habits.
#pragma once

#include "formats/cisco_nxos/reader.h"
#include "formats/policy_text.h"

namespace ringfence::formats::cisco_nxos {

/// How this system writes policies and what it does with names that are not defined.
const PolicyDialect& Dialect();

// Handlers of top-level statements; the words before the name are taken.
Verdict ReadRouteMapBlock(Reader& reader, Statement& statement);
Verdict ReadPrefixList4(Reader& reader, Statement& statement);
Verdict ReadPrefixList6(Reader& reader, Statement& statement);
Verdict ReadAsPath(Reader& reader, Statement& statement);
Verdict ReadStandardCommunities(Reader& reader, Statement& statement);
Verdict ReadExtendedCommunities(Reader& reader, Statement& statement);
Verdict ReadLargeCommunities(Reader& reader, Statement& statement);

}  // namespace ringfence::formats::cisco_nxos
