// One router in the notation of VRP.

#include <fmt/format.h>

#include "oracle/plan.h"
#include "oracle/render.h"

namespace ringfence::oracle {
namespace {

constexpr int kFirstList = 3000;
constexpr int kAdminList = 2000;

std::string Mask(int length) { return Dotted(static_cast<std::uint32_t>(~((1ULL << (32 - length)) - 1))); }
std::string Wildcard(int length) {
  return length == 32 ? "0" : Dotted(static_cast<std::uint32_t>((1ULL << (32 - length)) - 1));
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
    case 89:
      return "ospf";
    default:
      return std::to_string(protocol);
  }
}

std::string ListText(int number, const Acl& acl) {
  if (acl.empty()) return "";
  std::string text = fmt::format("acl number {}\n", number);
  int rule = 0;
  for (const AclLine& line : acl) {
    text += fmt::format(" rule {} {} {}", rule += 5, line.permit ? "permit" : "deny",
                        ProtocolText(line.protocol));
    if (line.source_length > 0)
      text += fmt::format(" source {} {}", Dotted(line.source), Wildcard(line.source_length));
    if (line.destination_length > 0) {
      text += fmt::format(" destination {} {}", Dotted(line.destination), Wildcard(line.destination_length));
    }
    if (line.source_port >= 0) text += fmt::format(" source-port eq {}", line.source_port);
    if (line.destination_port >= 0) text += fmt::format(" destination-port eq {}", line.destination_port);
    text += "\n";
  }
  return text + "#\n";
}

std::string InterfaceText(const Port& port) {
  std::string text =
      fmt::format("interface GigabitEthernet0/1/{}\n undo shutdown\n ip address {} {}\n ospf cost {}\n",
                  port.number, Dotted(port.address), Mask(port.length), port.cost);
  if (!port.passive) text += " ospf network-type p2p\n";
  text += fmt::format(" ospf enable 1 area 0.0.0.{}\n", port.area);
  if (!port.in->empty())
    text += fmt::format(" traffic-filter inbound acl {}\n", kFirstList + 2 * port.number);
  if (!port.out->empty())
    text += fmt::format(" traffic-filter outbound acl {}\n", kFirstList + 2 * port.number + 1);
  return text + "#\n";
}

std::string AdminList(const Node& facts) {
  if (!facts.filtered) return "";
  std::string text = fmt::format("acl number {}\n", kAdminList);
  int rule = 0;
  for (int manager : facts.admitted) {
    const std::uint32_t address = ManagerAddress(manager);
    text += fmt::format(" rule {} permit source {} {}\n", rule += 5,
                        Dotted(facts.whole_prefix ? address : address + 3),
                        facts.whole_prefix ? "0.0.0.15" : "0");
  }
  return text + fmt::format(" rule {} deny\n#\n", rule + 5);
}

std::string ManagementText(const Node& facts, const std::vector<std::string>& logins) {
  std::string text = "undo telnet server enable\nstelnet server enable\n";
  if (facts.filtered) text += fmt::format("ssh server acl {}\n", kAdminList);
  for (const std::string& login : logins) {
    text += fmt::format(
        "ssh user {0}\nssh user {0} authentication-type password\nssh user {0} service-type stelnet\n",
        login);
  }
  text += "#\nuser-interface con 0\n#\nuser-interface vty 0 4\n";
  if (facts.filtered) text += fmt::format(" acl {} inbound\n", kAdminList);
  return text + " authentication-mode aaa\n protocol inbound ssh\n#\nreturn\n";
}

}  // namespace

std::string RenderVrp(const World& world, int node) {
  const Node& facts = world.nodes[static_cast<std::size_t>(node)];
  const std::vector<Port> ports = PortsOf(world, node);
  const std::string router_id = Dotted(LoopbackAddress(node));
  std::string text = fmt::format("!Software Version V800R021C10SPC600\n#\nsysname {}\n#\n",
                                 world.elements[static_cast<std::size_t>(node)].name);
  text += AdminList(facts);
  for (const Port& port : ports) {
    text += ListText(kFirstList + 2 * port.number, *port.in);
    text += ListText(kFirstList + 2 * port.number + 1, *port.out);
  }
  std::vector<std::string> logins;
  text += "aaa\n";
  for (const Account& account : facts.accounts) {
    logins.push_back(LoginOf(world, account.manager));
    text += fmt::format(
        " local-user {0} password irreversible-cipher $1d$EXAMPLEonly$\n local-user {0} service-type ssh\n "
        "local-user {0} level {1}\n",
        logins.back(), account.write ? 3 : 1);
  }
  text += "#\n";
  std::string silent;
  for (const Port& port : ports) {
    text += InterfaceText(port);
    if (port.passive) silent += fmt::format(" silent-interface GigabitEthernet0/1/{}\n", port.number);
  }
  text += fmt::format(
      "interface LoopBack0\n ip address {} 255.255.255.255\n ospf enable 1 area 0.0.0.{}\n#\ninterface "
      "NULL0\n#\n",
      router_id, LoopbackArea(world, node));
  text += fmt::format("ospf 1 router-id {}\n silent-interface LoopBack0\n{} maximum load-balancing {}\n",
                      router_id, silent, facts.max_paths);
  std::set<int> areas = {LoopbackArea(world, node)};
  for (const Port& port : ports) areas.insert(port.area);
  for (int area : areas) text += fmt::format(" area 0.0.0.{}\n", area);
  text += "#\n";
  for (const StaticRoute& route : facts.statics) {
    const std::string exit =
        route.link < 0
            ? "NULL0"
            : Dotted(FarAddress(world.links[static_cast<std::size_t>(route.link)], route.link, node));
    text += fmt::format("ip route-static {} {} {}\n", Dotted(route.prefix), route.length, exit);
  }
  return text + "#\n" + ManagementText(facts, logins);
}

}  // namespace ringfence::oracle
