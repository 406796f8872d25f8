// Pieces of the conversion of BGP.
#pragma once

#include "formats/frr/extract_bgp.h"

namespace ringfence::formats::frr {

/// What neighbours of an instance do when nothing is said.
struct PeerDefaults {
  bool requires_policy = true;  ///< eBGP passes nothing without a policy
  bool enforce_first_as = false;
};

/// The sessions of an instance, groups merged in.
void ConvertNeighbors(Reader& reader, routing::DeviceConfig& config, const BgpText& text,
                      const PeerDefaults& defaults, bgp::BgpVrf& out);

}  // namespace ringfence::formats::frr
