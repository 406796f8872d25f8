// Layer-2 services over labelled paths: ports of a device that are joined with ports of others by pseudowires
// (RFC 4447, RFC 8077), two at a time (VPWS) or bridged (VPLS, RFC 4762).
#pragma once

#include <cstdint>
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

/// One end of a pseudowire that LDP agrees on.
struct Pseudowire {
  net::IpAddress peer;   ///< LDP identifier of the far device
  std::uint32_t id = 0;  ///< the same at both ends
  PseudowireType type = PseudowireType::kEthernet;
  std::uint32_t mtu_bytes = kPseudowireMtuBytes;  ///< of the frames' payload, as LDP tells it
  bool mesh = false;  ///< frames that came by one of these leave by no other of the service (split horizon)
  base::Span span;
  friend bool operator==(const Pseudowire&, const Pseudowire&) = default;
};

/// What joins the ports and pseudowires of one device. Frames of different tags inside of it do not meet.
struct L2Service {
  std::string name;
  std::vector<Attachment> attachments;
  std::vector<Pseudowire> pseudowires;
  base::Span span;
  friend bool operator==(const L2Service&, const L2Service&) = default;
};

}  // namespace ringfence::model
