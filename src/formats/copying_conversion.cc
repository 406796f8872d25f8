#include "formats/copying_conversion.h"

#include <algorithm>

namespace ringfence::formats {

using model::Impact;

namespace {

constexpr std::string_view kMirror = "traffic mirroring";
constexpr std::string_view kFlowExport = "flow export";

/// True when frames leave the interface as they are.
bool IsPort(const model::Device& device, const std::string& name) {
  const model::InterfaceIndex index = model::FindInterface(device, name);
  return !index.valid() || device.interfaces[index.index()].kind != model::InterfaceKind::kTunnel;
}

model::CopyTarget RoutedTarget(const MirrorSessionText& text) {
  model::CopyTarget target;
  target.address = text.address.value;
  if (text.origin.set()) target.from = text.origin.value;
  target.vrf = text.vrf;
  target.protocol = net::kProtocolGre;
  target.span = text.address.span;
  return target;
}

}  // namespace

void AddMirror(const std::string& name, const MirrorSessionText& text, bool certain, StatementReport& report,
               model::Device& device) {
  if (text.shutdown.value_or(false)) return;
  model::CopySession session{name, model::CopiedWhat::kPackets, {}, {}};
  for (const MirrorSourceText& from : text.sources) {
    // A name that is no interface here may have been misread: copies must not get lost with it.
    if (!model::FindInterface(device, from.interface).valid())
      report.Demote(from.span, Impact::kCopying, kMirror);
    const bool all = certain && !text.filtered && !from.filtered;
    session.sources.push_back({from.interface, from.inbound, from.outbound, true, true, all, from.span});
  }
  for (const Setting<std::string>& port : text.ports) {
    if (!IsPort(device, port.value)) {
      report.Demote(port.span, Impact::kCopying, "mirroring into a tunnel");
      continue;
    }
    model::CopyTarget target;
    target.interface = port.value;
    target.span = port.span;
    session.targets.push_back(std::move(target));
  }
  if (text.address.set()) session.targets.push_back(RoutedTarget(text));
  if (!session.sources.empty()) device.copying.push_back(std::move(session));
}

model::CopyTarget CollectorOf(const ExporterText& exporter, const Setting<std::string>& source,
                              const model::Device& device) {
  model::CopyTarget target;
  target.address = exporter.destination.value;
  target.vrf = exporter.vrf;
  target.protocol = net::kProtocolUdp;
  target.port = static_cast<std::uint16_t>(exporter.port.value);
  target.span = exporter.destination.span;
  const auto own = net::ParseAddress(source.value);
  if (own && own->family == target.address->family) target.from = *own;
  const model::InterfaceIndex from = model::FindInterface(device, source.value);
  if (!from.valid()) return target;
  for (const model::InterfaceAddress& address : device.interfaces[from.index()].addresses) {
    if (!target.from && address.address.address.family == target.address->family)
      target.from = address.address.address;
  }
  return target;
}

std::vector<model::CopyTarget> CollectorsOf(const FlowTexts& texts, const FlowUseText& use,
                                            StatementReport& report, const model::Device& device) {
  std::vector<model::CopyTarget> targets;
  const auto monitor = texts.monitors.find(use.monitor);
  if (monitor == texts.monitors.end()) {
    report.Demote(use.span, Impact::kCopying, kFlowExport);
    return targets;
  }
  for (const Setting<std::string>& name : monitor->second.exporters) {
    const auto exporter = texts.exporters.find(name.value);
    if (exporter == texts.exporters.end()) {
      report.Demote(name.span, Impact::kCopying, kFlowExport);
    } else if (exporter->second.destination.set()) {
      targets.push_back(CollectorOf(exporter->second, exporter->second.source, device));
    }
  }
  return targets;
}

model::CopySession* FindCopySession(const std::string& name, model::Device& device) {
  const auto session = std::ranges::find(device.copying, name, &model::CopySession::name);
  return session == device.copying.end() ? nullptr : &*session;
}

model::CopySession* CopySessionOf(const std::string& name, model::CopiedWhat what,
                                  std::vector<model::CopyTarget> targets, model::Device& device) {
  if (model::CopySession* known = FindCopySession(name, device)) return known;
  if (targets.empty()) return nullptr;
  return &device.copying.emplace_back(model::CopySession{name, what, {}, std::move(targets)});
}

model::CopySource SourceOf(const std::string& interface, const FlowUseText& use) {
  const bool ipv6 = use.family == net::Family::kIpv6;
  return {interface, !use.outbound, use.outbound, !ipv6, ipv6, true, use.span};
}

std::string InterfaceWith(const model::Device& device, const net::IpAddress& address) {
  for (const model::Interface& interface : device.interfaces) {
    for (const model::InterfaceAddress& own : interface.addresses) {
      if (own.address.address == address) return interface.name;
    }
  }
  return "";
}

std::string_view WordOf(const model::CopySource& source, const DirectionWords& words) {
  if (source.inbound && source.outbound) return words.both;
  return source.inbound ? words.in : words.out;
}

}  // namespace ringfence::formats
