// What only the database and FRR's text together show.
//
// In most modes of the routing container a template makes FRR's text from the database; which settings it
// writes differs by release and is not in the snapshot. So the text decides: a session of the database that
// the text has, with the same AS and state, says nothing new; one that it lacks is not modelled. The
// same holds for values that the daemons take from the kernel, which no file tells.

#include <algorithm>
#include <map>

#include "formats/frr/config_db.h"
#include "formats/impacts.h"

namespace ringfence::formats::frr {
namespace {

bool HasRange(const Reader& reader, const DbSessionText& session) {
  const auto prefix = net::ParsePrefix(session.name);
  return prefix && std::ranges::any_of(reader.bgps, [&](const BgpText& text) {
           return text.vrf == session.vrf &&
                  std::ranges::find(text.listens, *prefix, &BgpListenText::prefix) != text.listens.end();
         });
}

/// Sessions of the converted text by VRF and name.
using Sessions = std::map<std::pair<std::string, std::string>, const bgp::BgpNeighbor*>;

Sessions SessionsOf(const routing::DeviceConfig& config) {
  Sessions sessions;
  for (const bgp::BgpVrf& vrf : config.bgp.vrfs) {
    for (const bgp::BgpNeighbor& neighbor : vrf.neighbors) {
      const std::string name = neighbor.address ? net::ToString(*neighbor.address) : neighbor.interface;
      sessions.emplace(std::pair(vrf.vrf, name), &neighbor);
    }
  }
  return sessions;
}

bool Agrees(const Reader& reader, const DbSessionText& session, const Sessions& sessions) {
  if (session.range) return HasRange(reader, session);
  const auto address = net::ParseAddress(session.name);
  const auto found = sessions.find({session.vrf, address ? net::ToString(*address) : session.name});
  if (found == sessions.end()) return !session.up;
  const bgp::BgpNeighbor& neighbor = *found->second;
  const bool same_as =
      !session.as || neighbor.remote_as_kind != bgp::RemoteAs::kNumber || neighbor.remote_as == *session.as;
  return same_as && neighbor.shutdown != session.up;
}

void CheckSessions(Reader& reader, const routing::DeviceConfig& config) {
  const DatabaseText& database = reader.vendor.database;
  const Sessions sessions = SessionsOf(config);
  for (const DbSessionText& session : database.sessions) {
    if (!Agrees(reader, session, sessions))
      DemoteDb(reader, session.span, kRouting, "BGP session that FRR's text does not have like this");
  }
  const auto main = std::ranges::find(reader.bgps, std::string(), &BgpText::vrf);
  if (database.as.set() && main != reader.bgps.end() && main->as != database.as.value)
    DemoteDb(reader, database.as.span, kRouting, "another AS than that of FRR's text");
}

/// What the kernel of the switch tells the daemons is not in the files.
void CheckKernelValues(Reader& reader, const routing::DeviceConfig& config) {
  constexpr std::string_view kRouterId = "router id that the daemons choose";
  for (const BgpText& text : reader.bgps) {
    if (!text.router_id.set() && !reader.vendor.router_ids.contains(text.vrf))
      reader.Demote(text.span, kRouting, kRouterId);
  }
  for (const OspfText& text : reader.vendor.ospf) {
    if (!text.router_id.set() && !reader.vendor.router_ids.contains(text.vrf))
      reader.Demote(text.span, kRouting, kRouterId);
  }
  for (const ospf::OspfProcess& process : config.ospf.processes) {
    for (const ospf::OspfInterface& interface : process.interfaces) {
      const auto text = std::ranges::find(reader.vendor.interfaces, interface.name, &InterfaceText::name);
      const bool told = interface.cost || text == reader.vendor.interfaces.end() || text->bandwidth_bps.set();
      if (!told) reader.Demote(interface.span, kRouting, "cost by the speed that the kernel tells");
    }
  }
  for (const InterfaceText& text : reader.vendor.interfaces) {
    if (text.shutdown.set() && text.kind && text.shutdown.value == text.enabled.value_or(true))
      reader.Demote(text.shutdown.span, kPaths, "state that the database and FRR's text tell differently");
  }
}

}  // namespace

void CheckDatabase(Reader& reader, const routing::DeviceConfig& config) {
  if (!reader.vendor.database.present) return;
  CheckSessions(reader, config);
  CheckKernelValues(reader, config);
  for (const DbDoubtText& doubt : reader.vendor.database.doubts)
    DemoteDb(reader, doubt.span, doubt.impact, doubt.reason);
}

}  // namespace ringfence::formats::frr
