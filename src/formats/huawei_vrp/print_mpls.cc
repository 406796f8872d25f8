// LDP and static LSPs as text.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/print.h"
#include "formats/print_policy_text.h"

namespace ringfence::formats::huawei_vrp {
namespace {

std::string WordsOf(const routing::ldp::LdpChoice& choice) {
  constexpr std::string_view kWords[] = {"all", "host", "ip-prefix ", "none"};
  std::string words(kWords[static_cast<std::size_t>(choice.kind)]);
  if (!choice.list.empty()) words += BareListName(choice.list);
  return words;
}

}  // namespace

void PrintMpls(Printing& out) {
  const routing::ldp::LdpConfig& ldp = out.config.ldp;
  const routing::te::TeConfig& te = out.config.te;
  const bool typed = !out.config.static_lsps.interfaces.empty();
  if (!ldp.enabled && !typed && !te.enabled) return;
  // The id is of no use without LDP, but MPLS does not run without one.
  const std::optional<net::IpAddress>& known = ldp.transport ? ldp.transport : te.router_id;
  const std::string id = known ? net::ToString(*known) : "192.0.2.255";
  out.text += fmt::format("mpls lsr-id {}\n#\nmpls\n", id);
  if (ldp.explicit_null || te.explicit_null) out.text += " label advertise explicit-null\n";
  if (ldp.begins.kind != routing::ldp::LdpChoice::kHosts && ldp.enabled)
    out.text += fmt::format(" lsp-trigger {}\n", WordsOf(ldp.begins));
  if (te.enabled) out.text += " mpls te\n mpls rsvp-te\n mpls te cspf\n";
  if (ldp.binds_labelled_bgp) out.text += " lsp-trigger bgp-label-route\n";
  out.text += "#\n";
  if (!ldp.enabled) return;
  out.text += "mpls ldp\n";
  if (!ldp.ordered) out.text += " label distribution control-mode independent\n";
  if (ldp.passes_on.kind == routing::ldp::LdpChoice::kListed)
    out.text += fmt::format(" propagate mapping for {}\n", WordsOf(ldp.passes_on));
  out.text += "#\n";
}

void PrintInterfaceMpls(Printing& out, const model::Interface& interface) {
  const auto& interfaces = out.config.ldp.interfaces;
  const bool ldp = std::ranges::count(interfaces, interface.name, &routing::ldp::LdpInterface::name) > 0;
  if (ldp || std::ranges::count(out.config.static_lsps.interfaces, interface.name) > 0) out.text += " mpls\n";
  if (ldp) out.text += " mpls ldp\n";
}

void PrintStaticLsps(Printing& out) {
  for (const routing::static_lsps::StaticLsp& lsp : out.config.static_lsps.lsps) {
    const std::string_view role = lsp.begins_for ? "ingress" : lsp.out_label ? "transit" : "egress";
    out.text += fmt::format("static-lsp {} {}", role, lsp.name);
    if (lsp.begins_for) {
      out.text +=
          fmt::format(" destination {} {}", net::ToString(lsp.begins_for->address), lsp.begins_for->length);
    }
    if (!lsp.in_interface.empty()) out.text += " incoming-interface " + lsp.in_interface;
    if (lsp.in_label) out.text += fmt::format(" in-label {}", *lsp.in_label);
    if (lsp.gateway) out.text += " nexthop " + net::ToString(*lsp.gateway);
    if (!lsp.out_interface.empty()) out.text += " outgoing-interface " + lsp.out_interface;
    if (lsp.out_label) out.text += fmt::format(" out-label {}", *lsp.out_label);
    out.text += '\n';
  }
}

}  // namespace ringfence::formats::huawei_vrp
