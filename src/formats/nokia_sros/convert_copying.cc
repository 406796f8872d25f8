// Copies in the neutral model: a session for each mirror, one for the records of cflowd. Without a word about
// its state a mirror or cflowd may be on or off, which leaves its sources open.
#include <algorithm>
#include <string>

#include "formats/nokia_sros/convert.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr std::uint32_t kVlanMax = 4094;

bool Off(const Flagged& admin) { return admin.set() && !admin.value; }

/// `1/1/7:100`: frames leave the port with that tag.
model::CopyTarget TargetOf(const Name& sap) {
  model::CopyTarget target;
  const std::size_t colon = sap.value.find(':');
  target.interface = std::string(sap.value.substr(0, colon));
  if (colon != std::string_view::npos) {
    const auto tag = ParseNumber(sap.value.substr(colon + 1), 1, kVlanMax);
    if (tag) target.vlan = static_cast<std::uint16_t>(*tag);
  }
  target.span = sap.span;
  return target;
}

void AddMirror(Reader& reader, const SrosText& text, const MirrorSource& from, model::Device& device) {
  const auto to = std::ranges::find(text.mirror_destinations, from.name, &MirrorDestination::name);
  const bool known = to != text.mirror_destinations.end();
  if (Off(from.admin) || (known && Off(to->admin))) return;
  const bool certain = from.admin.set() && known && to->admin.set();
  model::CopySession session{"mirror " + std::string(from.name), model::CopiedWhat::kPackets, {}, {}};
  for (const MirroredPort& port : from.ports) {
    const bool in = port.ingress.value_or(false);
    const bool out = port.egress.value_or(false);
    if (!known || !model::FindInterface(device, port.port.value).valid())
      reader.Unmodelled(port.port.node, Impact::kCopying, "mirroring");
    if (!in && !out) continue;
    session.sources.push_back({std::string(port.port.value), in, out, true, true, certain, port.port.span});
  }
  for (std::size_t i = 0; known && i < to->saps.size(); ++i) session.targets.push_back(TargetOf(to->saps[i]));
  if (!session.sources.empty()) device.copying.push_back(std::move(session));
}

std::vector<model::CopyTarget> CollectorsOf(const Cflowd& cflowd, bool& certain) {
  std::vector<model::CopyTarget> targets;
  for (const Collector& collector : cflowd.collectors) {
    if (Off(collector.admin) || !collector.address.set()) continue;
    certain = certain && collector.admin.set();
    model::CopyTarget target;
    target.address = collector.address.value;
    const std::string_view router = collector.router.value;
    if (router != "Base") target.vrf = std::string(router);
    target.protocol = net::kProtocolUdp;
    target.port = static_cast<std::uint16_t>(collector.port.value_or(0));
    target.span = collector.address.span;
    targets.push_back(std::move(target));
  }
  return targets;
}

void AddRecords(Reader& reader, const SrosText& text, model::Device& device) {
  if (Off(text.cflowd.admin)) return;
  bool certain = text.cflowd.admin.set();
  model::CopySession session{"cflowd", model::CopiedWhat::kRecords, {}, {}};
  session.targets = CollectorsOf(text.cflowd, certain);
  for (const RouterText& router : text.routers) {
    for (const RouterInterface& interface : router.interfaces) {
      for (const FlowSampling& sampling : interface.sampling) {
        const std::string_view way = sampling.direction.value_or("ingress-only");
        const bool both = way == "both";
        // Filters choose with the other type.
        const bool all = certain && sampling.type.value == "interface";
        session.sources.push_back({interface.model_name, both || way == "ingress-only",
                                   both || way == "egress-only", true, true, all,
                                   reader.SpanOf(sampling.node)});
      }
    }
  }
  // Records that nobody collects stay on the device.
  if (!session.sources.empty() && !session.targets.empty()) device.copying.push_back(std::move(session));
}

}  // namespace

void ConvertCopying(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  for (const MirrorSource& source : text.mirror_sources) AddMirror(reader, text, source, config.device);
  AddRecords(reader, text, config.device);
}

}  // namespace ringfence::formats::nokia_sros
