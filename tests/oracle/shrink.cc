// Making a failing world small: leave out one thing after the other while it still fails.

#include <fmt/format.h>

#include <algorithm>

#include "oracle/compare.h"

namespace ringfence::oracle {
namespace {

using Change = std::function<bool(World&)>;  ///< false: nothing there to change

void AddListChanges(const World& world, std::vector<Change>& changes) {
  for (std::size_t l = 0; l < world.links.size(); ++l) {
    for (int side = 0; side < 2; ++side) {
      for (Acl LinkEnd::* list : {&LinkEnd::in, &LinkEnd::out}) {
        changes.push_back([=](World& w) {
          Acl& acl = w.links[l].ends[side].*list;
          return !acl.empty() && (acl.clear(), true);
        });
      }
    }
  }
  for (std::size_t n = 0; n < world.nodes.size(); ++n) {
    for (Acl Node::* list : {&Node::lan_in, &Node::lan_out}) {
      changes.push_back([=](World& w) {
        Acl& acl = w.nodes[n].*list;
        return !acl.empty() && (acl.clear(), true);
      });
    }
    changes.push_back(
        [=](World& w) { return !w.nodes[n].statics.empty() && (w.nodes[n].statics.clear(), true); });
    changes.push_back(
        [=](World& w) { return !w.nodes[n].accounts.empty() && (w.nodes[n].accounts.clear(), true); });
    changes.push_back([=](World& w) { return w.nodes[n].filtered && (w.nodes[n].filtered = false, true); });
    changes.push_back(
        [=](World& w) { return w.nodes[n].nos != Nos::kIos && (w.nodes[n].nos = Nos::kIos, true); });
    changes.push_back(
        [=](World& w) { return w.nodes[n].max_paths != 8 && (w.nodes[n].max_paths = 8, true); });
  }
}

/// Only the last link and the last element can go: indices make addresses.
void AddLinkChanges(const World& world, std::vector<Change>& changes) {
  for (std::size_t l = 0; l < world.links.size(); ++l) {
    changes.push_back([=](World& w) {
      const int circuit = w.links[l].circuit;
      w.links[l].circuit = -1;
      w.links[l].systems.clear();
      // The circuit's element must not stand alone: only the last one can go.
      const bool last = circuit >= 0 && circuit + 1 == static_cast<int>(w.elements.size());
      if (last) w.elements.pop_back();
      return last;
    });
    changes.push_back(
        [=](World& w) { return !w.links[l].systems.empty() && (w.links[l].systems.clear(), true); });
    for (int side = 0; side < 2; ++side) {
      changes.push_back([=](World& w) {
        return w.links[l].ends[side].macsec && (w.links[l].ends[side].macsec = false, true);
      });
      changes.push_back([=](World& w) {
        return w.links[l].ends[side].cost != 1 && (w.links[l].ends[side].cost = 1, true);
      });
    }
    changes.push_back([=](World& w) {
      const bool last = l + 1 == w.links.size() && !w.links[l].to_end_system && w.links[l].circuit < 0;
      const bool used = std::ranges::any_of(w.nodes, [&](const Node& node) {
        return std::ranges::any_of(node.statics,
                                   [&](const StaticRoute& r) { return r.link == static_cast<int>(l); });
      });
      if (last && !used) w.links.pop_back();
      return last && !used;
    });
  }
}

void AddRuleChanges(const World& world, std::vector<Change>& changes) {
  for (std::size_t r = 0; r < world.rules.size(); ++r) {
    changes.push_back([=](World& w) {
      return w.rules.size() > 1 && (w.rules.erase(w.rules.begin() + static_cast<std::ptrdiff_t>(r)), true);
    });
    changes.push_back([=](World& w) { return w.rules[r].failures > 0 && (--w.rules[r].failures, true); });
    changes.push_back(
        [=](World& w) { return w.rules[r].flows.size() > 1 && (w.rules[r].flows.pop_back(), true); });
    for (UnitKind kind : {UnitKind::kLink, UnitKind::kNode, UnitKind::kCircuit, UnitKind::kLineSystem}) {
      changes.push_back(
          [=](World& w) { return w.rules[r].kinds.size() > 1 && w.rules[r].kinds.erase(kind) > 0; });
    }
    for (int level = 0; level < 4; ++level) {
      changes.push_back(
          [=](World& w) { return w.rules[r].levels.size() > 1 && w.rules[r].levels.erase(level) > 0; });
    }
  }
  changes.push_back([](World& w) { return !w.access.empty() && (w.access.pop_back(), true); });
  for (std::size_t f = 0; f < world.flows.size(); ++f) {
    changes.push_back([=](World& w) { return w.flows[f].tls && (w.flows[f].tls = false, true); });
    changes.push_back(
        [=](World& w) { return w.flows[f].https_only && (w.flows[f].https_only = false, true); });
  }
  changes.push_back([](World& w) {
    if (w.flows.size() < 2) return false;
    const int last = static_cast<int>(w.flows.size()) - 1;
    w.flows.pop_back();
    for (Rule& rule : w.rules) {
      std::erase(rule.flows, last);
      if (rule.flows.empty()) rule.flows.push_back(0);
    }
    return true;
  });
}

std::string AclText(const Acl& acl) {
  std::string text;
  for (const AclLine& line : acl) {
    text += fmt::format(" {} {} {:x}/{}:{} {:x}/{}:{};", line.permit ? "permit" : "deny", line.protocol,
                        line.source, line.source_length, line.source_port, line.destination,
                        line.destination_length, line.destination_port);
  }
  return text;
}

}  // namespace

World Shrink(World world, const std::function<bool(const World&)>& still) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    std::vector<Change> changes;
    AddRuleChanges(world, changes);
    AddListChanges(world, changes);
    AddLinkChanges(world, changes);
    for (const Change& change : changes) {
      World tried = world;
      if (!change(tried) || !still(tried)) continue;
      world = std::move(tried);
      smaller = true;
      break;
    }
  }
  return world;
}

std::string Describe(const World& world) {
  const auto name = [&](int e) { return world.elements[static_cast<std::size_t>(e)].name; };
  std::string text = fmt::format("seed {}\n", world.seed);
  for (std::size_t n = 0; n < world.nodes.size(); ++n) {
    const Node& node = world.nodes[n];
    if (node.end_system) continue;
    text += fmt::format("  {} nos {} edge {} lan {} paths {}", name(static_cast<int>(n)),
                        static_cast<int>(node.nos), node.edge, node.has_lan, node.max_paths);
    if (!node.lan_in.empty()) text += " lan-in" + AclText(node.lan_in);
    if (!node.lan_out.empty()) text += " lan-out" + AclText(node.lan_out);
    for (const StaticRoute& route : node.statics)
      text += fmt::format(" static {:x}/{} link {}", route.prefix, route.length, route.link);
    text += "\n";
  }
  for (std::size_t l = 0; l < world.links.size(); ++l) {
    const Link& link = world.links[l];
    text += fmt::format("  link {}: {} {} - {} {}", l, name(link.ends[0].node), link.ends[0].cost,
                        name(link.ends[1].node), link.ends[1].cost);
    for (int side = 0; side < 2; ++side) {
      if (!link.ends[side].in.empty()) text += fmt::format(" in{}:{}", side, AclText(link.ends[side].in));
      if (!link.ends[side].out.empty()) text += fmt::format(" out{}:{}", side, AclText(link.ends[side].out));
    }
    for (int system : link.systems) text += " over " + name(system);
    text += "\n";
  }
  for (const Flow& flow : world.flows) {
    text +=
        fmt::format("  flow {}: {} {:x} - {} {:x} https {} tls {}\n", flow.name, name(flow.ends[0].node),
                    flow.ends[0].host, name(flow.ends[1].node), flow.ends[1].host, flow.https_only, flow.tls);
  }
  for (const Rule& rule : world.rules) {
    text += fmt::format("  {} {} failures {}\n", rule.name,
                        oracle::kRuleNames[static_cast<std::size_t>(rule.kind)], rule.failures);
  }
  return text;
}

}  // namespace ringfence::oracle
