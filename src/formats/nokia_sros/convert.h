// From the vendor model to the neutral one. Defaults of SR OS are applied here and nowhere else;
// characterization.md lists them with what they rest on.
#pragma once

#include <string>

#include "formats/nokia_sros/reader.h"
#include "formats/nokia_sros/vendor_routing.h"
#include "routing/device_config.h"

namespace ringfence::formats::nokia_sros {

/// Preference of static routes, OSPF internal and OSPF external routes.
inline constexpr std::uint32_t kStaticPreference = 5;
inline constexpr std::uint32_t kOspfPreference = 10;
inline constexpr std::uint32_t kOspfExternalPreference = 150;
/// Metric of static routes.
inline constexpr std::uint32_t kStaticMetric = 1;
/// Reference bandwidth of OSPF in bits per second.
inline constexpr std::uint64_t kReferenceBandwidthBps = 100'000'000'000;
/// Ports of the management services.
inline constexpr std::uint16_t kSshPort = 22;
inline constexpr std::uint16_t kTelnetPort = 23;
inline constexpr std::uint16_t kNetconfPort = 830;
inline constexpr std::uint16_t kSnmpPort = 161;
inline constexpr std::uint16_t kGrpcPort = 57400;
/// Names of access lists that the device has without a name.
inline constexpr std::string_view kAccessFilter4 = "management-access-filter ip-filter";
inline constexpr std::string_view kAccessFilter6 = "management-access-filter ipv6-filter";
inline constexpr std::string_view kSourceListPrefix = "source-access-list ";

/// Converts the whole text. Reports undefined references and what contradicts itself, and corrects fates of
/// statements that turn out not to be expressible.
routing::DeviceConfig Convert(Reader& reader, const SrosText& text);

/// Preferences of the other protocols.
inline constexpr std::uint32_t kBgpPreference = 170, kAggregatePreference = 130, kRipPreference = 100;
inline constexpr std::uint32_t kIsisPreferences[2] = {15, 18}, kIsisExternalPreferences[2] = {160, 165};

/// Names of policies that the reader makes; what stands behind a blank is their value.
inline constexpr std::string_view kMadeMark = "#";
/// First in each BGP export: routes of the table enter BGP without a metric, only direct ones as IGP.
inline constexpr std::string_view kTableRoutes = "#table-routes";
/// Keeps back what is inside aggregates with `summary-only`; a blank and the instance follow.
inline constexpr std::string_view kSummaryOnly = "#summary-only";
/// Last in each BGP export: only BGP routes pass.
inline constexpr std::string_view kBgpOnly = "#bgp-only";
/// Values that leaves of BGP groups and neighbours set.
inline constexpr std::string_view kSetPreference = "#preference ", kSetLocalPreference = "#local-preference ",
                                  kSetMed = "#med-out ";

/// The families of statements.
void ConvertInterfaces(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
void ConvertStatic(Reader& reader, const RouterText& router, routing::DeviceConfig& config);
void ConvertFilters(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
/// Mirrors and flow export; after the interfaces.
void ConvertCopying(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
void ConvertManagement(Reader& reader, const SrosText& text, routing::DeviceConfig& config);

class Policies;
/// The protocols of one instance.
void ConvertAggregates(Reader& reader, const RouterText& router, Policies& policies,
                       routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, const RouterText& router, Policies& policies, routing::DeviceConfig& config);
void ConvertIsis(Reader& reader, const RouterText& router, Policies& policies, routing::DeviceConfig& config);
void ConvertRip(Reader& reader, const RouterText& router, Policies& policies, routing::DeviceConfig& config);
/// All instances of BGP and what VPNs exchange.
void ConvertBgp(Reader& reader, const SrosText& text, Policies& policies, routing::DeviceConfig& config);

/// Services of `epipe` and `vpls`, with an interface for each SAP of a VLAN. After ConvertInterfaces.
void ConvertL2Services(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
/// What BGP tells of them. After ConvertBgp.
void ConvertServiceEvpn(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
/// LDP, and what VPNs ask of it. After ConvertBgp.
void ConvertSr(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
void ConvertLdp(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
/// The VPRN exchanges routes with other routers.
bool HasVpn(const VpnText& vpn);
/// It does so by VPN families or by EVPN.
bool ExchangesRoutes(const RouterText& router);

/// Name of the policy that keeps back what aggregates of the instance hide; empty when none does.
std::string SummaryOnlyOf(const RouterText& router);
/// The device's name of an interface that the instance knows by `name`; empty when it has none.
std::string_view InterfaceIn(const RouterText& router, std::string_view name);
/// The IPv4 address of `system`.
std::optional<net::IpAddress> SystemAddress(const model::Device& device, base::Span& span);
/// `router-id` of the instance, else the address of `system`.
std::optional<net::IpAddress> RouterIdOf(const RouterText& router, const model::Device& device,
                                         base::Span& span);

/// Speed in bits per second of the ports that a breakout such as "c1-100g" makes; nullopt when its name does
/// not say.
std::optional<std::uint64_t> SpeedOfBreakout(std::string_view breakout);
/// The access list of a filter. Entries that the model cannot hold are marked and left out.
model::Acl ConvertFilter(Reader& reader, const SrosText& text, const FilterText& filter, std::string name,
                         FilterVerdict default_action);

}  // namespace ringfence::formats::nokia_sros
