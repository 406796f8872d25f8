// Copies in the neutral model, and tunnels.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/convert.h"
#include "formats/copying_conversion.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

/// Sessions are named at interfaces. One that is not defined goes nobody knows where.
std::map<std::string, MirrorSessionText> SessionsOf(Reader& reader) {
  std::map<std::string, MirrorSessionText> sessions = reader.vendor.copying.sessions;
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const MirrorUseText& use : interface.mirrors) {
      if (!sessions.contains(use.session)) reader.Demote(use.span, Impact::kCopying, "traffic mirroring");
      const bool both = !use.inbound && !use.outbound;
      sessions[use.session].sources.push_back(
          {interface.name, both || use.inbound, both || use.outbound, use.span, use.filtered});
    }
  }
  return sessions;
}

}  // namespace

void ConvertCopying(Reader& reader, routing::DeviceConfig& config) {
  model::Device& device = config.device;
  for (const auto& [name, session] : SessionsOf(reader))
    AddMirror("monitor-session " + name, session, true, reader, device);
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const FlowUseText& use : interface.flows) {
      const std::string name =
          fmt::format("flow {} monitor {}", use.family == net::Family::kIpv6 ? "ipv6" : "ipv4", use.monitor);
      model::CopySession* session = FindCopySession(name, device);
      if (session == nullptr)
        session = CopySessionOf(name, model::CopiedWhat::kRecords,
                                CollectorsOf(reader.vendor.copying.flows, use, reader, device), device);
      if (session != nullptr) session->sources.push_back(SourceOf(interface.name, use));
    }
  }
}

void ConvertTunnels(Reader& reader, routing::DeviceConfig& config) {
  for (std::size_t i = 0; i < reader.vendor.interfaces.size(); ++i) {
    const InterfaceText& text = reader.vendor.interfaces[i];
    if (!text.tunnel.destination.set()) continue;
    // What a tunnel is without a mode differs between releases.
    if (!text.tunnel_mode_span.valid()) {
      reader.Demote(text.tunnel.destination.span, kPaths, "kind of tunnel");
      continue;
    }
    AddPlainTunnel(text.tunnel, text.keepalive.value_or(false), config.device.interfaces[i], reader,
                   config.device);
  }
}

}  // namespace ringfence::formats::cisco_iosxr
