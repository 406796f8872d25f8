// Segment routing over IS-IS and OSPF. Labels carry what LDP's would.

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace sr = routing::sr;
using model::Impact;

/// Labels of a router that names no block.
constexpr sr::LabelBlock kStandardBlock{16000, 23999};

/// The SIDs of an interface, where the process runs on it.
template <class Process>
void AddSids(Conversion& conversion, SegmentRouting& routing, const Process& process, const std::string& port,
             const SidTexts& sids) {
  const model::InterfaceIndex index = model::FindInterface(conversion.config.device, port);
  const bool runs =
      std::ranges::any_of(process.interfaces, [&](const auto& one) { return one.name == port; });
  if (!index.valid() || !runs) return;
  for (const auto& [algorithm, sid] : sids)
    routing.AddSid(conversion.config.device.interfaces[index.index()], sid, algorithm);
}

/// What a process says about labels in its own words.
struct ProcessText {
  const Setting<sr::LabelBlock>& block;
  bool prefers_sr;
};

sr::SrConfig* Begin(Conversion& conversion, SegmentRouting& routing, const base::Span& on,
                    const ProcessText& text, const auto& process, std::string_view obstacle) {
  sr::SrConfig* to = routing.Begin(on, process, obstacle);
  if (to == nullptr) return nullptr;
  to->blocks = {text.block.value_or(conversion.reader.vendor.sr_block.value_or(kStandardBlock))};
  to->over_ldp = text.prefers_sr ? sr::OverLdp::kYes : sr::OverLdp::kNo;
  return to;
}

/// The process that runs it; nullptr: none does.
const IsisText* ConvertIsisSr(Conversion& conversion, SegmentRouting& routing) {
  const IsisText* on = nullptr;
  for (const IsisText& text : conversion.reader.vendor.isis) {
    const IsisFamilyText& family = text.families[0];
    const auto& processes = conversion.config.isis.processes;
    const auto process = std::ranges::find(processes, text.tag, &isis::IsisProcess::tag);
    if (!family.sr.value_or(false) || process == processes.end()) continue;
    if (Begin(conversion, routing, family.sr.span, {text.sr_block, family.prefers_sr}, *process, "") ==
        nullptr)
      continue;
    for (const IsisInterfaceText& port : text.interfaces)
      AddSids(conversion, routing, *process, port.name, port.families[0].sids);
    on = &text;
  }
  return on;
}

/// Where the ports of a process say it is on, of the innermost lines that say so.
struct OspfReach {
  base::Span on;  ///< invalid: nowhere
  bool everywhere = true;
};

OspfReach ReachOf(const OspfVrfText& text) {
  OspfReach reach;
  for (const OspfAreaText& area : text.areas) {
    for (const OspfInterfaceText& port : area.interfaces) {
      Setting<bool> sr = port.settings.sr;
      Fill(sr, area.settings.sr);
      Fill(sr, text.settings.sr);
      const bool on = sr.value_or(false);
      if (on && !reach.on.valid()) reach.on = sr.span;
      reach.everywhere = reach.everywhere && on;
    }
  }
  return reach;
}

void ConvertOspfSr(Conversion& conversion, SegmentRouting& routing) {
  for (const OspfText& text : conversion.reader.vendor.ospf) {
    for (const OspfVrfText& vrf : text.vrfs) {
      const OspfReach reach = ReachOf(vrf);
      const auto& processes = conversion.config.ospf.processes;
      const auto process = std::ranges::find(processes, vrf.span, &ospf::OspfProcess::span);
      if (!reach.on.valid() || process == processes.end()) continue;
      const std::string_view obstacle =
          reach.everywhere ? std::string_view() : "segment routing of some interfaces";
      if (Begin(conversion, routing, reach.on, {vrf.sr_block, vrf.prefers_sr}, *process, obstacle) == nullptr)
        continue;
      for (const OspfAreaText& area : vrf.areas)
        for (const OspfInterfaceText& port : area.interfaces)
          AddSids(conversion, routing, *process, port.name, port.sids);
    }
  }
}

}  // namespace

void ConvertSr(Conversion& conversion) {
  Reader& reader = conversion.reader;
  SegmentRouting routing(conversion.config, [&reader](const base::Span& span, std::string_view why) {
    reader.Demote(span, Impact::kForwarding, why);
  });
  const IsisText* isis = ConvertIsisSr(conversion, routing);
  ConvertOspfSr(conversion, routing);
  const sr::SrConfig& config = conversion.config.sr;
  if (config.enabled && config.igp == sr::SrIgp::kIsis) return ConvertFlexible(conversion, *isis);
  for (const OnDemandText& colour : reader.vendor.on_demand)
    reader.Demote(colour.span, Impact::kForwarding, "colour without segment routing of IS-IS");
}

}  // namespace ringfence::formats::cisco_iosxr
