// Community lists as statements.
#pragma once

#include "formats/policy_text.h"
#include "formats/statement_report.h"

namespace ringfence::formats {

/// Reads what follows `ip community-list`, `ip extcommunity-list`, `ip large-community-list`: perhaps
/// `standard`, `expanded` or `regexp`, a name or number (100 and more: expanded), perhaps a sequence number,
/// the action, and communities that must all be there or a pattern.
Verdict ReadCommunityList(PolicyTexts& texts, model::CommunityKind kind, Statement& statement,
                          StatementReport& report, const PolicyDialect& dialect);

/// The kind of list that holds communities of a kind.
ListKind ListKindOf(model::CommunityKind kind);

/// Takes one community of the kind as its statements write it ("65000:1"; "rt 65000:1", "soo 65000:1",
/// "rt:65000:1"; "65000:1:2"); nullopt when the next words are none: then nothing is taken.
std::optional<model::CommunityText> TakeCommunity(model::CommunityKind kind, Statement& statement);

}  // namespace ringfence::formats
