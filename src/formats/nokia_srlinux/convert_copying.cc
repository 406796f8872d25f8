// Copies in the neutral model. Without a word about its state a mirror or sFlow may be on or off, which
// leaves its sources open.
#include <string>

#include "formats/copying_text.h"
#include "formats/nokia_srlinux/convert.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

std::string VrfOf(const Name& instance) {
  return instance.value == "default" ? std::string() : std::string(instance.value);
}

void AddMirror(Reader& reader, const MirrorText& text, model::Device& device) {
  if (text.admin.set() && !text.admin.value) return;
  model::CopySession session{
      "mirroring-instance " + std::string(text.name), model::CopiedWhat::kPackets, {}, {}};
  for (const MirroredText& from : text.sources) {
    const std::string_view way = from.direction.value;
    // What a source without a direction copies: the wider reading.
    const bool both = way != "ingress-only" && way != "egress-only";
    if (!model::FindInterface(device, from.interface.value).valid())
      reader.Unmodelled(from.interface.node, Impact::kCopying, "mirroring");
    session.sources.push_back({std::string(from.interface.value), both || way == "ingress-only",
                               both || way == "egress-only", true, true, text.admin.set(),
                               from.interface.span});
  }
  model::CopyTarget target;
  if (text.local.set()) {
    // A sub-interface for copies is in no instance, where others count as down: the port is what matters.
    target.interface = std::string(text.local.value.substr(0, text.local.value.find('.')));
    target.span = text.local.span;
    session.targets.push_back(target);
  } else if (text.to.set()) {
    target.address = text.to.value;
    if (text.from.set() && text.from.value.family == text.to.value.family) target.from = text.from.value;
    target.vrf = VrfOf(text.instance);
    target.protocol = net::kProtocolGre;
    target.span = text.to.span;
    session.targets.push_back(target);
  }
  if (!session.sources.empty()) device.copying.push_back(std::move(session));
}

/// Samples hold the beginning of packets that come in.
void AddSflow(const SrlText& text, model::Device& device) {
  const SflowText& sflow = text.sflow;
  if (sflow.admin.set() && !sflow.admin.value) return;
  model::CopySession session{"sflow", model::CopiedWhat::kPackets, {}, {}};
  for (const InterfaceText& interface : text.interfaces) {
    if (!interface.sflow.value_or(false)) continue;
    session.sources.push_back(
        {std::string(interface.name), true, false, true, true, sflow.admin.set(), interface.sflow.span});
  }
  for (const CollectorText& collector : sflow.collectors) {
    if (!collector.address.set()) continue;
    model::CopyTarget target;
    target.address = collector.address.value;
    if (collector.source.set() && collector.source.value.family == target.address->family)
      target.from = collector.source.value;
    target.vrf = VrfOf(collector.instance);
    target.protocol = net::kProtocolUdp;
    target.port = static_cast<std::uint16_t>(collector.port.value_or(kSflowPort));
    target.span = collector.address.span;
    session.targets.push_back(std::move(target));
  }
  if (!session.sources.empty() && !session.targets.empty()) device.copying.push_back(std::move(session));
}

}  // namespace

void ConvertCopying(Reader& reader, const SrlText& text, routing::DeviceConfig& config) {
  for (const MirrorText& mirror : text.mirrors) AddMirror(reader, mirror, config.device);
  AddSflow(text, config.device);
}

}  // namespace ringfence::formats::nokia_srlinux
