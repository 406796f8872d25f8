// Copies and tunnels as text. What may be narrowed is printed with a list, which reads back as such.

#include <fmt/format.h>

#include <algorithm>

#include "formats/arista_eos/print.h"
#include "formats/copying_conversion.h"
#include "formats/tunnel_text.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::CopySession;

constexpr std::string_view kTracker = "flow tracker ";

void PrintSession(std::string& out, const CopySession& session) {
  for (const model::CopySource& source : session.sources) {
    out += fmt::format("{} source {} {}{}\n", session.name, source.interface,
                       WordOf(source, {"both", "rx", "tx"}), source.certain ? "" : " ip access-group SOME");
  }
  for (const model::CopyTarget& target : session.targets) {
    if (!target.address) {
      out += fmt::format("{} destination {}\n", session.name, target.interface);
    } else {
      out += fmt::format("{} destination tunnel mode gre source {} destination {}\n", session.name,
                         net::ToString(*target.from), net::ToString(*target.address));
    }
  }
}

void PrintTracker(std::string& out, const CopySession& session, const model::Device& device) {
  const std::string_view names = std::string_view(session.name).substr(kTracker.size());
  const std::size_t blank = names.find(' ');
  out += fmt::format("flow tracking {}\n   tracker {}\n", names.substr(0, blank), names.substr(blank + 1));
  for (std::size_t i = 0; i < session.targets.size(); ++i) {
    const model::CopyTarget& target = session.targets[i];
    out += fmt::format("      exporter {}\n         collector {}", i, net::ToString(*target.address));
    out += target.port == 0 ? "\n" : fmt::format(" port {}\n", target.port);
    if (target.from) out += fmt::format("         local interface {}\n", InterfaceWith(device, *target.from));
  }
  if (session.sources[0].certain) out += "   no shutdown\n";
}

void PrintSflow(std::string& out, const CopySession& session) {
  for (const model::CopyTarget& target : session.targets) {
    const std::string vrf = target.vrf.empty() ? "" : " vrf " + target.vrf;
    out += fmt::format("sflow{} destination {} {}\n", vrf, net::ToString(*target.address), target.port);
    if (target.from && target.vrf.empty())
      out += fmt::format("sflow source {}\n", net::ToString(*target.from));
  }
  out += "sflow interface disable default\nsflow run\n";
}

}  // namespace

void PrintCopying(std::string& out, const model::Device& device) {
  for (const CopySession& session : device.copying) {
    if (session.name == "sflow") {
      PrintSflow(out, session);
    } else if (session.what == model::CopiedWhat::kPackets) {
      PrintSession(out, session);
    } else {
      PrintTracker(out, session, device);
    }
  }
}

void PrintInterfaceCopying(std::string& out, const model::Interface& interface, const model::Device& device) {
  for (const CopySession& session : device.copying) {
    for (const model::CopySource& source : session.sources) {
      if (source.interface != interface.name) continue;
      if (session.what == model::CopiedWhat::kRecords) out += fmt::format("   {}\n", session.name);
      if (session.name != "sflow") continue;
      if (source.inbound) out += "   sflow enable\n";
      if (source.outbound) out += "   sflow egress enable\n";
    }
  }
  const model::TunnelConfig* tunnel = TunnelOf(device, interface.name);
  if (tunnel == nullptr) return;
  out += "   tunnel mode gre\n" + PrintTunnelEnds(*tunnel, "   ");
  const std::string& vrf = *tunnel->underlay_vrf;
  out += fmt::format("   tunnel underlay vrf {}\n", vrf.empty() ? "default" : vrf);
}

}  // namespace ringfence::formats::arista_eos
