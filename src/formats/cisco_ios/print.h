// Parts of the printer.
#pragma once

#include <string>

#include "formats/print_translation_text.h"
#include "formats/track_numbers.h"
#include "routing/device_config.h"

namespace ringfence::formats::cisco_ios {

/// Text that is built, and what several parts of it must know.
struct Printout {
  std::string text;
  TranslationRoles translation;
};

/// Access lists and the object groups they need.
void PrintAcls(Printout& out, const model::Device& device);
/// Services, accounts, AAA, SNMP.
void PrintManagement(Printout& out, const model::Device& device);
/// OSPF statements inside the block of an interface.
void PrintInterfaceOspf(Printout& out, const model::Interface& interface,
                        const routing::DeviceConfig& config);
/// `router ospf` blocks.
void PrintOspf(Printout& out, const routing::DeviceConfig& config);
/// `segment-routing mpls`.
void PrintSr(Printout& out, const routing::sr::SrConfig& config);
/// `router eigrp` blocks, and EIGRP statements inside the block of an interface.
void PrintEigrp(Printout& out, const routing::DeviceConfig& config);
void PrintInterfaceEigrp(Printout& out, const model::Interface& interface,
                         const routing::DeviceConfig& config);
/// `vrf definition` blocks.
void PrintVrfs(Printout& out, const routing::DeviceConfig& config);
/// Switch port and virtual routers inside the block of an interface.
void PrintSwitching(Printout& out, const model::Interface& interface, const model::Device& device);
/// Transform sets, profiles, crypto maps.
void PrintProtection(Printout& out, const model::Device& device);
/// Protection statements inside the block of an interface.
void PrintInterfaceProtection(Printout& out, const model::Interface& interface, const model::Device& device);
/// Mirror sessions, collectors; flow statements inside the block of an interface.
void PrintCopying(Printout& out, const model::Device& device);
void PrintInterfaceCopying(Printout& out, const model::Interface& interface, const model::Device& device);
/// "255.255.255.0" of 24.
std::string MaskText(std::uint8_t length);

}  // namespace ringfence::formats::cisco_ios
