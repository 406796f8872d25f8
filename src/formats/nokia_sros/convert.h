// From the vendor model to the neutral one. Defaults of SR OS are applied here and nowhere else;
// characterization.md lists them with what they rest on.
#pragma once

#include <string>

#include "formats/nokia_sros/reader.h"
#include "formats/nokia_sros/vendor_model.h"
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

/// The families of statements.
void ConvertInterfaces(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
void ConvertStatic(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
void ConvertFilters(Reader& reader, const SrosText& text, routing::DeviceConfig& config);
void ConvertManagement(Reader& reader, const SrosText& text, routing::DeviceConfig& config);

/// Speed in bits per second of the ports that a breakout such as "c1-100g" makes; nullopt when its name does
/// not say.
std::optional<std::uint64_t> SpeedOfBreakout(std::string_view breakout);
/// The access list of a filter. Entries that the model cannot hold are marked and left out.
model::Acl ConvertFilter(Reader& reader, const SrosText& text, const FilterText& filter, std::string name,
                         FilterVerdict default_action);
/// Redistributions that the export policies of a process make.
std::vector<routing::ospf::Redistribution> ConvertExports(Reader& reader, const SrosText& text,
                                                          const OspfText& process);

}  // namespace ringfence::formats::nokia_sros
