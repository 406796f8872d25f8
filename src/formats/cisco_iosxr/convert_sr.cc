// Segment routing over IS-IS. Labels carry what LDP's would.

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace sr = routing::sr;
using model::Impact;

/// Labels of a router that names no block.
constexpr sr::LabelBlock kStandardBlock{16000, 23999};

void AddSids(Conversion& conversion, SegmentRouting& routing, const IsisText& text,
             const isis::IsisProcess& process) {
  for (const IsisInterfaceText& port : text.interfaces) {
    const model::InterfaceIndex index = model::FindInterface(conversion.config.device, port.name);
    const auto runs = std::ranges::find(process.interfaces, port.name, &isis::IsisInterface::name);
    if (!index.valid() || runs == process.interfaces.end()) continue;
    for (const auto& [algorithm, sid] : port.families[0].sids)
      routing.AddSid(conversion.config.device.interfaces[index.index()], sid, algorithm);
  }
}

}  // namespace

void ConvertSr(Conversion& conversion) {
  Reader& reader = conversion.reader;
  SegmentRouting routing(conversion.config, [&reader](const base::Span& span, std::string_view why) {
    reader.Demote(span, Impact::kForwarding, why);
  });
  const IsisText* on = nullptr;
  for (const IsisText& text : reader.vendor.isis) {
    const IsisFamilyText& family = text.families[0];
    const auto& processes = conversion.config.isis.processes;
    const auto process = std::ranges::find(processes, text.tag, &isis::IsisProcess::tag);
    if (!family.sr.value_or(false) || process == processes.end()) continue;
    sr::SrConfig* to = routing.Begin(family.sr.span, *process);
    if (to == nullptr) continue;
    to->blocks = {text.sr_block.value_or(reader.vendor.sr_block.value_or(kStandardBlock))};
    to->over_ldp = family.prefers_sr ? sr::OverLdp::kYes : sr::OverLdp::kNo;
    AddSids(conversion, routing, text, *process);
    on = &text;
  }
  if (conversion.config.sr.enabled) return ConvertFlexible(conversion, *on);
  for (const OnDemandText& colour : reader.vendor.on_demand)
    reader.Demote(colour.span, Impact::kForwarding, "colour without segment routing of IS-IS");
}

}  // namespace ringfence::formats::cisco_iosxr
