// Copies as text: observing ports and collectors, then `port-mirroring` and `ip netstream` of interfaces.
#include <fmt/format.h>

#include "formats/huawei_vrp/print.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::CopiedWhat;

std::string_view FamilyOf(const model::CopySession& session) {
  return session.sources.empty() || session.sources[0].ipv4 ? "ip" : "ipv6";
}

void PrintTarget(Printing& out, const model::CopySession& session, const model::CopyTarget& target) {
  const std::string vrf = target.vrf.empty() ? "" : " vpn-instance " + target.vrf;
  if (session.what == CopiedWhat::kRecords) {
    if (target.from)
      out.text +=
          fmt::format("{} netstream export source {}\n", FamilyOf(session), net::ToString(*target.from));
    out.text += fmt::format("{} netstream export host {} {}{}\n", FamilyOf(session),
                            net::ToString(*target.address), target.port, vrf);
  } else if (target.address) {
    out.text += fmt::format("{} destination-ip {} source-ip {}{}\n", session.name,
                            net::ToString(*target.address), net::ToString(*target.from), vrf);
  } else {
    out.text += fmt::format("{} interface {}", session.name, target.interface);
    if (target.vlan) out.text += fmt::format(" vlan {}", *target.vlan);
    out.text += '\n';
  }
}

}  // namespace

void PrintCopying(Printing& out) {
  for (const model::CopySession& session : out.config.device.copying) {
    for (const model::CopyTarget& target : session.targets) PrintTarget(out, session, target);
  }
}

void PrintInterfaceCopying(Printing& out, const model::Interface& interface) {
  for (const model::CopySession& session : out.config.device.copying) {
    for (const model::CopySource& source : session.sources) {
      if (source.interface != interface.name) continue;
      const bool both = source.inbound && source.outbound;
      const std::string_view direction = both ? "both" : source.inbound ? "inbound" : "outbound";
      out.text += session.what == CopiedWhat::kRecords
                      ? fmt::format(" {} netstream {}\n", FamilyOf(session), direction)
                      : fmt::format(" port-mirroring to {} {}\n", session.name, direction);
    }
  }
}

}  // namespace ringfence::formats::huawei_vrp
