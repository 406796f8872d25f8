// Statements that write other statements: groups, interface ranges, prefix lists filled by path.
#pragma once

#include <string_view>

#include "formats/juniper_junos/reader.h"

namespace ringfence::formats::juniper_junos {

/// True when a wildcard such as "xe-0/0/[0-3]" or "ge-*" (without the angle brackets) covers the word. O(n *
/// m).
bool MatchesWildcard(std::string_view pattern, std::string_view word);

/// Merges every applied group, interface range and path-filled prefix list into the tree. Nodes written in
/// place win over inherited ones (Node::rank); inherited nodes keep the statement of the definition and of
/// the application. Reports groups that are not defined, and expansions over kInheritedNodesMax. REQUIRES:
/// called once, before marks.
void ApplyInheritance(Reader& reader);

}  // namespace ringfence::formats::juniper_junos
