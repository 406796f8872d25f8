// What the files that read BGP share.
#pragma once

#include "formats/cisco_iosxr/bgp_dialect.h"
#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {

/// Where the open block stands.
inline BgpPlace PlaceOf(Reader& reader) {
  return {reader.vendor.bgp, reader.bgp_vrf, reader.bgp_family, Dialect()};
}

/// What follows `address-family`: a family that carries routes, or what to say of the whole block.
struct FamilyWord {
  std::optional<routing::bgp::BgpFamily> family;
  Verdict verdict = kNoEffect;
};
/// Takes the words after `address-family`.
FamilyWord TakeFamily(Statement& statement);

/// `neighbor`, `neighbor-group`, `session-group`, `af-group`; the first word is taken.
Verdict ReadNeighbor(Reader& reader, Statement& statement);
Verdict ReadNeighborGroup(Reader& reader, Statement& statement);
Verdict ReadSessionGroup(Reader& reader, Statement& statement);
Verdict ReadAfGroup(Reader& reader, Statement& statement);

}  // namespace ringfence::formats::cisco_iosxr
