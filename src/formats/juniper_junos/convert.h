// From the vendor model to the neutral one. Every default of the system is applied here (characterization.md
// lists them).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/juniper_junos/policy_book.h"
#include "formats/juniper_junos/vendor_model.h"
#include "routing/device_config.h"

namespace ringfence::formats::juniper_junos {

/// Converts everything. May read policies and change marks: what cannot be said in the model becomes
/// unmodelled.
routing::DeviceConfig Convert(Reader& reader, JunosText& text);

/// Parts of Convert, in this order. Each fills its part of `config` from `text`.
void ConvertFilters(Reader& reader, JunosText& text, model::Device& device);
void ConvertInterfaces(Reader& reader, const JunosText& text, model::Device& device);
void ConvertManagement(Reader& reader, const JunosText& text, model::Device& device);
void ConvertProtection(Reader& reader, const JunosText& text, routing::DeviceConfig& config);
/// Mirroring, sampling, sFlow.
void ConvertCopying(Reader& reader, const JunosText& text, model::Device& device);
/// GRE and IP tunnels of units.
void ConvertTunnels(Reader& reader, const JunosText& text, model::Device& device);
void ConvertRouting(Reader& reader, const JunosText& text, routing::DeviceConfig& config);
/// Policy routing by filters. After ConvertRouting.
void ConvertSteering(Reader& reader, const JunosText& text, routing::DeviceConfig& config);
/// Flow mode: marks zones whose policies restrict what the model would forward. After ConvertRouting.
void CheckZones(Reader& reader, const JunosText& text, const routing::DeviceConfig& config);

/// The filters of one side of a unit as one access list; several are chained. Empty when there are none or
/// one is not defined (reported). Adds the chain to the device.
model::AclUse UseOfFilters(Reader& reader, const std::vector<NameUse>& filters, net::Family family,
                           model::Device& device);
/// Begin of the names of lists with one line of a filter; the name of the filter and a number follow.
inline constexpr std::string_view kFilterTermList = "filter-term ";
/// Disjoint prefixes that hold exactly the addresses whose longest match among `entries` is not an `except`;
/// prefixes of the other family are left out. nullopt when more than kCarvedMax prefixes would be needed.
std::optional<std::vector<net::Prefix>> CarveExcepts(std::vector<AddressEntry> entries, net::Family family);
/// Most prefixes CarveExcepts gives (origin: 16 times the largest real list with exceptions).
inline constexpr std::size_t kCarvedMax = 65536;

/// The instance that took the unit out of the main table; empty: none.
std::string_view InstanceOf(const JunosText& text, std::string_view unit_name);
/// "xe-0/0/0" means its unit 0.
std::string UnitName(std::string_view name);

/// What the routing parts of one conversion share.
struct RoutingScope {
  Reader& reader;
  const JunosText& text;
  routing::DeviceConfig& config;
  PolicyBook& book;
  std::map<std::string, const Unit*, std::less<>> units;  ///< by full name
  std::uint32_t forwarding_paths = 1;                     ///< equal-cost next hops that forward
};
/// Static and aggregate routes of an instance.
void ConvertStatics(RoutingScope& scope, const InstanceText& instance);
/// OSPF and OSPFv3 of an instance.
void ConvertOspf(RoutingScope& scope, const InstanceText& instance);
/// IS-IS of an instance.
void ConvertIsis(RoutingScope& scope, const InstanceText& instance);
/// RIP and RIPng of an instance.
void ConvertRip(RoutingScope& scope, const InstanceText& instance);
/// LDP of the main instance. After all other protocols.
void ConvertLdp(RoutingScope& scope);
/// Segment routing of IS-IS and OSPF of the main instance. After BGP.
void ConvertSr(RoutingScope& scope);
/// The statement that covers a unit: by its name, else `all`; nullptr: none in force.
const LabelPort* Covering(const std::vector<LabelPort>& ports, std::string_view unit);
/// The address is the only IPv4 address of the loopback, a host address.
bool OwnsOneHost(const RoutingScope& scope, const net::IpAddress& address);
/// What routes of this preference in inet.3 lead to that the model does not say; nullptr: nothing.
const char* LabelledWayLimit(const routing::DeviceConfig& config, std::uint32_t preference);
/// Marks VRFs without `vrf-table-label`: there a label leads to a next hop, and a subnet without one is not
/// told to others. After BGP.
void CheckTableLabels(RoutingScope& scope);
/// BGP of an instance.
void ConvertBgp(RoutingScope& scope, const InstanceText& instance);

/// The policies of an `export` statement behind the one that holds back local and `no-readvertise` routes;
/// nothing without policies.
std::vector<std::string> ExportNames(RoutingScope& scope, const InstanceText& instance,
                                     const std::vector<NameUse>& uses, PolicyPlace place);
/// The address own packets carry where nothing else says which: the first usable one of the instance's
/// loopbacks, else of its other interfaces. nullptr: none.
const model::InterfaceAddress* DefaultAddress(const RoutingScope& scope, std::string_view vrf,
                                              net::Family family);
/// Configured, else the first usable loopback address of the instance, else the first address of an interface
/// of it that is up; of the main instance when it has none.
std::optional<net::IpAddress> RouterId(const RoutingScope& scope, const InstanceText& instance,
                                       base::Span* span);
/// Equal-cost next hops with load balancing (chassis maximum-ecmp).
inline constexpr std::uint32_t kPathsBalanced = 16;

/// Speed of a port by the type in its name, in bit/s.
std::optional<std::uint64_t> SpeedOfName(std::string_view port);
/// Ports that only carry units: lo0, irb, st0, gr-0/0/0, ...
bool IsPseudoPort(std::string_view port);

}  // namespace ringfence::formats::juniper_junos
