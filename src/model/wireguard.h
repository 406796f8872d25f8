// WireGuard: what one end says of one of its peers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/ip.h"

namespace ringfence::model {

/// A peer of a WireGuard interface, as the interface names it. Keys are public ones, in base64: whoever has
/// the private key is the peer, wherever it is.
struct WireGuardPeer {
  std::string own_key;   ///< of the interface; empty: hidden
  std::string peer_key;  ///< empty: hidden
  /// Digest of the secret that both ends mix in (`PresharedKey`); empty: none.
  std::string shared_key;
  /// Of the packets inside: destinations that this peer gets and sources it may have. An address belongs to
  /// the peer of the interface with the longest prefix around it, and to no other.
  std::vector<net::Prefix> allowed;
  std::optional<std::uint16_t> port = {};  ///< of the interface (UDP); absent: chosen at run time
  /// Of the peer at its endpoint, the address in TunnelConfig::peer; absent: it is sent to where it was heard
  /// from last.
  std::optional<std::uint16_t> peer_port = {};
  bool keeps_alive = false;  ///< speaks to the peer without being spoken to
  /// The text hides, or tells by a name, something that decides who the peer is or whether they agree.
  bool open = false;
  /// What the interface sends to its peers takes no default route into the interface itself: such routes
  /// stand in the table as two halves, prefixes of one bit.
  bool passes_own_default = false;
  friend bool operator==(const WireGuardPeer&, const WireGuardPeer&) = default;
};

}  // namespace ringfence::model
