// `security`: IKE, IPsec, MACsec, and what else protects or restricts packets.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/juniper_junos/names.h"

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::uint8_t kProtection = Impact::kProtection;

// --- proposals and policies

void ReadProposals(Reader& reader, NodeId node, SecurityText& security) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kProtection);
    Proposal& proposal = security.proposals.emplace_back();
    proposal.name = reader.word(name);
    proposal.span = reader.SpanOf(name);
    for (const NodeId child : Children(reader, name)) {
      const std::string_view word = reader.word(child);
      std::string_view* target = word == "protocol"                   ? &proposal.protocol
                                 : word == "encryption-algorithm"     ? &proposal.encryption
                                 : word == "authentication-algorithm" ? &proposal.authentication
                                                                      : nullptr;
      if (target == nullptr) {
        reader.Irrelevant(child);  // lifetimes, description, replay window
        continue;
      }
      reader.Modelled(child, kProtection);
      if (const NodeId value = reader.Value(child); value != kNone) *target = reader.word(value);
    }
  }
}

void ReadIpsecPolicies(Reader& reader, NodeId node, SecurityText& security) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kProtection);
    IpsecPolicy& policy = security.policies.emplace_back();
    policy.name = reader.word(name);
    policy.span = reader.SpanOf(name);
    for (const NodeId child : Children(reader, name)) {
      const std::string_view word = reader.word(child);
      if (word == "proposals") {
        reader.Modelled(child, kProtection);
        for (const NodeId value : Children(reader, child)) {
          reader.Modelled(value);
          policy.proposals.push_back({reader.word(value), value});
        }
      } else if (word == "proposal-set") {
        reader.ModelledAll(child);
        policy.proposal_set = true;
      } else {
        reader.Irrelevant(child);  // perfect forward secrecy, description
      }
    }
  }
}

// --- ike

void ReadGateway(Reader& reader, NodeId name, SecurityText& security) {
  IkeGateway& gateway = security.gateways.emplace_back();
  gateway.name = reader.word(name);
  gateway.node = name;
  gateway.span = reader.SpanOf(name);
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kProtection);
    if (word == "address") {
      bool first = true;
      for (const NodeId value : Children(reader, child)) {
        if (first) {
          reader.Modelled(value);
          gateway.address = reader.AddressOf(value);
        } else {
          reader.Unmodelled(value, kProtection, "backup gateway of a tunnel");
        }
        first = false;
      }
    } else if (word == "local-address") {
      gateway.local_address = reader.Address(child);
    } else if (word == "external-interface") {
      if (const NodeId value = reader.Value(child); value != kNone)
        gateway.external_interface = reader.word(value);
    } else if (word == "ike-policy") {
      gateway.has_policy = reader.Value(child) != kNone;
    } else if (word == "dynamic" || word == "xauth" || word == "aaa" || word == "advpn") {
      reader.Unmodelled(child, kProtection, "tunnel to peers without a fixed address");
    } else {
      reader.Irrelevant(child);  // dead peer detection, identities, version, nat-traversal
    }
  }
}

void ReadIke(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "gateway") {
      reader.Modelled(child, kProtection);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kProtection);
        ReadGateway(reader, name, text.security);
      }
    } else if (word == "proposal" || word == "policy") {
      // Keys and algorithms of the negotiation: both ends must agree, which only the devices can tell.
      reader.ModelledAll(child);
    } else {
      reader.Irrelevant(child);  // traceoptions, respond-bad-spi
    }
  }
}

// --- ipsec

// One end of a traffic selector.
void ReadSelectorSide(Reader& reader, NodeId node, std::vector<net::AddressMatch>& side,
                      net::Family& family) {
  const NodeId value = reader.Value(node);
  if (value == kNone) return;
  const auto prefix = reader.PrefixOf(value);
  if (!prefix) return;
  family = prefix->family();
  if (prefix->length > 0) side.push_back(net::AddressMatch::Of(*prefix));
}

void ReadSelector(Reader& reader, NodeId node, Vpn& vpn, std::string_view local, std::string_view remote) {
  net::HeaderMatch match;
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kProtection);
    if (word == local) {
      ReadSelectorSide(reader, child, match.source, match.family);
    } else if (word == remote) {
      ReadSelectorSide(reader, child, match.destination, match.family);
    } else if (word == "protocol") {
      const NodeId value = reader.Value(child);
      const auto number = value == kNone ? std::nullopt : ProtocolNumber(reader.word(value));
      if (number) match.protocol.push_back({*number, *number});
    } else if (word == "service") {
      const NodeId value = reader.Value(child);
      if (value != kNone && reader.word(value) != "any") {
        reader.Unmodelled(value, kProtection, "tunnel for one service");
      }
    } else {
      reader.Unmodelled(child, kProtection, "traffic selector by ports");
    }
  }
  vpn.selectors.push_back(std::move(match));
}

void ReadVpnIke(Reader& reader, NodeId node, Vpn& vpn) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kProtection);
    if (word == "gateway" || word == "ipsec-policy") {
      const NodeId value = reader.Value(child);
      if (value != kNone) (word == "gateway" ? vpn.gateway : vpn.policy) = NameUse{reader.word(value), value};
    } else if (word == "proxy-identity") {
      // What the ends name to each other; it selects no packets on a bound interface, and policies do without
      // one.
      Vpn named;
      ReadSelector(reader, child, named, "local", "remote");
    } else {
      reader.Irrelevant(child);  // idle time, install interval, replay protection
    }
  }
}

void ReadVpn(Reader& reader, NodeId name, SecurityText& security) {
  Vpn& vpn = security.vpns.emplace_back();
  vpn.name = reader.word(name);
  vpn.node = name;
  vpn.span = reader.SpanOf(name);
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kProtection);
    if (word == "bind-interface") {
      if (const NodeId value = reader.Value(child); value != kNone) vpn.bind_interface = reader.word(value);
    } else if (word == "ike") {
      ReadVpnIke(reader, child, vpn);
    } else if (word == "traffic-selector") {
      for (const NodeId selector : Children(reader, child)) {
        reader.Modelled(selector, kProtection);
        ReadSelector(reader, selector, vpn, "local-ip", "remote-ip");
      }
    } else if (word == "manual") {
      reader.Unmodelled(child, kProtection, "IPsec with manual keys");
      vpn.manual = true;
    } else {
      reader.Irrelevant(child);  // establish-tunnels, df-bit, vpn-monitor, copy-outer-dscp
    }
  }
}

void ReadIpsec(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "proposal" || word == "policy" || word == "vpn") reader.Modelled(child, kProtection);
    if (word == "proposal") {
      ReadProposals(reader, child, text.security);
    } else if (word == "policy") {
      ReadIpsecPolicies(reader, child, text.security);
    } else if (word == "vpn") {
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kProtection);
        ReadVpn(reader, name, text.security);
      }
    } else if (word == "security-association") {
      reader.Unmodelled(child, kProtection, "IPsec with manual keys");
    } else {
      reader.Irrelevant(child);  // traceoptions, vpn-monitor-options, anti-replay
    }
  }
}

// --- macsec

// `connectivity-association CA { ... }`: only must-secure refuses clear frames, and only encryption hides
// them.
void ReadAssociation(Reader& reader, NodeId name, SecurityText& security) {
  MacsecAssociation& association = security.associations.emplace_back();
  association.name = reader.word(name);
  for (const NodeId child : Children(reader, name)) {
    const std::string_view word = reader.word(child);
    reader.Modelled(child, kProtection);
    if (word == "mka") {
      for (const NodeId option : Children(reader, child)) {
        if (reader.word(option) == "must-secure") {
          reader.Modelled(option);
          association.must_secure = true;
        } else if (reader.word(option) == "should-secure") {
          reader.Modelled(option);
        } else {
          reader.Irrelevant(option);  // priorities and timers of the key agreement
        }
      }
    } else if (word == "must-secure") {
      association.must_secure = true;
    } else if (word == "no-encryption") {
      association.encrypts = false;
    } else if (word == "offset") {
      const NodeId value = reader.Value(child);
      // An offset of 30 or 50 bytes leaves the IP header in the clear.
      association.encrypts = association.encrypts && value != kNone && reader.word(value) == "0";
    } else if (word == "pre-shared-key" || word == "pre-shared-key-chain" || word == "fallback-key") {
      reader.ModelledAll(child);
      association.keyed = true;
    } else if (word == "security-mode") {
      const NodeId value = reader.Value(child);
      if (value != kNone && reader.word(value) == "dynamic") association.keyed = true;
    } else if (word == "exclude-protocol" || word == "cipher-suite" || word == "include-sci" ||
               word == "replay-protect") {
      reader.Irrelevant(child);
    } else {
      reader.Unmodelled(child, kProtection, "MACsec options");
    }
  }
}

void ReadMacsec(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId child : Children(reader, node)) {
    const std::string_view word = reader.word(child);
    if (word == "connectivity-association") {
      reader.Modelled(child, kProtection);
      for (const NodeId name : Children(reader, child)) {
        reader.Modelled(name, kProtection);
        ReadAssociation(reader, name, text.security);
      }
    } else if (word == "interfaces") {
      reader.Modelled(child, kProtection);
      for (const NodeId interface : Children(reader, child)) {
        reader.Modelled(interface, kProtection);
        const NodeId use = reader.tree.Find(interface, "connectivity-association");
        if (use == kNone) continue;
        reader.Modelled(use);
        const NodeId value = reader.Value(use);
        if (value == kNone) continue;
        text.security.macsec.push_back(
            {reader.word(interface), {reader.word(value), value}, reader.SpanOf(value)});
      }
    } else if (word == "traceoptions") {
      reader.Irrelevant(child);
    } else {
      reader.Unmodelled(child, kProtection, "MACsec options");
    }
  }
}

// --- the rest of security

void ReadPolicies(Reader& reader, NodeId node, JunosText& text) {
  ExtractZonePolicies(reader, node, text.security);
}
void ReadZones(Reader& reader, NodeId node, JunosText& text) {
  text.security.zones_node = node;
  ExtractZones(reader, node, text.security);
}
void ReadBook(Reader& reader, NodeId node, JunosText& text) {
  for (const NodeId book : Children(reader, node)) {
    reader.Modelled(book, kForwarding);
    ExtractAddressBook(reader, book, text.security);
  }
}

// `forwarding-options { family { inet { mode packet-based; } mpls { mode packet-based; } } }` switches flow
// mode off.
void ReadForwardingMode(Reader& reader, NodeId node, JunosText& text) {
  const NodeId family = reader.tree.Find(node, "family");
  if (family == kNone) return;
  reader.ModelledAll(family);
  for (const NodeId name : Children(reader, family)) {
    const NodeId mode = reader.tree.Find(name, "mode");
    const NodeId value = mode == kNone ? kNone : reader.tree.ScalarChild(mode);
    if (value == kNone || reader.word(value) != "packet-based") continue;
    // On branch devices packet mode for MPLS switches IPv4 as well.
    if (reader.word(name) != "inet6" && reader.word(name) != "iso") text.security.packet_mode = true;
  }
}

// Records of every session sent to a collector say who talks to whom.
void ReadLog(Reader& reader, NodeId node, JunosText&) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "stream") {
      reader.Unmodelled(child, Impact::kCopying, "session records sent to a collector");
    } else {
      reader.Irrelevant(child);
    }
  }
}

constexpr auto kRules = std::to_array<Rule<JunosText>>({
    Reads("ike", &ReadIke, kProtection),
    Reads("ipsec", &ReadIpsec, kProtection),
    Reads("macsec", &ReadMacsec, kProtection),
    Reads("policies", &ReadPolicies, kForwarding),
    Reads("zones", &ReadZones, kForwarding | Impact::kManagement),
    Reads("address-book", &ReadBook, kForwarding),
    Reads("forwarding-options", &ReadForwardingMode, kForwarding),
    Reads("log", &ReadLog, Impact::kCopying),
    Ignores<JunosText>("alg"),
    Ignores<JunosText>("certificates"),
    Ignores<JunosText>("pki"),
    Ignores<JunosText>("ssh-known-hosts"),
    Ignores<JunosText>("authentication-key-chains"),
    Ignores<JunosText>("traceoptions"),
    Ignores<JunosText>("alarms"),
    Ignores<JunosText>("flow"),
    Ignores<JunosText>("dynamic-address"),
    Ignores<JunosText>("policy-stats"),
    Lacks<JunosText>("nat", kForwarding, "address translation"),
    Lacks<JunosText>("screen", kForwarding, "screens"),
    Lacks<JunosText>("idp", kForwarding, "intrusion prevention"),
    Lacks<JunosText>("utm", kForwarding, "content filtering"),
    Lacks<JunosText>("firewall-authentication", kForwarding, "user firewall"),
    Lacks<JunosText>("application-firewall", kForwarding, "application firewall"),
    Lacks<JunosText>("group-vpn", kProtection, "group VPN"),
    Lacks<JunosText>("tcp-encap", kProtection, "tunnels over TCP"),
    Lacks<JunosText>("gprs", kForwarding, "GPRS firewall"),
    Lacks<JunosText>("datapath-debug", Impact::kCopying, "packet capture"),
});

}  // namespace

void ExtractSecurity(Reader& reader, NodeId node, JunosText& text) {
  Dispatch(reader, node, text, std::span<const Rule<JunosText>>(kRules));
}

}  // namespace ringfence::formats::juniper_junos
