// Pieces of the printer, one file per family.
#pragma once

#include <string>
#include <string_view>

#include "routing/device_config.h"

namespace ringfence::formats::huawei_vrp {

/// Text under construction and the configuration it prints.
struct Printing {
  const routing::DeviceConfig& config;
  std::string text;
};

/// Prefix lists, access lists and route policies that the rest refers to.
void PrintAcls(Printing& out);
void PrintTrafficPolicies(Printing& out);
void PrintPrefixLists(Printing& out);
void PrintRoutePolicies(Printing& out);
void PrintOspf(Printing& out);
/// `ospf ...` lines of one interface.
void PrintInterfaceOspf(Printing& out, const model::Interface& interface);
void PrintManagement(Printing& out);
void PrintIpsec(Printing& out);
/// Name of a list as the text writes it, without its family.
std::string_view TextNameOf(std::string_view name);
/// Base list whose rules a copy for an interface was made of.
std::string AclReference(const model::AclUse& use);

}  // namespace ringfence::formats::huawei_vrp
