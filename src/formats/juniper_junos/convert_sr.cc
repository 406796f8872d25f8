// Segment routing over IS-IS of the main instance: the ways stand in inet.3 behind those of LDP (preferences
// 14 and 9) and serve next hops of BGP alone. The SID is that of the loopback address. Without `srgb` the
// system chooses labels that the text does not say.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::juniper_junos {
namespace {

namespace sr = routing::sr;

/// Preference of routes of segment routing over IS-IS.
constexpr std::uint32_t kPreference = 14;

std::optional<sr::LabelBlock> BlockOf(const SegmentRoutingText& text) {
  if (!text.first_label || !text.label_count) return std::nullopt;
  return formats::BlockOf(*text.first_label, *text.first_label + *text.label_count - 1);
}

/// Labelled packets may leave by all ports that IS-IS has neighbours on.
bool RunsMpls(const RoutingScope& scope, const routing::isis::IsisProcess& process) {
  return std::ranges::all_of(process.interfaces, [&](const routing::isis::IsisInterface& port) {
    const auto unit = scope.units.find(port.name);
    return port.passive || (unit != scope.units.end() && unit->second->runs_mpls &&
                            Covering(scope.text.main().mpls_ports, port.name) != nullptr);
  });
}

}  // namespace

void ConvertSr(RoutingScope& scope) {
  const InstanceText& main = scope.text.main();
  if (!main.isis || main.isis->disabled || main.isis->segments.node == kNone) return;
  const SegmentRoutingText& text = main.isis->segments;
  const auto& processes = scope.config.isis.processes;
  const auto process = std::ranges::find(processes, "", &routing::isis::IsisProcess::vrf);
  if (process == processes.end()) return;
  const std::optional<sr::LabelBlock> block = BlockOf(text);
  const char* obstacle = !block                       ? "segment routing without a block of labels"
                         : !RunsMpls(scope, *process) ? "segment routing on an interface without MPLS"
                                                      : LabelledWayLimit(scope.config, kPreference);
  SegmentRouting routing(scope.config, [&](const base::Span&, std::string_view) {
    scope.reader.Unmodelled(text.node, kPaths, obstacle == nullptr ? "segment routing" : obstacle);
  });
  sr::SrConfig* to =
      routing.Begin(scope.reader.SpanOf(text.node), *process, obstacle == nullptr ? "" : obstacle);
  if (to == nullptr) return;
  to->blocks = {*block};
  to->carries_igp = false;
  to->over_ldp = sr::OverLdp::kNo;
  if (!text.node_index) return;
  base::Span span;
  const std::optional<net::IpAddress> address = RouterId(scope, main, &span);
  if (!address || !OwnsOneHost(scope, *address))
    return scope.reader.Unmodelled(text.node_segment, kPaths,
                                   "SID without one loopback address as router id");
  to->sids.push_back({.prefix = net::Prefix::Host(*address),
                      .value = *text.node_index,
                      .explicit_null = text.explicit_null,
                      .span = scope.reader.SpanOf(text.node_segment)});
}

}  // namespace ringfence::formats::juniper_junos
