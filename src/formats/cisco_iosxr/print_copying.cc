// Copies and tunnels as text. What may be narrowed is printed with a list, which reads back as such.

#include <fmt/format.h>

#include <set>

#include "formats/cisco_iosxr/print.h"
#include "formats/copying_conversion.h"
#include "formats/tunnel_text.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::CopySession;

constexpr std::string_view kMonitor = " monitor ";

/// The monitor of a session of records.
std::string MonitorOf(const CopySession& session) {
  return session.name.substr(session.name.find(kMonitor) + kMonitor.size());
}

void PrintFlows(Printout& out, const CopySession& session, const model::Device& device) {
  std::string uses;
  for (std::size_t i = 0; i < session.targets.size(); ++i) {
    const model::CopyTarget& target = session.targets[i];
    const std::string name = fmt::format("{}-{}", MonitorOf(session), i);
    const std::string vrf = target.vrf.empty() ? "" : " vrf " + target.vrf;
    out.text +=
        fmt::format("flow exporter-map {}\n destination {}{}\n", name, net::ToString(*target.address), vrf);
    if (target.from) out.text += fmt::format(" source {}\n", InterfaceWith(device, *target.from));
    if (target.port != 0) out.text += fmt::format(" transport udp {}\n", target.port);
    out.text += "!\n";
    uses += fmt::format(" exporter {}\n", name);
  }
  out.text += fmt::format("flow monitor-map {}\n{}!\n", MonitorOf(session), uses);
}

}  // namespace

void PrintCopying(Printout& out, const model::Device& device) {
  std::set<std::string> monitors;  // both families may use one
  for (const CopySession& session : device.copying) {
    if (session.what == model::CopiedWhat::kRecords) {
      if (monitors.insert(MonitorOf(session)).second) PrintFlows(out, session, device);
      continue;
    }
    out.text += fmt::format("{} ethernet\n", session.name);
    for (const model::CopyTarget& target : session.targets)
      out.text += fmt::format(" destination interface {}\n", target.interface);
    out.text += "!\n";
  }
}

void PrintInterfaceCopying(Printout& out, const model::Interface& interface, const model::Device& device) {
  for (const CopySession& session : device.copying) {
    for (const model::CopySource& source : session.sources) {
      if (source.interface != interface.name) continue;
      if (session.what == model::CopiedWhat::kRecords) {
        out.text += fmt::format(" {} {}\n", session.name, source.inbound ? "ingress" : "egress");
        continue;
      }
      out.text += fmt::format(" {} ethernet{}\n", session.name,
                              WordOf(source, {"", " direction rx-only", " direction tx-only"}));
      if (!source.certain) out.text += "  acl\n";
      out.text += " !\n";
    }
  }
  const model::TunnelConfig* tunnel = TunnelOf(device, interface.name);
  if (tunnel == nullptr) return;
  const bool gre = tunnel->encapsulation == model::Encapsulation::kGre;
  out.text += fmt::format(" tunnel mode {}ipv4\n", gre ? "gre " : "") + PrintTunnelEnds(*tunnel, " ");
  const std::string& vrf = *tunnel->underlay_vrf;
  out.text += fmt::format(" tunnel vrf {}\n", vrf.empty() ? "default" : vrf);
  if (tunnel->carrier == model::TunnelCarrier::kPeer) out.text += " keepalive 10 3\n";
}

}  // namespace ringfence::formats::cisco_iosxr
