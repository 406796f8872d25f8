// WireGuard interfaces as files of wg-quick, each behind the mark that begins one in a text of several files.
// A private key is not in the model: the public one is told in a comment.

#include <fmt/format.h>

#include <algorithm>

#include "formats/frr/print.h"

namespace ringfence::formats::frr {
namespace {

using model::TunnelConfig;

std::string EndpointText(const TunnelConfig& tunnel) {
  const std::string address = net::ToString(tunnel.peer);
  const bool v4 = tunnel.peer.family == net::Family::kIpv4;
  return fmt::format("{}:{}", v4 ? address : "[" + address + "]", *tunnel.wireguard->peer_port);
}

void PrintPeer(std::string& out, const TunnelConfig& tunnel) {
  const model::WireGuardPeer& peer = *tunnel.wireguard;
  out += fmt::format("[Peer]\nPublicKey = {}\n", peer.peer_key.empty() ? "(hidden)" : peer.peer_key);
  if (!peer.shared_key.empty())
    out += fmt::format("PresharedKey = {}\n", peer.shared_key.substr(peer.shared_key.find(':') + 1));
  if (!peer.allowed.empty()) {
    out += "AllowedIPs =";
    for (const net::Prefix& prefix : peer.allowed)
      out += (&prefix == &peer.allowed.front() ? " " : ", ") + net::ToString(prefix);
    out += '\n';
  }
  if (peer.peer_port) out += fmt::format("Endpoint = {}\n", EndpointText(tunnel));
  if (peer.open && !peer.peer_key.empty()) out += "PresharedKey = (hidden)\n";
  if (peer.keeps_alive) out += "PersistentKeepalive = 25\n";
}

}  // namespace

bool IsWireGuard(const model::Device& device, std::string_view interface) {
  return std::ranges::any_of(device.tunnels, [interface](const TunnelConfig& tunnel) {
    return tunnel.wireguard && tunnel.bind_interface == interface;
  });
}

bool WgQuickRoutes(const model::Device& device, std::string_view interface) {
  return std::ranges::any_of(device.tunnels, [interface](const TunnelConfig& tunnel) {
    return tunnel.wireguard && tunnel.bind_interface == interface && tunnel.wireguard->passes_own_default;
  });
}

void PrintWireGuard(std::string& out, const model::Device& device) {
  for (const model::Interface& interface : device.interfaces) {
    bool opened = false;
    for (const TunnelConfig& tunnel : device.tunnels) {
      if (!tunnel.wireguard || tunnel.bind_interface != interface.name) continue;
      if (!opened) {
        out += fmt::format("# /etc/wireguard/{}.conf\n[Interface]\n", interface.name);
        const std::string& key = tunnel.wireguard->own_key;
        out += key.empty() ? "PrivateKey = (hidden)\n" : fmt::format("# PublicKey = {}\n", key);
        if (tunnel.wireguard->port) out += fmt::format("ListenPort = {}\n", *tunnel.wireguard->port);
        if (interface.mtu_bytes) out += fmt::format("MTU = {}\n", *interface.mtu_bytes);
        if (!WgQuickRoutes(device, interface.name)) out += "Table = off\n";
      }
      opened = true;
      PrintPeer(out, tunnel);
    }
  }
}

}  // namespace ringfence::formats::frr
