// `mirror`, `cflowd`, and what interfaces say about flow export. Sessions that leave in service tunnels or
// wrapped, or that are made by filters, stay open; so does `li`.
#include "formats/nokia_sros/extract.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr const char* kMirroring = "mirroring";

// --- mirror

constexpr Rule<MirrorDestination> kSapRules[] = {
    Ignores<MirrorDestination>("cem"),
    Ignores<MirrorDestination>("egress"),
};
void ReadSap(Reader& reader, NodeId key, MirrorDestination& to) {
  to.saps.push_back({reader.word(key), key, reader.SpanOf(key)});
  Dispatch(reader, key, to, std::span(kSapRules));
}

constexpr Rule<MirrorDestination> kDestinationRules[] = {
    AdminState<&MirrorDestination::admin>(),
    List<MirrorDestination>("sap", &ReadSap),
    Ignores<MirrorDestination>("service-id"),
    Ignores<MirrorDestination>("customer"),
    Ignores<MirrorDestination>("mirror-type"),
    Ignores<MirrorDestination>("fc"),
    Ignores<MirrorDestination>("slice-size"),
    Lacks<MirrorDestination>("encap", Impact::kCopying, kMirroring),
    Lacks<MirrorDestination>("endpoint", Impact::kCopying, kMirroring),
    Lacks<MirrorDestination>("remote-source", Impact::kCopying, kMirroring),
    Lacks<MirrorDestination>("spoke-sdp", Impact::kCopying, kMirroring),
};
void ReadDestination(Reader& reader, NodeId key, SrosText& text) {
  MirrorDestination& to = text.mirror_destinations.emplace_back();
  to.name = reader.word(key);
  Dispatch(reader, key, to, std::span(kDestinationRules));
}

constexpr Rule<MirroredPort> kPortRules[] = {
    Flag<&MirroredPort::ingress>("ingress"),
    Flag<&MirroredPort::egress>("egress"),
};
void ReadPort(Reader& reader, NodeId key, MirrorSource& to) {
  MirroredPort& port = to.ports.emplace_back();
  port.port = {reader.word(key), key, reader.SpanOf(key)};
  Dispatch(reader, key, port, std::span(kPortRules));
}

constexpr Rule<MirrorSource> kSourceRules[] = {
    AdminState<&MirrorSource::admin>(),
    List<MirrorSource>("port", &ReadPort),
    Lacks<MirrorSource>("sap", Impact::kCopying, kMirroring),
    Lacks<MirrorSource>("subscriber", Impact::kCopying, kMirroring),
    Lacks<MirrorSource>("ip-filter", Impact::kCopying, kMirroring),
    Lacks<MirrorSource>("ipv6-filter", Impact::kCopying, kMirroring),
    Lacks<MirrorSource>("mac-filter", Impact::kCopying, kMirroring),
    Lacks<MirrorSource>("ingress-label", Impact::kCopying, kMirroring),
};
void ReadSource(Reader& reader, NodeId key, SrosText& text) {
  MirrorSource& to = text.mirror_sources.emplace_back();
  to.name = reader.word(key);
  Dispatch(reader, key, to, std::span(kSourceRules));
}

constexpr Rule<SrosText> kMirrorRules[] = {
    List<SrosText>("mirror-dest", &ReadDestination, Impact::kCopying),
    List<SrosText>("mirror-source", &ReadSource, Impact::kCopying),
};

// --- cflowd

constexpr Rule<Collector> kCollectorRules[] = {
    AdminState<&Collector::admin>(),
    Number<&Collector::port, 1, 65535>("port"),
    Text<&Collector::router>("router-instance"),
    Ignores<Collector>("version"),
    Ignores<Collector>("template-set"),
    Ignores<Collector>("autonomous-system-type"),
    Ignores<Collector>("aggregation"),
    Lacks<Collector>("export-filter", Impact::kCopying, "flow export"),
};
void ReadCollector(Reader& reader, NodeId key, Cflowd& to) {
  Collector& collector = to.collectors.emplace_back();
  reader.Keep(key, reader.Address(key), collector.address);
  Dispatch(reader, key, collector, std::span(kCollectorRules));
}

constexpr Rule<Cflowd> kCflowdRules[] = {
    AdminState<&Cflowd::admin>(),
    List<Cflowd>("collector", &ReadCollector),
    Ignores<Cflowd>("active-flow-timeout"),
    Ignores<Cflowd>("inactive-flow-timeout"),
    Ignores<Cflowd>("cache-size"),
    Ignores<Cflowd>("export-mode"),
    Ignores<Cflowd>("enhanced-distribution"),
    Ignores<Cflowd>("inband-collector-export-only"),
    Ignores<Cflowd>("overflow"),
    Ignores<Cflowd>("sample-profile"),
    Ignores<Cflowd>("template-retransmit"),
    Ignores<Cflowd>("use-vrtr-if-index"),
};

// --- interfaces

constexpr Rule<FlowSampling> kSamplingRules[] = {
    Text<&FlowSampling::type>("type"),
    Text<&FlowSampling::direction>("direction"),
    Ignores<FlowSampling>("sample-profile"),
};
void ReadSampling(Reader& reader, NodeId key, RouterInterface& to) {
  // Packets to groups go to nobody that a flow names.
  if (reader.word(key) == "multicast") return reader.Irrelevant(key);
  FlowSampling& sampling = to.sampling.emplace_back();
  sampling.node = key;
  Dispatch(reader, key, sampling, std::span(kSamplingRules));
}

constexpr Rule<RouterInterface> kParameterRules[] = {
    List<RouterInterface>("sampling", &ReadSampling),
};

}  // namespace

void ReadMirror(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text, std::span(kMirrorRules));
}

void ReadCflowd(Reader& reader, NodeId block, SrosText& text) {
  Dispatch(reader, block, text.cflowd, std::span(kCflowdRules));
}

void ReadCflowdParameters(Reader& reader, NodeId block, RouterInterface& to) {
  Dispatch(reader, block, to, std::span(kParameterRules));
}

}  // namespace ringfence::formats::nokia_sros
