// `interface Vxlan1`: the tunnel end of the device. VLANs in tunnels are not modelled.

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

/// Greatest identifier (24 bits, RFC 7348 section 5).
constexpr std::uint32_t kVniMax = 0xffffff;

Verdict ReadSource(Reader& reader, Statement& statement) {
  Setting<std::string>& source = reader.vendor.vxlan->source;
  if (statement.negated) return source = {}, statement.words.Rest(), kUnderstood;
  const std::string name = TakeInterfaceName(statement.words);
  if (name.empty()) return kNotKnown;
  source = {name, statement.span()};
  return kUnderstood;
}

Verdict ReadUdpPort(Reader& reader, Statement& statement) {
  std::uint16_t& port = reader.vendor.vxlan->udp_port;
  if (statement.negated) return port = model::kVxlanPort, statement.words.Rest(), kUnderstood;
  const auto number = TakeNumber(reader, statement, 1024, 65535);
  if (!number) return kNotKnown;
  port = static_cast<std::uint16_t>(*number);
  return kUnderstood;
}

/// `vxlan vrf V vni N`.
Verdict ReadVrf(Reader& reader, Statement& statement) {
  auto& vrfs = reader.vendor.vxlan->vrfs;
  const std::string name = VrfName(statement.words.Next().text);
  if (statement.negated) return vrfs.erase(name), statement.words.Rest(), kUnderstood;
  if (!statement.words.Accept("vni")) return NotModelled(kPaths, "VXLAN");
  const auto vni = TakeNumber(reader, statement, 1, kVniMax);
  if (!vni) return kNotKnown;
  vrfs[name] = {*vni, statement.span()};
  return kUnderstood;
}

Verdict ReadBridged(Reader&, Statement& statement) {
  return statement.negated ? kNoEffect : NotModelled(kPaths, "VLAN in VXLAN");
}

/// `vxlan virtual-router encapsulation mac-address ...` names the address of routed frames only.
Verdict ReadVirtualRouter(Reader&, Statement& statement) {
  return statement.words.Accept("encapsulation") || statement.negated ? kNoEffect
                                                                      : NotModelled(kPaths, "VXLAN");
}

constexpr Keyword kVxlanKeywords[] = {
    {"bridging"},
    {"flood", ReadBridged},
    {"learn-restrict", ReadBridged},
    {"qos"},
    {"source-interface", ReadSource},
    {"udp-port", ReadUdpPort},
    {"virtual-router", ReadVirtualRouter},
    {"vlan", ReadBridged},
    {"vrf", ReadVrf},
};
static_assert(IsSorted(std::span<const Keyword>(kVxlanKeywords)));

Verdict ReadVxlan(Reader& reader, Statement& statement) {
  const bool known = std::ranges::any_of(
      kVxlanKeywords, [&](const Keyword& keyword) { return statement.words.Peek() == keyword.word; });
  if (!known) return statement.negated ? kNoEffect : NotModelled(kPaths, "VXLAN");
  return reader.Dispatch(kVxlanKeywords, statement);
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.vendor.vxlan->shutdown = {!statement.negated, statement.span()};
  return kUnderstood;
}

constexpr Keyword kKeywords[] = {
    {"description"}, {"load-interval"}, {"logging"}, {"shutdown", ReadShutdown}, {"vxlan", ReadVxlan},
};
static_assert(IsSorted(std::span<const Keyword>(kKeywords)));

}  // namespace

Verdict ReadVxlanLine(Reader& reader, Statement& statement) { return reader.Dispatch(kKeywords, statement); }

}  // namespace ringfence::formats::arista_eos
