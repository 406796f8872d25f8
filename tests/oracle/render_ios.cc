// One router in the notation of IOS-XE.

#include <fmt/format.h>

#include "oracle/plan.h"
#include "oracle/render.h"

namespace ringfence::oracle {
namespace {

std::string Mask(int length) { return Dotted(~((1ULL << (32 - length)) - 1) & 0xffffffffU); }
std::string Wildcard(int length) { return Dotted(static_cast<std::uint32_t>((1ULL << (32 - length)) - 1)); }

std::string AddressText(std::uint32_t address, int length) {
  if (length == 0) return "any";
  if (length == 32) return "host " + Dotted(address);
  return fmt::format("{} {}", Dotted(address), Wildcard(length));
}

std::string ProtocolText(int protocol) {
  switch (protocol) {
    case -1:
      return "ip";
    case 1:
      return "icmp";
    case 6:
      return "tcp";
    case 17:
      return "udp";
    case 50:
      return "esp";
    case 89:
      return "ospf";
    default:
      return std::to_string(protocol);
  }
}

std::string ListText(const std::string& name, const Acl& acl) {
  if (acl.empty()) return "";
  std::string text = fmt::format("ip access-list extended {}\n", name);
  int sequence = 0;
  for (const AclLine& line : acl) {
    const auto port = [](int number) { return number < 0 ? "" : fmt::format(" eq {}", number); };
    text += fmt::format(" {} {} {} {}{} {}{}\n", sequence += 10, line.permit ? "permit" : "deny",
                        ProtocolText(line.protocol), AddressText(line.source, line.source_length),
                        port(line.source_port), AddressText(line.destination, line.destination_length),
                        port(line.destination_port));
  }
  return text;
}

std::string InterfaceText(const Port& port) {
  std::string text = fmt::format("interface GigabitEthernet0/0/{}\n ip address {} {}\n", port.number,
                                 Dotted(port.address), Mask(port.length));
  if (!port.in->empty()) text += fmt::format(" ip access-group L{}-IN in\n", port.number);
  if (!port.out->empty()) text += fmt::format(" ip access-group L{}-OUT out\n", port.number);
  if (!port.passive) text += " ip ospf network point-to-point\n";
  text += fmt::format(" ip ospf 1 area {}\n ip ospf cost {}\n", port.area, port.cost);
  if (port.macsec) text += " macsec\n mka pre-shared-key key-chain KEYS\n";
  return text + "!\n";
}

std::string ManagementText(const World& world, int node) {
  const Node& facts = world.nodes[static_cast<std::size_t>(node)];
  std::string text;
  if (facts.filtered) {
    text += "ip access-list standard ADMINS\n";
    int sequence = 0;
    for (int manager : facts.admitted) {
      const std::uint32_t address = ManagerAddress(manager);
      text += facts.whole_prefix ? fmt::format(" {} permit {} 0.0.0.15\n", sequence += 10, Dotted(address))
                                 : fmt::format(" {} permit {}\n", sequence += 10, Dotted(address + 3));
    }
    text += fmt::format(" {} deny any\n", sequence + 10);
  }
  text += "!\nline con 0\n stopbits 1\nline vty 0 4\n";
  if (facts.filtered) text += " access-class ADMINS in\n";
  return text + " transport input ssh\n!\nend\n";
}

}  // namespace

std::string RenderIos(const World& world, int node) {
  const Node& facts = world.nodes[static_cast<std::size_t>(node)];
  const std::vector<Port> ports = PortsOf(world, node);
  std::string text = fmt::format(
      "!\nversion 17.6\n!\nhostname {}\n!\naaa new-model\naaa authentication login default local\n"
      "aaa authorization exec default local\n!\n",
      world.elements[static_cast<std::size_t>(node)].name);
  for (const Account& account : facts.accounts) {
    text += fmt::format("username {} privilege {} secret 9 $9$EXAMPLEonly$NotARealHash\n",
                        LoginOf(world, account.manager), account.write ? 15 : 1);
  }
  bool macsec = false;
  for (const Port& port : ports) macsec = macsec || port.macsec;
  if (macsec) text += "key chain KEYS macsec\n key 01\n";
  text += fmt::format("!\ninterface Loopback0\n ip address {} 255.255.255.255\n ip ospf 1 area {}\n!\n",
                      Dotted(LoopbackAddress(node)), LoopbackArea(world, node));
  std::string lists, passive;
  for (const Port& port : ports) {
    text += InterfaceText(port);
    lists += ListText(fmt::format("L{}-IN", port.number), *port.in);
    lists += ListText(fmt::format("L{}-OUT", port.number), *port.out);
    if (port.passive) passive += fmt::format(" passive-interface GigabitEthernet0/0/{}\n", port.number);
  }
  text += fmt::format("router ospf 1\n router-id {}\n passive-interface Loopback0\n{} maximum-paths {}\n!\n",
                      Dotted(LoopbackAddress(node)), passive, facts.max_paths);
  for (const StaticRoute& route : facts.statics) {
    const std::string exit =
        route.link < 0
            ? "Null0"
            : Dotted(FarAddress(world.links[static_cast<std::size_t>(route.link)], route.link, node));
    text += fmt::format("ip route {} {} {}\n", Dotted(route.prefix), Mask(route.length), exit);
  }
  return text + "!\nip ssh version 2\nno ip http server\nno ip http secure-server\n!\n" + lists +
         ManagementText(world, node);
}

}  // namespace ringfence::oracle
