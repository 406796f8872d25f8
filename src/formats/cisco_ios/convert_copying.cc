// Copies in the neutral model: a session for each `monitor session`, and one for the records of each
// collector set and family.

#include <fmt/format.h>

#include "formats/cisco_ios/reader.h"
#include "formats/copying_conversion.h"

namespace ringfence::formats::cisco_ios {
namespace {

/// Collectors of a monitor (empty name: of `ip flow-export`).
std::vector<model::CopyTarget> TargetsOf(Reader& reader, const FlowUseText& use,
                                         const model::Device& device) {
  const CopyingText& copying = reader.vendor.copying;
  if (!use.monitor.empty()) return CollectorsOf(copying.flows, use, reader, device);
  std::vector<model::CopyTarget> targets;
  for (const ExporterText& one : copying.exports)
    targets.push_back(CollectorOf(one, copying.export_source, device));
  return targets;
}

void AddFlowUse(Reader& reader, const InterfaceText& interface, const FlowUseText& use,
                model::Device& device) {
  const std::string name = fmt::format("{} flow{}{}", use.family == net::Family::kIpv6 ? "ipv6" : "ip",
                                       use.monitor.empty() ? "" : " monitor ", use.monitor);
  model::CopySession* session = FindCopySession(name, device);
  if (session == nullptr)
    session = CopySessionOf(name, model::CopiedWhat::kRecords, TargetsOf(reader, use, device), device);
  if (session != nullptr) session->sources.push_back(SourceOf(interface.name, use));
}

}  // namespace

void ConvertCopying(Reader& reader, routing::DeviceConfig& config) {
  for (const auto& [number, session] : reader.vendor.copying.sessions) {
    // Whether an ERSPAN session without `no shutdown` works depends on the system.
    const bool certain = !session.erspan || session.shutdown.set();
    AddMirror(fmt::format("monitor session {}", number), session, certain, reader, config.device);
  }
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    for (const FlowUseText& use : interface.flows) AddFlowUse(reader, interface, use, config.device);
  }
}

}  // namespace ringfence::formats::cisco_ios
