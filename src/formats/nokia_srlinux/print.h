// The printer's parts: the neutral model as `set /` lines.
#pragma once

#include <string>
#include <string_view>

#include "routing/device_config.h"

namespace ringfence::formats::nokia_srlinux {

/// Name of the instance of a table.
inline std::string_view InstanceOf(std::string_view vrf) { return vrf.empty() ? "default" : vrf; }
/// A word in quotes where it needs them.
std::string Quoted(std::string_view word);
/// `enable`, `disable`.
inline std::string_view Enabled(bool on) { return on ? "enable" : "disable"; }

/// The families of statements, each appended to `out`.
void PrintCopying(const model::Device& device, std::string& out);
void PrintFilters(const routing::DeviceConfig& config, std::string& out);
void PrintPolicies(const model::PolicySet& set, std::string& out);
void PrintStatic(const routing::DeviceConfig& config, std::string& out);
void PrintOspf(const routing::DeviceConfig& config, std::string& out);
void PrintIsis(const routing::DeviceConfig& config, std::string& out);
void PrintBgp(const routing::DeviceConfig& config, std::string& out);

}  // namespace ringfence::formats::nokia_srlinux
