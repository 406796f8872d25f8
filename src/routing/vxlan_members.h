// Who takes part in a VLAN that VXLAN carries, as routing tables. See vxlan_members.cc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "routing/network.h"

namespace ringfence::routing {

/// Tables of members in a network, at most (origin: time; the routes of one are told to all others). With
/// more there is none, and whoever sends into such a VLAN is in doubt.
inline constexpr std::size_t kMembersTablesMax = 2'000;

/// True for names of tables of members.
bool IsMembersTable(std::string_view table);

/// A table of members of a device.
struct MembersTableText {
  std::string name;
  net::IpAddress own;  ///< what the device tells the others
  std::vector<model::CommunityText> import_targets, export_targets;
  base::Span span;
};

/// Adds such a table, and what BGP tells from it and takes into it as prefixes of EVPN.
void AddMembersTable(DeviceConfig& config, const MembersTableText& text);

/// Gives each VLAN that a tunnel end carries its table (model::MembersTable) and BGP for it. REQUIRES: once.
void AddVxlanMembers(std::vector<Node>& nodes);

}  // namespace ringfence::routing
