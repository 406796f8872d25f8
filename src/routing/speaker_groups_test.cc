#include "routing/bgp/speaker_groups.h"

#include <gtest/gtest.h>

#include <string>

#include "routing/bgp/bgp_engine.h"
#include "routing/vpn_testing.h"

namespace ringfence::routing::bgp {
namespace {

/// Two edges with a VRF each, a site that speaks BGP at the first, and a lonely speaker.
class Edges {
 public:
  explicit Edges(AsNumber site_as) {
    for (const int e : {1, 2}) {
      const std::string edge = "p" + std::to_string(e);
      world_.Edge(edge, e);
      world_.Peer(edge, 3 - e);
      world_.Vrf(edge, "red", "65000:" + std::to_string(e), {"target:65000:1"}, {"target:65000:1"});
    }
    world_.Port("p1", "site", "10.77.0.0/31").vrf = "red";
    world_.Port("site", "up", "10.77.0.1/31");
    Speak("site", site_as);
    Speak("alone", 65001);
    Meet(world_.BgpOf("p1", "red"), "10.77.0.1", site_as);
    Meet(world_.BgpOf("site", ""), "10.77.0.0", 65000);
    world_.Build();
    for (const Node& node : world_.network().nodes())
      programs_.push_back(std::make_unique<PolicyProgram>(node.config.policies));
    sessions_.emplace(world_.network(), world_.network().tables());
    const VpnPlan four(world_.network(), *sessions_, programs_, net::Family::kIpv4);
    const VpnPlan six(world_.network(), *sessions_, programs_, net::Family::kIpv6);
    groups.emplace(*sessions_, four, six);
  }

  std::uint32_t Speaker(std::string_view node, std::string_view vrf = "") const {
    return sessions_->SpeakerOf(world_.Table(node, vrf));
  }
  bool AskTogether(std::uint32_t a, std::uint32_t b) const { return groups->asking[a] == groups->asking[b]; }
  bool BringTogether(std::uint32_t a, std::uint32_t b) const {
    return groups->bringing[a] == groups->bringing[b];
  }
  std::optional<SpeakerGroups> groups;

 private:
  void Speak(const std::string& name, AsNumber as) {
    world_[name].bgp.as = as;
    world_[name].bgp.vrfs.emplace_back().families.emplace_back();
  }
  static void Meet(BgpVrf& speaker, std::string_view address, AsNumber as) {
    BgpNeighbor& neighbor = speaker.neighbors.emplace_back();
    neighbor.families.emplace_back();
    neighbor.address = A(address);
    neighbor.remote_as = as;
  }

  VpnWorld world_;
  std::vector<std::unique_ptr<PolicyProgram>> programs_;
  std::optional<SessionPlan> sessions_;
};

TEST(SpeakerGroupsTest, SitesBringPrefixesToEachOtherButNoNextHops) {
  const Edges edges(64600);
  const std::uint32_t red1 = edges.Speaker("p1", "red"), red2 = edges.Speaker("p2", "red");
  EXPECT_TRUE(edges.AskTogether(red1, edges.Speaker("site")));
  EXPECT_FALSE(edges.AskTogether(red1, red2));
  EXPECT_TRUE(edges.BringTogether(edges.Speaker("site"), red2));
  EXPECT_TRUE(edges.AskTogether(edges.Speaker("p1"), edges.Speaker("p2")));
  EXPECT_FALSE(edges.BringTogether(edges.Speaker("p1"), red1)) << "the VRFs are not told there";
  EXPECT_FALSE(edges.BringTogether(edges.Speaker("alone"), red1));
}

TEST(SpeakerGroupsTest, NextHopsGoOnToSitesOfTheProvidersAs) {
  const Edges edges(65000);
  const std::uint32_t site = edges.Speaker("site");
  EXPECT_TRUE(edges.AskTogether(site, edges.Speaker("p2", "red")));
  EXPECT_TRUE(edges.AskTogether(site, edges.Speaker("p2"))) << "the far end of the labelled way";
  EXPECT_FALSE(edges.AskTogether(site, edges.Speaker("alone")));
}

TEST(SpeakerGroupsTest, EverySpeakerIsAMemberOfItsGroup) {
  Edges edges(64600);
  const auto check = [&](std::size_t groups) {
    EXPECT_EQ(edges.groups->members.size(), groups);
    for (std::uint32_t s = 0; s < edges.groups->asking.size(); ++s) {
      const auto& members = edges.groups->members[edges.groups->asking[s]];
      EXPECT_EQ(std::ranges::count(members, s), 1);
    }
  };
  check(4);
  edges.groups->Unite();
  check(1);
}

}  // namespace
}  // namespace ringfence::routing::bgp
