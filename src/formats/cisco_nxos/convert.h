// What the files that make the neutral model share.
#pragma once

#include <optional>
#include <string>

#include "formats/cisco_nxos/reader.h"
#include "formats/policy_conversion.h"
#include "formats/self_guard_text.h"
#include "routing/device_config.h"

namespace ringfence::formats::cisco_nxos {

/// One conversion: what was read, what comes out, and the policies that places of use ask for.
struct Conversion {
  Reader& reader;
  routing::DeviceConfig& config;
  PolicyConverter& policies;
};

/// The VRF exists: it is the default one, `management`, or has a context. Reports its use otherwise.
bool IsVrf(Reader& reader, const std::string& name, base::Span use);

/// Router id without a statement: the address of loopback0, else the lowest of the other loopbacks, else that
/// of the first interface; only interfaces of the VRF that are up.
std::optional<net::IpAddress> ChooseRouterId(const model::Device& device, const std::string& vrf);

/// Names of the policies of a `redistribute`; nullopt when it does not count: the system demands a route map.
/// `without_default`: the default route of that family is kept out whatever the map says.
std::optional<std::vector<std::string>> RedistributionPolicies(Conversion& conversion,
                                                               const RedistributeText& text,
                                                               std::optional<net::Family> without_default);
/// Does the route map ask for routes learned by iBGP? Without that word only eBGP routes leave BGP.
bool NamesInternal(const PolicyTexts& texts, const std::string& map);
/// Name of the list that keeps it out.
inline constexpr std::string_view kNoDefaultList = "-no-default-route-";

/// The process of a `redistribute`; EIGRP's by its AS number, for the model knows no tag.
std::string EigrpProcessName(const Reader& reader, const RedistributeText& text);
/// A chain of one route map; empty when none is set.
model::PolicyChain ChainOf(Conversion& conversion, const Setting<std::string>& route_map);
/// The digest of the youngest key of a chain; reports an undefined chain at `use`.
std::string KeyOfChain(Reader& reader, const std::string& name, base::Span use);

/// The parts of the model, one family of statements each.
void ConvertInterfaces(Reader& reader, routing::DeviceConfig& config);
void ConvertAcls(const Reader& reader, routing::DeviceConfig& config);
/// What never reaches the device; after interfaces and access lists.
void ConvertControlPlane(Reader& reader, routing::DeviceConfig& config);
/// How its lists are called, in front of the name of the list in the text.
inline constexpr std::string_view kDroppedPrefix = "dropped ";
void ConvertVrfs(Conversion& conversion);
void ConvertStatics(Conversion& conversion);
/// The tunnel end of VXLAN and the VRFs that EVPN carries; after BGP.
void ConvertVxlan(Conversion& conversion);
void ConvertOspf(Conversion& conversion);
void ConvertIsis(Conversion& conversion);
void ConvertEigrp(Conversion& conversion);
void ConvertRip(Conversion& conversion);
void ConvertBgp(Conversion& conversion);
void ConvertLdp(Conversion& conversion);
/// Names the route maps that are for packets; before the policies are converted.
void NoteSteeringMaps(Reader& reader);
/// Policy routing at the interfaces; after all places where routes use route maps.
void ConvertSteering(Conversion& conversion);
/// Address translation; after policy routing.
void ConvertTranslation(Conversion& conversion);
/// Mirror sessions, flow export, sFlow.
void ConvertCopying(Reader& reader, routing::DeviceConfig& config);
/// Tunnel interfaces.
void ConvertTunnels(Reader& reader, routing::DeviceConfig& config);
void ConvertManagement(Reader& reader, routing::DeviceConfig& config);

}  // namespace ringfence::formats::cisco_nxos
