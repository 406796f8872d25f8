// What a configuration says, statement by statement: nothing is defaulted, nothing resolved. Conversion to
// the neutral model applies the defaults. Texts point into the source or the tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/nokia_srlinux/reader.h"
#include "model/management.h"
#include "model/route_policy.h"
#include "net/header_match.h"
#include "net/ip.h"

namespace ringfence::formats::nokia_srlinux {

/// A name, a switch, a number with the statement that states it.
using Name = Stated<std::string_view>;
using Flagged = Stated<bool>;
using Counted = Stated<std::uint32_t>;

/// `address A/N` below `ipv4` or `ipv6`.
struct AddressText {
  net::HostPrefix address;
  bool primary = false;
  bool link_local = false;
  base::Span span;
};

/// `ipv4`, `ipv6` of a sub-interface.
struct FamilyText {
  NodeId node = kNone;
  Flagged admin;
  std::vector<AddressText> addresses;
  Name unnumbered_from;
  Flagged unnumbered_admin;
  std::optional<base::Span> source_check;  ///< `urpf-check`
};

/// `subinterface N`.
struct SubinterfaceText {
  std::string name;  ///< "ethernet-1/1.0"
  NodeId node = kNone;
  base::Span span;
  Name description, type;
  Flagged admin, mirror_admin;
  Counted ip_mtu, vlan;
  FamilyText ipv4, ipv6;
  Name filter_in4, filter_out4, filter_in6, filter_out6;
};

/// `interface X`.
struct InterfaceText {
  std::string_view name;
  base::Span span;
  Name description, speed, lag;
  Flagged admin;
  std::vector<SubinterfaceText> subinterfaces;
  Flagged sflow;
};

/// `mirror-source interface X`.
struct MirroredText {
  Name interface, direction;
};

/// `system mirroring mirroring-instance M`.
struct MirrorText {
  std::string_view name;
  Flagged admin;
  std::vector<MirroredText> sources;
  Name local, instance;
  Stated<net::IpAddress> from, to;
};

/// `system sflow collector N`.
struct CollectorText {
  NodeId node = kNone;
  Stated<net::IpAddress> address, source;
  Name instance;
  Counted port;
};

/// `system sflow`.
struct SflowText {
  Flagged admin;
  std::vector<CollectorText> collectors;
};

/// A range of a port condition, or one end of it.
struct PortText {
  Name op;
  Name value, start, end;
};

/// `entry N` of a filter.
struct FilterEntryText {
  std::uint32_t number = 0;
  NodeId node = kNone;
  base::Span span;
  bool accepts = false, drops = false;
  bool incomplete = false;    ///< a part of it is not in the model
  bool other_action = false;  ///< so is a part of what it does: it may drop
  Name protocol;
  Stated<net::Prefix> source, destination;
  PortText source_port, destination_port;
  Counted icmp_type;
};

/// `ipv4-filter F`, `ipv6-filter F`, `acl-filter F type ipv4`.
struct FilterText {
  std::string_view name;
  net::Family family = net::Family::kIpv4;
  NodeId node = kNone;
  base::Span span;
  std::vector<FilterEntryText> entries;
  bool unknown_part = false;  ///< says more than entries: it may drop
};

/// `acl interface X`: filters of a sub-interface.
struct FilterUseText {
  std::string name;  ///< the key, or what `interface-ref` names
  NodeId node = kNone;
  Name in4, out4, in6, out6;
  Name port, index;  ///< of `interface-ref`
};

/// A filter of what the device itself takes, in all instances.
struct CpmFilterText {
  Name name;
  net::Family family = net::Family::kIpv4;
};

/// A service of the management plane.
struct ServiceText {
  model::ManagementService service = model::ManagementService::kSsh;
  std::uint16_t default_port = 22;
  base::Span span;
  Flagged admin;
  Counted port;
};

/// `user X`.
struct UserText {
  std::string_view name;
  base::Span span;
};

/// Range of lengths of a prefix in a set.
struct SetPrefixText {
  net::Prefix prefix;
  std::uint8_t length_min = 0, length_max = 0;
  bool valid = false;  ///< the range was read
  base::Span span;
};
/// `prefix-set X`.
struct PrefixSetText {
  std::string_view name;
  base::Span span;
  std::vector<SetPrefixText> prefixes;
};
/// `community-set X`, `as-path-set X`, `tag-set X`: members as texts.
struct MemberSetText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  std::vector<Name> members;
  Name match;  ///< any, all, invert
};

/// The `bgp` part of an action and its neighbours.
struct PolicyActionText {
  NodeId node = kNone;
  Name result;
  Counted local_preference, med, prepend_as, prepend_count, preference, metric, tag;
  Name next_hop, origin;
  Name community_add, community_remove, community_replace;
};
/// `statement S`.
struct PolicyStatementText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  bool incomplete = false;  ///< a condition is not in the model
  Name prefix_set, community_set, as_path_set, protocol, tag_set;
  std::vector<Name> families;
  Counted as_path_length;
  Name as_path_length_op;
  Counted isis_level;
  PolicyActionText action;
};
/// `policy P`.
struct PolicyText {
  std::string_view name;
  NodeId node = kNone;
  base::Span span;
  std::vector<PolicyStatementText> statements;
  PolicyActionText default_action;
};

}  // namespace ringfence::formats::nokia_srlinux
