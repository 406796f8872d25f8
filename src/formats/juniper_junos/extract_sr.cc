// `source-packet-routing` of IS-IS and OSPF.
#include <array>

#include "formats/impacts.h"
#include "formats/juniper_junos/extract.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::juniper_junos {
namespace {

/// `start-label N index-range M`: the words of one statement stand below each other, those of a block side by
/// side.
void ReadSrgb(Reader& reader, NodeId node, SegmentRoutingText& text) {
  for (const NodeId word : Children(reader, node)) {
    const bool first = reader.word(word) == "start-label";
    if (!first && reader.word(word) != "index-range") continue;
    reader.Modelled(word, kPaths);
    const NodeId value = reader.Value(word);
    if (value == kNone) continue;
    (first ? text.first_label : text.label_count) = reader.NumberOf(value, first ? kLabelMin : 1, kLabelMax);
    for (const NodeId next : Children(reader, value)) {
      if (!first || reader.word(next) != "index-range") continue;
      reader.Modelled(next, kPaths);
      text.label_count = reader.Number(next, 1, kLabelMax);
    }
  }
}
void ReadNodeIndex(Reader& reader, NodeId node, SegmentRoutingText& text) {
  text.node_index = reader.Number(node, 0, kLabelMax);
}
constexpr auto kNodeSegmentRules = std::to_array<Rule<SegmentRoutingText>>({
    Reads("ipv4-index", &ReadNodeIndex),
    Lacks<SegmentRoutingText>("ipv6-index", kPaths, "SID of an IPv6 prefix"),
    Lacks<SegmentRoutingText>("index-range", kPaths, "labels that the system chooses"),
});
void ReadNodeSegment(Reader& reader, NodeId node, SegmentRoutingText& text) {
  text.node_segment = node;
  Dispatch(reader, node, text, std::span<const Rule<SegmentRoutingText>>(kNodeSegmentRules));
}
void ReadKeepsLabel(Reader&, NodeId, SegmentRoutingText& text) { text.explicit_null = true; }
// Labels of adjacencies, which no packet of the model has; what is counted.
constexpr auto kSegmentRules = std::to_array<Rule<SegmentRoutingText>>({
    Reads("srgb", &ReadSrgb),
    Reads("node-segment", &ReadNodeSegment),
    Reads("explicit-null", &ReadKeepsLabel),
    Ignores<SegmentRoutingText>("adjacency-segment"),
    Ignores<SegmentRoutingText>("sensor-based-stats"),
    Ignores<SegmentRoutingText>("traffic-statistics"),
    Lacks<SegmentRoutingText>("flex-algorithm", kPaths, "flexible algorithm"),
    Lacks<SegmentRoutingText>("ldp-stitching", kPaths, "segment routing"),
    Lacks<SegmentRoutingText>("mapping-server", kPaths, "SIDs for others"),
    Lacks<SegmentRoutingText>("prefix-segment", kPaths, "SIDs by policy"),
});

}  // namespace

void ExtractSegmentRouting(Reader& reader, NodeId node, SegmentRoutingText& text) {
  text.node = node;
  Dispatch(reader, node, text, std::span<const Rule<SegmentRoutingText>>(kSegmentRules));
}

}  // namespace ringfence::formats::juniper_junos
