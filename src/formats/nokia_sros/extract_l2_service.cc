// `service epipe`, `service vpls`, `service sdp`. What decides about frames or sessions beside ports, tunnels
// and numbers (kinds of circuits, control words, groups, policies, BGP) is not modelled.
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

void ReadL2Service(Reader& reader, NodeId key, SrosText& text) {
  L2ServiceText& service = text.l2_services.emplace_back();
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
