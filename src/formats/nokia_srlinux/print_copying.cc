// Copies as flat lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/nokia_srlinux/print.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

using model::CopySession;

constexpr std::string_view kMirror = "mirroring-instance ";

void PrintMirror(const CopySession& session, std::string& out) {
  const std::string head = fmt::format("set / system mirroring mirroring-instance {}",
                                       Quoted(std::string_view(session.name).substr(kMirror.size())));
  if (session.sources[0].certain) out += head + " admin-state enable\n";
  for (const model::CopySource& source : session.sources) {
    const bool sub = source.interface.find('.') != std::string::npos;
    out += fmt::format("{} mirror-source {} {} direction {}\n", head, sub ? "subinterface" : "interface",
                       source.interface,
                       source.inbound && source.outbound ? "ingress-egress"
                       : source.inbound                  ? "ingress-only"
                                                         : "egress-only");
  }
  for (const model::CopyTarget& target : session.targets) {
    const std::string to = head + " mirror-destination";
    if (!target.address) {
      out += fmt::format("{} local {}\n", to, target.interface);
      continue;
    }
    const std::string_view family = target.address->family == net::Family::kIpv4 ? "ipv4" : "ipv6";
    out += fmt::format("{} remote network-instance {}\n", to, Quoted(InstanceOf(target.vrf)));
    out += fmt::format("{} remote tunnel-end-points dst-{} {}\n", to, family, net::ToString(*target.address));
    if (target.from)
      out += fmt::format("{} remote tunnel-end-points src-{} {}\n", to, family, net::ToString(*target.from));
  }
}

void PrintSflow(const CopySession& session, std::string& out) {
  if (session.sources[0].certain) out += "set / system sflow admin-state enable\n";
  int number = 0;
  for (const model::CopyTarget& target : session.targets) {
    const std::string head = fmt::format("set / system sflow collector {}", ++number);
    out +=
        fmt::format("{} collector-address {}\n{} network-instance {}\n{} port {}\n", head,
                    net::ToString(*target.address), head, Quoted(InstanceOf(target.vrf)), head, target.port);
    if (target.from) out += fmt::format("{} source-address {}\n", head, net::ToString(*target.from));
  }
  for (const model::CopySource& source : session.sources)
    out += fmt::format("set / interface {} sflow admin-state enable\n", source.interface);
}

}  // namespace

void PrintCopying(const model::Device& device, std::string& out) {
  for (const CopySession& session : device.copying)
    session.name == "sflow" ? PrintSflow(session, out) : PrintMirror(session, out);
}

}  // namespace ringfence::formats::nokia_srlinux
