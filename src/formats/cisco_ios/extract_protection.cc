// Encryption: IPsec transform sets, profiles and maps, MACsec, key chains, tunnels.

#include <fmt/format.h>

#include <limits>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"
#include "formats/secret_digest.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

/// `crypto ipsec transform-set NAME esp-aes 256 esp-sha256-hmac`.
Verdict ReadTransformSet(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  TransformSetText set;
  set.span = statement.span();
  while (!statement.words.done()) {
    const std::string_view word = statement.words.Next().text;
    if (ParseNumber(word, 1, 256)) continue;  // key size
    const bool combined = word == "esp-gcm" || word == "esp-seal";
    const bool hash = word.ends_with("-hmac") || word == "esp-gmac";
    const bool cipher = word == "esp-aes" || word == "esp-3des" || word == "esp-des";
    if (!combined && !hash && !cipher && word != "esp-null" && word != "comp-lzs") return kNotKnown;
    set.confidentiality = set.confidentiality || combined || cipher;
    set.integrity = set.integrity || combined || hash;
  }
  reader.vendor.protection.transform_sets[name] = set;
  reader.Open([](Reader&, Statement& line) { return line.words.Accept("mode") ? kNoEffect : kNotKnown; },
              Impact::kProtection);
  return kUnderstood;
}

CryptoProfileText& ProfileOfBlock(Reader& reader) {
  ProtectionText& protection = reader.vendor.protection;
  auto map = protection.crypto_maps.find(reader.block_name);
  return reader.block_number > 0 && map != protection.crypto_maps.end()
             ? map->second.back()
             : protection.profiles[reader.block_name];
}

Verdict ReadProfileLine(Reader& reader, Statement& statement) {
  CryptoProfileText& profile = ProfileOfBlock(reader);
  if (statement.negated) return kNotKnown;
  if (statement.words.Accept("match")) {
    if (!statement.words.Accept("address")) return kNotKnown;
    profile.acl = {std::string(statement.words.Next().text), statement.span()};
    return kUnderstood;
  }
  if (statement.words.Accept("description")) return kNoEffect;
  if (!statement.words.Accept("set")) return kNotKnown;
  const Word word = statement.words.Next();
  if (word == "transform-set") {
    while (!statement.words.done())
      profile.transform_sets.push_back({std::string(statement.words.Next().text), statement.span()});
    return kUnderstood;
  }
  if (word == "peer") {
    const auto peer = net::ParseIpv4(statement.words.Next().text);
    if (!peer || profile.peer) return NotModelled(Impact::kProtection, "peer by name, or several peers");
    profile.peer = peer;
    return kUnderstood;
  }
  const bool harmless = word == "pfs" || word == "security-association" || word == "ikev2-profile" ||
                        word == "isakmp-profile" || word == "identity" || word == "mixed-mode" ||
                        word == "nat";
  return harmless ? kNoEffect : kNotKnown;
}

/// `crypto map NAME 10 ipsec-isakmp`, `crypto map NAME local-address X`.
Verdict ReadCryptoMap(Reader& reader, Statement& statement) {
  const std::string name(statement.words.Next().text);
  if (statement.words.Accept("local-address")) {
    reader.vendor.protection.map_local_address[name] = {TakeInterfaceName(statement.words), statement.span()};
    return kUnderstood;
  }
  const auto sequence = statement.words.AcceptNumber(1, 65535);
  if (!sequence || !statement.words.Accept("ipsec-isakmp") || !statement.words.done()) {
    return NotModelled(Impact::kProtection, "crypto map of another kind");
  }
  reader.block_name = name;
  reader.block_number = *sequence;
  reader.vendor.protection.crypto_maps[name].push_back(
      {.name = fmt::format("{}-{}", name, *sequence), .span = statement.span()});
  reader.Open(ReadProfileLine, Impact::kProtection);
  return kUnderstood;
}

Verdict ReadIpsec(Reader& reader, Statement& statement) {
  if (statement.words.Accept("transform-set")) return ReadTransformSet(reader, statement);
  if (statement.words.Accept("profile")) {
    reader.block_name = std::string(statement.words.Next().text);
    reader.block_number = 0;
    CryptoProfileText& profile = reader.vendor.protection.profiles[reader.block_name];
    profile.name = reader.block_name;
    profile.span = statement.span();
    reader.Open(ReadProfileLine, Impact::kProtection);
    return kUnderstood;
  }
  return kNoEffect;  // lifetimes, windows, fragmentation
}

Verdict ReadKeyChainLine(Reader& reader, Statement& statement) {
  std::string& digest = reader.vendor.protection.key_chains[reader.block_name];
  if (statement.words.Peek() == "key") reader.Open(ReadKeyChainLine, Impact::kProtection | Impact::kRouting4);
  const std::string_view line = statement.words.Rest().text;
  const bool lifetime = line.find("-lifetime") != std::string_view::npos || line.starts_with("lifetime");
  if (lifetime) return kUnderstood;
  const std::string all = digest.empty() ? std::string(line) : fmt::format("{} {}", digest, line);
  digest = DigestOfSecret("", all).substr(1);
  return kUnderstood;
}

/// Words after `mka policy`; a confidentiality offset leaves the first bytes in clear.
Verdict ReadMkaLine(Reader& reader, Statement& statement) {
  bool& everything = reader.vendor.protection.mka_policies[reader.block_name];
  if (statement.words.Accept("confidentiality-offset")) {
    const auto offset = TakeNumber(reader, statement, 0, 50);
    if (!offset) return kNotKnown;
    everything = *offset == 0 || statement.negated;
    return kUnderstood;
  }
  const Word word = statement.words.Next();
  if (word == "macsec-cipher-suite") return statement.words.Rest(), kUnderstood;
  const bool harmless =
      word == "key-server" || word == "replay-protection" || word == "include-icv-indicator" ||
      word == "sak-rekey" || word == "delay-protection" || word == "use-updated-eth-header" ||
      word == "send-secure-announcements" || word == "ssci-based-on-sci" || word == "description";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadMacsec(InterfaceText& interface, Statement& statement) {
  if (statement.words.done()) {
    interface.macsec = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  if (statement.words.Accept("access-control")) {
    interface.macsec_should_secure = {statement.words.Accept("should-secure") && !statement.negated,
                                      statement.span()};
    statement.words.Accept("must-secure");
    return kUnderstood;
  }
  if (statement.words.Accept("replay-protection") || statement.words.Accept("dot1q-in-clear")) {
    return statement.words.done() ? kNoEffect : (statement.words.Rest(), kNoEffect);
  }
  return kNotKnown;
}

Verdict ReadInterfaceMka(InterfaceText& interface, Statement& statement) {
  if (statement.words.Accept("policy")) {
    interface.mka_policy = {std::string(statement.words.Next().text), statement.span()};
    return kUnderstood;
  }
  if (!statement.words.Accept("pre-shared-key") || !statement.words.Accept("key-chain")) return kNotKnown;
  interface.mka_key_chain = {std::string(statement.words.Next().text), statement.span()};
  statement.words.Rest();
  return kUnderstood;
}

Verdict ReadTunnelMode(InterfaceText& interface, Statement& statement) {
  const Word kind = statement.words.Next();
  TunnelMode& mode = interface.tunnel.mode;
  mode = TunnelMode::kOther;
  if (kind == "gre" && statement.words.Accept("ip")) mode = TunnelMode::kGre;
  if (kind == "ipip") mode = TunnelMode::kIpIp;
  if (kind == "ipv6ip") mode = TunnelMode::kIpv6Ip;
  if (kind == "ipsec" && statement.words.Accept("ipv4")) mode = TunnelMode::kIpsec;
  if (!statement.words.done()) mode = TunnelMode::kOther;  // to many peers, found at run time
  return mode == TunnelMode::kOther ? NotModelled(kPaths | Impact::kProtection, "kind of tunnel")
                                    : kUnderstood;
}

Verdict ReadTunnel(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  if (statement.words.Accept("mode")) return ReadTunnelMode(interface, statement);
  if (statement.words.Accept("vrf")) {
    interface.tunnel.vrf = {std::string(statement.words.Next().text), statement.span()};
    return kUnderstood;
  }
  if (statement.words.Accept("protection")) {
    if (!statement.words.Accept("ipsec") || !statement.words.Accept("profile")) return kNotKnown;
    interface.tunnel_profile = {std::string(statement.words.Next().text), statement.span()};
    statement.words.Accept("shared");
    return kUnderstood;
  }
  return ReadTunnelLine(reader, statement, interface.tunnel, TakeInterfaceName);
}

}  // namespace

Verdict ReadCrypto(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "ipsec") return ReadIpsec(reader, statement);
  if (word == "map") return ReadCryptoMap(reader, statement);
  if (word == "gdoi" || word == "dynamic-map" || word == "gkm")
    return NotModelled(Impact::kProtection, "group or dynamic encryption");
  // How peers prove who they are: isakmp, ikev2, pki, key rings.
  constexpr std::string_view kHarmless[] = {"call",   "ca",           "engine",  "identity", "ikev2",
                                            "isakmp", "key",          "keyring", "logging",  "mib",
                                            "pki",    "provisioning", "ssl",     "vpn",      "xauth"};
  return std::ranges::find(kHarmless, word.text) != std::end(kHarmless) ? kNoEffect : kNotKnown;
}

Verdict ReadKeyChain(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("chain")) return kNoEffect;
  reader.block_name = std::string(statement.words.Next().text);
  statement.words.Rest();  // the kind: macsec, tcp
  reader.vendor.protection.key_chains[reader.block_name];
  reader.Open(ReadKeyChainLine, Impact::kProtection | Impact::kRouting4);
  return kUnderstood;
}

Verdict ReadMka(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("policy")) return kNoEffect;
  reader.block_name = std::string(statement.words.Next().text);
  reader.vendor.protection.mka_policies[reader.block_name] = true;
  reader.Open(ReadMkaLine, Impact::kProtection);
  return kUnderstood;
}

Verdict ReadKeepalive(Reader& reader, Statement& statement) {
  statement.words.Rest();  // period and tries
  InterfaceText& interface = reader.interface();
  interface.keepalive = {!statement.negated, statement.span()};
  return KindOfName(interface.name) == model::InterfaceKind::kTunnel ? kUnderstood : kNoEffect;
}

Verdict ReadInterfaceTunnel(Reader& reader, Statement& statement) {
  // The word before is still in the line: `crypto`, `macsec`, `mka` or `tunnel`.
  WordCursor again(statement.words.line(), base::FileId(), 0);
  if (again.Peek() == "no" || again.Peek() == "default") again.Next();
  const Word first = again.Next();
  if (first == "macsec") return ReadMacsec(reader.interface(), statement);
  if (first == "mka") return ReadInterfaceMka(reader.interface(), statement);
  if (first == "tunnel")
    return statement.negated ? (statement.words.Rest(), kNoEffect) : ReadTunnel(reader, statement);
  if (!statement.words.Accept("map")) return kNoEffect;
  const std::string name(statement.words.Next().text);
  reader.interface().crypto_map = {statement.negated ? "" : name, statement.span()};
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
