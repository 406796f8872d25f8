// The part of the vendor model that is about address translation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/translation.h"
#include "net/ip.h"

namespace ringfence::formats::arista_eos {

/// `ip nat pool P ...`.
struct NatPoolText {
  std::vector<model::AddressRange> ranges;
  bool expressed = true;  ///< false: it says something else as well
  base::Span span;
};

/// `ip nat source static INSIDE OUTSIDE`, `ip nat destination static OUTSIDE INSIDE`.
struct NatStaticText {
  bool source = true;  ///< which of the two
  net::IpAddress inside, outside;
  std::optional<std::uint16_t> inside_port, outside_port;  ///< both or none
  std::vector<std::uint8_t> protocols;                     ///< with ports only
  std::string acl;
  std::string text;  ///< the statement, by which `no` finds it
  base::Span span;
};

/// `ip nat source dynamic access-list A ...`.
struct NatDynamicText {
  std::string acl;
  std::string pool;  ///< empty: the address of the interface
  std::string text;
  base::Span span;
};

/// What an interface says about it.
struct NatText {
  std::vector<NatStaticText> statics;
  std::vector<NatDynamicText> dynamics;
};

}  // namespace ringfence::formats::arista_eos
