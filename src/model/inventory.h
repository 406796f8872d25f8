// What no configuration says: who makes, owns and runs each element, where it stands, what carries what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/source.h"
#include "model/device.h"
#include "model/management.h"
#include "net/header_match.h"
#include "net/ip.h"

namespace ringfence::model {

struct ElementTag;
/// Anything information can touch: device, host, line system, circuit, manager, storage, function.
using ElementId = base::Id<ElementTag>;

/// What an element is.
enum class ElementKind : std::uint8_t {
  kRouter,
  kSwitch,
  kFirewall,
  kSecurityGateway,
  kBaseStation,
  kNetworkFunction,
  kHost,
  kLineSystem,
  kManagementSystem,
  kOperationsCentre,
  kComputeHost,
  kStorage,
  kCircuit,
};

/// WGS84 degrees.
struct Position {
  double latitude_deg = 0;
  double longitude_deg = 0;
};

/// A place with equipment.
struct Site {
  std::string id;
  std::string name;
  std::string kind;
  std::optional<Position> position;
  base::Span span;
};

/// Ways a party stands to an element. Each is inherited separately.
enum class PartyRole : std::uint8_t { kMaker, kSoftware, kOwner, kOperator, kServiceProvider, kLessor };

/// Names of the roles, in the order of the enumeration, as files write them.
inline constexpr std::string_view kPartyRoleNames[] = {"maker",    "software",         "owner",
                                                       "operator", "service-provider", "lessor"};

/// "party has this role for the element".
struct ElementParty {
  PartyRole role = PartyRole::kMaker;
  std::string party;  ///< party id as written
  base::Span span;
};

/// An interface of an element without configuration.
struct HostInterface {
  std::string name;
  std::vector<InterfaceAddress> addresses;
  std::optional<net::IpAddress> gateway4;
  std::optional<net::IpAddress> gateway6;
  base::Span span;
};

/// One element of the inventory.
struct Element {
  std::string name;
  ElementKind kind = ElementKind::kRouter;
  std::string role;      ///< free word of the network, for example "PE"
  std::string function;  ///< function class, for example "ip-core"
  std::vector<ElementParty> parties;
  std::string site;
  std::optional<Position> position;  ///< own position, else the site's
  std::string hosted_on;
  std::string attached_to;
  std::vector<std::string> stores;
  std::uint64_t busy_hour_bps = 0;
  std::vector<HostInterface> interfaces;
  // Managers only:
  std::vector<net::Prefix> prefixes;  ///< source addresses it manages from
  std::vector<std::string> logins;
  std::optional<ManagementRole> aaa_role;
  std::string because;
  base::Span span;
};

/// One end of a circuit: element and interface (or port) by name.
struct CircuitEnd {
  std::string element;
  std::string interface;
  base::Span span;
};

/// A circuit an IP link rides on, over zero or more line systems in order.
struct Circuit {
  std::string id;
  CircuitEnd ends[2];
  std::vector<std::string> over;
  std::vector<ElementParty> parties;
  base::Span span;
};

/// Access that no configuration shows, stated by the network's owner.
struct DeclaredAccess {
  std::string manager;
  std::vector<std::string> targets;
  ManagementRole role = ManagementRole::kWrite;
  std::string because;
  base::Span span;
};

/// The end of an IPsec tunnel at an element without configuration.
struct DeclaredTunnel {
  std::string at;
  TunnelConfig tunnel;
};

/// What BGP neighbours outside of the network announce to a device.
struct AnnouncementSource {
  std::string name;
  std::string to;                      ///< device
  std::string vrf;                     ///< of the device; "" is the default one
  std::optional<net::IpAddress> from;  ///< the neighbour; absent: every one that the file names
  std::string mrt;                     ///< path of an MRT file in the snapshot; empty: nothing is announced
  base::Span mrt_span;
  bool imported = false;  ///< the file was written after import policies
  base::Span to_span;
  base::Span span;
};

/// A device whose printed routing tables stand in for the computed ones.
struct ObservedDevice {
  std::string name;  ///< "all": every device that has some
  base::Span span;
};

/// The inventory file(s) as read. Names are resolved when the world is assembled (world.h).
struct Inventory {
  std::vector<Site> sites;
  std::vector<Element> elements;
  std::vector<Circuit> circuits;
  std::vector<DeclaredAccess> access;
  std::vector<DeclaredTunnel> tunnels;
  std::vector<AnnouncementSource> announcements;
  std::vector<ObservedDevice> observed;
};

/// The word files use for a kind, for example "base-station".
std::string_view NameOf(ElementKind kind);
/// The kind of a word, or nullopt.
std::optional<ElementKind> ElementKindOf(std::string_view word);

}  // namespace ringfence::model
