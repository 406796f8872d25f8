// Segment routing of one process. As with LDP labels carry only what needs a tunnel.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace sr = routing::sr;
using model::Impact;

/// Why what a process says about SIDs is not modelled, or "".
std::string_view Obstacle(const Conversion& conversion, const VrpSr& from) {
  const VrpMpls& mpls = conversion.from.mpls;
  if (!conversion.from.segment_routing || !mpls.enabled || !mpls.lsr_id)
    return "segment routing that is off for the device";
  return from.block ? std::string_view() : "segment routing without a block of labels";
}

/// True: the process runs it.
template <class Process>
bool Take(Conversion& conversion, SegmentRouting& routing, const VrpSr& from, const Process& process,
          std::string_view obstacle) {
  if (!from.on.valid()) return false;
  if (obstacle.empty()) obstacle = Obstacle(conversion, from);
  sr::SrConfig* to = routing.Begin(from.on, process, obstacle);
  if (to == nullptr) return false;
  to->blocks = {*from.block};
  to->carries_igp = to->carries_bgp = false;
  to->over_ldp = conversion.from.prefers_sr ? sr::OverLdp::kYes : sr::OverLdp::kOpen;
  const bool isis = to->igp == sr::SrIgp::kIsis;
  const model::Device& device = conversion.to.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const VrpInterface& text = conversion.from.interfaces[i];
    const auto& name = device.interfaces[i].name;
    const bool runs =
        std::ranges::any_of(process.interfaces, [&](const auto& one) { return one.name == name; });
    if (!runs) continue;
    if (!isis && text.ospf_sid.span.valid()) routing.AddSid(device.interfaces[i], text.ospf_sid);
    for (const auto& [algorithm, sid] : text.isis_sids)
      if (isis && sid.span.valid()) routing.AddSid(device.interfaces[i], sid, algorithm);
  }
  return true;
}

}  // namespace

void ConvertSr(Conversion& conversion) {
  SegmentRouting routing(conversion.to, [&conversion](const base::Span& span, std::string_view why) {
    MarkUnmodelled(conversion, span, Impact::kForwarding, why);
  });
  // Processes stand in the model in the order of the text.
  const std::size_t none = conversion.from.isis.size();
  std::size_t runs = none;
  for (std::size_t i = 0; i < none; ++i)
    if (Take(conversion, routing, conversion.from.isis[i].sr, conversion.to.isis.processes[i], "")) runs = i;
  for (const VrpOspf& from : conversion.from.ospf) {
    const auto process = std::ranges::find_if(conversion.to.ospf.processes, [&from](const auto& one) {
      return one.id == from.id && one.family == from.family;
    });
    if (process != conversion.to.ospf.processes.end())
      Take(conversion, routing, from.sr, *process, from.opaque ? "" : "segment routing without opaque LSAs");
  }
  if (conversion.to.sr.enabled && runs != none)
    ConvertFlexible(conversion, conversion.from.isis[runs], conversion.to.isis.processes[runs]);
}

}  // namespace ringfence::formats::huawei_vrp
