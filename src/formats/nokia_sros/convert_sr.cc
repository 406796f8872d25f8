// Segment routing over IS-IS with the system's defaults: off until enabled and without labels until a range
// is named; the last label of a node's SID stays on (flag P of its prefix, RFC 8667 section 2.1); ways of LDP
// come before those of SIDs in the table of tunnels (preferences 9 and 11), and only VPNs that ask take them.
#include <algorithm>
#include <utility>
#include <vector>

#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::nokia_sros {
namespace {

namespace sr = routing::sr;
using model::Impact;

std::optional<sr::LabelBlock> BlockOf(const RouterText& router, const IsisText& text) {
  if (!text.global_sids || !router.sr_first.set() || !router.sr_last.set()) return std::nullopt;
  return formats::BlockOf(router.sr_first.value, router.sr_last.value);
}

}  // namespace

void ConvertSr(Reader& reader, const RouterText& router, routing::DeviceConfig& config) {
  std::vector<std::pair<base::Span, NodeId>> lines;
  SegmentRouting routing(config, [&](const base::Span& span, std::string_view why) {
    const auto line = std::ranges::find(lines, span, &std::pair<base::Span, NodeId>::first);
    // A literal: it ends with a zero.
    if (line != lines.end()) reader.Unmodelled(line->second, Impact::kForwarding, why.data());
  });
  for (const IsisText& text : router.isis) {
    const auto process =
        std::ranges::find(config.isis.processes, std::to_string(text.id), &routing::isis::IsisProcess::tag);
    if (!text.segment_routing.value_or(false) || process == config.isis.processes.end()) continue;
    const std::optional<sr::LabelBlock> block = BlockOf(router, text);
    lines.emplace_back(text.segment_routing.span, text.segment_routing.node);
    sr::SrConfig* to = routing.Begin(text.segment_routing.span, *process,
                                     block ? "" : "segment routing without a block of labels");
    if (to == nullptr) continue;
    to->blocks = {*block};
    to->over_ldp = sr::OverLdp::kNo;
    to->carries_igp = to->carries_bgp = false;
    for (const IsisInterfaceText& port : text.interfaces) {
      const Counted& number = port.node_index.set() ? port.node_index : port.node_label;
      const std::string name(InterfaceIn(router, port.name));
      const model::InterfaceIndex index = model::FindInterface(config.device, name);
      const bool runs =
          std::ranges::any_of(process->interfaces, [&name](const auto& one) { return one.name == name; });
      if (!number.set() || !index.valid() || !runs) continue;
      lines.emplace_back(number.span, number.node);
      routing.AddSid(config.device.interfaces[index.index()], {.value = number.value,
                                                               .absolute = !port.node_index.set(),
                                                               .keeps_last = true,
                                                               .explicit_null = false,
                                                               .span = number.span});
    }
  }
}

}  // namespace ringfence::formats::nokia_sros
