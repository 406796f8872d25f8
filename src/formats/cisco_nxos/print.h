// Parts of the printer.
#pragma once

#include <set>
#include <string>

#include "formats/print_translation_text.h"
#include "routing/device_config.h"

namespace ringfence::formats::cisco_nxos {

/// Text that is built, and the key chains that must be printed because something names them: each is named
/// after the digest of its only key.
struct Printout {
  std::string text;
  TranslationRoles translation;
  std::set<std::string> key_chains;
};

/// Access lists and the object groups they need.
void PrintAcls(Printout& out, const model::Device& device);
/// Features, users, AAA, SNMP, terminal lines.
void PrintManagement(Printout& out, const model::Device& device);
/// Statements of routing protocols inside the block of an interface.
void PrintInterfaceProtocols(Printout& out, const model::Interface& interface,
                             const routing::DeviceConfig& config);
void PrintInterfaceIsis(Printout& out, const std::string& name, const routing::isis::IsisProcess& process);
void PrintInterfaceEigrp(Printout& out, const std::string& name, const routing::eigrp::EigrpProcess& process);
void PrintInterfaceRip(Printout& out, const std::string& name, const routing::rip::RipProcess& process);
/// Mirror sessions, collectors and sFlow.
void PrintCopying(Printout& out, const model::Device& device);
/// Flow monitors and the tunnel of an interface.
void PrintInterfaceCopying(Printout& out, const model::Interface& interface, const model::Device& device);
/// `router ospf`, `router ospfv3`.
void PrintOspf(Printout& out, const routing::DeviceConfig& config);
/// `router isis`.
void PrintIsis(Printout& out, const routing::DeviceConfig& config);
/// `router eigrp` and `router rip`.
void PrintDistanceVector(Printout& out, const routing::DeviceConfig& config);
/// `router bgp`.
void PrintBgp(Printout& out, const routing::bgp::BgpConfig& config);

/// The word `redistribute` has for a source; OSPF has one for each version.
std::string_view SourceWord(model::RouteSource source, net::Family family);
/// The route map among the policies of a redistribution: the last one.
std::string MapOf(const std::vector<std::string>& policies);
/// Name of an OSPF process in the text.
std::string TagOf(const routing::ospf::OspfProcess& process);
/// Name of an EIGRP process in the text: its number in the default VRF, else one that only this VRF has.
std::string TagOf(const routing::eigrp::EigrpProcess& process);
/// Opens `vrf X` inside a process block and gives the indentation of what stands in it.
std::string OpenVrf(Printout& out, const std::string& vrf);

}  // namespace ringfence::formats::cisco_nxos
