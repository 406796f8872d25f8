// Ports and link aggregation groups: what is up, what speed it has, and whether it insists on MACsec.
#include <algorithm>
#include <utility>

#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<MacsecSubPort> kEncapMatchRules[] = {
    Flag<&MacsecSubPort::all_match>("all-match"),
    Leaf<MacsecSubPort>("untagged", [](Reader&, NodeId, MacsecSubPort& to) { to.partial = true; }),
    Leaf<MacsecSubPort>("single-tag", [](Reader&, NodeId, MacsecSubPort& to) { to.partial = true; }),
    Leaf<MacsecSubPort>("double-tag", [](Reader&, NodeId, MacsecSubPort& to) { to.partial = true; }),
};

constexpr Rule<MacsecSubPort> kSubPortRules[] = {
    AdminState<&MacsecSubPort::admin>(),
    Text<&MacsecSubPort::association>("ca-name"),
    Block<MacsecSubPort>("encap-match",
                         [](Reader& reader, NodeId block, MacsecSubPort& to) {
                           Dispatch(reader, block, to, std::span(kEncapMatchRules));
                         }),
    Ignores<MacsecSubPort>("eapol-destination-address"),
    Ignores<MacsecSubPort>("max-peers"),
};

void ReadSubPort(Reader& reader, NodeId key, Port& port) {
  Dispatch(reader, key, port.sub_ports.emplace_back(), std::span(kSubPortRules));
}

// `exclude-protocol` names link protocols (EAPOL, LLDP, CDP) that stay clear; they carry no traffic between
// networks.
constexpr Rule<Port> kMacsecRules[] = {
    Flag<&Port::must_encrypt>("rx-must-be-encrypted"),
    List<Port>("sub-port", &ReadSubPort),
    Ignores<Port>("exclude-protocol"),
    Lacks<Port>("exclude-mac-policy", Impact::kProtection, "MACsec exclusion by address"),
};

constexpr Rule<Port> kDot1xRules[] = {
    Block<Port>(
        "macsec",
        [](Reader& reader, NodeId block, Port& port) {
          Dispatch(reader, block, port, std::span(kMacsecRules));
        },
        Impact::kProtection),
    Lacks<Port>("admin-state", Impact::kForwarding, "802.1X port control"),
    Lacks<Port>("port-control", Impact::kForwarding, "802.1X port control"),
    Ignores<Port>("tunneling"),
};

constexpr Rule<Port> kEthernetRules[] = {
    Number<&Port::mtu, 512, 9800>("mtu"),
    Text<&Port::encapsulation>("encap-type"),
    Number<&Port::speed_mbps, 10, 800'000>("speed"),
    Block<Port>(
        "dot1x",
        [](Reader& reader, NodeId block, Port& port) {
          Dispatch(reader, block, port, std::span(kDot1xRules));
        },
        Impact::kProtection | Impact::kForwarding),
    Lacks<Port>("mirror", Impact::kCopying, "mirroring"),
    Lacks<Port>("loopback", Impact::kForwarding, "port loopback"),
    Ignores<Port>("mode"),
    Ignores<Port>("lldp"),
    Ignores<Port>("autonegotiate"),
    Ignores<Port>("duplex"),
    Ignores<Port>("access"),
    Ignores<Port>("network"),
    Ignores<Port>("egress"),
    Ignores<Port>("egress-scheduler-policy"),
    Ignores<Port>("ingress-rate"),
    Ignores<Port>("hold-time"),
    Ignores<Port>("collect-stats"),
    Ignores<Port>("util-stats-interval"),
    Lacks<Port>("dot1q-etype", Impact::kForwarding | kRouting, "VLAN tag with its own protocol number"),
    Lacks<Port>("qinq-etype", Impact::kForwarding | kRouting, "VLAN tag with its own protocol number"),
    Ignores<Port>("pbb-etype"),
    Ignores<Port>("load-balancing-algorithm"),
    Ignores<Port>("lacp-tunnel"),
    Ignores<Port>("mac-address"),
    Ignores<Port>("report-alarm"),
    Ignores<Port>("rs-fec-mode"),
    Ignores<Port>("ssm"),
    Ignores<Port>("ptp-asymmetry"),
    Ignores<Port>("crc-monitor"),
    Ignores<Port>("symbol-monitor"),
    Ignores<Port>("down-when-looped"),
    Ignores<Port>("efm-oam"),
    Ignores<Port>("eth-cfm"),
    Ignores<Port>("elmi"),
    Ignores<Port>("discard-rx-pause-frames"),
    Ignores<Port>("xgig"),
};

constexpr Rule<Port> kConnectorRules[] = {
    Text<&Port::breakout>("breakout"),
    Ignores<Port>("rs-fec-mode"),
};

constexpr Rule<Port> kPortRules[] = {
    AdminState<&Port::admin>(),
    Text<&Port::description>("description"),
    Block<Port>("ethernet", [](Reader& reader, NodeId block,
                               Port& port) { Dispatch(reader, block, port, std::span(kEthernetRules)); }),
    Block<Port>("connector", [](Reader& reader, NodeId block,
                                Port& port) { Dispatch(reader, block, port, std::span(kConnectorRules)); }),
    Ignores<Port>("transceiver"),
    Ignores<Port>("ddm-events"),
    Ignores<Port>("dwdm"),
    Ignores<Port>("otu"),
    Ignores<Port>("hybrid-buffer-allocation"),
    Ignores<Port>("modify-buffer-allocation"),
    Ignores<Port>("access"),
    Ignores<Port>("network"),
    Ignores<Port>("monitor-agg-egress-queue-stats"),
    Ignores<Port>("qos-config"),
};

void AddMember(Reader& reader, NodeId key, Lag& lag) {
  lag.ports.push_back({reader.word(key), key, reader.SpanOf(key)});
  constexpr Rule<Lag> kMemberRules[] = {Ignores<Lag>("priority"), Ignores<Lag>("sub-group"),
                                        Ignores<Lag>("hash-weight")};
  Dispatch(reader, key, lag, std::span(kMemberRules));
}

// A group without LACP or with it forwards the same way; thresholds and sub-groups change what is up after
// failures.
constexpr Rule<Lag> kLagRules[] = {
    AdminState<&Lag::admin>(),
    Text<&Lag::description>("description"),
    Text<&Lag::encapsulation>("encap-type"),
    List<Lag>("port", &AddMember),
    Lacks<Lag>("port-threshold", Impact::kForwarding | Impact::kRouting4, "threshold of active members"),
    Lacks<Lag>("weight-threshold", Impact::kForwarding | Impact::kRouting4, "threshold of active members"),
    Ignores<Lag>("lacp"),
    Ignores<Lag>("lacp-xmit-interval"),
    Ignores<Lag>("lacp-xmit-stdby"),
    Ignores<Lag>("lacp-mux-control"),
    Ignores<Lag>("mode"),
    Ignores<Lag>("max-ports"),
    Ignores<Lag>("access"),
    Ignores<Lag>("bfd-liveness"),
    Ignores<Lag>("dynamic-cost"),
    Ignores<Lag>("hold-time"),
    Ignores<Lag>("mac-address"),
    Ignores<Lag>("per-link-hash"),
    Ignores<Lag>("port-type"),
    Ignores<Lag>("selection-criteria"),
    Ignores<Lag>("standby-signaling"),
    Ignores<Lag>("eth-cfm"),
    Ignores<Lag>("monitor-agg-egress-queue-stats"),
};

constexpr Rule<MacsecAssociation> kAssociationRules[] = {
    AdminState<&MacsecAssociation::admin>(),
    Flag<&MacsecAssociation::encrypt>("macsec-encrypt"),
    Ignores<MacsecAssociation>("cipher-suite"),
    Ignores<MacsecAssociation>("clear-tag-mode"),
    Lacks<MacsecAssociation>("encryption-offset", Impact::kProtection,
                             "bytes that MACsec leaves in the clear"),
    Ignores<MacsecAssociation>("replay-protection"),
    Ignores<MacsecAssociation>("replay-window-size"),
    Ignores<MacsecAssociation>("delay-protection"),
    Ignores<MacsecAssociation>("static-cak"),
    Ignores<MacsecAssociation>("anysec"),
};

void ReadAssociation(Reader& reader, NodeId key, SrosText& text) {
  MacsecAssociation& association = text.associations.emplace_back();
  association.name = reader.word(key);
  Dispatch(reader, key, association, std::span(kAssociationRules));
}

constexpr Rule<SrosText> kMacsecTopRules[] = {
    List<SrosText>("connectivity-association", &ReadAssociation),
    Lacks<SrosText>("mac-policy", Impact::kProtection, "MACsec exclusion by address"),
};

}  // namespace

void ReadPort(Reader& reader, NodeId key, SrosText& text) {
  Port& port = text.ports.emplace_back();
  port.name = reader.word(key);
  port.span = reader.SpanOf(key);
  Dispatch(reader, key, port, std::span(kPortRules));
}

void ReadLag(Reader& reader, NodeId key, SrosText& text) {
  const std::string_view word = reader.word(key);
  const bool number = !word.empty() && word[0] >= '0' && word[0] <= '9';
  std::string name(number ? "lag-" : "");
  name += word;
  // Both spellings of one group.
  auto lag = std::ranges::find(text.lags, name, &Lag::name);
  if (lag == text.lags.end()) {
    lag = text.lags.insert(lag, Lag());
    lag->name = std::move(name);
    lag->span = reader.SpanOf(key);
  }
  Dispatch(reader, key, *lag, std::span(kLagRules));
}

void ReadMacsec(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kMacsecTopRules));
}

}  // namespace ringfence::formats::nokia_sros
