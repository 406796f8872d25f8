// The neutral model as configuration text: what Parse reads back gives the same model. Everything is written
// in its explicit form (`ip ospf area A` instead of `network`, no peer groups but where the text needs one),
// so one notation is enough.

#include "formats/arista_eos/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/arista_eos/arista_eos.h"
#include "formats/arista_eos/convert.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::arista_eos {
namespace {

/// Routes made by BGP have no weight only with the newer routing model.
bool IsMultiAgent(const routing::bgp::BgpConfig& bgp) {
  for (const routing::bgp::BgpVrf& vrf : bgp.vrfs) {
    for (const routing::bgp::BgpFamilyConfig& family : vrf.families) {
      if (std::ranges::any_of(family.networks, [](const auto& network) { return network.weight == 0U; }))
        return true;
    }
  }
  return false;
}

void PrintVrfs(std::string& out, const routing::DeviceConfig& config) {
  for (const routing::VrfConfig& vrf : config.vrfs) {
    if (vrf.name.empty()) continue;
    out += fmt::format("vrf instance {}\n", vrf.name);
    if (vrf.forwards4) out += fmt::format("ip routing vrf {}\n", vrf.name);
    if (vrf.forwards6) out += fmt::format("ipv6 unicast-routing vrf {}\n", vrf.name);
  }
  if (config.device.forwards4) out += "ip routing\n";
  if (config.device.forwards6) out += "ipv6 unicast-routing\n";
}

std::string_view NameOfVrf(const std::string& vrf) { return vrf.empty() ? "default" : std::string_view(vrf); }

void PrintLeaks(std::string& out, const routing::DeviceConfig& config) {
  std::string text;
  for (const routing::VrfConfig& vrf : config.vrfs) {
    if (vrf.leaks.empty()) continue;
    text += fmt::format("   vrf {}\n", NameOfVrf(vrf.name));
    for (const routing::VrfLeak& leak : vrf.leaks) {
      // One line leaks both families.
      if (leak.family == net::Family::kIpv6 || leak.policies.empty()) continue;
      text += fmt::format("      leak routes source-vrf {} subscribe-policy {}\n", NameOfVrf(leak.from_vrf),
                          leak.policies.front());
    }
  }
  if (!text.empty()) out += "router general\n" + text;
}

void PrintStatics(std::string& out, const routing::DeviceConfig& config) {
  for (const routing::static_routes::StaticRoute& route : config.static_routes.routes) {
    out += route.prefix.family() == net::Family::kIpv4 ? "ip route" : "ipv6 route";
    if (!route.vrf.empty()) out += " vrf " + route.vrf;
    out += " " + net::ToString(route.prefix);
    if (route.next_hop_vrf) out += fmt::format(" egress-vrf {}", NameOfVrf(*route.next_hop_vrf));
    if (route.discard) out += " Null0";
    if (!route.interface.empty()) out += " " + route.interface;
    if (route.next_hop) out += " " + net::ToString(*route.next_hop);
    if (route.distance != 1) out += fmt::format(" {}", route.distance);
    if (route.tag) out += fmt::format(" tag {}", *route.tag);
    if (route.metric != 0) out += fmt::format(" metric {}", route.metric);
    out += "\n";
  }
}

}  // namespace

std::string Print(const routing::DeviceConfig& config) {
  std::string out = fmt::format("! device: {} (EOS-4.30.0F)\n!\n", config.device.name);
  if (IsMultiAgent(config.bgp)) out += "service routing protocols model multi-agent\n";
  if (!config.device.name.empty()) out += fmt::format("hostname {}\n", config.device.name);
  PrintVrfs(out, config);
  PrintInterfaces(out, config);
  PrintCopying(out, config.device);
  PrintAcls(out, config.device);
  PrintSteering(out, config.device);
  PrintNatPools(out, config.device);
  // What is printed has classes of digits.
  if (!config.policies.as_path_lists.empty()) out += "ip as-path regex-mode string\n";
  out += PrintPolicies(config.policies, Dialect());
  PrintStatics(out, config);
  PrintLeaks(out, config);
  PrintOspf(out, config);
  PrintIsis(out, config);
  PrintBgp(out, config);
  PrintManagement(out, config.device);
  out += "end\n";
  return out;
}

}  // namespace ringfence::formats::arista_eos
