// One router in the notation of Junos, as `set` lines.

#include <fmt/format.h>

#include "oracle/plan.h"
#include "oracle/render.h"

namespace ringfence::oracle {
namespace {

std::string ListText(const std::string& name, const Acl& acl) {
  std::string text;
  int term = 0;
  for (const AclLine& line : acl) {
    const std::string head = fmt::format("set firewall family inet filter {} term t{} ", name, ++term);
    if (line.protocol >= 0) text += fmt::format("{}from protocol {}\n", head, line.protocol);
    if (line.source_length > 0)
      text += fmt::format("{}from source-address {}/{}\n", head, Dotted(line.source), line.source_length);
    if (line.destination_length > 0) {
      text += fmt::format("{}from destination-address {}/{}\n", head, Dotted(line.destination),
                          line.destination_length);
    }
    if (line.source_port >= 0) text += fmt::format("{}from source-port {}\n", head, line.source_port);
    if (line.destination_port >= 0)
      text += fmt::format("{}from destination-port {}\n", head, line.destination_port);
    text += fmt::format("{}then {}\n", head, line.permit ? "accept" : "discard");
  }
  return text;
}

std::string PortText(const Port& port) {
  const std::string name = fmt::format("ge-0/0/{}", port.number);
  const std::string head = fmt::format("set interfaces {} unit 0 family inet ", name);
  std::string text = fmt::format("{}address {}/{}\n", head, Dotted(port.address), port.length);
  if (!port.in->empty()) text += fmt::format("{}filter input L{}-IN\n", head, port.number);
  if (!port.out->empty()) text += fmt::format("{}filter output L{}-OUT\n", head, port.number);
  const std::string ospf = fmt::format("set protocols ospf area 0.0.0.{} interface {}.0 ", port.area, name);
  if (port.passive) text += ospf + "passive\n";
  if (!port.passive) text += ospf + "interface-type p2p\n";
  return text + fmt::format("{}metric {}\n", ospf, port.cost);
}

std::string ManagementText(const World& world, const Node& facts) {
  std::string text = "set system services ssh\n";
  for (const Account& account : facts.accounts) {
    const std::string head = fmt::format("set system login user {} ", LoginOf(world, account.manager));
    text += fmt::format("{0}class {1}\n{0}authentication encrypted-password \"$6$EXAMPLEonly\"\n", head,
                        account.write ? "super-user" : "read-only");
  }
  if (!facts.filtered) return text;
  text += "set interfaces lo0 unit 0 family inet filter input protect-re\n";
  const std::string head = "set firewall family inet filter protect-re term ";
  for (int manager : facts.admitted) {
    const std::uint32_t address = ManagerAddress(manager);
    const std::string term = fmt::format("{}m{} ", head, manager);
    text += fmt::format("{}from source-address {}/{}\n", term,
                        Dotted(facts.whole_prefix ? address : address + 3), facts.whole_prefix ? 28 : 32);
    text += fmt::format("{0}from protocol tcp\n{0}from destination-port ssh\n{0}then accept\n", term);
  }
  return text + fmt::format("{0}ospf from protocol ospf\n{0}ospf then accept\n{0}rest then discard\n", head);
}

}  // namespace

std::string RenderJunos(const World& world, int node) {
  const Node& facts = world.nodes[static_cast<std::size_t>(node)];
  const std::string router_id = Dotted(LoopbackAddress(node));
  std::string text = fmt::format("set version 21.4R3-S4.9\nset system host-name {}\n",
                                 world.elements[static_cast<std::size_t>(node)].name);
  text += ManagementText(world, facts);
  text += fmt::format("set interfaces lo0 unit 0 family inet address {}/32\n", router_id);
  text +=
      fmt::format("set protocols ospf area 0.0.0.{} interface lo0.0 passive\n", LoopbackArea(world, node));
  for (const Port& port : PortsOf(world, node)) {
    text += PortText(port);
    text += ListText(fmt::format("L{}-IN", port.number), *port.in);
    text += ListText(fmt::format("L{}-OUT", port.number), *port.out);
  }
  text += fmt::format("set routing-options router-id {}\n", router_id);
  if (facts.max_paths > 1) {
    text += "set policy-options policy-statement balance then load-balance per-packet\n";
    text += "set routing-options forwarding-table export balance\n";
  }
  for (const StaticRoute& route : facts.statics) {
    const std::string exit =
        route.link < 0
            ? "discard"
            : "next-hop " +
                  Dotted(FarAddress(world.links[static_cast<std::size_t>(route.link)], route.link, node));
    text +=
        fmt::format("set routing-options static route {}/{} {}\n", Dotted(route.prefix), route.length, exit);
  }
  return text;
}

}  // namespace ringfence::oracle
