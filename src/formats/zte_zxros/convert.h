// From the vendor model to the neutral one: the only place where defaults are applied.
#pragma once

#include <optional>
#include <string_view>

#include "formats/policy_conversion.h"
#include "formats/zte_zxros/reader.h"
#include "routing/device_config.h"

namespace ringfence::formats::zte_zxros {

/// The neutral configuration. May add diagnostics and change fates.
routing::DeviceConfig Convert(Reader& reader);

// Its parts, in this order.
void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config);
void ConvertAcls(Reader& reader, routing::DeviceConfig& config);
void ConvertStatics(Reader& reader, routing::DeviceConfig& config);
void ConvertOspf(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config);
void ConvertIsis(Reader& reader, routing::DeviceConfig& config);
void ConvertBgpProcess(Reader& reader, PolicyConverter& policies, routing::DeviceConfig& config);
void ConvertLdp(Reader& reader, routing::DeviceConfig& config);

/// Highest address of a loopback of the VRF, else of an interface; what the system itself chooses is not
/// known.
std::optional<net::IpAddress> GuessedRouterId(const model::Device& device, std::string_view vrf);

}  // namespace ringfence::formats::zte_zxros
