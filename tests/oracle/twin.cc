// The definitions of the program, applied one packet, one failure set and one element at a time.
//
// Routing: all-pairs shortest paths over the routers of the backbone by Floyd and Warshall, anew for every
// failure set. An edge is alone in an area of its own: the routers next to it reach it directly (intra-area
// wins), and nobody else's traffic crosses it. Forwarding: every equal-cost branch of every representative
// packet. Levels: as the design defines them. Closure: repeated until nothing changes.

#include "oracle/twin.h"

#include <algorithm>

#include "oracle/plan.h"

namespace ringfence::oracle {
namespace {

constexpr int kFar = 1'000'000'000;
constexpr int kStartsHere = -1;
constexpr int kFromLan = -2;

int OtherEnd(const Link& link, int node) { return link.ends[0].node == node ? 1 : 0; }
bool Touches(const Link& link, int node) { return link.ends[0].node == node || link.ends[1].node == node; }

/// VRP prefers OSPF (10) over static routes (60); the others prefer static routes.
bool PrefersOspf(Nos nos) { return nos == Nos::kVrp; }

}  // namespace

bool Permits(const Acl& acl, const Packet& packet) {
  if (acl.empty()) return true;
  for (const AclLine& line : acl) {
    if (line.protocol >= 0 && line.protocol != packet.protocol) continue;
    if (!InPrefix(packet.source, line.source, line.source_length)) continue;
    if (!InPrefix(packet.destination, line.destination, line.destination_length)) continue;
    if (line.source_port >= 0 && line.source_port != packet.source_port) continue;
    if (line.destination_port >= 0 && line.destination_port != packet.destination_port) continue;
    return line.permit;
  }
  return false;
}

Twin::Twin(const World& world) : world_(world), ports_(PortsInLists()) {
  for (int e = 0; e < static_cast<int>(world.elements.size()); ++e) {
    const int host = world.elements[static_cast<std::size_t>(e)].hosted_on;
    if (host >= 0) above_.emplace_back(host, e);
  }
  for (const Access& access : world.access) {
    for (int target : access.targets) above_.emplace_back(access.manager, target);
  }
  for (int n = 0; n < static_cast<int>(world.nodes.size()); ++n) {
    const Node& node = world.nodes[static_cast<std::size_t>(n)];
    for (const Account& account : node.accounts) {
      const bool admitted = !node.filtered || std::ranges::count(node.admitted, account.manager) > 0;
      if (account.write && admitted) above_.emplace_back(account.manager, n);
    }
  }
  Enter({});
}

std::set<int> Twin::PortsInLists() const {
  std::set<int> ports = {443, 1024};
  const auto add = [&ports](const Acl& acl) {
    for (const AclLine& line : acl) {
      if (line.source_port >= 0) ports.insert(line.source_port);
      if (line.destination_port >= 0) ports.insert(line.destination_port);
    }
  };
  for (const Node& node : world_.nodes) add(node.lan_in), add(node.lan_out);
  for (const Link& link : world_.links) {
    for (const LinkEnd& end : link.ends) add(end.in), add(end.out);
  }
  return ports;
}

void Twin::Enter(const FailureSet& failed) {
  node_up_.assign(world_.nodes.size(), true);
  for (const Unit& unit : failed) {
    if (unit.kind == UnitKind::kNode) node_up_[static_cast<std::size_t>(unit.index)] = false;
  }
  link_up_.assign(world_.links.size(), true);
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    const Link& link = world_.links[l];
    bool up = true;
    for (const LinkEnd& end : link.ends) up = up && node_up_[static_cast<std::size_t>(end.node)];
    for (const Unit& unit : failed) {
      if (unit.kind == UnitKind::kLink && unit.index == static_cast<int>(l)) up = false;
      if (unit.kind == UnitKind::kCircuit && unit.index == link.circuit) up = false;
      if (unit.kind == UnitKind::kLineSystem && std::ranges::count(link.systems, unit.index) > 0) up = false;
    }
    link_up_[l] = up;
  }
  ComputeDistances();
}

void Twin::ComputeDistances() {
  const std::size_t count = world_.nodes.size();
  distance_.assign(count, std::vector<int>(count, kFar));
  for (std::size_t n = 0; n < count; ++n) distance_[n][n] = 0;
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    const Link& link = world_.links[l];
    if (!link_up_[l] || link.to_end_system) continue;
    const auto a = static_cast<std::size_t>(link.ends[0].node);
    const auto b = static_cast<std::size_t>(link.ends[1].node);
    if (world_.nodes[a].edge || world_.nodes[b].edge) continue;
    distance_[a][b] = std::min(distance_[a][b], link.ends[0].cost);
    distance_[b][a] = std::min(distance_[b][a], link.ends[1].cost);
  }
  for (std::size_t via = 0; via < count; ++via) {
    for (std::size_t a = 0; a < count; ++a) {
      for (std::size_t b = 0; b < count; ++b) {
        distance_[a][b] = std::min(distance_[a][b], distance_[a][via] + distance_[via][b]);
      }
    }
  }
}

/// Cheapest link from a router to an edge beside it; kFar when there is none.
int Twin::Direct(int from, int edge) const {
  int best = kFar;
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    const Link& link = world_.links[l];
    if (!link_up_[l] || link.to_end_system || !Touches(link, from) || !Touches(link, edge)) continue;
    best = std::min(best, link.ends[1 - OtherEnd(link, from)].cost);
  }
  return best;
}

/// Cost from a router of the backbone to the owner of a prefix, over the backbone as far as it goes.
int Twin::Toward(int from, int owner) const {
  const auto f = static_cast<std::size_t>(from);
  if (!world_.nodes[static_cast<std::size_t>(owner)].edge) {
    return std::min(distance_[f][static_cast<std::size_t>(owner)], kFar);
  }
  int best = kFar;
  for (std::size_t border = 0; border < world_.nodes.size(); ++border) {
    const Node& node = world_.nodes[border];
    if (node.edge || node.end_system) continue;
    const int direct = Direct(static_cast<int>(border), owner);
    if (direct < kFar && distance_[f][border] < kFar) best = std::min(best, distance_[f][border] + direct);
  }
  return best;
}

Twin::Choice Twin::OspfHops(int router, int owner) const {
  const bool from_edge = world_.nodes[static_cast<std::size_t>(router)].edge;
  const bool to_edge = world_.nodes[static_cast<std::size_t>(owner)].edge;
  const bool beside = to_edge && Direct(router, owner) < kFar;
  int best = kFar;
  Choice choice;
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    const Link& link = world_.links[l];
    if (!link_up_[l] || link.to_end_system || !Touches(link, router)) continue;
    const int next = link.ends[OtherEnd(link, router)].node;
    const bool next_is_edge = world_.nodes[static_cast<std::size_t>(next)].edge;
    if (beside && next != owner) continue;
    if (next_is_edge && next != owner) continue;
    int rest = next == owner ? 0 : Toward(next, owner);
    // What a border router tells its edge is its own, direct way to another edge.
    if (from_edge && to_edge && next != owner && Direct(next, owner) < kFar) rest = Direct(next, owner);
    if (rest >= kFar) continue;
    const int cost = link.ends[1 - OtherEnd(link, router)].cost + rest;
    if (cost > best) continue;
    if (cost < best) choice.hops.clear();
    best = cost;
    choice.hops.push_back({Hop::Kind::kLink, static_cast<int>(l)});
  }
  const int limit = world_.nodes[static_cast<std::size_t>(router)].max_paths;
  choice.doubtful = static_cast<int>(choice.hops.size()) > limit;
  return choice;
}

bool Twin::IsOwn(int node, std::uint32_t address) const {
  if (!world_.nodes[static_cast<std::size_t>(node)].end_system) return address == LoopbackAddress(node);
  if (address == InnerAddress(node)) return true;
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    const Link& link = world_.links[l];
    if (link.to_end_system && link.ends[1].node == node && link_up_[l] &&
        address == EndSystemAddress(static_cast<int>(l))) {
      return true;
    }
  }
  return false;
}

Twin::Choice Twin::Decide(int node, std::uint32_t destination) const {
  if (!world_.nodes[static_cast<std::size_t>(node)].end_system) return DecideAtRouter(node, destination);
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    const Link& link = world_.links[l];
    if (link.to_end_system && link.ends[1].node == node && link_up_[l]) {
      return {{{Hop::Kind::kLink, static_cast<int>(l)}}, false};
    }
  }
  return {};
}

/// Longest match over what is connected, learnt and static.
Twin::Choice Twin::DecideAtRouter(int node, std::uint32_t destination) const {
  constexpr int kLanLength = 24;
  constexpr int kAccessLength = 29;
  int length = -1;
  bool connected = false;
  Choice best;
  for (int owner = 0; owner < static_cast<int>(world_.nodes.size()); ++owner) {
    const auto o = static_cast<std::size_t>(owner);
    if (!world_.nodes[o].has_lan || !node_up_[o] || !InPrefix(destination, LanAddress(owner), kLanLength))
      continue;
    connected = owner == node;
    best = connected ? Choice{{{Hop::Kind::kLan, -1}}, false} : OspfHops(node, owner);
    if (!best.hops.empty()) length = kLanLength;
  }
  for (int l = 0; l < static_cast<int>(world_.links.size()); ++l) {
    const Link& link = world_.links[static_cast<std::size_t>(l)];
    if (!link.to_end_system || !LinkUp(l) || !InPrefix(destination, AccessAddress(l), kAccessLength))
      continue;
    connected = link.ends[0].node == node;
    best = connected ? Choice{{{Hop::Kind::kLink, l}}, false} : OspfHops(node, link.ends[0].node);
    if (!best.hops.empty()) length = kAccessLength;
  }
  const bool learnt = length >= 0 && !connected;
  const bool ospf_first = learnt && PrefersOspf(world_.nodes[static_cast<std::size_t>(node)].nos);
  const int beats = length < 0 ? -1 : (connected || ospf_first ? length : length - 1);
  int best_static = beats;
  for (const StaticRoute& route : world_.nodes[static_cast<std::size_t>(node)].statics) {
    if (!InPrefix(destination, route.prefix, route.length) || route.length <= best_static) continue;
    if (route.link >= 0 && !LinkUp(route.link)) continue;
    best_static = route.length;
    best = {{{route.link < 0 ? Hop::Kind::kDiscard : Hop::Kind::kLink, route.link}}, false};
  }
  return best;
}

/// Follows every branch of a packet, one (node, where it came in) at a time.
Trail Twin::Walk(int from, int in, int to, const Packet& packet) const {
  using Place = std::pair<int, int>;
  Trail trail;
  std::vector<Place> todo = {{from, in}};
  std::map<Place, std::set<Place>> next;
  bool failed = false;
  next[todo[0]] = {};
  while (!todo.empty()) {
    const Place here = todo.back();
    todo.pop_back();
    const auto [u, entered] = here;
    const Node& node = world_.nodes[static_cast<std::size_t>(u)];
    const auto stop = [&](bool arrived) { (arrived ? trail.delivers : failed) = true; };
    trail.nodes.insert(u);
    const bool refused_at_lan = entered == kFromLan && !Permits(node.lan_in, packet);
    if (!node_up_[static_cast<std::size_t>(u)] || refused_at_lan) {
      stop(false);
      continue;
    }
    if (entered >= 0) {
      const Link& link = world_.links[static_cast<std::size_t>(entered)];
      if (!Permits(link.ends[1 - OtherEnd(link, u)].in, packet)) {
        stop(false);
        continue;
      }
    }
    if (IsOwn(u, packet.destination)) {
      stop(u == to);
      continue;
    }
    if (node.end_system && entered != kStartsHere) {
      stop(false);
      continue;
    }
    const Choice choice = Decide(u, packet.destination);
    trail.doubtful = trail.doubtful || choice.doubtful;
    if (choice.hops.empty()) stop(false);
    for (const Hop& hop : choice.hops) {
      if (hop.kind == Hop::Kind::kDiscard) {
        stop(false);
        continue;
      }
      if (hop.kind == Hop::Kind::kLan) {
        stop(Permits(node.lan_out, packet) && u == to);
        continue;
      }
      const Link& link = world_.links[static_cast<std::size_t>(hop.link)];
      if (!Permits(link.ends[1 - OtherEnd(link, u)].out, packet)) {
        stop(false);
        continue;
      }
      trail.links.insert(hop.link);
      const Place there = {link.ends[OtherEnd(link, u)].node, hop.link};
      next[here].insert(there);
      if (next.try_emplace(there).second) todo.push_back(there);
    }
  }
  // Take away places that lead nowhere else, again and again; what is left lies on a loop or before one.
  for (bool removed = true; removed;) {
    removed = false;
    for (auto place = next.begin(); place != next.end(); ++place) {
      if (std::ranges::any_of(place->second, [&](const Place& p) { return next.contains(p); })) continue;
      next.erase(place);
      removed = true;
      break;
    }
  }
  trail.delivers_all = trail.delivers && !failed && next.empty();
  return trail;
}

bool Twin::TunnelUp(const Tunnel& tunnel) const {
  std::uint32_t outer[2] = {0, 0};
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    for (int side = 0; side < 2; ++side) {
      const Link& link = world_.links[l];
      if (link.to_end_system && link.ends[1].node == tunnel.node[side])
        outer[side] = EndSystemAddress(static_cast<int>(l));
    }
  }
  for (int side = 0; side < 2; ++side) {
    const Packet esp = {outer[side], outer[1 - side], 50, 0, 0};
    const Packet ike = {outer[side], outer[1 - side], 17, 500, 500};
    for (const Packet& packet : {esp, ike}) {
      if (!Walk(tunnel.node[side], kStartsHere, tunnel.node[1 - side], packet).delivers) return false;
    }
  }
  return true;
}

const Tunnel* Twin::TunnelOf(int from, const Packet& packet) const {
  for (const Tunnel& tunnel : world_.tunnels) {
    for (int side = 0; side < 2; ++side) {
      if (tunnel.node[side] == from && packet.source == InnerAddress(from) &&
          packet.destination == InnerAddress(tunnel.node[1 - side])) {
        return &tunnel;
      }
    }
  }
  return nullptr;
}

Trail Twin::Follow(int flow_index, int direction, const Packet& packet) const {
  const Flow& flow = world_.flows[static_cast<std::size_t>(flow_index)];
  const int from = flow.ends[direction].node;
  const int to = flow.ends[1 - direction].node;
  const bool end_system = world_.nodes[static_cast<std::size_t>(from)].end_system;
  const Tunnel* tunnel = TunnelOf(from, packet);
  if (tunnel == nullptr) return Walk(from, end_system ? kStartsHere : kFromLan, to, packet);
  Trail down;
  if (!node_up_[static_cast<std::size_t>(from)] || !TunnelUp(*tunnel)) return down;
  Packet outer = {0, 0, 50, 0, 0};
  for (std::size_t l = 0; l < world_.links.size(); ++l) {
    const Link& link = world_.links[l];
    if (!link.to_end_system) continue;
    if (link.ends[1].node == from) outer.source = EndSystemAddress(static_cast<int>(l));
    if (link.ends[1].node == to) outer.destination = EndSystemAddress(static_cast<int>(l));
  }
  return Walk(from, kStartsHere, to, outer);
}

std::vector<Packet> Twin::PacketsOf(int flow_index, int direction) const {
  const Flow& flow = world_.flows[static_cast<std::size_t>(flow_index)];
  const FlowEnd& a = flow.ends[direction];
  const FlowEnd& b = flow.ends[1 - direction];
  std::vector<Packet> packets;
  for (std::uint32_t i = 0; i < 1U << (32 - a.length); ++i) {
    for (std::uint32_t j = 0; j < 1U << (32 - b.length); ++j) {
      const auto add = [&](int protocol, int source_port, int destination_port) {
        packets.push_back({a.host + i, b.host + j, protocol, source_port, destination_port});
      };
      for (int other : ports_) {
        for (int port : ports_) {
          if (!flow.https_only) {
            add(6, other, port);
            add(17, other, port);
          } else if ((direction == 0 ? port : other) == 443) {
            add(6, other, port);
          }
        }
      }
      if (flow.https_only) continue;
      for (int protocol : {1, 47, 50, 89}) add(protocol, 0, 0);
    }
  }
  return packets;
}

bool Twin::EncryptedLink(int link) const {
  const Link& facts = world_.links[static_cast<std::size_t>(link)];
  return facts.ends[0].macsec && facts.ends[1].macsec;
}

void Twin::AddLevels(const Trail& trail, const Flow& flow, const Tunnel* tunnel, View& view,
                     std::set<int>& meta_full) const {
  const bool conf = tunnel != nullptr && tunnel->confidentiality[0] && tunnel->confidentiality[1];
  const bool integ = tunnel != nullptr && tunnel->integrity[0] && tunnel->integrity[1];
  for (int node : trail.nodes) {
    const bool tunnel_end = tunnel != nullptr && (tunnel->node[0] == node || tunnel->node[1] == node);
    const bool flow_end = flow.ends[0].node == node || flow.ends[1].node == node;
    const bool host = flow_end && world_.nodes[static_cast<std::size_t>(node)].end_system;
    const bool hidden = flow.tls && !host;
    if (!hidden && (!conf || tunnel_end)) view.carriers[kRead].insert(node);
    if (!hidden && (!integ || tunnel_end)) view.carriers[kAlter].insert(node);
    view.carriers[kMeta].insert(node);
    view.carriers[kCut].insert(node);
    meta_full.insert(node);
    view.path.insert(node);
  }
  for (int l : trail.links) {
    view.links.insert(l);
    const Link& link = world_.links[static_cast<std::size_t>(l)];
    std::vector<int> below = link.systems;
    view.path.insert(below.begin(), below.end());
    if (link.circuit >= 0) below.push_back(link.circuit);
    for (int element : below) {
      view.carriers[kMeta].insert(element);
      view.carriers[kCut].insert(element);
      if (EncryptedLink(l)) continue;
      meta_full.insert(element);
      if (!flow.tls && !conf) view.carriers[kRead].insert(element);
      if (!flow.tls && !integ) view.carriers[kAlter].insert(element);
    }
  }
}

View Twin::Look(int flow_index, const FailureSet& failed) {
  Enter(failed);
  const Flow& flow = world_.flows[static_cast<std::size_t>(flow_index)];
  View view;
  std::vector<std::pair<Trail, const Tunnel*>> arrived;
  bool some[2] = {false, false};
  bool all = true;
  for (int direction = 0; direction < 2; ++direction) {
    for (const Packet& packet : PacketsOf(flow_index, direction)) {
      const Trail trail = Follow(flow_index, direction, packet);
      view.doubtful = view.doubtful || trail.doubtful;
      some[direction] = some[direction] || trail.delivers;
      all = all && trail.delivers_all;
      if (trail.delivers) arrived.emplace_back(trail, TunnelOf(flow.ends[direction].node, packet));
    }
  }
  view.delivered = some[0] && some[1];
  view.delivered_all = all;
  std::set<int> meta_full;
  if (view.delivered) {
    for (const auto& [trail, tunnel] : arrived) AddLevels(trail, flow, tunnel, view, meta_full);
  }
  for (std::size_t level = 0; level < 4; ++level) view.exposed[level] = Closure(view.carriers[level]);
  view.volume_only = view.exposed[kMeta];
  for (int element : Closure(meta_full)) view.volume_only.erase(element);
  return view;
}

std::set<int> Twin::Closure(const std::set<int>& elements) const {
  std::set<int> all = elements;
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& [subject, object] : above_) {
      if (all.contains(object) && all.insert(subject).second) grew = true;
    }
  }
  return all;
}

std::vector<Unit> Twin::Units(const std::set<UnitKind>& kinds) const {
  std::vector<Unit> units;
  for (int l = 0; l < static_cast<int>(world_.links.size()); ++l) units.push_back({UnitKind::kLink, l});
  for (int e = 0; e < static_cast<int>(world_.elements.size()); ++e) {
    const Kind kind = world_.elements[static_cast<std::size_t>(e)].kind;
    const bool linked = std::ranges::any_of(world_.links, [e](const Link& link) { return Touches(link, e); });
    if (e < static_cast<int>(world_.nodes.size()) && linked) units.push_back({UnitKind::kNode, e});
    if (kind == Kind::kCircuit) units.push_back({UnitKind::kCircuit, e});
    if (kind == Kind::kLineSystem) units.push_back({UnitKind::kLineSystem, e});
  }
  std::erase_if(units, [&](const Unit& unit) { return !kinds.contains(unit.kind); });
  return units;
}

std::vector<FailureSet> Twin::Subsets(const std::set<UnitKind>& kinds, int size) const {
  const std::vector<Unit> units = Units(kinds);
  std::vector<FailureSet> sets = {{}};
  if (size >= 1) {
    for (const Unit& unit : units) sets.push_back({unit});
  }
  for (std::size_t i = 0; size >= 2 && i < units.size(); ++i) {
    for (std::size_t j = i + 1; j < units.size(); ++j) sets.push_back({units[i], units[j]});
  }
  return sets;
}

}  // namespace ringfence::oracle
