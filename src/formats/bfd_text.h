// What stands behind `bfd`, where nothing but one word of it changes a route.
#pragma once

#include "formats/impacts.h"
#include "formats/statement.h"

namespace ringfence::formats {

/// Reads the rest of a line about BFD (RFC 5880). BFD that never comes up takes no session of a protocol
/// down, and one that is up only makes failures known sooner. Strict modes are other: without BFD there is no
/// session, and nobody asks here whether its packets pass.
inline Verdict ReadBfdWords(Statement& statement) {
  bool strict = false;
  while (!statement.words.done()) strict = statement.words.Next().text.starts_with("strict") || strict;
  if (!strict || statement.negated) return kNoEffect;
  return NotModelled(kRouting, "session that needs BFD");
}

/// The same, for tables of keywords.
template <class Reader>
Verdict ReadBfd(Reader&, Statement& statement) {
  return ReadBfdWords(statement);
}

}  // namespace ringfence::formats
