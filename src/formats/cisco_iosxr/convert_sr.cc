// Segment routing over IS-IS. Labels carry what LDP's would.

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

namespace sr = routing::sr;
using model::Impact;

/// Labels of a router that names no block.
constexpr sr::LabelBlock kStandardBlock{16000, 23999};

void AddSids(Conversion& conversion, const IsisText& text, const isis::IsisProcess& process) {
  sr::SrConfig& to = conversion.config.sr;
  const sr::LabelBlock& block = to.blocks.front();
  for (const IsisInterfaceText& port : text.interfaces) {
    const SidText& sid = port.families[0].sid;
    const model::InterfaceIndex index = model::FindInterface(conversion.config.device, port.name);
    const auto runs = std::ranges::find(process.interfaces, port.name, &isis::IsisInterface::name);
    if (!sid.span.valid() || !index.valid() || runs == process.interfaces.end()) continue;
    const auto& addresses = conversion.config.device.interfaces[index.index()].addresses;
    const auto address = std::ranges::find_if(addresses, [](const model::InterfaceAddress& one) {
      return one.address.address.family == net::Family::kIpv4 && !one.secondary;
    });
    const bool inside = !sid.absolute || (sid.value >= block.first && sid.value <= block.last);
    if (address == addresses.end() || !inside) {
      conversion.reader.Demote(sid.span, Impact::kForwarding, "SID without a prefix or a label");
      continue;
    }
    to.sids.push_back({.prefix = address->address.subnet(),
                       .value = sid.absolute ? sid.value - block.first : sid.value,
                       .keeps_last = sid.keeps_last,
                       .explicit_null = sid.explicit_null,
                       .span = sid.span});
  }
}

}  // namespace

void ConvertSr(Conversion& conversion) {
  Reader& reader = conversion.reader;
  sr::SrConfig& to = conversion.config.sr;
  constexpr std::string_view kTwo = "segment routing of two processes";
  for (const IsisText& text : reader.vendor.isis) {
    const IsisFamilyText& family = text.families[0];
    const auto& processes = conversion.config.isis.processes;
    const auto process = std::ranges::find(processes, text.tag, &isis::IsisProcess::tag);
    if (!family.sr.value_or(false) || process == processes.end()) continue;
    const bool narrow = process->style_level1 == isis::MetricStyle::kNarrow ||
                        process->style_level2 == isis::MetricStyle::kNarrow;
    if (narrow || to.span.valid()) {
      reader.Demote(family.sr.span, Impact::kForwarding,
                    narrow ? "segment routing with narrow metrics" : kTwo);
      if (!narrow) reader.Demote(to.span, Impact::kForwarding, kTwo);
      to.enabled = to.enabled && narrow;
      continue;
    }
    to.enabled = true;
    to.span = family.sr.span;
    to.igp = sr::SrIgp::kIsis;
    to.process = text.tag;
    to.blocks = {text.sr_block.value_or(reader.vendor.sr_block.value_or(kStandardBlock))};
    to.over_ldp = family.prefers_sr ? sr::OverLdp::kYes : sr::OverLdp::kNo;
    AddSids(conversion, text, *process);
  }
}

}  // namespace ringfence::formats::cisco_iosxr
