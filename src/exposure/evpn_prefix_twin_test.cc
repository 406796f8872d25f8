// Prefixes of VRFs in EVPN over labelled paths, on random networks under every failure of one thing.
//
// Twins: the same service as a VPN of labels (RFC 4364), which has the same tables but for their name, the
// same outcomes and so the same readers; and routing between domains where each PE has all of them
// (asymmetric, RFC 9135 section 4), which delivers the same packets to hosts as routing by prefixes does
// (symmetric, section 5). And failures of such networks are not searched but tried, one by one.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "exposure/exposure_testing.h"
#include "exposure/pseudowires_testing.h"
#include "exposure/sweep.h"
#include "forwarding/vpn_mesh_testing.h"

namespace ringfence::exposure {
namespace {

namespace bgp = routing::bgp;
using routing::Dice;
using routing::LoopbackOf;
using routing::RouterOf;

const std::vector<FailureKind> kAlone = {FailureKind::kLink, FailureKind::kNode};

/// A VPN with random sessions, targets and routes, in the family of labels or in EVPN, and flows between its
/// sites. The same seed gives the same but for the family.
struct Service {
  Service(std::uint32_t seed, bool evpn) : dice(seed), mesh(dice, !dice.OneIn(3)) {
    if (dice.OneIn(2)) Reflect();
    for (const int edge : mesh.edges) {
      auto& config = mesh.net[RouterOf(edge)];
      if (dice.OneIn(3)) Target(config.vrfs[0]);
      if (dice.OneIn(4)) mesh.net.Own(RouterOf(edge), "red", "10.3.0.0/16");
      if (dice.OneIn(4)) config.bgp.vrfs[1].families[0].ibgp_paths_max = 2;
    }
    if (dice.OneIn(2)) DemandLabels();
    for (int i = 0; i < mesh.routers && evpn; ++i) {
      if (mesh.net[RouterOf(i)].bgp.as != 0) mesh.net.UseEvpn(RouterOf(i));
    }
    for (const int from : mesh.edges) {
      for (const int to : mesh.edges) {
        if (from < to) AddFlow(from, to);
      }
    }
    snapshot.world = BuildWorld({mesh.net.Build(), snapshot.inventory, snapshot.policy}, diagnostics);
    engine = std::make_unique<ExposureEngine>(snapshot.world);
    evaluator = std::make_unique<Evaluator>(*engine);
  }

  /// All routes of the VRFs, without the names of what brought them from afar.
  std::vector<std::string> Rows() const {
    std::vector<std::string> rows;
    for (const int edge : mesh.edges) {
      const routing::TableId table = mesh.net.Table(RouterOf(edge), "red");
      for (const routing::Route& route : evaluator->state().rib(table).routes()) {
        std::string row =
            mesh.net.ShowVrf(evaluator->state(), RouterOf(edge), "red", net::ToString(route.prefix));
        for (const char* name : {"bgp-vpn ", "evpn "}) {
          if (row.starts_with(name)) row = "far " + row.substr(std::string(name).size());
        }
        far += row.starts_with("far") ? 1U : 0U;
        rows.push_back(RouterOf(edge) + " " + net::ToString(route.prefix) + " " + row);
      }
    }
    return rows;
  }

  Dice dice;
  forwarding::VpnMesh mesh;
  Snapshot snapshot;  ///< of its network the one of the mesh stands
  base::Diagnostics diagnostics;
  std::unique_ptr<ExposureEngine> engine;
  std::unique_ptr<Evaluator> evaluator;
  mutable std::size_t far = 0;  ///< rows from other devices that were seen

 private:
  void AddFlow(int from, int to) {
    const auto host = [](int edge) { return "10.2." + std::to_string(edge) + ".9"; };
    snapshot.AddFlow("f" + std::to_string(from) + std::to_string(to), mesh.SiteRouter(from), host(from),
                     mesh.SiteRouter(to), host(to));
  }
  /// One router tells all of all; some put themselves into next hops, as border routers do.
  void Reflect() {
    const int center = dice.Below(mesh.routers);
    for (const int edge : mesh.edges) mesh.net[RouterOf(edge)].bgp.vrfs[0].neighbors.clear();
    if (mesh.net[RouterOf(center)].bgp.as == 0) mesh.net.Speak(RouterOf(center), center);
    const bool itself = dice.OneIn(2);
    for (const int edge : mesh.edges) {
      if (edge == center) continue;
      mesh.net.Peer(RouterOf(edge), center);
      bgp::NeighborFamily& client = mesh.net.Peer(RouterOf(center), edge);
      client.reflector_client = true;
      if (itself) client.next_hop_self = bgp::NextHopSelf::kAlways;
    }
  }
  void Target(routing::VrfConfig& vrf) {
    const std::string hub = "target:65000:2";
    if (dice.OneIn(2))
      vrf.export_targets4 = {hub};
    else
      vrf.import_targets4.push_back(hub);
  }
  void DemandLabels() {
    for (const int edge : mesh.edges) {
      for (bgp::BgpFamilyConfig& family : mesh.net[RouterOf(edge)].bgp.vrfs[0].families)
        family.demands_label = true;
    }
  }
};

TEST(EvpnPrefixTwin, TypeFiveOverLabelsIsAVpnOfLabels) {
  std::size_t states = 0, far = 0, delivered = 0, lost = 0, doubtful = 0;
  for (std::uint32_t seed = 0; seed < 24; ++seed) {
    SCOPED_TRACE(seed);
    Service evpn(seed, true), vpn(seed, false);
    ASSERT_EQ(evpn.snapshot.world.failures.size(), vpn.snapshot.world.failures.size());
    for (std::uint32_t unit = 0; unit <= evpn.snapshot.world.failures.size(); ++unit) {
      FailureSet failed;
      if (unit > 0) failed.push_back(unit - 1);
      evpn.evaluator->Enter(failed);
      vpn.evaluator->Enter(failed);
      ++states;
      ASSERT_EQ(evpn.Rows(), vpn.Rows());
      for (std::size_t f = 0; f < evpn.snapshot.policy.flows.size(); ++f) {
        const FlowOutcome outcome = evpn.evaluator->Evaluate(model::FlowId(f));
        ASSERT_EQ(outcome, vpn.evaluator->Evaluate(model::FlowId(f)));
        delivered += outcome.delivered_all ? 1U : 0U;
        lost += outcome.delivered ? 0U : 1U;
        doubtful += outcome.doubts.empty() ? 0U : 1U;
      }
    }
    far += evpn.far;
  }
  EXPECT_GT(states, 250U);
  EXPECT_GT(far, 800U);
  EXPECT_GT(delivered, 200U);
  EXPECT_GT(lost, 60U);
  EXPECT_GT(doubtful, 1U);
}

TEST(EvpnPrefixTwin, FailuresAreTriedOneByOne) {
  for (std::uint32_t seed = 0; seed < 3; ++seed) {
    SCOPED_TRACE(seed);
    Service evpn(seed, true);
    EXPECT_FALSE(evpn.engine->failures().known());
    SweepQuery query{{}, kAlone};
    for (std::uint32_t f = 0; f < evpn.snapshot.policy.flows.size(); ++f)
      query.flows.push_back({model::FlowId(f), 1});
    Evaluators some(*evpn.engine, 1), all(*evpn.engine, 1);
    const Sweep found = RunSweep(query, some, {});
    query.every_set = true;
    const Sweep every = RunSweep(query, all, {});
    for (std::size_t set = 0; set < every.sets().size(); ++set) {
      for (const FlowNeed& need : query.flows)
        ASSERT_EQ(found.OutcomeOf(every.sets()[set], need.flow), every.outcome(set, need.flow));
    }
  }
}

/// PEs of a mesh with domains that hold hosts and have their gateways in one VRF. Some domains are at all
/// PEs, others have hosts at one; of these the others have no part where routing is symmetric.
struct Domains {
  Domains(std::uint32_t seed, bool symmetric) : dice(seed) {
    routers = 4 + dice.Below(3);
    AddMesh(snapshot.net, dice, routers);
    edges = 2 + dice.Below(2);
    for (int i = 0; i < routers; ++i) RunLdp(snapshot.net, RouterOf(i), LoopbackOf(i));
    for (int edge = 0; edge < edges; ++edge) Speak(edge, symmetric);
    for (int number = 1; number <= 4; ++number) AddDomain(number, symmetric);
    for (int count = 0; count < 5; ++count) {
      const auto [from, to] = dice.Two(static_cast<int>(hosts.size()));
      const Host &a = hosts[static_cast<std::size_t>(from)], &b = hosts[static_cast<std::size_t>(to)];
      snapshot.AddFlow("f" + std::to_string(count), a.name, a.address, b.name, b.address);
    }
    snapshot.Build();
    engine = std::make_unique<ExposureEngine>(snapshot.world);
    evaluator = std::make_unique<Evaluator>(*engine);
  }

  struct Host {
    std::string name, address;
  };
  Dice dice;
  Snapshot snapshot;
  int routers = 0, edges = 0;
  std::vector<Host> hosts;
  std::unique_ptr<ExposureEngine> engine;
  std::unique_ptr<Evaluator> evaluator;

 private:
  void Speak(int edge, bool symmetric) {
    routing::DeviceConfig& config = snapshot.net[RouterOf(edge)];
    config.bgp.as = 65000;
    config.bgp.decision.oldest_external_wins = false;
    bgp::BgpVrf& main = config.bgp.vrfs.emplace_back();
    main.router_id = routing::A(LoopbackOf(edge));
    main.families.emplace_back().family = bgp::BgpFamily::kEvpn;
    for (int other = 0; other < edges; ++other) {
      if (other == edge) continue;
      bgp::BgpNeighbor& neighbor = main.neighbors.emplace_back();
      neighbor.address = routing::A(LoopbackOf(other));
      neighbor.remote_as = 65000;
      neighbor.update_source_interface = "lo";
      neighbor.span = snapshot.net.NewSpan();
      neighbor.families.emplace_back().family = bgp::BgpFamily::kEvpn;
    }
    routing::VrfConfig& vrf = config.vrfs.emplace_back();
    vrf.name = "red";
    vrf.route_distinguisher = RouterOf(edge);
    vrf.span = snapshot.net.NewSpan();
    if (!symmetric) return;
    vrf.evpn_import_targets = vrf.evpn_export_targets = {"target:65000:1"};
    vrf.evpn_over_labels = true;
    bgp::BgpVrf& speaker = config.bgp.vrfs.emplace_back();
    speaker.vrf = "red";
    speaker.router_id = routing::A(LoopbackOf(edge));
    speaker.families.emplace_back().redistributions.push_back({.source = model::RouteSource::kConnected});
  }
  void AddDomain(int number, bool symmetric) {
    const bool everywhere = dice.OneIn(2);
    const int only = dice.Below(edges);
    for (int edge = 0; edge < edges; ++edge) {
      if (!everywhere && symmetric && edge != only) continue;
      AddPart(edge, number);
    }
    for (int edge = 0; edge < edges; ++edge) {
      if (everywhere || edge == only) AddHost(edge, number);
    }
  }
  static std::string SubnetOf(int number) { return "10.6." + std::to_string(number); }
  void AddPart(int edge, int number) {
    const std::string domain = "d" + std::to_string(number), name = "irb" + std::to_string(number);
    model::Interface& irb =
        snapshot.net.Port(RouterOf(edge), name, SubnetOf(number) + ".1/24", model::InterfaceKind::kSvi);
    irb.vrf = "red";
    model::VirtualRouter group;
    group.protocol = model::RedundancyProtocol::kAnycast;
    group.addresses = {irb.addresses.at(0).address.address};
    irb.virtual_routers = {group};
    model::L2Service& service = ServiceAt(snapshot.net, RouterOf(edge), domain);
    service.routed = {name};
    model::EvpnInstance& instance = service.evpn.emplace();
    instance.local = routing::A(LoopbackOf(edge));
    instance.import_targets = instance.export_targets = {"target:65000:10" + std::to_string(number)};
    instance.span = snapshot.net.NewSpan();
  }
  void AddHost(int edge, int number) {
    const std::string name = "h" + std::to_string(edge) + std::to_string(number);
    hosts.push_back({name, SubnetOf(number) + "." + std::to_string(11 + edge)});
    snapshot.net.Port(name, "eth", hosts.back().address + "/24");
    snapshot.net.Static(name, "0.0.0.0/0", SubnetOf(number) + ".1").recursive = false;
    Attach(snapshot.net, RouterOf(edge), "d" + std::to_string(number), name, "eth");
  }
};

/// Links between routers and routers, in an order that both forms have.
std::vector<std::uint32_t> UnitsOfMesh(const Domains& domains) {
  std::vector<std::uint32_t> units;
  const std::vector<FailureUnit>& failures = domains.snapshot.world.failures;
  for (std::uint32_t unit = 0; unit < failures.size(); ++unit) {
    const std::string label = failures[unit].Label();
    if (label.starts_with("link:r") || label.starts_with("node:r")) units.push_back(unit);
  }
  std::ranges::stable_sort(units, {}, [&failures](std::uint32_t unit) { return failures[unit].Label(); });
  return units;
}

TEST(EvpnPrefixTwin, SymmetricRoutingDeliversWhatAsymmetricDoes) {
  std::size_t delivered = 0, lost = 0, doubtful = 0, certain = 0;
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(seed);
    Domains symmetric(seed, true), asymmetric(seed, false);
    const std::vector<std::uint32_t> units = UnitsOfMesh(symmetric), twins = UnitsOfMesh(asymmetric);
    ASSERT_EQ(units.size(), twins.size());
    for (std::size_t unit = 0; unit <= units.size(); ++unit) {
      FailureSet failed, twin;
      if (unit > 0) {
        failed.push_back(units[unit - 1]);
        twin.push_back(twins[unit - 1]);
      }
      symmetric.evaluator->Enter(failed);
      asymmetric.evaluator->Enter(twin);
      for (std::size_t f = 0; f < symmetric.snapshot.policy.flows.size(); ++f) {
        const FlowOutcome here = symmetric.evaluator->Evaluate(model::FlowId(f));
        const FlowOutcome there = asymmetric.evaluator->Evaluate(model::FlowId(f));
        delivered += there.delivered_all ? 1U : 0U;
        lost += there.delivered_all ? 0U : 1U;
        (here.doubts.empty() ? certain : doubtful) += 1U;
        // A domain at several PEs has more than one place where routes to its hosts may lead.
        if (!here.doubts.empty()) continue;
        ASSERT_EQ(here.delivered_all, there.delivered_all) << "flow " << f;
        const auto mine = symmetric.snapshot.Exposed(here, Level::kRead);
        const auto theirs = asymmetric.snapshot.Exposed(there, Level::kRead);
        // Frames to a host that has not spoken go to every PE of its domain.
        ASSERT_TRUE(std::ranges::includes(theirs, mine)) << "flow " << f;
      }
    }
  }
  EXPECT_GT(delivered, 250U);
  EXPECT_GT(lost, 5U);
  EXPECT_GT(certain, doubtful);
}

}  // namespace
}  // namespace ringfence::exposure
