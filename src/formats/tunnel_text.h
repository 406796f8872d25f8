// Tunnel interfaces as line texts say them (`tunnel source`, `tunnel destination`, `tunnel mode`), and the
// neutral model of those without IPsec.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/setting.h"
#include "formats/statement_report.h"
#include "model/device.h"

namespace ringfence::formats {

/// `tunnel mode`.
enum class TunnelMode : std::uint8_t { kGre, kIpIp, kIpv6Ip, kIpsec, kOther };

/// The `tunnel` lines of an interface.
struct TunnelText {
  Setting<std::string> source;  ///< an interface, or an address
  Setting<net::IpAddress> destination;
  TunnelMode mode = TunnelMode::kGre;
  Setting<std::uint32_t> key;
  Setting<std::string> vrf;  ///< of the outer packets
};

/// Takes the name of an interface.
using TakeInterface = std::string (*)(WordCursor&);

/// Reads a line behind `tunnel` that means the same on all these systems: source, destination, key, and
/// options that change no path; everything else is not modelled.
Verdict ReadTunnelLine(StatementReport& report, Statement& statement, TunnelText& tunnel, TakeInterface take);

/// The first IPv4 address of an interface, or the address that `name` is.
std::optional<net::IpAddress> TunnelSource4(const model::Device& device, std::string_view name);

/// GRE and IP in IP: sets what goes around packets, who may be inside, and when the interface works: while a
/// keepalive comes back, else while there is a route (marked m in the readers' characterizations).
void SetPlainTunnel(const TunnelText& text, bool keepalive, model::TunnelConfig& tunnel);

/// Leaves open the addresses of families that the tunnel does not carry.
void CheckTunnelFamilies(const model::TunnelConfig& tunnel, const model::Interface& interface,
                         StatementReport& report);

/// Adds the tunnel of an interface to `device`, which has all its interfaces; lines that do not make one are
/// left open. So is a tunnel without a VRF for its outer packets whose interface is in one: systems differ.
void AddPlainTunnel(const TunnelText& text, bool keepalive, const model::Interface& interface,
                    StatementReport& report, model::Device& device);

/// The lines of a tunnel behind `tunnel`, but for mode and VRF, each with `indent` in front.
std::string PrintTunnelEnds(const model::TunnelConfig& tunnel, std::string_view indent);

/// The tunnel bound to that interface, or nullptr.
const model::TunnelConfig* TunnelOf(const model::Device& device, std::string_view interface);

}  // namespace ringfence::formats
