// One router in the notation of the model-driven SR OS, flat.

#include <fmt/format.h>

#include "oracle/plan.h"
#include "oracle/render.h"

namespace ringfence::oracle {
namespace {

std::string ListText(const std::string& name, const Acl& acl) {
  std::string text;
  int entry = 0;
  for (const AclLine& line : acl) {
    const std::string head = fmt::format("/configure filter ip-filter \"{}\" entry {} ", name, entry += 10);
    text += fmt::format("{}action {}\n", head, line.permit ? "accept" : "drop");
    if (line.protocol >= 0) text += fmt::format("{}match protocol {}\n", head, line.protocol);
    if (line.source_length > 0)
      text += fmt::format("{}match src-ip address {}/{}\n", head, Dotted(line.source), line.source_length);
    if (line.destination_length > 0) {
      text += fmt::format("{}match dst-ip address {}/{}\n", head, Dotted(line.destination),
                          line.destination_length);
    }
    if (line.source_port >= 0) text += fmt::format("{}match src-port eq {}\n", head, line.source_port);
    if (line.destination_port >= 0)
      text += fmt::format("{}match dst-port eq {}\n", head, line.destination_port);
  }
  if (acl.empty()) return "";
  return text + fmt::format("/configure filter ip-filter \"{}\" default-action drop\n", name);
}

std::string PortText(const Port& port, bool macsec) {
  const std::string id = fmt::format("1/1/{}", port.number + 1);
  std::string text = fmt::format("/configure port {} admin-state enable\n", id);
  if (macsec) {
    const std::string head = fmt::format("/configure port {} ethernet dot1x macsec ", id);
    text += fmt::format(
        "{0}rx-must-be-encrypted true\n{0}sub-port 1 admin-state enable\n{0}sub-port 1 ca-name "
        "\"CA\"\n{0}sub-port 1 encap-match all-match true\n",
        head);
  }
  const std::string head = fmt::format("/configure router \"Base\" interface \"to-{}\" ", port.number);
  text += fmt::format("{}port {}\n", head, id);
  if (!port.in->empty()) text += fmt::format("{}ingress filter ip \"L{}-IN\"\n", head, port.number);
  if (!port.out->empty()) text += fmt::format("{}egress filter ip \"L{}-OUT\"\n", head, port.number);
  text += fmt::format("{0}ipv4 primary address {1}\n{0}ipv4 primary prefix-length {2}\n", head,
                      Dotted(port.address), port.length);
  const std::string ospf = fmt::format("/configure router \"Base\" ospf 0 area 0.0.0.{} interface \"to-{}\" ",
                                       port.area, port.number);
  text += port.passive ? ospf + "passive true\n" : ospf + "interface-type point-to-point\n";
  return text + fmt::format("{}metric {}\n", ospf, port.cost);
}

constexpr const char* kAssociation =
    "/configure macsec connectivity-association \"CA\" admin-state enable\n"
    "/configure macsec connectivity-association \"CA\" cipher-suite gcm-aes-256\n"
    "/configure macsec connectivity-association \"CA\" macsec-encrypt true\n"
    "/configure macsec connectivity-association \"CA\" static-cak active-psk 1\n"
    "/configure macsec connectivity-association \"CA\" static-cak pre-shared-key 1 encryption-type "
    "aes-256-cmac\n"
    "/configure macsec connectivity-association \"CA\" static-cak pre-shared-key 1 cak "
    "\"EXAMPLEonlyNotARealKey hash2\"\n"
    "/configure macsec connectivity-association \"CA\" static-cak pre-shared-key 1 cak-name \"01400001\"\n";

std::string ManagementText(const World& world, const Node& facts) {
  const std::string security = "/configure system security ";
  std::string text = security + "ssh server-admin-state enable\n" + security +
                     "aaa local-profiles profile \"administrative\" default-action permit-all\n" + security +
                     "aaa local-profiles profile \"watch\" default-action read-only-all\n";
  for (const Account& account : facts.accounts) {
    const std::string head =
        fmt::format("{}user-params local-user user \"{}\" ", security, LoginOf(world, account.manager));
    text += fmt::format(
        "{0}password \"$2y$10$EXAMPLEonly\"\n{0}access console true\n{0}access ssh-cli true\n{0}console "
        "member [\"{1}\"]\n",
        head, account.write ? "administrative" : "watch");
  }
  if (!facts.filtered) return text;
  const std::string filter = security + "management-access-filter ip-filter ";
  text += fmt::format("{0}admin-state enable\n{0}default-action drop\n", filter);
  int entry = 0;
  for (int manager : facts.admitted) {
    const std::uint32_t address = ManagerAddress(manager);
    const std::string head = fmt::format("{}entry {} ", filter, entry += 10);
    text += fmt::format(
        "{0}action accept\n{0}match protocol tcp\n{0}match dst-port port 22\n{0}match src-ip address "
        "{1}/{2}\n",
        head, Dotted(facts.whole_prefix ? address : address + 3), facts.whole_prefix ? 28 : 32);
  }
  return text + fmt::format("{0}entry 900 action accept\n{0}entry 900 match protocol ospf-igp\n", filter);
}

}  // namespace

std::string RenderSros(const World& world, int node) {
  const Node& facts = world.nodes[static_cast<std::size_t>(node)];
  const std::vector<Port> ports = PortsOf(world, node);
  const std::string router_id = Dotted(LoopbackAddress(node));
  std::string text = "# TiMOS-C-22.10.R2 cpm/hops64 Nokia 7750 SR Copyright (c) 2000-2022 Nokia.\n";
  bool macsec = false;
  for (const Port& port : ports) {
    macsec = macsec || port.macsec;
    text += ListText(fmt::format("L{}-IN", port.number), *port.in);
    text += ListText(fmt::format("L{}-OUT", port.number), *port.out);
    text += PortText(port, port.macsec);
  }
  if (macsec) text += kAssociation;
  const std::string router = "/configure router \"Base\" ";
  text += fmt::format(
      "{0}ecmp {1}\n{0}interface \"system\" ipv4 primary address {2}\n{0}interface \"system\" ipv4 primary "
      "prefix-length 32\n",
      router, facts.max_paths, router_id);
  text += fmt::format(
      "{0}ospf 0 admin-state enable\n{0}ospf 0 router-id {1}\n{0}ospf 0 area 0.0.0.{2} interface \"system\" "
      "passive true\n",
      router, router_id, LoopbackArea(world, node));
  for (const StaticRoute& route : facts.statics) {
    const std::string exit =
        route.link < 0
            ? "blackhole"
            : fmt::format(
                  "next-hop \"{}\"",
                  Dotted(FarAddress(world.links[static_cast<std::size_t>(route.link)], route.link, node)));
    text += fmt::format("{}static-routes route {}/{} route-type unicast {} admin-state enable\n", router,
                        Dotted(route.prefix), route.length, exit);
  }
  return text +
         fmt::format("/configure system name \"{}\"\n", world.elements[static_cast<std::size_t>(node)].name) +
         ManagementText(world, facts);
}

}  // namespace ringfence::oracle
