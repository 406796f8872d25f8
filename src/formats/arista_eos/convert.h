// From the vendor model to the neutral one. Defaults of this system are applied in the convert_*.cc files and
// nowhere else; characterization.md lists them with their certainty.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/arista_eos/reader.h"
#include "formats/policy_conversion.h"
#include "routing/device_config.h"

namespace ringfence::formats::arista_eos {

/// What this system does in policies.
const PolicyDialect& Dialect();

/// How the rules of static translations are called, in front of the address inside.
inline constexpr std::string_view kNatStaticPrefix = "static ";

/// What the parts of one conversion share.
struct Conversion {
  Reader& reader;
  routing::DeviceConfig& config;
  PolicyConverter& policies;

  /// The route map of a place of use in a list of one; nothing when none is set.
  std::vector<std::string> RouteMap(const Setting<std::string>& name, std::uint8_t impact);
};

/// The neutral configuration. May add diagnostics and change fates.
routing::DeviceConfig Convert(Reader& reader);

// Its parts, in this order.
void ConvertInterfaces(Conversion& conversion);
void ConvertAcls(Conversion& conversion);
void ConvertSteering(Conversion& conversion);
void ConvertNat(Conversion& conversion);
void ConvertVrfs(Conversion& conversion);
void ConvertVxlan(Conversion& conversion);
void ConvertOspf(Conversion& conversion);
void ConvertIsis(Conversion& conversion);
void ConvertSr(Conversion& conversion);
void ConvertBgp(Conversion& conversion);
void ConvertCopying(Conversion& conversion);
void ConvertTunnels(Conversion& conversion);
void ConvertManagement(Conversion& conversion);

/// Neighbours of one VRF, groups merged in; `defaults` is the default VRF, whose settings others inherit.
void ConvertNeighbors(Conversion& conversion, const BgpVrfText& text, bgp::BgpVrf& vrf);

/// Does the VRF route packets of that family?
bool Routes(const VendorConfig& vendor, std::string_view vrf, net::Family family);
/// Highest IPv4 address of an up loopback of the VRF, else of an up interface.
std::optional<net::IpAddress> ChooseRouterId(const model::Device& device, std::string_view vrf);
/// Router id of a protocol in a VRF: its own, that of `router general`, or a chosen one.
std::optional<net::IpAddress> RouterIdOf(const Conversion& conversion, const Setting<net::IpAddress>& own,
                                         const std::string& vrf);
/// The address with which an interface speaks IPv4: its primary one or that of its lender.
const model::InterfaceAddress* Primary4(const model::Device& device, const model::Interface& interface);
/// True when the interface has an address of the family, its own or a borrowed one.
bool HasFamily(const model::Device& device, const model::Interface& interface, net::Family family);

}  // namespace ringfence::formats::arista_eos
