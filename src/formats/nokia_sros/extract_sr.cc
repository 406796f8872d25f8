// Segment routing of IS-IS and OSPF, which word it alike.
#include "formats/impacts.h"
#include "formats/nokia_sros/extract.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr Rule<SegmentRoutingText> LacksSr(std::string_view word) {
  return Lacks<SegmentRoutingText>(word, Impact::kForwarding, "segment routing");
}

constexpr Rule<NodeSidText> kNodeSidRules[] = {
    Number<&NodeSidText::sid_index, 0, kLabelMax>("index"),
    Number<&NodeSidText::label, kLabelMin, kLabelMax>("label"),
    Ignores<NodeSidText>("clear-n-flag"),  // says whether the prefix is a router
};

constexpr Rule<SegmentRoutingText> kSidRangeRules[] = {
    Presence<SegmentRoutingText>("global",
                                 [](Reader& reader, NodeId node, SegmentRoutingText& to) {
                                   to.global_sids = reader.word(node) != "false";
                                 }),
    LacksSr("start-label"),
    LacksSr("max-index"),
};

// How long labels of adjacencies are held, how many labels fit on a packet, what is counted.
constexpr Rule<SegmentRoutingText> kSegmentRoutingRules[] = {
    AdminState<&SegmentRoutingText::on>(),
    Block<SegmentRoutingText>("prefix-sid-range",
                              [](Reader& reader, NodeId block, SegmentRoutingText& to) {
                                Dispatch(reader, block, to, std::span(kSidRangeRules));
                              }),
    Lacks<SegmentRoutingText>("mapping-server", kPaths, "SIDs for others"),
    LacksSr("backup-node-sid"),
    LacksSr("class-forwarding"),
    LacksSr("export-tunnel-table"),
    LacksSr("tunnel-table-pref"),
    Ignores<SegmentRoutingText>("adj-sid-hold"),
    Ignores<SegmentRoutingText>("adjacency-sid"),
    Ignores<SegmentRoutingText>("egress-statistics"),
    Ignores<SegmentRoutingText>("entropy-label"),
    Ignores<SegmentRoutingText>("ingress-statistics"),
    Ignores<SegmentRoutingText>("maximum-sid-depth"),
    Ignores<SegmentRoutingText>("micro-loop-avoidance"),
    Ignores<SegmentRoutingText>("srlb"),
    Ignores<SegmentRoutingText>("tunnel-mtu"),
};

}  // namespace

void ReadSegmentRouting(Reader& reader, NodeId block, SegmentRoutingText& to) {
  Dispatch(reader, block, to, std::span(kSegmentRoutingRules));
}

void ReadNodeSid(Reader& reader, NodeId block, NodeSidText& to) {
  Dispatch(reader, block, to, std::span(kNodeSidRules));
}

}  // namespace ringfence::formats::nokia_sros
