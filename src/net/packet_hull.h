// What the packets of a set have in common: a box around the set, cheap to compare with conditions.
#pragma once

#include "net/header_match.h"

namespace ringfence::net {

/// A box that holds every packet of some set, and perhaps more. Address bits that are not ignored are the
/// same in all of them.
struct PacketHull {
  Family family = Family::kIpv4;
  AddressMatch source;
  AddressMatch destination;
  NumberRange protocol;
  NumberRange source_port;
  NumberRange destination_port;

  /// The box that holds everything of a family.
  static PacketHull All(Family family);
  /// The box of one packet.
  static PacketHull Of(const PacketHeader& packet);
  friend bool operator==(const PacketHull&, const PacketHull&) = default;
};

/// True when some value is in both.
bool Meet(const NumberRange& a, const NumberRange& b);
/// True when some address meets both. REQUIRES: one family, or false.
bool Meet(const AddressMatch& a, const AddressMatch& b);
/// False only when no packet of the box meets the condition.
bool Meet(const HeaderMatch& match, const PacketHull& hull);
/// True when every address that meets `inner` meets `outer`.
bool Covers(const AddressMatch& outer, const AddressMatch& inner);

/// The longest prefix that holds all addresses which meet the condition.
Prefix PrefixAround(const AddressMatch& match);

}  // namespace ringfence::net
