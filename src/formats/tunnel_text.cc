#include "formats/tunnel_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "formats/impacts.h"

namespace ringfence::formats {

Verdict ReadTunnelLine(StatementReport& report, Statement& statement, TunnelText& tunnel,
                       TakeInterface take) {
  const Word word = statement.words.Next();
  if (word == "source") {
    statement.words.Accept("interface");
    const auto address = net::ParseIpv4(statement.words.Peek().text);
    const std::string source = address ? std::string(statement.words.Next().text) : take(statement.words);
    tunnel.source = {source, statement.span()};
    return kUnderstood;
  }
  if (word == "destination") {
    const auto address = net::ParseIpv4(statement.words.Peek().text);
    if (!address) return NotModelled(kPaths, "tunnel destination by name or dynamic");
    statement.words.Next();
    tunnel.destination = {*address, statement.span()};
    return kUnderstood;
  }
  if (word == "key") {
    const auto key = TakeNumber(report, statement, 0, std::numeric_limits<std::uint32_t>::max());
    if (!key) return kNotKnown;
    tunnel.key = {*key, statement.span()};
    return kUnderstood;
  }
  constexpr std::string_view kHarmless[] = {
      "path-mtu-discovery", "ttl", "tos", "dfbit", "mtu", "checksum", "bandwidth", "sequence-datagrams"};
  const bool harmless = std::ranges::find(kHarmless, word.text) != std::end(kHarmless);
  return harmless ? kNoEffect : NotModelled(kPaths, "tunnel option");
}

std::optional<net::IpAddress> TunnelSource4(const model::Device& device, std::string_view name) {
  if (const auto address = net::ParseIpv4(name)) return address;
  const model::InterfaceIndex index = model::FindInterface(device, name);
  if (!index.valid()) return std::nullopt;
  for (const model::InterfaceAddress& address : device.interfaces[index.index()].addresses) {
    if (address.address.address.family == net::Family::kIpv4) return address.address.address;
  }
  return std::nullopt;
}

void SetPlainTunnel(const TunnelText& text, bool keepalive, model::TunnelConfig& tunnel) {
  const bool gre = text.mode == TunnelMode::kGre;
  tunnel.encapsulation = gre ? model::Encapsulation::kGre : model::Encapsulation::kIp;
  tunnel.carries4 = text.mode != TunnelMode::kIpv6Ip;
  tunnel.carries6 = text.mode != TunnelMode::kIpIp;
  if (gre && text.key.set()) tunnel.key = text.key.value;
  tunnel.carrier = keepalive ? model::TunnelCarrier::kPeer : model::TunnelCarrier::kRoute;
}

void CheckTunnelFamilies(const model::TunnelConfig& tunnel, const model::Interface& interface,
                         StatementReport& report) {
  for (const model::InterfaceAddress& address : interface.addresses) {
    const bool v4 = address.address.address.family == net::Family::kIpv4;
    if (!(v4 ? tunnel.carries4 : tunnel.carries6))
      report.Demote(address.span, kPaths, "address of a family that the tunnel does not carry");
  }
}

void AddPlainTunnel(const TunnelText& text, bool keepalive, const model::Interface& interface,
                    StatementReport& report, model::Device& device) {
  if (!text.destination.set() || text.mode == TunnelMode::kOther) return;
  const auto local = TunnelSource4(device, text.source.value);
  if (!local) return report.Demote(text.destination.span, kPaths, "incomplete tunnel");
  if (!text.vrf.set() && !interface.vrf.empty())
    return report.Demote(text.destination.span, kPaths, "tunnel whose outer packets may be in a VRF");
  model::TunnelConfig tunnel;
  tunnel.name = tunnel.bind_interface = interface.name;
  tunnel.local = *local;
  tunnel.peer = text.destination.value;
  tunnel.underlay_vrf = text.vrf.value;
  tunnel.span = text.destination.span;
  tunnel.more_spans = {text.source.span};
  tunnel.ipsec = tunnel.confidentiality = tunnel.integrity = false;
  SetPlainTunnel(text, keepalive, tunnel);
  CheckTunnelFamilies(tunnel, interface, report);
  device.tunnels.push_back(std::move(tunnel));
}

std::string PrintTunnelEnds(const model::TunnelConfig& tunnel, std::string_view indent) {
  std::string text = fmt::format("{0}tunnel source {1}\n{0}tunnel destination {2}\n", indent,
                                 net::ToString(tunnel.local), net::ToString(tunnel.peer));
  if (tunnel.key) text += fmt::format("{}tunnel key {}\n", indent, *tunnel.key);
  return text;
}

const model::TunnelConfig* TunnelOf(const model::Device& device, std::string_view interface) {
  const auto found = std::ranges::find(device.tunnels, interface, &model::TunnelConfig::bind_interface);
  return found == device.tunnels.end() ? nullptr : &*found;
}

}  // namespace ringfence::formats
