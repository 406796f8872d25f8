// EVPN of bridged services and pipes over labelled paths (RFC 7432, RFC 8214). A service takes part when
// `bgp-evpn mpls` is enabled; routes lead to the system address; frames take a tunnel where
// `auto-bind-tunnel` admits one. Without targets of its own a service has one of the AS number and its `evi`.
// Prefixes of VPRNs in EVPN are converted with their VRFs (convert_bgp.cc); their next hop is checked here.
#include <fmt/format.h>

#include <algorithm>

#include "formats/community_text.h"
#include "formats/impacts.h"
#include "formats/nokia_sros/convert.h"

namespace ringfence::formats::nokia_sros {
namespace {

constexpr const char* kOpenEvpn = "EVPN of a service";
constexpr std::uint32_t kTwoOctetsMax = 0xffff;

/// The target as written, or the one that follows from the AS number; nothing, with the service open, where
/// it is of no known form.
std::vector<std::string> TargetsOf(Reader& reader, const ServiceEvpnText& from,
                                   const Stated<std::string_view>& stated, std::uint32_t as) {
  if (stated.set()) {
    const auto community = ExtendedCommunity(stated.value);
    if (community) return {*community};
  } else if (from.evi.set() && as != 0 && as <= kTwoOctetsMax) {
    return {fmt::format("target:{}:{}", as, from.evi.value)};
  }
  reader.Unmodelled(from.node, kPaths, "route target of this form");
  return {};
}

void AddInstance(Reader& reader, const L2ServiceText& service, model::L2Service& to,
                 const routing::DeviceConfig& config) {
  const ServiceEvpnText& from = service.evpn;
  base::Span span;
  model::EvpnInstance& evpn = to.evpn.emplace();
  evpn.span = reader.SpanOf(from.node);
  evpn.local = SystemAddress(config.device, span);
  evpn.wire = service.pipe;
  evpn.tag = service.pipe ? from.local_tag.value_or(0) : 0;
  evpn.far_tag = service.pipe ? from.remote_tag.value_or(0) : 0;
  evpn.import_targets = TargetsOf(reader, from, from.import_target, config.bgp.as);
  evpn.export_targets = TargetsOf(reader, from, from.export_target, config.bgp.as);
  const bool any = from.resolution.value == "any";
  const bool ldp = from.resolution.value == "filter" && from.tunnel_ldp.value_or(false);
  const bool ends = !service.pipe || (from.local_tag.set() && from.remote_tag.set());
  // Beside EVPN the mesh of a VPLS may lead to the same devices; the ends of a pipe compare an MTU of theirs.
  if ((!any && !ldp) || !ends || from.several || !service.bindings.empty() ||
      (service.pipe && service.mtu.set()))
    reader.Unmodelled(from.node, kPaths, kOpenEvpn);
}

/// Some session that carries EVPN has another end here than the system address, which is then no next hop.
bool HasOtherNextHop(const routing::DeviceConfig& config) {
  base::Span span;
  const std::optional<net::IpAddress> system = SystemAddress(config.device, span);
  for (const routing::bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const routing::bgp::BgpNeighbor& peer : vrf.neighbors) {
      const bool evpn = std::ranges::count(peer.families, routing::bgp::BgpFamily::kEvpn,
                                           &routing::bgp::NeighborFamily::family) > 0;
      const bool by_name = peer.update_source_interface == "system";
      if (evpn && !by_name && (!peer.update_source || peer.update_source != system)) return true;
    }
  }
  return false;
}

}  // namespace

void ConvertServiceEvpn(Reader& reader, const SrosText& text, routing::DeviceConfig& config) {
  for (const L2ServiceText& from : text.l2_services) {
    if (from.evpn.node == kNone || !from.evpn.admin.value_or(false)) continue;
    const auto to = std::ranges::find(config.device.l2_services, from.name, &model::L2Service::name);
    if (to != config.device.l2_services.end()) AddInstance(reader, from, *to, config);
  }
  const bool other = HasOtherNextHop(config);
  for (const RouterText& router : text.routers) {
    if (other && router.admin.value_or(false) && router.evpn.admin.value_or(false))
      reader.Unmodelled(router.evpn.node, kPaths, "EVPN of a VPRN");
  }
}

}  // namespace ringfence::formats::nokia_sros
