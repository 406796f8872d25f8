// From the vendor model to the neutral one. Vendor defaults are applied here and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "formats/fate_table.h"
#include "formats/huawei_vrp/vendor.h"
#include "routing/device_config.h"

namespace ringfence::formats::huawei_vrp {

/// Defaults of the system (characterization.md lists their certainty).
inline constexpr std::uint32_t kStaticPreference = 60;
inline constexpr std::uint32_t kOspfPreference = 10;
inline constexpr std::uint32_t kOspfAsePreference = 150;
inline constexpr std::uint32_t kReferenceMbps = 100;
inline constexpr std::uint32_t kOspfMaxPaths = 64;
inline constexpr std::uint32_t kImportCost = 1;
inline constexpr std::uint32_t kImportTag = 1;
inline constexpr std::uint16_t kSshPort = 22;
inline constexpr std::uint16_t kTelnetPort = 23;
inline constexpr std::uint16_t kHttpPort = 80;
inline constexpr std::uint16_t kHttpsPort = 443;
inline constexpr std::uint16_t kSnmpPort = 161;
/// Least privilege level that may change the configuration.
inline constexpr std::uint32_t kWriteLevel = 2;
/// A name that marks the permitting copy of a list at an interface: packets that match no rule pass there.
inline constexpr std::string_view kTrafficFilterPrefix = "traffic-filter ";
/// The same for a traffic policy.
inline constexpr std::string_view kTrafficPolicyPrefix = "traffic-policy ";
/// IPv6 lists have their own numbers: `acl ipv6 2000` is not `acl 2000`. The name in the model says which.
inline constexpr std::string_view kIpv6Prefix = "ipv6 ";
/// A route filter made from an access list.
inline constexpr std::string_view kAclFilterPrefix = "acl ";

/// What the conversion steps share.
struct Conversion {
  const VrpConfig& from;
  FateTable& fates;  ///< a later look may make a line worse
  base::Diagnostics& diagnostics;
  routing::DeviceConfig to;
};

/// The whole conversion. Changes fates of lines whose meaning depends on others.
routing::DeviceConfig Convert(const VrpConfig& config, FateTable& fates, base::Diagnostics& diagnostics);

/// Steps, one family each, in this order.
void ConvertInterfaces(Conversion& conversion);
void ConvertAcls(Conversion& conversion);
void ConvertStatics(Conversion& conversion);
void ConvertOspf(Conversion& conversion);
void ConvertManagement(Conversion& conversion);
void ConvertProtection(Conversion& conversion);

/// The list of that name or number, or nullptr.
const VrpAcl* FindVrpAcl(const VrpConfig& config, std::string_view name, net::Family family);
/// Name of a list in the model.
std::string ModelNameOf(const VrpAcl& acl);
/// Reports a reference to something undefined and marks its line as not modelled.
void ReportUndefined(Conversion& conversion, const NameUse& use, std::string_view what, std::uint8_t impact);
/// Turns a line that seemed modelled into one that is not.
void MarkUnmodelled(Conversion& conversion, base::Span span, std::uint8_t impact, std::string_view reason);

/// Filter by prefix list or access list; nothing, with the line marked, when it is undefined or beyond the
/// model.
std::optional<routing::ospf::PrefixFilter> FilterOfPrefixList(Conversion& conversion, const NameUse& use);
std::optional<routing::ospf::PrefixFilter> FilterOfAcl(Conversion& conversion, const NameUse& use);

}  // namespace ringfence::formats::huawei_vrp
