// What the two files about BGP share.
#pragma once

#include <optional>

#include "formats/cisco_nxos/reader.h"

namespace ringfence::formats::cisco_nxos {

/// The family the next two words name; nullopt for one that carries no routes here.
std::optional<bgp::BgpFamily> TakeBgpFamily(Statement& statement);
/// `neighbor ...` in a VRF.
Verdict ReadBgpNeighbor(Reader& reader, Statement& statement);
/// `template {peer | peer-session | peer-policy} X`.
Verdict ReadBgpTemplate(Reader& reader, Statement& statement);

}  // namespace ringfence::formats::cisco_nxos
