// Layer-2 services over labelled paths: ports of a device that are joined with ports of others by pseudowires
// (RFC 4447, RFC 8077), two at a time (VPWS) or bridged (VPLS, RFC 4762), or by what BGP tells of services
// (EVPN: RFC 7432, RFC 8214).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/ip.h"

namespace ringfence::model {

/// MTU of a service on Ethernet when no line says another (characterization.md of the readers).
inline constexpr std::uint32_t kPseudowireMtuBytes = 1500;

/// What the two ends of a pseudowire must agree on (RFC 4446 section 3.2).
enum class PseudowireType : std::uint8_t {
  kVlan = 4,
  kEthernet = 5,
};

/// A port, or frames of one VLAN on it, that a service takes; it has no addresses then.
struct Attachment {
  std::string interface;   ///< one with a VLAN takes frames with that tag, else all that no other one takes
  bool keeps_tag = false;  ///< the tag by which frames come to the service stays on them
  base::Span span;
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// What BGP tells the others of a service over labelled paths, and what it takes of theirs.
struct EvpnInstance {
  std::optional<net::IpAddress> local;  ///< where its frames go, in the default VRF; absent: it has no ends
  /// Ethernet tag of its routes, and of those it takes: the same of bridged services (RFC 7432 section 6.1: 0
  /// unless several share a table), and the identifiers of the two ends of a wire (RFC 8214 section 3).
  std::uint32_t tag = 0, far_tag = 0;
  bool wire = false;  ///< two ends and nothing learnt (VPWS)
  /// As communities ("target:65000:10").
  std::vector<std::string> import_targets, export_targets;
  base::Span span;
  friend bool operator==(const EvpnInstance&, const EvpnInstance&) = default;
};

/// One end of a pseudowire that LDP agrees on, or of a way to another end of an EVPN instance.
struct Pseudowire {
  net::IpAddress peer;   ///< LDP identifier of the far device; of EVPN: EvpnInstance::local there
  std::uint32_t id = 0;  ///< the same at both ends
  PseudowireType type = PseudowireType::kEthernet;
  std::uint32_t mtu_bytes = kPseudowireMtuBytes;  ///< of the frames' payload, as LDP tells it
  bool mesh = false;  ///< frames that came by one of these leave by no other of the service (split horizon)
  bool evpn = false;  ///< made from EVPN instances when the network is; no configuration has one
  base::Span span;
  friend bool operator==(const Pseudowire&, const Pseudowire&) = default;
};

/// What joins the ports and pseudowires of one device. Frames of different tags inside of it do not meet.
/// Names are unique on a device.
struct L2Service {
  std::string name;
  std::vector<Attachment> attachments;
  std::vector<Pseudowire> pseudowires;
  std::vector<std::string> routed = {};   ///< layer-3 interfaces that stand on it (IRB)
  std::optional<EvpnInstance> evpn = {};  ///< over labelled paths; of VXLAN: see Vxlan::segments
  base::Span span;
  friend bool operator==(const L2Service&, const L2Service&) = default;
};

/// Name of the routing table that holds the far ends of an EVPN instance over labelled paths. No VRF of a
/// configuration has a blank in its name.
inline std::string FarEndsTable(const L2Service& service) { return "evpn " + service.name; }

}  // namespace ringfence::model
