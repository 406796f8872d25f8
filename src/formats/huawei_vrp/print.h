// Pieces of the printer, one file per family.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "routing/device_config.h"

namespace ringfence::formats::huawei_vrp {

/// Text under construction and the configuration it prints.
struct Printing {
  const routing::DeviceConfig& config;
  std::string text;
};

/// Lists and route policies that the rest refers to.
void PrintAcls(Printing& out);
void PrintTrafficPolicies(Printing& out);
void PrintPolicyRouting(Printing& out);
/// Pools of address translation, and the rules of one interface.
void PrintNatGroups(Printing& out);
void PrintInterfaceNat(Printing& out, const model::Interface& interface);
void PrintRoutePolicies(Printing& out);
void PrintVpnInstances(Printing& out);
void PrintBgp(Printing& out);
void PrintIsis(Printing& out);
/// `isis ...` lines of one interface.
void PrintInterfaceIsis(Printing& out, const model::Interface& interface);
void PrintMpls(Printing& out);
/// Traffic engineering: paths and tunnel policies; lines of an interface, of an area, of a process of IS-IS.
void PrintTe(Printing& out);
void PrintInterfaceTe(Printing& out, const model::Interface& interface);
bool TellsOfLinks(const Printing& out, routing::te::TeIgp igp, const std::string& process,
                  std::uint32_t area);
void PrintStaticLsps(Printing& out);
/// `mpls`, `mpls ldp` of one interface.
void PrintInterfaceMpls(Printing& out, const model::Interface& interface);
void PrintL2Vpn(Printing& out);
/// `mpls l2vc`, `l2 binding vsi` of one interface.
void PrintInterfaceL2Vpn(Printing& out, const model::Interface& interface);
/// Bridge domains and their EVPN instances.
bool IsBridge(const model::L2Service& service);
bool IsBridgePort(const Printing& out, std::string_view interface);
void PrintBridges(Printing& out);
/// What a port says of the bridge domain it is in.
void PrintBridgePort(Printing& out, const model::Interface& interface, const model::L2Service& service);
void PrintSr(Printing& out);
/// What the process says about segment routing, inside of its view.
void PrintProcessSr(Printing& out, routing::sr::SrIgp igp, const std::string& process);
void PrintInterfaceSr(Printing& out, const model::Interface& interface);
void PrintSrv6(Printing& out);
/// Locators that the process tells, inside of its view.
void PrintIsisLocators(Printing& out, const routing::isis::IsisProcess& process);
/// What a family of a VPN instance does with SIDs, as lines of its view.
std::string VpnSidsText(const Printing& out, std::string_view vrf, net::Family family);
void PrintRip(Printing& out);
/// `rip ...` lines of one interface.
void PrintInterfaceRip(Printing& out, const model::Interface& interface);
/// " route-policy R" of an import, or nothing.
std::string PolicyWords(const std::vector<std::string>& policies);
void PrintOspf(Printing& out);
/// `ospf ...` lines of one interface.
void PrintInterfaceOspf(Printing& out, const model::Interface& interface);
void PrintManagement(Printing& out);
void PrintIpsec(Printing& out);
/// Observing ports and collectors, and what interfaces send them.
void PrintCopying(Printing& out);
void PrintInterfaceCopying(Printing& out, const model::Interface& interface);
/// Name of a list as the text writes it, without its family.
std::string_view TextNameOf(std::string_view name);
/// Base list whose rules a copy for an interface was made of.
std::string AclReference(const model::AclUse& use);

}  // namespace ringfence::formats::huawei_vrp
