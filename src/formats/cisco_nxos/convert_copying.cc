// Copies in the neutral model, and tunnels.

#include <fmt/format.h>

#include "formats/cisco_nxos/convert.h"
#include "formats/copying_conversion.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// sFlow samples what comes in; whether what goes out too depends on the platform.
void ConvertSflow(Reader& reader, model::Device& device) {
  const CopyingText& copying = reader.vendor.copying;
  if (copying.sflow_sources.empty() || copying.sflow.collectors.empty()) return;
  reader.FeatureOn("sflow", copying.sflow_sources.front().span);
  model::CopySession session{"sflow", model::CopiedWhat::kPackets, {}, {}};
  for (const ExporterText& collector : copying.sflow.collectors) {
    session.targets.push_back(CollectorOf(collector, collector.source, device));
    session.targets.back().port = static_cast<std::uint16_t>(copying.sflow.port.value_or(kSflowPort));
  }
  for (const MirrorSourceText& source : copying.sflow_sources) {
    if (!model::FindInterface(device, source.interface).valid())
      reader.Demote(source.span, model::Impact::kCopying, "flow export");
    session.sources.push_back({source.interface, true, false, true, true, true, source.span});
    session.sources.push_back({source.interface, false, true, true, true, false, source.span});
  }
  device.copying.push_back(std::move(session));
}

}  // namespace

void ConvertCopying(Reader& reader, routing::DeviceConfig& config) {
  CopyingText& copying = reader.vendor.copying;
  for (auto& [number, session] : copying.sessions) {
    if (session.erspan) session.origin = copying.origin;
    // Sessions are off until `no shut`, which releases do not print alike.
    AddMirror(fmt::format("monitor session {}", number), session, session.shutdown.set(), reader,
              config.device);
  }
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const FlowUseText& use : interface.flows) {
      reader.FeatureOn("netflow", use.span);
      const std::string name =
          fmt::format("{} flow monitor {}", use.family == net::Family::kIpv6 ? "ipv6" : "ip", use.monitor);
      model::CopySession* session = FindCopySession(name, config.device);
      if (session == nullptr)
        session = CopySessionOf(name, model::CopiedWhat::kRecords,
                                CollectorsOf(copying.flows, use, reader, config.device), config.device);
      if (session != nullptr) session->sources.push_back(SourceOf(interface.name, use));
    }
  }
  ConvertSflow(reader, config.device);
}

void ConvertTunnels(Reader& reader, routing::DeviceConfig& config) {
  for (std::size_t i = 0; i < reader.vendor.interfaces.size(); ++i) {
    const TunnelText& text = reader.vendor.interfaces[i].tunnel;
    if (!text.destination.set()) continue;
    reader.FeatureOn("tunnel", text.destination.span);
    AddPlainTunnel(text, false, config.device.interfaces[i], reader, config.device);
  }
}

}  // namespace ringfence::formats::cisco_nxos
