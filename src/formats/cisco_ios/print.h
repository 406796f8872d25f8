// Parts of the printer.
#pragma once

#include <map>
#include <string>

#include "routing/device_config.h"

namespace ringfence::formats::cisco_ios {

/// Text that is built, and the filters that must be printed because something names them.
struct Printout {
  std::string text;
  std::map<std::string, routing::ospf::PrefixFilter> filters;
  std::map<std::string, std::vector<routing::ospf::RedistributionTerm>> route_maps;
};

/// Access lists and the object groups they need.
void PrintAcls(Printout& out, const model::Device& device);
/// Services, accounts, AAA, SNMP.
void PrintManagement(Printout& out, const model::Device& device);
/// OSPF statements inside the block of an interface.
void PrintInterfaceOspf(Printout& out, const model::Interface& interface,
                        const routing::DeviceConfig& config);
/// `router ospf` blocks; collects the filters and route maps they name.
void PrintOspf(Printout& out, const routing::DeviceConfig& config);
/// The collected prefix lists and route maps.
void PrintPolicies(Printout& out);
/// Transform sets, profiles, crypto maps.
void PrintProtection(Printout& out, const model::Device& device);
/// Protection statements inside the block of an interface.
void PrintInterfaceProtection(Printout& out, const model::Interface& interface, const model::Device& device);
/// "255.255.255.0" of 24.
std::string MaskText(std::uint8_t length);

}  // namespace ringfence::formats::cisco_ios
