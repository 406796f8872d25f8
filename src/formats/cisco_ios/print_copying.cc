// Copies as text: sessions and collectors, then the flow monitors of interfaces. What may be narrowed is
// printed with a filter, which reads back as such.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_ios/print.h"
#include "formats/copying_conversion.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::CopiedWhat;
using model::CopySession;

/// A monitor of that name for sessions made from `ip flow-export`.
constexpr std::string_view kClassicMonitor = " flow monitor ";

bool IsClassic(const CopySession& session) { return session.name.find(kClassicMonitor) == std::string::npos; }

std::string MonitorOf(const CopySession& session) {
  return IsClassic(session)
             ? ""
             : session.name.substr(session.name.find(kClassicMonitor) + kClassicMonitor.size());
}

void PrintMirror(Printout& out, const CopySession& session) {
  const bool routed = !session.targets.empty() && session.targets[0].address;
  if (!routed) {
    for (const model::CopySource& source : session.sources) {
      out.text += fmt::format("{} source interface {} {}\n", session.name, source.interface,
                              WordOf(source, {"both", "rx", "tx"}));
      if (!source.certain) out.text += fmt::format("{} filter vlan 1 - 4094\n", session.name);
    }
    for (const model::CopyTarget& target : session.targets)
      out.text += fmt::format("{} destination interface {}\n", session.name, target.interface);
    return;
  }
  out.text += fmt::format("{} type erspan-source\n", session.name);
  for (const model::CopySource& source : session.sources) {
    out.text += fmt::format(" source interface {}{}\n", source.interface, WordOf(source, {"", " rx", " tx"}));
  }
  if (session.sources[0].certain) out.text += " no shutdown\n";
  const model::CopyTarget& target = session.targets[0];
  out.text += fmt::format(" destination\n  ip address {}\n", net::ToString(*target.address));
  if (target.from) out.text += fmt::format("  origin ip address {}\n", net::ToString(*target.from));
  if (!target.vrf.empty()) out.text += fmt::format("  vrf {}\n", target.vrf);
}

void PrintCollectors(Printout& out, const CopySession& session, const model::Device& device) {
  std::string exporters;
  for (std::size_t i = 0; i < session.targets.size(); ++i) {
    const model::CopyTarget& target = session.targets[i];
    const std::string address = net::ToString(*target.address);
    const std::string vrf = target.vrf.empty() ? "" : " vrf " + target.vrf;
    const std::string source = target.from ? InterfaceWith(device, *target.from) : "";
    if (IsClassic(session)) {
      if (!source.empty()) out.text += fmt::format("ip flow-export source {}\n", source);
      out.text += fmt::format("ip flow-export destination {} {}{}\n", address, target.port, vrf);
      continue;
    }
    std::string name = session.name + fmt::format(" {}", i);
    for (char& byte : name) byte = byte == ' ' ? '-' : byte;
    out.text += fmt::format("flow exporter {}\n destination {}{}\n", name, address, vrf);
    if (!source.empty()) out.text += fmt::format(" source {}\n", source);
    if (target.port != 0) out.text += fmt::format(" transport udp {}\n", target.port);
    exporters += fmt::format(" exporter {}\n", name);
  }
  if (!IsClassic(session)) out.text += fmt::format("flow monitor {}\n{}", MonitorOf(session), exporters);
}

}  // namespace

void PrintCopying(Printout& out, const model::Device& device) {
  std::vector<std::string> printed;  // monitors; both families may use one
  for (const CopySession& session : device.copying) {
    if (session.what == CopiedWhat::kPackets) {
      PrintMirror(out, session);
    } else if (std::ranges::count(printed, MonitorOf(session)) == 0) {
      PrintCollectors(out, session, device);
      printed.push_back(MonitorOf(session));
    }
  }
}

void PrintInterfaceCopying(Printout& out, const model::Interface& interface, const model::Device& device) {
  for (const CopySession& session : device.copying) {
    if (session.what != CopiedWhat::kRecords) continue;
    for (const model::CopySource& source : session.sources) {
      if (source.interface != interface.name) continue;
      const bool classic = IsClassic(session);
      const std::string_view way =
          source.inbound ? (classic ? "ingress" : "input") : (classic ? "egress" : "output");
      out.text += fmt::format(" {} {}\n", session.name, way);
    }
  }
}

}  // namespace ringfence::formats::cisco_ios
