// Copies and IP tunnels as `set` lines.
#include <fmt/format.h>

#include <algorithm>

#include "formats/juniper_junos/print.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::CopySession;
using net::Family;

constexpr std::string_view kMirroring = "port-mirroring";

std::string_view FamilyOf(const CopySession& session) {
  return session.name.ends_with(" inet6") ? "inet6" : "inet";
}

/// "port-mirroring instance PM" of "port-mirroring instance PM inet".
std::string_view WithoutFamily(const CopySession& session) {
  return std::string_view(session.name).substr(0, session.name.rfind(' '));
}

void PrintMirrorTarget(const std::string& line, const model::CopyTarget& target, std::string& out) {
  out += target.address ? fmt::format("{} ip-address {}\n", line, net::ToString(*target.address))
                        : fmt::format("{} interface {}\n", line, target.interface);
}

void PrintAnalyzer(const CopySession& session, std::string& out) {
  const std::string head = "set forwarding-options " + session.name;
  for (const model::CopySource& source : session.sources)
    out += fmt::format("{} input {} interface {}\n", head, source.inbound ? "ingress" : "egress",
                       source.interface);
  for (const model::CopyTarget& target : session.targets) PrintMirrorTarget(head + " output", target, out);
}

void PrintServer(const std::string& line, const model::CopyTarget& target, std::string& out) {
  const std::string head = fmt::format("{} {}", line, net::ToString(*target.address));
  out += head + '\n';
  if (!target.vrf.empty()) out += fmt::format("{} routing-instance {}\n", head, target.vrf);
  if (target.from) out += fmt::format("{} source-address {}\n", head, net::ToString(*target.from));
}

void PrintSampling(const CopySession& session, std::string& out) {
  const std::string line =
      fmt::format("set forwarding-options sampling family {} output flow-server", FamilyOf(session));
  for (const model::CopyTarget& target : session.targets) {
    PrintServer(line, target, out);
    if (target.port != 0)
      out += fmt::format("{} {} port {}\n", line, net::ToString(*target.address), target.port);
  }
  for (const model::CopySource& source : session.sources) {
    if (source.certain)
      out += fmt::format("set interfaces {} family {} sampling {}\n", UnitPath(source.interface),
                         FamilyOf(session), source.inbound ? "input" : "output");
  }
}

void PrintSflow(const CopySession& session, std::string& out) {
  const std::string line = "set protocols sflow collector";
  for (const model::CopyTarget& target : session.targets) {
    PrintServer(line, target, out);
    out += fmt::format("{} {} udp-port {}\n", line, net::ToString(*target.address), target.port);
  }
  for (const model::CopySource& source : session.sources) {
    if (source.inbound) out += fmt::format("set protocols sflow interfaces {}\n", source.interface);
  }
}

/// What a filter does to packets for a session; empty: nothing.
std::string ActionOf(const CopySession& session, const model::CopySource& source) {
  if (session.name.starts_with(kMirroring)) {
    const std::string_view instance = WithoutFamily(session).substr(kMirroring.size());
    return instance.empty()
               ? "port-mirror"
               : "port-mirror-instance " + std::string(instance.substr(sizeof(" instance ") - 1));
  }
  return session.name.starts_with("sampling") && !source.certain ? "sample" : "";
}

bool Uses(const model::Interface& interface, const model::CopySource& source, const model::Acl& acl) {
  const bool v4 = acl.family == Family::kIpv4;
  const model::AclUse& use = source.inbound ? (v4 ? interface.acl_in4 : interface.acl_in6)
                                            : (v4 ? interface.acl_out4 : interface.acl_out6);
  return interface.name == source.interface && use.name == acl.name && (v4 ? source.ipv4 : source.ipv6);
}

}  // namespace

void PrintCopying(const model::Device& device, std::string& out) {
  for (const CopySession& session : device.copying) {
    if (session.name.starts_with("analyzer ")) PrintAnalyzer(session, out);
    if (session.name.starts_with("sampling")) PrintSampling(session, out);
    if (session.name == "sflow") PrintSflow(session, out);
    if (!session.name.starts_with(kMirroring)) continue;
    for (const model::CopyTarget& target : session.targets) {
      PrintMirrorTarget(fmt::format("set forwarding-options {} family {} output", WithoutFamily(session),
                                    FamilyOf(session)),
                        target, out);
    }
  }
}

void PrintFilterCopies(const model::Device& device, const model::Acl& acl, const std::string& head,
                       std::string& out) {
  std::vector<std::string> printed;
  for (const CopySession& session : device.copying) {
    for (const model::CopySource& source : session.sources) {
      const std::string action = ActionOf(session, source);
      const bool here = std::ranges::any_of(
          device.interfaces, [&](const model::Interface& interface) { return Uses(interface, source, acl); });
      if (action.empty() || !here || std::ranges::count(printed, action) != 0) continue;
      printed.push_back(action);
      // A term that takes nothing away; what is not certain has a condition.
      const std::string term = fmt::format("{} term copy-{}", head, printed.size());
      if (!source.certain) out += term + " from protocol tcp\n";
      out += fmt::format("{0} then {1}\n{0} then next term\n", term, action);
    }
  }
}

void PrintIpTunnel(const model::TunnelConfig& tunnel, std::string& out) {
  const std::string line = fmt::format("set interfaces {} tunnel", UnitPath(tunnel.bind_interface));
  out += fmt::format("{0} source {1}\n{0} destination {2}\n", line, net::ToString(tunnel.local),
                     net::ToString(tunnel.peer));
  if (tunnel.key) out += fmt::format("{} key {}\n", line, *tunnel.key);
  if (tunnel.underlay_vrf && !tunnel.underlay_vrf->empty())
    out += fmt::format("{} routing-instance destination {}\n", line, *tunnel.underlay_vrf);
}

}  // namespace ringfence::formats::juniper_junos
