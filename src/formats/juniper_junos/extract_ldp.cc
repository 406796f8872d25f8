// `protocols ldp` and `protocols mpls` of the main instance (RFC 5036). What is not modelled may also take
// the routes of a VPN away: they count only where the way to their next hop has a label.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"

namespace ringfence::formats::juniper_junos {
namespace {

/// Preference of LDP routes, the only one that is understood.
constexpr std::uint32_t kPreferenceDefault = 9;

void PortDisable(Reader&, NodeId, LabelPort& port) { port.disabled = true; }

constexpr auto kLdpPortRules = std::to_array<Rule<LabelPort>>({
    Reads("disable", &PortDisable),
    Ignores<LabelPort>("hello-interval"),
    Ignores<LabelPort>("hold-time"),
    Lacks<LabelPort>("allow-subnet-mismatch", kPaths, "LDP neighbours of other subnets"),
    Lacks<LabelPort>("link-protection", kPaths, "fast reroute"),
    Lacks<LabelPort>("transport-address", kPaths, "LDP sessions between other addresses"),
});

// Statistics and affinities of traffic engineering serve paths that report themselves.
constexpr auto kMplsPortRules = std::to_array<Rule<LabelPort>>({
    Reads("disable", &PortDisable),
    Ignores<LabelPort>("admin-group"),
    Ignores<LabelPort>("admin-group-extended"),
    Ignores<LabelPort>("srlg"),
});

void ReadPorts(Reader& reader, NodeId node, std::span<const Rule<LabelPort>> rules,
               std::vector<LabelPort>& ports) {
  for (const NodeId name : Children(reader, node)) {
    reader.Modelled(name, kPaths);
    LabelPort port{reader.word(name), name, false};
    Dispatch(reader, name, port, rules);
    ports.push_back(port);
  }
}

void ReadLdpPorts(Reader& reader, NodeId node, LdpText& ldp) {
  ReadPorts(reader, node, kLdpPortRules, ldp.ports);
}
void ReadExplicitNull(Reader&, NodeId, LdpText& ldp) { ldp.explicit_null = true; }
void ReadTrackMetric(Reader&, NodeId, LdpText& ldp) { ldp.track_igp_metric = true; }

// The router id is the default; another address is compared with it once that is known.
void ReadTransport(Reader& reader, NodeId node, LdpText& ldp) {
  const NodeId value = reader.Value(node);
  if (value == kNone || reader.word(value) == "router-id") return;
  if (reader.word(value) == "interface")
    return reader.Unmodelled(node, kPaths, "LDP sessions between other addresses");
  if (const auto address = reader.AddressOf(value)) ldp.transport = {*address, node};
}

void ReadPreference(Reader& reader, NodeId node, LdpText&) {
  const auto preference = reader.Number(node, 0, 0xffffffffU);
  if (preference && *preference != kPreferenceDefault)
    reader.Unmodelled(node, kPaths, "preference of LDP routes");
}

constexpr auto kLdpRules = std::to_array<Rule<LdpText>>({
    Reads("interface", &ReadLdpPorts, kPaths),
    Reads("explicit-null", &ReadExplicitNull),
    Reads("track-igp-metric", &ReadTrackMetric),
    Reads("transport-address", &ReadTransport),
    Reads("preference", &ReadPreference),
    // Which numbers labels have, when they are there, and how load is shared does not choose ways.
    Ignores<LdpText>("deaggregate"),
    Ignores<LdpText>("no-deaggregate"),
    Ignores<LdpText>("entropy-label"),
    Ignores<LdpText>("graceful-restart"),
    Ignores<LdpText>("igp-synchronization"),
    Ignores<LdpText>("keepalive-interval"),
    Ignores<LdpText>("keepalive-timeout"),
    Ignores<LdpText>("label-withdrawal-delay"),
    Ignores<LdpText>("log-updown"),
    Ignores<LdpText>("make-before-break"),
    Ignores<LdpText>("mtu-discovery"),
    Ignores<LdpText>("p2mp"),  // multicast
    Ignores<LdpText>("strict-targeted-hellos"),
    Ignores<LdpText>("targeted-hello"),
    Ignores<LdpText>("traceoptions"),
    Ignores<LdpText>("traffic-statistics"),
    Lacks<LdpText>("allow-subnet-mismatch", kPaths, "LDP neighbours of other subnets"),
    Lacks<LdpText>("auto-targeted-session", kPaths, "targeted LDP neighbours"),
    Lacks<LdpText>("session-protection", kPaths, "targeted LDP neighbours"),
    Lacks<LdpText>("dod-request-policy", kPaths, "LDP labels on demand"),
    Lacks<LdpText>("egress-policy", kPaths, "LDP label filters"),
    Lacks<LdpText>("export", kPaths, "LDP label filters"),
    Lacks<LdpText>("import", kPaths, "LDP label filters"),
    Lacks<LdpText>("l2-smart-policy", kPaths, "LDP label filters"),
    Lacks<LdpText>("family", kPaths, "LDP over IPv6"),
    Lacks<LdpText>("dual-transport", kPaths, "LDP over IPv6"),
    Lacks<LdpText>("transport-preference", kPaths, "LDP over IPv6"),
    Lacks<LdpText>("longest-match", kPaths, "LDP labels of shorter prefixes"),
    Lacks<LdpText>("next-hop", kPaths, "LDP next hops of other tables"),
    Lacks<LdpText>("no-forwarding", kPaths, "LDP that only passes labels on"),
    Lacks<LdpText>("oam", kPaths, "label-switched paths that are watched"),
    Lacks<LdpText>("policing", kForwarding, "filters of label-switched paths"),
    Lacks<LdpText>("rib-group", kPaths, "routing table groups"),
    Lacks<LdpText>("session", kPaths, "LDP sessions with options of their own"),
    Lacks<LdpText>("session-group", kPaths, "LDP sessions with options of their own"),
    Lacks<LdpText>("authentication-key-chain", kPaths, "LDP sessions with options of their own"),
});

void ReadMplsPorts(Reader& reader, NodeId node, InstanceText& instance) {
  ReadPorts(reader, node, kMplsPortRules, instance.mpls_ports);
}

// `bgp`, the default: labelled ways serve the next hops of BGP only.
void ReadTrafficEngineering(Reader& reader, NodeId node, InstanceText&) {
  for (const NodeId child : Children(reader, node)) {
    if (reader.word(child) == "bgp") {
      reader.Modelled(child);
    } else if (reader.word(child) == "database") {
      reader.Irrelevant(child);
    } else {
      reader.Unmodelled(child, kPaths, "labelled ways in the main routing table");
    }
  }
}

constexpr auto kMplsRules = std::to_array<Rule<InstanceText>>({
    Reads("interface", &ReadMplsPorts, kPaths),
    Reads("traffic-engineering", &ReadTrafficEngineering, kPaths),
    Ignores<InstanceText>("admin-groups"),
    Ignores<InstanceText>("icmp-tunneling"),
    Ignores<InstanceText>("log-updown"),
    Ignores<InstanceText>("no-decrement-ttl"),
    Ignores<InstanceText>("no-propagate-ttl"),
    Ignores<InstanceText>("optimize-timer"),
    Ignores<InstanceText>("path"),
    Ignores<InstanceText>("revert-timer"),
    Ignores<InstanceText>("statistics"),
    Ignores<InstanceText>("traceoptions"),
    Lacks<InstanceText>("label-switched-path", kPaths, "label-switched paths by RSVP"),
    Lacks<InstanceText>("container-label-switched-path", kPaths, "label-switched paths by RSVP"),
    Lacks<InstanceText>("lsp-external-controller", kPaths, "label-switched paths by RSVP"),
    Lacks<InstanceText>("static-label-switched-path", kPaths, "static label-switched paths"),
    Lacks<InstanceText>("egress-protection", kPaths, "fast reroute"),
    Lacks<InstanceText>("explicit-null", kPaths, "label-switched paths by RSVP"),
    Lacks<InstanceText>("ipv6-tunneling", kPaths, "IPv6 routes over labelled ways"),
});

}  // namespace

void ExtractLdp(Reader& reader, NodeId node, InstanceText& instance) {
  if (instance.kind != InstanceKind::kMain)
    return reader.Unmodelled(node, kPaths, "LDP in a routing instance");
  LdpText& ldp = instance.ldp.emplace();
  ldp.node = node;
  Dispatch(reader, node, ldp, std::span<const Rule<LdpText>>(kLdpRules));
}

void ExtractMpls(Reader& reader, NodeId node, InstanceText& instance) {
  if (instance.kind != InstanceKind::kMain)
    return reader.Unmodelled(node, kPaths, "MPLS in a routing instance");
  Dispatch(reader, node, instance, std::span<const Rule<InstanceText>>(kMplsRules));
}

}  // namespace ringfence::formats::juniper_junos
