// Copies in the neutral model: a session for each `monitor session`, and one for the records of each
// collector set and family.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

void ConvertMirror(Reader& reader, std::uint32_t number, const MirrorSessionText& text,
                   model::Device& device) {
  if (text.shutdown.set() && text.shutdown.value) return;
  model::CopySession session{fmt::format("monitor session {}", number), model::CopiedWhat::kPackets, {}, {}};
  // Whether an ERSPAN session without `no shutdown` works depends on the system.
  const bool certain = !text.filtered && (!text.erspan || text.shutdown.set());
  for (const MirrorSourceText& from : text.sources) {
    // A name that is no interface here may have been misread: copies must not get lost with it.
    if (!model::FindInterface(device, from.interface).valid())
      reader.Demote(from.span, Impact::kCopying, "traffic mirroring");
    session.sources.push_back({from.interface, from.inbound, from.outbound, true, true, certain, from.span});
  }
  for (const Setting<std::string>& port : text.ports) {
    model::CopyTarget target;
    target.interface = port.value;
    target.span = port.span;
    session.targets.push_back(std::move(target));
  }
  if (text.address.set()) {
    model::CopyTarget target;
    target.address = text.address.value;
    if (text.origin.set()) target.from = text.origin.value;
    target.vrf = text.vrf;
    target.protocol = net::kProtocolGre;
    target.span = text.address.span;
    session.targets.push_back(std::move(target));
  }
  if (!session.sources.empty()) device.copying.push_back(std::move(session));
}

model::CopyTarget TargetOf(const ExporterText& exporter, const Setting<std::string>& source,
                           const model::Device& device) {
  model::CopyTarget target;
  target.address = exporter.destination.value;
  target.vrf = exporter.vrf;
  target.protocol = net::kProtocolUdp;
  target.port = static_cast<std::uint16_t>(exporter.port.value);
  target.span = exporter.destination.span;
  const model::InterfaceIndex from = model::FindInterface(device, source.value);
  if (!from.valid()) return target;
  for (const model::InterfaceAddress& address : device.interfaces[from.index()].addresses) {
    if (!target.from && address.address.address.family == target.address->family)
      target.from = address.address.address;
  }
  return target;
}

/// Collectors of a monitor (empty name: of `ip flow-export`). Releases have monitors and exporters of their
/// own: what the text does not define leaves its line open.
std::vector<model::CopyTarget> TargetsOf(Reader& reader, const FlowUseText& use,
                                         const model::Device& device) {
  const CopyingText& copying = reader.vendor.copying;
  std::vector<model::CopyTarget> targets;
  if (use.monitor.empty()) {
    for (const ExporterText& one : copying.exports)
      targets.push_back(TargetOf(one, copying.export_source, device));
    return targets;
  }
  const auto monitor = copying.monitors.find(use.monitor);
  if (monitor == copying.monitors.end()) {
    reader.Demote(use.span, Impact::kCopying, "flow export");
    return targets;
  }
  for (const Setting<std::string>& name : monitor->second.exporters) {
    const auto exporter = copying.exporters.find(name.value);
    if (exporter == copying.exporters.end()) {
      reader.Demote(name.span, Impact::kCopying, "flow export");
    } else if (exporter->second.destination.set()) {
      targets.push_back(TargetOf(exporter->second, exporter->second.source, device));
    }
  }
  return targets;
}

void AddFlowUse(Reader& reader, const InterfaceText& interface, const FlowUseText& use,
                model::Device& device) {
  const bool ipv6 = use.family == net::Family::kIpv6;
  const std::string name =
      fmt::format("{} flow{}{}", ipv6 ? "ipv6" : "ip", use.monitor.empty() ? "" : " monitor ", use.monitor);
  auto session = std::ranges::find(device.copying, name, &model::CopySession::name);
  if (session == device.copying.end()) {
    std::vector<model::CopyTarget> targets = TargetsOf(reader, use, device);
    if (targets.empty()) return;  // records that nobody collects stay on the device
    session = device.copying.insert(session, {name, model::CopiedWhat::kRecords, {}, std::move(targets)});
  }
  session->sources.push_back({interface.name, !use.outbound, use.outbound, !ipv6, ipv6, true, use.span});
}

}  // namespace

void ConvertCopying(Reader& reader, routing::DeviceConfig& config) {
  for (const auto& [number, session] : reader.vendor.copying.sessions)
    ConvertMirror(reader, number, session, config.device);
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const FlowUseText& use : interface.flows) AddFlowUse(reader, interface, use, config.device);
  }
}

}  // namespace ringfence::formats::cisco_ios
