// Segment routing of one process. As with LDP labels carry only what needs a tunnel.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace sr = routing::sr;
using model::Impact;

/// Why what a process says about SIDs is not modelled, or "".
std::string_view Obstacle(const Conversion& conversion, const VrpSr& from, const std::string& vrf) {
  const VrpMpls& mpls = conversion.from.mpls;
  if (!conversion.from.segment_routing || !mpls.enabled || !mpls.lsr_id)
    return "segment routing that is off for the device";
  if (!vrf.empty()) return "segment routing in a VPN instance";
  return from.block ? std::string_view() : "segment routing without a block of labels";
}

/// Takes the SIDs that the interfaces of a process have.
template <class Process>
void AddSids(Conversion& conversion, const Process& process, VrpSid VrpInterface::* sid_of) {
  sr::SrConfig& to = conversion.to.sr;
  const sr::LabelBlock& block = to.blocks.front();
  const model::Device& device = conversion.to.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const model::Interface& interface = device.interfaces[i];
    const VrpSid& from = conversion.from.interfaces[i].*sid_of;
    const bool runs =
        std::ranges::any_of(process.interfaces, [&](const auto& one) { return one.name == interface.name; });
    if (!from.span.valid() || !runs) continue;
    const auto address = std::ranges::find(interface.addresses, net::Family::kIpv4,
                                           [](const auto& one) { return one.address.address.family; });
    const bool inside = !from.absolute || (from.value >= block.first && from.value <= block.last);
    if (address == interface.addresses.end() || !inside) {
      MarkUnmodelled(conversion, from.span, Impact::kForwarding, "SID without a prefix or a label");
      continue;
    }
    to.sids.push_back({.prefix = address->address.subnet(),
                       .value = from.absolute ? from.value - block.first : from.value,
                       .span = from.span});
  }
}

template <class Process>
void Take(Conversion& conversion, const VrpSr& from, const Process& process, std::string_view obstacle) {
  if (!from.on.valid()) return;
  if (obstacle.empty()) obstacle = Obstacle(conversion, from, process.vrf);
  sr::SrConfig& to = conversion.to.sr;
  constexpr std::string_view kTwo = "segment routing of two processes";
  if (obstacle.empty() && to.span.valid()) {
    to.enabled = false;
    MarkUnmodelled(conversion, to.span, Impact::kForwarding, kTwo);
    obstacle = kTwo;
  }
  if (!obstacle.empty()) return MarkUnmodelled(conversion, from.on, Impact::kForwarding, obstacle);
  to.enabled = true;
  to.span = from.on;
  to.blocks = {*from.block};
  to.carries_igp = to.carries_bgp = false;
  to.over_ldp = conversion.from.prefers_sr ? sr::OverLdp::kYes : sr::OverLdp::kOpen;
  if constexpr (requires { process.tag; }) {
    to.igp = sr::SrIgp::kIsis;
    to.process = process.tag;
    AddSids(conversion, process, &VrpInterface::isis_sid);
  } else {
    to.igp = sr::SrIgp::kOspf;
    to.process = std::to_string(process.id);
    AddSids(conversion, process, &VrpInterface::ospf_sid);
  }
}

}  // namespace

void ConvertSr(Conversion& conversion) {
  // Processes stand in the model in the order of the text.
  for (std::size_t i = 0; i < conversion.from.isis.size(); ++i) {
    const bool narrow = conversion.from.isis[i].style == routing::isis::MetricStyle::kNarrow;
    Take(conversion, conversion.from.isis[i].sr, conversion.to.isis.processes[i],
         narrow ? "segment routing with narrow metrics" : "");
  }
  for (const VrpOspf& from : conversion.from.ospf) {
    const auto process = std::ranges::find_if(conversion.to.ospf.processes, [&from](const auto& one) {
      return one.id == from.id && one.family == from.family;
    });
    if (process != conversion.to.ospf.processes.end())
      Take(conversion, from.sr, *process, from.opaque ? "" : "segment routing without opaque LSAs");
  }
}

}  // namespace ringfence::formats::huawei_vrp
