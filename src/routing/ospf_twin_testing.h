// The slow obvious twin of the OSPF engine. Test support only.
//
// It shares nothing with the engine but the words of RFC 2328 and RFC 3101: routers hold databases,
// advertisements are copied from neighbour to neighbour until nobody learns anything new, every router runs
// Bellman-Ford on its own database, border routers say what their tables hold, and all of it repeats until
// nothing changes. Plain maps, no incremental step, no masks.
#pragma once

#include <algorithm>
#include <compare>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ringfence::routing {

/// A test network in the terms of the RFC.
struct TwinNet {
  /// A point-to-point link.
  struct Link {
    int a = 0;
    int b = 0;
    int area = 0;
    int cost_a = 1;
    int cost_b = 1;
  };
  /// A shared segment.
  struct Lan {
    int area = 0;
    std::vector<std::pair<int, int>> members;  ///< router, cost
  };
  /// A discard route that its router redistributes.
  struct External {
    int router = 0;
    int number = 0;  ///< of the prefix
    int type = 2;
    int metric = 1;
  };
  int routers = 0;
  std::vector<Link> links;  ///< a < b
  std::vector<Lan> lans;
  std::vector<int> loopback_area;  ///< by router; -1: none
  std::vector<External> externals;
  std::map<int, char> area_type;  ///< 's' stub, 'n' NSSA; else normal
  std::set<int> no_summary;       ///< areas
  bool rfc1583 = true;

  char TypeOf(int area) const { return area_type.contains(area) ? area_type.at(area) : ' '; }
  std::string LinkPrefix(int k) const { return "10.0." + std::to_string(k) + ".0/31"; }
  std::string LanPrefix(int k) const { return "172.20." + std::to_string(k) + ".0/24"; }
  std::string LoopbackPrefix(int r) const { return "192.0.2." + std::to_string(r + 1) + "/32"; }
  std::string ExternalPrefix(int n) const { return "203.0.113." + std::to_string(16 * n) + "/28"; }
  /// Name of the interface of link k at its end a or b.
  std::string PortOf(int k, bool at_a) const {
    bool parallel = false;
    for (int other = 0; other < k; ++other) {
      parallel = parallel || (links[std::size_t(other)].a == links[std::size_t(k)].a &&
                              links[std::size_t(other)].b == links[std::size_t(k)].b);
    }
    const int far = at_a ? links[std::size_t(k)].b : links[std::size_t(k)].a;
    return "r" + std::to_string(far) + (parallel ? "-" + std::to_string(k + 1) : "");
  }
};

/// What is down.
struct TwinFailure {
  std::set<int> links;
  std::set<int> lans;
  std::set<int> nodes;
  std::set<std::pair<int, bool>> ports;  ///< link, at end a
};

/// A route: kind as the output contract names it, metric, and hops "interface[gateway]".
struct TwinRoute {
  std::string kind;
  int metric = 0;
  std::set<std::string> hops;
  friend bool operator==(const TwinRoute&, const TwinRoute&) = default;
};

/// See the head of the file.
class OspfTwin {
 public:
  OspfTwin(const TwinNet& net, const TwinFailure& failure) : net_(net), failure_(failure) {
    for (int r = 0; r < net_.routers; ++r) border_.push_back(IsBorder(r));
    for (int round = 0; round < kRounds; ++round) {
      Flood();
      const std::set<Lsa> before = said_;
      said_.clear();
      for (int r = 0; r < net_.routers; ++r) {
        if (NodeUp(r)) Say(r);
      }
      if (said_ == before) return;
    }
    stable_ = false;
  }

  /// False when the rounds did not end.
  bool stable() const { return stable_; }

  /// OSPF routes of a router without what it is attached to itself.
  std::map<std::string, TwinRoute> RoutesOf(int r) const {
    std::map<std::string, TwinRoute> routes;
    if (!NodeUp(r)) return routes;
    std::set<std::string> own;
    for (const Attachment& at : Attached(r)) own.insert(at.prefix);
    for (const TwinNet::External& external : net_.externals) {
      if (external.router == r) own.insert(net_.ExternalPrefix(external.number));
    }
    for (const auto& [prefix, entry] : TableOf(r, true)) {
      if (own.contains(prefix) || entry.hops.empty()) continue;
      routes[prefix] = {entry.Kind(), entry.type == 4 ? entry.external : entry.cost, entry.hops};
    }
    return routes;
  }

 private:
  static constexpr int kRounds = 60;
  static constexpr int kFar = 1 << 24;

  /// One advertisement; unused fields are zero. type: 1 router link, 11 stub, 2 network, 3, 4, 5, 7.
  struct Lsa {
    int area = 0;  ///< -1: the whole domain
    int type = 0;
    int from = 0;
    int to = 0;  ///< vertex (type 1, 2), router (type 4), external metric type (5, 7)
    int cost = 0;
    std::string prefix = {};
    std::string forwarding = {};
    bool flag = false;  ///< border router (type 1), P-bit (type 7)
    friend auto operator<=>(const Lsa&, const Lsa&) = default;
  };

  struct Entry {
    int type = 9;  ///< 1 intra, 2 inter, 3 external 1, 4 external 2
    int cost = kFar;
    int external = 0;
    int area = 0;
    bool nssa = false;
    bool preferred = false;
    std::set<std::string> hops;
    std::string Kind() const {
      if (type <= 2) return type == 1 ? "ospf" : "ospf-ia";
      return std::string("ospf-") + (nssa ? "n" : "e") + (type == 3 ? "1" : "2");
    }
  };

  struct Tree {
    std::map<int, int> distance;
    std::map<int, std::set<std::string>> hops;
    int To(int vertex) const { return distance.contains(vertex) ? distance.at(vertex) : kFar; }
  };

  int LanVertex(int k) const { return 1000 + k; }
  bool NodeUp(int r) const { return !failure_.nodes.contains(r); }

  bool PortUp(int k, bool at_a) const {
    const TwinNet::Link& link = net_.links[std::size_t(k)];
    return !failure_.links.contains(k) && NodeUp(link.a) && NodeUp(link.b) &&
           !failure_.ports.contains({k, at_a});
  }
  bool LinkUp(int k) const { return PortUp(k, true) && PortUp(k, false); }
  bool LanUpAt(int k, int r) const {
    if (failure_.lans.contains(k) || !NodeUp(r)) return false;
    return std::ranges::any_of(net_.lans[std::size_t(k)].members,
                               [&](const auto& m) { return m.first != r && NodeUp(m.first); });
  }

  /// Something a router is attached to.
  struct Attachment {
    int area = 0;
    std::string prefix;
    int cost = 0;
    std::string port;
    std::string address;
  };

  std::vector<Attachment> Attached(int r) const {
    std::vector<Attachment> found;
    for (int k = 0; k < int(net_.links.size()); ++k) {
      const TwinNet::Link& link = net_.links[std::size_t(k)];
      for (const bool at_a : {true, false}) {
        if ((at_a ? link.a : link.b) != r || !PortUp(k, at_a)) continue;
        const std::string address = "10.0." + std::to_string(k) + (at_a ? ".0" : ".1");
        found.push_back(
            {link.area, net_.LinkPrefix(k), at_a ? link.cost_a : link.cost_b, net_.PortOf(k, at_a), address});
      }
    }
    for (int k = 0; k < int(net_.lans.size()); ++k) {
      for (const auto& [member, cost] : net_.lans[std::size_t(k)].members) {
        if (member != r || !LanUpAt(k, r)) continue;
        const std::string address = "172.20." + std::to_string(k) + "." + std::to_string(r + 1);
        found.push_back(
            {net_.lans[std::size_t(k)].area, net_.LanPrefix(k), cost, "lan" + std::to_string(k), address});
      }
    }
    const int area = net_.loopback_area[std::size_t(r)];
    if (area >= 0 && NodeUp(r)) found.push_back({area, net_.LoopbackPrefix(r), 0, "lo", LoopbackAddress(r)});
    return found;
  }

  std::string LoopbackAddress(int r) const { return "192.0.2." + std::to_string(r + 1); }

  /// The forwarding address of r inside an area (RFC 3101 section 2.3): its loopback, else its first
  /// interface.
  std::string AddressIn(int r, int area) const {
    if (net_.loopback_area[std::size_t(r)] == area) return LoopbackAddress(r);
    for (const Attachment& at : Attached(r)) {
      if (at.area == area) return at.address;
    }
    return "";
  }

  /// The subnet of an address of the test plan.
  static std::string SubnetOf(const std::string& address) {
    if (address.starts_with("192.0.2.")) return address + "/32";
    const std::string net = address.substr(0, address.rfind('.'));
    return net + (address.starts_with("10.") ? ".0/31" : ".0/24");
  }

  std::set<int> AreasOf(int r) const {
    std::set<int> areas;
    for (const Attachment& at : Attached(r)) areas.insert(at.area);
    return areas;
  }
  bool IsBorder(int r) const {
    const std::set<int> areas = AreasOf(r);
    return areas.size() > 1 && areas.contains(0);
  }
  /// True when r says a link in the backbone.
  bool OnBackbone(int r) const {
    return std::ranges::any_of(said_,
                               [r](const Lsa& l) { return l.area == 0 && l.type == 1 && l.from == r; });
  }
  bool HasNormal(int r) const {
    const std::set<int> areas = AreasOf(r);
    return std::ranges::any_of(areas, [&](int area) { return net_.TypeOf(area) == ' '; });
  }

  /// Router and network advertisements.
  void SayLinks(int r) {
    for (int k = 0; k < int(net_.links.size()); ++k) {
      const TwinNet::Link& link = net_.links[std::size_t(k)];
      if (!LinkUp(k) || (link.a != r && link.b != r)) continue;
      const bool at_a = link.a == r;
      said_.insert({link.area,
                    1,
                    r,
                    at_a ? link.b : link.a,
                    at_a ? link.cost_a : link.cost_b,
                    {},
                    {},
                    border_[std::size_t(r)]});
    }
    for (int k = 0; k < int(net_.lans.size()); ++k) {
      for (const auto& [member, cost] : net_.lans[std::size_t(k)].members) {
        if (!LanUpAt(k, member)) continue;
        // The highest router id is designated; for the twin every member may carry the news.
        if (member == r) {
          said_.insert(
              {net_.lans[std::size_t(k)].area, 1, r, LanVertex(k), cost, {}, {}, border_[std::size_t(r)]});
        }
        said_.insert(
            {net_.lans[std::size_t(k)].area, 2, LanVertex(k), member, 0, net_.LanPrefix(k), {}, false});
      }
    }
    for (const Attachment& at : Attached(r)) {
      if (at.port.starts_with("lan")) continue;
      said_.insert({at.area, 11, r, 0, at.cost, at.prefix, {}, false});
    }
  }

  void Say(int r) {
    SayLinks(r);
    SayExternals(r);
    if (!border_[std::size_t(r)]) return;
    const auto table = TableOf(r, false);
    for (int area : AreasOf(r)) {
      const bool stub = net_.TypeOf(area) != ' ';
      const bool closed = stub && net_.no_summary.contains(area);
      if (net_.TypeOf(area) == 's' || closed) said_.insert({area, 3, r, 0, 1, "0.0.0.0/0", {}, false});
      for (const auto& [prefix, entry] : table) {
        if (closed || entry.area == area || (entry.type == 2 && (area == 0 || entry.area != 0))) continue;
        said_.insert({area, 3, r, 0, entry.cost, prefix, {}, false});
      }
      if (stub) continue;
      for (int asbr = 0; asbr < net_.routers; ++asbr) {
        if (asbr == r || !IsAsbr(r, asbr)) continue;
        const Entry way = WayTo(r, asbr);
        if (way.type == 2 && way.area != 0) continue;
        if (way.cost < kFar && way.area != area) said_.insert({area, 4, r, asbr, way.cost, {}, {}, false});
      }
    }
  }

  /// True when r's database holds a type 5 of that router.
  bool IsAsbr(int r, int asbr) const {
    const auto database = databases_.find(r);
    if (database == databases_.end()) return false;
    return std::ranges::any_of(database->second, [&](const Lsa& l) { return l.type == 5 && l.from == asbr; });
  }

  void SayExternals(int r) {
    for (const TwinNet::External& external : net_.externals) {
      if (external.router != r) continue;
      const std::string prefix = net_.ExternalPrefix(external.number);
      if (HasNormal(r)) said_.insert({-1, 5, r, external.type, external.metric, prefix, {}, false});
      for (int area : AreasOf(r)) {
        if (net_.TypeOf(area) != 'n') continue;
        const bool propagate = !HasNormal(r);
        said_.insert({area, 7, r, external.type, external.metric, prefix, propagate ? AddressIn(r, area) : "",
                      propagate});
      }
    }
    if (border_[std::size_t(r)] && HasNormal(r)) Translate(r);
  }

  void Translate(int r) {
    std::map<int, Tree> trees;
    for (int area : AreasOf(r)) trees[area] = TreeOf(r, area);
    const std::map<std::string, Entry> internal = TableOf(r, false);
    // One type 5 per prefix: of the path the translator itself prefers, then of the larger router id.
    std::map<std::string, std::pair<Entry, Lsa>> chosen;
    for (const Lsa& lsa : DatabaseOf(r)) {
      if (lsa.type != 7 || !lsa.flag || lsa.from == r || !trees.contains(lsa.area)) continue;
      if (net_.TypeOf(lsa.area) != 'n' || !Elected(r, lsa.area, trees.at(lsa.area))) continue;
      const bool own = std::ranges::any_of(net_.externals, [&](const TwinNet::External& e) {
        return e.router == r && net_.ExternalPrefix(e.number) == lsa.prefix;
      });
      const Entry entry = Judge(r, lsa, trees, internal);
      if (own || entry.type == 9) continue;
      const auto known = chosen.find(lsa.prefix);
      const bool better =
          known == chosen.end() || RankOf(entry) < RankOf(known->second.first) ||
          (RankOf(entry) == RankOf(known->second.first) && lsa.from > known->second.second.from);
      if (better) chosen[lsa.prefix] = {entry, lsa};
    }
    for (const auto& [prefix, best] : chosen) {
      const Lsa& lsa = best.second;
      said_.insert({-1, 5, r, lsa.to, lsa.cost, prefix, lsa.forwarding, false});
    }
  }

  /// Translator of an NSSA: the border router with the highest id (router ids ascend with numbers).
  bool Elected(int r, int area, const Tree& tree) const {
    for (int other = r + 1; other < net_.routers; ++other) {
      if (border_[std::size_t(other)] && AreasOf(other).contains(area) && tree.To(other) < kFar) return false;
    }
    return true;
  }

  const std::set<Lsa>& DatabaseOf(int r) const {
    static const std::set<Lsa> kNothing;
    const auto found = databases_.find(r);
    return found == databases_.end() ? kNothing : found->second;
  }

  /// Copies advertisements from neighbour to neighbour until nobody learns anything.
  void Flood() {
    databases_.clear();
    for (const Lsa& lsa : said_) {
      if (lsa.type != 2) databases_[lsa.from].insert(lsa);
      if (lsa.type == 2 && LanUpAt(lsa.from - 1000, lsa.to)) databases_[lsa.to].insert(lsa);
    }
    for (bool changed = true; changed;) {
      changed = false;
      const auto exchange = [&](int x, int y, int area) {
        for (const auto& [from, to] : {std::pair(x, y), std::pair(y, x)}) {
          const std::set<Lsa> news = databases_[from];
          for (const Lsa& lsa : news) {
            const bool crosses = lsa.area == area || (lsa.area == -1 && net_.TypeOf(area) == ' ');
            if (crosses && databases_[to].insert(lsa).second) changed = true;
          }
        }
      };
      for (int k = 0; k < int(net_.links.size()); ++k) {
        const TwinNet::Link& link = net_.links[std::size_t(k)];
        if (LinkUp(k)) exchange(link.a, link.b, link.area);
      }
      for (int k = 0; k < int(net_.lans.size()); ++k) {
        for (const auto& [x, cost_x] : net_.lans[std::size_t(k)].members) {
          for (const auto& [y, cost_y] : net_.lans[std::size_t(k)].members) {
            if (x < y && LanUpAt(k, x) && LanUpAt(k, y)) exchange(x, y, net_.lans[std::size_t(k)].area);
          }
        }
      }
    }
  }

  /// The interface and address by which r reaches its neighbour over link k or LAN k.
  std::string HopOver(int k, int r) const {
    const bool at_a = net_.links[std::size_t(k)].a == r;
    return net_.PortOf(k, at_a) + "[10.0." + std::to_string(k) + (at_a ? ".1]" : ".0]");
  }
  std::string HopOnLan(int k, int to) const {
    return "lan" + std::to_string(k) + "[172.20." + std::to_string(k) + "." + std::to_string(to + 1) + "]";
  }

  /// Bellman-Ford over r's database of one area, then first hops to a fixpoint.
  Tree TreeOf(int r, int area) const {
    std::vector<Lsa> edges;
    for (const Lsa& lsa : DatabaseOf(r)) {
      if (lsa.area != area || (lsa.type != 1 && lsa.type != 2)) continue;
      const bool back = std::ranges::any_of(DatabaseOf(r), [&](const Lsa& l) {
        return l.area == area && (l.type == 1 || l.type == 2) && l.from == lsa.to && l.to == lsa.from;
      });
      if (back) edges.push_back(lsa);
    }
    Tree tree;
    tree.distance[r] = 0;
    for (bool changed = true; changed;) {
      changed = false;
      for (const Lsa& edge : edges) {
        if (tree.To(edge.from) >= kFar || tree.To(edge.from) + edge.cost >= tree.To(edge.to)) continue;
        tree.distance[edge.to] = tree.To(edge.from) + edge.cost;
        changed = true;
      }
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const Lsa& edge : edges) {
        if (edge.to == r || tree.To(edge.from) >= kFar || tree.To(edge.from) + edge.cost != tree.To(edge.to))
          continue;
        for (const std::string& hop : FirstHops(r, edge, tree)) {
          changed = tree.hops[edge.to].insert(hop).second || changed;
        }
      }
    }
    return tree;
  }

  std::set<std::string> FirstHops(int r, const Lsa& edge, const Tree& tree) const {
    std::set<std::string> hops;
    if (edge.from == r && edge.to >= 1000) return {"on:" + std::to_string(edge.to)};
    if (edge.from == r) {
      for (int k = 0; k < int(net_.links.size()); ++k) {
        const TwinNet::Link& link = net_.links[std::size_t(k)];
        if (!LinkUp(k) || link.area != edge.area) continue;
        const bool forth = link.a == r && link.b == edge.to && link.cost_a == edge.cost;
        const bool back = link.b == r && link.a == edge.to && link.cost_b == edge.cost;
        if (forth || back) hops.insert(HopOver(k, r));
      }
      return hops;
    }
    const auto known = tree.hops.find(edge.from);
    if (known == tree.hops.end()) return hops;
    for (const std::string& hop : known->second) {
      const bool here = hop == "on:" + std::to_string(edge.from);
      hops.insert(here ? HopOnLan(edge.from - 1000, edge.to) : hop);
    }
    return hops;
  }

  static std::set<std::string> HopsTo(const Tree& tree, int vertex) {
    const auto found = tree.hops.find(vertex);
    if (found == tree.hops.end()) return {};
    std::set<std::string> hops = found->second;
    std::erase_if(hops, [](const std::string& hop) { return hop.starts_with("on:"); });
    return hops;
  }

  static std::tuple<int, int, bool, int> RankOf(const Entry& e) {
    return {e.type, e.type == 4 ? e.external : 0, !e.preferred, e.cost};
  }

  static void Offer(std::map<std::string, Entry>& table, const std::string& prefix, const Entry& entry) {
    Entry& best = table[prefix];
    if (RankOf(best) < RankOf(entry)) return;
    if (RankOf(entry) < RankOf(best)) {
      best = entry;
      return;
    }
    best.hops.insert(entry.hops.begin(), entry.hops.end());
    if (entry.type <= 2) best.area = std::max(best.area, entry.area);
  }

  std::map<std::string, Entry> TableOf(int r, bool with_externals) const {
    std::map<std::string, Entry> table;
    std::map<int, Tree> trees;
    for (int area : AreasOf(r)) trees[area] = TreeOf(r, area);
    for (const auto& [area, tree] : trees) {
      for (const Lsa& lsa : DatabaseOf(r)) {
        if (lsa.area != area || (lsa.type != 11 && lsa.type != 2) || tree.To(lsa.from) >= kFar) continue;
        Offer(table, lsa.prefix,
              {1, tree.To(lsa.from) + lsa.cost, 0, area, false, false, HopsTo(tree, lsa.from)});
      }
    }
    for (const auto& [area, tree] : trees) {
      if (border_[std::size_t(r)] && OnBackbone(r) && area != 0) continue;
      for (const Lsa& lsa : DatabaseOf(r)) {
        if (lsa.type != 3 || lsa.area != area || lsa.from == r || tree.To(lsa.from) >= kFar) continue;
        if (border_[std::size_t(r)] && net_.TypeOf(area) != ' ' && lsa.prefix == "0.0.0.0/0") continue;
        Offer(table, lsa.prefix,
              {2, tree.To(lsa.from) + lsa.cost, 0, area, false, false, HopsTo(tree, lsa.from)});
      }
    }
    if (with_externals) AddExternals(r, trees, table);
    return table;
  }

  /// Preferred way to an advertising router (section 16.4 step 3).
  Entry WayTo(int r, int asbr) const {
    std::vector<Entry> ways;
    for (int area : AreasOf(r)) {
      const Tree tree = TreeOf(r, area);
      Entry way;
      if (net_.TypeOf(area) == 's') continue;  // nobody is an ASBR there
      if (tree.To(asbr) < kFar) {
        way = {1, tree.To(asbr), 0, area, false, area != 0, HopsTo(tree, asbr)};
      } else if (!(border_[std::size_t(r)] && OnBackbone(r) && area != 0) && net_.TypeOf(area) == ' ') {
        for (const Lsa& lsa : DatabaseOf(r)) {
          if (lsa.type != 4 || lsa.area != area || lsa.to != asbr || lsa.from == r ||
              tree.To(lsa.from) >= kFar)
            continue;
          const int cost = tree.To(lsa.from) + lsa.cost;
          if (cost < way.cost) way = {2, cost, 0, area, false, false, {}};
          if (cost == way.cost) way.hops.merge(HopsTo(tree, lsa.from));
        }
      }
      if (way.cost < kFar) ways.push_back(way);
    }
    const bool prune = !net_.rfc1583 && std::ranges::any_of(ways, [](const Entry& w) { return w.preferred; });
    Entry best;
    for (const Entry& way : ways) {
      if (prune && !way.preferred) continue;
      if (way.cost < best.cost || (way.cost == best.cost && way.area > best.area)) best = way;
    }
    return best;
  }

  /// The entry an advertisement of type 5 or 7 gives (section 16.4, RFC 3101 section 2.5); type 9 when none.
  Entry Judge(int r, const Lsa& lsa, const std::map<int, Tree>& trees,
              const std::map<std::string, Entry>& internal) const {
    const bool nssa = lsa.type == 7;
    Entry way;
    if (!nssa) {
      way = WayTo(r, lsa.from);
    } else if (trees.contains(lsa.area) && trees.at(lsa.area).To(lsa.from) < kFar) {
      const Tree& tree = trees.at(lsa.area);
      way = {1, tree.To(lsa.from), 0, lsa.area, false, lsa.area != 0, HopsTo(tree, lsa.from)};
    }
    if (way.cost >= kFar) return {};
    if (!lsa.forwarding.empty()) {
      const auto target = internal.find(SubnetOf(lsa.forwarding));
      const std::vector<Attachment> mine = Attached(r);
      const bool own =
          std::ranges::any_of(mine, [&](const Attachment& at) { return at.address == lsa.forwarding; });
      if (target == internal.end() || own) return {};
      if (nssa && (target->second.type != 1 || target->second.area != lsa.area)) return {};
      way = target->second;
      for (const Attachment& at : mine) {
        if (at.prefix != target->first || at.cost != way.cost) continue;
        way.hops.insert(at.port + "[" + lsa.forwarding + "]");
      }
      way.preferred = way.type == 1 && way.area != 0;
    }
    const int cost = lsa.to == 1 ? way.cost + lsa.cost : way.cost;
    return {lsa.to == 1 ? 3 : 4, cost, lsa.cost, way.area, nssa, !net_.rfc1583 && way.preferred, way.hops};
  }

  void AddExternals(int r, const std::map<int, Tree>& trees, std::map<std::string, Entry>& table) const {
    const std::map<std::string, Entry> internal = table;
    // Type 7 with P-bit, type 5, other type 7: the first gives the entry its kind.
    for (int pass = 0; pass < 3; ++pass) {
      for (const Lsa& lsa : DatabaseOf(r)) {
        if (lsa.from == r || lsa.type != (pass == 1 ? 5 : 7) || (pass != 1 && lsa.flag != (pass == 0)))
          continue;
        if (pass == 1 && !HasNormal(r)) continue;
        const Entry entry = Judge(r, lsa, trees, internal);
        if (entry.type != 9) Offer(table, lsa.prefix, entry);
      }
    }
  }

  const TwinNet& net_;
  const TwinFailure& failure_;
  std::vector<bool> border_;
  std::set<Lsa> said_;
  std::map<int, std::set<Lsa>> databases_;
  bool stable_ = true;
};

}  // namespace ringfence::routing
