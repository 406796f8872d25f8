// What the files that read BGP share.
#pragma once

#include "formats/cisco_iosxr/bgp_dialect.h"
#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {

namespace bgp = routing::bgp;

/// Where the open block stands.
inline BgpPlace PlaceOf(Reader& reader) {
  return {reader.vendor.bgp, reader.bgp_vrf, reader.bgp_family, Dialect()};
}

/// What follows `address-family`: a family that carries routes, or what to say of the whole block.
struct FamilyWord {
  std::optional<bgp::BgpFamily> family;
  Verdict verdict = kNoEffect;
};
FamilyWord TakeFamily(Statement& statement);

/// `neighbor`, `neighbor-group`, `session-group`, `af-group`; the first word is taken.
Verdict ReadNeighbor(Reader& reader, Statement& statement);
Verdict ReadNeighborGroup(Reader& reader, Statement& statement);
Verdict ReadSessionGroup(Reader& reader, Statement& statement);
Verdict ReadAfGroup(Reader& reader, Statement& statement);

}  // namespace ringfence::formats::cisco_iosxr
