// VLANs in VXLAN as texts of several systems tell about them: where a tunnel end starts, and which route
// targets the members of a VLAN have.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/source.h"
#include "formats/setting.h"
#include "model/device.h"
#include "model/vxlan.h"

namespace ringfence::formats {

/// Greatest identifier of VXLAN (24 bits, RFC 7348 section 5).
inline constexpr std::uint32_t kVniMax = 0xffffff;

/// What stands for a target that follows from the AS number and the identifier.
inline constexpr std::string_view kAutoTarget = "auto";

/// EVPN of one VLAN. Targets are communities ("target:1:10"), or kAutoTarget.
struct EvpnVlanText {
  std::vector<std::string> imports, exports;
  bool tells_hosts = false;  ///< which hosts are here, where a line says so
  base::Span span;

  /// Adds a target, or takes it back for `negated`.
  void Change(bool import, bool export_too, bool negated, const std::string& target);
};

/// The targets with the meaning of kAutoTarget put in: the AS number and the VNI (RFC 8365 section 5.1.2.1 as
/// systems print it). Without an AS number there is none.
std::vector<std::string> ExpandTargets(const std::vector<std::string>& texts, std::uint32_t as,
                                       std::uint32_t vni);
/// True when a target follows from an AS number that has more than two octets: systems differ in what they
/// make of it.
bool IsOpenTarget(const EvpnVlanText& text, std::uint32_t as);

/// Adds the VLAN of a device to its tunnel end.
void AddVlan(model::Vxlan& vxlan, std::uint32_t vni, std::uint16_t vlan, const EvpnVlanText& text,
             std::uint32_t as, base::Span span);

/// The group by which all routers of a segment answer for the addresses; those are the interface's own.
model::VirtualRouter AnycastGateway(const std::vector<model::InterfaceAddress>& addresses, base::Span span);

}  // namespace ringfence::formats
