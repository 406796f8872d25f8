// Files of wg-quick (`/etc/wireguard/NAME.conf`) as the text says them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/setting.h"
#include "formats/x25519.h"
#include "model/wireguard.h"
#include "net/ip.h"

namespace ringfence::formats::frr {

/// Interfaces of a host, at most (origin: time; a host has a few). Lines of further ones are not modelled.
inline constexpr std::size_t kWireGuardFilesMax = 256;
/// Peers of an interface and prefixes that they may have, at most (origin: time; each is compared with each
/// other. Concentrators have some thousands). An interface with more has no peers in the model.
inline constexpr std::size_t kWireGuardPeersMax = 4096;
/// The prefixes that all peers of an interface may have, at most; origin and end as for the peers.
inline constexpr std::size_t kWireGuardPrefixesMax = 16384;

/// `[Peer]` with its lines.
struct WireGuardPeerText {
  base::Span span;  ///< of `[Peer]`
  Setting<std::string> key;
  std::string shared_key;  ///< digest; empty: none
  std::vector<Setting<net::Prefix>> allowed;
  Setting<net::IpAddress> endpoint;
  std::uint16_t endpoint_port = 0;
  bool keeps_alive = false;
  bool open = false;  ///< hides its key or the shared one, or names its endpoint by a host name
};

/// Which routing table gets the routes to what peers may have (`Table`).
enum class WireGuardTable : std::uint8_t { kAuto, kOff, kOther };

/// A file, its interface and peers.
struct WireGuardText {
  std::string name;                    ///< of the interface
  base::Span span;                     ///< of `[Interface]`, else of the line that begins the file
  Setting<Curve25519Key> private_key;  ///< leaves the reader as the public one alone
  Setting<std::string> told;           ///< a public key that a comment tells: `# PublicKey = ...`
  base::Span hidden_span;              ///< of a line that says that the private key is not in the text
  std::optional<std::uint16_t> port;
  WireGuardTable table = WireGuardTable::kAuto;
  std::vector<WireGuardPeerText> peers;
  bool in_peer = false;  ///< the line being read belongs to the last peer
  bool open = false;     ///< `[Interface]` was seen
};

/// The name of the interface that a file of that name makes; empty: it is no such file. Folders before it do
/// not count. Names that begin with "wg" only: other files of a host end in ".conf" too.
std::string_view WireGuardFileName(std::string_view path);
/// The name of the interface when the line begins such a file inside of a text of several files
/// (`# /etc/wireguard/NAME.conf`); empty: it does not.
std::string_view WireGuardMark(std::string_view line);

/// True when a command that wg-quick runs with the interface `name` changes no answer.
bool IsHarmlessCommand(std::string_view command, std::string_view name);

}  // namespace ringfence::formats::frr
