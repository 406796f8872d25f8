// Bridge domains and EVPN instances as text. A domain has an instance of its own, named like it.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {
namespace {

constexpr std::string_view kDomain = "bridge-domain ", kWire = "evpl ";

/// "bridge-domain 10" as the name of an instance.
std::string InstanceOf(const model::L2Service& service) {
  std::string name = service.name;
  std::ranges::replace(name, ' ', '-');
  return name;
}

const model::VxlanSegment* SegmentOf(const Printing& out, const model::L2Service& service) {
  const auto& vxlan = out.config.device.vxlan;
  if (!vxlan) return nullptr;
  const auto found = std::ranges::find(vxlan->segments, service.name, &model::VxlanSegment::service);
  return found == vxlan->segments.end() ? nullptr : &*found;
}

void PrintTargets(Printing& out, const std::vector<std::string>& targets, std::string_view direction) {
  constexpr std::string_view kKind = "target:";
  for (const std::string& target : targets)
    out.text += fmt::format(" vpn-target {} {}-extcommunity\n", target.substr(kKind.size()), direction);
}

void PrintInstance(Printing& out, const model::L2Service& service, const std::vector<std::string>& imports,
                   const std::vector<std::string>& exports) {
  const bool wire = service.evpn && service.evpn->wire;
  out.text += fmt::format("evpn vpn-instance {} {}\n", InstanceOf(service), wire ? "vpws" : "bd-mode");
  PrintTargets(out, imports, "import");
  PrintTargets(out, exports, "export");
  out.text += "#\n";
}

void PrintBridge(Printing& out, const model::L2Service& service) {
  const model::VxlanSegment* segment = SegmentOf(out, service);
  const bool told =
      segment != nullptr && !(segment->import_targets.empty() && segment->export_targets.empty());
  if (service.evpn) PrintInstance(out, service, service.evpn->import_targets, service.evpn->export_targets);
  if (told) PrintInstance(out, service, segment->import_targets, segment->export_targets);
  const bool wire = service.name.starts_with(kWire);
  out.text += wire ? fmt::format("evpl instance {} mpls-mode\n", service.name.substr(kWire.size()))
                   : service.name + "\n";
  if (segment != nullptr) out.text += fmt::format(" vxlan vni {}\n", segment->vni);
  if (service.evpn || told) out.text += " evpn binding vpn-instance " + InstanceOf(service);
  if (service.evpn && !wire && service.evpn->tag != 0)
    out.text += fmt::format(" bd-tag {}", service.evpn->tag);
  if (service.evpn || told) out.text += '\n';
  if (service.evpn && wire)
    out.text +=
        fmt::format(" local-service-id {} remote-service-id {}\n", service.evpn->tag, service.evpn->far_tag);
  out.text += "#\n";
}

}  // namespace

bool IsBridge(const model::L2Service& service) {
  return service.name.starts_with(kDomain) || service.name.starts_with(kWire);
}

bool IsBridgePort(const Printing& out, std::string_view interface) {
  return std::ranges::any_of(out.config.device.l2_services, [&](const model::L2Service& service) {
    return IsBridge(service) &&
           std::ranges::count(service.attachments, interface, &model::Attachment::interface) > 0;
  });
}

void PrintBridges(Printing& out) {
  const auto& services = out.config.device.l2_services;
  const auto told = std::ranges::find_if(
      services, [](const model::L2Service& service) { return service.evpn && service.evpn->local; });
  const bool routes = std::ranges::any_of(out.config.vrfs, &routing::VrfConfig::evpn_over_labels);
  const std::optional<net::IpAddress> source = told != services.end() ? told->evpn->local
                                               : routes               ? TellingAddress(out.config)
                                                                      : std::nullopt;
  if (source) out.text += fmt::format("evpn source-address {}\n#\n", net::ToString(*source));
  for (const model::L2Service& service : services) {
    if (IsBridge(service)) PrintBridge(out, service);
  }
}

void PrintBridgePort(Printing& out, const model::Interface& interface, const model::L2Service& service) {
  if (interface.vlan) out.text += fmt::format(" encapsulation dot1q vid {}\n", *interface.vlan);
  out.text += " rewrite pop single\n";
  const bool wire = service.name.starts_with(kWire);
  out.text += wire ? fmt::format(" evpl instance {}\n", service.name.substr(kWire.size()))
                   : " " + service.name + "\n";
}

}  // namespace ringfence::formats::huawei_vrp
