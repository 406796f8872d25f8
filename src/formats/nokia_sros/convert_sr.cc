// Segment routing over IS-IS and OSPF with the system's defaults: off until enabled and without labels until
// a range is named; the last label of a node's SID stays on (flag P of its prefix, RFC 8667 section 2.1; NP,
// RFC 8665 section 5); ways of LDP come before those of SIDs in the table of tunnels (preferences 9, 10 of
// OSPF, 11 of IS-IS), and only VPNs that ask take them. Others hear of the labels in what a router tells of
// its capabilities, which it does when asked.
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

std::optional<sr::LabelBlock> BlockOf(const RouterText& router, const SegmentRoutingText& text) {
  if (!text.global_sids || !router.sr_first.set() || !router.sr_last.set()) return std::nullopt;
  return formats::BlockOf(router.sr_first.value, router.sr_last.value);
}

/// The conversion of one router; keeps which node a marked line stands at.
class Converter {
 public:
  Converter(Reader& reader, const RouterText& router, routing::DeviceConfig& config)
      : router_(router),
        config_(config),
        routing_(config, [this, &reader](const base::Span& span, std::string_view why) {
          const auto line = std::ranges::find(lines_, span, &std::pair<base::Span, NodeId>::first);
          // A literal: it ends with a zero.
          if (line != lines_.end()) reader.Unmodelled(line->second, Impact::kForwarding, why.data());
        }) {}

  void Isis() {
    for (const IsisText& text : router_.isis) {
      const auto& processes = config_.isis.processes;
      const auto process = std::ranges::find_if(processes, [&](const routing::isis::IsisProcess& one) {
        return one.vrf == router_.vrf && one.tag == std::to_string(text.id);
      });
      if (process == processes.end() || !Begins(text.segments, *process, UnlessTold(text))) continue;
      for (const IsisInterfaceText& port : text.interfaces) AddSid(port, *process);
    }
  }

  void Ospf() {
    for (const OspfText& text : router_.ospf) {
      const auto& processes = config_.ospf.processes;
      const auto process = std::ranges::find(processes, text.span, &routing::ospf::OspfProcess::span);
      const std::string_view obstacle =
          text.family == net::Family::kIpv4 ? UnlessTold(text) : "segment routing of OSPFv3";
      if (process == processes.end() || !Begins(text.segments, *process, obstacle)) continue;
      for (const OspfAreaText& area : text.areas)
        for (const OspfInterfaceText& port : area.interfaces) AddSid(port, *process);
    }
  }

 private:
  static std::string_view UnlessTold(const auto& text) {
    const std::string_view scope = text.router_capability.value;
    return scope == "area" || scope == "as" ? "" : "segment routing that is told to nobody";
  }

  bool Begins(const SegmentRoutingText& text, const auto& process, std::string_view obstacle) {
    if (!text.on.value_or(false)) return false;
    const std::optional<sr::LabelBlock> block = BlockOf(router_, text);
    if (obstacle.empty() && !block) obstacle = "segment routing without a block of labels";
    lines_.emplace_back(text.on.span, text.on.node);
    sr::SrConfig* to = routing_.Begin(text.on.span, process, obstacle);
    if (to == nullptr) return false;
    to->blocks = {*block};
    to->over_ldp = sr::OverLdp::kNo;
    to->carries_igp = to->carries_bgp = false;
    return true;
  }

  void AddSid(const auto& port, const auto& process) {
    const Counted& number = port.node_sid.sid_index.set() ? port.node_sid.sid_index : port.node_sid.label;
    const std::string name(InterfaceIn(router_, port.name));
    const model::InterfaceIndex index = model::FindInterface(config_.device, name);
    const bool runs =
        std::ranges::any_of(process.interfaces, [&name](const auto& one) { return one.name == name; });
    if (!number.set() || !index.valid() || !runs) return;
    lines_.emplace_back(number.span, number.node);
    routing_.AddSid(config_.device.interfaces[index.index()], {.value = number.value,
                                                               .absolute = !port.node_sid.sid_index.set(),
                                                               .keeps_last = true,
                                                               .explicit_null = false,
                                                               .span = number.span});
  }

  const RouterText& router_;
  routing::DeviceConfig& config_;
  std::vector<std::pair<base::Span, NodeId>> lines_;
  SegmentRouting routing_;
};

}  // namespace

void ConvertSr(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  for (const RouterText& router : text.routers) {
    Converter converter(reader, router, config);
    converter.Isis();
    converter.Ospf();
  }
}

}  // namespace ringfence::formats::nokia_sros
