// Address translation (NAT, RFC 3022): packets that a device rewrites as it routes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "net/header_match.h"
#include "net/ip.h"

namespace ringfence::model {

/// The end of a packet that is rewritten.
enum class PacketEnd : std::uint8_t { kSource, kDestination };

/// When packets are rewritten.
enum class TranslationMoment : std::uint8_t {
  kEntering,  ///< after the access list of the interface they come in by, before they are routed
  kLeaving,   ///< after they are routed, before the access list of the interface they leave by
};

/// Inclusive range of addresses of one family.
struct AddressRange {
  net::IpAddress first;
  net::IpAddress last;
  friend bool operator==(const AddressRange&, const AddressRange&) = default;
};

/// Rewrites one end of IPv4 packets. Of the rules for one end and moment the first that takes a packet
/// decides, also one that leaves it as it is. What a packet had before is put back into the answers to it,
/// whatever the rules say; a rule that works for packets of the other direction without that is a rule of its
/// own.
struct Translation {
  std::string name = {};  ///< of a rule or list, for people and printing
  PacketEnd end = PacketEnd::kSource;
  TranslationMoment moment = TranslationMoment::kLeaving;
  std::vector<std::string> in = {};   ///< takes what came in by one of these interfaces; empty: by any
  std::vector<std::string> out = {};  ///< and leaves by one of these; empty, and always on entering: by any
  net::HeaderMatch match = {};        ///< packets it takes
  std::vector<std::string> acls =
      {};  ///< and that the list of one of these names permits; empty: every packet
  // What the address becomes; nothing of these: the packet stays as it is.
  std::vector<AddressRange> pool =
      {};                      ///< one of these addresses, nobody knows which where there are several
  std::string interface = {};  ///< the first address of this interface
  std::optional<net::Prefix> prefix = {};  ///< its leading bits are these, the others stay
  /// What the port of that end becomes, where the packet has ports: one of these; empty: it stays.
  std::vector<net::NumberRange> ports = {};
  /// On subnets of its own the device answers for addresses that it puts in or takes back.
  bool answers = true;
  base::Span span = {};
  std::vector<base::Span> more_spans = {};  ///< of a pool, of interfaces that take part
  /// Leaves the packets that it takes as they are.
  bool keeps_packets() const { return pool.empty() && interface.empty() && !prefix; }
  friend bool operator==(const Translation&, const Translation&) = default;
};

}  // namespace ringfence::model
