// Handlers of BGP that lie in several files.
#pragma once

#include <optional>

#include "formats/frr/bgp_text.h"
#include "formats/frr/reader.h"

namespace ringfence::formats::frr {

/// The commands of an address family; reader.bgp_family says which.
extern const Node kBgpFamily;

/// Takes an AS number, plain or dotted; nullopt, nothing taken, when there is none.
std::optional<bgp::AsNumber> TakeAs(Statement& statement);

// `neighbor N ...`: of the whole instance, of the family.
Verdict ReadNeighborOfInstance(Reader& reader, Statement& statement);
Verdict ReadNeighborOfFamily(Reader& reader, Statement& statement);
// Other statements of a family.
Verdict ReadAggregate(Reader& reader, Statement& statement);
Verdict ReadBgpDistance(Reader& reader, Statement& statement);
Verdict ReadBgpNetwork(Reader& reader, Statement& statement);
Verdict ReadBgpPaths(Reader& reader, Statement& statement);
Verdict ReadBgpRedistribute(Reader& reader, Statement& statement);
Verdict ReadTableMap(Reader& reader, Statement& statement);

/// The family of the open node as an address family of the net module.
net::Family FamilyOf(bgp::BgpFamily family);

/// `export {auto | N}` behind `sid vpn`: the number does not matter.
Verdict TakeSid(Statement& statement, Setting<bool>& sid);

}  // namespace ringfence::formats::frr
