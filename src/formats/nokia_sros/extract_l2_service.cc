// `service epipe`, `service vpls`, `service sdp`. What decides about frames or sessions beside ports, tunnels
// and numbers (kinds of circuits, control words, groups, policies) is not modelled, nor what BGP tells beside
// EVPN with one instance over labelled paths.
#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr const char* kOpenOption = "option of a layer-2 service";

constexpr Rule<SapText> kSapRules[] = {
    AdminState<&SapText::admin>(),
    Ignores<SapText>("accounting-policy"),
    Ignores<SapText>("collect-stats"),
    Lacks<SapText>("egress", kPaths, kOpenOption),
    Lacks<SapText>("ingress", kPaths, kOpenOption),
};

constexpr Rule<SdpBindingText> kBindingRules[] = {
    AdminState<&SdpBindingText::admin>(),
    Ignores<SdpBindingText>("accounting-policy"),
    Ignores<SdpBindingText>("collect-stats"),
};

void ReadSap(Reader& reader, NodeId key, L2ServiceText& service) {
  SapText& sap = service.saps.emplace_back();
  sap.node = key;
  Dispatch(reader, key, sap, std::span(kSapRules));
}

void ReadBinding(Reader& reader, NodeId key, L2ServiceText& service, bool mesh) {
  SdpBindingText& binding = service.bindings.emplace_back();
  binding.node = key;
  binding.mesh = mesh;
  Dispatch(reader, key, binding, std::span(kBindingRules));
}

using Evpn = ServiceEvpnText;

constexpr Rule<Evpn> kTargetRules[] = {
    Text<&Evpn::export_target>("export"),
    Text<&Evpn::import_target>("import"),
};
constexpr Rule<Evpn> kBgpRules[] = {
    // Routes of devices are told apart by their addresses as well.
    Ignores<Evpn>("route-distinguisher"),
    Block<Evpn>("route-target", [](Reader& reader, NodeId block,
                                   Evpn& evpn) { Dispatch(reader, block, evpn, std::span(kTargetRules)); }),
};
constexpr Rule<Evpn> kFilterRules[] = {nokia_sros::Flag<&Evpn::tunnel_ldp>("ldp")};
constexpr Rule<Evpn> kBindRules[] = {
    Text<&Evpn::resolution>("resolution"),
    Block<Evpn>(
        "resolution-filter",
        [](Reader& reader, NodeId block, Evpn& evpn) {
          Dispatch(reader, block, evpn, std::span(kFilterRules));
        },
        kPaths),
    Ignores<Evpn>("ecmp"),
};
constexpr Rule<Evpn> kMplsRules[] = {
    AdminState<&Evpn::admin>(),
    // A label of its own for frames to everybody.
    Ignores<Evpn>("ingress-replication-bum-label"),
    Block<Evpn>(
        "auto-bind-tunnel",
        [](Reader& reader, NodeId block, Evpn& evpn) {
          Dispatch(reader, block, evpn, std::span(kBindRules));
        },
        kPaths),
};

template <Stated<std::uint32_t> Evpn::* kTag>
constexpr Rule<Evpn> kCircuitRules[] = {Number<kTag, 1, 0xffffff>("eth-tag")};

/// `local-attachment-circuit X`, `remote-attachment-circuit X`.
template <Stated<std::uint32_t> Evpn::* kTag>
void ReadCircuit(Reader& reader, NodeId key, Evpn& evpn) {
  evpn.several = evpn.several || (evpn.*kTag).set();
  Dispatch(reader, key, evpn, std::span(kCircuitRules<kTag>));
}

constexpr Rule<Evpn> kEvpnRules[] = {
    Number<&Evpn::evi, 1, 0xffff>("evi"),
    List<Evpn>(
        "mpls",
        [](Reader& reader, NodeId key, Evpn& evpn) {
          evpn.several = evpn.several || evpn.node != kNone;
          evpn.node = key;
          Dispatch(reader, key, evpn, std::span(kMplsRules));
        },
        kPaths),
    List<Evpn>("local-attachment-circuit", &ReadCircuit<&Evpn::local_tag>, kPaths),
    List<Evpn>("remote-attachment-circuit", &ReadCircuit<&Evpn::remote_tag>, kPaths),
};

constexpr Rule<L2ServiceText> kL2ServiceRules[] = {
    AdminState<&L2ServiceText::admin>(),
    Number<&L2ServiceText::mtu, 1, 9782>("service-mtu"),
    List<L2ServiceText>("sap", &ReadSap, kPaths),
    List<L2ServiceText>(
        "spoke-sdp",
        [](Reader& reader, NodeId key, L2ServiceText& service) { ReadBinding(reader, key, service, false); },
        kPaths),
    List<L2ServiceText>(
        "mesh-sdp",
        [](Reader& reader, NodeId key, L2ServiceText& service) { ReadBinding(reader, key, service, true); },
        kPaths),
    List<L2ServiceText>(
        "bgp",
        [](Reader& reader, NodeId key, L2ServiceText& service) {
          service.evpn.several = service.evpn.several || reader.word(key) != "1";
          Dispatch(reader, key, service.evpn, std::span(kBgpRules));
        },
        kPaths),
    Block<L2ServiceText>(
        "bgp-evpn",
        [](Reader& reader, NodeId block, L2ServiceText& service) {
          Dispatch(reader, block, service.evpn, std::span(kEvpnRules));
        },
        kPaths),
    Block<L2ServiceText>(
        "routed-vpls", [](Reader&, NodeId, L2ServiceText& service) { service.routed = true; }, kPaths),
    Ignores<L2ServiceText>("customer"),
    Ignores<L2ServiceText>("service-id"),
    Ignores<L2ServiceText>("service-name"),
    Ignores<L2ServiceText>("vpn-id"),
};

constexpr Rule<SdpText> kFarEndRules[] = {nokia_sros::Address<&SdpText::far_end>("ip-address")};

constexpr Rule<SdpText> kSdpRules[] = {
    AdminState<&SdpText::admin>(),
    Text<&SdpText::delivery>("delivery-type"),
    nokia_sros::Flag<&SdpText::ldp>("ldp"),
    Block<SdpText>("far-end", [](Reader& reader, NodeId block,
                                 SdpText& sdp) { Dispatch(reader, block, sdp, std::span(kFarEndRules)); }),
};

}  // namespace

void ReadL2Service(Reader& reader, NodeId key, SrosText& text, bool pipe) {
  L2ServiceText& service = text.l2_services.emplace_back();
  service.pipe = pipe;
  service.name = reader.word(key);
  service.node = key;
  Dispatch(reader, key, service, std::span(kL2ServiceRules));
}

void ReadSdp(Reader& reader, NodeId key, SrosText& text) {
  SdpText& sdp = text.sdps.emplace_back();
  sdp.number = reader.word(key);
  sdp.node = key;
  Dispatch(reader, key, sdp, std::span(kSdpRules));
}

}  // namespace ringfence::formats::nokia_sros
