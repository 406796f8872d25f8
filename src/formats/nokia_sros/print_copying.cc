// Copies as flat lines.
#include <fmt/format.h>

#include "formats/nokia_sros/print.h"

namespace ringfence::formats::nokia_sros {
namespace {

using model::CopySession;

constexpr std::string_view kMirror = "mirror ";

void PrintMirror(const CopySession& session, std::string& out) {
  const std::string name = Quoted(std::string_view(session.name).substr(kMirror.size()));
  const std::string to = "/configure mirror mirror-dest " + name;
  const std::string from = "/configure mirror mirror-source " + name;
  out += to + " admin-state enable\n";
  for (const model::CopyTarget& target : session.targets) {
    const std::string tag = target.vlan ? fmt::format(":{}", *target.vlan) : std::string();
    out += fmt::format("{} sap {} {{ }}\n", to, Quoted(target.interface + tag));
  }
  if (session.sources[0].certain) out += from + " admin-state enable\n";
  for (const model::CopySource& source : session.sources) {
    const std::string port = fmt::format("{} port {}", from, Quoted(source.interface));
    if (source.inbound) out += port + " ingress true\n";
    if (source.outbound) out += port + " egress true\n";
  }
}

void PrintRecords(const CopySession& session, const model::Device& device, std::string& out) {
  out += "/configure cflowd admin-state enable\n";
  for (const model::CopyTarget& target : session.targets) {
    const std::string head =
        fmt::format("/configure cflowd collector {} port {}", net::ToString(*target.address), target.port);
    out += head + " admin-state enable\n";
    if (!target.vrf.empty()) out += fmt::format("{} router-instance {}\n", head, Quoted(target.vrf));
  }
  for (const model::CopySource& source : session.sources) {
    const auto index = model::FindInterface(device, source.interface);
    if (!index.valid()) continue;
    const std::string head =
        fmt::format("{} interface {} cflowd-parameters sampling unicast",
                    RouterHead(device.interfaces[index.index()].vrf), Quoted(source.interface));
    out += fmt::format("{} type {}\n", head, source.certain ? "interface" : "acl");
    out += fmt::format("{} direction {}\n", head,
                       source.inbound && source.outbound ? "both"
                       : source.inbound                  ? "ingress-only"
                                                         : "egress-only");
  }
}

}  // namespace

void PrintCopying(const model::Device& device, std::string& out) {
  for (const CopySession& session : device.copying) {
    session.what == model::CopiedWhat::kPackets ? PrintMirror(session, out)
                                                : PrintRecords(session, device, out);
  }
}

}  // namespace ringfence::formats::nokia_sros
