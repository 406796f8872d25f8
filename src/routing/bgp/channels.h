// Sessions as the routes of one family see them: two directed channels each, with what is equal for many
// channels of a speaker gathered into classes. See channels.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "net/ip.h"
#include "routing/bgp/bgp_route.h"
#include "routing/bgp/sessions.h"
#include "routing/policy_program.h"

namespace ringfence::routing::bgp {

/// What makes advertisements equal. Classes live as long as the scratch, so what is remembered about them
/// stays true under other failure states.
struct ExportClass {
  std::uint32_t speaker = 0;
  const BgpNeighbor* neighbor = nullptr;  ///< of the first channel in the class
  const NeighborFamily* family = nullptr;
  SessionKind kind = SessionKind::kEbgp;
  AsNumber own_as = 0;   ///< what the speaker calls itself here
  AsNumber peer_as = 0;  ///< used where the configuration depends on it
  std::uint32_t cluster_id = 0;
  bool all_paths = false;  ///< additional paths: sent here, taken there
  std::uint32_t default_local_preference = 100;
  bool reflects_zero_med = false;  ///< as all classes of the speaker's family
  bool imported_are_own = false;   ///< as all of them: routes from other VRFs are sent like own ones
  CompiledChain chain;
};

/// What makes acceptance equal.
struct ImportClass {
  std::uint32_t speaker = 0;
  const BgpNeighbor* neighbor = nullptr;
  const NeighborFamily* family = nullptr;
  SessionKind kind = SessionKind::kEbgp;
  AsNumber own_as = 0;
  std::uint32_t cluster_id = 0;
  std::uint32_t default_local_preference = 100;
  CompiledChain chain;
  std::uint32_t plain = 0xffffffff;  ///< place in BgpScratch::plain_imports when no policy takes part
};

/// One direction of use of a session: a speaker and its neighbour.
struct Channel {
  std::uint32_t speaker = 0;
  std::uint32_t remote_speaker = 0;  ///< kNone: outside of the network
  std::uint32_t remote_channel = 0;  ///< the same session seen from the neighbour; kNone: it is outside
  std::uint32_t session = 0;         ///< twice the index into BgpScratch::sessions, plus the side
  const BgpNeighbor* neighbor = nullptr;
  const NeighborFamily* family = nullptr;
  SessionKind kind = SessionKind::kEbgp;
  AsNumber peer_as = 0;
  std::uint32_t export_class = 0;  ///< kNone to the outside: what is sent there is not computed
  std::uint32_t import_class = 0;
  std::uint32_t remote_router_id = 0;
  AddressId self;                     ///< the speaker's address as next hop; invalid: unnumbered
  AddressId peer;                     ///< the neighbour's address as next hop; invalid: unnumbered
  net::IpAddress peer_address;        ///< of the session; breaks ties
  model::InterfaceIndex interface;    ///< when the neighbour stands on a link of the speaker
  std::optional<net::Prefix> subnet;  ///< shared with the neighbour
  bool labels = false;                ///< of a unicast family: both ends exchange them
  bool from_outside() const { return remote_speaker == kNone; }
};

struct FamilyState;
struct BgpScratch;

/// Fills `state.channels` and the classes in use from `scratch.sessions`. `programs` by node.
void MakeChannels(const SessionPlan& plan, std::span<const std::unique_ptr<PolicyProgram>> programs,
                  BgpScratch& scratch, FamilyState& state);

}  // namespace ringfence::routing::bgp
