// Segment routing over IS-IS and OSPF of the main instance: the ways stand in inet.3 behind those of LDP
// (preferences 14, 10 and 9) and serve next hops of BGP alone. The SID is that of the loopback address.
// Without `srgb` the system chooses labels that the text does not say.
#include <algorithm>
#include <vector>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::juniper_junos {
namespace {

namespace sr = routing::sr;

/// Preferences of routes of segment routing.
constexpr std::uint32_t kPreferenceIsis = 14, kPreferenceOspf = 10;

std::optional<sr::LabelBlock> BlockOf(const SegmentRoutingText& text) {
  if (!text.first_label || !text.label_count) return std::nullopt;
  return formats::BlockOf(*text.first_label, *text.first_label + *text.label_count - 1);
}

/// Labelled packets may leave by all ports that the process has neighbours on.
bool RunsMpls(const RoutingScope& scope, const auto& process) {
  return std::ranges::all_of(process.interfaces, [&](const auto& port) {
    const auto unit = scope.units.find(port.name);
    return port.passive || (unit != scope.units.end() && unit->second->runs_mpls &&
                            Covering(scope.text.main().mpls_ports, port.name) != nullptr);
  });
}

/// The SID of the loopback address.
void AddSid(RoutingScope& scope, const SegmentRoutingText& text, sr::SrConfig& to) {
  if (!text.node_index) return;
  base::Span span;
  const std::optional<net::IpAddress> address = RouterId(scope, scope.text.main(), &span);
  if (!address || !OwnsOneHost(scope, *address))
    return scope.reader.Unmodelled(text.node_segment, kPaths,
                                   "SID without one loopback address as router id");
  to.sids.push_back({.prefix = net::Prefix::Host(*address),
                     .value = *text.node_index,
                     .explicit_null = text.explicit_null,
                     .span = scope.reader.SpanOf(text.node_segment)});
}

/// One process that SIDs are asked for.
void Take(RoutingScope& scope, SegmentRouting& routing, const SegmentRoutingText& text, const auto& process,
          std::uint32_t preference) {
  const std::optional<sr::LabelBlock> block = BlockOf(text);
  const char* obstacle = !block                      ? "segment routing without a block of labels"
                         : !RunsMpls(scope, process) ? "segment routing on an interface without MPLS"
                                                     : LabelledWayLimit(scope.config, preference);
  sr::SrConfig* to =
      routing.Begin(scope.reader.SpanOf(text.node), process, obstacle == nullptr ? "" : obstacle);
  if (to == nullptr) return;
  to->blocks = {*block};
  to->carries_igp = false;
  to->over_ldp = sr::OverLdp::kNo;
  AddSid(scope, text, *to);
}

/// Statements that ask for it in an instance of their own.
void MarkInstances(RoutingScope& scope) {
  const auto mark = [&scope](NodeId node) {
    if (node != kNone) scope.reader.Unmodelled(node, kPaths, "segment routing in a VRF");
  };
  for (const InstanceText& instance : scope.text.instances) {
    if (instance.kind == InstanceKind::kMain) continue;
    if (instance.isis) mark(instance.isis->segments.node);
    for (const OspfText& ospf : instance.ospf) mark(ospf.segments.node);
  }
}

}  // namespace

void ConvertSr(RoutingScope& scope) {
  MarkInstances(scope);
  const InstanceText& main = scope.text.main();
  std::vector<NodeId> asked;
  SegmentRouting routing(scope.config, [&](const base::Span& span, std::string_view why) {
    // Literals: they end with a zero.
    for (const NodeId node : asked)
      if (scope.reader.SpanOf(node) == span) scope.reader.Unmodelled(node, kPaths, why.data());
  });
  const auto take = [&](const SegmentRoutingText& text, const auto& processes, auto process,
                        std::uint32_t preference) {
    asked.push_back(text.node);
    if (process != processes.end()) Take(scope, routing, text, *process, preference);
  };
  if (main.isis && !main.isis->disabled && main.isis->segments.node != kNone) {
    const auto& processes = scope.config.isis.processes;
    take(main.isis->segments, processes, std::ranges::find(processes, "", &routing::isis::IsisProcess::vrf),
         kPreferenceIsis);
  }
  for (const OspfText& ospf : main.ospf) {
    if (ospf.disabled || ospf.segments.node == kNone) continue;
    if (ospf.family != net::Family::kIpv4) {
      scope.reader.Unmodelled(ospf.segments.node, kPaths, "segment routing of OSPFv3");
      continue;
    }
    const auto& processes = scope.config.ospf.processes;
    take(ospf.segments, processes, std::ranges::find(processes, ospf.span, &routing::ospf::OspfProcess::span),
         kPreferenceOspf);
  }
}

}  // namespace ringfence::formats::juniper_junos
