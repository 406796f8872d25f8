// Adjacencies and sessions of routing protocols as people ask for them: both ends, state, cause, lines. Each
// protocol lists its own; registry_adjacencies.cc puts them together.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "model/device.h"
#include "model/topology.h"
#include "net/ip.h"

namespace ringfence::routing {

class Network;

/// Protocols that have neighbours here, in the order of output.
enum class AdjacencyProtocol : std::uint8_t { kBgp, kIsis, kOspf };
inline constexpr std::string_view kAdjacencyProtocolNames[] = {"bgp", "isis", "ospf"};

/// How it stands.
enum class AdjacencyState : std::uint8_t {
  kUp,
  kDown,       ///< the two ends fit; a shut end, a failure or a missing route keeps them apart
  kNever,      ///< what is configured keeps them apart
  kOutside,    ///< no known device is the other end
  kUndecided,  ///< not computed
};
inline constexpr std::string_view kAdjacencyStateNames[] = {"up", "down", "never", "outside", "undecided"};

/// One end.
struct AdjacencyEnd {
  model::NodeId node;                     ///< invalid: outside
  model::InterfaceIndex interface;        ///< invalid: not known
  std::optional<net::IpAddress> address;  ///< absent: not known
  std::string vrf;                        ///< "" is the default one
  std::string process;                    ///< of BGP the AS number; "" where it has no name
  std::vector<base::Span> lines;          ///< that make it what it is; the telling one first
  bool silent = false;                    ///< the cause is that this end says nothing about the other
};

/// Two ends, or one that waits for another.
struct Adjacency {
  AdjacencyProtocol protocol = AdjacencyProtocol::kBgp;
  AdjacencyState state = AdjacencyState::kUp;
  std::string cause = {};  ///< one word, for example "hello-interval"; empty: up and nothing to say
  std::string what = {};   ///< the same as a sentence
  /// BGP: ebgp, ibgp, confederation. OSPF: the area. IS-IS: the levels. "a / b" when the ends differ.
  std::string scope = {};
  std::vector<std::string> families = {};  ///< whose routes it carries, or would
  std::array<AdjacencyEnd, 2> ends = {};
};

/// "device[interface]". REQUIRES: valid endpoint.
std::string TextOf(const Network& network, model::Endpoint end);
/// "a" for equal texts, else "a / b".
std::string Both(const std::string& a, const std::string& b);
/// "MTU", "router id (must differ)" as one word: "mtu", "router-id".
std::string WordOf(std::string_view text);

/// When an interface of an end is not up, the adjacency is down and says which one and why.
void NoteDownInterfaces(const Network& network, const std::vector<std::uint8_t>& up, Adjacency& adjacency);

/// Puts the ends of each in the order of their names, an end outside last, and all in the order of protocol
/// and ends.
void Sort(const Network& network, std::vector<Adjacency>& adjacencies);

}  // namespace ringfence::routing
