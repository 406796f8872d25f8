// How far an edit of the files reaches.
//
// Problem: most edits are about who is trusted, who may log in, what a comment says, or one access list, and
// a check of the files afterwards would compute all routes under all failures again. Idea: an outcome is a
// function of the network, so compare what the readers made of both texts, field by field and wherever the
// lines stand now (base::SpansAside). What no walk and no protocol reads is left out first: descriptions and
// management. What only a walk over the node reads is told apart: access lists and policies at interfaces
// without a link and outside of VRFs, which no packet of a protocol passes that another node must get. A list
// that is used by anything else, or by nothing that is known here, is compared with the rest. Where devices
// look at packets of others (tunnels, copies, translation, services of layer 2) no list is told apart. What
// is said about single prefixes counts for packets to them (touched_prefixes.h), where that is so. All that
// is left must be equal: a field that somebody adds is compared, or its structure does not compile. What is
// equal is asked once more with its lines, so that what an answer cites can be found on the other side.
// Cost: O(configuration).

#include "exposure/edit_scope.h"

#include <algorithm>
#include <compare>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ringfence::exposure {
namespace {

using routing::Network;
using routing::Node;

/// Names of access lists, whatever their family.
using Names = std::set<std::string, std::less<>>;

std::vector<model::AclUse*> ListsOf(model::Interface& interface) {
  return {&interface.acl_in4, &interface.acl_out4, &interface.acl_in6, &interface.acl_out6};
}

std::vector<model::AclUse*> PoliciesOf(model::Interface& interface) {
  return {&interface.policy_in4, &interface.policy_in6};
}

void AddListsOf(const model::Device& device, const Names& policies, Names& lists) {
  for (const model::PolicyRouting& policy : device.policy_routing) {
    if (!policies.contains(policy.name)) continue;
    for (const model::PolicyRoutingTerm& term : policy.terms)
      lists.insert(term.acls.begin(), term.acls.end());
  }
}

/// What is taken out of a configuration before it is compared.
enum class Stripped : std::uint8_t {
  kUnread,    ///< what neither protocols nor walks read
  kForWalks,  ///< also what only walks over the node read
};

/// Takes it out.
class Stripper {
 public:
  Stripper(const Network& network, model::NodeId node, Stripped what)
      : network_(network), node_(node), what_(what), config_(network.nodes()[node.index()].config) {}

  routing::DeviceConfig Strip() {
    model::Device& device = config_.device;
    for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
      // Packets of sessions between VRFs may come out of labels and meet any list of theirs.
      const bool own =
          network_.LinkOf({node_, model::InterfaceIndex(i)}).valid() || !device.interfaces[i].vrf.empty();
      StripInterface(device.interfaces[i], own || what_ == Stripped::kUnread);
    }
    AddListsOf(device, policies_apart_, lists_apart_);
    AddListsOf(device, policies_kept_, lists_kept_);
    for (const model::Translation& rule : device.translations)
      lists_kept_.insert(rule.acls.begin(), rule.acls.end());
    for (const model::SelfGuard& guard : device.guards) {
      for (const model::AclUse* use : {&guard.in4, &guard.out4, &guard.in6, &guard.out6})
        lists_kept_.insert(use->name);
    }
    StripManagement(device);
    std::erase_if(device.policy_routing, [&](const model::PolicyRouting& one) {
      return policies_apart_.contains(one.name) && !policies_kept_.contains(one.name);
    });
    std::erase_if(device.acls, [&](const model::Acl& one) {
      return lists_apart_.contains(one.name) && !lists_kept_.contains(one.name);
    });
    return std::move(config_);
  }

 private:
  void StripInterface(model::Interface& interface, bool keeps) {
    interface.description.clear();
    for (model::AclUse* use : ListsOf(interface)) Take(*use, keeps, lists_kept_, lists_apart_);
    for (model::AclUse* use : PoliciesOf(interface)) Take(*use, keeps, policies_kept_, policies_apart_);
  }
  static void Take(model::AclUse& use, bool keeps, Names& kept, Names& apart) {
    if (!use.applies()) return;
    (keeps ? kept : apart).insert(use.name);
    if (!keeps) use = {};
  }
  void StripManagement(model::Device& device) {
    for (const model::ManagementAccess& service : device.management.services) {
      for (const model::AclUse& filter : service.filters) lists_apart_.insert(filter.name);
    }
    for (const model::SnmpAccess& access : device.management.snmp) lists_apart_.insert(access.filter.name);
    device.management = {};
  }

  const Network& network_;
  model::NodeId node_;
  Stripped what_;
  routing::DeviceConfig config_;
  Names lists_kept_, lists_apart_, policies_kept_, policies_apart_;
};

bool LooksAtPacketsOfOthers(const Node& node) {
  const model::Device& device = node.config.device;
  return !device.tunnels.empty() || !device.copying.empty() || !device.translations.empty() ||
         device.vxlan.has_value() || !device.l2_services.empty();
}

/// Links, cables, and nodes but for their texts and what is announced about single prefixes.
bool StandsAlike(const Network& a, const Network& b, std::vector<net::Prefix>& touched) {
  const auto alike = [&touched](const Node& one, const Node& other) {
    return one.is_host == other.is_host && one.open_forwarding == other.open_forwarding &&
           AnnounceAlike(one.outside, other.outside, touched);
  };
  return a.links() == b.links() && a.cables() == b.cables() && a.port_cables() == b.port_cables() &&
         std::ranges::equal(a.nodes(), b.nodes(), alike);
}

/// Elements and units keep their places and what lies on or under them. Who they are to whom is not asked.
bool HoldsAlike(const World& a, const World& b) {
  const auto kind_of = [](const WorldElement& element) { return element.facts.kind; };
  return std::ranges::equal(a.elements, b.elements, {}, kind_of, kind_of) &&
         a.element_of_node == b.element_of_node && a.layers == b.layers && a.cable_layers == b.cable_layers &&
         a.failures == b.failures && a.observed.empty() && b.observed.empty();
}

/// Tells some neighbour of prefixes while it has others.
bool AdvertisesOnCondition(const Node& node) {
  return std::ranges::any_of(node.config.bgp.vrfs, [](const routing::bgp::BgpVrf& vrf) {
    return std::ranges::any_of(vrf.neighbors, [](const routing::bgp::BgpNeighbor& neighbor) {
      return std::ranges::any_of(neighbor.families,
                                 [](const auto& family) { return family.conditional.has_value(); });
    });
  });
}

/// Prefixes can be told apart.
bool IsMadeByPrefix(const ExposureEngine& engine) {
  const auto& nodes = engine.world().network->nodes();
  return engine.failures().known() && std::ranges::none_of(nodes, LooksAtPacketsOfOthers) &&
         std::ranges::none_of(nodes, AdvertisesOnCondition);
}

/// True when the configurations say the same on lines that are followed.
bool StandOnFollowedLines(const routing::DeviceConfig& before, const routing::DeviceConfig& after,
                          const base::MovedLines& lines) {
  const base::SpansBy moved([&lines](const base::Span& then, const base::Span& now) {
    const auto followed = lines.After(then);
    return followed && std::is_eq(*followed <=> now);
  });
  return before == after;
}

/// Compares what devices say, node by node.
class Comparison {
 public:
  Comparison(const Network& then, const Network& now, const base::MovedLines& lines)
      : then_(then), now_(now), lines_(lines), scope_{base::BitSet(now.nodes().size()), {}, true} {}

  /// False: more differs than a scope can tell.
  bool Run() {
    for (std::size_t n = 0; n < now_.nodes().size(); ++n) {
      const model::NodeId node(n);
      if (StandOnFollowedLines(then_.nodes()[n].config, now_.nodes()[n].config, lines_) ||
          SayTheSame(node, Stripped::kUnread))
        continue;
      if (!SayTheSame(node, Stripped::kForWalks)) return false;
      scope_.lists.Set(n);
    }
    return true;
  }

  EditScope& scope() { return scope_; }
  std::vector<net::Prefix>& touched() { return touched_; }

 private:
  /// True when the two readings of a node say the same without `what`, but for prefixes that it adds to those
  /// that are touched.
  bool SayTheSame(model::NodeId node, Stripped what) {
    routing::DeviceConfig before = Stripper(then_, node, what).Strip();
    routing::DeviceConfig after = Stripper(now_, node, what).Strip();
    TakeOutDifferent(before, after, touched_);
    if (!(before == after)) return false;
    scope_.follows_lines = scope_.follows_lines && StandOnFollowedLines(before, after, lines_);
    return true;
  }

  const Network& then_;
  const Network& now_;
  const base::MovedLines& lines_;
  EditScope scope_;
  std::vector<net::Prefix> touched_;
};

}  // namespace

std::optional<EditScope> FindEditScope(const ExposureEngine& before, const ExposureEngine& after,
                                       const base::MovedLines& lines) {
  const base::SpansAside aside;
  const Network& then = *before.world().network;
  const Network& now = *after.world().network;
  Comparison comparison(then, now, lines);
  if (before.begins_with_outage() || after.begins_with_outage() ||
      !StandsAlike(then, now, comparison.touched()) || !HoldsAlike(before.world(), after.world()) ||
      !comparison.Run())
    return std::nullopt;
  EditScope& scope = comparison.scope();
  if (!scope.lists.empty() && std::ranges::any_of(now.nodes(), LooksAtPacketsOfOthers)) return std::nullopt;
  scope.prefixes = TouchedPrefixes(std::move(comparison.touched()));
  if (scope.prefixes.empty()) return std::move(scope);
  if (!IsMadeByPrefix(before) || !IsMadeByPrefix(after) || scope.prefixes.MeetRouters(then) ||
      scope.prefixes.MeetRouters(now))
    return std::nullopt;
  return std::move(scope);
}

}  // namespace ringfence::exposure
