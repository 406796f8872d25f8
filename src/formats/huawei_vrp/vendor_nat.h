// The part of the vendor model that is about address translation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "formats/huawei_vrp/name_use.h"
#include "model/translation.h"
#include "net/header_match.h"
#include "net/ip.h"

namespace ringfence::formats::huawei_vrp {

/// `nat address-group N ...`.
struct VrpNatGroup {
  std::string name;
  std::map<std::uint32_t, model::AddressRange> ranges = {};  ///< by section
  bool pat = false;                                          ///< `mode pat`
  bool complete = true;                                      ///< nothing else is said
  base::Span span = {};
};

/// `nat static ...` and `nat server ...`: one address, or ports of it, stands for another.
struct VrpNatMapping {
  bool server = false;                    ///< `nat server`
  std::optional<std::uint16_t> protocol;  ///< with ports only
  std::optional<net::IpAddress> global;   ///< absent: that of an interface
  std::string global_interface;           ///< empty: of the one where the mapping holds
  std::optional<net::NumberRange> global_ports;
  net::IpAddress inside;
  std::optional<net::NumberRange> inside_ports;
  std::uint8_t length = 32;
  std::string text;  ///< the whole statement, by which an undo finds it
  base::Span span;
};

/// `nat outbound ACL ...` of an interface.
struct VrpNatOutbound {
  NameUse acl;
  std::string group;         ///< `address-group N`
  bool keeps_ports = false;  ///< `no-pat`
  std::string interface;     ///< `interface X`; empty, and no group: this one
  std::string text;
};

/// `nat ...` lines of an interface.
struct VrpNatPort {
  std::vector<VrpNatMapping> mappings;
  std::vector<VrpNatOutbound> outbound;
  base::Span enabled;  ///< `nat static enable`: those of the system view hold here
};

/// `nat ...` lines of the system view.
struct VrpNat {
  std::vector<VrpNatGroup> groups;
  std::vector<VrpNatMapping> mappings;
};

}  // namespace ringfence::formats::huawei_vrp
