// `system mirroring`, `system sflow`. Mirrors that lists of filters make stay open.
#include "formats/nokia_srlinux/extract.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

constexpr const char* kMirroring = "mirroring";

constexpr Rule<MirroredText> kMirroredRules[] = {
    Text<&MirroredText::direction>("direction"),
};
void ReadSourceInterface(Reader& reader, NodeId key, MirrorText& to) {
  MirroredText& source = to.sources.emplace_back();
  source.interface = {reader.word(key), key, reader.SpanOf(key)};
  Dispatch(reader, key, source, std::span(kMirroredRules));
}

constexpr Rule<MirrorText> kSourceRules[] = {
    List<MirrorText>("interface", &ReadSourceInterface),
    List<MirrorText>("subinterface", &ReadSourceInterface),
    Lacks<MirrorText>("acl", Impact::kCopying, kMirroring),
};
void ReadSource(Reader& reader, NodeId block, MirrorText& to) {
  Dispatch(reader, block, to, std::span(kSourceRules));
}

constexpr Rule<MirrorText> kEndRules[] = {
    Address<&MirrorText::from>("src-ipv4"),
    Address<&MirrorText::from>("src-ipv6"),
    Address<&MirrorText::to>("dst-ipv4"),
    Address<&MirrorText::to>("dst-ipv6"),
};
void ReadEnds(Reader& reader, NodeId block, MirrorText& to) {
  Dispatch(reader, block, to, std::span(kEndRules));
}
constexpr Rule<MirrorText> kRemoteRules[] = {
    Block<MirrorText>("tunnel-end-points", &ReadEnds),
    Text<&MirrorText::instance>("network-instance"),
    Ignores<MirrorText>("encap"),
};
void ReadRemote(Reader& reader, NodeId block, MirrorText& to) {
  Dispatch(reader, block, to, std::span(kRemoteRules));
}
constexpr Rule<MirrorText> kDestinationRules[] = {
    Text<&MirrorText::local>("local"),
    Block<MirrorText>("remote", &ReadRemote),
};
void ReadDestination(Reader& reader, NodeId block, MirrorText& to) {
  Dispatch(reader, block, to, std::span(kDestinationRules));
}

constexpr Rule<MirrorText> kMirrorRules[] = {
    AdminState<&MirrorText::admin>(),
    Block<MirrorText>("mirror-source", &ReadSource),
    Block<MirrorText>("mirror-destination", &ReadDestination),
};
void ReadMirror(Reader& reader, NodeId key, SrlText& text) {
  MirrorText& to = text.mirrors.emplace_back();
  to.name = reader.word(key);
  Dispatch(reader, key, to, std::span(kMirrorRules));
}

constexpr Rule<SrlText> kMirroringRules[] = {
    List<SrlText>("mirroring-instance", &ReadMirror),
};

constexpr Rule<CollectorText> kCollectorRules[] = {
    Address<&CollectorText::address>("collector-address"),
    Address<&CollectorText::source>("source-address"),
    Text<&CollectorText::instance>("network-instance"),
    Number<&CollectorText::port, 1, 65535>("port"),
    Ignores<CollectorText>("next-hop"),
};
void ReadCollector(Reader& reader, NodeId key, SflowText& to) {
  CollectorText& collector = to.collectors.emplace_back();
  collector.node = key;
  Dispatch(reader, key, collector, std::span(kCollectorRules));
}

constexpr Rule<SflowText> kSflowRules[] = {
    AdminState<&SflowText::admin>(),   List<SflowText>("collector", &ReadCollector),
    Ignores<SflowText>("sample-rate"), Ignores<SflowText>("sample-size"),
    Ignores<SflowText>("dscp"),
};

constexpr Rule<InterfaceText> kInterfaceSflowRules[] = {
    AdminState<&InterfaceText::sflow>(),
};

}  // namespace

void ReadMirroring(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text, std::span(kMirroringRules));
}

void ReadSflow(Reader& reader, NodeId block, SrlText& text) {
  Dispatch(reader, block, text.sflow, std::span(kSflowRules));
}

void ReadInterfaceSflow(Reader& reader, NodeId block, InterfaceText& to) {
  Dispatch(reader, block, to, std::span(kInterfaceSflowRules));
}

}  // namespace ringfence::formats::nokia_srlinux
