// What only OSPFv3 needs before its processes are converted like those of OSPFv2: processes that a line under
// an interface makes, the scopes in which a value can be said, and the MTU of IPv6.

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

constexpr std::uint32_t kMtuDefault_bytes = 1500;

OspfText* Find3(Reader& reader, std::uint32_t id, std::string_view vrf) {
  for (OspfText& text : reader.vendor.ospf) {
    if (text.family == net::Family::kIpv6 && text.id == id && text.vrf == vrf) return &text;
  }
  return nullptr;
}

/// The line under an interface is enough to make the process; in a VRF that the process does not name this is
/// not known.
void AddNamedByInterfaces(Reader& reader) {
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    const Setting<std::uint32_t>& process = interface.ospf3_process;
    const std::string& vrf = interface.vrf.value;
    if (!process.set() || Find3(reader, process.value, vrf) != nullptr) continue;
    reader.vendor.ospf.push_back(
        {.id = process.value, .span = process.span, .vrf = vrf, .family = net::Family::kIpv6});
    if (!vrf.empty())
      reader.Demote(process.span, Impact::kRouting6, "OSPFv3 in a VRF that the process does not name");
  }
}

/// A value of a closer scope replaces that of a wider one.
template <class T>
void Override(Reader& reader, Setting<T>& value, const Setting<T>& closer) {
  if (!closer.set()) return;
  // Which of two values holds is from memory of documents.
  if (value.set() && value.value != closer.value)
    reader.Demote(closer.span, Impact::kRouting6, "OSPFv3 value said for two scopes");
  value = closer;
}

}  // namespace

void CompleteOspf3(Reader& reader) {
  AddNamedByInterfaces(reader);
  for (const OspfText& text : reader.vendor.ospf) {
    if (text.family == net::Family::kIpv4) continue;
    if (!reader.vendor.ipv6_routing)
      reader.Demote(text.span, Impact::kRouting6, "OSPFv3 without IPv6 routing");
    const OspfText* whole = text.vrf.empty() ? nullptr : Find3(reader, text.id, "");
    // Whether these hold in VRFs too is not known.
    if (whole != nullptr && whole->says_for_all)
      reader.Demote(text.span, Impact::kRouting6, "OSPFv3 values of all families in a VRF");
  }
}

OspfInterfaceText Ospf3SettingsOf(Reader& reader, const InterfaceText& text) {
  OspfInterfaceText merged;
  for (const auto& [scope, said] : text.ospf3) {
    if (scope.first != 0 && scope.first != text.ospf3_process.value) continue;
    Override(reader, merged.cost, said.cost);
    Override(reader, merged.hello_s, said.hello_s);
    Override(reader, merged.dead_s, said.dead_s);
    Override(reader, merged.priority, said.priority);
    Override(reader, merged.type, said.type);
    Override(reader, merged.mtu_ignore, said.mtu_ignore);
    Override(reader, merged.authentication, said.authentication);
    Override(reader, merged.off, said.off);
  }
  return merged;
}

void CheckMtu6(Reader& reader, const InterfaceText& text, const model::Interface& interface) {
  const std::uint32_t modelled_bytes = interface.mtu_bytes.value_or(kMtuDefault_bytes);
  if (text.ipv6_mtu.set() && text.ipv6_mtu.value != modelled_bytes)
    reader.Demote(text.ipv6_mtu.span, Impact::kRouting6, "MTU of IPv6 alone");
  // `ip mtu` is what the model has; IPv6 keeps that of the interface.
  const bool other4 = text.ip_mtu.set() && text.ip_mtu.value != text.mtu.value_or(kMtuDefault_bytes);
  if (other4 && !text.ipv6_mtu.set())
    reader.Demote(text.ip_mtu.span, Impact::kRouting6, "MTU of IPv4 alone beside OSPFv3");
}

}  // namespace ringfence::formats::cisco_ios
