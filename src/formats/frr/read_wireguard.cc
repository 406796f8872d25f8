// wg-quick(8): `[Interface]` and `[Peer]` with lines of `Key = value`, keys in any case, comments from `#`
// on. A value that a published text hides is told apart from one that is wrong: the first leaves the answer
// open, the second is an error, for wg refuses the whole file.

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "formats/frr/reader.h"
#include "formats/impacts.h"
#include "formats/secret_digest.h"
#include "formats/x25519.h"

namespace ringfence::formats::frr {
namespace {

using model::Impact;

constexpr std::uint8_t kWhoIsThere = kPaths | Impact::kProtection;
constexpr std::string_view kHidden = "WireGuard key that the text hides";

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// One line `Key = value`.
struct Entry {
  Reader& reader;
  WireGuardText& file;
  Statement& statement;
  Word value;

  base::Span span() const { return statement.span(); }
  Verdict Invalid(const Word& word, std::string what) const {
    return reader.Invalid(statement, word, std::move(what));
  }
};

/// Text that stands for a secret that was taken out, or for a variable of a template.
bool IsHidden(std::string_view value) {
  if (value.empty() || value.find_first_of("<>*{}$%[]()_") != std::string_view::npos) return true;
  const std::string lower = Lower(value);
  constexpr std::string_view kWords[] = {"hidden", "redact", "remove", "secret", "private",
                                         "masked", "xxx",    "...",    "your",   "key_here"};
  return std::ranges::any_of(kWords, [&lower](std::string_view word) { return lower.contains(word); });
}

/// Pieces between commas, without blanks around them.
std::vector<Word> ListOf(const Word& value) {
  std::vector<Word> pieces;
  std::size_t begin = 0;
  while (begin <= value.text.size() && !value.text.empty()) {
    const std::size_t end = std::min(value.text.find(',', begin), value.text.size());
    const std::string_view piece = Trimmed(value.text.substr(begin, end - begin));
    if (!piece.empty()) {
      const auto at = static_cast<std::uint32_t>(piece.data() - value.text.data());
      pieces.push_back({piece, value.column + at});
    }
    begin = end + 1;
  }
  return pieces;
}

std::optional<net::HostPrefix> HostOf(std::string_view text) {
  if (const auto host = net::ParseHostPrefix(text)) return host;
  const auto bare = net::ParseAddress(text);
  if (!bare) return std::nullopt;
  return net::HostPrefix{*bare, net::AddressBits(bare->family)};
}

Verdict ReadPrivateKey(Entry& entry) {
  const auto key = ParseKey(entry.value.text);
  if (key) {
    entry.file.private_key = {*key, entry.span()};
    return kUnderstood;
  }
  if (!IsHidden(entry.value.text))
    return entry.Invalid(entry.value, "the private key is not 44 characters of base64");
  entry.file.hidden_span = entry.span();
  return kUnderstood;  // until it turns out that nothing else tells the key
}

Verdict ReadPort(Entry& entry) {
  const auto port = ParseNumber(entry.value.text, 0, 65535);
  if (!port) return entry.Invalid(entry.value, fmt::format("'{}' is not a port", entry.value.text));
  entry.file.port.reset();
  if (*port != 0) entry.file.port = static_cast<std::uint16_t>(*port);
  return kUnderstood;
}

Verdict ReadMark(Entry& entry) {
  const std::string_view text = entry.value.text;
  const bool hex = text.starts_with("0x") && text.size() > 2 && text.size() <= 10 &&
                   text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
  const bool known = Lower(text) == "off" || hex || ParseNumber(text, 0, 0xffffffff);
  // Rules that look at it are commands, or those that wg-quick adds for a default route.
  return known ? kNoEffect : entry.Invalid(entry.value, fmt::format("'{}' is not a mark", text));
}

Verdict ReadTable(Entry& entry) {
  const std::string_view table = entry.value.text;  // wg-quick compares letter by letter
  entry.file.table = table == "auto"  ? WireGuardTable::kAuto
                     : table == "off" ? WireGuardTable::kOff
                                      : WireGuardTable::kOther;
  return entry.file.table == WireGuardTable::kOther ? NotModelled(kPaths, "routes of another kernel table")
                                                    : kUnderstood;
}

Verdict ReadAddresses(Entry& entry) {
  std::vector<model::InterfaceAddress> addresses;
  for (const Word& piece : ListOf(entry.value)) {
    const auto host = HostOf(piece.text);
    if (!host) return entry.Invalid(piece, fmt::format("'{}' is not an address", piece.text));
    addresses.push_back({*host, false, entry.span()});
  }
  auto& known = entry.reader.InterfaceOf(entry.file.name, entry.span()).addresses;
  known.insert(known.end(), addresses.begin(), addresses.end());
  return kUnderstood;
}

Verdict ReadMtu(Entry& entry) {
  const auto bytes = ParseNumber(entry.value.text, 68, 65536);
  if (!bytes) return entry.Invalid(entry.value, fmt::format("'{}' is not an MTU", entry.value.text));
  entry.reader.InterfaceOf(entry.file.name, entry.span()).mtu = {*bytes, entry.span()};
  return kUnderstood;
}

Verdict ReadCommand(Entry& entry) {
  const std::string_view command = entry.value.text;
  if (command.starts_with("wg set ") && command.contains(" private-key ") && !command.contains(" peer ")) {
    entry.file.hidden_span = entry.span();
    return kUnderstood;
  }
  return IsHarmlessCommand(command, entry.file.name)
             ? kNoEffect
             : NotModelled(Impact::kAll, "commands run with an interface");
}

Verdict ReadNothing(Entry&) { return kNoEffect; }

Verdict ReadPublicKey(Entry& entry) {
  WireGuardPeerText& peer = entry.file.peers.back();
  if (const auto key = ParseKey(entry.value.text)) {
    peer.key = {KeyText(*key), entry.span()};
    return kUnderstood;
  }
  if (!IsHidden(entry.value.text))
    return entry.Invalid(entry.value, "the public key is not 44 characters of base64");
  peer.key = {"", entry.span()};
  peer.open = true;
  return NotModelled(kWhoIsThere, kHidden);
}

Verdict ReadSharedKey(Entry& entry) {
  WireGuardPeerText& peer = entry.file.peers.back();
  const std::string_view value = entry.value.text;
  const auto key = ParseKey(value);
  if (key || value.starts_with("digest-")) {
    // All zeros are no key.
    const bool none = key && *key == Curve25519Key{};
    peer.shared_key = none ? "" : DigestOfSecret("wireguard", value);
    return kUnderstood;
  }
  if (!IsHidden(value)) return entry.Invalid(entry.value, "the shared key is not 44 characters of base64");
  peer.open = true;
  return NotModelled(kWhoIsThere, kHidden);
}

Verdict ReadAllowed(Entry& entry) {
  std::vector<Setting<net::Prefix>> allowed;
  for (const Word& piece : ListOf(entry.value)) {
    const auto host = HostOf(piece.text);
    if (!host) return entry.Invalid(piece, fmt::format("'{}' is not an address", piece.text));
    allowed.push_back({host->subnet(), entry.span()});
  }
  auto& known = entry.file.peers.back().allowed;
  known.insert(known.end(), allowed.begin(), allowed.end());
  return kUnderstood;
}

Verdict ReadEndpoint(Entry& entry) {
  WireGuardPeerText& peer = entry.file.peers.back();
  const std::string_view text = entry.value.text;
  const std::size_t colon = text.rfind(':');
  const bool split = colon != std::string_view::npos && colon != 0;
  const auto port = split ? ParseNumber(text.substr(colon + 1), 1, 65535) : std::nullopt;
  if (!port) return entry.Invalid(entry.value, fmt::format("'{}' is not an address and a port", text));
  std::string_view host = text.substr(0, colon);
  const bool brackets = host.starts_with('[') && host.ends_with(']');
  if (brackets) host = host.substr(1, host.size() - 2);
  const auto address = brackets ? net::ParseAddress(host) : net::ParseIpv4(host);
  if (!address) {
    peer.open = true;
    return NotModelled(kWhoIsThere, "endpoint by host name");
  }
  peer.endpoint = {*address, entry.span()};
  peer.endpoint_port = static_cast<std::uint16_t>(*port);
  return kUnderstood;
}

Verdict ReadKeepalive(Entry& entry) {
  const bool off = Lower(entry.value.text) == "off";
  const auto seconds = off ? 0 : ParseNumber(entry.value.text, 0, 65535);
  if (!seconds)
    return entry.Invalid(entry.value, fmt::format("'{}' is not a time in seconds", entry.value.text));
  entry.file.peers.back().keeps_alive = *seconds != 0;
  return kUnderstood;
}

/// A key of one kind of section.
struct Key {
  std::string_view word;  ///< in lower case
  Verdict (*read)(Entry&);
};

constexpr Key kInterfaceKeys[] = {
    {"address", ReadAddresses},
    {"dns", ReadNothing},
    {"fwmark", ReadMark},
    {"listenport", ReadPort},
    {"mtu", ReadMtu},
    {"postdown", ReadNothing},
    {"postup", ReadCommand},
    {"predown", ReadNothing},
    {"preup", ReadCommand},
    {"saveconfig", ReadNothing},
    {"privatekey", ReadPrivateKey},
    {"table", ReadTable},
};
constexpr Key kPeerKeys[] = {
    {"allowedips", ReadAllowed},     {"endpoint", ReadEndpoint},   {"persistentkeepalive", ReadKeepalive},
    {"presharedkey", ReadSharedKey}, {"publickey", ReadPublicKey},
};

/// `# PublicKey = ...`, as programs that make such files write it.
void ReadComment(WireGuardText& file, std::string_view line, base::Span span) {
  const std::string_view text = Trimmed(line.substr(1));
  const std::size_t equals = text.find('=');
  if (file.in_peer || equals == std::string_view::npos) return;
  if (Lower(Trimmed(text.substr(0, equals))) != "publickey") return;
  const std::string_view value = Trimmed(text.substr(equals + 1));
  if (ParseKey(value)) file.told = {std::string(value), span};
}

Verdict ReadSection(WireGuardText& file, const std::string& section, base::Span span) {
  if (section == "[interface]") {
    if (!file.open) file.span = span;
    file.open = true;
    file.in_peer = false;
    return kUnderstood;
  }
  if (section != "[peer]") return kNotKnown;
  file.in_peer = true;
  file.peers.emplace_back().span = span;
  return kUnderstood;
}

}  // namespace

Verdict ReadWireGuardLine(Reader& reader, Statement& statement) {
  if (reader.vendor.more_wireguards)
    return NotModelled(Impact::kAll, "more WireGuard interfaces than are followed");
  WireGuardText& file = reader.vendor.wireguards.back();
  const std::string_view line = statement.words.line();
  const std::string_view bare = Trimmed(line);
  if (bare.starts_with('#')) ReadComment(file, bare, statement.span());
  const std::string_view text = Trimmed(line.substr(0, line.find('#')));
  if (text.empty()) return {.fate = model::Fate::kBlank};
  if (text.starts_with('[')) return ReadSection(file, Lower(text), statement.span());
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || (!file.open && !file.in_peer)) return kNotKnown;
  const std::string name = Lower(Trimmed(text.substr(0, equals)));
  const std::string_view value = Trimmed(text.substr(equals + 1));
  const auto at = value.empty() ? 0 : static_cast<std::uint32_t>(value.data() - line.data());
  Entry entry{reader, file, statement, {value, at + 1}};
  const std::span<const Key> keys = file.in_peer ? std::span<const Key>(kPeerKeys) : kInterfaceKeys;
  const auto found = std::ranges::find(keys, name, &Key::word);
  return found == keys.end() ? kNotKnown : found->read(entry);
}

void BeginWireGuard(Reader& reader, std::string_view name, base::Span span) {
  reader.vendor.more_wireguards = reader.vendor.wireguards.size() >= kWireGuardFilesMax;
  if (reader.vendor.more_wireguards) return;
  WireGuardText file;
  file.name = name;
  file.span = span;
  reader.vendor.wireguards.push_back(std::move(file));
  InterfaceText& interface = reader.InterfaceOf(name, span);
  interface.wireguard = true;
}

}  // namespace ringfence::formats::frr
