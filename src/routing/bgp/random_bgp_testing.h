// Random networks of BGP speakers. Test support only.
#pragma once

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "routing/bgp/bgp_testing.h"
#include "routing/random_testing.h"

namespace ringfence::routing::bgp {

/// What is announced somewhere around one AS.
inline const std::vector<std::string> kAnnounced = {"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"};

inline std::string InnerName(int n) { return "i" + std::to_string(n); }
inline std::string OuterName(int n) { return "e" + std::to_string(n); }
/// The far end of a link made by Join.
inline std::string FarEndOf(std::uint32_t link) { return "10.0." + std::to_string(link) + ".1"; }

/// Routers of one AS, some of them reflectors, and neighbours of other AS around it.
class Around {
 public:
  explicit Around(Dice& dice) : dice_(dice), inside_(3 + dice.Below(3)), outside_(2 + dice.Below(2)) {
    for (int n = 0; n < inside_; ++n) world.Node(InnerName(n), 65000);
    for (int n = 0; n < outside_; ++n)
      world.Node(OuterName(n), dice.OneIn(3) ? 1 : 1 + static_cast<AsNumber>(n));
    for (int n = 1; n < inside_; ++n) JoinInside(n, dice.Below(n));
    for (int more = dice.Below(inside_); more > 0; --more) {
      const auto [a, b] = dice.Two(inside_);
      JoinInside(a, b);
    }
    for (int n = 0; n < outside_; ++n) {
      for (int more = 1 + dice.Below(2); more > 0; --more)
        JoinOutside(InnerName(dice.Below(inside_)), OuterName(n));
    }
    for (const std::string& prefix : kAnnounced) {
      const int several = dice.OneIn(2) ? 2 : 1;
      for (int n = 0; n < several; ++n)
        world.Originate(dice.OneIn(4) ? InnerName(dice.Below(inside_)) : OuterName(dice.Below(outside_)),
                        prefix);
    }
    for (int n = 0; n < inside_; ++n) {
      world.Node(InnerName(n)).bgp.decision.oldest_external_wins = dice.OneIn(2);
      world.Family(InnerName(n)).ibgp_paths_max = dice.OneIn(4) ? 4 : 1;
      for (const std::string& far : far_ends_) Reach(InnerName(n), far);
    }
  }

  /// Something happens to the network, or ends.
  void Change() {
    const int what = dice_.Below(5);
    if (what == 0) world.down.clear();
    if (what == 1) FailNode(static_cast<std::uint32_t>(dice_.Below(inside_ + outside_)));
    if (what == 2) world.down.insert({static_cast<std::uint32_t>(dice_.Below(inside_)), 0});
    if (what == 3) Reach(InnerName(dice_.Below(inside_)), AnyFarEnd());
    if (what == 4) world.Unreach(InnerName(dice_.Below(inside_)), AnyFarEnd());
  }

  BgpWorld world;

 private:
  void JoinInside(int a, int b) {
    if (!joined_.insert({std::min(a, b), std::max(a, b)}).second) return;
    world.Join(InnerName(a), InnerName(b));
    const int kind = dice_.Below(4);
    if (kind < 2)
      world.FamilyTowards(InnerName(kind == 0 ? a : b), InnerName(kind == 0 ? b : a)).reflector_client = true;
    if (kind == 2) world.FamilyTowards(InnerName(a), InnerName(b)).reflector_client = true;
    if (kind == 2) world.FamilyTowards(InnerName(b), InnerName(a)).reflector_client = true;
  }
  void JoinOutside(const std::string& border, const std::string& neighbor) {
    if (!border_.insert(border + neighbor).second) return;
    far_ends_.push_back(FarEndOf(world.Join(border, neighbor)));
    if (dice_.OneIn(3))
      world.SetPreference(border, neighbor, 50 + 50 * static_cast<std::uint32_t>(dice_.Below(3)));
  }
  const std::string& AnyFarEnd() {
    return far_ends_[static_cast<std::size_t>(dice_.Below(static_cast<int>(far_ends_.size())))];
  }
  void Reach(const std::string& node, const std::string& address) {
    world.Reach(node, address, static_cast<std::uint32_t>(1 + dice_.Below(3)));
  }
  void FailNode(std::uint32_t node) {
    for (std::uint32_t port = 0; port < 12; ++port) world.down.insert({node, port});
  }

  Dice& dice_;
  int inside_, outside_;
  std::set<std::pair<int, int>> joined_;
  std::set<std::string> border_;
  std::vector<std::string> far_ends_;
};

inline constexpr std::uint32_t kMeshNodes = 12;
inline constexpr std::uint32_t kMeshPrefixes = 24;

inline std::string MeshNode(std::uint32_t n) { return "n" + std::to_string(n); }
inline std::string MeshPrefix(std::uint32_t p) { return "192.0." + std::to_string(p) + ".0/24"; }

/// Speakers of several AS, some of them in one, joined at random, with preferences and communities.
inline void ConfigureMesh(BgpWorld& world, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&random](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  for (std::uint32_t n = 0; n < kMeshNodes; ++n) world.Node(MeshNode(n), 100 + below(8));
  for (std::uint32_t a = 1; a < kMeshNodes; ++a) {
    world.Join(MeshNode(below(a)), MeshNode(a));
    const std::uint32_t b = below(kMeshNodes);
    if (b > a) world.Join(MeshNode(a), MeshNode(b));
  }
  for (std::uint32_t n = 0; n < kMeshNodes; ++n) {
    for (BgpNeighbor& neighbor : world.Vrf(MeshNode(n)).neighbors) {
      if (below(4) == 0) world.SetPreference(MeshNode(n), neighbor.group, 100 + below(3) * 50);
      if (below(4) != 0) continue;
      const std::string name = "mark-" + neighbor.group;
      model::RouteTerm term;
      term.actions = {{.kind = model::RouteActionKind::kCommunity,
                       .communities = {{"65000:" + std::to_string(below(5))}}}};
      world.Policy(MeshNode(n), name, term);
      neighbor.families.front().export_chain.names.push_back(name);
      neighbor.families.front().send_standard = true;
    }
  }
  for (std::uint32_t p = 0; p < kMeshPrefixes; ++p) {
    world.Originate(MeshNode(below(kMeshNodes)), MeshPrefix(p));
    if (below(3) == 0) world.Originate(MeshNode(below(kMeshNodes)), MeshPrefix(p));
  }
}

/// An entry in words that do not depend on the numbers of a computation.
inline std::string TextOf(const BgpScratch& scratch, const BgpTable& table, const BgpEntry& entry) {
  const PathAttributes& attributes =
      scratch.pool[entry.attributes.valid() ? entry.attributes : AttributesId(0)];
  std::string text = std::to_string(entry.prefix) + " " + std::to_string(static_cast<int>(entry.kind)) +
                     (entry.ambiguous ? "?" : "") + (entry.unstable ? "~" : "") +
                     (entry.installable ? "!" : "") + " " + std::to_string(entry.distance) + "/" +
                     std::to_string(entry.med) + " " + std::to_string(attributes.local_preference) + " " +
                     scratch.pool.TextOf(attributes.as_path);
  for (std::uint32_t h = 0; h < entry.hop_count; ++h) {
    const auto& hop = table.hops[entry.first_hop + h].next_hop;
    text += hop ? " " + net::ToString(*hop) : " -";
  }
  return text;
}

}  // namespace ringfence::routing::bgp
