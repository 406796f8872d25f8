// Parts of the printer.
#pragma once

#include <set>
#include <string>

#include "routing/device_config.h"

namespace ringfence::formats::cisco_iosxr {

/// Text that is built, and the key chains that must be printed because something names them: each is named
/// after the digest of its only key.
struct Printout {
  std::string text;
  std::set<std::string> key_chains;
};

/// Access lists.
void PrintAcls(Printout& out, const model::Device& device);
/// Users, AAA, SNMP, terminal lines, programs that listen.
void PrintManagement(Printout& out, const model::Device& device);
/// Sets and route policies.
void PrintPolicies(Printout& out, const model::PolicySet& policies);
/// Mirror sessions and collectors.
void PrintCopying(Printout& out, const model::Device& device);
/// What an interface says about them, and its tunnel.
void PrintInterfaceCopying(Printout& out, const model::Interface& interface, const model::Device& device);
/// `router ospf`, `router ospfv3`.
void PrintOspf(Printout& out, const routing::DeviceConfig& config);
/// `router isis`.
void PrintIsis(Printout& out, const routing::DeviceConfig& config);
/// Flexible algorithms, inside of the process.
void PrintFlexible(Printout& out, const routing::sr::SrConfig& config);
/// `segment-routing traffic-eng`.
void PrintSteering(Printout& out, const routing::sr::SrConfig& config);
/// `router bgp`.
void PrintBgp(Printout& out, const routing::DeviceConfig& config);

/// " route-policy X" for the policies of a place of use; empty when there is none.
std::string PolicyUse(const std::vector<std::string>& policies);
/// The word `redistribute` has for a source.
std::string_view SourceWord(model::RouteSource source, net::Family family);

}  // namespace ringfence::formats::cisco_iosxr
