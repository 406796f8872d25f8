// Copies in the neutral model: one session for each observing port and one for the records of each family.
#include <fmt/format.h>

#include <algorithm>

#include "formats/huawei_vrp/convert.h"

namespace ringfence::formats::huawei_vrp {
namespace {

using model::Impact;

model::CopyTarget TargetOf(const VrpObservePort& port) {
  model::CopyTarget target;
  target.interface = port.interface;
  target.vlan = port.vlan;
  target.address = port.to;
  target.from = port.from;
  target.vrf = port.vrf;
  if (port.to) target.protocol = net::kProtocolGre;
  target.span = port.span;
  return target;
}

std::string SessionNameOf(const VrpObservePort& port) { return "observe-port " + port.index; }

void ConvertMirrors(Conversion& conversion) {
  std::vector<model::CopySession> sessions;
  for (const VrpObservePort& port : conversion.from.copying.observe_ports)
    sessions.push_back({SessionNameOf(port), model::CopiedWhat::kPackets, {}, {TargetOf(port)}});
  for (const VrpInterface& interface : conversion.from.interfaces) {
    for (const VrpMirror& mirror : interface.copying.mirrors) {
      const std::string name = "observe-port " + mirror.index;
      auto session = std::ranges::find(sessions, name, &model::CopySession::name);
      if (session == sessions.end()) {
        // Nothing that is read says where these copies go: whoever asks gets a doubt.
        MarkUnmodelled(conversion, mirror.span, Impact::kCopying, "mirroring of packets");
        session = sessions.insert(session, {name, model::CopiedWhat::kPackets, {}, {}});
      }
      model::CopySource source{interface.name, mirror.inbound, mirror.outbound};
      source.span = mirror.span;
      session->sources.push_back(std::move(source));
    }
  }
  std::ranges::move(sessions, std::back_inserter(conversion.to.device.copying));
}

/// Address from which records are sent, when the text says it.
std::optional<net::IpAddress> SourceOf(const Conversion& conversion, const VrpNetstreamExport& from,
                                       net::Family family) {
  if (from.source) return from.source;
  const auto index = model::FindInterface(conversion.to.device, from.source_interface);
  if (!index.valid()) return std::nullopt;
  for (const auto& address : conversion.to.device.interfaces[index.index()].addresses) {
    if (address.address.address.family == family) return address.address.address;
  }
  return std::nullopt;
}

void ConvertNetstream(Conversion& conversion, net::Family family) {
  const bool ipv6 = family == net::Family::kIpv6;
  const VrpCopying& copying = conversion.from.copying;
  const VrpNetstreamExport& own = ipv6 ? copying.netstream6 : copying.netstream4;
  // Whether records of IPv6 go to collectors stated for IPv4 is not known.
  const bool certain = !own.hosts.empty();
  const VrpNetstreamExport& used = certain ? own : copying.netstream4;
  model::CopySession session{ipv6 ? "ipv6 netstream" : "ip netstream", model::CopiedWhat::kRecords, {}, {}};
  for (const VrpInterface& interface : conversion.from.interfaces) {
    for (const VrpNetstreamUse& use : interface.copying.netstream) {
      if (use.family != family) continue;
      if (use.sampler) {
        const auto counts = [&](const VrpNetstreamUse& other) {
          return !other.sampler && other.family == family && other.outbound == use.outbound;
        };
        if (std::ranges::none_of(interface.copying.netstream, counts))
          MarkUnmodelled(conversion, use.span, Impact::kCopying, "flow export");
        continue;
      }
      model::CopySource source{interface.name, !use.outbound, use.outbound, !ipv6, ipv6, certain, use.span};
      session.sources.push_back(std::move(source));
    }
  }
  for (const VrpNetstreamHost& host : used.hosts) {
    model::CopyTarget target;
    target.address = host.address;
    target.from = SourceOf(conversion, used, host.address.family);
    if (target.from && target.from->family != host.address.family) target.from.reset();
    target.vrf = host.vrf;
    target.protocol = net::kProtocolUdp;
    target.port = host.port;
    target.span = host.span;
    session.targets.push_back(std::move(target));
  }
  // Records that nobody collects stay on the device.
  if (!session.sources.empty() && !session.targets.empty())
    conversion.to.device.copying.push_back(std::move(session));
}

}  // namespace

void ConvertCopying(Conversion& conversion) {
  ConvertMirrors(conversion);
  ConvertNetstream(conversion, net::Family::kIpv4);
  ConvertNetstream(conversion, net::Family::kIpv6);
}

}  // namespace ringfence::formats::huawei_vrp
