// Copies and tunnels as text.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formats/cisco_nxos/print.h"
#include "formats/copying_conversion.h"
#include "formats/tunnel_text.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::CopySession;

constexpr std::string_view kMonitor = " flow monitor ";

std::string_view VrfWord(const model::CopyTarget& target) {
  return target.vrf.empty() ? "default" : std::string_view(target.vrf);
}

/// The monitor of a session of records; empty for others.
std::string MonitorOf(const CopySession& session) {
  const std::size_t at = session.name.find(kMonitor);
  return at == std::string::npos ? "" : session.name.substr(at + kMonitor.size());
}

bool Routed(const CopySession& session) {
  return !session.targets.empty() && session.targets[0].address.has_value();
}

void PrintSession(Printout& out, const CopySession& session) {
  out.text += fmt::format("{}{}\n", session.name, Routed(session) ? " type erspan-source" : "");
  for (const model::CopySource& source : session.sources) {
    out.text +=
        fmt::format("  source interface {} {}\n", source.interface, WordOf(source, {"both", "rx", "tx"}));
  }
  for (const model::CopyTarget& target : session.targets) {
    if (!target.address) {
      out.text += fmt::format("  destination interface {}\n", target.interface);
      continue;
    }
    out.text +=
        fmt::format("  vrf {}\n  destination ip {}\n", VrfWord(target), net::ToString(*target.address));
  }
  if (session.sources[0].certain) out.text += "  no shut\n";
}

void PrintSflow(Printout& out, const CopySession& session) {
  for (const model::CopyTarget& target : session.targets) {
    const std::string from = target.from ? " source " + net::ToString(*target.from) : "";
    out.text += fmt::format("sflow collector-ip {} vrf {}{}\nsflow collector-port {}\n",
                            net::ToString(*target.address), VrfWord(target), from, target.port);
  }
  for (const model::CopySource& source : session.sources) {
    if (source.inbound) out.text += fmt::format("sflow data-source interface {}\n", source.interface);
  }
}

void PrintFlows(Printout& out, const CopySession& session, const model::Device& device) {
  std::string uses;
  for (std::size_t i = 0; i < session.targets.size(); ++i) {
    const model::CopyTarget& target = session.targets[i];
    const std::string name = fmt::format("{}-{}", MonitorOf(session), i);
    out.text += fmt::format("flow exporter {}\n  destination {} use-vrf {}\n", name,
                            net::ToString(*target.address), VrfWord(target));
    if (target.from) out.text += fmt::format("  source {}\n", InterfaceWith(device, *target.from));
    if (target.port != 0) out.text += fmt::format("  transport udp {}\n", target.port);
    uses += fmt::format("  exporter {}\n", name);
  }
  out.text += fmt::format("flow monitor {}\n{}", MonitorOf(session), uses);
}

}  // namespace

void PrintCopying(Printout& out, const model::Device& device) {
  std::set<std::string> monitors;  // both families may use one
  for (const CopySession& session : device.copying) {
    if (session.name == "sflow") {
      PrintSflow(out, session);
    } else if (session.what == model::CopiedWhat::kPackets) {
      PrintSession(out, session);
    } else if (monitors.insert(MonitorOf(session)).second) {
      PrintFlows(out, session, device);
    }
    if (Routed(session) && session.name.starts_with("monitor ") && session.targets[0].from)
      out.text += fmt::format("monitor erspan origin ip-address {} global\n",
                              net::ToString(*session.targets[0].from));
  }
}

void PrintInterfaceCopying(Printout& out, const model::Interface& interface, const model::Device& device) {
  for (const CopySession& session : device.copying) {
    if (session.what != model::CopiedWhat::kRecords) continue;
    for (const model::CopySource& source : session.sources) {
      if (source.interface == interface.name)
        out.text += fmt::format("  {} {}\n", session.name, source.inbound ? "input" : "output");
    }
  }
  const model::TunnelConfig* tunnel = TunnelOf(device, interface.name);
  if (tunnel == nullptr) return;
  const bool gre = tunnel->encapsulation == model::Encapsulation::kGre;
  out.text += fmt::format("  tunnel mode {}\n  tunnel use-vrf {}\n", gre ? "gre ip" : "ipip ip",
                          tunnel->underlay_vrf->empty() ? "default" : *tunnel->underlay_vrf);
  out.text += PrintTunnelEnds(*tunnel, "  ");
}

}  // namespace ringfence::formats::cisco_nxos
