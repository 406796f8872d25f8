// What the files that make the neutral model share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/cisco_iosxr/policy_book.h"
#include "formats/cisco_iosxr/reader.h"
#include "routing/device_config.h"

namespace ringfence::formats::cisco_iosxr {

/// One conversion: what was read, what comes out, and the policies that places of use ask for.
struct Conversion {
  Reader& reader;
  routing::DeviceConfig& config;
  PolicyBook& policies;
};

/// From what was read to the neutral model. Demotes lines that turn out not to be expressible.
routing::DeviceConfig Convert(Reader& reader);

/// The VRF exists: it is the default one or has a block. Reports its use otherwise.
bool IsVrf(Reader& reader, const std::string& name, base::Span use);
/// Names of the policies of a place of use; empty when none is set.
std::vector<std::string> PoliciesOf(Conversion& conversion, const Setting<std::string>& use);
/// The digest of the youngest key of a chain; reports an undefined chain at `use`.
std::string KeyOfChain(Reader& reader, const std::string& name, base::Span use);
/// The first IPv4 address of an interface that is up, or nullptr.
const net::IpAddress* Primary4(const model::Interface& interface);

/// The parts of the model, one family of statements each.
void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config);
/// Begins the names of the lists that take the packets of one line of another list.
inline constexpr std::string_view kSteeringLineList = "steering-line ";
/// Next hops of lines of lists. Call after ConvertInterfaces and ConvertAcls.
void ConvertSteering(Reader& reader, routing::DeviceConfig& config);
void ConvertAcls(const Reader& reader, routing::DeviceConfig& config);
void ConvertMpls(Reader& reader, routing::DeviceConfig& config);
void ConvertL2Vpn(Reader& reader, routing::DeviceConfig& config);
void ConvertVrfs(Conversion& conversion);
void ConvertStatics(Conversion& conversion);
void ConvertOspf(Conversion& conversion);
void ConvertIsis(Conversion& conversion);
void ConvertSr(Conversion& conversion);
/// What the process that segment routing runs on says of flexible algorithms, and which colours take them.
void ConvertFlexible(Conversion& conversion, const IsisText& text);
void ConvertBgp(Conversion& conversion);
void ConvertCopying(Reader& reader, routing::DeviceConfig& config);
void ConvertTunnels(Reader& reader, routing::DeviceConfig& config);
void ConvertManagement(Reader& reader, routing::DeviceConfig& config);

}  // namespace ringfence::formats::cisco_iosxr
