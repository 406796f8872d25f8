// Copies in the neutral model, and tunnels.

#include <fmt/format.h>

#include "formats/arista_eos/convert.h"
#include "formats/arista_eos/interface_name.h"
#include "formats/copying_conversion.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

/// With `sflow run` the ports are sampled that do not say otherwise: what comes in.
void ConvertSflow(Reader& reader, model::Device& device) {
  const CopyingText& copying = reader.vendor.copying;
  if (!copying.sflow.on.value_or(false) || copying.sflow.collectors.empty()) return;
  model::CopySession session{"sflow", model::CopiedWhat::kPackets, {}, {}};
  for (const ExporterText& collector : copying.sflow.collectors) {
    const Setting<std::string> source = collector.vrf.empty() ? copying.sflow.source : Setting<std::string>();
    session.targets.push_back(CollectorOf(collector, source, device));
  }
  for (const InterfaceText& text : reader.vendor.interfaces) {
    if (!text.name.starts_with("Ethernet") || KindOfName(text.name) != model::InterfaceKind::kPhysical)
      continue;
    const bool in = text.sflow_in.value_or(copying.sflow_ingress);
    const bool out = text.sflow_out.value_or(copying.sflow_egress);
    const base::Span span = text.sflow_in.set() ? text.sflow_in.span : copying.sflow.on.span;
    if (in || out) session.sources.push_back({text.name, in, out, true, true, true, span});
  }
  if (!session.sources.empty()) device.copying.push_back(std::move(session));
}

/// Records of a tracker; off unless its kind is told `no shutdown`.
void AddTrackerUse(Reader& reader, const std::string& interface, const TrackerUseText& use,
                   model::Device& device) {
  const auto& tracking = reader.vendor.copying.tracking;
  const auto kind = tracking.find(use.kind);
  const bool known = kind != tracking.end() && kind->second.trackers.contains(use.name);
  if (!known) return reader.Demote(use.span, Impact::kCopying, "flow export");
  const TrackingText& text = kind->second;
  if (text.on.set() && !text.on.value) return;
  std::vector<model::CopyTarget> targets;
  for (const ExporterText& exporter : text.trackers.at(use.name).exporters)
    targets.push_back(CollectorOf(exporter, exporter.source, device));
  model::CopySession* session = CopySessionOf(fmt::format("flow tracker {} {}", use.kind, use.name),
                                              model::CopiedWhat::kRecords, std::move(targets), device);
  if (session != nullptr)
    session->sources.push_back({interface, true, false, true, true, text.on.set(), use.span});
}

}  // namespace

void ConvertCopying(Conversion& conversion) {
  Reader& reader = conversion.reader;
  model::Device& device = conversion.config.device;
  for (const auto& [name, session] : reader.vendor.copying.sessions)
    AddMirror("monitor session " + name, session, true, reader, device);
  for (const InterfaceText& text : reader.vendor.interfaces) {
    for (const TrackerUseText& use : text.trackers) AddTrackerUse(reader, text.name, use, device);
  }
  ConvertSflow(reader, device);
}

void ConvertTunnels(Conversion& conversion) {
  Reader& reader = conversion.reader;
  model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < reader.vendor.interfaces.size(); ++i) {
    TunnelText text = reader.vendor.interfaces[i].tunnel;
    if (reader.vendor.interfaces[i].tunnel_gre) {
      AddPlainTunnel(text, false, device.interfaces[i], reader, device);
    } else if (text.destination.set()) {
      reader.Demote(text.destination.span, kPaths, "kind of tunnel");
    }
  }
}

}  // namespace ringfence::formats::arista_eos
