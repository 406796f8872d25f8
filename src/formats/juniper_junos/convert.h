// From the vendor model to the neutral one. Every default of the system is applied here (characterization.md
// lists them).
#pragma once

#include "formats/juniper_junos/vendor_model.h"
#include "routing/device_config.h"

namespace ringfence::formats::juniper_junos {

/// Converts everything. May read policies and change marks: what cannot be said in the model becomes
/// unmodelled.
routing::DeviceConfig Convert(Reader& reader, JunosText& text);

/// Parts of Convert, in this order. Each fills its part of `config` from `text`.
void ConvertFilters(Reader& reader, const JunosText& text, model::Device& device);
void ConvertInterfaces(Reader& reader, const JunosText& text, model::Device& device);
void ConvertManagement(Reader& reader, const JunosText& text, model::Device& device);
void ConvertProtection(Reader& reader, const JunosText& text, routing::DeviceConfig& config);
void ConvertStatics(Reader& reader, const JunosText& text, routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, JunosText& text, routing::DeviceConfig& config);
/// Flow mode: marks zones whose policies restrict what the model would forward. After ConvertOspf.
void CheckZones(Reader& reader, const JunosText& text, const routing::DeviceConfig& config);

/// The filters of one side of a unit as one access list; several are chained. Empty when there are none or
/// one is not defined (reported). Adds the chain to the device.
model::AclUse UseOfFilters(Reader& reader, const std::vector<NameUse>& filters, net::Family family,
                           model::Device& device);
/// Disjoint prefixes that hold exactly the addresses whose longest match among `entries` is not an `except`;
/// prefixes of the other family are left out. nullopt when more than kCarvedMax prefixes would be needed.
std::optional<std::vector<net::Prefix>> CarveExcepts(std::vector<AddressEntry> entries, net::Family family);
/// Most prefixes CarveExcepts gives (origin: 16 times the largest real list with exceptions).
inline constexpr std::size_t kCarvedMax = 65536;

/// True when routing instances took the unit out of the main table.
bool InInstance(const JunosText& text, std::string_view unit_name);
/// "xe-0/0/0" means its unit 0.
std::string UnitName(std::string_view name);

/// Redistribution into OSPF that the chain of export policies gives for one source; nothing when it accepts
/// none.
std::optional<routing::ospf::Redistribution> ExportOf(Reader& reader, JunosText& text,
                                                      routing::ospf::RedistributionSource source);
/// Equal-cost next hops that forward: 1 unless a policy exported to the forwarding table balances load.
std::uint32_t ForwardingPaths(Reader& reader, JunosText& text);
/// Prefix conditions of one policy term as an ordered filter; among route filters the longest match decides.
routing::ospf::PrefixFilter FilterOf(const std::vector<RouteFilter>& list_filters,
                                     const std::vector<RouteFilter>& route_filters);
/// True when some route filter lies strictly inside another and leaves lengths open, so that order and
/// denials matter.
bool NeedsLongestMatch(const std::vector<RouteFilter>& filters);

/// Speed of a port by the type in its name, in bit/s.
std::optional<std::uint64_t> SpeedOfName(std::string_view port);
/// Ports that only carry units: lo0, irb, st0, gr-0/0/0, ...
bool IsPseudoPort(std::string_view port);

}  // namespace ringfence::formats::juniper_junos
