// `ldp` of the base router (RFC 5036).
#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

// Sessions run between system addresses unless told; another end is not in the model.
template <class Target>
constexpr Rule<Target> Transport() {
  return Leaf<Target>("transport-address", [](Reader& reader, NodeId value, Target&) {
    if (reader.word(value) != "system")
      reader.Unmodelled(value, kPaths, "LDP sessions between other addresses");
  });
}

constexpr Rule<LdpInterfaceText> kFamilyRules[] = {
    AdminState<&LdpInterfaceText::ipv4>(),
    Transport<LdpInterfaceText>(),
    Lacks<LdpInterfaceText>("fec-type-capability", kPaths, "LDP label filters"),
    Lacks<LdpInterfaceText>("local-lsr-id", kPaths, "LDP sessions between other addresses"),
    Ignores<LdpInterfaceText>("hello"),
    Ignores<LdpInterfaceText>("keepalive"),
};

constexpr Rule<LdpInterfaceText> kInterfaceRules[] = {
    AdminState<&LdpInterfaceText::admin>(),
    Block<LdpInterfaceText>("ipv4",
                            [](Reader& reader, NodeId block, LdpInterfaceText& to) {
                              Dispatch(reader, block, to, std::span(kFamilyRules));
                            }),
    Lacks<LdpInterfaceText>("ipv6", kPaths, "LDP over IPv6"),
    Lacks<LdpInterfaceText>("load-balancing-weight", Impact::kForwarding, "unequal load sharing"),
    Ignores<LdpInterfaceText>("bfd-liveness"),
    Ignores<LdpInterfaceText>("multicast-traffic"),
};

void ReadInterface(Reader& reader, NodeId key, LdpText& ldp) {
  LdpInterfaceText& to = ldp.interfaces.emplace_back();
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kInterfaceRules));
}

constexpr Rule<LdpText> kDefaultsRules[] = {
    Transport<LdpText>(),
    Ignores<LdpText>("hello"),
    Ignores<LdpText>("keepalive"),
};

constexpr Rule<LdpText> kParameterRules[] = {
    List<LdpText>("interface", &ReadInterface, kPaths),
    Block<LdpText>("ipv4", [](Reader& reader, NodeId block,
                              LdpText& ldp) { Dispatch(reader, block, ldp, std::span(kDefaultsRules)); }),
    Ignores<LdpText>("ipv6"),  // defaults of interfaces whose own `ipv6` says so
};

constexpr Rule<LdpText> kLdpRules[] = {
    AdminState<&LdpText::admin>(),
    Flag<&LdpText::implicit_null>("implicit-null-label"),
    Block<LdpText>("interface-parameters",
                   [](Reader& reader, NodeId block, LdpText& ldp) {
                     Dispatch(reader, block, ldp, std::span(kParameterRules));
                   }),
    Lacks<LdpText>("aggregate-prefix-match", kPaths, "LDP labels of shorter prefixes"),
    Lacks<LdpText>("class-forwarding", Impact::kForwarding, "ways by class"),
    Lacks<LdpText>("export-policy", kPaths, "LDP label filters"),
    Lacks<LdpText>("import-policy", kPaths, "LDP label filters"),
    Lacks<LdpText>("export-tunnel-table", kPaths, "labels for other tunnels"),
    Lacks<LdpText>("import-tunnel-table", kPaths, "labels for other tunnels"),
    Lacks<LdpText>("prefer-protocol-stitching", kPaths, "labels for other tunnels"),
    Lacks<LdpText>("prefer-tunnel-in-tunnel", kPaths, "labels for other tunnels"),
    Lacks<LdpText>("fast-reroute", Impact::kForwarding, "fast reroute"),
    Lacks<LdpText>("fec-originate", kPaths, "LDP labels of other prefixes"),
    Lacks<LdpText>("generate-basic-fec-only", kPaths, "LDP labels of some kinds"),
    Lacks<LdpText>("ldp-shortcut", kPaths, "routes over labelled ways"),
    Lacks<LdpText>("legacy-ipv4-lsr-interop", kPaths, "LDP of older systems"),
    Lacks<LdpText>("lsp-bfd", kPaths, "label-switched paths that are watched"),
    Lacks<LdpText>("max-ecmp-routes", Impact::kForwarding, "number of labelled ways"),
    Lacks<LdpText>("session-parameters", kPaths, "LDP sessions with options of their own"),
    Lacks<LdpText>("tcp-session-parameters", kPaths, "LDP sessions with options of their own"),
    Lacks<LdpText>("targeted-session", kPaths, "targeted LDP neighbours"),
    Lacks<LdpText>("weighted-ecmp", Impact::kForwarding, "unequal load sharing"),
    Ignores<LdpText>("egress-statistics"),
    Ignores<LdpText>("entropy-label-capability"),
    Ignores<LdpText>("graceful-restart"),
    Ignores<LdpText>("import-pmsi-routes"),  // multicast
    Ignores<LdpText>("label-withdrawal-delay"),
    Ignores<LdpText>("mcast-upstream-asbr-frr"),
    Ignores<LdpText>("mcast-upstream-frr"),
    Ignores<LdpText>("mp-mbb-time"),
    Ignores<LdpText>("resolve-root-using"),
    Ignores<LdpText>("shortcut-local-ttl-propagate"),
    Ignores<LdpText>("shortcut-transit-ttl-propagate"),
    Ignores<LdpText>("tunnel-down-damp-time"),
};

}  // namespace

void ReadLdp(Reader& reader, NodeId block, RouterText& router) {
  if (!router.vrf.empty()) return reader.Unmodelled(block, kPaths, "LDP of a VPN");
  router.ldp.node = block;
  router.ldp.span = reader.SpanOf(block);
  Dispatch(reader, block, router.ldp, std::span(kLdpRules));
}

}  // namespace ringfence::formats::nokia_sros
